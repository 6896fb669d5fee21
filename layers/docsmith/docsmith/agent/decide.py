"""The agent's loop as a pure decision: history in, next action out.

The last entry decides. Rows are tried from the top; the first that fits wins.

    last entry                                          next action
    --------------------------------------------------  ------------------------------------------
    none                                                Fail(model_error): nothing was asked
    turn, stopped by refusal                            Fail(model_error)
    turn, stopped by context overflow                   Compact; if just done Fail(model_error)
    turn with calls (also when cut by max_tokens)       ExecutePlan: a cut batch is refused whole,
                                                        and its result tells the model so
    turn, stopped by pause_turn                         CallModel again, nothing said
    turn without calls, stopped by max_tokens           CallModel "go on, smaller steps"
    turn without calls, an answer in text was wanted    Finish(its text)
    turn without calls                                  CallModel "use a tool, or document_finish"
    any of the three above, `max_idle_turns` in a row   Fail(model_error)
    results, document_finish accepted                   Finish(its summary)
    results, document_finish refused too often          Fail(quality_gate_failed)
    results, nothing but errors too often in a row      Fail(model_error)
    whatever leads to CallModel, out of turns           Fail(quality_gate_failed) when a finish was
                                                        refused, else Fail(model_error)
    whatever leads to CallModel, out of credits         Fail(credit_limit)
    whatever leads to CallModel, context above limit    Compact; if just done CallModel
    message, or results                                 CallModel

Turns, refused finishes and errors are counted within the present task: since the last message that
`brief.compose_user_message` wrote.
"""

from typing import Literal

from docsmith.agent.present_task import (
    accepted,
    blocking,
    failed_turns,
    finish_call,
    idle_turns,
    just_compacted,
    refused_finishes,
    text_of,
    turns_used,
)
from docsmith.agent.prompt import message
from docsmith.agent.turns import (
    History,
    Json,
    StopReason,
    ToolCall,
    ToolResults,
    Turn,
    UserMessage,
    Value,
)
from docsmith.agent.wire import as_object
from docsmith.domain.credits import OFFLINE

FailureCode = Literal["model_error", "credit_limit", "quality_gate_failed"]

SAID = 300
"""Characters of a refusal, or of findings, that a client is told."""
NAMED = 2
"""Findings that a failure names."""
CHARACTERS_PER_TOKEN = 3
"""Low on purpose: an estimate that is too high compacts early, one too low overflows."""


class Limits(Value):
    """What a task may use. `remaining_credits` is None when nothing bounds it."""

    max_turns: int = 60
    max_output_tokens: int = 32_000
    compact_at_tokens: int = 80_000
    """Far below what a model takes: a turn pays for all of the context, even if only a tenth."""
    remaining_credits: float | None = None
    max_idle_turns: int = 3
    max_refused_finishes: int = 4
    max_failed_turns: int = 8
    answer_in_text: bool = False
    """True for `ask`, analyze and text tasks, whose answer is the turn's own text."""


class CallModel(Value):
    """Call the model; when `say` is not None append it as a `UserMessage` first."""

    max_tokens: int
    say: str | None = None


class ExecutePlan(Value):
    """Run these calls in order and append one `ToolResults` with an answer to each."""

    calls: tuple[ToolCall, ...]


class Compact(Value):
    """Replace the history by `compact.compact(history)`."""


class Finish(Value):
    """The work is done."""

    summary: str


class Fail(Value):
    """The task ends as failed; `message` is safe to show to a client."""

    code: FailureCode
    message: str


Action = CallModel | ExecutePlan | Compact | Finish | Fail


def next_action(history: History, limits: Limits) -> Action:
    """What to do now. Total: every history has exactly one next action."""
    if not history.entries:
        return Fail(code="model_error", message="Nothing was asked.")
    last = history.entries[-1]
    if isinstance(last, Turn):
        return _after_turn(last, history, limits)
    if isinstance(last, ToolResults):
        return _after_results(last, history, limits)
    return _call(history, limits)


def context_tokens(history: History) -> int:
    """Tokens the next call would send, about: the last turn's count and the text since."""
    counted, since = 0, 0
    for entry in reversed(history.entries):
        if isinstance(entry, Turn):
            usage = entry.usage
            read = usage.cache_read_tokens + usage.cache_write_tokens
            counted = usage.input_tokens + read + usage.output_tokens
            break
        since += _characters(entry)
    return counted + since // CHARACTERS_PER_TOKEN


def _after_turn(turn: Turn, history: History, limits: Limits) -> Action:
    if turn.stop is StopReason.REFUSAL:
        return Fail(code="model_error", message=_declined(turn))
    if turn.stop is StopReason.CONTEXT_OVERFLOW:
        return _compact_once(history)
    if turn.calls:
        return ExecutePlan(calls=turn.calls)
    return _after_idle_turn(turn, history, limits)


def _declined(turn: Turn) -> str:
    said = text_of(turn)[:SAID]
    if turn.model == OFFLINE and said:
        return said
    return "The model declined this request." + (f" It said: {said}" if said else "")


def _after_idle_turn(turn: Turn, history: History, limits: Limits) -> Action:
    done = turn.stop is StopReason.END_TURN
    if done and limits.answer_in_text and text_of(turn):
        return Finish(summary=text_of(turn))
    if idle_turns(history) >= limits.max_idle_turns:
        return Fail(code="model_error", message="The model stopped before the work was done.")
    says = {StopReason.MAX_TOKENS: message("continue"), StopReason.PAUSE_TURN: None}
    return _call(history, limits, say=says.get(turn.stop, message("nudge")))


def _after_results(results: ToolResults, history: History, limits: Limits) -> Action:
    finish = finish_call(history)
    if finish and accepted(finish, results):
        return Finish(summary=str(finish.arguments.get("summary", "")))
    if finish and len(refused_finishes(history)) >= limits.max_refused_finishes:
        return _gate_failed("Blocking findings could not be mended", history)
    if failed_turns(history) >= limits.max_failed_turns:
        return Fail(code="model_error", message="The model's changes were refused too often.")
    return _call(history, limits)


def _call(history: History, limits: Limits, say: str | None = None) -> Action:
    if turns_used(history) >= limits.max_turns:
        return _out_of_turns(history)
    if limits.remaining_credits is not None and limits.remaining_credits <= 0:
        return Fail(code="credit_limit", message="The credits allowed for this task are used up.")
    if context_tokens(history) >= limits.compact_at_tokens and not just_compacted(history):
        return Compact()
    return CallModel(max_tokens=limits.max_output_tokens, say=say)


def _out_of_turns(history: History) -> Fail:
    if refused_finishes(history):
        return _gate_failed("Blocking findings were left at the end", history)
    return Fail(code="model_error", message="The work was not done within the turns allowed.")


def _gate_failed(what: str, history: History) -> Fail:
    """Names the first findings that the last refused finish was told."""
    named = "; ".join(_named(as_object(found)) for found in blocking(history)[:NAMED])
    message = f"{what}: {named}"[:SAID].rstrip(" .;") if named else what
    return Fail(code="quality_gate_failed", message=f"{message}.")


def _named(finding: Json) -> str:
    """`docx.duplicate_id at package: 2 bookmarks have the id _Toc00000001`."""
    place = f" at {finding['place']}" if finding.get("place") else ""
    return f"{finding.get('id', '')}{place}: {finding.get('message', '')}".rstrip(" .:")


def _compact_once(history: History) -> Action:
    if just_compacted(history):
        return Fail(code="model_error", message="The request does not fit the model's context.")
    return Compact()


def _characters(entry: UserMessage | ToolResults) -> int:
    if isinstance(entry, UserMessage):
        return len(entry.text)
    return sum(len(result.content) for result in entry.results)
