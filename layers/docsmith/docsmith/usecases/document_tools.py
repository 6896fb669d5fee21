"""The tools of the agent at work on one document: a call in, the bench after it and its answer out.

Answers are JSON with sorted keys, so that a provider's cache holds. A call that cannot be
understood is answered with an error that says what to change; nothing a model says raises.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from docsmith.agent.tools import MAX_CALL_BYTES, MAX_OPS, Tool
from docsmith.agent.turns import Json, ToolCall, ToolResult
from docsmith.agent.wire import canonical
from docsmith.documents.errors import DocumentError, UnreadableSource
from docsmith.documents.interface import apply, check, read
from docsmith.documents.model import Applied, Document, Finding, OperationError, Scope, Severity
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.formats import operation_names, operations_of
from docsmith.documents.sources.selections import with_selections
from docsmith.usecases.document_state import Slot
from docsmith.usecases.source_reading import Wanted, read_slot

_CUT = "The answer reached its length limit inside this call. Send it again in smaller batches."

MOST_TOLD = 40
"""Findings that the answer to a batch tells; `document_check` tells them all."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """A document and the tools on it. `summary` is set once document_finish was accepted.

    `slots` says of the inputs what their bytes do not.
    """

    document: Document
    max_rows: int
    summary: str | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict[str, Slot])

    def run(self, call: ToolCall) -> tuple["Workbench", ToolResult]:
        """Never raises for what a model said; a fault of ours does."""
        if call.cut:
            return self, _refused(call, {"error": _CUT})
        try:
            return self._dispatch(call)
        except (DocumentError, ValueError) as error:
            return self, _refused(call, {"error": str(error)})

    def _dispatch(self, call: ToolCall) -> tuple["Workbench", ToolResult]:
        match call.name:
            case Tool.READ:
                return self, _answer(call, self._read(call.arguments))
            case Tool.APPLY:
                return self._apply(call)
            case Tool.CHECK:
                return self, _answer(call, self._check())
            case Tool.FINISH:
                return self._finish(call)
            case Tool.SOURCE:
                return self, self._source(call)
            case _:
                tools = ", ".join(Tool)
                return self, _refused(call, {"error": f"No such tool. There are: {tools}."})

    def _read(self, arguments: Json) -> Json:
        view = read(self.document, scope_of(arguments))
        return {"version": self.document.version, **asdict(view)}

    def _apply(self, call: ToolCall) -> tuple["Workbench", ToolResult]:
        version = self.document.version
        given = call.arguments.get("base_version")
        if given != version:
            reason = f"base_version is {given}, the document is at {version}: read it first."
            return self, _refused(call, {"version": version, "error": reason})
        given_ops = call.arguments.get("ops")
        ops, errors = parse_operations(given_ops, self.document.format)
        applied = Applied(self.document, errors=errors) if errors else apply(self.document, ops)
        if not applied.ok:
            told = [asdict(error) for error in applied.errors]
            return self, _refused(call, {"version": version, "errors": told})
        told = {
            "version": applied.document.version,
            "changed": list(applied.changed),
            "computed": dict(applied.computed),
            "findings": _findings(_pressing(applied.findings)[:MOST_TOLD]),
        }
        if len(applied.findings) > MOST_TOLD:
            told["more_findings"] = len(applied.findings) - MOST_TOLD
        return replace(self, document=applied.document), _answer(call, told)

    def _check(self) -> Json:
        return {"version": self.document.version, "findings": _findings(check(self.document))}

    def _finish(self, call: ToolCall) -> tuple["Workbench", ToolResult]:
        summary = str(call.arguments.get("summary", "")).strip()
        if not summary:
            return self, _refused(call, {"error": "summary: one or two sentences for the reader."})
        findings = check(self.document)
        blocking = [f for f in findings if f.severity is Severity.BLOCKING]
        if blocking:
            told = {"finished": False, "findings": _findings(tuple(blocking))}
            return self, _refused(call, told)
        return replace(self, summary=summary), _answer(call, {"finished": True})

    def _source(self, call: ToolCall) -> ToolResult:
        name = str(call.arguments.get("slot", ""))
        asked = {k: v for k, v in call.arguments.items() if k in Wanted.model_fields and v}
        inputs = with_selections(self.document.inputs, self.document.ops)
        known = inputs.get(name)
        if known is None:
            slots = ", ".join(inputs) or "none"
            return _refused(call, {"error": f"No such slot. There are: {slots}."})
        try:
            wanted = Wanted.model_validate(asked)
            told = read_slot(name, known, self.slots.get(name), self.max_rows, wanted)
        except UnreadableSource as unreadable:
            return _refused(call, {"error": unreadable.reason})
        return _answer(call, told.content).model_copy(update={"images": told.images})


def scope_of(arguments: Json) -> Scope:
    """`outline`, `Sheet!A1:D9`, `Sheet`, `block ID` or `slide 3`, with mode and page.

    Raises `ValueError` for a mode that there is none of.
    """
    mode = str(arguments.get("mode", "values"))
    if mode not in ("values", "formulas", "formats"):
        raise ValueError("mode: one of values, formulas, formats")
    page = arguments.get("page")
    common = Scope(mode=mode, page=str(page) if page else None)
    text = str(arguments.get("scope", "outline")).strip()
    word, _, rest = text.partition(" ")
    if text == "outline":
        return common
    if word == "block" and rest:
        return replace(common, what="block", block=rest)
    if word == "slide" and rest.isdigit():
        return replace(common, what="slide", slide=int(rest))
    sheet, _, area = text.rpartition("!") if "!" in text else (text, "", "")
    return replace(common, what="range", sheet=sheet.strip("'"), range=area or None)


def parse_operations(
    given: Any, format: str = "excel"
) -> tuple[tuple[OperationBase, ...], tuple[OperationError, ...]]:
    """Operations of a format from JSON, or why they are none; never both."""
    if not isinstance(given, list) or not given:
        return (), (OperationError("ops", "must be a list of operations"),)
    items: list[Any] = given  # pyright: ignore[reportUnknownVariableType]
    if len(items) > MAX_OPS:
        reason = f"{len(items)} operations; at most {MAX_OPS} a call: send the rest next."
        return (), (OperationError("ops", reason),)
    if len(canonical({"ops": items}).encode()) > MAX_CALL_BYTES:
        reason = f"more than {MAX_CALL_BYTES} bytes: split the batch, or load_data for rows."
        return (), (OperationError("ops", reason),)
    ops: list[OperationBase] = []
    errors: list[OperationError] = []
    union = operations_of(format)
    for position, item in enumerate(items):
        try:
            ops.append(union.validate_python(item))
        except ValidationError as invalid:
            errors.extend(_problems(position, invalid, operation_names(format)))
    return tuple(ops), tuple(errors)


def _problems(
    position: int, invalid: ValidationError, names: frozenset[str]
) -> list[OperationError]:
    found: list[OperationError] = []
    for problem in invalid.errors()[:5]:
        place = _place(problem["loc"], names)
        path = f"ops[{position}]" + "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in place
        )
        context: dict[str, Any] = problem.get("ctx", {})
        allowed = context.get("expected") or context.get("expected_tags")
        found.append(
            OperationError(path, problem["msg"], allowed=(str(allowed),) if allowed else ())
        )
    return found


def _place(loc: tuple[int | str, ...], names: frozenset[str]) -> list[int | str]:
    """Where the fault is, as the model wrote it: without the tags of unions that pydantic adds.

    These are the operation's name, the layout after `content`, and the kind of an item.
    """
    inner = loc[1:] if loc and loc[0] in names else loc
    pairs = list(zip((None, *inner), inner, strict=False))
    return [part for before, part in pairs if not (before == "content" or _is_tag(before, part))]


def _is_tag(before: int | str | None, part: int | str) -> bool:
    """An item that may be a text or an object is tagged with what it was tried as."""
    if not isinstance(before, int) or isinstance(part, int):
        return False
    return part == "constrained-str" or part[:1].isupper()


def _pressing(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What blocks comes first."""
    return tuple(sorted(findings, key=lambda f: f.severity is not Severity.BLOCKING))


def _findings(findings: tuple[Finding, ...]) -> list[Json]:
    return [asdict(finding) for finding in findings]


def _answer(call: ToolCall, content: Json) -> ToolResult:
    return ToolResult(call_id=call.id, content=canonical(content))


def _refused(call: ToolCall, content: Json) -> ToolResult:
    return ToolResult(call_id=call.id, content=canonical(content), is_error=True)
