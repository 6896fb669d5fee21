"""The values of a workbook's formulas: computed ones, and of an uploaded file those that still
hold.
"""

from typing import TYPE_CHECKING

from docsmith.documents.errors import EngineFailed
from docsmith.documents.workbook.book import Book, Cell, Place
from docsmith.documents.workbook.cells import Area, cell_text, place
from docsmith.documents.workbook.dependencies import dependents, formula_cells
from docsmith.documents.workbook.engine import NOTHING, Value, Values, compute
from docsmith.documents.workbook.formulas.spelling import calls_any
from docsmith.documents.workbook.package import engine_copy

if TYPE_CHECKING:
    from docsmith.documents.workbook.base.changes import SheetDifference


def computed(book: Book) -> Values:
    """The value of every formula. Raises `EngineFailed` for a workbook of ours."""
    if not book.sheets:
        return NOTHING
    if book.base is None:
        return _certain(book, compute(engine_copy(book)))
    return _with_stored(book)


_UNSURE = frozenset({"#NAME?", "#ERROR!", "#N/IMPL!", "#SPILL!", "#CALC!"})


def _certain(book: Book, values: Values) -> Values:
    """Values that Excel would show too.

    Every function of a formula is known to Excel (`policy.py`), so `#NAME?` and the engine's own
    codes say that the engine cannot compute it, and `not_in_engine` lists what it lacks or computes
    otherwise than Excel: such a cell, and what reads it, has no certain value. A loop (`#CIRC!`) is
    a loop for Excel as well.
    """
    lost = {
        (name, at)
        for name, cells in values.cells.items()
        for at, value in cells.items()
        if value in _UNSURE
        or (place(name, cell_text(*at)) in values.unverified and value != "#CIRC!")
    }
    lost |= {
        (s.name, at)
        for s in book.sheets
        for at, formula in s.formula_cells()
        if calls_any(formula, "not_in_engine")
    }
    if not lost:
        return Values(values.cells)
    touched = [(name, Area(r, c, r, c)) for name, (r, c) in lost]
    readers = dependents(formula_cells(book), touched)
    lost |= {(c.sheet, (c.row, c.column)) for c in readers}
    cells = {
        name: {at: None if (name, at) in lost else value for at, value in own.items()}
        for name, own in values.cells.items()
    }
    return Values(cells, frozenset(place(name, cell_text(*at)) for name, at in lost))


def _with_stored(book: Book) -> Values:
    """Excel's own values stand until something they depend on changes."""
    from docsmith.documents.workbook.base.changes import difference
    from docsmith.documents.workbook.base.pruning import pruned

    assert book.base is not None
    changed = difference(book, book.base)
    wanted = {
        (sheet.name, at)
        for sheet in book.sheets
        for at, _ in sheet.formula_cells()
        if not _stands(sheet.cells[at], at, changed.sheets.get(sheet.name))
    }
    wanted_regions = any(sheet.regions for sheet in book.sheets)
    fresh = _tried(pruned(book, wanted)) if wanted or wanted_regions else NOTHING
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    unverified: set[str] = set()
    for sheet in book.sheets:
        here = changed.sheets.get(sheet.name)
        own = cells.setdefault(sheet.name, dict(fresh.cells.get(sheet.name, {})))
        for at, _ in sheet.formula_cells():
            cell, spot = sheet.cells[at], place(sheet.name, cell_text(*at))
            if _stands(cell, at, here):
                own[at] = cell.cached
            elif spot in fresh.unverified or at not in own:
                own[at] = None
                unverified.add(spot)
    return Values(cells, frozenset(unverified))


def _stands(cell: Cell, at: Place, here: "SheetDifference | None") -> bool:
    """Whether the value that the file stored for a formula still holds."""
    if here is None or cell.cached is None or at in here.values:
        return False
    return at not in here.cells or at in here.followed


def _tried(book: Book) -> Values:
    """An uploaded workbook may hold what the engine cannot read: then nothing is certain."""
    try:
        return _certain(book, compute(engine_copy(book)))
    except EngineFailed:
        return NOTHING
