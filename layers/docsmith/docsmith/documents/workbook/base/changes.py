"""What operations changed of an uploaded workbook, and which stored values no longer hold."""

import re
from dataclasses import dataclass, field

from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
from docsmith.documents.workbook.base.following import followed
from docsmith.documents.workbook.book import Book, Cell, Place, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.dependencies import FormulaCell, dependents, formula_cells
from docsmith.documents.workbook.formulas.spelling import calls_any

PAGE = {
    "gridlines", "zoom", "landscape", "fit_width", "page_breaks", "paper", "header", "footer",
}  # fmt: skip
"""What the part of a sheet says of how it is shown and printed."""
SETTINGS = {"print_area", "repeat_rows"}
"""What the workbook says of it, by names of Excel's own."""
_PLACES = re.compile(r"\b(?:ROW|COLUMN|CELL|ADDRESS|INFO)\s*\(", re.IGNORECASE)


@dataclass(slots=True)
class SheetDifference:
    """Cells to write, formulas whose values change, widths that were set."""

    cells: set[Place] = field(default_factory=set[Place])
    followed: set[Place] = field(default_factory=set[Place])
    """Of these, formulas that only follow what was inserted: their values still hold."""
    values: set[Place] = field(default_factory=set[Place])
    widths: dict[int, float] = field(default_factory=dict[int, float])
    freeze: bool = False
    objects: bool = False
    page: bool = False
    """How it is shown and printed, as far as its own part says it."""

    @property
    def anything(self) -> bool:
        return bool(
            self.cells or self.values or self.widths or self.freeze or self.objects or self.page
        )


@dataclass(slots=True)
class Difference:
    """By sheet of the file; `formulas` says that a formula came, went or changed."""

    sheets: dict[str, SheetDifference]
    formulas: bool = False
    added: bool = False
    """A sheet or a name was added, a sheet was renamed or deleted, or rows moved."""
    listed: bool = False
    """Sheets changed places, or what is repeated or printed of one changed."""

    @property
    def anything(self) -> bool:
        return self.added or self.listed or any(s.anything for s in self.sheets.values())


def difference(book: Book, base: BaseFile) -> Difference:
    """How the book differs from the file."""
    found = Difference({})
    for sheet in book.sheets:
        facts = base.sheets.get(sheet.name)
        if facts is None:
            found.added = True
            continue
        found.sheets[sheet.name] = _sheet_difference(sheet, facts, base, found)
        found.added = found.added or bool(facts.shifts)
    found.added = found.added or bool(base.renamed) or any(n not in base.names for n in book.names)
    found.added = found.added or bool(base.deleted)
    found.formulas = found.formulas or found.added
    settings = any(s.layout.asked & SETTINGS for s in book.sheets)
    found.listed = settings or is_reordered(book, base)
    _stale_values(book, base, found)
    return found


def is_reordered(book: Book, base: BaseFile) -> bool:
    """Whether sheets of the file changed places, or a new one stands among them."""
    parts = [f.part if (f := base.sheets.get(s.name)) is not None else "" for s in book.sheets]
    known = [part for part in parts if part]
    gone = {facts.part for facts in base.deleted}
    return parts[: len(known)] != [part for part in base.order if part not in gone]


def _sheet_difference(
    sheet: Sheet, facts: SheetFacts, base: BaseFile, found: Difference
) -> SheetDifference:
    here = SheetDifference()
    here.objects = bool(facts.shifts)
    grows = bool(base.moves) and all(s.count > 0 for s in base.shifts)
    found.formulas = found.formulas or here.objects
    touched = _touched(sheet, facts)
    for at in touched:
        now, before = sheet.cells.get(at), facts.cells.get(at)
        if is_changed(now, before):
            here.cells.add(at)
            found.formulas = found.formulas or _formula(now) != _formula(before)
            if grows and now and before and _follows(now, before, facts, base):
                here.followed.add(at)
    here.widths = {c: w for c, w in sheet.layout.widths.items() if facts.widths.get(c) != w}
    here.widths |= {
        c: sheet.layout.widths.get(c, facts.default_width)
        for c in sheet.layout.hidden_columns - facts.hidden
    }
    here.freeze = sheet.layout.freeze != facts.freeze
    here.page = bool(sheet.layout.asked & PAGE)
    new_tables = any(t.name.casefold() not in base.tables for t in sheet.tables)
    new_notes = any(_is_noted(sheet.cells.get(at), facts.cells.get(at)) for at in touched)
    here.objects = here.objects or bool(sheet.charts or sheet.rules or new_tables or new_notes)
    here.objects = here.objects or sheet.merges != list(facts.merges)
    return here


def _touched(sheet: Sheet, facts: SheetFacts) -> list[Place]:
    """Where another cell stands than before; most cells of a file are the very same."""
    before = facts.cells
    found = [at for at, cell in sheet.cells.items() if before.get(at) is not cell]
    return [*found, *(at for at in before if at not in sheet.cells)]


def _follows(now: Cell, before: Cell, facts: SheetFacts, base: BaseFile) -> bool:
    """Whether a formula differs only by where the cells it reads stand now."""
    if before.formula is None or now.cached is None:
        return False
    return now.formula == followed(before.formula, facts.name, base.moves)


def _formula(cell: Cell | None) -> str | None:
    return cell.formula if cell is not None else None


def is_changed(now: Cell | None, before: Cell | None) -> bool:
    """Whether a cell differs from the file's; type counts, since TRUE is not 1."""
    if now is None or before is None:
        return not (now is None and before is None)
    same = type(now.value) is type(before.value) and now.value == before.value
    looks = now.look is not before.look and now.look != before.look
    return not same or now.formula != before.formula or looks


def _is_noted(now: Cell | None, before: Cell | None) -> bool:
    """Whether a cell has a note now and had none."""
    return bool(now and now.note) and not (before and before.note)


def _volatile(cells: list[FormulaCell]) -> list[FormulaCell]:
    """Formulas that may read anything: what OFFSET and INDIRECT name is not written in them."""
    return [c for c in cells if calls_any(c.formula, "volatile")]


def _uncomputed(cells: list[FormulaCell], book: Book) -> list[FormulaCell]:
    """Formulas that came without a value, as from a library that writes and does not compute."""
    sheets = {sheet.name: sheet.cells for sheet in book.sheets}
    return [c for c in cells if sheets[c.sheet][c.row, c.column].cached is None]


def _placed(cells: list[FormulaCell]) -> list[FormulaCell]:
    """Formulas that say where something stands."""
    return [c for c in cells if _PLACES.search(c.formula)]


def _stale_values(book: Book, base: BaseFile, found: Difference) -> None:
    """Formulas that read a changed cell, directly or through others, or have no value yet."""
    touched = [
        (name, Area(r, c, r, c))
        for name, here in found.sheets.items()
        for r, c in here.cells - here.followed
    ]
    touched += [
        (s.name, used) for s in book.sheets if s.name not in base.sheets and (used := s.used())
    ]
    shifts = base.shifts
    touched += [(s.sheet, s.seam) for s in shifts if s.count < 0]
    cells = formula_cells(book) if touched or shifts else []
    stale = [*dependents(cells, touched), *_volatile(cells), *_uncomputed(cells, book)]
    if shifts:
        stale += _placed(cells)
    for cell in stale:
        if cell.sheet in found.sheets:
            found.sheets[cell.sheet].values.add((cell.row, cell.column))
