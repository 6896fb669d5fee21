"""What the editor draws: whole, small enough, and every text that can be edited leads back to where
it stands.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import docx
import docx.shared
import openpyxl
import openpyxl.drawing.image
import pytest
from docx.oxml import parse_xml
from openpyxl.chart import BarChart, Reference
from tests.fakes.editing import document_of
from tests.unit.documents import building as book
from tests.unit.documents.good import good_documents
from tests.unit.documents.slides.gallery import gallery
from tests.unit.documents.slides.uploads import uploaded
from tests.unit.documents.word.building import built, heading, paragraph, picture_input, table
from tests.unit.documents.word.good import good_files

from docsmith.documents.interface import apply, project, render, window
from docsmith.documents.model import Document, Format
from docsmith.documents.operations.formats import operations_of
from docsmith.documents.pictures import Picture
from docsmith.documents.word.parts.names import W
from docsmith.domain.task import Kind

Json = dict[str, Any]


def texts() -> Iterator[tuple[str, Document]]:
    for good in good_files():
        yield good.title, Document(Format.WORD, base=good.content)
    yield "small", document_of(Kind.WORD)


TEXTS = dict(texts())
DECKS = {
    "gallery": gallery(),
    "small": document_of(Kind.SLIDES),
    "upload": Document(Format.SLIDES, base=uploaded()),
}
BOOKS = {f"{title} {i}": document for i, (title, _, document) in enumerate(good_documents())}
EVERY = {**TEXTS, **{f"deck {n}": d for n, d in DECKS.items()}, **BOOKS}


def after(document: Document, *ops: Json) -> Document:
    union = operations_of(document.format.value)
    done = apply(document, [union.validate_python(op) for op in ops])
    assert done.errors == ()
    return done.document


def nodes(document: Document) -> list[Json]:
    return [node for page in project(document)["pages"]["document"] for node in page["nodes"]]


def name_of(picture: Picture) -> str:
    return picture.name


def said(para: Json) -> str:
    return "".join(run.get("t", "") for run in para["runs"])


@pytest.mark.parametrize("name", EVERY)
def test_a_projection_is_json_in_pages_under_a_megabyte(name: str) -> None:
    projection = project(EVERY[name])
    head, pages = projection["head"], projection["pages"]
    stored = json.dumps(projection, default=name_of)
    assert json.dumps(json.loads(stored)) == json.dumps(projection, default=name_of)
    assert {part["id"]: part["pages"] for part in head["parts"]} == {
        part: len(windows) for part, windows in pages.items()
    }
    windows = [json.dumps(window, default=name_of) for all_ in pages.values() for window in all_]
    assert max(map(len, windows), default=0) < 1_000_000


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_edited_in_a_text_is_what_stands_there(name: str) -> None:
    document = TEXTS[name]
    before = nodes(document)
    edited = {at: node for at, node in enumerate(before[:25]) if "edit" in node}
    same = [set_text(n["id"], n["edit"], n["edit"]["source"]) for n in edited.values()]
    assert [said(n) for n in nodes(after(document, *same)) if n["k"] == "p"] == [
        said(n) for n in before if n["k"] == "p"
    ]
    # What is fixed in part, Word makes: it may not change.
    free = {at: node for at, node in edited.items() if "fixed" not in node}
    other = [set_text(n["id"], n["edit"], f"Said otherwise {at}.") for at, n in free.items()]
    changed = nodes(after(document, *other))
    for at in free:
        assert f"Said otherwise {at}." in said(changed[at])


@pytest.mark.parametrize("name", TEXTS)
def test_a_cell_of_a_table_is_edited_where_it_stands(name: str) -> None:
    document = TEXTS[name]
    cells = {
        (at, r, c): (node["id"], cell["edit"])
        for at, node in enumerate(nodes(document))
        if node["k"] == "grid"
        for r, row in enumerate(node["rows"][:2])
        for c, cell in enumerate(row["cells"][:2])
        if "edit" in cell
    }
    ops = [set_text(block, edit, f"Cell {place}") for place, (block, edit) in cells.items()]
    changed = nodes(after(document, *ops))
    for at, r, c in cells:
        now = changed[at]["rows"][r]["cells"][c]
        assert f"Cell {(at, r, c)}" in " ".join(said(para) for para in now["paras"])


def set_text(block: str, edit: Json, text: str) -> Json:
    place = {k: v for k, v in edit.items() if k != "source"}
    return {"op": "set_text", "block": block, **place, "text": text}


def paragraphs(page: Json) -> Iterator[tuple[str, Json]]:
    """What is read on a slide, with how it is edited."""
    for shape in page["shapes"]:
        for para in shape.get("paras", ()):
            if "edit" in para:
                yield said(para), para["edit"]
        for row in shape.get("table", {}).get("rows", ()):
            for cell in row:
                if "edit" in cell:
                    yield cell["t"], cell["edit"]


def operation(slide: str, edit: Json, text: str) -> Json:
    """What the page sends."""
    if "table" in edit:
        place = {k: edit[k] for k in ("table", "row", "column")}
        return {"op": "table_cell", "slide": slide, **place, "value": text}
    if "texts" in edit:
        value = [text if i == edit["index"] else old for i, old in enumerate(edit["texts"])]
        return {"op": "set_slot", "slide": slide, "slot": edit["slot"], "value": value}
    return {"op": "set_slot", "slide": slide, "slot": edit["slot"], "value": text}


@pytest.mark.parametrize("name", DECKS)
def test_what_is_edited_on_a_slide_is_what_stands_there(name: str) -> None:
    document = DECKS[name]
    pages = project(document)["pages"]
    edits = {slide: [e for _, e in paragraphs(page)] for slide, (page,) in pages.items()}
    again = [operation(s, e, e["source"]) for s, found in edits.items() for e in found[:3]]
    assert len(again) >= 3
    assert project(after(document, *again))["pages"] == pages
    other = [operation(slide, found[-1], "Neu") for slide, found in edits.items() if found]
    changed = project(after(document, *other))["pages"]
    for op in other:
        assert any("Neu" in text for text, _ in paragraphs(changed[op["slide"]][0]))


def test_every_title_of_a_deck_can_be_edited() -> None:
    for (page,) in project(DECKS["gallery"])["pages"].values():
        titles = [shape for shape in page["shapes"] if shape.get("title")]
        assert all(para.get("edit") for shape in titles for para in shape["paras"])


def test_a_chart_on_a_slide_shows_its_figures() -> None:
    shapes = [s for (page,) in project(DECKS["gallery"])["pages"].values() for s in page["shapes"]]
    charts = [shape["chart"] for shape in shapes if shape["kind"] == "chart"]
    assert charts
    for chart in charts:
        assert chart["alt"]
        assert all(len(s["values"]) == len(chart["categories"]) for s in chart["series"])


def test_cells_say_what_is_shown_and_what_is_edited() -> None:
    document = document_of(Kind.EXCEL)
    projection = project(document)
    ((page,),) = projection["pages"].values()
    found = {(c[0], c[1]): c for c in page["cells"]}
    assert found[2, 2][2:3] + found[2, 2][4:] == ["10.0%", 0.1]
    assert found[3, 2][2:3] + found[3, 2][4:] == ["20.0%", "=B2*2"]
    assert projection["head"]["styles"][found[2, 2][3]]["percent"] is True


def test_text_that_looks_like_a_formula_is_edited_with_its_apostrophe() -> None:
    document = book.built(book.sheet("S"), book.cells("S", A1="'=1+1"))
    ((page,),) = project(document)["pages"].values()
    assert page["cells"][0][2] == "=1+1"
    assert page["cells"][0][4] == "'=1+1"


def test_long_data_comes_in_windows_of_rows_and_is_locked() -> None:
    rows = "Day,Sales\n" + "".join(f"2026-01-01,{n}\n" for n in range(5000))
    load = {"op": "load_data", "slot": "sales", "sheet": "Data", "table": "Sales"}
    document = book.built(book.sheet("Data"), load, sales=book.csv_input(rows))
    projection = project(document)
    (part,) = projection["head"]["parts"]
    assert (part["rows"], part["pages"]) == (5001, 3)
    assert part["rows_a_page"] == 2000
    assert part["locked"] == [(1, 1, 5001, 2)]
    cells = [c for page in projection["pages"][part["id"]] for c in page["cells"]]
    assert len(cells) == 5001 * 2
    assert {c[0] for c in projection["pages"][part["id"]][1]["cells"]} == set(range(2001, 4001))


def test_every_page_of_a_sheet_is_also_made_alone() -> None:
    data = "Day,Sales\n" + "".join(f"2026-01-01,{n}\n" for n in range(3000))
    load = {"op": "load_data", "slot": "data", "sheet": "Data", "table": "Data"}
    document = book.built(book.sheet("Data"), load, data=book.csv_input(data))
    projection = project(document)
    (part,) = projection["head"]["parts"]
    for cursor, page in enumerate(projection["pages"][part["id"]]):
        alone = window(document, part["id"], cursor)
        assert alone is not None
        assert [c[:3] for c in alone["cells"]] == [c[:3] for c in page["cells"]]
        for mine, known in zip(alone["cells"], page["cells"], strict=True):
            assert alone["styles"][mine[3]] == projection["head"]["styles"][known[3]]
    for missing in ((part["id"], part["pages"]), ("sheet9", 0), ("sheet", 0), ("sheet0", 0)):
        assert window(document, *missing) is None
    assert window(document_of(Kind.WORD), "document", 9) is None


def test_pictures_are_shown_small() -> None:
    image = {"op": "image", "slot": "photo", "alt": "A roof"}
    document = built(heading("Roof"), image, photo=picture_input(3000, 2000))
    runs = [run for node in nodes(document) if node["k"] == "p" for run in node["runs"]]
    (picture,) = [run for run in runs if "picture" in run]
    assert picture["picture"] == "A roof"
    content, media_type = picture["source"].shown()
    assert media_type == "image/jpeg"
    assert len(content) < 100_000


def test_an_uploaded_text_shows_its_pictures_and_charts_among_its_words() -> None:
    image = {"op": "image", "slot": "photo", "alt": "A roof"}
    bars = {
        "op": "chart",
        "kind": "column",
        "caption": "Sales by town",
        "categories": ["Ulm", "Jena"],
        "series": [{"name": "Sales", "values": [3, 4]}],
    }
    made = built(heading("Roof"), image, bars, photo=picture_input(300, 200))
    sent = Document(Format.WORD, base=render(made))
    runs = [run for node in nodes(sent) if node["k"] == "p" for run in node["runs"]]
    (picture,) = [run for run in runs if "picture" in run]
    (chart,) = [run["chart"] for run in runs if "chart" in run]
    assert (picture["picture"], picture["source"].name) == (
        "A roof",
        Picture(picture_input(300, 200).content).name,
    )
    assert picture["w"] > picture["h"] > 50
    assert (chart["kind"], chart["categories"]) == ("column", ["Ulm", "Jena"])
    assert [(one["name"], one["values"]) for one in chart["series"]] == [("Sales", [3.0, 4.0])]


def test_lists_of_an_uploaded_text_have_their_bullets_and_count_on() -> None:
    sent = docx.Document()
    for text, style in (
        ("Milk", "List Bullet"),
        ("Oats", "List Bullet 2"),
        ("First", "List Number"),
        ("Between", "Normal"),
        ("Second", "List Number"),
    ):
        sent.add_paragraph(text, style=style)
    found = [(said(n), n.get("mark")) for n in nodes(uploaded_text(sent)) if n["k"] == "p"]
    assert found == [
        ("Milk", "•"),
        ("Oats", "•"),
        ("First", "1."),
        ("Between", None),
        ("Second", "2."),
    ]


@pytest.mark.parametrize(
    ("format", "marks"),
    [
        ("decimal", ["1)", "2)", "2.1)", "3)", "3.1)"]),
        ("lowerRoman", ["i)", "ii)", "ii.1)", "iii)", "iii.1)"]),
        ("upperLetter", ["A)", "B)", "B.1)", "C)", "C.1)"]),
        ("decimalZero", ["01)", "02)", "02.1)", "03)", "03.1)"]),
    ],
)
def test_numbers_of_several_levels_begin_anew_under_each(format: str, marks: list[str]) -> None:
    sent = docx.Document()
    numbering = sent.part.numbering_part.element
    shape = f"""<w:abstractNum xmlns:w="{W}" w:abstractNumId="77">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>
            <w:lvlText w:val="%1)"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
            <w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>"""
    number = f"""<w:num xmlns:w="{W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>"""
    numbering.insert(0, parse_xml(shape))
    numbering.append(parse_xml(number))
    for level in (0, 0, 1, 0, 1):
        properties = sent.add_paragraph("Item")._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 77
        properties.get_or_add_ilvl().val = level
    assert [n["mark"] for n in nodes(uploaded_text(sent)) if said(n) == "Item"] == marks


def test_a_table_of_an_uploaded_text_shows_the_pictures_in_its_cells() -> None:
    sent = docx.Document()
    cell = sent.add_table(1, 1).cell(0, 0)
    photo = io.BytesIO(picture_input(60, 40).content)
    cell.paragraphs[0].add_run("Logo ").add_picture(photo, width=docx.shared.Pt(30))
    (grid,) = [n for n in nodes(uploaded_text(sent)) if n["k"] == "grid"]
    first, second = grid["rows"][0]["cells"][0]["paras"][0]["runs"]
    assert first["t"] == "Logo "
    assert (round(second["w"]), round(second["h"])) == (30, 20)


def uploaded_text(sent: Any) -> Document:
    out = io.BytesIO()
    sent.save(out)
    return Document(Format.WORD, base=out.getvalue())


def an_uploaded_book() -> Document:
    sent = openpyxl.Workbook()
    sheet = sent.worksheets[0]
    sheet.title = "It's here"
    for row in (["Town", "Sales"], ["Ulm", 3], ["Jena", 4]):
        sheet.append(row)
    chart = BarChart()
    chart.title = "Sales by town"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=3))
    sheet.add_chart(chart, "D2")
    sheet.add_image(
        openpyxl.drawing.image.Image(io.BytesIO(picture_input(300, 200).content)), "D20"
    )
    out = io.BytesIO()
    sent.save(out)
    return Document(Format.EXCEL, base=out.getvalue())


def test_an_uploaded_workbook_shows_its_pictures_and_charts_over_its_cells() -> None:
    (part,) = project(an_uploaded_book())["head"]["parts"]
    chart, picture = part["drawn"]
    assert (chart["row"], chart["column"], chart["title"]) == (2, 4, "Sales by town")
    assert (chart["kind"], chart["categories"]) == ("column", ["Ulm", "Jena"])
    assert [(one["name"], one["values"]) for one in chart["series"]] == [("Sales", [3.0, 4.0])]
    assert (picture["row"], picture["width"], picture["height"]) == (20, 300, 200)
    assert picture["source"].name == Picture(picture_input(300, 200).content).name
    assert part["kept"] == 0


def test_a_chart_of_an_uploaded_workbook_follows_its_cells_and_its_sheets_name() -> None:
    rename = {"op": "rename_sheet", "sheet": "It's here", "to": "Plan"}
    edit = {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": "B2", "value": 9}]}
    document = after(after(an_uploaded_book(), rename), edit)
    (part,) = project(document)["head"]["parts"]
    assert part["drawn"][0]["series"][0]["values"] == [9.0, 4.0]


def test_marks_of_a_text_are_edited_as_they_are_written() -> None:
    document = built(paragraph("We open at **nine**."), table(["A", 1]))
    (para, *_) = nodes(document)
    assert para["edit"] == {"source": "We open at **nine**."}
    assert [run.get("b", False) for run in para["runs"]] == [False, True, False]
