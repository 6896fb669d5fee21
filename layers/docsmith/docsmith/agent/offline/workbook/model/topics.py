"""What a plan holds when the prompt does not say: `topics.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.agent.offline.brief import Brief
from docsmith.agent.turns import Value


class Topic(Value):
    """Names in the brief's language, with shares in percent or example values where known."""

    names: tuple[str, ...]
    shares: tuple[float, ...] = ()
    values: tuple[float, ...] = ()


def topic_of(brief: Brief, kind: str) -> Topic:
    """The first topic of the kind whose words the prompt holds; the last has none and fits."""
    text = brief.prompt.casefold()
    found = next(
        topic
        for topic in _topics()[kind]
        if not topic["words"] or any(word in text for word in topic["words"])
    )
    return Topic(
        names=tuple(found["names"][1 if brief.language == "de" else 0]),
        shares=tuple(found.get("shares", ())),
        values=tuple(found.get("values", ())),
    )


@cache
def _topics() -> dict[str, list[dict[str, Any]]]:
    place = files("docsmith.agent.offline").joinpath("workbook", "model", "topics.toml")
    return tomllib.loads(place.read_text(encoding="utf-8"))
