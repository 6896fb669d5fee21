"""What the columns of a table are for: which one is the amount, the quantity, the date, the
dimensions.

Evidence is the type, the name (`roles.toml`) and how many distinct values there are. No role is
forced: a table without figures has no measures, a table without repeated values no dimensions.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.turns import Value

MAX_DIMENSIONS = 4
MAX_VALUES = 50
"""More distinct values than this make a list, not a split."""
SHORT = 3
UNSAFE = re.compile(
    r"^[<>='#]|[*?~]|^\s|\s$|%$|^(?:true|false|wahr|falsch)$|^\d{1,4}[-./:]\d{1,2}\b", re.I
)
"""Texts that a SUMIFS criterion takes for an operator, a pattern, an error, a truth or a date."""


class Roles(Value):
    """Column names by role. `measures` are summed, `ratios` averaged."""

    amount: str | None = None
    quantity: str | None = None
    price: str | None = None
    discount: str | None = None
    date: str | None = None
    measures: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()

    @property
    def computes_amount(self) -> bool:
        """Whether the amount is quantity × price, because no column has it."""
        return self.amount is None and self.quantity is not None and self.price is not None


def roles_of(source: SourceView) -> Roles:
    numeric = [column for column in source.columns if column.is_numeric and column.filled]
    figures = [column for column in numeric if not _is_key(column, source)]
    price = _named(figures, "price")
    discount = _named([c for c in figures if c is not price], "discount")
    special = [column for column in (price, discount) if column]
    quantity = _named([c for c in figures if c not in special], "quantity")
    sums = [c for c in figures if c not in special and not _is_ratio(c)]
    asked = next((c for c in sums if c.name == source.focus.measure), None)
    quantity = None if asked is quantity else quantity
    amount = asked or _amount([c for c in sums if c is not quantity], price and quantity)
    return Roles(
        amount=_name(amount),
        quantity=_name(quantity),
        price=_name(price),
        discount=_name(discount),
        date=_name(_date(source)),
        measures=tuple(c.name for c in sums),
        ratios=tuple(c.name for c in figures if c not in sums),
        dimensions=_asked_first(source, _dimensions(source, figures)),
    )


def listed_values(column: ColumnView) -> tuple[str | int | float | bool, ...]:
    """The values a split lists: unique whatever the case, none that a criterion would misread."""
    seen: set[str] = set()
    kept: list[str | int | float | bool] = []
    for value in column.common[:MAX_VALUES]:
        folded = str(value).casefold()
        if value is None or value == "" or folded in seen or _is_unsafe(value):
            continue
        seen.add(folded)
        kept.append(value)
    return tuple(kept)


def lists_all(column: ColumnView) -> bool:
    """Whether `listed_values` leaves nothing out, so that a split needs no row for the rest."""
    unsafe = any(_is_unsafe(value) for value in column.common)
    return column.distinct <= min(len(column.common), MAX_VALUES) and not unsafe


def _is_unsafe(value: object) -> bool:
    return isinstance(value, str) and UNSAFE.search(value) is not None


@cache
def strength(name: str, role: str) -> int | None:
    """How strongly a name speaks for a role: 0 is strongest, None not at all."""
    text = f" {_plain(name)} "
    return next((i for i, hint in enumerate(_hints()[role]) if _speaks(hint, text, role)), None)


def _speaks(hint: str, text: str, role: str) -> bool:
    if hint.startswith("~"):
        return hint[1:] in text
    whole = role == "key" or len(hint) <= SHORT
    return f" {_plain(hint)} " in text if whole else f" {_plain(hint)}" in text


def _amount(candidates: list[ColumnView], computable: ColumnView | None) -> ColumnView | None:
    """The column of money that counts; a name is needed when it could be computed instead."""
    named = _named(candidates, "amount")
    if named or computable:
        return named
    money = [column for column in candidates if column.type == "money"]
    return (money or [None])[0]


def _date(source: SourceView) -> ColumnView | None:
    dated = [c for c in source.columns if c.is_dated and c.day("minimum") and c.day("maximum")]
    return _named(dated, "date") or max(dated, key=lambda c: c.filled, default=None)


def _dimensions(source: SourceView, figures: list[ColumnView]) -> tuple[str, ...]:
    fitting = [c for c in source.columns if c not in figures and _splits(c, source)]
    ranked = sorted(fitting, key=lambda c: (_rank(c), c.distinct))
    return tuple(column.name for column in ranked[:MAX_DIMENSIONS])


def _asked_first(source: SourceView, found: tuple[str, ...]) -> tuple[str, ...]:
    """What the prompt names to split by before the rest, also where it has too many values to be
    found otherwise.
    """
    named = [n for n in source.focus.splits if (c := source.column(n)) and not c.is_dated]
    rest = [name for name in found if name not in named]
    return (*named, *rest)[: max(MAX_DIMENSIONS, len(named))]


def _splits(column: ColumnView, source: SourceView) -> bool:
    if column.is_dated or column.type == "blank" or strength(column.name, "free_text") is not None:
        return False
    few = 2 <= column.distinct <= MAX_VALUES
    repeats = column.distinct * 2 <= max(column.filled, 1) or column.distinct <= 3 < source.rows
    return few and repeats and len(listed_values(column)) >= 2 and _short(column)


def _short(column: ColumnView) -> bool:
    return all(len(str(value)) <= 40 for value in listed_values(column))


def _rank(column: ColumnView) -> int:
    named = strength(column.name, "dimension")
    return 1000 if named is None else named


def _is_key(column: ColumnView, source: SourceView) -> bool:
    if strength(column.name, "amount") is not None or strength(column.name, "quantity") is not None:
        return False
    if column.type in {"money", "percent"}:
        return False
    named = strength(column.name, "key") is not None or _is_year(column)
    counts_up = column.type == "integer" and 1 < source.rows == column.distinct
    return named or (counts_up and _span(column) == source.rows - 1)


def _is_year(column: ColumnView) -> bool:
    low, high = column.minimum, column.maximum
    named = re.search(r"\b(year|jahr|année|año)\b", column.name.casefold()) is not None
    plausible = isinstance(low, int) and isinstance(high, int) and 1900 <= low <= high <= 2100
    return plausible and (named or column.distinct <= 10) and column.type == "integer"


def _span(column: ColumnView) -> float:
    low, high = column.minimum, column.maximum
    if isinstance(low, int | float) and isinstance(high, int | float):
        return high - low
    return -1


def _is_ratio(column: ColumnView) -> bool:
    if column.type == "percent":
        return True
    if column.type == "money" or strength(column.name, "amount") is not None:
        return False
    return strength(column.name, "ratio") is not None


def _named(columns: list[ColumnView], role: str) -> ColumnView | None:
    found = [(strength(column.name, role), i) for i, column in enumerate(columns)]
    best = min(((s, i) for s, i in found if s is not None), default=None)
    return columns[best[1]] if best else None


def _name(column: ColumnView | None) -> str | None:
    return column.name if column else None


def _plain(text: str) -> str:
    spaced = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[_\-./()\[\]]+", " ", spaced).casefold().split())


@cache
def _hints() -> dict[str, list[str]]:
    text = files("docsmith.agent.offline").joinpath("roles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
