"""What a review is about: one source, what is measured in it, over which time."""

import re
from datetime import date

from docsmith.agent.offline.roles import Roles, roles_of
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.source import SourceView
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

_QUARTER = re.compile(
    r"\bq([1-4])[\s/-]*(?:of\s+)?((?:20)?\d\d)?\b|\b([1-4])\.\s*quartal\s*(20\d\d)?", re.I
)


MOST_ROWS, MOST_BARS = 10, 20
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|JPY|CHF)\b")


def told_name(column: str) -> str:
    """A column's name in a sentence: `monthly_fee` as `Monthly fee`, `Amount (EUR)` as `Amount`."""
    bare = re.sub(rf"\s*[(\[]\s*(?:{_CURRENCY.pattern})\s*[)\]]", "", column)
    words = " ".join(bare.replace("_", " ").split()) or column
    return words[0].upper() + words[1:]


class Subject(Value):
    """One source and what is measured in it. `measure` is None where rows are counted."""

    source: SourceView
    roles: Roles
    language: Language
    measure: str | None
    times: str | None = None
    less: str | None = None
    dimensions: tuple[str, ...] = ()
    day_column: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def file(self) -> str:
        return self.source.title

    @property
    def name(self) -> str:
        """What is measured, in words."""
        return self.measure_name or phrase(self.language, "kpi_rows")

    @property
    def measure_name(self) -> str | None:
        if self.times:
            return "Revenue" if self.language == "en" else "Umsatz"
        return told_name(self.measure) if self.measure else None

    @property
    def money(self) -> bool:
        column = self.source.column(self.measure) if self.measure else None
        return bool(self.times) or bool(column and column.type == "money")

    @property
    def adds_up(self) -> bool:
        """Whether parts of it make a whole: no amount is below zero."""
        column = self.source.column(self.measure) if self.measure else None
        least = column.minimum if column else None
        return not (isinstance(least, int | float) and least < 0)

    @property
    def currency(self) -> str | None:
        """As the values say, else as a header says: `Amount (EUR)`, `Price €`."""
        names = [n for n in (self.measure, self.times) if n]
        columns = [self.source.column(n) for n in names]
        named = next((c.currency for c in columns if c and c.currency), None)
        found = next((m for n in names if (m := _CURRENCY.search(n))), None)
        return named or (_SIGNS.get(found.group(0), found.group(0)) if found else None)

    def query(self, by: str, **more: object) -> Json:
        """As many values as were asked for, as far as a slide has room for them."""
        asked = self.source.focus.largest.get(by)
        if asked and "top" in more:
            more["top"] = min(asked, MOST_ROWS if "share" in more else MOST_BARS)
        return {"slot": self.source.slot, "by": by, **self._measured(), **more}

    @property
    def grain(self) -> str:
        """The periods of the trend: those that were asked for, where there are two or more."""
        days = (self.last - self.first).days if self.first and self.last else 0
        asked, least = self.source.focus.grain, {"month": 62, "quarter": 100, "year": 400}
        if asked and days > least[asked]:
            return asked
        return "month" if days > least["month"] else "day"

    def figure(self, **more: object) -> Json:
        return {"slot": self.source.slot, **self._measured(), **more}

    def style(self) -> str:
        return "money" if self.money else "integer"

    def _measured(self) -> Json:
        fields = {"measure": self.measure, "times": self.times, "less": self.less}
        given: Json = {k: v for k, v in fields.items() if v}
        return given if given else {"aggregate": "count"}


def subject_of(source: SourceView, language: Language) -> Subject:
    """What a review of this source is about."""
    roles = roles_of(source)
    computes = roles.computes_amount
    measure = roles.quantity if computes else roles.amount or next(iter(roles.measures), None)
    column = source.column(roles.date) if roles.date else None
    return Subject(
        source=source,
        roles=roles,
        language=language,
        measure=measure,
        times=roles.price if computes else None,
        less=_fraction(source, roles.discount) if computes else None,
        dimensions=roles.dimensions,
        day_column=roles.date,
        first=column.day("minimum") if column else None,
        last=column.day("maximum") if column else None,
    )


def _fraction(source: SourceView, name: str | None) -> str | None:
    column = source.column(name) if name else None
    return name if column is not None and column.type == "percent" else None


def quarter_in(prompt: str, last: date | None) -> tuple[date, date, str] | None:
    """The quarter a prompt names: first day, last day, `Q3 2025`."""
    found = _QUARTER.search(prompt)
    if not found or last is None:
        return None
    number = int(found.group(1) or found.group(3))
    year_text = found.group(2) or found.group(4)
    year = _year(year_text) if year_text else last.year - (number > (last.month + 2) // 3)
    begin = date(year, 3 * number - 2, 1)
    following = date(year + (number == 4), (3 * number) % 12 + 1, 1)
    return begin, date.fromordinal(following.toordinal() - 1), f"Q{number} {year}"


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def covers(main: Subject, quarter: tuple[date, date, str]) -> bool:
    """Whether the data have that quarter."""
    if main.first is None or main.last is None:
        return False
    return main.first <= quarter[1] and quarter[0] <= main.last
