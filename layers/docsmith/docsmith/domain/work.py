"""What a task has made so far: where its state lies, the document as saved, what it hands over."""

from typing import Any

from docsmith.domain.value import Value


class Pointers(Value):
    """Full keys of the objects that hold this task's state; each moves only forward."""

    sources: str | None = None
    state: str | None = None
    conversation: str | None = None
    plan: str | None = None
    results: str | None = None
    document: str | None = None
    view: str | None = None


class Outcome(Value):
    """What a completed task hands over. Links are made when it is read, never stored."""

    summary: str
    revision: int | None = None
    file_name: str | None = None
    text: str | None = None
    answer: str | None = None
    outline: dict[str, Any] | None = None
    artifacts: tuple[dict[str, Any], ...] = ()
    quality: dict[str, Any] | None = None


class Draft(Value):
    """The document as saved, before it becomes a revision: size in bytes, keys in `Pointers`."""

    number: int
    file_name: str
    size: int
    sha256: str
    schema_version: int
