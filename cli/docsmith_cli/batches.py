"""A batch as the API tells it, what it looks like to somebody who waits, and the command's words.

Knows the contract's words for a batch's state; knows no HTTP.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsmith_cli.words import FORMATS, Words, add_json

TERMINAL = frozenset({"completed", "failed", "cancelled"})
_OVER = ("completed", "failed", "cancelled", "expired")


@dataclass(frozen=True, kw_only=True)
class Batch:
    """`counts` are lines by state; `raw` is the whole answer, for --json."""

    batch_id: str
    status: str
    counts: Mapping[str, int]
    raw: Mapping[str, Any]

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in TERMINAL

    @property
    def total(self) -> int:
        """Lines of the manifest; 0 until it was read."""
        return self.counts.get("total", 0)

    @property
    def over(self) -> int:
        """Lines that are done, one way or another."""
        return sum(self.counts.get(name, 0) for name in _OVER)

    @property
    def is_dry_run(self) -> bool:
        """Whether its lines were only judged."""
        return bool(self.raw.get("dry_run"))

    @property
    def good(self) -> int:
        """Lines that were made or, in a dry run, that would do."""
        return self.counts.get("queued" if self.is_dry_run else "completed", 0)


def from_json(body: Mapping[str, Any]) -> Batch:
    """The batch in an answer of `GET /batches/{id}`; unknown fields stay in `raw`."""
    counts = {str(name): int(count) for name, count in body.get("counts", {}).items()}
    status = str(body["status"])
    return Batch(batch_id=str(body["batch_id"]), status=status, counts=counts, raw=body)


def describe(batch: Batch) -> str:
    """The state in a few words: `12 of 500, 8 in hand, 1 failed`."""
    if batch.status == "queued" or not batch.total:
        return "reading the manifest" if not batch.is_terminal else batch.status
    words = [f"{batch.over} of {batch.total}"]
    if batch.counts.get("running"):
        words.append(f"{batch.counts['running']} in hand")
    words += [f"{batch.counts[n]} {n}" for n in _OVER[1:] if batch.counts.get(n)]
    return ", ".join(words)


def why(batch: Batch) -> str:
    """One sentence on a batch that did not make every document."""
    error: dict[str, Any] = batch.raw.get("error") or {}
    if error:
        said, code = error.get("message"), error.get("code")
        return f"{batch.batch_id} {batch.status}: {said} [{code}]"
    rest = batch.total - batch.good
    lines = f"{rest} of {batch.total} lines" if batch.total != 1 else "the line"
    return f"{batch.batch_id} {batch.status}, but {lines} without a document" + _first(batch)


def _first(batch: Batch) -> str:
    """The first line that failed, and how."""
    errors: list[dict[str, Any]] = batch.raw.get("first_errors") or []
    if not errors:
        return ""
    return f"; line {errors[0]['line']}: {errors[0]['message']} [{errors[0]['code']}]"


def add_commands(words: Words) -> None:
    """Add `batch` and its verbs to the command's words."""
    batch = words.add_parser("batch", help="many documents from one manifest")
    verbs = batch.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_submit(verbs)
    for verb, text in (("watch", "follow a batch and write its results"), ("cancel", "end it")):
        known = verbs.add_parser(verb, help=text)
        known.add_argument("batch_id", metavar="BATCH")
        _add_output(known, verb)


def _add_submit(verbs: Words) -> None:
    submit = verbs.add_parser("submit", help="a line of the manifest is a document")
    submit.add_argument("manifest", metavar="MANIFEST", type=Path, help=".csv or JSON Lines")
    for option, metavar, text in (
        ("--template", "TEXT", "the prompt of every line; takes {columns} of the manifest"),
        ("--file-name", "TEXT", "what each document is called; takes {columns}"),
        ("--from-run", "RUN_ID", "replay the plan of this run with each line's own data"),
        ("--webhook", "URL", "tell this URL of every document and of the end"),
        ("--key", "KEY", "idempotency key: repeat safely"),
    ):
        submit.add_argument(option, metavar=metavar, help=text)
    submit.add_argument("--format", choices=FORMATS, default="excel", help="default: excel")
    submit.add_argument("--max-credits", metavar="N", type=int, help="for all lines together")
    submit.add_argument("--dry-run", action="store_true", help="judge every line, make nothing")
    submit.add_argument("--watch", action="store_true", help="stay until it is done")
    _add_output(submit, "submit")


def _add_output(words: argparse.ArgumentParser, verb: str) -> None:
    if verb != "cancel":
        text = "write the table of results here (default: beside you, named like the manifest)"
        words.add_argument("--out", metavar="FILE", type=Path, help=text)
    add_json(words)
