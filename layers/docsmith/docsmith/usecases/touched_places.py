"""What a reader of the history sees of edits by hand: where, and what stands there now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST = 20
"""Places that a revision remembers, the last ones."""
_NAMED = 3
_LONGEST = 60

Op = Mapping[str, Any]


def touched_by(ops: Sequence[Op], before: Mapping[str, str]) -> dict[str, str]:
    """The places touched so far, the last one last, each with its text of now."""
    touched = dict(before)
    for op in ops:
        for place, text in _places(op):
            touched.pop(place, None)
            touched[place] = text
    return dict(list(touched.items())[-MOST:])


def summary_of(touched: Mapping[str, str]) -> str:
    """The last places by name, the others by number."""
    told = [f"{place}: {text}" if text else place for place, text in touched.items()]
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return "; ".join(told[-_NAMED:]) + more


def _places(op: Op) -> Iterator[tuple[str, str]]:
    match op.get("op"):
        case "set_cells":
            cells: Sequence[Op] = op.get("cells", ())
            for cell in cells:
                yield f"{op.get('sheet')}!{cell.get('cell')}", _short(cell.get("value"))
        case "set_text":
            part = "".join(
                f", {name} {op[name]}" for name in ("item", "row", "column") if name in op
            )
            yield f"Text {op.get('block')}{part}", _short(op.get("text"))
        case "set_slot":
            yield f"Slide {op.get('slide')}, {op.get('slot')}", _short(op.get("value"))
        case "table_cell":
            place = f"{op.get('table')} {op.get('row')}/{op.get('column')}"
            yield f"Slide {op.get('slide')}, {place}", _short(op.get("value"))
        case other:
            yield str(other).replace("_", " ").capitalize(), ""


def _short(value: Any) -> str:
    if value is None:
        return "emptied"
    text = " / ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
