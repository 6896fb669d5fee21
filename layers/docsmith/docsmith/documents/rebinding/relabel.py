"""Labels over other data: every value has a row, or the plan says which has none.

Labels stay where the data know them; one that is gone gives its row to a new value, and what is
left of them shows zeros. A list that named only the largest names the largest again. A list in the
order of its figures is in that order again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docsmith.documents.model import Document, Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.workbook import CellValue, LoadData, SetCells
from docsmith.documents.rebinding.labels import Label, Labels, labels_of, named_in_formulas
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.rebinding.ranking import literal, ranked
from docsmith.documents.rebinding.written import writer_of
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import SourceValue
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.cells import cell_text
from docsmith.documents.workbook.replay import replayed

_MISREAD = frozenset("*?~<>=")
"""Signs by which a criterion would select other rows than those of the value."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """The operations that write new labels, and the values that have no row."""

    ops: tuple[OperationBase, ...]
    misfits: tuple[Misfit, ...]


def relabelled(document: Document, inputs: Mapping[str, Input]) -> Relabelled:
    """For a workbook over its own inputs, what `inputs` change about its labels."""
    ops: list[OperationBase] = []
    misfits: list[Misfit] = []
    chosen: dict[tuple[str, str], tuple[Label, ...]] = {}
    book = replayed(document)
    every = labels_of(document, book)
    for labels in sorted(every, key=lambda one: not one.is_list):
        key = (labels.loaded.op.table, labels.column.casefold())
        found = _Column.of(labels.loaded.op, labels.column, document.inputs, inputs)
        if found is None or not found.are_labels(labels.values):
            continue
        values = _follow(labels, chosen.get(key)) or found.renewed(labels, inputs)
        chosen.setdefault(key, values)
        left_out = _without(found.now, values)
        if left_out and found.is_whole(labels.values):
            misfits.append(_no_row(document, labels, found.now))
        elif values != labels.values:
            ops.append(_written(labels, values))
    misfits += _unnamed(document, book, inputs)
    return Relabelled(tuple(ops), tuple(misfits))


def _unnamed(document: Document, book: Book, after: Mapping[str, Input]) -> Iterator[Misfit]:
    """Values that no formula names, where formulas named every value there was."""
    loaded = {op.table: op for op in document.ops if isinstance(op, LoadData)}
    for (sheet, table, column), named in named_in_formulas(document, book).items():
        found = _Column.of(loaded[table], column, document.inputs, after)
        values = tuple(named)
        if found is None or len(values) < 2 or not found.is_whole(values):
            continue
        new = ", ".join(map(str, _without(found.now, values)))
        if new:
            reason = f"formulas name the values of '{column}' one by one; not named: {new[:200]}"
            path = writer_of(document, sheet, min(named.values()))
            yield Misfit(path, reason, "Let them read the value from a cell in the source run.")


def _follow(labels: Labels, chosen: tuple[Label, ...] | None) -> tuple[Label, ...] | None:
    """Headings that repeat a list's labels repeat it again."""
    if chosen is None or len(labels.values) > len(chosen):
        return None
    return chosen[: len(labels.values)]


@dataclass(frozen=True, slots=True)
class _Column:
    """The different values of a column before and now, in the order of their first rows."""

    before: tuple[Label, ...]
    now: tuple[Label, ...]
    old_inputs: Mapping[str, Input]

    @classmethod
    def of(
        cls, op: LoadData, name: str, before: Mapping[str, Input], after: Mapping[str, Input]
    ) -> "_Column | None":
        """None where one of the two has no such column, or nothing changed."""
        if op.slot not in after or after[op.slot].sha256 == before[op.slot].sha256:
            return None
        was, now = (_different(inputs[op.slot], op, name) for inputs in (before, after))
        return cls(was, now, before) if was is not None and now is not None else None

    def are_labels(self, values: Sequence[Label]) -> bool:
        """Whether all of them stood in the data: else they are a choice of the plan's own."""
        return not _without(values, self.before)

    def is_whole(self, values: Sequence[Label]) -> bool:
        """Whether the plan named every value there was."""
        return not _without(self.before, values)

    def renewed(self, labels: Labels, after: Mapping[str, Input]) -> tuple[Label, ...]:
        """The largest first where they were so, or were a choice; else each in its place."""
        room = len(labels.places)
        order = ranked(labels, labels.values, self.old_inputs) if room > 1 else None
        falls = labels.is_list and order == labels.values
        safe = [value for value in self.now if not _is_misread(value)]
        best = ranked(labels, safe, after) if falls or not self.is_whole(labels.values) else None
        if best is not None:
            gone = _without(labels.values, best[:room])
            return (*best[:room], *gone[: room - len(best)])
        new, known = iter(_without(safe, labels.values)), {_folded(value) for value in safe}
        return tuple(v if _folded(v) in known else next(new, v) for v in labels.values)


def _different(given: Input, op: LoadData, name: str) -> tuple[Label, ...] | None:
    column = source_table(given, op.part).column(name)
    if column is None:
        return None
    folded = {_folded(v): v for v in reversed(column.values) if _is_label(v)}
    return tuple(v for v in reversed(folded.values()) if isinstance(v, str | int | float))


def _is_label(value: SourceValue) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _without(values: Sequence[Label], others: Sequence[Label]) -> list[Label]:
    """Those of the values that are not among the others."""
    known = {_folded(value) for value in others}
    return [value for value in values if _folded(value) not in known]


def _folded(value: SourceValue) -> str:
    return str(value).casefold()


def _is_misread(value: Label) -> bool:
    return isinstance(value, str) and bool(_MISREAD & set(value))


def _written(labels: Labels, values: Sequence[Label]) -> SetCells:
    changed = zip(labels.places, labels.values, values, strict=True)
    cells = tuple(
        CellValue(cell=cell_text(*place), value=literal(value))
        for place, before, value in changed
        if value != before
    )
    return SetCells(op="set_cells", sheet=labels.sheet, cells=cells)


def _no_row(document: Document, labels: Labels, now: Sequence[Label]) -> Misfit:
    new = ", ".join(map(str, _without(now, labels.values)))
    first, last = (cell_text(*labels.places[at]) for at in (0, -1))
    reason = (
        f"'{labels.column}' has {len(now)} values and {labels.sheet}!{first}:{last} has "
        f"{len(labels.places)} {'rows' if labels.is_list else 'columns'}; not known: {new[:200]}"
    )
    hint = "Make room for them in the source run, or give the data the values it knows."
    return Misfit(writer_of(document, labels.sheet, labels.places[0]), reason, hint)
