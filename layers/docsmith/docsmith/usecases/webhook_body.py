"""The body of a webhook, made at the moment it is sent: links are fresh at every attempt."""

import json
from typing import Any

from docsmith.domain.clock import iso
from docsmith.domain.task import Kind, Task
from docsmith.domain.webhook import EVENT_OF, Delivery
from docsmith.usecases.links import Links

BODY_LIMIT = 20_000
_CUT = 2_000
_DISPENSABLE = ("outline", "answer", "text", "artifacts")
_FORMAT = {
    Kind.OUTLINE: "slides",
    Kind.ANALYZE: "excel",
    Kind.HUMANIZE: "text",
    Kind.REWRITE: "text",
    Kind.NEW_CONTENT: "text",
}


def delivery_body(delivery: Delivery, task: Task | None, links: Links) -> bytes:
    """JSON under 20 kB. `task` is None for an event that carries its own `facts`."""
    head = {"event": delivery.event.value, "delivery_id": delivery.delivery_id}
    created = {"created_at": iso(delivery.created_at)}
    about = task_facts(task, links) if task else {}
    return encoded({**head, **about, **created, **(delivery.facts or {})})


def announcement_body(task: Task, links: Links) -> dict[str, Any]:
    """What the event bus is told of a terminal task: the webhook's body without a delivery."""
    created = iso(task.ended_at or task.created_at)
    body = {"event": EVENT_OF[task.status].value, **task_facts(task, links), "created_at": created}
    return json.loads(encoded(body))


def task_facts(task: Task, links: Links) -> dict[str, Any]:
    """What a terminal task hands over, or why it does not."""
    made = _FORMAT.get(task.kind, task.kind.value)
    facts: dict[str, Any] = {
        "run_id": task.run_id,
        "task_id": task.task_id,
        "agent_name": f"{made}_agent_api",
        "format": made,
        "status": task.status.value,
    }
    if task.batch:
        facts["batch_id"] = task.batch
    if task.failure is not None:
        facts["error"] = {"code": task.failure.code, "message": task.failure.message}
    return facts | _result(task, links)


def _result(task: Task, links: Links) -> dict[str, Any]:
    outcome = task.outcome
    if outcome is None:
        return {}
    result: dict[str, Any] = {}
    if outcome.revision is not None:
        run_id, base, since = task.run_id, task.base_url, task.ended_at
        number = outcome.revision
        result["download_url"] = links.download(base, run_id, since=since, revision=number)
        result["edit_url"] = links.edit(base, run_id, since=since)
    result |= {
        "summary": outcome.summary,
        "artifacts": list(outcome.artifacts),
        "credits_used": task.credits_used or 0,
        "duration_ms": task.duration_ms or 0,
    }
    texts = {"text": outcome.text, "answer": outcome.answer, "outline": outcome.outline}
    return result | {name: value for name, value in texts.items() if value is not None}


def encoded(body: dict[str, Any]) -> bytes:
    """JSON under the limit: what is too long is left out and named in `omitted`, then cut."""
    for name in _DISPENSABLE:
        raw = _dumped(body)
        if len(raw) < BODY_LIMIT:
            return raw
        if body.pop(name, None):
            body = {**body, "omitted": [*body.get("omitted", ()), name]}
    for holder in (body, body.get("error", {})):
        for name in ("summary", "message"):
            if name in holder:
                holder[name] = holder[name][:_CUT]
    return _dumped(body)


def _dumped(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
