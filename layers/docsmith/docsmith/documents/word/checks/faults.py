"""One fault of a finished file, before it becomes a `Finding`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docsmith.documents.model import Finding, Severity
from docsmith.documents.word.checks.reading import Reading

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Fault:
    """`key` tells whether an uploaded file had the same fault before."""

    place: str
    message: str
    remedy: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """`only` names the designs that a check is for; empty for all, uploaded ones included.
    `of_wording` is a check whose faults are made by what is said, not by how it stands.
    """

    id: str
    severity: Severity
    run: Callable[[Reading], Iterator[Fault]]
    only: frozenset[str] = frozenset()
    of_wording: bool = False

    def finding(self, fault: Fault) -> Finding:
        return Finding(self.id, self.severity, fault.place, fault.message, fault.remedy)
