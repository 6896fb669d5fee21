"""Decks of others: what was not edited stays byte for byte, what was keeps its looks."""

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from tests.unit.documents.slides.building import (
    built,
    empty,
    opened,
    parts,
    slide,
    tried,
)
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Scope
from docsmith.documents.slides.base.writing_text import set_text

BASE = uploaded()
TEXT = {
    "op": "set_slot",
    "slide": "u2",
    "slot": "body",
    "value": "Revenue rose by 11.7 per cent last year",
}


def changed(*ops: dict[str, Any]) -> set[str]:
    """The parts that differ from the uploaded file's after these operations."""
    before, after = parts(BASE), parts(render(built(*ops, base=BASE)))
    return {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def test_an_untouched_deck_comes_back_part_by_part() -> None:
    assert parts(render(empty(BASE))) == parts(BASE)


def test_a_text_edit_touches_its_slide_alone() -> None:
    assert changed(TEXT) == {"ppt/slides/slide2.xml"}


def test_a_word_that_is_replaced_keeps_the_looks_of_its_run() -> None:
    runs = opened(built(TEXT, base=BASE)).slides[1].placeholders[1].text_frame.paragraphs[0].runs
    assert [(r.text, r.font.bold) for r in runs] == [
        ("Revenue rose by ", None),
        ("11.7", True),
        (" per cent last year", None),
    ]


def test_animation_and_notes_survive_an_edit() -> None:
    document = built(TEXT, base=BASE)
    content = parts(render(document))["ppt/slides/slide2.xml"].decode()
    assert "<p:timing" in content
    assert opened(document).slides[1].notes_slide.notes_text_frame.text == "Thank the team."


def test_chart_figures_are_changed_in_chart_and_workbook() -> None:
    series = [{"name": "2026", "values": [1, 2, 3]}, {"name": "2027", "values": [4, 5, 6]}]
    op = {
        "op": "chart_data",
        "slide": "u3",
        "chart": "Sales chart",
        "categories": ["N", "S", "W"],
        "series": series,
    }
    document = built(op, base=BASE)
    chart = next(s.chart for s in opened(document).slides[2].shapes if s.has_chart)
    assert [list(s.values) for s in chart.plots[0].series] == [[1, 2, 3], [4, 5, 6]]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.worksheets[0].values)
    assert rows == [(None, "2026", "2027"), ("N", 1, 4), ("S", 2, 5), ("W", 3, 6)]
    assert render(document) == render(document)


def test_a_cell_keeps_its_looks() -> None:
    op = {"op": "table_cell", "slide": "u4", "table": "Figures", "row": 2, "column": 2, "value": 42}
    table = next(s.table for s in opened(built(op, base=BASE)).slides[3].shapes if s.has_table)
    run = table.cell(1, 1).text_frame.paragraphs[0].runs[0]
    assert (run.text, run.font.italic) == ("42", True)


def test_alternative_text_is_set_by_the_shapes_name() -> None:
    op = {"op": "alt", "slide": "u5", "shape": "Depot", "text": "The depot from above"}
    assert (
        b'descr="The depot from above"'
        in parts(render(built(op, base=BASE)))["ppt/slides/slide5.xml"]
    )


def test_a_deleted_slide_leaves_with_its_chart_and_jumps_to_it_go() -> None:
    document = built({"op": "delete", "slide": "u3"}, base=BASE)
    names = parts(render(document))
    assert not [n for n in names if "/charts/" in n or "/embeddings/" in n]
    jump = next(s for s in opened(document).slides[4].shapes if s.name == "Jump")
    assert jump.text_frame.text == "To the chart"
    assert [f for f in check(document) if f.id == "pptx.broken_package"] == []


def test_a_copied_chart_is_its_own() -> None:
    series = [{"name": "x", "values": [9]}]
    edit = {
        "op": "chart_data",
        "slide": "s1",
        "chart": "Sales chart",
        "categories": ["only"],
        "series": series,
    }
    deck = opened(built({"op": "duplicate", "slide": "u3"}, edit, base=BASE))
    charts = [s.chart for one in deck.slides for s in one.shapes if s.has_chart]
    assert [list(c.plots[0].categories) for c in charts] == [["North", "South"], ["only"]]


def test_a_slide_on_their_layout_fills_its_placeholders_by_type_and_name() -> None:
    slots = {
        "title": "Both sides",
        "Content Placeholder 2": ["a", "b"],
        "Content Placeholder 3": "c",
    }
    op = {"op": "layout_slide", "layout": "two content", "slots": slots, "before": "u2"}
    one = opened(built(op, base=BASE)).slides[1]
    assert one.slide_layout.name == "Two Content"
    assert [p.text_frame.text for p in one.placeholders] == ["Both sides", "a\nb", "c"]


@pytest.mark.parametrize(
    ("op", "path"),
    [
        ({"op": "layout_slide", "layout": "Nope", "slots": {}}, "layout"),
        ({"op": "layout_slide", "layout": "Title Only", "slots": {"body": "x"}}, "slots.body"),
        ({"op": "deck", "mode": "dark"}, "mode"),
        ({"op": "set_slot", "slide": "u2", "slot": "chart", "value": "x"}, "slot"),
        ({"op": "set_slot", "slide": "u4", "slot": "Figures", "value": "x"}, "slot"),
        ({"op": "set_slot", "slide": "u2", "slot": "body", "value": 3}, "value"),
        (
            {
                "op": "table_cell",
                "slide": "u4",
                "table": "Figures",
                "row": 9,
                "column": 1,
                "value": "x",
            },
            "row",
        ),
        (
            {
                "op": "table_cell",
                "slide": "u4",
                "table": "Figures",
                "row": 1,
                "column": 9,
                "value": "x",
            },
            "column",
        ),
        (
            {
                "op": "chart_data",
                "slide": "u4",
                "chart": "Figures",
                "categories": ["a"],
                "series": [{"name": "s", "values": [1]}],
            },
            "chart",
        ),
        (
            {
                "op": "chart_data",
                "slide": "u3",
                "chart": "Sales chart",
                "categories": ["a"],
                "series": [{"name": "s", "values": [1, 2]}],
            },
            "series[0].values",
        ),
        ({"op": "alt", "slide": "u5", "shape": "None", "text": "x"}, "shape"),
    ],
)
def test_what_is_not_there_is_refused_by_name(op: dict[str, Any], path: str) -> None:
    applied = tried(empty(BASE), op)
    assert [e.path for e in applied.errors] == [f"ops[0].{path}"]


def test_our_content_takes_their_theme_and_title() -> None:
    kpis = [{"label": "A", "value": "12"}, {"label": "B", "value": "13"}]
    document = built(
        slide("kpis", title="Our figures", kpis=kpis), slide("section", title="Part two"), base=BASE
    )
    figures, section = list(opened(document).slides)[-2:]
    assert figures.slide_layout.name == "Title Only"
    assert figures.shapes.title.text == "Our figures"
    assert section.slide_layout.name == "Section Header"
    assert check(document) == ()


def test_faults_that_came_with_the_file_are_no_news() -> None:
    deck = Presentation(io.BytesIO(BASE))
    facts = deck.slides[4].shapes[1]._element.xpath(".//p:cNvPr")[0]
    del facts.attrib["descr"]
    buffer = io.BytesIO()
    deck.save(buffer)
    document = empty(buffer.getvalue())
    assert check(document) == ()
    assert (
        check(built({"op": "duplicate", "slide": "u5"}, base=buffer.getvalue()))[0].id
        == "pptx.duplicate_title"
    )


def test_sections_of_the_upload_follow_their_slides() -> None:
    document = built(
        {"op": "section", "slide": "u3", "name": "Figures"},
        {"op": "move", "slide": "u1"},
        base=BASE,
    )
    again = read(empty(render(document)), Scope()).content["slides"]
    assert [line.get("section") for line in again if line.get("section")] == ["Start", "Figures"]


WORDS = st.lists(st.sampled_from(["one", "two", "three", "10.2", "%", "é"]), max_size=8).map(
    " ".join
)


@settings(max_examples=120, deadline=None)
@given(runs=st.lists(WORDS, min_size=1, max_size=4), text=WORDS)
def test_a_text_that_is_set_is_the_text_that_stands_there(runs: list[str], text: str) -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    inner = "".join(
        f"<a:r><a:rPr b='{i % 2}'/><a:t>{run}</a:t></a:r>" for i, run in enumerate(runs)
    )
    paragraph = etree.fromstring(f"<a:p {space}>{inner}</a:p>")
    set_text(paragraph, text)
    assert "".join(t.text or "" for t in paragraph.iter("{*}t")) == text
