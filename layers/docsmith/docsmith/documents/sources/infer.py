"""From a grid of raw cells to typed columns.

A column has a type when at least nine tenths of its filled cells read as that type; the others
stay as
they are and are reported as odd. Each distinct text is read once, so that 100,000 rows cost about
as much as their distinct values.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from docsmith.documents.operations.workbook import StyleName
from docsmith.documents.sources.dates import is_month, order_evidence, parse_date
from docsmith.documents.sources.numbers import Number, evidence, parse_number
from docsmith.documents.sources.statistics import statistics
from docsmith.documents.sources.table import ColumnType, SourceColumn, SourceValue
from docsmith.documents.sources.words import words

RawCell = SourceValue
Key = tuple[type, RawCell]
_SHARE = 0.9
_EVIDENCE_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Customs:
    """How this file writes numbers and dates, as its cells prove it; a guess from the delimiter
    otherwise.
    """

    decimal: str = "point"
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """The distinct cells of a column, read: what each text became, and how many cells of
    each kind.
    """

    counts: Counter[Key]
    numbers: Mapping[Key, Number]
    dates: Mapping[Key, date | datetime]
    booleans: Mapping[Key, bool]
    nothing: frozenset[Key]


def customs_of(columns: Sequence[Sequence[RawCell]], semicolons: bool) -> Customs:
    """What the whole file proves about decimal signs and the order of day and month."""
    votes: Counter[str] = Counter()
    for column in columns:
        for text in islice({c for c in column if isinstance(c, str) and c}, _EVIDENCE_SAMPLE):
            votes[evidence(text) or "none"] += 1
            votes[order_evidence(text) or "none"] += 1
    decimal = _elected(votes, "point", "comma", "comma" if semicolons else "point")
    order = _elected(votes, "day", "month", "day" if decimal == "comma" else "month")
    return Customs(decimal=decimal, day_first=order == "day")


def _elected(votes: Counter[str], one: str, other: str, fallback: str) -> str:
    if votes[one] == votes[other]:
        return fallback
    return one if votes[one] > votes[other] else other


def typed_column(name: str, cells: Sequence[RawCell], customs: Customs) -> SourceColumn:
    """The column with its type, values, statistics and odd-value notes."""
    keys: list[Key] = [(type(c), c) for c in cells]
    read = _read(name, Counter(keys), _own_customs(cells, customs))
    kind = _kind(name, read)
    table = {key: _value(key, kind, read) for key in read.counts}
    values = [table[key] for key in keys]
    notes = _notes(kind, table, read)
    return SourceColumn(
        name=name,
        type=kind,
        values=values,
        stats=statistics(values, kind, notes),
        style=_style(name, kind, read),
        currency=_currency(read),
    )


def _own_customs(cells: Sequence[RawCell], customs: Customs) -> Customs:
    """A column that proves its own order of day and month, or decimal sign, is read by it."""
    votes: Counter[str] = Counter()
    for text in islice({c for c in cells if isinstance(c, str) and c}, _EVIDENCE_SAMPLE):
        votes[evidence(text) or "none"] += 1
        votes[order_evidence(text) or "none"] += 1
    decimal = _elected(votes, "point", "comma", customs.decimal)
    order = _elected(votes, "day", "month", "day" if customs.day_first else "month")
    return Customs(decimal=decimal, day_first=order == "day")


def _read(name: str, counts: Counter[Key], customs: Customs) -> _Read:
    numbers: dict[Key, Number] = {}
    dates: dict[Key, date | datetime] = {}
    booleans: dict[Key, bool] = {}
    nothing: set[Key] = set()
    compact = _has(name, words().date_names)
    for key in counts:
        value = key[1]
        if value is None or (isinstance(value, str) and _is_nothing(value)):
            nothing.add(key)
        elif isinstance(value, bool):
            booleans[key] = value
        elif isinstance(value, int | float):
            numbers[key] = Number(value)
        elif isinstance(value, date):
            dates[key] = value
        elif (day := parse_date(value, customs.day_first, compact)) is not None:
            dates[key] = day
        elif (number := parse_number(value, customs.decimal)) is not None:
            numbers[key] = number
        elif value.strip().lower() in words().true_words | words().false_words:
            booleans[key] = value.strip().lower() in words().true_words
    return _Read(counts, numbers, dates, booleans, frozenset(nothing))


def _is_nothing(text: str) -> bool:
    stripped = text.strip()
    return not stripped or stripped.lower() in words().nothing


def _kind(name: str, read: _Read) -> ColumnType:
    filled = sum(n for key, n in read.counts.items() if key not in read.nothing)
    if not filled:
        return ColumnType.TEXT if any(key[1] for key in read.counts) else ColumnType.BLANK
    if _cells(read.booleans, read) == filled:
        return ColumnType.BOOLEAN
    if _cells(read.dates, read) >= _SHARE * filled:
        timed = any(isinstance(d, datetime) for d in read.dates.values())
        return ColumnType.DATETIME if timed else ColumnType.DATE
    if _cells(read.numbers, read) >= _SHARE * filled:
        return _number_kind(name, read)
    return ColumnType.TEXT


def _cells(part: Mapping[Key, object], read: _Read) -> int:
    return sum(read.counts[key] for key in part)


def _number_kind(name: str, read: _Read) -> ColumnType:
    values = read.numbers.values()
    if any(n.percent for n in values):
        return ColumnType.PERCENT
    if _currency(read):
        return ColumnType.MONEY
    if all(isinstance(n.value, int) or float(n.value).is_integer() for n in values):
        return ColumnType.INTEGER
    return ColumnType.MONEY if _has(name, words().money_names) else ColumnType.NUMBER


def _currency(read: _Read) -> str | None:
    found = Counter(n.currency for n in read.numbers.values() if n.currency)
    return found.most_common(1)[0][0] if found else None


def _value(key: Key, kind: ColumnType, read: _Read) -> RawCell:
    value = key[1]
    if kind is ColumnType.BOOLEAN and key in read.booleans:
        return read.booleans[key]
    if kind.is_date and key in read.dates:
        return read.dates[key]
    if kind.is_number and key in read.numbers:
        number = read.numbers[key].value
        return int(number) if kind is ColumnType.INTEGER else number
    if isinstance(value, str):
        return _text(value, kind)
    return value if kind is not ColumnType.TEXT or value is None else str(value)


def _text(value: str, kind: ColumnType) -> str | None:
    stripped = value.strip()
    if not stripped or (kind is not ColumnType.TEXT and _is_nothing(value)):
        return None
    return stripped


def _notes(kind: ColumnType, table: Mapping[Key, RawCell], read: _Read) -> tuple[str, ...]:
    notes: list[str] = []
    marks = sum(
        n for k, n in read.counts.items() if k in read.nothing and k[1] and str(k[1]).strip()
    )
    if marks and kind is not ColumnType.TEXT:
        said = "cell says" if marks == 1 else "cells say"
        left = "is" if marks == 1 else "are"
        notes.append(f"{marks} {said} that there is no value ('n/a', '-') and {left} left blank")
    if kind not in {ColumnType.TEXT, ColumnType.BLANK}:
        odd = [k for k, v in table.items() if isinstance(v, str)]
        if odd:
            shown = ", ".join(repr(str(k[1])[:40]) for k in odd[:3])
            count = sum(read.counts[k] for k in odd)
            which = f"cell is no {_singular(kind)} and stays"
            if count > 1:
                which = f"cells are not {_singular(kind)}s and stay"
            notes.append(f"{count} {which} text: {shown}")
    return tuple(notes)


def _singular(kind: ColumnType) -> str:
    return "date" if kind.is_date else "boolean" if kind is ColumnType.BOOLEAN else "number"


def _style(name: str, kind: ColumnType, read: _Read) -> StyleName:
    if kind.is_date:
        texts = [str(k[1]) for k in read.dates if isinstance(k[1], str)]
        return "month" if texts and all(is_month(t) for t in texts) else "date"
    if kind is ColumnType.INTEGER and _is_key(name, read):
        return "year" if _has(name, words().year_names) else "text"
    plain: dict[ColumnType, StyleName] = {
        ColumnType.INTEGER: "integer",
        ColumnType.NUMBER: "number",
        ColumnType.MONEY: "money",
        ColumnType.PERCENT: "percent",
    }
    return plain.get(kind, "text")


def _is_key(name: str, read: _Read) -> bool:
    """Years and identifiers are written without a thousands separator."""
    values = [n.value for n in read.numbers.values()]
    if _has(name, words().year_names):
        return all(1900 <= v <= 2200 for v in values)
    parts = set(name.replace("_", " ").replace("-", " ").lower().split())
    return bool(parts & words().key_names)


def _has(name: str, wanted: Sequence[str]) -> bool:
    return any(word in name.lower() for word in wanted)
