"""What computed figures say, in sentences (`telling.toml`). No figure comes from elsewhere."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.documents.slides.numerals import local, spoken

_LEVEL = 0.005


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__ or "").joinpath("telling.toml").read_text("utf-8"))


def sentence(language: str, key: str, **fields: str) -> str:
    """The sentence for `key`; English in a language that has none."""
    return _table().get(language, _table()["en"])[key].format(**fields)


@dataclass(frozen=True, slots=True)
class Bars:
    """One computed chart: its categories, their sums over the series, and the series' sums."""

    categories: tuple[str, ...]
    values: tuple[float, ...]
    names: tuple[str, ...]
    sums: tuple[float, ...]
    total: float
    currency: str | None
    incomplete: tuple[str, ...] = ()
    """Categories that the data cover in part only."""


def bars_of(told: Mapping[str, Any] | None) -> Bars | None:
    """The chart as `apply` tells of it; None when there is none."""
    if not told or not told["categories"] or not told["series"]:
        return None
    lines = {name: [float(v or 0) for v in values] for name, values in told["series"].items()}
    categories = tuple(str(name) for name in told["categories"])
    return Bars(
        categories=categories,
        values=tuple(sum(line[i] for line in lines.values()) for i in range(len(categories))),
        names=tuple(lines),
        sums=tuple(sum(line) for line in lines.values()),
        total=float(told["total"]),
        currency=told["currency"],
        incomplete=tuple(str(name) for name in told.get("incomplete", ())),
    )


def trend(bars: Bars, measure: str, period: str | None, language: str) -> list[str]:
    """The last whole period against the one before; then the strongest and the weakest, what is
    not whole, the total.
    """
    whole = [i for i, name in enumerate(bars.categories) if name not in bars.incomplete]
    asked = bars.categories.index(str(period)) if period in bars.categories else None
    at = asked if asked is not None else whole[-1] if whole else len(bars.values) - 1
    if at < 1:
        return []
    compared = {at, at - 1} <= set(whole)
    before = bars.values[at - 1] if compared else 0.0
    key, change = _moved(before, bars.values[at])
    fields = {
        "measure": measure,
        "last": amount(bars.values[at], bars.currency, language),
        "period": bars.categories[at],
        "change": part(change, language),
    }
    total = sentence(
        language, "total_told", measure=measure, total=amount(bars.total, bars.currency, language)
    )
    extremes = _extremes(bars, whole or [at], language)
    return [sentence(language, key, **fields), *extremes, *_not_whole(bars, language), total]


def _extremes(bars: Bars, whole: Sequence[int], language: str) -> Iterator[str]:
    """The strongest and the weakest of the whole periods."""
    ends = {"best": max(whole, key=lambda i: bars.values[i])}
    ends["weakest"] = min(whole, key=lambda i: bars.values[i])
    for key, i in ends.items():
        value = amount(bars.values[i], bars.currency, language)
        yield sentence(language, key, period=bars.categories[i], value=value)


def _not_whole(bars: Bars, language: str) -> Iterator[str]:
    for name in bars.incomplete[-1:]:
        yield sentence(language, "not_whole", period=name)


def _moved(before: float, now: float) -> tuple[str, float]:
    """The sentence, and by which part; from nothing or from below zero there is no part."""
    if before <= 0:
        return "stood", 0.0
    change = (now - before) / before
    key = "level" if abs(change) < _LEVEL else "rose" if change > 0 else "fell"
    return key, abs(change)


def lead(bars: Bars, measure: str, language: str) -> list[str]:
    """Who leads, and with which share; then the shares of the first three."""
    if not bars.total:
        return []
    first = part(bars.values[0] / bars.total, language)
    said = [sentence(language, "lead", top=bars.categories[0], share=first, measure=measure)]
    for name, value in list(zip(bars.categories, bars.values, strict=True))[:3]:
        share = part(value / bars.total, language)
        said.append(f"{name}: {share} ({amount(value, bars.currency, language)})")
    return said


def mix(bars: Bars, measure: str, language: str) -> list[str]:
    """Which series makes up most."""
    if not bars.total:
        return []
    top = max(range(len(bars.sums)), key=lambda i: bars.sums[i])
    share = part(bars.sums[top] / bars.total, language)
    return [sentence(language, "makes", top=bars.names[top], share=share, measure=measure)]


def few(rows: Sequence[Sequence[str]], measure: str, dimension: str, language: str) -> list[str]:
    """The share of the first three rows, read from the table's last column."""
    shares = [_percent(row[-1]) for row in rows[1:4]]
    known = [share for share in shares if share is not None]
    if len(known) < 3 or len(rows) < 6:
        return []
    fields = {"dimension": dimension, "measure": measure, "share": part(sum(known), language)}
    return [sentence(language, "top_few", count=str(len(known)), **fields)]


def sums(first: str, second: str, measure: str, period: str | None, language: str) -> list[str]:
    """The first key figure and what it rests on."""
    fields = {"measure": measure, "first": first, "second": second}
    if period:
        return [sentence(language, "sums_period", period=period, **fields)]
    return [sentence(language, "sums", **fields)]


def part(value: float, language: str) -> str:
    """`44%`, `4,2 %`."""
    text = local(f"{value * 100:.{0 if value >= 0.0995 else 1}f}", language)
    return f"{text} %" if language == "de" else f"{text}%"


def amount(value: float, currency: str | None, language: str) -> str:
    """`€1.2m`, `1,2 Mio. €`, `968`, as charts and key figures show it; never broken in two."""
    return spoken(value, "compact", currency, language).replace(" ", "\N{NO-BREAK SPACE}")


def _percent(text: str) -> float | None:
    plain = text.replace("%", "").replace(",", ".").strip()
    try:
        return float(plain) / 100
    except ValueError:
        return None
