"""`python -m tests.bench [--write] [SUITE [SIZE] …]`: measure the budgets and print them.

Suites: imports, submit, workbooks, render, turn, agent, latency, load, batch; without names all of
them. A number after a suite is its size (`load 500`). `--write` puts the results into the README's
table.
"""

import argparse
import platform
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from os import cpu_count
from pathlib import Path

from tests.bench.measure import Figure, Verdict

SUITES = (
    *("imports", "submit", "workbooks", "render"),
    *("turn", "agent", "latency", "load", "batch"),
)
README = Path(__file__).parents[2] / "README.md"
_TABLE = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("words", nargs="*", metavar="SUITE [SIZE]")
    parser.add_argument("--write", action="store_true", help="write the README's table")
    words = parser.parse_args(arguments)
    figures: list[Figure] = []
    for suite, size in sized(words.words or SUITES):
        for figure in import_module(f"tests.bench.{suite}").figures(*size):
            print(line(figure), flush=True)
            figures.append(figure)
    if words.write:
        text = README.read_text()
        README.write_text(_TABLE.sub(lambda m: f"{m[1]}{table(figures)}{m[2]}", text))
    return int(any(figure.verdict is Verdict.MISSED for figure in figures))


def sized(words: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Each suite, with the number that follows it. Raises `ValueError` for what is neither."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for word in words:
        if word in SUITES:
            found.append((word, ()))
        elif found and word.isdigit():
            found[-1] = (found[-1][0], (int(word),))
        else:
            raise ValueError(f"{word} is neither a suite ({', '.join(SUITES)}) nor a size")
    return found


def line(figure: Figure) -> str:
    return f"{figure.verdict:12} {figure.what}: {figure.measured} (bar {figure.bar or 'none'})"


def table(figures: Sequence[Figure]) -> str:
    """The README's table, with the machine and the day that absolute seconds belong to."""
    rows = [f"| {f.what} | {f.bar} | {f.measured} | {f.baseline} | {f.verdict} |" for f in figures]
    today = datetime.now(UTC).date().isoformat()
    machine = f"{cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = ["| What | Bar | Measured | Against | |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"Measured on {today} on {machine}.", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
