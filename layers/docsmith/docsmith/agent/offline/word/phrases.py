"""Sentences in the language of the reader (`phrases.toml`), dates as that reader writes them."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("docsmith.agent.offline.word").joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


def phrase(language: Language, key: str, **fields: str) -> str:
    """The sentence for `key`. Raises KeyError for an unknown key."""
    text = _table()[language][key]
    return text.format(**fields) if fields else text


def counted(language: Language, key: str, number: int) -> str:
    """`3 actions`, `one action`, `no actions`."""
    many, one, none = phrase(language, key).split("|")
    return {0: none, 1: one}.get(number) or many.format(n=number)


def written_date(day: date, language: Language) -> str:
    """`24 November 2026`, `24. November 2026`."""
    month = phrase(language, "months").split()[day.month - 1]
    return phrase(language, "date", day=str(day.day), month=month, year=str(day.year))


def joined(items: list[str], language: Language) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrase(language, 'and')} {items[-1]}"
