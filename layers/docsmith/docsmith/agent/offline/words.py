"""Labels in the language of the reader (`words.toml`), numbers as that reader writes them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "de"]


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("docsmith.agent.offline").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def word(language: Language, key: str, **fields: str) -> str:
    """The label for `key`. Raises KeyError for an unknown key."""
    label = _table()[language][key]
    return label.format(**fields) if fields else label


@cache
def all_words(*prefixes: str) -> frozenset[str]:
    """The labels of every language whose keys begin with one of the prefixes."""
    tables = _table().values()
    return frozenset(t[key] for t in tables for key in t if key.startswith(prefixes))


def spoken(value: object, language: Language) -> str:
    """A value for a sentence: `12,345.60` in English, `12.345,60` in German."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return _pointed(text, language)


def spoken_share(value: object, language: Language) -> str:
    """A share for a sentence, `0.026` being `2.6%` in English, `2,6 %` in German."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _pointed(f"{value * 100:,.1f}", language) + (" %" if language == "de" else "%")


def _pointed(text: str, language: Language) -> str:
    """A number with the points and commas of the language."""
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
