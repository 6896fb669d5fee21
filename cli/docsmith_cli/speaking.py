"""Where words go: answers to standard output, everything else to standard error.

A script that reads `docsmith … --json` sees one JSON object on one line and nothing else.
"""

import json
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TextIO


class Speaker:
    """Prints: `answer` and `answer_json` to `out`, `note` and `step` to `notes`."""

    def __init__(self, out: TextIO | None = None, notes: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.notes = notes or sys.stderr

    def answer(self, text: str) -> None:
        """A line that was asked for."""
        print(text, file=self.out, flush=True)

    def answer_json(self, value: Mapping[str, object]) -> None:
        """One object on one line."""
        self.answer(json.dumps(value, ensure_ascii=False))

    def note(self, text: str) -> None:
        """A line about what is going on."""
        print(text, file=self.notes, flush=True)

    @contextmanager
    def step(self, text: str) -> Generator[None]:
        """Say what is being done and, when it is done, how long it took."""
        print(f"{text} …", end="", file=self.notes, flush=True)
        began = time.monotonic()
        try:
            yield
        except BaseException:
            print(" failed", file=self.notes, flush=True)
            raise
        print(f" {time.monotonic() - began:.1f} s", file=self.notes, flush=True)

    def asks(self) -> bool:
        """Whether somebody is there who could answer a question."""
        return self.notes.isatty() and sys.stdin.isatty()

    def ask(self, question: str) -> str:
        """The answer to a question; an empty one when nobody gives it."""
        print(question, end="", file=self.notes, flush=True)
        try:
            return input().strip()
        except (EOFError, KeyboardInterrupt):
            return ""

    def is_terminal(self) -> bool:
        """Whether notes are read by somebody rather than by a log."""
        return self.notes.isatty()
