"""The word lists of `words.toml`, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """See `words.toml` for what each list means."""

    nothing: frozenset[str]
    currency_signs: tuple[str, ...]
    currency_codes: tuple[str, ...]
    money_names: tuple[str, ...]
    key_names: frozenset[str]
    year_names: tuple[str, ...]
    date_names: tuple[str, ...]
    true_words: frozenset[str]
    false_words: frozenset[str]
    months: dict[str, int]


@cache
def words() -> Words:
    raw = tomllib.loads(files(__package__ or "").joinpath("words.toml").read_text("utf-8"))
    return Words(
        nothing=frozenset(raw["nothing"]),
        currency_signs=tuple(raw["currency_signs"]),
        currency_codes=tuple(raw["currency_codes"]),
        money_names=tuple(raw["money_names"]),
        key_names=frozenset(raw["key_names"]),
        year_names=tuple(raw["year_names"]),
        date_names=tuple(raw["date_names"]),
        true_words=frozenset(raw["true_words"]),
        false_words=frozenset(raw["false_words"]),
        months=dict(raw["months"]),
    )
