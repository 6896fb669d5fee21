"""What is not done to an uploaded workbook, said before anything moves, with the part that stands
in the way.
"""

# pyright: basic
# lxml ships no types.

from typing import TYPE_CHECKING

from docsmith.documents.errors import OperationRefused, UnreadableFile
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import parse_area
from docsmith.documents.workbook.formulas.moving import Shift

if TYPE_CHECKING:
    from docsmith.documents.ooxml.reading import Element
    from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
    from docsmith.documents.workbook.book import Book

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SOURCE = f"{_MAIN}worksheetSource"
_CARRIED = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells",
    "pageMargins", "pageSetup", "printOptions", "headerFooter", "phoneticPr", "ignoredErrors",
    "sheetCalcPr", "sheetProtection", "protectedRanges", "autoFilter", "sortState",
    "conditionalFormatting", "dataValidations", "hyperlinks", "rowBreaks", "colBreaks",
    "cellWatches", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "tableParts",
    "customProperties", "extLst",
}  # fmt: skip
_NOT_OF_UPLOADS = {"heights", "autofit"}


def facts_of(base: "BaseFile | None", sheet: Sheet) -> "SheetFacts | None":
    """What the file says of this sheet; None when it is new."""
    return base.sheets.get(sheet.name) if base is not None else None


def refuse_shift(base: "BaseFile | None", sheet: Sheet, shift: Shift, path: str) -> None:
    """Rows and columns move unless something hangs on the sheet that cannot follow."""
    if base is None:
        return
    facts = facts_of(base, sheet)
    _refuse_pivots(base, sheet.name, path)
    if facts is None:
        return
    from docsmith.documents.ooxml.sheets import frame_of  # only uploads load lxml
    from docsmith.documents.workbook.base.shifted_parts import CARRIED

    odd = [
        r.target
        for r in base.package.relations(facts.part)
        if r.kind.rpartition("/")[2] not in CARRIED
    ]
    if odd:
        raise _cannot_move(path, f"carries {odd[0]}")
    frame = frame_of(base.package, facts.part)
    unknown = sorted(facts.elements - _CARRIED) or _unknown_extensions(frame)
    if unknown:
        raise _cannot_move(path, f"has {', '.join(unknown[:3])} in {facts.part}")
    _refuse_torn(base, facts, frame, shift, path)


def _cannot_move(path: str, what: str) -> OperationRefused:
    return OperationRefused(
        path,
        f"the uploaded sheet {what}, which cannot be moved with its cells",
        hint="write beside or below what is there instead",
    )


def _unknown_extensions(frame: "Element") -> list[str]:
    """What newer versions keep at the end of a sheet: rules and sparklines are known."""
    found = frame.iterfind(f"{_MAIN}extLst/{_MAIN}ext/*")
    names = {e.tag.rpartition("}")[2] for e in found if isinstance(e.tag, str)}
    return sorted(names - {"conditionalFormattings", "dataValidations", "sparklineGroups", "PLV"})


def _refuse_torn(
    base: "BaseFile", facts: "SheetFacts", frame: "Element", shift: Shift, path: str
) -> None:
    """Array formulas and filters are not cut, and old drawings must be readable."""
    from docsmith.documents.workbook.base.shifted_parts import cuts_filter, refuse_unreadable

    for cell in facts.cells.values():
        if cell.array is None:
            continue
        area = parse_area(cell.array)
        now = shift.area(area)
        if now is not None and now.size != area.size:
            raise OperationRefused(path, f"the array formula at {area.text} cannot be cut")
    if cuts_filter(frame, shift):
        raise _cannot_move(path, f"has a filter in {facts.part}")
    try:
        refuse_unreadable(base.package, facts.part)
    except UnreadableFile as error:
        raise _cannot_move(path, f"carries old drawings: {error.reason}") from error


def refuse_rename(base: "BaseFile | None", sheet: Sheet, path: str) -> None:
    if base is not None:
        _refuse_pivots(base, sheet.name, path)


def refuse_move(book: "Book", path: str) -> None:
    """Sheets change places unless a formula spans several of them: `SUM(Jan:Dec!B2)` counts what
    stands between.
    """
    if book.base is None:
        return
    from docsmith.documents.workbook.base.spans import spanning_formulas

    found = spanning_formulas(book)
    if found:
        raise OperationRefused(
            path,
            f"formulas add up a row of sheets, which hangs on their order: {', '.join(found[:5])}",
            hint="write these sums sheet by sheet first",
        )


def refuse_deletion(book: "Book", sheet: Sheet, path: str) -> None:
    """A sheet of the file stays when something reads it that is no formula of a cell."""
    base, facts = book.base, facts_of(book.base, sheet)
    if base is None or facts is None:
        return
    from docsmith.documents.workbook.base.deleting import readers_of

    refuse_move(book, path)
    _refuse_pivots(base, sheet.name, path)
    found = readers_of(book, base, facts, sheet.name)
    if found:
        raise OperationRefused(
            path, f"'{sheet.name}' is read by {', '.join(found[:5])}", hint="change these first"
        )


def _refuse_pivots(base: "BaseFile", name: str, path: str) -> None:
    for part in base.package.names:
        if "pivotCacheDefinition" not in part or not part.endswith(".xml"):
            continue
        for source in base.package.xml(part).iter(_SOURCE):
            tables = {t.casefold() for t in _tables_of(base, name)}
            named = source.get("name", "").casefold() in tables
            if named or source.get("sheet", "").casefold() == name.casefold():
                raise OperationRefused(path, f"a pivot table reads sheet '{name}' ({part})")


def _tables_of(base: "BaseFile", name: str) -> list[str]:
    """The names of the tables that stand on a sheet of the file."""
    facts = base.sheets.get(name)
    parts = [p for p in facts.parts if "/tables/" in p] if facts is not None else []
    return [base.package.xml(p).get("displayName", "") for p in parts if p in base.package.infos]


def refuse_layout(base: "BaseFile | None", sheet: Sheet, fields: set[str]) -> None:
    """Of an uploaded sheet all is changed but heights of rows and widths by its contents."""
    odd = sorted(fields & _NOT_OF_UPLOADS)
    if facts_of(base, sheet) is not None and odd:
        raise OperationRefused(
            odd[0],
            f"'{odd[0]}' of an uploaded sheet is not changed",
            hint="set widths instead" if odd[0] == "autofit" else None,
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
