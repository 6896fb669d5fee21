"""Editing what PowerPoint wrote: what was not edited stays, part by part."""

import io
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from tests.unit.documents.slides.building import built, empty, parts, slide, tried

from docsmith.documents.interface import check, project, read, render
from docsmith.documents.model import Document, Scope
from docsmith.documents.slides.base.uploaded import LayoutFacts, read_uploaded

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
    pytest.mark.no_cover,
]
FILES = sorted((Path(__file__).parents[3] / "data" / "powerpoint_made").glob("*.pptx"))
BASES = {path.stem: path.read_bytes() for path in FILES}
PRESENTATION = {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels", "[Content_Types].xml"}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(params=BASES, ids=str)
def base(request: pytest.FixtureRequest) -> bytes:
    return BASES[request.param]


def changed(before: bytes, document: Document) -> set[str]:
    old, new = parts(before), parts(render(document))
    return {n for n in old.keys() | new.keys() if old.get(n) != new.get(n)}


def shapes(base: bytes, kind: str) -> list[tuple[str, str, str]]:
    """(slide id, slide part, shape name) of every shape of a kind whose name stands once."""
    found: list[tuple[str, str, str]] = []
    for i, one in enumerate(Presentation(io.BytesIO(base)).slides, 1):
        named = [s for s in _deep(one.shapes) if _is(s, kind)]
        names = [s.name for s in _deep(one.shapes)]
        part = part_of(base, i)
        found += [(f"u{i}", part, s.name) for s in named if names.count(s.name) == 1]
    return found


def part_of(content: bytes, number: int) -> str:
    """The slide's part as the file names it: the other library renames parts as it reads."""
    return read_uploaded(content).slides[number - 1].part


def _deep(tree: Any) -> list[Any]:
    return [s for one in tree for s in (_deep(one.shapes) if one.shape_type == 6 else [one])]


def _is(shape: Any, kind: str) -> bool:
    if kind == "text":
        return shape.has_text_frame and bool(shape.text_frame.text.strip())
    return bool(getattr(shape, f"has_{kind}", False))


def findings(content: bytes) -> set[tuple[str, str]]:
    """What the validator says, by sort of part: numbers of parts differ between two files."""
    with tempfile.NamedTemporaryFile(suffix=".pptx") as file:
        file.write(content)
        file.flush()
        result = OpenXmlValidator().validate(file.name)
    plain = re.compile(r"\d+")
    return {(plain.sub("", str(e.part_uri)), plain.sub("", e.description)) for e in result.errors}


@cache
def _findings_of(base: bytes) -> set[tuple[str, str]]:
    return findings(base)


def must_be_no_worse(base: bytes, document: Document) -> None:
    """As valid as it came, opened by a library that had no part in it, nothing of ours broken."""
    content = render(document)
    assert findings(content) <= _findings_of(base)
    Presentation(io.BytesIO(content))
    assert [f for f in check(document) if f.id == "pptx.broken_package"] == []


def test_there_are_enough_files() -> None:
    made = [parts(base)["docProps/app.xml"].decode() for base in BASES.values()]
    assert len(made) >= 10
    assert all(re.search("Microsoft.*PowerPoint", text) for text in made)
    assert sum(path.stat().st_size for path in FILES) < 2_000_000


def test_a_deck_that_nobody_edits_comes_back_part_by_part(base: bytes) -> None:
    assert parts(render(empty(base))) == parts(base)


def test_every_slide_is_read_and_drawn_by_the_editor(base: bytes) -> None:
    count = len(Presentation(io.BytesIO(base)).slides)
    assert len(read(empty(base), Scope()).content["slides"]) == count
    assert len(project(empty(base))["pages"]) == count


def test_text_edits_change_their_slides_alone_and_keep_the_looks_of_runs(base: bytes) -> None:
    ops, told = [], []
    for slide_id, part, name in shapes(base, "text"):
        value = [f"{text} now" if text.strip() else text for text in _texts(base, part, name)]
        ops.append({"op": "set_slot", "slide": slide_id, "slot": name, "value": value})
        told.append((part, name, value))
    document = built(*ops, base=base)
    after = render(document)
    assert changed(base, document) == {part for part, _, _ in told}
    for part, name, value in told:
        assert _texts(after, part, name) == value
        looks = _looks(base, part, name)
        assert [one for one in _looks(after, part, name) if one in looks] == looks
    must_be_no_worse(base, document)


def _shape(content: bytes, part: str, name: str) -> Any:
    root = etree.fromstring(parts(content)[part])
    return root.xpath("//*[local-name()='cNvPr'][@name=$name]/../..", name=name)[0]


def _texts(content: bytes, part: str, name: str) -> list[str]:
    """The lines of a shape, breaks within paragraphs counted."""
    out: list[str] = []
    for paragraph in _shape(content, part, name).iter(f"{A}p"):
        out.append("")
        for child in paragraph:
            if child.tag == f"{A}br":
                out.append("")
            out[-1] += "".join(t.text or "" for t in child.iter(f"{A}t"))
    return out


def _looks(content: bytes, part: str, name: str) -> list[tuple[str, bytes]]:
    """How each run looks, by its first word."""
    runs = [
        r for r in _shape(content, part, name).iter(f"{A}r") if (r.findtext(f"{A}t") or "").strip()
    ]
    looks = [(r.findtext(f"{A}t") or "", r.find(f"{A}rPr")) for r in runs]
    return [(t.split()[0], etree.tostring(r) if r is not None else b"") for t, r in looks]


def test_table_cells_change_their_slides_alone(base: bytes) -> None:
    tables = shapes(base, "table")
    if not tables:
        return
    cell = {"op": "table_cell", "row": 1, "column": 1, "value": "Quarter"}
    document = built(*({**cell, "slide": s, "table": n} for s, _, n in tables), base=base)
    assert changed(base, document) == {part for _, part, _ in tables}
    assert {_cell(render(document), part, name) for _, part, name in tables} == {"Quarter"}
    must_be_no_worse(base, document)


def _cell(content: bytes, part: str, name: str) -> str:
    cells = _shape(content, part, name).iter(f"{A}tc")
    return "".join(t.text or "" for t in next(cells).iter(f"{A}t"))


def test_a_slide_on_each_of_their_layouts_takes_text_by_placeholder_type(base: bytes) -> None:
    layouts = read_uploaded(base).layouts
    ops = [{"op": "layout_slide", "layout": one.name, "slots": _slots(one)} for one in layouts]
    document = built(*ops, base=base)
    made = list(Presentation(io.BytesIO(render(document))).slides)[-len(layouts) :]
    for one, layout in zip(made, layouts, strict=True):
        assert one.slide_layout.name == layout.name
        assert {p.text_frame.text for p in one.placeholders} == set(_slots(layout).values())
    new = {n for n in changed(base, document) if n not in parts(base)}
    assert len(new) == 2 * len(layouts)
    assert changed(base, document) - new <= PRESENTATION
    must_be_no_worse(base, document)


def _slots(layout: LayoutFacts) -> dict[str, str]:
    texts = [s for s in layout.holders if s.holder in ("title", "ctrTitle", "body", "obj")]
    return {str(s.holder): f"Told in {s.holder}" for s in texts}


def test_a_copy_has_what_its_original_has_and_changes_nothing_else(base: bytes) -> None:
    originals = list(Presentation(io.BytesIO(base)).slides)
    ids = [f"u{i}" for i in range(1, len(originals) + 1)]
    document = built(*({"op": "duplicate", "slide": i, "id": f"c{i}"} for i in ids), base=base)
    copies = list(Presentation(io.BytesIO(render(document))).slides)[1::2]
    for i, (original, copy) in enumerate(zip(originals, copies, strict=True), 1):
        old, new = part_of(base, i), part_of(render(document), 2 * i)
        assert _without_ids(render(document), new) == _without_ids(base, old)
        theirs = {r.reltype for r in original.part.rels.values()}
        mine = {r.reltype for r in copy.part.rels.values()}
        assert mine == {t for t in theirs if not t.endswith("/notesSlide")}
    assert changed(base, document) & parts(base).keys() <= PRESENTATION
    must_be_no_worse(base, document)


def _without_ids(content: bytes, part: str) -> str:
    plain = etree.tostring(etree.fromstring(parts(content)[part]), method="c14n").decode()
    return re.sub(r'r:\w+="rId\d+"', "", plain)


def test_slides_are_moved_and_deleted_and_the_others_stay(base: bytes) -> None:
    deck = list(Presentation(io.BytesIO(base)).slides)
    if len(deck) < 2:
        return
    moved = built({"op": "move", "slide": f"u{len(deck)}", "before": "u1"}, base=base)
    assert changed(base, moved) == {"ppt/presentation.xml"}
    gone = built({"op": "delete", "slide": "u1"}, base=base)
    first = part_of(base, 1)
    assert first not in parts(render(gone))
    kept = parts(base).keys() & parts(render(gone)).keys()
    assert {n for n in kept if n in changed(base, gone)} <= PRESENTATION
    must_be_no_worse(base, gone)


def test_chart_figures_change_in_chart_and_workbook_and_nowhere_else(base: bytes) -> None:
    for slide_id, _, name in shapes(base, "chart"):
        scatter = _scatter(base, slide_id, name)
        categories = ["1.5", "2", "4"] if scatter else ["Alpha", "Beta", "Gamma"]
        series = [{"name": "Plan", "values": [1, 2, 3]}, {"name": "Fact", "values": [4, 5.5, 6]}]
        op = {
            "op": "chart_data",
            "slide": slide_id,
            "chart": name,
            "categories": categories,
            "series": series,
        }
        applied = tried(empty(base), op)
        if _bubble(base, slide_id, name):
            assert [e.path for e in applied.errors] == ["ops[0].chart"]
            continue
        assert applied.errors == ()
        document = applied.document
        touched = changed(base, document)
        assert {n.split("/")[1] for n in touched} == {"charts", "embeddings"}
        assert len(touched) == 2
        chart = _chart(render(document), slide_id, name)
        assert [(s.name, list(s.values)) for s in chart.plots[0].series] == [
            ("Plan", [1, 2, 3]),
            ("Fact", [4, 5.5, 6]),
        ]
        _must_agree_with_its_workbook(chart)
        book_before = _chart(base, slide_id, name).part.chart_workbook.xlsx_part.blob
        book_after = chart.part.chart_workbook.xlsx_part.blob
        old, new = parts(book_before), parts(book_after)
        assert {n.split("/")[1] for n in old if old[n] != new.get(n)} <= {"worksheets", "tables"}
        assert findings(render(document)) <= _findings_of(base)


def _chart(content: bytes, slide_id: str, name: str) -> Any:
    one = list(Presentation(io.BytesIO(content)).slides)[int(slide_id[1:]) - 1]
    return next(s.chart for s in _deep(one.shapes) if s.name == name and s.has_chart)


def _scatter(base: bytes, slide_id: str, name: str) -> bool:
    return b"scatterChart" in _chart(base, slide_id, name).part.blob


def _bubble(base: bytes, slide_id: str, name: str) -> bool:
    return b"bubbleChart" in _chart(base, slide_id, name).part.blob


def _must_agree_with_its_workbook(chart: Any) -> None:
    """What the chart refers to is what its workbook says; the table around it is named so."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    root = etree.fromstring(chart.part.blob)
    for reference in root.iter("{*}numRef", "{*}strRef"):
        formula = reference.find("{*}f").text
        if formula is None or "ser" not in reference.getparent().getparent().tag:
            continue
        sheet, _, place = formula.rpartition("!")
        area = book[sheet.strip("'")][place.replace("$", "")]
        cells = [c.value for row in area for c in row] if isinstance(area, tuple) else [area.value]
        cached = [v.text for v in reference.iter("{*}v")]
        assert [str(c) for c in cells] == cached
    for table in book.worksheets[0].tables.values():
        head = book.worksheets[0][table.ref][0]
        assert [c.name for c in table.tableColumns] == [str(c.value or " ") for c in head]


def test_our_content_stands_on_their_plain_layout(base: bytes) -> None:
    kpis = [{"label": "Orders", "value": "12"}, {"label": "Returns", "value": "3"}]
    document = built(slide("kpis", title="Our figures", kpis=kpis), base=base)
    names = parts(base).keys()
    assert changed(base, document) & names <= PRESENTATION
    must_be_no_worse(base, document)


def test_notes_film_and_animation_survive_edits_around_them() -> None:
    movie, notes = BASES["python-pptx-shp-movie-props"], BASES["python-pptx-prs-notes"]
    document = built({"op": "duplicate", "slide": "u1"}, base=movie)
    copy = parts(render(document))["ppt/slides/slide2.xml"]
    assert b"<p:timing" in copy
    assert b"videoFile" in copy
    told = built(slide("statement", statement="Done"), base=notes)
    before = Presentation(io.BytesIO(notes)).slides[0].notes_slide.notes_text_frame.text
    after = Presentation(io.BytesIO(render(told))).slides[0].notes_slide.notes_text_frame.text
    assert before == after != ""
