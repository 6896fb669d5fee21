"""One fault: which check, on which slide and shape, and what to do about it."""

from dataclasses import dataclass

from docsmith.documents.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """`part` is the slide's part in the package, empty for the deck; `shape` the shape's name."""

    check: str
    severity: Severity
    part: str
    shape: str
    message: str
    remedy: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The same fault before and after an edit."""
        return self.check, self.part, self.shape

    def finding(self, number: int) -> Finding:
        place = f"slide {number}" if number else "deck"
        if self.shape:
            place += f" · {self.shape}"
        return Finding(self.check, self.severity, place, self.message, self.remedy)


BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
