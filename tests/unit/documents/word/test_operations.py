"""Every operation makes what it says, in a file that another library reads and a validator accepts."""
# ruff: noqa: E501 - operations read better in one line

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from tests.unit.documents.word.building import (
    body_of,
    brand_input,
    built,
    changed,
    chart,
    csv_input,
    empty,
    heading,
    opened,
    paragraph,
    parts_of,
    picture_input,
    query,
    table,
    texts_of,
    tried,
)
from tests.unit.documents.word.good import good_files

from docsmith.documents.interface import check, fold, read, render
from docsmith.documents.model import Format, Scope
from docsmith.documents.word.parts.names import C, W


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def refused(document, *ops):
    applied = tried(document, *ops)
    assert applied.document is document
    assert applied.errors
    return applied.errors[0]


OURS = [good for good in good_files() if good.ours]


@pytest.mark.parametrize("good", OURS, ids=lambda good: good.title)
def test_the_validator_finds_nothing_against_our_files(good, tmp_path):
    path = tmp_path / "file.docx"
    path.write_bytes(good.content)
    found = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in found.errors] == []


def test_the_same_operations_give_the_same_bytes():
    ops = (
        heading("A"),
        table(["x", 1], caption="T"),
        chart(),
        paragraph("b[^n]", notes={"n": "c"}),
    )
    assert render(built(*ops)) == render(built(*ops))
    document = built(*ops)
    assert fold(None, document.ops, {}, Format.WORD) == render(document)


def test_a_file_says_no_time_but_the_fixed_one():
    content = render(built(heading("A"), chart()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2000-01-01T00:00:00Z" in parts_of(content)["docProps/core.xml"]


def test_headings_are_real_styles_and_numbered_when_asked():
    document = built(
        {"op": "setup", "numbered_headings": True, "title": "T"},
        {"op": "contents"},
        heading("One"),
        heading("Deep", 2),
        heading("Two"),
    )
    file = opened(document)
    named = [(p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith("Heading")]
    assert named == [("Heading 1", "One"), ("Heading 2", "Deep"), ("Heading 1", "Two")]
    entries = [t for t in texts_of(render(document)) if t.endswith("1") and t != "1"]
    assert [e[:3] for e in entries] == ["1On", "1.1", "2Tw"]


def test_contents_are_there_with_pages_when_the_file_is_opened():
    ops = [heading(f"Part {n}", page_break=n > 1) for n in range(1, 4)]
    content = render(built({"op": "contents", "page_break": True}, *ops))
    assert [t for t in texts_of(content) if t.startswith("Part") and t[-1].isdigit()][:3] == [
        "Part 12",
        "Part 23",
        "Part 34",
    ]
    assert b"updateFields" not in parts_of(content)["word/settings.xml"]
    assert b"w:dirty" not in parts_of(content)["word/document.xml"]


def test_a_table_repeats_its_header_and_aligns_its_numbers():
    file = opened(built(table(["Chair", 1234.5], ["Desk", 7], caption="Prices", total_row=True)))
    grid = file.tables[0]
    assert grid.rows[0]._tr.find(f"{w('trPr')}/{w('tblHeader')}") is not None
    assert [c.text for c in grid.rows[1].cells] == ["Chair", "1,234.50"]
    assert grid.rows[1].cells[1].paragraphs[0].style.name == "Table Number"
    assert "Table\u00a01: Prices" in [p.text for p in file.paragraphs] or any(
        "Prices" in p.text for p in file.paragraphs
    )


def test_columns_fill_the_text_and_no_word_is_broken():
    row = [
        "A rather long description of the thing that is sold here",
        "Kraftfahrzeughaftpflicht",
        12,
    ]
    content = render(built(table(row, header=("What", "Versicherung", "Count"))))
    widths = [int(c.get(w("w"))) for c in body_of(content).iter(w("gridCol"))]
    assert sum(widths) == 11906 - 2 * 1418
    assert widths[1] > 2400
    assert widths[0] > widths[2]


def test_a_chart_is_native_and_carries_its_data():
    parts = parts_of(render(built(chart())))
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    values = [v.text for v in root.iter(f"{{{C}}}v")]
    assert {"3", "1", "2"} <= {v.rstrip("0").rstrip(".") for v in values if v}
    sheet = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"])).active
    assert [c.value for c in sheet["B"]] == ["Revenue", 3, 1, 2]


def test_a_table_and_a_chart_are_computed_from_the_source():
    document = built(
        {"op": "table", "query": query(share=True, top=2), "caption": "Revenue"},
        {"op": "chart", "kind": "pie", "query": query(), "caption": "Revenue"},
        sales=csv_input(),
    )
    rows = [[c.text for c in row.cells] for row in opened(document).tables[0].rows]
    south = sum((m + 11) * 250 * 0.9 for m in range(1, 13))
    assert rows[0] == ["Region", "Revenue", "Share"]
    assert rows[1][:2] == ["South", f"{south:,.0f}"]
    assert rows[-1][0] == "Total"
    assert rows[-1][2] == "100.0%"


def test_figures_stand_in_sentences_and_follow_the_data():
    ops = (
        {
            "op": "figures",
            "slot": "sales",
            "figures": [
                {"name": "rows", "measure": {}},
                {"name": "best", "measure": {"column": "Qty"}, "by": "Region", "pick": "label"},
                {"name": "last", "measure": {"column": "Qty"}, "by": "Date", "grain": "month",
                 "rank": -1, "pick": "label"},
                {"name": "change", "measure": {"column": "Qty"}, "by": "Date", "grain": "month",
                 "rank": -1, "pick": "change"},
            ],
        },
        paragraph("{{rows}} rows, {{best}} first, {{last}} last, {{change}}"),
    )  # fmt: skip
    said = texts_of(render(built(*ops, sales=csv_input())))[0]
    assert said.startswith("48 rows, North first, Dec 2025 last, +")
    short = csv_input("Date,Region,Qty\n2025-01-01,East,1\n2025-02-01,East,3\n")
    assert (
        texts_of(render(built(*ops, sales=short)))[0]
        == "2 rows, East first, Feb 2025 last, +200.0%"
    )


@pytest.mark.parametrize(
    ("column", "language", "written"),
    [
        ("Price (€)", "de-DE", "1.234,50\u00a0€"),
        ("Amount in EUR", "en-GB", "€1,234.50"),
        ("cost_usd", "en-US", "$1,234.50"),
        ("Price", "en-US", "1,234.50"),
    ],
)
def test_a_currency_in_the_name_of_a_column_is_written_with_its_figures(column, language, written):
    data = csv_input(f"Item,{column}\nDesk,1234.50\n")
    measure = {"column": column, "style": "money", "decimals": 2}
    figures = {"op": "figures", "slot": "sales", "figures": [{"name": "all", "measure": measure}]}
    setup = {"op": "setup", "language": language}
    document = built(setup, figures, heading("It costs {{all}}"), sales=data)
    assert texts_of(render(document))[0] == f"It costs {written}"


def test_footnotes_are_real_and_numbered_through():
    document = built(
        paragraph("a[^x]", notes={"x": "First."}),
        {"op": "list", "items": ["b[^y]"], "notes": {"y": "Second, see [e](https://e.org)."}},
    )
    content = render(document)
    root = etree.fromstring(parts_of(content)["word/footnotes.xml"])
    notes = [n for n in root.findall(w("footnote")) if n.get(w("type")) is None]
    assert [n.get(w("id")) for n in notes] == ["1", "2"]
    assert b"https://e.org" in parts_of(content)["word/_rels/footnotes.xml.rels"]


def test_sources_are_numbered_by_first_citation_and_listed():
    content = render(
        built(
            {"op": "source", "key": "late", "title": "Cited second"},
            {"op": "source", "key": "early", "title": "Cited first", "url": "https://e.org"},
            paragraph("One [@early], two [@late], again [@early]."),
            {"op": "references"},
        )
    )
    texts = texts_of(content)
    assert texts[0] == "One [1], two [2], again [1]."
    assert texts[2].startswith("[1]Cited first.")
    assert texts[3].startswith("[2]Cited second.")


def test_header_and_footer_carry_logo_and_pages_in_the_language():
    document = built(
        {"op": "setup", "language": "de-DE"},
        {"op": "header_footer", "header": "Bericht", "footer": "Vertraulich", "logo": "mark"},
        heading("A"),
        mark=picture_input(),
    )
    parts = parts_of(render(document))
    assert b"Bericht" in parts["word/header1.xml"]
    assert b"pic-mark.png" in parts["word/_rels/header1.xml.rels"]
    footer = parts["word/footer1.xml"].decode()
    assert "Seite " in footer
    assert "NUMPAGES" in footer


def test_sections_turn_the_page_and_their_footers():
    content = render(
        built(heading("A"), {"op": "section", "orientation": "landscape"}, heading("B"),
              {"op": "section"}, heading("C"))
    )  # fmt: skip
    sizes = [(s.get(w("w")), s.get(w("orient"))) for s in body_of(content).iter(w("pgSz"))]
    assert sizes == [("11906", None), ("16838", "landscape"), ("11906", None)]
    assert "word/footer2.xml" in parts_of(content)


@pytest.mark.parametrize(
    ("language", "paper"),
    [("en-US", "12240"), ("en-GB", "11906"), ("de-DE", "11906"), ("en", "11906")],
)
def test_paper_follows_the_country(language, paper):
    content = render(built({"op": "setup", "language": language}, heading("A")))
    assert next(body_of(content).iter(w("pgSz"))).get(w("w")) == paper


def test_arabic_runs_from_right_to_left():
    content = render(
        built(
            {"op": "setup", "language": "ar-SA"},
            heading("تقرير المبيعات"), table(["كرسي", 3]), chart(),
        )
    )  # fmt: skip
    parts = parts_of(content)
    assert b"<w:bidi/>" in parts["word/styles.xml"]
    assert b'w:bidi="ar-SA"' in parts["word/styles.xml"]
    root = body_of(content)
    assert next(root.iter(w("bidiVisual")), None) is not None
    assert next(root.iter(w("rtl")), None) is not None
    assert root.find(f"{w('body')}/{w('sectPr')}/{w('bidi')}") is not None
    drawn = next(p for p in root.iter(w("p")) if next(p.iter(w("drawing")), None) is not None)
    assert drawn.find(f"{w('pPr')}/{w('bidi')}").get(w("val")) == "0"


def test_japanese_has_a_font_a_language_and_its_own_labels():
    content = render(
        built({"op": "setup", "language": "ja-JP"}, {"op": "contents"}, heading("売上の概要"),
              table(["椅子", 3], caption="売上"))
    )  # fmt: skip
    styles = parts_of(content)["word/styles.xml"].decode()
    assert 'w:eastAsia="Yu Gothic"' in styles
    assert 'w:eastAsia="ja-JP"' in styles
    assert "目次" in texts_of(content)
    assert any(t.startswith("表") for t in texts_of(content))


def test_the_brand_gives_colour_and_font_and_a_pale_colour_is_darkened_for_text():
    brand = brand_input('{"primary_color": "#FFD400", "font": "Arial"}')
    styles = parts_of(render(built(heading("A"), brand=brand)))["word/styles.xml"].decode()
    assert 'w:ascii="Arial"' in styles
    assert "FFD400" not in styles
    assert (
        check(built({"op": "title", "title": "T"}, heading("A"), paragraph("b"), brand=brand)) == ()
    )


def test_an_image_has_alt_text_caption_and_fits_the_page():
    image = {"op": "image", "slot": "photo", "alt": "A field", "caption": "Blue", "width_cm": 40}
    root = body_of(render(built(image, photo=picture_input(4000, 3000))))
    extent = next(e for e in root.iter() if str(e.tag).endswith("}extent"))
    assert int(extent.get("cx")) <= 16.1 * 360_000
    properties = next(e for e in root.iter() if str(e.tag).endswith("}docPr"))
    assert properties.get("descr") == "A field"


@pytest.mark.parametrize(
    ("op", "path", "words"),
    [
        (paragraph("{{nothing}}"), "ops[0].text", "no figure"),
        (paragraph("a [@nobody]"), "ops[0].text", "no source"),
        (paragraph("a[^n]"), "ops[0].text", "no text in notes"),
        (paragraph("[x](javascript:1)"), "ops[0].text", "no link"),
        (table([1]), "ops[0].rows[0]", "1 cells"),
        (table(["a", 1], header=()), "ops[0].header", "header row"),
        ({"op": "table", "query": query("Shop")}, "ops[0].query.by", "no column"),
        ({"op": "table", "query": query() | {"slot": "x"}}, "ops[0].query.slot", "no data source"),
        ({"op": "table", "query": query(grain="month")}, "ops[0].query.grain", "no dates"),
        ({"op": "table", "query": {"slot": "sales", "by": "Region", "measures": [{"column": "Product"}]}},
         "ops[0].query.measures[0].column", "no numbers"),
        (chart(series=[{"name": "s", "values": [1]}]), "ops[0].series[0].values", "1 values"),
        ({"op": "image", "slot": "x", "alt": "a"}, "ops[0].slot", "no image"),
        ({"op": "delete", "block": "b9"}, "ops[0].block", "no block"),
        ({"op": "header_footer", "logo": "x"}, "ops[0].logo", "no image"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_with_its_path(op, path, words):
    error = refused(empty(sales=csv_input()), op)
    assert error.path == path
    assert words in error.reason


def test_a_batch_is_applied_whole_or_not_at_all():
    document = built(heading("A"))
    applied = tried(document, paragraph("fine"), paragraph("{{no}}"))
    assert applied.document is document
    assert [e.path for e in applied.errors] == ["ops[1].text"]


def test_text_may_name_what_a_later_operation_of_the_batch_defines():
    built(
        paragraph("{{n}}"),
        {"op": "figures", "slot": "sales", "figures": [{"name": "n", "measure": {}}]},
        sales=csv_input(),
    )


def test_ids_come_from_the_place_of_the_operation_and_survive_edits():
    document = built({"op": "setup", "title": "T"}, heading("A"), paragraph("b"))
    assert ids(document) == ["b2", "b3"]
    document = changed(
        document,
        {"op": "insert_after", "block": "b2", "blocks": [paragraph("new"), paragraph("newer")]},
        {"op": "replace", "block": "b3", "blocks": [paragraph("other"), paragraph("more")]},
        {"op": "move", "block": "b2", "after": "b3"},
    )
    assert ids(document) == ["b4", "b4.2", "b3", "b2", "b5.2"]
    document = changed(document, {"op": "delete", "block": "b4", "through": "b4.2"})
    assert ids(document) == ["b3", "b2", "b5.2"]


def ids(document):
    return [block["id"] for block in read(document, Scope()).content["blocks"]]


def test_texts_items_and_cells_are_said_otherwise_in_place():
    document = built(
        heading("A"), {"op": "list", "items": ["one", {"text": "two", "level": 1}]}, table(["x", 1])
    )
    document = changed(
        document,
        {"op": "set_text", "block": "b1", "text": "B"},
        {"op": "set_text", "block": "b2", "item": 2, "text": "zwei"},
        {"op": "set_text", "block": "b3", "row": 2, "column": 1, "text": "y"},
        {"op": "add_row", "block": "b3", "cells": ["z", 2]},
        {"op": "replace_text", "find": "one", "text": "eins"},
    )
    texts = texts_of(render(document))
    assert texts[:3] == ["B", "eins", "zwei"]
    assert [c.text for row in opened(document).tables[0].rows for c in row.cells][2:] == [
        "y",
        "1",
        "z",
        "2",
    ]
    document = changed(document, {"op": "delete_row", "block": "b3", "row": 2})
    assert len(opened(document).tables[0].rows) == 2


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ({"op": "replace_text", "find": "nowhere", "text": "x"}, "stands nowhere"),
        ({"op": "set_text", "block": "b2", "item": 9, "text": "x"}, "items"),
        ({"op": "set_text", "block": "b4", "row": 2, "column": 1, "text": "x"}, "computed"),
        ({"op": "add_row", "block": "b4", "cells": ["x"]}, "computed"),
        ({"op": "add_row", "block": "b3", "cells": ["x"]}, "2 columns"),
        ({"op": "add_row", "block": "b1", "cells": ["x"]}, "no table"),
        ({"op": "delete_row", "block": "b3", "row": 1}, "header"),
        ({"op": "delete_row", "block": "b3", "row": 2}, "last row"),
        ({"op": "move", "block": "b1", "through": "b3", "after": "b2"}, "one of the blocks"),
        ({"op": "delete", "block": "b3", "through": "b1"}, "stands before"),
        ({"op": "set_text", "block": "b5", "text": "x"}, "no text to set"),
    ],
)
def test_edits_that_cannot_be_are_refused_with_the_reason(op, words):
    document = built(
        heading("A"),
        {"op": "list", "items": ["one"]},
        table(["x", 1]),
        {"op": "table", "query": query()},
        {"op": "kpis", "items": [{"label": "a", "value": "1"}]},
        sales=csv_input(),
    )
    assert words in refused(document, op).reason


def test_reading_pages_through_the_blocks_and_tells_them_as_operations():
    document = built(*[paragraph(f"Paragraph {n}") for n in range(130)])
    first = read(document, Scope())
    rest = read(document, Scope(page=first.next))
    assert len(first.content["blocks"]) + len(rest.content["blocks"]) == 130
    assert rest.next is None
    shown = read(document, Scope(what="block", block="b7")).content["blocks"][0]
    assert shown["text"] == "Paragraph 6"
    assert shown["op"] == "paragraph"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(lambda t: paragraph(t), st.text(min_size=1, max_size=60)),
            st.builds(lambda t: heading(t), st.text(min_size=1, max_size=40)),
            st.builds(lambda t: {"op": "callout", "text": t}, st.text(min_size=1, max_size=40)),
            st.builds(lambda a, b: table([a, b]), st.text(max_size=20), st.floats(-1e9, 1e9)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_accepted_opens_again(ops):
    applied = tried(empty(), *ops)
    if applied.ok:
        opened(applied.document)
        check(applied.document)
