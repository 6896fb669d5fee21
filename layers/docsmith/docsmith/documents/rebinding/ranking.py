"""What a formula gives for each value of a column: by that the values of a split are ordered.

The engine computes it, on a sheet of its own beside the loaded table, so that computed columns and
every function count as they do in the workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.workbook import AddSheet, CellValue, LoadData, SetCells
from docsmith.documents.rebinding.labels import Label, Labels, pairs_of
from docsmith.documents.workbook.computing import computed
from docsmith.documents.workbook.engine import NOTHING
from docsmith.documents.workbook.formulas.parsing import Node, Shape
from docsmith.documents.workbook.replay import attempt

_SHEET = "Ranking"
_MOST = 1_000
"""Values that are ranked: each is a formula over all rows."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is computed of a table: its JSON and the digest of its data stand for both."""

    table: str
    sha256: str
    values: tuple[Label, ...]
    formulas: tuple[str, ...]
    op: LoadData = field(compare=False, repr=False)
    inputs: Mapping[str, Input] = field(compare=False, repr=False)


def ranked(
    labels: Labels, values: Sequence[Label], inputs: Mapping[str, Input]
) -> tuple[Label, ...] | None:
    """The values, the largest first; None where there are too many, or the formula asks for more
    than a value.
    """
    if len(values) > _MOST:
        return None
    formulas = [_formula(labels, row) for row in range(1, len(values) + 1)]
    if None in formulas:
        return None
    op = labels.loaded.op
    asked = (op.model_dump_json(), inputs[op.slot].sha256, tuple(values), tuple(map(str, formulas)))
    amounts = _amounts(_Asked(*asked, op, inputs))
    order = sorted(range(len(values)), key=lambda i: -amounts[i])
    return tuple(values[i] for i in order)


def _formula(labels: Labels, row: int) -> str | None:
    """The measure of a value in column A; None where it selects by something else as well."""
    call = labels.measure
    if len(pairs_of(call)) != 1 or any(not _is_plain(node) for node in call.children):
        return None
    by = pairs_of(call)[0][1]
    arguments = (f"$A{row}" if node is by else node.text for node in call.children)
    return f"={call.text}({','.join(arguments)})"


def _is_plain(node: Node) -> bool:
    return node.shape is Shape.LEAF


@lru_cache(maxsize=128)
def _amounts(asked: _Asked) -> tuple[float, ...]:
    """What the formulas give, remembered: the data a plan was made over come again and again."""
    columns = (("A", map(literal, asked.values)), ("B", asked.formulas))
    cells = tuple(
        CellValue(cell=f"{column}{row}", value=value)
        for column, written in columns
        for row, value in enumerate(written, 1)
    )
    op = asked.op
    sheets = (AddSheet(op="add_sheet", sheet=name) for name in (op.sheet, _SHEET))
    ops = (*sheets, op, SetCells(op="set_cells", sheet=_SHEET, cells=cells))
    changes, errors = attempt(Document(Format.EXCEL, inputs=asked.inputs), ops)
    known = NOTHING if errors else computed(changes.book)
    shown = [known.at(_SHEET, row, 2) for row in range(1, len(asked.values) + 1)]
    return tuple(float(value) if isinstance(value, int | float) else 0.0 for value in shown)


def literal(value: Label) -> Label:
    """A text that would be taken for a formula gets the apostrophe that keeps it a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "'"} else value
