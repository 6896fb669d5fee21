"""What the rows of a source are grouped by: words however they are spelt, and periods."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from docsmith.documents.sources import SourceColumn, SourceValue

WORDS = {
    "en": {"other": "Other", "blank": "(blank)", "rows": "Entries"},
    "de": {"other": "Übrige", "blank": "(leer)", "rows": "Einträge"},
}
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"],
}
NO_PERIOD = ""
"""The key of rows without a date, where a query groups by one."""


def keys_of(by: SourceColumn, period: str, language: str) -> Callable[[int], str | None]:
    """The group of a row. Periods sort by themselves: `2026-07|Jul 2026`; rows without a date are
    in none.
    """
    if not by.type.is_date:
        return lambda i: word(by.values[i], language)

    def key(i: int) -> str | None:
        day = by.values[i]
        return period_key(day, period, language) if isinstance(day, date) else None

    return key


def period_key(day: date, period: str, language: str) -> str:
    """`2026-07|Jul 2026`: what sorts, and what is shown."""
    month = month_of(day, language)
    quarter = (day.month - 1) // 3 + 1
    return {
        "day": f"{day.isoformat()[:10]}|{day.day} {month}",
        "month": f"{day.year}-{day.month:02}|{month} {day.year % 100:02}",
        "quarter": f"{day.year}-{quarter}|Q{quarter} {day.year}",
        "year": f"{day.year}|{day.year}",
    }[period]


def month_of(day: date, language: str) -> str:
    """The month's short name."""
    return _MONTHS[language][day.month - 1]


def label_of(key: str) -> str:
    return key.rpartition("|")[2] if "|" in key else key


def word(value: SourceValue, language: str) -> str:
    if value is None or value == "":
        return WORDS[language]["blank"]
    return str(value).replace("|", "/")[:60]


def spelling(column: SourceColumn, language: str) -> dict[str, str]:
    """How most rows spell a value that others write in another case or with blanks around."""
    seen: dict[str, Counter[str]] = {}
    for value in column.values:
        said = word(value, language)
        seen.setdefault(folded(said), Counter())[said.strip()] += 1
    return {k: min(c, key=lambda w: (-c[w], w)) for k, c in seen.items()}


def folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def other(language: str) -> str:
    """What the groups are called that are not shown by themselves."""
    return WORDS[language]["other"]
