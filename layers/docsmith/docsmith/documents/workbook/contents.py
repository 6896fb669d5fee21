"""From what an operation says stands in a cell to what stands there: value, formula or date."""

import math
from dataclasses import replace
from datetime import date, datetime

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook import Scalar, StyleName
from docsmith.documents.sources.dates import parse_date
from docsmith.documents.workbook.book import Cell, Sheet
from docsmith.documents.workbook.changes import Changes, Written
from docsmith.documents.workbook.formulas.policy import refuse_formula
from docsmith.documents.workbook.formulas.spelling import shown
from docsmith.documents.workbook.styles import Look

MAX_TEXT = 32_767


def put(
    changes: Changes,
    sheet: Sheet,
    at: tuple[int, int],
    value: Scalar,
    look: Look,
    path: str,
) -> Cell:
    """Write a value or formula into a cell. `path` is where the operation says it."""
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return put_formula(changes, sheet, at, value, look, path)
    content, look = _content(value, look, path)
    cell = sheet.cells[at] = Cell(content, None, look, _note(sheet, at))
    return cell


def put_formula(
    changes: Changes, sheet: Sheet, at: tuple[int, int], text: str, look: Look, path: str
) -> Cell:
    """Write a formula, refused here when its form is refused and at the end of the batch when it
    dangles.
    """
    formula = shown(text[1:].strip())
    refuse_formula(formula, path)
    changes.written.append(Written(f"{changes.path}.{path}", sheet, *at, formula))
    cell = sheet.cells[at] = Cell(None, formula, look, _note(sheet, at))
    return cell


def _note(sheet: Sheet, at: tuple[int, int]) -> str | None:
    before = sheet.cells.get(at)
    return before.note if before else None


def _content(value: Scalar, look: Look, path: str) -> tuple[Scalar | date, Look]:
    if isinstance(value, float) and not math.isfinite(value):
        raise OperationRefused(
            path, f"{value} is no number a cell can hold", hint="use null for a gap"
        )
    if not isinstance(value, str):
        return value, look
    if len(value) > MAX_TEXT:
        raise OperationRefused(
            path, f"the text has {len(value):,} characters; a cell holds {MAX_TEXT:,}"
        )
    if value.startswith("'"):
        return value[1:], replace(look, quoted=True)
    if look.is_date:
        return dated(value, path), look
    return value, look


def dated(text: str, path: str) -> str | date:
    """The date of an ISO text, the text itself when it is none; refused before Excel's calendar
    begins.
    """
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    if parse_date(text[:10], True) is None:
        raise OperationRefused(
            path, f"{text} is outside Excel's calendar", hint="dates begin at 1900-03-01"
        )
    return day.date() if len(text) <= 10 else day.replace(tzinfo=None)


def look_for(changes: Changes, style: StyleName | None, value: Scalar, before: Cell | None) -> Look:
    """The look a cell gets: the style named, else what it had, else what suits the value."""
    named = changes.book.styles.named
    if style is not None:
        return named(style)
    if before is not None and (before.look.style or before.look.origin >= 0):
        return before.look
    if isinstance(value, str) and value.startswith("="):
        return named("calc")
    if value is None or isinstance(value, bool | str):
        return named("text")
    return named("integer" if float(value).is_integer() else "number")
