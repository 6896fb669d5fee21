"""What is not done to an uploaded workbook, said before anything moves, with the part that stands
in the way.
"""

# pyright: basic
# lxml ships no types.

from typing import TYPE_CHECKING

from docsmith.documents.errors import OperationRefused
from docsmith.documents.workbook.book import Sheet

if TYPE_CHECKING:
    from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts

_SOURCE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}worksheetSource"

_CARRIED = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells",
    "pageMargins", "pageSetup", "printOptions", "headerFooter", "phoneticPr", "ignoredErrors",
}  # fmt: skip
_KEPT_LAYOUT = {"op", "sheet", "widths", "freeze", "hidden_columns"}


def facts_of(base: "BaseFile | None", sheet: Sheet) -> "SheetFacts | None":
    """What the file says of this sheet; None when it is new."""
    return base.sheets.get(sheet.name) if base is not None else None


def refuse_shift(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    """Rows and columns move only on sheets that hold nothing but cells, and that no pivot table
    reads.
    """
    if base is None:
        return
    facts = facts_of(base, sheet)
    _refuse_pivots(base, sheet.name, path)
    if facts is None:
        return
    printer = [p for p in facts.parts if "printerSettings" not in p]
    if printer:
        raise OperationRefused(
            path,
            f"the uploaded sheet '{sheet.name}' carries {printer[0]}, "
            "which cannot be moved with its rows",
            hint="write beside or below what is there instead",
        )
    odd = sorted(facts.elements - _CARRIED)
    if odd:
        raise OperationRefused(
            path,
            f"the uploaded sheet '{sheet.name}' has {', '.join(odd[:3])} in {facts.part}, "
            "which cannot be moved with its rows",
            hint="write beside or below what is there instead",
        )


def refuse_rename(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    if base is not None:
        _refuse_pivots(base, sheet.name, path)


def refuse_reorder(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    """Sheets of the file keep their order: local names and views count by it."""
    if facts_of(base, sheet) is not None:
        raise OperationRefused(
            path,
            f"sheets of an uploaded workbook stay where they are (xl/workbook.xml): '{sheet.name}'",
        )


def _refuse_pivots(base: "BaseFile", name: str, path: str) -> None:
    for part in base.package.names:
        if "pivotCacheDefinition" not in part or not part.endswith(".xml"):
            continue
        for source in base.package.xml(part).iter(_SOURCE):
            if source.get("sheet", "").casefold() == name.casefold():
                raise OperationRefused(path, f"a pivot table reads sheet '{name}' ({part})")


def refuse_layout(base: "BaseFile | None", sheet: Sheet, fields: set[str]) -> None:
    """Of an uploaded sheet, widths and frozen panes are changed, its print setup is not."""
    odd = sorted(fields - _KEPT_LAYOUT)
    if facts_of(base, sheet) is not None and odd:
        raise OperationRefused(
            odd[0],
            f"'{odd[0]}' of an uploaded sheet is not changed",
            tuple(sorted(_KEPT_LAYOUT - {"op", "sheet"})),
        )


def refuse_note(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    facts = facts_of(base, sheet)
    found = [p for p in facts.parts if "comment" in p.lower()] if facts is not None else []
    if found:
        raise OperationRefused(path, f"sheet '{sheet.name}' has notes of its own ({found[0]})")
    if facts is not None and "legacyDrawing" in facts.elements:
        raise OperationRefused(path, f"sheet '{sheet.name}' has old drawings ({facts.part})")


def refuse_data(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    if facts_of(base, sheet) is not None:
        raise OperationRefused(
            path,
            f"'{sheet.name}' is a sheet of the uploaded workbook",
            hint="load onto a new sheet",
        )
