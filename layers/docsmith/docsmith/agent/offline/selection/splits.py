"""Which columns the prompt names to split by, by their own names or by others of one thing."""

import re
from collections.abc import Iterator
from functools import lru_cache

from docsmith.agent.offline.roles import Roles, listed_values, strength
from docsmith.agent.offline.selection.vocabulary import alike, all_alike, column_names, header_words
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.turns import Value

_PERIOD = re.compile(
    r"\b(?:(?:month|monat|year|jahr|day|tag|week|woche|quarter|quartal)\w{0,3}|monthly|yearly|daily|"
    r"time|zeit|trend|verlauf)\b",
    re.I,
)
_BY = (
    r"\b(?:by|per|each|every|nach|je|pro|jede[snrm]?)\s+(?:the\s+)?(?:[\w-]+\s*(?:,|and|und|&)\s*)*"
)
_NO_TITLE = r"(?!\s+(?:business\s+)?(?:review|report|update|results|bericht|meeting))"
_GRAINS = {
    grain: re.compile(rf"{_BY}(?:{nouns})\b|\b(?:{adverbs}){_NO_TITLE}", re.I)
    for grain, nouns, adverbs in (
        ("quarter", "quarters?|quartale?n?", r"quarterly|quartalsweise|vierteljährlich\w*"),
        ("month", "months?|monate?n?", r"monthly|monatlich\w*|monatsweise"),
        ("year", "years?|jahre?n?", r"yearly|annual(?:ly)?|jährlich\w*"),
    )
}
_WEEKS = re.compile(rf"{_BY}(?:weeks?|wochen?)\b|\b(?:weekly|wöchentlich\w*){_NO_TITLE}", re.I)
_SPLIT_BY = re.compile(
    r"\b(?:by|per|nach|je|pro)\s+((?:[\w-]+)(?:(?:\s*,\s*|\s+(?:and|und|&)\s+)[\w-]+)*)", re.I
)


class Splits(Value):
    """`columns` in the order of the prompt, the date's among them; `grain` as it was named;
    `missing` the things that no column is of.
    """

    columns: tuple[str, ...] = ()
    grain: str | None = None
    measure: str | None = None
    """The column of figures that the prompt names first, unless money is asked for before it."""
    missing: tuple[str, ...] = ()
    weeks: str | None = None
    """The word by which weeks were asked for."""


def splits_asked(prompt: str, roles: Roles, source: SourceView) -> Splits:
    found = {
        column.name: at
        for column in source.columns
        if can_split(column, roles) and (at := _place(column, prompt, source)) is not None
    }
    period = _PERIOD.search(prompt)
    if roles.date and period:
        found[roles.date] = period.start()
    weeks = _WEEKS.search(prompt)
    return Splits(
        columns=tuple(sorted(found, key=lambda name: found[name])),
        grain=grain_asked(prompt),
        measure=_measure(prompt, roles, source),
        missing=tuple(_missing(prompt, source)),
        weeks=weeks.group().split()[-1] if weeks else None,
    )


def grain_asked(prompt: str) -> str | None:
    """`month`, `quarter` or `year`, where the prompt splits by it; the one that it names first."""
    places = {grain: match.start() for grain, p in _GRAINS.items() if (match := p.search(prompt))}
    return min(places, key=lambda grain: places[grain], default=None)


def can_split(column: ColumnView, roles: Roles) -> bool:
    """A dimension, or a column of repeated texts, however many: a split lists the commonest."""
    if column.name in roles.dimensions:
        return True
    figures = column.is_numeric or column.is_dated or column.type == "blank"
    told = strength(column.name, "free_text") is None and column.distinct * 2 <= column.filled
    return told and not figures and (len(listed_values(column)) >= 2 or column.distinct > 50)


def column_named(words: str, source: SourceView) -> ColumnView | None:
    """The column that these words, and nothing else, are a name of."""
    wanted = header_words(words)
    own = (c for c in source.columns if wanted and all_alike(wanted, header_words(c.name)))
    return next(own, None) or next((c for c in source.columns if _same_thing(wanted, c)), None)


def thing_of(words: list[str]) -> str | None:
    """The thing that some words name, as `words.toml` calls it."""
    return _thing_of(tuple(words))


@lru_cache(maxsize=1024)  # every column is asked for at every turn, against all others
def _thing_of(words: tuple[str, ...]) -> str | None:
    for thing, names in column_names().items():
        if any(all_alike(words, name) for name in names):
            return thing
    return None


def _measure(prompt: str, roles: Roles, source: SourceView) -> str | None:
    spots = _spots(prompt)
    quantities = [at for word, at in spots if strength(word, "quantity") is not None]
    places = {
        name: at for name in roles.measures if (at := _found(header_words(name), spots)) is not None
    }
    if roles.quantity and quantities:
        places.setdefault(roles.quantity, quantities[0])
    money = [at for word, at in spots if strength(word, "amount") is not None]
    first = min(places, key=lambda name: places[name], default=None)
    if first is None or first == roles.amount or (money and money[0] < places[first]):
        return None
    return first


def _same_thing(words: list[str], column: ColumnView) -> bool:
    thing = thing_of(words)
    return thing is not None and thing == thing_of(header_words(column.name))


def _place(column: ColumnView, prompt: str, source: SourceView) -> int | None:
    """Where the prompt has the header's words one after the other, else another name of it."""
    spots = _spots(prompt)
    own = _found(header_words(column.name), spots)
    thing = thing_of(header_words(column.name))
    if own is not None or thing is None or _is_told_apart(column, thing, source, spots):
        return own
    places = (_found(list(name), spots) for name in column_names()[thing])
    return min((at for at in places if at is not None), default=None)


def _spots(prompt: str) -> list[tuple[str, int]]:
    """The words of the prompt and where they begin."""
    return [(match.group(), match.start()) for match in re.finditer(r"[^\W_]+", prompt.casefold())]


def _is_told_apart(
    column: ColumnView, thing: str, source: SourceView, spots: list[tuple[str, int]]
) -> bool:
    """Whether another column of the same thing is meant: it is named itself, or stands first."""
    same = [c for c in source.columns if thing_of(header_words(c.name)) == thing]
    named = any(_found(header_words(c.name), spots) is not None for c in same)
    return named or same[0] != column


def _found(wanted: list[str], spots: list[tuple[str, int]]) -> int | None:
    for first in range(len(spots) - len(wanted) + 1 if wanted else 0):
        here = spots[first : first + len(wanted)]
        if all(alike(one, word) for (one, _), word in zip(here, wanted, strict=True)):
            return here[0][1]
    return None


def _missing(prompt: str, source: SourceView) -> Iterator[str]:
    """Things to split by that no column is of; words that name no thing are passed over."""
    for match in _SPLIT_BY.finditer(prompt):
        for words in re.split(r"\s*,\s*|\s+(?:and|und|&)\s+", match.group(1)):
            if thing_of(header_words(words)) and column_named(words, source) is None:
                yield words
