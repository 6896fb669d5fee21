"""Compaction: a long history becomes the task's messages and one digest of where the work stands.

No turn is kept verbatim: signed thinking is bound to the conversation it came from, so a turn moved
behind another prefix could be refused by the provider. What must survive does so as text: the first
message as it was (the cached prefix ends there), the latest one, the plan, the last outline of the
document, the last findings, the requests in between, and what the newest tool answers said.

Pure and deterministic; a digest of a digest keeps what the first one knew.
"""

from typing import Any

from docsmith.agent.brief import is_task, read_user_message
from docsmith.agent.tools import Tool
from docsmith.agent.turns import History, Json, ToolCall, ToolResult, ToolResults, Turn, UserMessage
from docsmith.agent.wire import as_list, canonical, parsed

MARK = "# Where the work stands"
EXPLANATION = (
    "Earlier turns were replaced by this digest to save room. The document is as `version` says; "
    "`outline` is the last one that was read, `changed` what was changed since. Read it again with "
    "document_read before changing what you do not see here."
)

PLAN_CHARACTERS = 6_000
PLACES_KEPT = 200
OUTLINE_CHARACTERS = 24_000
RESULT_CHARACTERS = 4_000
RESULTS_KEPT = 4

Exchange = tuple[ToolCall, ToolResult]


def compact(history: History) -> History:
    """The shorter history. Its last entry is the digest, so a model call comes next."""
    messages = [entry for entry in history.entries if isinstance(entry, UserMessage)]
    tasks = [message for message in messages if is_task(message)] or messages[:1]
    ends = tasks if len(tasks) < 2 else [tasks[0], tasks[-1]]
    text = f"{MARK}\n{canonical(_digest(history, tasks))}\n{EXPLANATION}"
    return History(entries=(*ends, UserMessage(text=text)))


def is_digest(message: UserMessage) -> bool:
    """Whether `compact` wrote it."""
    return message.text.startswith(f"{MARK}\n")


def turns_before(message: UserMessage) -> int:
    """How many turns of its task a digest replaced; 0 for any other message."""
    return int(digest_of(message).get("turns", 0))


def digest_of(message: UserMessage) -> Json:
    """The facts in a digest; `{}` for any other message."""
    return parsed(message.text.split("\n", 2)[1]) if is_digest(message) else {}


def _digest(history: History, tasks: list[UserMessage]) -> dict[str, Any]:
    before = _former(history)
    exchanges = _exchanges(history)
    outline, since = _outline(exchanges)
    places = _places(since) if outline else [*before.get("changed", []), *_places(since)]
    return {
        "changed": list(dict.fromkeys(places))[-PLACES_KEPT:],
        "findings": _last_with(exchanges, "findings", before.get("findings", [])),
        "outline": outline or before.get("outline"),
        "plan": before.get("plan") or _plan(history),
        "recent": [_recent(call, result) for call, result in exchanges[-RESULTS_KEPT:]],
        "requests": _requests(before, tasks),
        "turns": _turns(history),
        "version": _last_with(exchanges, "version", before.get("version")),
    }


def _former(history: History) -> Json:
    found: Json = {}
    for entry in history.entries:
        if isinstance(entry, UserMessage):
            found = digest_of(entry) or found
    return found


def _exchanges(history: History) -> list[Exchange]:
    calls: dict[str, ToolCall] = {}
    pairs: list[Exchange] = []
    for entry in history.entries:
        if isinstance(entry, Turn):
            calls |= {call.id: call for call in entry.calls}
        if isinstance(entry, ToolResults):
            pairs += [(calls[r.call_id], r) for r in entry.results if r.call_id in calls]
    return pairs


def _last_with(exchanges: list[Exchange], key: str, default: Any) -> Any:
    for _, result in reversed(exchanges):
        content = parsed(result.content)
        if key in content:
            return content[key]
    return default


def _outline(exchanges: list[Exchange]) -> tuple[str | None, list[Exchange]]:
    """The last outline that was read, and what came after it; all of it when there is none."""
    for index in range(len(exchanges) - 1, -1, -1):
        call, result = exchanges[index]
        asked = call.arguments.get("scope", "outline") == "outline"
        if call.name == Tool.READ and asked and not result.is_error:
            return result.content[:OUTLINE_CHARACTERS], exchanges[index + 1 :]
    return None, exchanges


def _places(exchanges: list[Exchange]) -> list[str]:
    """What was changed: sheets, blocks and slides, so that an old outline is read with them."""
    changed = [place for _, r in exchanges for place in as_list(parsed(r.content).get("changed"))]
    return list(dict.fromkeys(str(place).partition("!")[0] for place in changed))


def _plan(history: History) -> str:
    """What the model wrote first: in words, or in thoughts, where newer models put the words that
    stand between calls.
    """
    turns = [entry for entry in history.entries if isinstance(entry, Turn)]
    for kind in ("text", "thinking"):
        for turn in turns:
            said = [str(b.get(kind, "")) for b in turn.blocks if b.get("type") == kind]
            if any(said):
                return "\n".join(said)[:PLAN_CHARACTERS]
    return ""


def _recent(call: ToolCall, result: ToolResult) -> Json:
    return {
        "answer": result.content[:RESULT_CHARACTERS],
        "error": result.is_error,
        "tool": call.name,
    }


def _requests(before: Json, tasks: list[UserMessage]) -> list[str]:
    """Prompts between the first and the latest, oldest first."""
    kept = [str(prompt) for prompt in before.get("requests", [])]
    middle = [read_user_message(task.text).prompt for task in tasks[1:-1]]
    return kept + [prompt for prompt in middle if prompt not in kept]


def _turns(history: History) -> int:
    """Turns of the present task so far, those that an earlier digest replaced included."""
    count = 0
    for entry in history.entries:
        if isinstance(entry, UserMessage):
            count = 0 if is_task(entry) else count + turns_before(entry)
        count += isinstance(entry, Turn)
    return count
