"""`webhooks listen | log | replay`: what arrives, what was sent, and sending it again."""

import json
import time
from argparse import Namespace
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from docsmith_cli import target
from docsmith_cli.api import Api
from docsmith_cli.problems import UsageProblem
from docsmith_cli.receiving import Receiver, Webhook
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.verifying import Verdict, verify


def act(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Do what the verb says."""
    return {"listen": listen, "log": log, "replay": replay}[words.verb](words, settings, speaker)


def listen(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Receive, verify, print, explain; until interrupted or enough came. 1 if one was not ours."""
    secrets: list[str] = list(words.secret)
    verdicts: list[Verdict] = []

    def take(webhook: Webhook) -> bool:
        verdict = verify(webhook.headers, webhook.body, secrets, now=time.time())
        verdicts.append(verdict)
        _tell(webhook, verdict, words, speaker)
        return words.count is None or len(verdicts) < words.count

    with (
        Receiver(words.port, answer=words.answer, take=take) as receiver,
        _known(words, settings, receiver.url, secrets),
    ):
        speaker.note(f"listening on {receiver.url} with {len(secrets)} secret(s)")
        receiver.receive()
    return 0 if all(verdict.genuine for verdict in verdicts) else 1


@contextmanager
def _known(
    words: Namespace, settings: Settings, url: str, secrets: list[str]
) -> Generator[None, None, None]:
    """The secrets to verify with, and a subscription for as long as that was asked for."""
    if secrets and not words.subscribe:
        yield
        return
    with target.running(settings) as api:
        if not secrets and "webhook_secret" in (organisation := api.verify()):
            secrets.append(organisation["webhook_secret"])
        if not words.subscribe:
            yield
            return
        made = api.subscribe({"url": url, "events": words.subscribe, "description": "listen"})
        secrets.append(made["secret"])
        try:
            yield
        finally:
            api.unsubscribe(made["webhook_id"])


def _tell(webhook: Webhook, verdict: Verdict, words: Namespace, speaker: Speaker) -> None:
    body = _body(webhook)
    facts = {"verified": list(verdict.by), "why": verdict.why or None, "body": body}
    if words.json:
        speaker.answer_json({**facts, "headers": dict(webhook.headers)})
        return
    names = ("event", "status", "task_id", "delivery_id")
    speaker.answer("  ".join(str(body[name]) for name in names if name in body) or webhook.path)
    if body.get("error"):
        speaker.answer(f"    {body['error'].get('code')}: {body['error'].get('message')}")
    if body.get("download_url"):
        speaker.answer(f"    {body['download_url']}")
    seal = f"verified by {', '.join(verdict.by)}" if verdict.genuine else f"REFUSED: {verdict.why}"
    speaker.answer(f"    {seal}")


def _body(webhook: Webhook) -> dict[str, Any]:
    try:
        body: Any = json.loads(webhook.body)
    except ValueError:
        return {}
    return dict(body) if isinstance(body, dict) else {}  # pyright: ignore[reportUnknownArgumentType]


def log(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """List deliveries with their attempts, newest first."""
    wanted = {
        "status": words.status,
        "webhook_id": words.webhook,
        "task_id": words.task,
        "since": words.since,
        "limit": min(words.limit, 100),
    }
    with target.running(settings) as api:
        found = api.deliveries({name: value for name, value in wanted.items() if value})
    if words.json:
        speaker.answer_json(found)
        return 0
    for delivery in found["data"]:
        for line in _lines(delivery):
            speaker.answer(line)
    if not found["data"]:
        speaker.note("no delivery")
    return 0


def _lines(delivery: Mapping[str, Any]) -> Iterator[str]:
    created = str(delivery["created_at"])[:19].replace("T", " ")
    yield f"{created}  {delivery['delivery_id']}  {delivery['event']}  {delivery['status']}"
    yield f"    to {delivery['url']}"
    for attempt in delivery["attempts"]:
        came = attempt.get("status") or attempt.get("error")
        said = f"  {attempt['response'][:60]!r}" if attempt.get("response") else ""
        yield f"    {attempt['number']}. {attempt['at'][11:19]}  {came}{_took(attempt)}{said}"
    if delivery.get("reason"):
        yield f"    {delivery['reason']}"
    if delivery.get("next_attempt_at"):
        yield f"    next attempt {delivery['next_attempt_at'][:19].replace('T', ' ')}"


def _took(attempt: Mapping[str, Any]) -> str:
    return f"  {attempt['latency_ms']} ms" if attempt.get("latency_ms") is not None else ""


def replay(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Send one delivery again, or what a subscription missed in a time range."""
    if bool(words.delivery_id) == bool(words.webhook):
        raise UsageProblem("name a delivery, or a subscription with --webhook and --since")
    if words.webhook and not words.since:
        raise UsageProblem("--webhook needs --since: which deliveries are meant")
    with target.running(settings) as api:
        if words.delivery_id:
            told = api.replay_delivery(words.delivery_id)
            text = f"{told['delivery_id']} {told['status']}"
        else:
            told = {"webhook_id": words.webhook, "replayed": _replayed(api, words)}
            text = f"{told['replayed']} deliveries are sent again"
    speaker.answer_json(told) if words.json else speaker.answer(text)
    return 0


def _replayed(api: Api, words: Namespace) -> int:
    """The whole range, page by page."""
    asked = {"since": words.since, "until": words.until}
    wanted = {name: value for name, value in asked.items() if value}
    count = 0
    while True:
        done = api.replay_range(words.webhook, wanted)
        count += done["replayed"]
        if not done.get("next_cursor"):
            return count
        wanted["cursor"] = done["next_cursor"]
