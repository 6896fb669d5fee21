"""Write an uploaded workbook after operations: changed parts anew, every other part byte for
byte.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.sheets import MAIN
from docsmith.documents.workbook.base import references, sheet_patch
from docsmith.documents.workbook.base.changes import Difference, SheetDifference, difference
from docsmith.documents.workbook.base.deleting import parts_of_deleted
from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
from docsmith.documents.workbook.base.new_objects import new_objects
from docsmith.documents.workbook.base.packing import drop_calc_chain, packed, write_relations
from docsmith.documents.workbook.base.page_patch import patch_page
from docsmith.documents.workbook.base.row_bytes import (
    Rows,
    SheetBytes,
    found_rows,
    inner,
    joined,
    split,
)
from docsmith.documents.workbook.base.shifted_parts import shift_parts
from docsmith.documents.workbook.base.shifted_sheet import number_cells, shift_sheet, unshare
from docsmith.documents.workbook.base.style_patch import PatchedStyles
from docsmith.documents.workbook.base.work import Work, as_bytes
from docsmith.documents.workbook.base.workbook_part import write_workbook
from docsmith.documents.workbook.book import Book, Sheet
from docsmith.documents.workbook.cells import cell_text
from docsmith.documents.workbook.engine import Values
from docsmith.documents.workbook.sheets.task import SheetTask, Strings


def render_base(book: Book, base: BaseFile, values: Values) -> bytes:
    """The uploaded workbook as it is now. Raises `UnreadableFile` when it has no styles to
    extend.
    """
    changed = difference(book, base)
    if not changed.anything:
        return base.package.content
    if base.styles_part is None:
        raise UnreadableFile("the workbook has no styles part")
    styles = PatchedStyles(base.root(base.styles_part), base.looks, book.styles.palette.font)
    work = Work(book, base, values, styles)
    for sheet in book.sheets:
        facts = base.sheets.get(sheet.name)
        if facts is not None:
            _patch_sheet(work, sheet, facts, changed)
    write_workbook(work, changed)
    references.rewrite_parts(base, work.written)
    if styles.changed:
        work.written[base.styles_part] = as_bytes(styles.root)
    if changed.formulas:
        drop_calc_chain(work)
    work.gone |= parts_of_deleted(base)
    write_relations(work)
    return packed(work)


def _patch_sheet(work: Work, sheet: Sheet, facts: SheetFacts, changed: Difference) -> None:
    here = changed.sheets[sheet.name]
    if not here.anything:
        return
    task = SheetTask(sheet, work.styles, Strings(inline=True), work.values)
    if facts.shifts:
        shift_parts(work.base.package, facts, work.written)
    found = _split(work, facts, here)
    if found is None:
        root = work.base.root(facts.part)
        _patch_whole(root, task, facts, here)
        _patch_frame(work, root, task, facts, here)
        work.written[facts.part] = as_bytes(root)
    else:
        pieces, rows = found
        root = pieces.frame(facts.part)
        patched = _patched_rows(pieces, rows, task, facts, here)
        _patch_frame(work, root, task, facts, here)
        work.written[facts.part] = joined(as_bytes(root), patched)


def _split(work: Work, facts: SheetFacts, here: SheetDifference) -> tuple[SheetBytes, Rows] | None:
    """The part in pieces and its rows, where these can be patched alone: nothing moved, no group is
    torn.
    """
    if facts.shifts or any((c := facts.cells.get(at)) and c.formula for at in here.cells):
        return None
    pieces = split(work.base.package.read(facts.part))
    rows = found_rows(pieces.rows) if pieces is not None else None
    return (pieces, rows) if pieces is not None and rows is not None else None


def _patched_rows(
    pieces: SheetBytes, rows: Rows, task: SheetTask, facts: SheetFacts, here: SheetDifference
) -> bytes:
    """The rows with those that are touched written anew."""
    numbers = {row for row, _ in here.cells | here.values}
    if not numbers:
        return pieces.rows
    root = pieces.with_rows(facts.part, rows.of(numbers))
    sheet_patch.patch_cells(root, task, here.cells)
    sheet_patch.patch_values(root, task, here.values - here.cells)
    others = found_rows(inner(root))
    return rows.replaced(others) if others is not None else pieces.rows


def _patch_whole(root: Element, task: SheetTask, facts: SheetFacts, here: SheetDifference) -> None:
    """The cells of a part that is parsed as a whole."""
    number_cells(root)
    unshare(root, None if facts.shifts else _torn_groups(root, here.cells))
    for shift in facts.shifts:
        shift_sheet(root, shift)
    sheet_patch.patch_cells(root, task, here.cells)
    sheet_patch.patch_values(root, task, here.values - here.cells)


def _torn_groups(root: Element, cells: set[tuple[int, int]]) -> frozenset[str]:
    """Groups of shared formulas that lose a cell: it may be the one that has their text."""
    wanted = {cell_text(*at) for at in cells}
    return frozenset(
        formula.get("si", "")
        for formula in root.iter(f"{MAIN}f")
        if formula.get("t") == "shared" and formula.getparent().get("r") in wanted
    )


def _patch_frame(
    work: Work, root: Element, task: SheetTask, facts: SheetFacts, here: SheetDifference
) -> None:
    """What surrounds the cells."""
    sheet = task.sheet
    references.follow_references(root, facts.name, work.base)
    if here.cells or facts.shifts:
        sheet_patch.grow_dimension(root, sheet)
    if here.widths:
        sheet_patch.patch_widths(root, here.widths, sheet.layout.hidden_columns)
    if here.freeze:
        sheet_patch.patch_freeze(root, task)
    if here.page:
        patch_page(root, sheet)
    sheet_patch.patch_merges(root, sheet)
    sheet_patch.patch_rules(root, task, work.book.styles.palette)
    for element in sheet_patch.parsed(new_objects(work, sheet, facts.part, root)):
        own = root.find(element.tag)
        if own is not None and element.tag == f"{MAIN}tableParts":
            own.extend(list(element))
            own.set("count", str(len(own)))
        else:
            sheet_patch.insert_in_order(root, element)
