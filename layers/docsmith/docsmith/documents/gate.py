"""The quality gate: may this document be delivered, and what does its result say about its quality?

verdict(findings)            -> Verdict      `passed` is false while a blocking finding stands
Verdict.as_json()            -> {"checks": [...], "warnings": [...]}, the `quality` of a result
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsmith.documents.model import Finding, Severity

MAX_WARNINGS = 50


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided. `checks` are the ids of every check that ran."""

    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    checks: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.blocking

    def as_json(self) -> dict[str, Any]:
        """For the result of a task: each check with its outcome, then what was found."""
        counts = Counter(f.id for f in (*self.blocking, *self.warnings))
        blocked = {f.id for f in self.blocking}
        return {
            "checks": [
                {"id": c, "outcome": _outcome(c, counts, blocked), "findings": counts[c]}
                for c in self.checks
            ],
            "warnings": [finding_json(f) for f in (*self.blocking, *self.warnings)][:MAX_WARNINGS],
        }


def _outcome(check: str, counts: Counter[str], blocked: set[str]) -> str:
    if check in blocked:
        return "failed"
    return "warned" if counts[check] else "passed"


def finding_json(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.id,
        "severity": str(finding.severity),
        "place": finding.place,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def finding_of(told: Mapping[str, str]) -> Finding:
    """The finding that `finding_json` told of."""
    severity = Severity(told["severity"])
    return Finding(told["id"], severity, told["place"], told["message"], told["remedy"])


def verdict(findings: Sequence[Finding], checks: Sequence[str] = ()) -> Verdict:
    """The decision over these findings. `checks` are the ids that ran; those with findings are
    added.
    """
    ids = dict.fromkeys((*checks, *(f.id for f in findings)))
    return Verdict(
        blocking=tuple(f for f in findings if f.severity is Severity.BLOCKING),
        warnings=tuple(f for f in findings if f.severity is not Severity.BLOCKING),
        checks=tuple(ids),
    )
