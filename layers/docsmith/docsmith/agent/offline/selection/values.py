"""Values of columns that a prompt names: `only Germany`, `Online channel`, `für die Region Nord`.

A false choice is worse than none: a value counts when a word such as `only` or `in` leads to it,
when its column or what is measured stands beside it, or when it is written as a name that only one
column has.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from docsmith.agent.offline.language import word_list
from docsmith.agent.offline.roles import Roles, strength
from docsmith.agent.offline.selection.splits import can_split, thing_of
from docsmith.agent.offline.selection.vocabulary import column_names, header_words, other_names
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.turns import Value

_SHORT = 3
_ARTICLE = r"(?:the\s|den\s|die\s|das\s|dem\s|der\s|our\s|unsere[nmrs]?\s)?"
_ONLY = re.compile(
    r"\b(?:only|just|solely|exclusively|nur|ausschließlich)\s+"
    rf"(?:(?:for|in|from|für|aus|im)\s+)?{_ARTICLE}$",
    re.I,
)
_LEAD = re.compile(
    rf"\b(?:for|in|of|from|to|via|through|für|in|im|aus|von|über)\s+{_ARTICLE}$", re.I
)
_FOR_READERS = re.compile(
    r"(?:report|bericht|presentation|präsentation|deck|folien|slides|memo|summary|dashboard|workbook|"
    rf"zusammenfassung|auswertung|overview|übersicht)\s+(?:for|für)\s+{_ARTICLE}$",
    re.I,
)
_NAMES = frozenset(
    {"country", "region", "city", "customer", "product", "category", "store", "brand"}
)
"""Things whose values are no groups of people that a document may be for."""
_WITHOUT = re.compile(
    r"\b(?:without|excluding|except(?:\sfor)?|ohne|außer|ausgenommen)\s+(?:the\s|den\s|die\s|das\s)?$",
    re.I,
)
_JOINT = re.compile(
    r"^\s*(?:,|and|und|&|or|oder|vs\.?|versus|with|mit|,\s*(?:and|und))\s*(?:the\s|den\s|die\s)?$",
    re.I,
)
_AND_MORE = re.compile(r"^\s+(?:and|und|&|or|oder)\s+(?:the\s|den\s|die\s)?([^\W\d_]+)", re.I)
_ONLY_AFTER = re.compile(r"^\s+(?:only|alone|nur|allein)\b", re.I)
_REST = re.compile(
    r"\b(?:the rest|others?|remaining|übrige\w*|andere\w*|rest|average|durchschnitt)\b", re.I
)
_QUOTED = re.compile(r"[\"“„»](.+?)[\"”“«]")
_ENDS = r"(?:s|es|n|en|e)?"


class Choice(Value):
    """Values of one column: these rows alone, or all but these."""

    column: str
    values: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class _Named(NamedTuple):
    """A value where the prompt names it."""

    column: str
    value: str
    at: int
    end: int


def values_asked(prompt: str, roles: Roles, source: SourceView) -> tuple[Choice, ...]:
    """What the prompt chooses, by column."""
    if _REST.search(prompt):
        return ()
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), prompt)
    named = sorted(_named(plain, roles, source), key=lambda one: one.at)
    without: set[_Named] = set()
    kept: set[_Named] = set()
    for row in _rows(plain, named):
        if _WITHOUT.search(_before(row[0], plain)):
            without |= {*row}
        elif any(_is_meant(one, row[-1].end, plain, source) for one in row):
            kept |= {*row}
    columns = dict.fromkeys(one.column for one in named if one in kept | without)
    return tuple(
        Choice(
            column=column,
            values=_of(column, [one for one in named if one in kept]),
            without=_of(column, [one for one in named if one in without]),
        )
        for column in columns
    )


def _before(one: _Named, prompt: str) -> str:
    """What leads to a value, its column's name left out: `ohne Region Nord`."""
    return re.sub(rf"\b(?:{_column_names(one)}){_ENDS}\s*$", "", prompt[: one.at], flags=re.I)


def _of(column: str, named: list[_Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value for one in named if one.column == column))


def _rows(prompt: str, named: list[_Named]) -> list[list[_Named]]:
    """Values of one column that stand in a row: `Germany, Italy and France`."""
    rows = [[one] for one in named[:1]]
    for one, after in pairwise(named):
        if one.column == after.column and _JOINT.match(prompt[one.end : after.at]):
            rows[-1].append(after)
        else:
            rows.append([after])
    return rows


def _named(prompt: str, roles: Roles, source: SourceView) -> Iterator[_Named]:
    """Every value that stands in the prompt; of overlapping ones the longest, of equal ones that of
    the stronger column.
    """
    found: list[_Named] = []
    for column in _columns(roles, source):
        for value in column.common:
            if isinstance(value, str) and re.search(r"[^\W\d_]", value):
                found += _places(prompt, column.name, value)
    taken: list[_Named] = []
    for one in sorted(found, key=lambda one: one.at - one.end):
        if all(one.end <= other.at or other.end <= one.at for other in taken):
            taken.append(one)
            yield one


def _columns(roles: Roles, source: SourceView) -> list[ColumnView]:
    known = [column for column in source.columns if can_split(column, roles) or _is_one(column)]
    return sorted(known, key=lambda column: column.name not in roles.dimensions)


def _is_one(column: ColumnView) -> bool:
    """A column that says the same in every row can be asked for too."""
    return column.type == "text" and column.distinct == 1


def _places(prompt: str, column: str, value: str) -> Iterator[_Named]:
    for name in (value, *(name.title() for name in other_names(value))):
        flags = 0 if len(name) <= _SHORT else re.I
        pattern = rf"(?<![\w-]){re.escape(name)}(?:'s)?(?![\w])"
        for match in re.finditer(pattern, prompt, flags):
            yield _Named(column=column, value=value, at=match.start(), end=match.end())


def _is_meant(one: _Named, end: int, prompt: str, source: SourceView) -> bool:
    """`end` is where the row of values ends that this one stands in."""
    before, after = prompt[: one.at], prompt[end:]
    if _ONLY.search(before) or _ONLY_AFTER.match(after) or _is_beside(one, before, after):
        return True
    text = prompt[one.at : one.end]
    if _is_ordinary(text) or _is_for_readers(one, before):
        return False
    if _measures(_first_word(prompt[one.end :])):
        return True
    if not _is_free(after):
        return False
    capital = text[0].isupper()
    led = _LEAD.search(before) is not None and (capital or prompt[1:].islower())
    measured = capital and _measures(_last_word(before))
    return led or measured or _is_a_name(one, prompt, source)


def _is_beside(one: _Named, before: str, after: str) -> bool:
    """Whether the column's name stands right before or after: `Online channel`, `Region Nord`."""
    either = _column_names(one)
    stands_before = re.search(rf"\b(?:{either}){_ENDS}\s*(?:=|:|is|ist)?\s*$", before, re.I)
    stands_after = re.match(rf"^[\s-]+(?:{either}){_ENDS}\b", after, re.I)
    return bool(stands_before or stands_after)


def _column_names(one: _Named) -> str:
    """A pattern of what the value's column may be called."""
    words = header_words(one.column)
    names = [" ".join(words)]
    names += (" ".join(name) for name in column_names().get(thing_of(words) or "", ()))
    return "|".join(re.escape(name) for name in names)


def _is_ordinary(text: str) -> bool:
    """A word that business prompts have anyway: it takes more than `for` to mean a value."""
    folded = text.casefold()
    small = folded in word_list("english") or folded in word_list("german")
    roles = ("amount", "quantity", "price", "date", "dimension")
    return small or any(strength(folded, role) is not None for role in roles)


def _is_for_readers(one: _Named, before: str) -> bool:
    """`Report for Partner` may name who reads it."""
    return thing_of(header_words(one.column)) not in _NAMES and bool(_FOR_READERS.search(before))


def _is_free(after: str) -> bool:
    """Whether the values stand for themselves, not before a noun or beside what is no value:
    `for partner meetings`, `für Partner und Kunden`.
    """
    more = _AND_MORE.match(after)
    return _is_joint(more.group(1) if more else _first_word(after))


def _is_joint(word: str) -> bool:
    small = (word.casefold() in word_list(name) for name in ("english", "german", "joints"))
    return not word or _measures(word) or thing_of([word.casefold()]) is not None or any(small)


def _is_a_name(one: _Named, prompt: str, source: SourceView) -> bool:
    """Written as in the data, within a sentence in which not every word is capitalised; where all
    nouns are (German) that says nothing.
    """
    words = re.findall(r"[^\W\d_]{2,}", f"{prompt[: one.at]} {prompt[one.end :]}")[1:]
    capitals = sum(word[0].isupper() for word in words)
    alone = sum(one.value in column.common for column in source.columns) == 1
    written = prompt[one.at : one.end] == one.value and one.value[0].isupper() and one.at > 0
    return written and alone and capitals * 2 <= len(words)


def _measures(word: str) -> bool:
    """`Umsatz`, `revenue`, `Umsatzbericht`: what stands beside a value and makes it a choice."""
    return bool(word) and strength(word, "amount") is not None


def _first_word(text: str) -> str:
    match = re.match(r"^\s+([^\W\d_]+)", text)
    return match.group(1) if match else ""


def _last_word(text: str) -> str:
    match = re.search(r"([^\W\d_]+)\s+$", text)
    return match.group(1) if match else ""
