"""Titles that say what the figures show: told by operations, so that they follow the data."""

from collections.abc import Iterable

from docsmith.agent.turns import Json

_FIELDS = ("measure", "dimension", "points", "highlight", "source", "columns", "date", "period")


def insight_ops(insights: Iterable[Json]) -> tuple[Json, ...]:
    """One operation an insight; the summary comes last, since it repeats the others."""
    every = sorted(insights, key=lambda insight: insight["kind"] == "summary")
    return tuple(_tell(insight) for insight in every)


def _tell(insight: Json) -> Json:
    told: Json = {"op": "tell", "slide": insight["slide"], "what": insight["kind"]}
    told |= {name: insight[name] for name in _FIELDS if insight.get(name)}
    return told | ({"title": False} if insight.get("keep_title") else {})
