"""Sentences of decks in the language of the reader: `phrases.toml`, and `talks.toml` for those that
are told from the prompt alone.
"""

import tomllib
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language

TABLES = ("phrases.toml", "talks.toml")


@cache
def _table() -> dict[str, dict[str, str]]:
    folder = files("docsmith.agent.offline.slides")
    tables = [tomllib.loads(folder.joinpath(name).read_text("utf-8")) for name in TABLES]
    return {language: {**tables[0][language], **tables[1][language]} for language in tables[0]}


def phrase(language: Language, key: str, **fields: str) -> str:
    """The sentence for `key`. Raises KeyError for an unknown key."""
    text = _table()[language][key]
    return text.format(**fields) if fields else text


def listed(language: Language, key: str, **fields: str) -> tuple[str, ...]:
    """The sentences of a key that holds several, one a line."""
    lines = phrase(language, key, **fields).strip().splitlines()
    return tuple(line.strip() for line in lines)
