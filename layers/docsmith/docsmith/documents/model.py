"""The values that the document interface speaks in: Document, Applied, View, Finding.

The interface itself, the same for every format:

    apply(document, ops)      -> Applied     all or nothing
    read(document, scope)     -> View        paged
    check(document)           -> tuple[Finding, ...]
    fold(base, ops, inputs)   -> bytes       byte-deterministic
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docsmith.documents.operations.base import OperationBase
    from docsmith.documents.operations.selecting import Condition


class Format(StrEnum):
    """What kind of file a document is."""

    EXCEL = "excel"
    WORD = "word"
    SLIDES = "slides"

    @property
    def extension(self) -> str:
        return {"excel": "xlsx", "word": "docx", "slides": "pptx"}[self.value]

    @property
    def media_type(self) -> str:
        family = {
            "excel": "spreadsheetml.sheet",
            "word": "wordprocessingml.document",
            "slides": "presentationml.presentation",
        }
        return f"application/vnd.openxmlformats-officedocument.{family[self.value]}"


@dataclass(frozen=True, slots=True)
class Input:
    """A file that operations name by slot. `kind` is `csv`, `xlsx`, `json`, `image` or `brand`.

    With `where` it stands for the rows alone that meet every condition.
    """

    kind: str
    name: str
    content: bytes = field(repr=False)
    sha256: str
    where: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document is the fold of its operations over an optional uploaded base."""

    format: Format
    ops: "tuple[OperationBase, ...]" = ()
    base: bytes | None = field(default=None, repr=False)
    inputs: Mapping[str, Input] = field(default_factory=dict[str, Input])

    @property
    def version(self) -> int:
        """Number of operations applied: what `document_apply` takes as `base_version`."""
        return len(self.ops)


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault a check found. `place` is `Sheet!B7`, a block id or `slide 3`; `remedy` says what
    to do.
    """

    id: str
    severity: Severity
    place: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class OperationError:
    """Why one operation of a batch was refused: `path` is `ops[2].rows[0].formula`."""

    path: str
    reason: str
    allowed: tuple[str, ...] = ()
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer to a batch. With errors, `document` is the one that came in."""

    document: Document
    changed: tuple[str, ...] = ()
    """Places that changed: `Summary!B4:F9`."""
    computed: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Computed values of touched and dependent cells, by place, capped."""
    errors: tuple[OperationError, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True, slots=True)
class View:
    """A page of a document, small enough for a model. `next` continues it."""

    scope: str
    content: Mapping[str, Any]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What `read` shows. `page` is the `next` of the page before; fields that do not fit are
    ignored.
    """

    what: Literal["outline", "range", "block", "slide"] = "outline"
    sheet: str | None = None
    range: str | None = None
    block: str | None = None
    slide: int | None = None
    mode: Literal["values", "formulas", "formats"] = "values"
    page: str | None = None
