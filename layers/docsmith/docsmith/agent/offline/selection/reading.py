"""A prompt read against one source: the rows it wants, how to split them, what is not there."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from docsmith.agent.offline.language import word_list
from docsmith.agent.offline.roles import Roles, lists_all, roles_of, strength
from docsmith.agent.offline.selection.largest import Largest, largest_asked, smallest_asked
from docsmith.agent.offline.selection.period import period_asked
from docsmith.agent.offline.selection.periods import Days
from docsmith.agent.offline.selection.splits import Splits, splits_asked
from docsmith.agent.offline.selection.values import Choice, values_asked
from docsmith.agent.offline.selection.vocabulary import column_names, numbered, other_names
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.turns import Json, Value

Kind = Literal["period", "apart", "no_date", "value", "split", "weeks", "smallest", "limit", "none"]
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_COLUMNS = "|".join(" ".join(name) for names in column_names().values() for name in names)
_CAPITAL = r"[A-ZÄÖÜ][\w&.-]*(?:\s+[A-ZÄÖÜ][\w&.-]*)*"
_CHOSEN = (
    re.compile(
        r"\b(?:[Oo]nly|[Jj]ust|[Ee]xclusively|[Nn]ur|[Aa]usschließlich)\s+"
        r"(?:(?:for|in|from|für|aus|im)\s+)?(?:the\s|den\s|die\s|das\s)?"
        rf"(?:(?i:{_COLUMNS})\s+)?({_CAPITAL})"
    ),
    re.compile(rf"\b({_CAPITAL})(?:\s+(?i:{_COLUMNS}))?\s+only\b"),
    re.compile(rf"\b(?:for|in|of|für|in|der|dem|von)\s+(?i:{_COLUMNS})\s+({_CAPITAL})"),
)
"""Ways to name a value that leave no doubt that rows are to be chosen by it."""
_LIMIT = re.compile(
    r"\b(?:over|above|more than|greater than|at least|under|below|less than|unter|mehr als|"
    r"weniger als|mindestens|höchstens)\s+(?:[€$£]\s?)?\d[\d.,]*\s?"
    r"(?:k\b|m\b|€|\$|£|(?:eur|usd|gbp|chf|euro|dollars?|units|stück|percent|prozent)\b|%)",
    re.I,
)


class Missing(Value):
    """Something asked that the data do not have; `named` is how the prompt calls it."""

    kind: Kind
    named: str


class Reading(Value):
    """What one source is asked for. `years` is the column of the years where no dates are."""

    days: Days | None = None
    date: str | None = None
    years: str | None = None
    choices: tuple[Choice, ...] = ()
    splits: Splits = Splits()
    largest: Largest | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def where(self) -> tuple[Json, ...]:
        """The conditions of an operation `select`; none where all rows are meant."""
        chosen = [_condition(choice) for choice in self.choices]
        return (*self._dated(), *chosen)

    def within(self, other: "Reading") -> "Reading":
        """This reading where it says something, the other's choice where it does not."""
        own = {choice.column for choice in self.choices}
        kept = (choice for choice in other.choices if choice.column not in own)
        update: dict[str, object] = {"choices": (*self.choices, *kept)}
        if self.days is None:
            update |= {"days": other.days, "date": other.date, "years": other.years}
        return self.model_copy(update=update)

    def _dated(self) -> tuple[Json, ...]:
        if self.days is None:
            return ()
        first, last = self.days.first, self.days.last
        if self.years:
            years = range((first or _EARLIEST).year, (last or _LATEST).year + 1)
            return ({"column": self.years, "values": [str(year) for year in years][-50:]},)
        ends = {"first": first and first.isoformat(), "last": last and last.isoformat()}
        return ({"column": self.date} | {key: day for key, day in ends.items() if day},)


def reading_of(prompt: str, source: SourceView, today: date) -> Reading:
    """The same for the same prompt and description."""
    roles = roles_of(source)
    period = _period(prompt, source, roles, today)
    choices = tuple(
        choice for choice in values_asked(prompt, roles, source) if not _is_all(choice, source)
    )
    splits = splits_asked(prompt, roles, source)
    largest = largest_asked(prompt, source, splits.columns)
    told = [*period.missing, *_more_missing(prompt, source, choices, splits)]
    return period.model_copy(
        update={
            "choices": choices,
            "splits": splits,
            "largest": largest,
            "missing": tuple(dict.fromkeys(told)),
        }
    )


def _period(prompt: str, source: SourceView, roles: Roles, today: date) -> Reading:
    ends = _ends(source, roles)
    if ends is None:
        asked = period_asked(prompt, (_EARLIEST, today), today)
        texts = (*asked.missing, *asked.apart, *((asked.days.text,) if asked.days else ()))
        return Reading(missing=tuple(Missing(kind="no_date", named=text) for text in texts))
    name, first, last = ends
    asked = period_asked(prompt, (first, last), today)
    missing = [Missing(kind="period", named=text) for text in asked.missing]
    if asked.apart:
        missing.append(Missing(kind="apart", named=", ".join(asked.apart)))
    dated, years = (name, None) if name == roles.date else (None, name)
    return Reading(days=asked.days, missing=tuple(missing), date=dated, years=years)


def _ends(source: SourceView, roles: Roles) -> tuple[str, date, date] | None:
    """The column that tells time, and the first and the last day in it."""
    dated = source.column(roles.date) if roles.date else None
    first, last = (dated.day("minimum"), dated.day("maximum")) if dated else (None, None)
    if dated and first and last:
        return dated.name, first, last
    for column in source.columns:
        low, high = column.minimum, column.maximum
        named = re.search(r"\b(?:year|jahr)\b", column.name, re.I)
        if named and isinstance(low, int) and isinstance(high, int) and 1900 <= low <= high <= 2100:
            return column.name, date(low, 1, 1), date(high, 12, 31)
    return None


def _condition(choice: Choice) -> Json:
    told: Json = {"column": choice.column}
    if choice.values:
        told["values"] = list(choice.values)
    return told | ({"without": list(choice.without)} if choice.without else {})


def _is_all(choice: Choice, source: SourceView) -> bool:
    """Whether it names every value that there is, so that nothing is chosen."""
    column = source.column(choice.column)
    if column is None or choice.without:
        return False
    return lists_all(column) and not column.blanks and len(choice.values) >= column.distinct


def _more_missing(
    prompt: str, source: SourceView, choices: tuple[Choice, ...], splits: Splits
) -> Iterator[Missing]:
    yield from (Missing(kind="split", named=name) for name in splits.missing)
    if splits.weeks:
        yield Missing(kind="weeks", named=splits.weeks)
    if smallest := smallest_asked(prompt):
        yield Missing(kind="smallest", named=smallest)
    for match in _LIMIT.finditer(prompt):
        yield Missing(kind="limit", named=match.group())
    for match in (found for pattern in _CHOSEN for found in pattern.finditer(prompt)):
        if not is_known(match.group(1), source):
            yield Missing(kind="value", named=match.group(1).rstrip("."))


def is_known(text: str, source: SourceView) -> bool:
    """A value, a column, a figure, a period: anything that is no name of something missing."""
    first = text.split()[0].casefold()
    plain = any(first in word_list(name) for name in ("english", "german", "joints", "not_parties"))
    roles = ("amount", "quantity", "price", "dimension", "date", "key")
    if plain or first in numbered("months") or re.match(r"q[1-4]|h[12]|fy", first):
        return True
    if any(strength(text, role) is not None for role in roles):
        return True
    return any(_says(column, text) for column in source.columns)


def _says(column: ColumnView, text: str) -> bool:
    """Whether the column, or a value of it, is called so."""
    folded = text.casefold()
    listed = [str(value) for value in column.common if value]
    names = {name for value in listed for name in (value.casefold(), *other_names(value))}
    return column.name.casefold() in folded or any(name in folded for name in names)
