"""Good texts, ours and others': the checks must be silent on them, and find what is planted.

Those of others were written by python-docx, by LibreOffice and by Word. What Word wrote are samples,
not finished texts: `expected` names the checks that rightly speak on them, judged by reading.
"""
# ruff: noqa: E501 - operations read better in one line

import io
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from tests.unit.documents.word.building import (
    built,
    chart,
    csv_input,
    heading,
    paragraph,
    picture_input,
    query,
    table,
)

from docsmith.documents.word.document import composed
from docsmith.documents.word.finish import finished

LONG = "Prices held, volumes rose, and the share of returns fell in every month of the year."


class Good:
    """A good file: its bytes, the block of each child, whether our writer made it, and what the
    checks rightly say of it.
    """

    def __init__(
        self,
        title: str,
        content: bytes,
        blocks: tuple[str, ...] = (),
        *,
        ours: bool = False,
        expected: frozenset[str] = frozenset(),
    ) -> None:
        self.title, self.content, self.blocks, self.ours = title, content, blocks, ours
        self.expected = expected


_DATA = Path(__file__).parents[3] / "data"
_SAMPLE = ("no_title", "properties", "header_row", "caption", "empty_paragraph")
"""Of the samples: no title, tables without a marked header or a caption, blank lines for space."""
_SAMPLES = {
    "docx-revisions-license-reviewed": (),
    "docx2python-comments": ("placeholder",),
    "docx2python-list-index-a": ("wide_table",),
    "docx2python-merged-links": (),
    "docx2python-paragraphs-and-tables": (),
    "docx2python-run-styles": ("contrast",),
    "docx2python-test-file-with-comments": ("placeholder",),
    "docx2python-zen-of-python": (),
    "mammoth-footnotes": (),
    "mammoth-text-box": (),
    "python-docx-blk-paras-and-tables": ("placeholder",),
    "python-docx-comments-rich-para": (),
    "python-docx-having-images": ("alt_text", "coarse_picture"),
    "python-docx-tbl-having-applied-style": (),
}


def good_files() -> list[Good]:
    made = [_foreign("foreign report", 7), _foreign("foreign note", 3)]
    return [*_ours(), *made, *_by_writer(), *_by_word()]


def _by_writer() -> list[Good]:
    paths = sorted((_DATA / "writer_made").glob("*.docx"))
    return [Good(f"{path.stem} by LibreOffice", path.read_bytes()) for path in paths]


def _by_word() -> list[Good]:
    return [
        Good(
            f"{name} by Word",
            (_DATA / "word_made" / f"{name}.docx").read_bytes(),
            expected=frozenset(f"docx.{check}" for check in (*_SAMPLE, *more)),
        )
        for name, more in _SAMPLES.items()
    ]


def _ours() -> list[Good]:
    out: list[Good] = []
    inputs = {"sales": csv_input(), "photo": picture_input(1200, 600)}
    for title, ops in (("report", _report()), ("proposal", _proposal()), ("german", _german())):
        document = built(*ops, **inputs)
        file = finished(*composed(document))
        out.append(Good(title, file.content, file.blocks, ours=True))
    return out


def _report() -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for number, by in enumerate(("Region", "Product"), 1):
        sections += [
            heading(f"Split {number}: by {by}"),
            paragraph(
                f"{LONG} See [the data](https://example.com/{number})[^a].", notes={"a": "A note."}
            ),
            {"op": "table", "caption": f"Revenue by {by}", "query": query(by, share=True)},
            {"op": "chart", "kind": "bar", "caption": f"Revenue by {by}", "query": query(by)},
            heading("What follows", 2),
            paragraph(LONG),
            {"op": "list", "items": ["Keep prices", "Watch returns", "Report monthly"]},
        ]
    return [
        {"op": "setup", "design": "report", "title": "Sales", "language": "en-GB"},
        {"op": "source", "key": "data", "title": "sales.csv"},
        {"op": "title", "title": "Sales", "cover": True, "meta": [{"label": "Date", "value": "2025"}]},
        {"op": "contents", "levels": 2, "page_break": True},
        heading("Summary"),
        paragraph("Revenue grew [@data].", style="lead"),
        {"op": "kpis", "items": [{"label": "Revenue", "value": "1"}, {"label": "Orders", "value": "2"}]},
        {"op": "callout", "kind": "decision", "text": LONG},
        *sections,
        {"op": "image", "slot": "photo", "alt": "The new plant", "caption": "The plant", "width_cm": 12},
        {"op": "section", "orientation": "landscape"},
        heading("Months"),
        {"op": "table", "caption": "Revenue by month", "query": query("Date", grain="month")},
        {"op": "section"},
        {"op": "references"},
    ]  # fmt: skip


def _proposal() -> list[dict[str, Any]]:
    return [
        {"op": "setup", "design": "proposal", "title": "Relaunch", "numbered_headings": True},
        {"op": "title", "title": "Relaunch", "kicker": "Proposal"},
        {"op": "contents", "levels": 2},
        *(
            op
            for name in ("What you want", "What we deliver", "When", "Price", "Terms", "Next steps")
            for op in (
                heading(name),
                paragraph(LONG),
                heading(f"{name} in detail", 2),
                table(["Design", 1200], ["Build", 30500.5], caption=name),
                chart(caption=name),
                {"op": "list", "kind": "number", "items": [LONG, LONG]},
            )
        ),
        {"op": "signatures", "parties": [["Acme", "Date"], ["Us", "Date"]]},
    ]


def _german() -> list[dict[str, Any]]:
    return [
        {"op": "setup", "design": "report", "title": "Lage", "language": "de-DE", "paper": "a4"},
        {"op": "title", "title": "Zur Lage"},
        heading("Übersicht"),
        paragraph("Der Umsatz stieg; Näheres in [Tabelle](https://example.com)."),
        table(["Büro", 12], ["Lager", 7], ["Summe", 19], caption="Flächen", total_row=True),
        {"op": "image", "slot": "photo", "alt": "Grundriss", "caption": "Grundriss", "width_cm": 8},
        heading("Ausblick"),
        {"op": "callout", "text": "Im Frühjahr folgt der Umzug."},
    ]


def _foreign(title: str, sections: int) -> Good:
    """A document as another program writes it: other styles, other ids, no names of ours."""
    document = docx.Document()
    document.core_properties.title = title
    document.styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    document.add_heading("A title of others", 0)
    if sections > 5:
        _contents(document, [f"Section {n}" for n in range(1, sections + 1)])
    for number in range(1, sections + 1):
        document.add_heading(f"Section {number}", 1)
        document.add_paragraph(LONG)
        document.add_paragraph("One point", style="List Bullet")
        document.add_paragraph(f"Table {number}", style="Caption")
        grid = document.add_table(3, 2)
        for row, texts in enumerate((("Name", "Amount"), ("Chair", "12"), ("Desk", "2,500"))):
            for cell, text in zip(grid.rows[row].cells, texts, strict=True):
                cell.text = text
            grid.rows[row].cells[1].paragraphs[0].alignment = 2
        _mark_header(grid)
        document.add_picture(io.BytesIO(picture_input(600, 300).content), width=Cm(8))
        properties = document.paragraphs[-1]._p.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
        for found in properties:
            found.set("descr", "A blue field")
            found.set("id", str(100 + number))
        document.add_paragraph(f"Figure {number}", style="Caption")
        document.add_paragraph(LONG)
    out = io.BytesIO()
    document.save(out)
    return Good(title, out.getvalue())


def _mark_header(grid: Any) -> None:
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _contents(document: Any, names: list[str]) -> None:
    for index, name in enumerate(names):
        paragraph_ = document.add_paragraph()
        if index == 0:
            _field_mark(paragraph_, "begin")
            _code(paragraph_, ' TOC \\o "1-3" ')
            _field_mark(paragraph_, "separate")
        paragraph_.add_run(f"{name}\t")
        _field_mark(paragraph_, "begin")
        _code(paragraph_, f" PAGEREF _x{index} ")
        _field_mark(paragraph_, "separate")
        paragraph_.add_run("1")
        _field_mark(paragraph_, "end")
        if index == len(names) - 1:
            _field_mark(paragraph_, "end")


def _field_mark(paragraph_: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph_.add_run()._r.append(mark)


def _code(paragraph_: Any, text: str) -> None:
    code = OxmlElement("w:instrText")
    code.text = text
    paragraph_.add_run()._r.append(code)
