"""Mends what was refused: the smallest part that an error names goes, the rest is kept.

`ops[2].cells[5]` loses one cell, `ops[1].zoom` one field, `ops[0]` the operation itself. An
operation that was refused twice goes as a whole, so that mending ends.
"""

import re
from collections.abc import Iterable, Mapping

from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list

MAX_REFUSALS = 2
REQUIRED = frozenset(
    {
        "op",
        "sheet",
        "slot",
        "table",
        "anchor",
        "range",
        "name",
        "kind",
        "title",
        "find",
        "text",
        "block",
        "blocks",
    }
)
CONTENT = frozenset(
    {"add_sheet", "load_data", "write_block", "set_cells", "delete_sheet", "rename_sheet"}
)
"""Operations that a document cannot do without, and those that a person asks for by name."""
_OP = re.compile(r"^ops\[(\d+)\](?:\.(.*))?$")
_ITEM = re.compile(r"^(?:\w+\.)?(cells|rows|series|computed)\[(\d+)\]")
_FIELD = re.compile(r"^(?:\w+\.)?(\w+)")


class Pending(Value):
    """An operation still to be applied, the section it belongs to, how often it was refused."""

    op: Json
    section: str
    refusals: int = 0


class Mended(Value):
    """What is left of a batch, and what was given up, in words."""

    pending: tuple[Pending, ...]
    dropped: tuple[str, ...] = ()
    broken: str | None = None
    """Set when what was given up carried the content."""


def mend(batch: tuple[Pending, ...], errors: Iterable[Json]) -> Mended:
    """The batch without what the errors name. One that names nothing counts against every op."""
    blamed: dict[int, list[tuple[str, Json]]] = {}
    for error in errors:
        match = _OP.match(str(error.get("path", "")))
        where = [int(match.group(1))] if match else range(len(batch))
        for index in where:
            blamed.setdefault(index, []).append(((match.group(2) or "") if match else "*", error))
    for index in [i for i in blamed if _waits(batch, i, blamed)]:
        del blamed[index]
    kept: list[Pending] = []
    dropped: list[str] = []
    broken: str | None = None
    for index, pending in enumerate(batch):
        mended = _mend_one(pending, blamed[index]) if index in blamed else pending
        if mended is None:
            told = _told(pending, blamed[index][0][1])
            dropped.append(told)
            broken = told if pending.op.get("op") in CONTENT else broken
        else:
            kept.append(mended)
    return Mended(pending=tuple(kept), dropped=tuple(dropped), broken=broken)


def _waits(batch: tuple[Pending, ...], index: int, blamed: Mapping[int, object]) -> bool:
    """Whether it was refused only because its sheet was: it is tried again with the sheet."""
    sheets = {batch[i].op.get("sheet") for i in blamed if batch[i].op.get("op") == "add_sheet"}
    return batch[index].op.get("op") != "add_sheet" and batch[index].op.get("sheet") in sheets


def _mend_one(pending: Pending, blames: list[tuple[str, Json]]) -> Pending | None:
    if pending.refusals + 1 >= MAX_REFUSALS:
        return None
    op: Json | None = pending.op
    for path, _ in sorted(blames, key=lambda blame: _order(blame[0]), reverse=True):
        op = _without(op, path) if op else None
    return Pending(op=op, section=pending.section, refusals=pending.refusals + 1) if op else None


def _without(op: Json, path: str) -> Json | None:
    """The operation without the part at `path`; None when it cannot be without it."""
    if path == "*":
        return op
    item = _ITEM.match(path)
    if item:
        return _without_item(op, item.group(1), int(item.group(2)))
    field = _FIELD.match(path)
    name = field.group(1) if field else ""
    if name in REQUIRED or name not in op:
        return None
    return {key: value for key, value in op.items() if key != name}


def _without_item(op: Json, field: str, index: int) -> Json | None:
    items = [item for i, item in enumerate(as_list(op.get(field))) if i != index]
    if items or field == "computed":
        return op | {field: items}
    return None


def _order(path: str) -> int:
    """Later items first, so that dropping one does not move the next."""
    item = _ITEM.match(path)
    return int(item.group(2)) if item else -1


def _told(pending: Pending, error: Json) -> str:
    place = pending.op.get("sheet") or pending.op.get("name") or ""
    return f"{pending.op.get('op')} {place}: {error.get('reason', '')}".strip()
