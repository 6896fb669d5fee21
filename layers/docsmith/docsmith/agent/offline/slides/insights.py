"""Titles that say what the figures show, once computed. No figure comes from elsewhere."""

from collections.abc import Iterable
from typing import Any

from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object

_TITLE = 110
_LEVEL = 0.005


class Series(Value):
    """One computed chart: its categories and the sum of its series."""

    categories: tuple[str, ...]
    values: tuple[float, ...]
    names: tuple[str, ...]
    sums: tuple[float, ...]
    total: float
    currency: str | None = None


def insight_ops(insights: Iterable[Json], computed: Json, language: Language) -> tuple[Json, ...]:
    """The operations that put insights into titles, points and the summary."""
    every = list(insights)
    told: list[str] = []
    ops: list[Json] = []
    for insight in every:
        said = _said(insight, computed, language)
        if not said:
            continue
        told.append(said[0])
        if not insight.get("keep_title"):
            ops.append(_set(insight, "title", said[0][:_TITLE]))
        if insight.get("highlight"):
            top = _series(computed.get(f"{insight['slide']}.chart"))
            if top is not None:
                ops.append(_set(insight, "chart.highlight", top.categories[0]))
        if insight.get("points") and len(said) > 1:
            ops.append(_set(insight, "points", said[1:4]))
    summary = next((i for i in every if i.get("kind") == "summary"), None)
    if summary is not None and told:
        ops.append(_set(summary, "points", told[:5]))
    return tuple(ops)


def _said(insight: Json, computed: Json, language: Language) -> list[str]:
    slide = str(insight.get("slide"))
    kind = insight.get("kind")
    if kind == "figures":
        return _figures(insight, computed, language)
    if kind == "table":
        return _table(insight, computed, language)
    series = _series(computed.get(f"{slide}.chart"))
    if series is None:
        return []
    if kind == "trend":
        return _trend(insight, series, language)
    if kind == "lead":
        return _lead(insight, series, language)
    return _mix(insight, series, language) if kind == "mix" else []


def _trend(insight: Json, series: Series, language: Language) -> list[str]:
    """The last period against the one before; then the strongest and the weakest."""
    at = len(series.values) - 1
    if insight.get("at") in series.categories:
        at = series.categories.index(str(insight["at"]))
    if at < 1:
        return []
    measure, now, before = str(insight["measure"]), series.values[at], series.values[at - 1]
    fields = {
        "measure": measure,
        "last": _amount(now, series.currency, language),
        "period": series.categories[at],
    }
    change = (now - before) / before if before else 0.0
    key = "level" if abs(change) < _LEVEL else "rose" if change > 0 else "fell"
    if key != "level":
        fields["change"] = _share(abs(change), language)
    high = max(range(len(series.values)), key=lambda i: series.values[i])
    low = min(range(len(series.values)), key=lambda i: series.values[i])
    return [
        phrase(language, key, **fields),
        *(
            phrase(
                language,
                name,
                period=series.categories[i],
                value=_amount(series.values[i], series.currency, language),
            )
            for name, i in (("best", high), ("weakest", low))
        ),
        phrase(
            language,
            "total_told",
            measure=measure,
            total=_amount(series.total, series.currency, language),
        ),
    ]


def _lead(insight: Json, series: Series, language: Language) -> list[str]:
    """Who leads, and with which share; then the shares of the next two."""
    if not series.total or not series.values:
        return []
    measure = str(insight["measure"])
    first = _share(series.values[0] / series.total, language)
    said = [phrase(language, "lead", top=series.categories[0], share=first, measure=measure)]
    for name, value in list(zip(series.categories, series.values, strict=True))[:3]:
        share = _share(value / series.total, language)
        said.append(f"{name}: {share} ({_amount(value, series.currency, language)})")
    return said


def _mix(insight: Json, series: Series, language: Language) -> list[str]:
    if not series.total:
        return []
    top = max(range(len(series.sums)), key=lambda i: series.sums[i])
    share = _share(series.sums[top] / series.total, language)
    name = series.names[top]
    return [phrase(language, "makes", top=name, share=share, measure=str(insight["measure"]))]


def _table(insight: Json, computed: Json, language: Language) -> list[str]:
    """The share of the first three rows, read from the table's last column."""
    rows = as_list(computed.get(f"{insight.get('slide')}.table"))
    shares = [_percent(as_list(row)[-1]) for row in rows[1:4] if as_list(row)]
    known = [s for s in shares if s is not None]
    if len(known) < 3 or len(rows) < 6:
        return []
    fields = {
        "count": str(len(known)),
        "dimension": str(insight["dimension"]),
        "share": _share(sum(known), language),
        "measure": str(insight["measure"]),
    }
    return [phrase(language, "top_few", **fields)]


def _figures(insight: Json, computed: Json, language: Language) -> list[str]:
    """The first figure and what it rests on."""
    slide = insight.get("slide")
    first, second = (computed.get(f"{slide}.kpis[{i}]") for i in (0, 1))
    if first is None or second is None:
        return []
    fields = {"measure": str(insight["measure"]), "first": str(first), "second": str(second)}
    if insight.get("quarter"):
        return [phrase(language, "sums_period", period=str(insight["quarter"]), **fields)]
    return [phrase(language, "sums", **fields)]


def _series(value: Any) -> Series | None:
    told = as_object(value)
    categories = [str(c) for c in as_list(told.get("categories"))]
    lines = {
        n: [float(v or 0) for v in as_list(vs)] for n, vs in as_object(told.get("series")).items()
    }
    if not categories or not lines:
        return None
    values = [sum(line[i] for line in lines.values()) for i in range(len(categories))]
    return Series(
        categories=tuple(categories),
        values=tuple(values),
        names=tuple(lines),
        sums=tuple(sum(line) for line in lines.values()),
        total=float(told.get("total") or 0.0),
        currency=told.get("currency"),
    )


def _set(insight: Json, slot: str, value: object) -> Json:
    return {"op": "set_slot", "slide": insight["slide"], "slot": slot, "value": value}


def _share(value: float, language: Language) -> str:
    digits = 0 if value >= 0.0995 else 1
    text = f"{value * 100:.{digits}f}"
    return f"{text.replace('.', ',')} %" if language == "de" else f"{text}%"


def _percent(text: object) -> float | None:
    plain = str(text).replace("%", "").replace(",", ".").strip()
    try:
        return float(plain) / 100
    except ValueError:
        return None


def _amount(value: float, currency: str | None, language: Language) -> str:
    """`€1.2m`, `1,2 Mio. €`, `968`."""
    scales = ((1e9, "bn", " Mrd."), (1e6, "m", " Mio."), (1e3, "k", " Tsd."))
    size = abs(value)
    text = f"{size:,.0f}" if size >= 100 or size.is_integer() else f"{size:,.1f}"
    ending = ""
    for scale, short, german in scales:
        if size >= scale:
            shown = size / scale
            text = f"{shown:,.{0 if shown >= 100 else 1}f}"
            ending = german if language == "de" else short
            break
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency or "", currency or "")
    minus = "−" if value < 0 else ""
    if not sign:
        return f"{minus}{text}{ending}"
    if language == "de" or len(sign) > 1:
        return f"{minus}{text}{ending} {sign}"
    return f"{minus}{sign}{text}{ending}"
