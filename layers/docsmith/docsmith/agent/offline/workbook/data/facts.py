"""What a report knows of one source: its table, what is measured, by what it is split, how it is
written.
"""

import re
import unicodedata
from functools import cached_property

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.roles import Roles, roles_of, strength
from docsmith.agent.offline.selection.splits import splits_asked
from docsmith.agent.offline.source import ColumnView, Focus, SourceView
from docsmith.agent.offline.words import Language, word
from docsmith.agent.turns import Value

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}
RECORDS = ("order", "invoice", "customer")
LABEL = 30
WIDE = 100_000
"""Single figures from here on are told without decimals."""
LARGE = 20_000
"""From here on a column of money is told without decimals."""


class Measure(Value):
    """Something a report adds up, averages or counts. `column` is None for counting rows."""

    label: str
    column: str | None = None
    how: str = "sum"
    style: str = "integer"

    @property
    def adds_up(self) -> bool:
        """Whether parts make a whole, so that shares and totals mean something."""
        return self.how != "average"


class Facts(Value):
    """One source in a workbook. Column names are those of the table, after `renamed`."""

    source: SourceView
    roles: Roles
    language: Language
    sheet: str
    table: str
    renamed: dict[str, str]
    alone: bool = True
    """Whether it is the workbook's only source."""
    currency: str | None = None

    def shown(self, name: str) -> str:
        """The column's name in the table."""
        return self.renamed.get(name, name)

    def ref(self, name: str) -> str:
        """`Sales[Region]`."""
        return f"{self.table}[{self.shown(name)}]"

    @property
    def amount_name(self) -> str | None:
        """The table's column with the amount: the source's, or the computed one."""
        if self.roles.computes_amount:
            return free_name(word(self.language, "computed_column"), self.source)
        return self.roles.amount

    def known(self, name: str) -> ColumnView:
        """The source's column of that name, which is there. Raises StopIteration otherwise."""
        return next(column for column in self.source.columns if column.name == name)

    @cached_property
    def counted(self) -> Measure:
        return Measure(label=word(self.language, f"count_{self.record}"), how="count")

    @cached_property
    def record(self) -> str:
        """What one row is, when a column of unique keys says so: `order`, `invoice`, else `row`."""
        for column in self.source.columns:
            kind = next((k for k in RECORDS if strength(column.name, k) is not None), None)
            if kind and column.distinct == self.source.rows and not column.is_dated:
                return kind
        return "row"

    @property
    def per_row(self) -> str:
        """`Per order`."""
        return word(self.language, f"per_{self.record}")

    @cached_property
    def primary(self) -> Measure:
        """What the report is about: the amount, else the first thing that adds up, else rows."""
        return (*self.measures, self.counted)[0]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The amount, the quantity, then other figures in the source's order; averages last."""
        roles = self.roles
        first = [name for name in (self.amount_name, roles.quantity) if name]
        rest = [name for name in roles.measures if name not in first]
        sums = [self._measure(name, "sum") for name in first + rest]
        return (*sums, *(self._measure(name, "average") for name in roles.ratios))

    def _measure(self, name: str, how: str) -> Measure:
        label = short(self.shown(name))
        sign = SIGNS.get(self.currency or "", self.currency or "")
        told = sign in label or (self.currency or "") in label
        if sign and self._is_money(name) and not told:
            label = f"{label} ({sign})"
        return Measure(label=label, column=name, how=how, style=self._style(name, how))

    def _is_money(self, name: str) -> bool:
        column = self.source.column(name)
        if column is None:
            return name == self.amount_name
        named = name == self.amount_name and strength(name, "amount") is not None
        return named or column.type == "money"

    def _style(self, name: str, how: str) -> str:
        column = self.source.column(name)
        if column and column.type == "percent":
            return "percent"
        if how == "average":
            return "number"
        if self._is_money(name):
            return "integer" if self._is_large(column) else "money"
        if column is None or column.type == "integer":
            return "integer"
        wide = _top(column) * max(self.source.rows, 1) >= WIDE * 10
        return "integer" if wide else "number"

    @property
    def per_row_style(self) -> str:
        """Cents are told unless the figures are too large to care."""
        column = self.source.column(self.primary.column or "")
        return "integer" if column and _top(column) >= WIDE else "money"

    def _is_large(self, column: ColumnView | None) -> bool:
        high = _top(column) if column else 100.0
        return high * max(self.source.rows, 1) >= LARGE


def facts_of(source: SourceView, brief: Brief, taken: tuple[str, ...], alone: bool) -> Facts:
    """Facts for one source; sheets and tables named `taken` are not used again."""
    stem = re.sub(r"\.\w{1,5}$", "", source.name) or source.slot
    sheet = word(brief.language, "data") if alone else sheet_name(stem)
    source = source if source.focus != Focus() else _focused(source, brief.prompt)
    roles = roles_of(source)
    return Facts(
        source=source,
        roles=roles,
        language=brief.language,
        sheet=unused(sheet, taken),
        table=unused(table_name(stem), taken),
        renamed=_renames(source),
        alone=alone and not taken[1:],
        currency=_currency(source, roles) or brief.currency,
    )


def _focused(source: SourceView, prompt: str) -> SourceView:
    """A source of which nobody said yet what the prompt wants to see it by."""
    asked = splits_asked(prompt, roles_of(source), source)
    focus = Focus(splits=asked.columns, grain=asked.grain, measure=asked.measure)
    return source.model_copy(update={"focus": focus})


def sheet_name(text: str) -> str:
    """A name that Excel allows for a sheet: at most 31 characters, none of `[]:*?/\\`."""
    clean = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\']", " ", text)).strip()
    return clean[:31].strip() or "Sheet"


def table_name(text: str) -> str:
    """A name that Excel allows for a table, in plain letters."""
    umlauts = text.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    plain = unicodedata.normalize("NFKD", umlauts).encode("ascii", "ignore").decode()
    clean = re.sub(r"\W+", "_", plain).strip("_")[:60] or "data"
    clean = clean if clean[0].isalpha() else f"t_{clean}"
    like_cell = re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*|[rc]", clean)
    return f"{clean}_data" if like_cell else clean[0].upper() + clean[1:]


def unused(name: str, taken: tuple[str, ...]) -> str:
    """`name`, or `name 2`, `name 3` … when it is taken (without regard to case)."""
    used = {other.casefold() for other in taken}
    joint = "_" if "_" in name or " " not in name else " "
    tries = (name if n == 1 else f"{name[:28]}{joint}{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in tries if candidate.casefold() not in used)


def short(label: str) -> str:
    """A label that fits the head of a column: `monthly_fee` reads `Monthly fee`."""
    spaced = label.replace("_", " ").strip()
    plain = spaced[0].upper() + spaced[1:] if spaced.islower() else spaced
    return plain if len(plain) <= LABEL else f"{plain[: LABEL - 1].rstrip()}…"


def _top(column: ColumnView) -> float:
    top = column.maximum
    return float(top) if isinstance(top, int | float) else 0.0


def free_name(name: str, source: SourceView) -> str:
    """A column name that the source does not have yet."""
    return unused(name, tuple(column.name for column in source.columns))


def _renames(source: SourceView) -> dict[str, str]:
    """Headers that a structured reference would have to escape, or a cell take for a formula."""
    renames: dict[str, str] = {}
    used: list[str] = []
    for column in source.columns:
        plain = re.sub(r"\s+", " ", re.sub(r"[\[\]#'@\"]", " ", column.name))
        clean = plain.lstrip("=+- ").rstrip() or "Column"
        shown = unused(clean, tuple(used))
        used.append(shown)
        if shown != column.name:
            renames[column.name] = shown
    return renames


def _currency(source: SourceView, roles: Roles) -> str | None:
    wanted = (roles.amount, roles.price, *roles.measures)
    columns = [column for name in wanted if name and (column := source.column(name))]
    named = next((column.currency for column in columns if column.currency), None)
    signs = {sign: code for code, sign in SIGNS.items()}
    return signs.get(named, named) if named else _in_header(columns)


def _in_header(columns: list[ColumnView]) -> str | None:
    for column in columns:
        found = re.search(r"[€$£]|\b(EUR|USD|GBP|CHF)\b", column.name)
        if found:
            return {"€": "EUR", "$": "USD", "£": "GBP"}.get(found.group(), found.group())
    return None
