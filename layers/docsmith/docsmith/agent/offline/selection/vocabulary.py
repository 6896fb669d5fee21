"""The words of `words.toml`: months, numbers, names of columns and of values."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_PLAIN = str.maketrans("äöü", "aou")
_ENDINGS = frozenset({"", "s", "es", "n", "en", "e", "er", "ern", "nen"})
"""What plurals add, in English and German."""
_SAYS_NOTHING = frozenset({"name", "names", "id", "nr", "no", "code"})
"""Words of a header that a prompt leaves out: `customer_name` is asked for as `customer`."""


@cache
def _table() -> dict[str, Any]:
    text = files("docsmith.agent.offline.selection").joinpath("words.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))


@cache
def numbered(name: str) -> dict[str, int]:
    """Words that stand for numbers: `months`, `ordinals` or `numbers`."""
    rows: dict[str, str] = _table()[name]
    return {word: int(number) for number, words in rows.items() for word in words.split()}


def number_in(text: str) -> int:
    """`10` or `ten`. Raises KeyError for a word that is no number."""
    return int(text) if text.isdigit() else numbered("numbers")[text.casefold()]


@cache
def column_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """By thing, what a column of it may be called, each name as its words."""
    rows: dict[str, str] = _table()["columns"]
    return {
        thing: tuple(tuple(name.split()) for name in names.split(";"))
        for thing, names in rows.items()
    }


@cache
def value_groups() -> tuple[frozenset[str], ...]:
    """Sets of names that mean one value."""
    groups = (part.strip() for part in str(_table()["values"]["groups"]).split(";"))
    return tuple(
        frozenset(name.strip() for name in (group.split("|") if "|" in group else group.split()))
        for group in groups
    )


def other_names(value: str) -> frozenset[str]:
    """What else a value may be called; without the value itself."""
    folded = value.casefold()
    group = next((names for names in value_groups() if folded in names), frozenset[str]())
    return group - {folded}


def header_words(name: str) -> list[str]:
    """The words of a header that a prompt would name: of `customer_name` just `customer`."""
    parted = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    words = re.findall(r"[^\W_]+", parted.casefold())
    return [word for word in words if word not in _SAYS_NOTHING] or words[:0]


def alike(one: str, other: str) -> bool:
    """Whether two words are the same but for number and case endings."""
    short, long = sorted((one.translate(_PLAIN), other.translate(_PLAIN)), key=len)
    if long.endswith("ies"):
        return short == f"{long[:-3]}y"
    return long.startswith(short) and long[len(short) :] in _ENDINGS


def all_alike(some: list[str] | tuple[str, ...], others: list[str] | tuple[str, ...]) -> bool:
    return len(some) == len(others) and all(map(alike, some, others))
