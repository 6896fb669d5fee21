"""Checks of texts: what somebody forgot to replace, and sheets with nothing in them."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import place
from docsmith.documents.workbook.checks.scan import Scan, where

PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\$\{[^{}]*\}|<<[^<>]+>>|\b(?:TBD|TBC|TODO|FIXME)\b|\bX{3,}\b|\?{3,}"
    r"|\blorem ipsum\b|\bdolor sit amet\b|\bxx[./-]xx\b|\bsample text\b|\bgoes here\b"
    r"|\[(?:insert|your|company|client|customer|name|date|title|amount)\b[^\]]*\]"
    r"|<(?:insert|your|company|client|customer|name|date|title|amount)\b[^<>]*>"
    r"|\bto be (?:determined|confirmed|defined|decided|completed|filled in)\b"
    r"|\b(?:insert|enter|type|add|write|put) (?:[\w']+ ){1,4}here\b|\bclick to (?:add|edit)\b"
    r"|\bfill (?:this |it )?in (?:later|here)\b|^\W*placeholder\b"
    r"|^\W*(?:platzhalter|mustertext)\b|\bnoch zu (?:klären|ergänzen|bestimmen|prüfen)\b"
    r"|\bbitte (?:noch )?(?:ergänzen|einfügen)\b|\bwird nachgereicht\b"
    r"|\b(?:text|betrag|name|datum|titel|wert|logo) (?:hier )?(?:einfügen|einsetzen|eintragen)\b"
    r"|\[(?:firm|kunde|name|datum|betrag|titel|ihr)\w*[^\]]*\]|<(?:firm|kunde|name|datum|betrag)\w*>"
    r"|^\W*(?:folgt noch|noch offen)\W*$|[–-] folgt\W*$|^chart title$|^diagrammtitel$",
    re.IGNORECASE,
)
_YOURS = re.compile(
    r"^your (?:company|organi[sz]ation|name|title|text|logo)\b.{0,12}$"
    r"|^ihre? (?:firma|firmenname|name|titel|logo)\b.{0,12}$",
    re.IGNORECASE,
)
"""In a cell of the style `input` it asks a person; anywhere else somebody forgot it."""


def placeholders(scan: Scan) -> Iterator[Finding]:
    """No text may be waiting for its content. Loaded data is the customer's and is not
    looked at.
    """
    for sheet in scan.sheets:
        for here, text, asks in _texts(scan, sheet):
            match = _waiting(text, asks=asks)
            if match:
                yield Finding(
                    "xlsx.placeholder",
                    Severity.BLOCKING,
                    here,
                    f"the text still says '{match.group()[:40]}'",
                    "write the real content, or leave the cell out",
                )


def _texts(scan: Scan, sheet: Sheet) -> Iterator[tuple[str, object, bool]]:
    """Place, text and whether it asks a person: the sheet's name, its charts, cells and notes."""
    yield sheet.name, sheet.name, False
    for chart in sheet.charts:
        yield place(sheet.name, chart.anchor), chart.title, False
    for (row, column), cell in scan.cells(sheet):
        here = where(sheet.name, row, column)
        yield here, cell.value, cell.look.style == "input"
        yield here, cell.note, False


def _waiting(text: object, *, asks: bool) -> re.Match[str] | None:
    if not isinstance(text, str):
        return None
    return PLACEHOLDER.search(text) or (None if asks else _YOURS.search(text))


def _is_bare(sheet: Sheet) -> bool:
    """Nothing stands on it: looks alone are nothing."""
    if sheet.charts or sheet.foreign_objects or sheet.regions:
        return False
    return all(c.value is None and c.formula is None for c in sheet.cells.values())


def empty(scan: Scan) -> Iterator[Finding]:
    """A workbook needs content, and so does each of its sheets."""
    bare = [s for s in scan.sheets if _is_bare(s)]
    if len(bare) == len(scan.sheets):
        yield Finding(
            "xlsx.empty",
            Severity.BLOCKING,
            "workbook",
            "the workbook is empty",
            "write its contents",
        )
        return
    for sheet in bare:
        yield Finding(
            "xlsx.empty",
            Severity.WARNING,
            sheet.name,
            "the sheet is empty",
            "fill it or delete it with delete_sheet",
        )
