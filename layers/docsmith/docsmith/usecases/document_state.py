"""The working state of a document between steps: its operations and its inputs by slot, as JSON.

Never the file itself: a document is the fold of its operations. Inputs are named by slot and found
by object key; keys are written once, so what they hold may be remembered.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from pydantic import Field

from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.formats import SCHEMA_VERSION, operations_of
from docsmith.domain.value import Value
from docsmith.usecases.ports import Objects

if TYPE_CHECKING:
    from docsmith.documents.operations.base import OperationBase

_NOT_IN_SLOT = re.compile(r"[^a-z0-9]+")


class Slot(Value):
    """An input that operations name: where its bytes are, and what they are.

    `facts` is what a client said of it (tags, caption), `preview` the key of a small picture of it.
    """

    kind: str
    name: str
    key: str
    sha256: str
    facts: dict[str, Any] = Field(default_factory=dict)
    preview: str | None = None


class DocumentState(Value):
    """What `fold` needs. `base` is the key of the uploaded document that is being edited."""

    schema_version: int = SCHEMA_VERSION
    format: Format
    base: str | None = None
    slots: dict[str, Slot] = Field(default_factory=dict)
    ops: tuple[dict[str, Any], ...] = ()
    remarks: tuple[dict[str, str], ...] = ()
    """Findings that no check of the document alone could make: gone with its next change."""

    def document(self, objects: Objects) -> Document:
        """The document of this state, with its inputs fetched."""
        inputs = {name: _input(slot, objects) for name, slot in self.slots.items()}
        base = objects.get(self.base) if self.base else None
        union = operations_of(self.format)
        ops = tuple(union.validate_python(op) for op in self.ops)
        return Document(format=self.format, ops=ops, base=base, inputs=inputs)

    def after(self, document: Document) -> "DocumentState":
        """The state whose operations are those of this document."""
        ops = tuple(
            op.model_dump(mode="json", exclude_defaults=True) | _tag(op) for op in document.ops
        )
        return self.with_(ops=ops, remarks=())

    def with_slot(self, slot: Slot, *, called: str | None = None) -> tuple["DocumentState", str]:
        """The state with one input more, and the name of its slot: `called`, else from its own.

        The same bytes of one kind have one slot; a named slot is replaced by what comes later.
        """
        if called is not None:
            return self.with_(slots={**self.slots, called: slot}), called
        for name, known in self.slots.items():
            if known.sha256 == slot.sha256 and known.kind == slot.kind:
                return self, name
        name = _free_name(slot.name, self.slots)
        return self.with_(slots={**self.slots, name: slot}), name


def _tag(op: "OperationBase") -> dict[str, Any]:
    """`op` has no default, so it is kept anyway; said once more for readers of the log."""
    return {"op": cast(Any, op).op}


def _input(slot: Slot, objects: Objects) -> Input:
    return Input(kind=slot.kind, name=slot.name, content=objects.get(slot.key), sha256=slot.sha256)


def _free_name(file_name: str, taken: Mapping[str, Slot]) -> str:
    """`sales.csv` becomes `sales`, a second one `sales_2`."""
    stem = file_name.rsplit(".", 1)[0].lower()
    name = _NOT_IN_SLOT.sub("_", stem).strip("_")[:40] or "data"
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate
