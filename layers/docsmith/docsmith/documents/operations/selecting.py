"""Rows of a data source under a name of their own: what every format may read instead of a whole
source.
"""

from typing import Annotated, Literal

from pydantic import Field

from docsmith.documents.operations.base import OperationBase

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Condition(OperationBase):
    """Rows whose `column` has one of `values` and none of `without`, compared as text whatever the
    case, or whose date lies from `first` to `last`, both included.
    """

    column: Annotated[str, Field(min_length=1, max_length=255)]
    values: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    without: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    first: Day | None = None
    last: Day | None = None


class Select(OperationBase):
    """Name the rows of a data source that meet every condition.

    Later operations read `name` as a slot: tables, charts and figures over it count these rows
    alone.
    """

    op: Literal["select"]
    slot: str
    """Name of the input, as `source_read` lists it."""
    name: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,60}$")]
    where: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=8)]
    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """What texts call these rows: `sales.csv (2025, Germany)`; default the file's name."""
