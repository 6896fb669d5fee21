"""What an uploaded workbook remembers when its rows and columns move, or a sheet gets another name.

The book moves at once (`shifting.py`); the parts of the file follow when it is written
(`shifted_sheet.py`, `shifted_parts.py`, `references.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from docsmith.documents.workbook.base.facts import BaseFile, Move, Renaming, SheetFacts
from docsmith.documents.workbook.base.spans import sheets_named
from docsmith.documents.workbook.formulas.moving import Shift, moved, renamed
from docsmith.documents.workbook.shifting import moved_cells


def follow_shift(base: BaseFile, name: str, shift: Shift) -> None:
    """The facts of the sheet stand where its cells stand now; its formulas stay as they were."""
    base.moves.append(shift)
    base.other_names = [(n, i, moved(t, "", shift) or t) for n, i, t in base.other_names]
    facts = base.sheets.get(name)
    if facts is not None:
        base.sheets[name] = _shifted(facts, shift)


def _shifted(facts: SheetFacts, shift: Shift) -> SheetFacts:
    widths = facts.widths
    if not shift.rows:
        places = ((shift.place(c), w) for c, w in widths.items())
        widths = {c: w for c, w in places if c is not None}
    merges = (shift.area(m) for m in facts.merges)
    return replace(
        facts,
        cells=moved_cells(facts.cells, shift),
        widths=widths,
        merges=tuple(m for m in merges if m is not None and m.size > 1),
        shifts=(*facts.shifts, shift),
    )


def follow_renaming(base: BaseFile, old: str, new: str) -> None:
    """The facts of the sheet are found under its new name."""
    facts = base.sheets.pop(old, None)
    if facts is not None:
        base.sheets[new] = facts
        base.moves.append(Renaming(old, new))
    base.other_names = [(n, i, renamed(t, old, new)) for n, i, t in base.other_names]


def follow_deletion(base: BaseFile, name: str) -> None:
    """The sheet is out of the file, and so are names that stand for its cells."""
    facts = base.sheets.pop(name, None)
    if facts is not None:
        base.deleted.append(facts)
        wanted = name.casefold()
        base.other_names = [
            other
            for other in base.other_names
            if wanted not in (sheet.casefold() for sheet in sheets_named(other[2]))
        ]


def followed(formula: str, home: str, moves: Sequence[Move]) -> str | None:
    """A formula of the file after all that happened; None when it lost what it refers to.

    `home` is the name its sheet had in the file.
    """
    text: str | None = formula
    for move in moves:
        if isinstance(move, Renaming):
            text = renamed(text, move.old, move.new)
            home = move.new if home == move.old else home
        else:
            text = moved(text, home, move)
        if text is None:
            return None
    return text
