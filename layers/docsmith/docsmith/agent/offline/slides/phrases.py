"""Sentences of decks in the language of the reader (`phrases.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("docsmith.agent.offline.slides").joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


def phrase(language: Language, key: str, **fields: str) -> str:
    """The sentence for `key`. Raises KeyError for an unknown key."""
    text = _table()[language][key]
    return text.format(**fields) if fields else text


def listed(language: Language, key: str, **fields: str) -> tuple[str, ...]:
    """The sentences of a key that holds several, one a line."""
    return tuple(line.strip() for line in phrase(language, key, **fields).strip().splitlines())
