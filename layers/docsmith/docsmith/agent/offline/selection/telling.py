"""A selection in words, for the document and for the closing words: `Q3 2025, Region: North`."""

from datetime import date, timedelta

from docsmith.agent.offline.selection.periods import Days, ends_of
from docsmith.agent.offline.selection.reading import Missing, Reading
from docsmith.agent.offline.source import SourceView
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.words import Language, word

_DAY = timedelta(days=1)
_MOST = 4
"""Values that are told by name."""


def told(reading: Reading, language: Language) -> str:
    """Which rows are chosen; empty where all are."""
    parts = [days_told(reading.days, language)] if reading.days else []
    for choice in reading.choices:
        if choice.values:
            parts.append(f"{choice.column}: {_listed(choice.values)}")
        if choice.without:
            names = _listed(choice.without)
            parts.append(word(language, "without", column=choice.column, names=names))
    return ", ".join(parts)


def days_told(days: Days, language: Language) -> str:
    """`2025`, `Q3 2025`, `January to March 2025`, `since 5 March 2025`."""
    if days.first is None or days.last is None:
        key, day = ("since_day", days.first) if days.first else ("until_day", days.last)
        return word(language, key, day=written_date(day, language)) if day else days.text
    first, last = days.first, days.last
    for kind, count in (("year", 1), ("half", 2), ("quarter", 4), ("month", 12)):
        for number in range(1, count + 1):
            if (first, last) == ends_of(kind, first.year, number):
                return _named(kind, number, first, language)
    return _span(first, last, language)


def chosen_remark(source: SourceView, language: Language) -> str:
    """`Selection from sales.csv: 2025: 1,200 of 2,400 rows.`"""
    focus = source.focus
    rows, of_rows = (_counted(number, language) for number in (source.rows, focus.of_rows))
    return word(
        language, "selection", file=source.name or source.slot, told=focus.told, rows=rows,
        of_rows=of_rows,
    )  # fmt: skip


def missing_remark(missing: Missing, source: SourceView, language: Language) -> str:
    """Why something that was asked is not in the document."""
    named, file = missing.named, source.name or source.slot
    return word(language, f"missing_{missing.kind}", named=named, file=file)


def _listed(values: tuple[str, ...]) -> str:
    more = "…" if len(values) > _MOST else ""
    return ", ".join((*values[:_MOST], *((more,) if more else ())))


def _named(kind: str, number: int, first: date, language: Language) -> str:
    year = str(first.year)
    if kind == "year":
        return year
    if kind == "month":
        return _month(first, language)
    return word(language, f"{kind}_of", number=str(number), year=year)


def _span(first: date, last: date, language: Language) -> str:
    """From one to the other: years, months or days, whatever they begin and end with."""
    whole_months = first.day == 1 and (last + _DAY).day == 1
    if whole_months and first.month == 1 and last.month == 12:
        ends = str(first.year), str(last.year)
    elif whole_months:
        ends = _month(first, language), _month(last, language)
        if first.year == last.year:
            ends = ends[0].rpartition(" ")[0], ends[1]
    else:
        ends = written_date(first, language), written_date(last, language)
    return word(language, "year_span", first=ends[0], last=ends[1])


def _month(day: date, language: Language) -> str:
    return f"{phrase(language, 'months').split()[day.month - 1]} {day.year}"


def _counted(number: int, language: Language) -> str:
    return f"{number:,}".replace(",", "." if language == "de" else ",")
