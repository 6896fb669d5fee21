"""The words of `docsmith webhooks`: listen, log, replay."""

import argparse

from docsmith_cli.words import Words

EVENTS = ("run.completed", "run.failed", "run.cancelled", "run.expired", "batch.completed")
STATUSES = ("pending", "delivered", "exhausted", "disabled")


def add_commands(words: Words) -> None:
    """Add `webhooks` and its verbs to the command's words."""
    webhooks = words.add_parser("webhooks", help="receive, list and replay webhooks")
    verbs = webhooks.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_listen(verbs)
    _add_log(verbs)
    _add_replay(verbs)


def _add_listen(verbs: Words) -> None:
    listen = verbs.add_parser("listen", help="receive webhooks here, verify and explain them")
    listen.add_argument("--port", type=int, default=8099, help="listen on this port (8099)")
    listen.add_argument(
        "--secret",
        metavar="WHSEC",
        action="append",
        default=[],
        help="verify with this secret (may be repeated); default: the organisation's primary one",
    )
    listen.add_argument(
        "--subscribe",
        metavar="EVENT",
        choices=EVENTS,
        action="append",
        default=[],
        help="subscribe to this event for as long as it listens (may be repeated)",
    )
    listen.add_argument(
        "--answer", metavar="STATUS", type=_status, default=200, help="answer with this (200)"
    )
    listen.add_argument("--count", type=_positive, help="stop after so many")
    listen.add_argument("--json", action="store_true", help="one JSON object per webhook")


def _add_log(verbs: Words) -> None:
    log = verbs.add_parser("log", help="deliveries and their attempts, newest first")
    log.add_argument("--status", choices=STATUSES)
    log.add_argument("--webhook", metavar="WEBHOOK_ID", help="only those of this subscription")
    log.add_argument("--task", metavar="TASK", help="only those of this task")
    log.add_argument("--since", metavar="TIME", help="created then or later, ISO 8601")
    log.add_argument("--limit", type=_positive, default=20)
    log.add_argument("--json", action="store_true", help="one JSON object on a line")


def _add_replay(verbs: Words) -> None:
    replay = verbs.add_parser("replay", help="send deliveries again")
    replay.add_argument("delivery_id", metavar="DELIVERY", nargs="?")
    replay.add_argument("--webhook", metavar="WEBHOOK_ID", help="all of this subscription …")
    replay.add_argument("--since", metavar="TIME", help="… that were not delivered since then")
    replay.add_argument("--until", metavar="TIME", help="… and until then")
    replay.add_argument("--json", action="store_true", help="one JSON object on a line")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number


def _status(text: str) -> int:
    number = int(text)
    if not 200 <= number <= 599:
        raise argparse.ArgumentTypeError(f"{text} is not between 200 and 599")
    return number
