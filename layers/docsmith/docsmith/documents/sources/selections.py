"""The inputs that operations name rows of, beside those that came."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from docsmith.documents.errors import OperationRefused, UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.selecting import Condition, Select
from docsmith.documents.sources.opened import source_table

DATA_KINDS = ("csv", "tsv", "json", "xlsx")


def selection_of(inputs: Mapping[str, Input], op: Select) -> Mapping[str, Input]:
    """The inputs with the one that `op` names. Raises `OperationRefused` where no row is left."""
    slots = tuple(name for name, given in inputs.items() if given.kind in DATA_KINDS)
    given = inputs.get(op.slot)
    if given is None or given.kind not in DATA_KINDS:
        raise OperationRefused("slot", f"there is no data source '{op.slot}'", slots)
    where = (*given.where, *op.where)
    taken = inputs.get(op.name)
    if taken is not None and taken.where != where:
        raise OperationRefused("name", f"'{op.name}' is an input already", slots)
    refused = _refusal(given, where)
    if refused is not None:
        raise OperationRefused(*refused)
    told = "|".join((given.sha256, *(one.model_dump_json() for one in where)))
    digest = hashlib.sha256(told.encode()).hexdigest()
    name = op.title or given.name
    return {**inputs, op.name: replace(given, name=name, where=where, sha256=digest)}


def with_selections(
    inputs: Mapping[str, Input], ops: Iterable[OperationBase]
) -> Mapping[str, Input]:
    """The inputs, and those that the operations name rows of. Raises `OperationRefused`."""
    for op in ops:
        if isinstance(op, Select):
            inputs = selection_of(inputs, op)
    return inputs


def _refusal(given: Input, where: Sequence[Condition]) -> tuple[str, str] | None:
    """The first condition that leaves no row, and why."""
    try:
        for index, condition in enumerate(where):
            if not source_table(replace(given, where=tuple(where[: index + 1]))).row_count:
                return f"where[{index}]", _nothing(condition)
    except UnreadableSource as error:
        return "where", error.reason
    return None


def _nothing(condition: Condition) -> str:
    if condition.values:
        values = ", ".join(f"'{value}'" for value in condition.values)
        return f"no row has {values} in the column '{condition.column}'"
    if condition.without:
        return f"no row is left without them in the column '{condition.column}'"
    ends = f"{condition.first or '…'} and {condition.last or '…'}"
    return f"no row of '{condition.column}' lies between {ends}"
