"""Whether the columns that a plan reads are of the same kind in the new data.

A column that is gone is refused by the operation that names it. One that holds something else (a
text where a number was, another currency) often is not: a formula over it just gives another
figure. So every column that an operation names is compared.
"""

from collections.abc import Iterator, Mapping, Sequence

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import ColumnType, SourceColumn

DATA_KINDS = frozenset({"csv", "tsv", "json", "xlsx"})


def changed_slots(before: Mapping[str, Input], after: Mapping[str, Input]) -> tuple[str, ...]:
    """The data sources that are others now."""
    return tuple(
        slot
        for slot, given in before.items()
        if given.kind in DATA_KINDS and slot in after and after[slot].sha256 != given.sha256
    )


def schema_misfits(
    ops: Sequence[OperationBase], before: Mapping[str, Input], after: Mapping[str, Input]
) -> tuple[Misfit, ...]:
    """Columns of another kind or currency, each at the first operation that names it."""
    told = [op.model_dump_json() for op in ops]
    return tuple(
        misfit
        for slot in changed_slots(before, after)
        for misfit in _of_slot(slot, told, before[slot], after[slot])
    )


def _of_slot(slot: str, told: Sequence[str], old: Input, new: Input) -> Iterator[Misfit]:
    try:
        was, now = source_table(old), source_table(new)
    except UnreadableSource:
        return  # the operation that reads it says so
    for column in was.columns:
        found = now.column(column.name)
        reason = _difference(column, found) if found is not None else None
        at = _first_naming(column.name, told) if reason else None
        if reason and at is not None:
            path = f"ops[{at}]"
            hint = f"Give '{column.name}' of {new.name} as in {old.name}."
            yield Misfit(path, f"the column '{column.name}' of '{slot}' {reason}", hint)


def _difference(was: SourceColumn, now: SourceColumn) -> str | None:
    if ColumnType.BLANK in (was.type, now.type):
        return None
    if _class(was.type) != _class(now.type):
        return f"held {_class(was.type)} and holds {_class(now.type)} now"
    if was.currency and now.currency and was.currency != now.currency:
        return f"was in {was.currency} and is in {now.currency} now"
    return None


def _class(kind: ColumnType) -> str:
    if kind.is_number:
        return "numbers"
    return "dates" if kind.is_date else "text"


def _first_naming(column: str, told: Sequence[str]) -> int | None:
    """The first operation that names the column: as a value of its own, or within a formula."""
    wanted = (f'"{column}"', f"[{column}]", f"[@{column}]", f"[[{column}]]")
    return next((i for i, text in enumerate(told) if any(w in text for w in wanted)), None)
