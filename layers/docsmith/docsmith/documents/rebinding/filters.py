"""Values and periods that operations select rows by, and that the new data do not have.

A chart without rows is refused; a key figure without rows is 0, which reads like a finding. So each
selection that found rows before must find some again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.rebinding.rewriting import as_json
from docsmith.documents.rebinding.schema import changed_slots
from docsmith.documents.sources.opened import source_table
from docsmith.documents.sources.table import SourceTable

Json = dict[str, Any]


def filter_misfits(
    ops: Sequence[OperationBase], before: Mapping[str, Input], after: Mapping[str, Input]
) -> Iterator[Misfit]:
    """One misfit a selection that finds nothing any more."""
    for slot in changed_slots(before, after):
        old, new = source_table(before[slot]), source_table(after[slot])
        for index, op in enumerate(ops):
            for path, asked in _asking(as_json(op), "", slot):
                for field, reason in _empty(asked, old, new):
                    hint = f"Give {after[slot].name} such rows, or take this out in the source run."
                    yield Misfit(f"ops[{index}].{path}{field}", reason, hint)


def _asking(value: Any, path: str, slot: str) -> Iterator[tuple[str, Json]]:
    """Every object that reads this slot, with its place; figures of a list read their list's."""
    if isinstance(value, dict):
        fields = cast("Json", value)
        if fields.get("slot") == slot:
            yield path, fields
            for i, figure in enumerate(cast("list[Json]", fields.get("figures", []))):
                yield f"{path}figures[{i}].", figure
        for name, inner in fields.items():
            yield from _asking(inner, f"{path}{name}.", slot)
    elif isinstance(value, list):
        for i, inner in enumerate(cast("list[Any]", value)):
            yield from _asking(inner, f"{path.removesuffix('.')}[{i}].", slot)


def _empty(asked: Json, old: SourceTable, new: SourceTable) -> Iterator[tuple[str, str]]:
    for column, wanted in _wanted(asked.get("where")):
        if _has(old, column, wanted) and not _has(new, column, wanted):
            yield "where", f"no row has '{wanted}' in the column '{column}'"
    if not (asked.get("first") or asked.get("last")):
        return
    first, last = str(asked.get("first") or ""), str(asked.get("last") or "9999")
    column = str(asked.get("date") or asked.get("by") or "")
    if _within(old, column, first, last) and not _within(new, column, first, last):
        yield "first", f"no row of '{column}' lies between {first or '…'} and {last}"


def _wanted(where: Any) -> Iterator[tuple[str, str]]:
    if isinstance(where, dict):
        yield from ((name, str(value)) for name, value in cast("Json", where).items())
    elif isinstance(where, list):
        for one in cast("list[Json]", where):
            single = [one["value"]] if "value" in one else []
            yield from ((str(one["column"]), str(v)) for v in one.get("values", single))


def _has(table: SourceTable, name: str, wanted: str) -> bool:
    column = table.column(name)
    folded = wanted.strip().casefold()
    return column is not None and any(
        str(value).strip().casefold() == folded for value in column.values
    )


def _within(table: SourceTable, name: str, first: str, last: str) -> bool:
    column = table.column(name)
    return column is not None and any(
        isinstance(value, date) and first <= str(value)[:10] <= last for value in column.values
    )
