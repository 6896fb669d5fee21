"""Checks of texts: what somebody forgot to replace, and sheets with nothing in them."""

import re
from collections.abc import Iterator

from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.checks.scan import Scan, where

PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|<<[^<>]+>>|\bTBD\b|\bTODO\b|\blorem ipsum\b|\bX{3,}\b"
    r"|\[(?:insert|your|company|name|date)\b[^\]]*\]",
    re.IGNORECASE,
)


def placeholders(scan: Scan) -> Iterator[Finding]:
    """No text may be waiting for its content. Loaded data is the customer's and is not
    looked at.
    """
    for sheet in scan.sheets:
        texts = [(at, c.value) for at, c in scan.cells(sheet)]
        for (row, column), text in texts:
            match = PLACEHOLDER.search(text) if isinstance(text, str) else None
            if match:
                yield Finding(
                    "xlsx.placeholder",
                    Severity.BLOCKING,
                    where(sheet.name, row, column),
                    f"the text still says '{match.group()[:40]}'",
                    "write the real content, or leave the cell out",
                )


def empty(scan: Scan) -> Iterator[Finding]:
    """A workbook needs content, and so does each of its sheets."""
    bare = [s for s in scan.sheets if s.used() is None and not s.charts and not s.foreign_objects]
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
