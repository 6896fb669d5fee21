"""What can go wrong with documents, as one tree.

DocumentError
├── UnreadableSource     a data source cannot be read as a table
├── UnreadableFile       an uploaded document cannot be opened, or must not be
├── OperationRefused     one operation of a batch cannot be applied; becomes an `OperationError`
├── EngineFailed         the formula engine did not finish in its time or memory
└── UnsupportedFormat    no engine for this kind of document
"""


class DocumentError(Exception):
    """Something about a document or its inputs is not as it must be."""


class UnreadableSource(DocumentError):
    """The data source cannot be read. `reason` is one sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableFile(DocumentError):
    """The uploaded document cannot be read. `reason` is one sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OperationRefused(DocumentError):
    """An operation cannot be applied. `path` is relative to the operation: `rows[0].formula`."""

    def __init__(
        self, path: str, reason: str, allowed: tuple[str, ...] = (), hint: str | None = None
    ) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
        self.allowed = allowed
        self.hint = hint


class EngineFailed(DocumentError):
    """The formula engine gave no answer: it ran out of time or memory, or could not read the
    file.
    """


class UnsupportedFormat(DocumentError):
    """There is no engine for this kind of document."""
