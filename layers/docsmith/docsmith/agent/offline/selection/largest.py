"""How many of the largest a prompt wants: `top 10 customers`, `die fünf größten Kunden`."""

import re

from docsmith.agent.offline.selection.splits import column_named
from docsmith.agent.offline.selection.vocabulary import number_in, numbered
from docsmith.agent.offline.source import SourceView
from docsmith.agent.turns import Value

_COUNT = r"(?P<count>\d{1,2}|" + "|".join(numbered("numbers")) + ")"
_MOST = (
    r"(?:top|best(?:[\s-]selling)?|biggest|largest|strongest|most important|größten|besten|"
    r"stärksten|wichtigsten|umsatzstärksten|meistverkauften)"
)
_WHAT = r"[\s-]+(?P<what>[^\W\d_]+(?:[\s-][^\W\d_]+){0,2})?"
_LARGEST = (
    re.compile(rf"\b{_MOST}[\s-]*{_COUNT}\b{_WHAT}", re.I),
    re.compile(rf"\b{_COUNT}[\s-]+{_MOST}\b{_WHAT}", re.I),
)
_SMALLEST = re.compile(
    rf"\b(?:(?:bottom|worst|weakest|smallest|schwächsten|kleinsten|schlechtesten)[\s-]*{_COUNT}"
    rf"(?:[\s-]+[^\W\d_]+)?|{_COUNT.replace('count', 'number')}[\s-]+"
    r"(?:worst|weakest|smallest|schwächsten|kleinsten|schlechtesten)(?:[\s-]+[^\W\d_]+)?)",
    re.I,
)


class Largest(Value):
    """So many values of a column, those with the most."""

    column: str
    count: int


def largest_asked(prompt: str, source: SourceView, splits: tuple[str, ...]) -> Largest | None:
    """Of the column that the words after the number name, else of the first to split by."""
    for pattern in _LARGEST:
        for match in pattern.finditer(prompt):
            name = _column(match.group("what") or "", source)
            texts = (s for s in splits if (c := source.column(s)) and not c.is_dated)
            name = name or next(texts, None)
            if name:
                return Largest(column=name, count=max(1, number_in(match.group("count"))))
    return None


def smallest_asked(prompt: str) -> str | None:
    """`bottom 5 products`, as the prompt says it."""
    match = _SMALLEST.search(prompt)
    return match.group() if match else None


def _column(words: str, source: SourceView) -> str | None:
    """The column that the most of the words name."""
    parts = re.split(r"[\s-]+", words) if words else []
    for count in range(len(parts), 0, -1):
        found = column_named(" ".join(parts[:count]), source)
        if found is not None and not found.is_dated:
            return found.name
    return None
