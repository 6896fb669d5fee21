"""A split: a table on a summary sheet that breaks the measures down by one column or by time.

Rows hold a label and what selects their part of the data; every figure is a formula over the data
table, the total row adds the rows up, and a check compares the total with the table itself.
"""

from datetime import date

from docsmith.agent.offline.roles import listed_values, lists_all
from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook.data.facts import Facts, Measure, short
from docsmith.agent.offline.workbook.data.lines import Line
from docsmith.agent.offline.workbook.data.quarters import quarter_lines
from docsmith.agent.turns import Value

MAX_MONTHS = 36
MAX_DAYS = 31
MAX_YEARS = 30


class Split(Value):
    """What a table is split by. `column` is the source's column, `grain` is set for time."""

    column: str
    label: str
    lines: tuple[Line, ...]
    grain: str | None = None

    @property
    def named(self) -> int:
        """How many lines at the front are real values, neither blank nor the rest."""
        return sum(line.style != "note" for line in self.lines)


def dimension_split(facts: Facts, name: str) -> Split:
    """By the values of a column, blanks and unlisted values in rows of their own."""
    column = facts.known(name)
    lines = [Line(label=v, criteria=((name, "$A{row}"),)) for v in listed_values(column)]
    if column.blanks:
        blank = word(facts.language, "blank")
        lines.append(Line(label=blank, style="note", criteria=((name, '"="'),)))
    if not lists_all(column):
        lines.append(Line(label=word(facts.language, "other"), style="note", rest="listed"))
    return Split(column=name, label=short(facts.shown(name)), lines=tuple(lines))


def time_split(facts: Facts) -> Split | None:
    """By day, month or year, whichever gives a readable number of rows; None without dates."""
    name = facts.roles.date
    column = facts.source.column(name) if name else None
    first, last = (column.day("minimum"), column.day("maximum")) if column else (None, None)
    if not name or not first or not last or not _is_readable(first, last):
        return None
    grain = _asked_grain(facts, first, last) or _grain(first, last)
    lines = _time_lines(facts, name, (first, last), grain)
    if facts.known(name).blanks or facts.known(name).notes:
        undated = word(facts.language, "no_date")
        lines = (*lines, Line(label=undated, style="note", rest="undated"))
    return Split(column=name, label=word(facts.language, grain), lines=lines, grain=grain)


def _time_lines(facts: Facts, name: str, ends: tuple[date, date], grain: str) -> tuple[Line, ...]:
    (first, last), start = ends, f"MIN({facts.ref(name)})"
    if grain == "quarter":
        return quarter_lines(name, start, _quarters(first, last))
    if grain == "year":
        bounds = (
            (name, '">="&DATE($A{row},1,1)'),
            (name, '"<"&DATE($A{row}+1,1,1)'),
        )
        years = range(last.year - first.year + 1)
        labels = [f"=YEAR({start})" if n == 0 else "=$A{above}+1" for n in years]
        return tuple(Line(label=label, style="year", criteria=bounds) for label in labels)
    if grain == "day":
        bounds = ((name, '">="&$A{row}'), (name, '"<"&$A{row}+1'))
        days = range((last - first).days + 1)
        labels = [f"=INT({start})" if n == 0 else "=$A{above}+1" for n in days]
        return tuple(Line(label=label, style="date", criteria=bounds) for label in labels)
    bounds = ((name, '">="&$A{row}'), (name, '"<"&EDATE($A{row},1)'))
    opening = f"=DATE(YEAR({start}),MONTH({start}),1)"
    labels = [opening if n == 0 else "=EDATE($A{above},1)" for n in range(_months(first, last))]
    return tuple(Line(label=label, style="month", criteria=bounds) for label in labels)


def _is_readable(first: date, last: date) -> bool:
    """Whether a split says something; a date such as 9999-12-31 would make thousands of lines."""
    return first < last and last.year - first.year < MAX_YEARS


def _grain(first: date, last: date) -> str:
    months = _months(first, last)
    if months > MAX_MONTHS:
        return "year"
    return "day" if (last - first).days < MAX_DAYS and months <= 2 else "month"


def _asked_grain(facts: Facts, first: date, last: date) -> str | None:
    """The grain that the prompt names, where it gives two lines or more and not too many."""
    grain = facts.source.focus.grain
    counts = {
        "year": last.year - first.year + 1,
        "quarter": _quarters(first, last),
        "month": _months(first, last),
    }
    return grain if grain and 2 <= counts[grain] <= MAX_MONTHS else None


def _quarters(first: date, last: date) -> int:
    return (last.year - first.year) * 4 + (last.month - 1) // 3 - (first.month - 1) // 3 + 1


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def shown_measures(facts: Facts) -> tuple[Measure, ...]:
    """The measures that a split's columns show: the primary, at most two more, then the rows."""
    more = [m for m in facts.measures if m.column != facts.primary.column and m.adds_up][:2]
    counted = () if facts.primary.column is None else (facts.counted,)
    return (facts.primary, *more, *counted)
