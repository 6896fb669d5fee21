"""What a report in words measures in a source, as operations name it: amount, counts, splits,
time.
"""

import re
from collections.abc import Mapping
from datetime import date

from docsmith.agent.offline.roles import Roles, roles_of, strength
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

RECORDS = ("order", "invoice", "customer")
_AMOUNTS: Mapping[Language, Mapping[str, str]] = {
    "en": {"revenue": "Revenue", "turnover": "Turnover", "sales": "Sales"},
    "de": {"umsatz": "Umsatz", "umsätze": "Umsatz", "erlös": "Erlös"},
}
_MANY_MONTHS = 8
_MANY_YEARS = 6


class Told(Value):
    """A measure: how operations write it, what readers call it."""

    label: str
    fields: dict[str, str]
    adds_up: bool = True

    @property
    def written(self) -> Json:
        return {"label": self.label, **self.fields}


class SourceFacts(Value):
    """One source. `key` names it in figures and citations."""

    source: SourceView
    roles: Roles
    language: Language
    key: str
    prompt: str = ""
    measure: Told | None = None
    """What is measured where a follow-up names it."""
    grain: str | None = None
    """The periods that a follow-up names."""
    prefix: str = ""
    """Of the names of figures over time, where a document has others of the same source."""

    @property
    def slot(self) -> str:
        return self.source.slot

    @property
    def name(self) -> str:
        return self.source.title

    @property
    def record(self) -> str:
        """What one row is, when a column of unique keys says so."""
        for column in self.source.columns:
            kind = next((k for k in RECORDS if strength(column.name, k) is not None), None)
            if kind and column.distinct == self.source.rows and not column.is_dated:
                return kind
        return "row"

    @property
    def counted(self) -> Told:
        return Told(label=phrase(self.language, f"label_{self.record}"), fields={})

    @property
    def primary(self) -> Told:
        """What the report is about: the amount, else the first sum, else an average, else rows."""
        roles = self.roles
        if self.measure:
            return self.measure
        if roles.computes_amount:
            return self._computed()
        for name in (roles.amount, *roles.measures):
            if name:
                return Told(label=name, fields={"column": name})
        for name in roles.ratios:
            return Told(label=name, fields={"column": name, "how": "average"}, adds_up=False)
        return self.counted

    @property
    def shown(self) -> tuple[Told, ...]:
        """The columns of a split: the primary measure, the quantity, the rows."""
        quantity = self.roles.quantity
        more = [Told(label=quantity, fields={"column": quantity})] if quantity else []
        more = [one for one in more if one.fields != self.primary.fields]
        counted = [] if not self.primary.fields else [self.counted]
        return (self.primary, *more, *counted)

    @property
    def dimensions(self) -> tuple[ColumnView, ...]:
        """What splits the rows, those that the prompt names first."""
        columns = [c for name in self.roles.dimensions if (c := self.source.column(name))]
        named = {c.name for c in columns if _mentioned(c.name, self.prompt)}
        return tuple(sorted(columns, key=lambda column: column.name not in named))

    @property
    def crossed(self) -> tuple[ColumnView, ColumnView] | None:
        """The first split, and the first that is no finer or coarser view of the same thing."""
        if not self.dimensions:
            return None
        first = self.dimensions[0]
        kind = _family(first.name)
        others = (c for c in self.dimensions[1:] if kind is None or _family(c.name) != kind)
        second = next(others, None)
        return (first, second) if second else None

    @property
    def dated(self) -> ColumnView | None:
        return self.source.column(self.roles.date) if self.roles.date else None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the source, when they differ."""
        column = self.dated
        first, last = (column.day("minimum"), column.day("maximum")) if column else (None, None)
        return (first, last) if first and last and first != last else None

    @property
    def grains(self) -> tuple[str, str]:
        """The periods of the line, and the coarser ones of its table."""
        days = self.days
        if self.grain:
            return self.grain, self.grain
        if days is None:
            return "month", "month"
        first, last = days
        if (asked := self.source.focus.grain) and asked != "month":
            return asked, asked
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 1:
            return "day", "day"
        if months > 12 * _MANY_YEARS:
            return "year", "year"
        return "month", "quarter" if months > _MANY_MONTHS else "month"

    @property
    def whole_years(self) -> bool:
        """Whether the last year and the one before are complete enough to compare."""
        days = self.days
        if days is None:
            return False
        first, last = days
        return (last.month, last.day) >= (12, 28) and first <= date(last.year - 1, 1, 6)

    def _computed(self) -> Told:
        roles = self.roles
        fields = {"column": roles.quantity or "", "times": roles.price or ""}
        column = self.source.column(roles.discount or "")
        top = column.maximum if column else None
        if isinstance(top, int | float) and 0 < top <= 1:
            fields["less"] = roles.discount or ""
        price = self.source.column(roles.price or "")
        style = "money" if price and (price.currency or price.type == "money") else "number"
        return Told(label=self._called(), fields={**fields, "style": style})

    def _called(self) -> str:
        """What the prompt calls the amount, in the language of the document."""
        words = _AMOUNTS[self.language]
        match = re.search(rf"\b(?:{'|'.join(words)})", self.prompt, re.I)
        usual = phrase(self.language, "computed_measure")
        return words[match.group().casefold()] if match else usual

    @property
    def formula(self) -> str:
        """`Quantity × Price × (1 − Discount)`."""
        fields = self.primary.fields
        less = f" × (1 − {fields['less']})" if "less" in fields else ""
        return f"{fields['column']} × {fields['times']}{less}"


def source_facts(
    source: SourceView, language: Language, number: int, prompt: str = ""
) -> SourceFacts:
    key = f"data{number}"
    roles = roles_of(source)
    return SourceFacts(source=source, roles=roles, language=language, key=key, prompt=prompt)


_FAMILIES = (
    r"region|countr|city|state|gebiet|land|stadt|ort|filial|store|branch|area",
    r"product|categor|produkt|artikel|warengruppe|kategorie|brand|marke|item|sku",
    r"customer|client|kunde|segment|channel|kanal",
    r"rep|verkäufer|vertreter|team|department|abteilung",
)


def _family(name: str) -> int | None:
    """Which of the things that nest in one another a column is about."""
    return next((i for i, words in enumerate(_FAMILIES) if re.search(words, name, re.I)), None)


def _mentioned(name: str, prompt: str) -> bool:
    return re.search(rf"\b{re.escape(name)}", prompt, re.I) is not None
