"""Preflight: judge from metadata alone whether a request can be fulfilled. It fails open."""

from dataclasses import dataclass
from typing import Any, Protocol

from docsmith.agent.model import UNLEASHED, Leash
from docsmith.agent.preflight import Metadata, Verdict
from docsmith.domain.errors import PreflightFailed, UpstreamError
from docsmith.domain.task import Phase, Task
from docsmith.usecases.claims import advance
from docsmith.usecases.model_choice import bill, spend
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To, failed


class Validator(Protocol):
    """Judges metadata. Raises `UpstreamError` when it is down or answers nonsense."""

    def judge(self, metadata: Metadata) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges: `offline` for test keys, `validator` for the others."""

    validator: Validator
    offline: Validator

    def verdict(self, metadata: Metadata, *, test: bool) -> Verdict:
        """A validator that is down stops nobody."""
        try:
            return (self.offline if test else self.validator).judge(metadata)
        except UpstreamError:
            return Verdict(valid=True)


@dataclass(frozen=True, slots=True)
class Preflight:
    """The step with what it needs. `model` is the validator's, for the ledger."""

    records: Records
    judge: Judge
    model: str

    def __call__(self, task: Task, leash: Leash = UNLEASHED) -> StepResult:
        """A plan that is replayed was judged when it was written."""
        del leash
        if task.replays:
            return StepResult(outcome=To.OK)
        metadata = metadata_of(task.kind.value, task.request)
        verdict = self.judge.verdict(metadata, test=task.pool == "test")
        spent = spend(task, Phase.PREFLIGHT, verdict.usage, model=self.model, charged=False)
        intents = verdict.detected_intents
        advance(task, records=self.records, intents=intents, **bill(spent))
        if verdict.valid:
            return StepResult(outcome=To.OK)
        missing = list(verdict.missing)
        return failed(PreflightFailed(verdict.reason, missing=missing, reason=verdict.reason))


def metadata_of(format: str, request: dict[str, Any]) -> Metadata:
    """What the validator may see: never the content of a file."""
    references = [*(request.get("context_files") or ()), request.get("init_file")]
    return Metadata(
        prompt=request["prompt"],
        format=format,
        mode=request.get("mode", "action"),
        images=len(request.get("image_assets") or ()),
        data_sources=len(request.get("data_sources") or ()),
        reference_files=sum(reference is not None for reference in references)
        + (request.get("run_id") is not None),
        brand=bool(request.get("brand")),
    )
