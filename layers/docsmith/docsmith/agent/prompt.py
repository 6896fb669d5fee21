"""Renders what a model is told: the system text, descriptions of tools, nudges. The words are files
in `prompts/`.

Byte-stable: the same arguments always give the same text, so that the provider's cache holds.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

Format = Literal["excel", "word", "slides"]
Mode = Literal["action", "ask"]


def system_text(format: Format, mode: Mode = "action") -> str:
    """The system text of a run: role, how to work, the format's craft, how to treat sources."""
    shared = "ask" if mode == "ask" else "work"
    parts = ["role", shared, format, "sources"]
    return "\n\n".join(_prompt(f"{part}.md") for part in parts) + "\n"


def text_system_text(kind: str) -> str:
    """The system text for a short text. `kind` is `humanize`, `rewrite` or `new_content`."""
    return "\n\n".join((_prompt("text.md"), _sections("text_kinds.md")[kind])) + "\n"


def outline_text() -> str:
    """The system text for the outline of a deck."""
    parts = ("role", "outline", "slides", "sources")
    return "\n\n".join(_prompt(f"{part}.md") for part in parts) + "\n"


def preflight_text() -> str:
    """The system text of the validator."""
    return _prompt("preflight.md") + "\n"


def tool_description(name: str) -> str:
    """What `tools.md` says of a tool. Raises KeyError for a tool it does not describe."""
    return _sections("tools.md")[name]


def message(name: str) -> str:
    """A message the loop itself says: `nudge`, `continue`. Raises KeyError for an unknown one."""
    return _sections("messages.md")[name]


@cache
def _prompt(name: str) -> str:
    text = files("docsmith.agent").joinpath("prompts", name).read_text(encoding="utf-8")
    return text.strip()


@cache
def _sections(name: str) -> dict[str, str]:
    """Text under each `## heading` of a file, by heading."""
    chunks = _prompt(name).split("## ")[1:]
    split = [chunk.partition("\n") for chunk in chunks]
    return {heading.strip(): body.strip() for heading, _, body in split}
