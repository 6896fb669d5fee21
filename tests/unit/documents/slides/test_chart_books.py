"""Figures of charts that others made go where the chart keeps them, or are refused by name."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from tests.unit.documents.slides.building import built, empty, parts, repacked, tried

from docsmith.documents.errors import OperationRefused
from docsmith.documents.interface import render
from docsmith.documents.slides.base.chart_book import Block, area, place_of, with_figures


def charted(categories: list[Any], kind: Any = XL_CHART_TYPE.COLUMN_CLUSTERED) -> bytes:
    deck = Presentation()
    one = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = categories
    data.add_series("Old", range(len(categories)))
    place = Inches(1), Inches(1), Inches(6), Inches(4)
    one.shapes.add_chart(kind, *place, data).name = "Figures"
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


BASE = charted(["a", "b"])


def changed(**edits: Callable[[bytes], bytes]) -> bytes:
    """The deck with parts changed; a part is named by a word of its name."""
    whole = parts(BASE)
    for word, edit in edits.items():
        for name in [n for n in whole if word in n]:
            whole[name] = edit(whole[name])
    return repacked(whole)


def op(*categories: str, **series: list[float]) -> dict[str, Any]:
    given = [{"name": n, "values": v} for n, v in series.items()]
    return {
        "op": "chart_data",
        "slide": "u1",
        "chart": "Figures",
        "categories": list(categories),
        "series": given,
    }


def book_of(content: bytes) -> Any:
    name = next(n for n in parts(content) if n.endswith(".xlsx"))
    return openpyxl.load_workbook(io.BytesIO(parts(content)[name]))


def grid(content: bytes) -> list[tuple[Any, ...]]:
    return list(book_of(content).worksheets[0].values)


def refused(base: bytes, edit: dict[str, Any]) -> str:
    (error,) = tried(empty(base), edit).errors
    return f"{error.path} {error.reason}"


def test_days_are_days_on_an_axis_of_days() -> None:
    base = charted([date(2026, 1, 1), date(2026, 2, 1)], XL_CHART_TYPE.LINE)
    document = built(op("2026-07-01", "2026-08-01", New=[1, 2]), base=base)
    xml = parts(render(document))[next(n for n in parts(base) if "charts/chart" in n)]
    assert b"<c:v>46204</c:v>" in xml
    assert "categories[1]" in refused(base, op("2026-07-01", "August", New=[1, 2]))


def test_fewer_series_empty_their_columns_and_more_stand_at_the_right() -> None:
    wide = render(built(op("a", "b", X=[1, 2], Y=[3, 4], Z=[5, 6]), base=BASE))
    assert grid(wide) == [(None, "X", "Y", "Z"), ("a", 1, 3, 5), ("b", 2, 4, 6)]
    narrow = render(built(op("a", One=[9]), base=wide))
    assert [row[:2] for row in grid(narrow)] == [(None, "One"), ("a", 9), (None, None)]
    assert all(cell is None for row in grid(narrow) for cell in row[2:])


def test_a_chart_without_a_workbook_is_given_figures_alone() -> None:
    base = changed(**{"charts/_rels": lambda c: c.replace(b"/package", b"/other")})
    document = built(op("x", New=[7]), base=base)
    assert b"<c:v>7</c:v>" in b"".join(
        c for n, c in parts(render(document)).items() if "charts/c" in n
    )


def test_references_without_a_pattern_are_gathered_on_the_sheet() -> None:
    scattered = changed(**{"charts/chart": lambda c: c.replace(b"Sheet1!$B$1", b"Sheet1!$D$9")})
    assert grid(render(built(op("x", New=[7]), base=scattered)))[:2] == [(None, "New"), ("x", 7)]
    bare = changed(**{"charts/chart": lambda c: c.replace(b"$A$2:$A$3", b"$A$2:$A$3,Sheet1!$A$9")})
    assert grid(render(built(op("x", New=[7]), base=bare)))[1] == ("x", 7)


@pytest.mark.parametrize(
    ("word", "edit", "reason"),
    [
        (
            "charts/_rels",
            lambda c: c.replace(
                b'Target="../embeddings', b'TargetMode="External" Target="file:///x'
            ),
            "another file",
        ),
        ("embeddings", lambda c: b"no workbook", "no Office file"),
        ("charts/chart", lambda c: c.replace(b"Sheet1!", b"Other!"), "no sheet 'Other'"),
        ("charts/chart", lambda c: c.replace(b"c:ser>", b"c:srr>"), "bubble"),
    ],
)
def test_what_cannot_be_written_is_refused(
    word: str, edit: Callable[[bytes], bytes], reason: str
) -> None:
    assert reason in refused(changed(**{word: edit}), op("x", New=[7]))


def test_a_workbook_of_another_format_is_refused() -> None:
    whole = parts(BASE)
    name = next(n for n in whole if n.endswith(".xlsx"))
    whole[name.replace(".xlsx", ".xlsb")] = whole.pop(name)
    rels = next(n for n in whole if "charts/_rels" in n)
    whole[rels] = whole[rels].replace(b".xlsx", b".xlsb")
    types = whole["[Content_Types].xml"]
    whole["[Content_Types].xml"] = types.replace(b'Extension="xlsx"', b'Extension="xlsb"')
    assert "no .xlsx" in refused(repacked(whole), op("x", New=[7]))


def with_table_and_formula() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in (["Key", "Old"], ["a", 1], ["b", "=B2*2"], [None, None], ["note", "kept"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Main", ref="A1:B3"))
    sheet["D1"], sheet["E1"], sheet["D2"], sheet["E2"] = "p", "q", 1, 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


BLOCK = Block("Data", 1, 1, (2,), 2)


def test_the_table_around_the_figures_follows_and_other_cells_stay() -> None:
    after = with_figures(
        with_table_and_formula(), BLOCK, (), ["New"], [("x", 5), ("y", 6), ("z", 7)]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Data"]
    assert [row[:2] for row in sheet.values] == [
        ("Key", "New"),
        ("x", 5),
        ("y", 6),
        ("z", 7),
        ("note", "kept"),
    ]
    assert sheet.tables["Main"].ref == "A1:B4"
    assert [c.name for c in sheet.tables["Main"].tableColumns] == ["Key", "New"]
    assert sheet["D2"].value == 1


def test_a_table_that_crosses_the_figures_is_dissolved() -> None:
    block = Block("Data", 1, 2, (3,), 2)
    after = with_figures(with_table_and_formula(), block, (), ["New"], [("x", 5)])
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Data"]
    assert sheet.tables == {}
    assert sheet["C2"].value == 5


def test_the_order_of_calculation_is_forgotten() -> None:
    content = parts(with_table_and_formula())
    rels = "xl/_rels/workbook.xml.rels"
    chain = b'<Relationship Id="rId99" Type="http://x/calcChain" Target="calcChain.xml"/>'
    content[rels] = content[rels].replace(b"</Relationships>", chain + b"</Relationships>")
    content["xl/calcChain.xml"] = b"<calcChain/>"
    after = parts(with_figures(repacked(content), BLOCK, (), ["New"], [("x", 5)]))
    assert "xl/calcChain.xml" not in after


def test_a_book_without_sheets_is_refused() -> None:
    content = parts(with_table_and_formula())
    del content["xl/workbook.xml"]
    with pytest.raises(OperationRefused) as error:
        with_figures(repacked(content), BLOCK, (), ["New"], [("x", 5)])
    assert "holds no sheets" in error.value.reason


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sheet1!$A$2:$A$5", ("Sheet1", 2, 1, 5, 1)),
        ("'My ''own'' sheet'!$AA$1", ("My 'own' sheet", 1, 27, 1, 27)),
        ("A1", None),
        ("Sheet1!$A$1,Sheet1!$B$1", None),
        ("Sheet1!#REF!", None),
    ],
)
def test_references_are_read(text: str, place: tuple[Any, ...] | None) -> None:
    assert place_of(text) == place


def test_references_are_written() -> None:
    assert area("Sheet1", 28, 2, 5) == "Sheet1!$AB$2:$AB$5"
    assert area("My 'own' sheet", 1, 1) == "'My ''own'' sheet'!$A$1"
