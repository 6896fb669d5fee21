"""What keeps a plan from holding for other data: one finding for one place of one operation."""

import re
from dataclasses import dataclass

from docsmith.documents.model import OperationError

_INDEX = re.compile(r"^ops\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Misfit:
    """`path` is the place, `ops[11].cells[0].value`, counted over all operations of the plan.

    One that is `stale` only tells of text that the data no longer bear out; the others cannot be
    written at all.
    """

    path: str
    reason: str
    hint: str
    stale: bool = False

    @property
    def operation(self) -> int | None:
        """The index of the operation, when it is one that does not fit."""
        found = _INDEX.match(self.path)
        return int(found.group(1)) if found else None


def of_error(error: OperationError) -> Misfit:
    """A refused operation, with what there is instead of what it names."""
    hint = error.hint or ""
    if error.allowed:
        hint = f"{hint}; there is: " if hint else "There is: "
        hint += ", ".join(error.allowed[:20])
    return Misfit(error.path, error.reason, hint or "Mend the data, or this step of the plan.")
