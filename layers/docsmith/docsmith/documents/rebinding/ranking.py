"""What a formula gives for each value of a column: by that the values of a split are ordered.

The engine computes it, on a sheet of its own beside the loaded table, so that computed columns and
every function count as they do in the workbook.
"""

from collections.abc import Mapping, Sequence

from docsmith.documents.interface import apply
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.workbook import AddSheet, CellValue, LoadData, SetCells
from docsmith.documents.rebinding.labels import Label, Labels, pairs_of
from docsmith.documents.workbook.formulas.parsing import Node, Shape

_SHEET = "Ranking"
_REMEMBERED = 128
_KNOWN: dict[tuple[object, ...], tuple[float, ...]] = {}
"""Amounts by table, digest of the data, values and formulas."""


def ranked(
    labels: Labels, values: Sequence[Label], inputs: Mapping[str, Input]
) -> tuple[Label, ...] | None:
    """The values, the largest first; None where the formula asks for more than a value."""
    formulas = [_formula(labels, row) for row in range(1, len(values) + 1)]
    if None in formulas:
        return None
    amounts = _amounts(labels.loaded.op, tuple(values), tuple(map(str, formulas)), inputs)
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


def _amounts(
    op: LoadData, values: tuple[Label, ...], formulas: tuple[str, ...], inputs: Mapping[str, Input]
) -> tuple[float, ...]:
    """What the formulas give, remembered: the data a plan was made over come again and again."""
    key = op.model_dump_json(), inputs[op.slot].sha256, values, formulas
    if key not in _KNOWN:
        if len(_KNOWN) >= _REMEMBERED:
            _KNOWN.clear()
        _KNOWN[key] = _computed(op, values, formulas, inputs)
    return _KNOWN[key]


def _computed(
    op: LoadData, values: Sequence[Label], formulas: Sequence[str], inputs: Mapping[str, Input]
) -> tuple[float, ...]:
    cells = [CellValue(cell=f"A{i}", value=literal(value)) for i, value in enumerate(values, 1)]
    cells += [CellValue(cell=f"B{i}", value=formula) for i, formula in enumerate(formulas, 1)]
    sheets = (AddSheet(op="add_sheet", sheet=name) for name in (op.sheet, _SHEET))
    document = Document(Format.EXCEL, inputs=inputs)
    made = apply(
        document, (*sheets, op, SetCells(op="set_cells", sheet=_SHEET, cells=tuple(cells)))
    )
    shown = [made.computed.get(f"{_SHEET}!B{i}") for i in range(1, len(values) + 1)]
    return tuple(float(value) if isinstance(value, int | float) else 0.0 for value in shown)


def literal(value: Label) -> Label:
    """A text that would be taken for a formula gets the apostrophe that keeps it a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "'"} else value
