"""What operations changed of an uploaded workbook, and which stored values no longer hold."""

from dataclasses import dataclass, field

from docsmith.documents.workbook.base.facts import BaseFile, Before, SheetFacts
from docsmith.documents.workbook.book import Book, Cell, Sheet
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.dependencies import FormulaCell, dependents, formula_cells
from docsmith.documents.workbook.formulas.spelling import functions
from docsmith.documents.workbook.formulas.tokens import Kind, tokens

Place = tuple[int, int]


@dataclass(slots=True)
class SheetDifference:
    """Cells to write, formulas whose values change, widths that were set."""

    cells: set[Place] = field(default_factory=set[Place])
    values: set[Place] = field(default_factory=set[Place])
    widths: dict[int, float] = field(default_factory=dict[int, float])
    freeze: bool = False
    objects: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.cells or self.values or self.widths or self.freeze or self.objects)


@dataclass(slots=True)
class Difference:
    """By sheet of the file; `formulas` says that a formula came, went or changed."""

    sheets: dict[str, SheetDifference]
    formulas: bool = False
    added: bool = False
    """A sheet or a name was added, a sheet was renamed or rows moved."""

    @property
    def anything(self) -> bool:
        return self.added or any(s.anything for s in self.sheets.values())


def difference(book: Book, base: BaseFile) -> Difference:
    """How the book differs from the file."""
    found = Difference({})
    for sheet in book.sheets:
        facts = base.sheets.get(sheet.name)
        if facts is None:
            found.added = True
            continue
        found.sheets[sheet.name] = _sheet_difference(sheet, facts, base, found)
        found.added = found.added or facts.shifted
    found.added = found.added or bool(base.renamed) or any(n not in base.names for n in book.names)
    found.formulas = found.formulas or found.added
    _stale_values(book, base, found)
    return found


def _sheet_difference(
    sheet: Sheet, facts: SheetFacts, base: BaseFile, found: Difference
) -> SheetDifference:
    here = SheetDifference()
    if facts.shifted:
        here.objects = found.formulas = True
        return here
    for at in sheet.cells.keys() | facts.cells.keys():
        now, before = sheet.cells.get(at), facts.cells.get(at)
        if is_changed(now, before):
            here.cells.add(at)
            found.formulas = found.formulas or _formula(now) != _formula(before)
    here.widths = {c: w for c, w in sheet.layout.widths.items() if facts.widths.get(c) != w}
    here.freeze = sheet.layout.freeze != facts.freeze
    new_tables = any(t.name.casefold() not in base.tables for t in sheet.tables)
    new_notes = any(
        c.note and not (facts.cells.get(at) and facts.cells[at].note)
        for at, c in sheet.cells.items()
    )
    here.objects = bool(sheet.charts or sheet.rules or new_tables or new_notes)
    here.objects = here.objects or len(sheet.merges) != facts.merges
    return here


def _formula(cell: Cell | Before | None) -> str | None:
    return cell.formula if cell is not None else None


def is_changed(now: Cell | None, before: Before | None) -> bool:
    """Whether a cell differs from the file's; type counts, since TRUE is not 1."""
    if now is None or before is None:
        return not (now is None and before is None)
    same = type(now.value) is type(before.value) and now.value == before.value
    looks = now.look is not before.look and now.look != before.look
    return not same or now.formula != before.formula or looks


def _volatile(cells: list[FormulaCell]) -> list[FormulaCell]:
    """Formulas that may read anything: what OFFSET and INDIRECT name is not written in them."""
    names = set(functions()["volatile"])
    return [
        c
        for c in cells
        if any(t.kind is Kind.FUNCTION and t.text.upper() in names for t in tokens(c.formula))
    ]


def _stale_values(book: Book, base: BaseFile, found: Difference) -> None:
    """Formulas that read a changed cell, directly or through others."""
    touched = [
        (name, Area(r, c, r, c)) for name, here in found.sheets.items() for r, c in here.cells
    ]
    touched += [
        (s.name, used) for s in book.sheets if s.name not in base.sheets and (used := s.used())
    ]
    shifted = any(f.shifted for f in base.sheets.values())
    cells = formula_cells(book) if touched or shifted else []
    stale = cells if shifted else [*dependents(cells, touched), *_volatile(cells)]
    for cell in stale:
        if cell.sheet in found.sheets:
            found.sheets[cell.sheet].values.add((cell.row, cell.column))
