"""The values of a workbook's formulas: computed ones, and of an uploaded file those that still hold."""

from docsmith.documents.errors import EngineFailed
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.cells import cell_text, place
from docsmith.documents.workbook.engine import NOTHING, Value, Values, compute
from docsmith.documents.workbook.package import engine_copy


def computed(book: Book) -> Values:
    """The value of every formula. Raises `EngineFailed` for a workbook of ours."""
    if book.base is None:
        return compute(engine_copy(book))
    return _with_stored(book)


def _with_stored(book: Book) -> Values:
    """Excel's own values stand until something they depend on changes."""
    from docsmith.documents.workbook.base.changes import difference

    assert book.base is not None
    changed = difference(book, book.base)
    fresh = _tried(book) if changed.anything else NOTHING
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    unverified: set[str] = set()
    for sheet in book.sheets:
        here = changed.sheets.get(sheet.name)
        own = cells.setdefault(sheet.name, dict(fresh.cells.get(sheet.name, {})))
        for at, _ in sheet.formula_cells():
            cell, spot = sheet.cells[at], place(sheet.name, cell_text(*at))
            stands = here is not None and at not in here.cells | here.values
            if stands:
                own[at] = cell.cached
            elif spot in fresh.unverified or at not in own:
                own[at] = None
                unverified.add(spot)
    return Values(cells, frozenset(unverified))


def _tried(book: Book) -> Values:
    """An uploaded workbook may hold what the engine cannot read: then nothing is certain."""
    try:
        return compute(engine_copy(book))
    except EngineFailed:
        return NOTHING
