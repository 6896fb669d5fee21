"""Example prompts, and how a task that came of one did. Knows no HTTP."""

import hashlib
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from docsmith_cli.problems import UsageProblem

_FOLDERS = ("", "csv")
"""Where the data of an example lies, seen from the file of prompts."""
_TITLES = ("gate", "turns", "in", "cached", "out", "credits", "s", "prompt")
_WIDTHS = (9, 5, 9, 9, 8, 7, 7, 0)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A prompt, with the file of its data if it needs one."""

    prompt: str
    format: str = "excel"
    data: Path | None = None

    def key(self, url: str) -> str:
        """An idempotency key of its own: a repeated submit within one run makes one task."""
        digest = hashlib.sha256(f"{url} {self.prompt} {self.data}".encode()).hexdigest()
        return f"evaluate-{digest[:12]}-{secrets.token_hex(6)}"


@dataclass(frozen=True, kw_only=True)
class Score:
    """What became of an example. Tokens are the provider's; `cached` were read from its cache."""

    prompt: str
    format: str
    passed: bool = False
    failure: str | None = None
    warnings: int = 0
    turns: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    credits: int = 0
    seconds: float = 0.0

    @classmethod
    def of(cls, example: Example, task: Mapping[str, Any]) -> "Score":
        """From a terminal task as the API tells it."""
        usage: Mapping[str, int] = task.get("usage") or {}
        result: Mapping[str, Any] = task.get("result") or {}
        quality: Mapping[str, Any] = result.get("quality") or {}
        completed = task.get("status") == "completed"
        error: Mapping[str, Any] = task.get("error") or {}
        return cls(
            prompt=example.prompt,
            format=example.format,
            passed=completed,
            failure=None if completed else str(error.get("code") or task.get("status")),
            warnings=len(quality.get("warnings") or ()),
            turns=usage.get("turns", 0),
            input=usage.get("input", 0) + usage.get("cache_write", 0),
            cached=usage.get("cache_read", 0),
            output=usage.get("output", 0),
            credits=int(task.get("credits_used") or 0),
            seconds=round((task.get("duration_ms") or 0) / 1000, 1),
        )

    @property
    def mark(self) -> str:
        """`passed`, `passed!3` with three warnings, or why it failed."""
        if not self.passed:
            return self.failure or "failed"
        return f"passed!{self.warnings}" if self.warnings else "passed"


def read_examples(path: Path) -> list[Example]:
    """The examples in a TOML file: `[[prompt]]` with `text` and, if needed, `format` and `data`.

    Raises `UsageProblem` with what is wrong.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["prompt"]
        return [
            Example(
                prompt=str(one["text"]),
                format=str(one.get("format", "excel")),
                data=_data(path, str(one["data"])) if "data" in one else None,
            )
            for one in listed
        ]
    except OSError as error:
        raise UsageProblem(f"--prompts {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageProblem(f"--prompts {path}: not a list of [[prompt]] with `text`") from error


def summary_of(scores: Sequence[Score]) -> dict[str, Any]:
    """The figures to compare runs by: the gate's pass rate, and medians over all examples."""
    passed = sum(score.passed for score in scores)
    return {
        "prompts": len(scores),
        "passed": passed,
        "pass_rate": round(passed / len(scores), 3) if scores else 0.0,
        "median_turns": median(score.turns for score in scores) if scores else 0,
        "median_seconds": median(score.seconds for score in scores) if scores else 0.0,
        "credits": sum(score.credits for score in scores),
        "tokens": {
            "input": sum(score.input for score in scores),
            "cached": sum(score.cached for score in scores),
            "output": sum(score.output for score in scores),
        },
    }


def scoreboard(scores: Sequence[Score]) -> list[str]:
    """Lines: a row an example, then the totals."""
    total = summary_of(scores)
    rows = [_row(score) for score in scores]
    return [
        _line(_TITLES),
        *(_line(row) for row in rows),
        "",
        f"gate passed {total['passed']} of {total['prompts']} ({total['pass_rate']:.0%})"
        f"   median {total['median_turns']:g} turns, {total['median_seconds']:.1f} s"
        f"   {total['credits']} credits"
        f"   tokens {total['tokens']['input']:,} in, {total['tokens']['cached']:,} cached, "
        f"{total['tokens']['output']:,} out",
    ]


def _row(score: Score) -> tuple[str, ...]:
    counts = (score.turns, score.input, score.cached, score.output, score.credits)
    told = tuple(f"{count:,}" for count in counts)
    return (score.mark, *told, f"{score.seconds:.1f}", f"{score.format}: {score.prompt}"[:60])


def _line(cells: Sequence[str]) -> str:
    first, *middle, last = cells
    numbers = [cell.rjust(width) for cell, width in zip(middle, _WIDTHS[1:], strict=False)]
    return "  ".join([first.ljust(_WIDTHS[0]), *numbers, last]).rstrip()


def _data(path: Path, name: str) -> Path:
    for folder in _FOLDERS:
        found = path.parent / folder / name
        if found.is_file():
            return found
    raise UsageProblem(f"--prompts {path}: there is no data file {name} beside it")
