"""What the command's words share, whichever module adds them."""

import argparse
from typing import TypeAlias

FORMATS = ("excel", "word", "slides")

# argparse gives the type of add_subparsers() no public name.
Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # pyright: ignore[reportPrivateUsage]


def add_json(words: argparse.ArgumentParser) -> None:
    """Add `--json`, for a command that answers once."""
    words.add_argument("--json", action="store_true", help="answer with one JSON object on a line")
