"""The one way into documents, whatever their format.

    apply(document, ops)                     -> Applied              all or nothing
    read(document, scope)                    -> View                 paged
    check(document)                          -> tuple[Finding, ...]
    checks_of(format)                        -> tuple[str, ...]      the ids of all checks
    fold(base, ops, inputs, format=...)      -> bytes                byte-deterministic
    render(document)                         -> bytes                fold of a document
    refusals(document)                       -> tuple[OperationError, ...]   of all its operations
    project(document)                        -> dict                 what the editor draws, as JSON
    window(document, part, cursor)           -> dict | None          rows that `project` left out

Each format has a module with `apply`, `read`, `check`, `fold(document)` and `project(document)`; it
is imported when it is first used, so that a workbook does not pay for Word. Raises
`DocumentError`s of `errors.py`.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from docsmith.documents.errors import UnsupportedFormat
from docsmith.documents.model import (
    Applied,
    Document,
    Finding,
    Format,
    Input,
    OperationError,
    Scope,
    View,
)
from docsmith.documents.operations.base import OperationBase

_ENGINES: Mapping[Format, str] = {
    Format.EXCEL: "docsmith.documents.workbook.document",
    Format.WORD: "docsmith.documents.word.document",
    Format.SLIDES: "docsmith.documents.slides.document",
}


class Engine(Protocol):
    """What a module must offer to serve a format."""

    def apply(self, document: Document, ops: Sequence[OperationBase]) -> Applied: ...

    def read(self, document: Document, scope: Scope) -> View: ...

    def check(self, document: Document) -> tuple[Finding, ...]: ...

    def checks(self) -> tuple[str, ...]: ...

    def fold(self, document: Document) -> bytes: ...

    def project(self, document: Document) -> dict[str, Any]: ...

    def refusals(self, document: Document) -> tuple[OperationError, ...]: ...


def engine(format: Format) -> Engine:
    """The engine of a format. Raises `UnsupportedFormat`."""
    name = _ENGINES[format]
    try:
        return cast("Engine", import_module(name))
    except ModuleNotFoundError as error:
        if error.name is not None and name.startswith(error.name):
            raise UnsupportedFormat(f"there is no engine for {format}") from error
        raise


def apply(document: Document, ops: Sequence[OperationBase]) -> Applied:
    """The document with the batch applied; with errors, the one that came in."""
    return engine(document.format).apply(document, ops)


def read(document: Document, scope: Scope) -> View:
    """A page of the document."""
    return engine(document.format).read(document, scope)


def checks_of(format: Format) -> tuple[str, ...]:
    """The ids of all checks that `check` makes for a format."""
    return engine(format).checks()


def check(document: Document) -> tuple[Finding, ...]:
    """Every fault the checks find."""
    return engine(document.format).check(document)


def render(document: Document) -> bytes:
    """The finished file; its bytes depend on base, operations and inputs alone."""
    return engine(document.format).fold(document)


def project(document: Document) -> dict[str, Any]:
    """The document as the editor draws it: `head`, and `pages` by part; see the projections."""
    return engine(document.format).project(document)


def refusals(document: Document) -> tuple[OperationError, ...]:
    """Why the document's operations do not apply to its base and inputs; empty when they do."""
    return engine(document.format).refusals(document)


def window(document: Document, part: str, cursor: int) -> dict[str, Any] | None:
    """A page of a long sheet that `project` counts and leaves out; None where there is none."""
    if document.format is not Format.EXCEL:
        return None
    from docsmith.documents.workbook import document as workbook

    return workbook.window(document, part, cursor)


def fold(
    base: bytes | None,
    ops: Sequence[OperationBase],
    inputs: Mapping[str, Input],
    format: Format = Format.EXCEL,
) -> bytes:
    """`render` of a document given by its parts."""
    return render(Document(format=format, ops=tuple(ops), base=base, inputs=inputs))
