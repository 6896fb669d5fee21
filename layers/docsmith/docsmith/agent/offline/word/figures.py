"""The figures that a report's sentences name, and the names they go by."""

from collections.abc import Iterator

from docsmith.agent.offline.source import ColumnView
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.measures import SourceFacts
from docsmith.agent.offline.word.ops import kept
from docsmith.agent.turns import Json


def named(facts: SourceFacts, name: str) -> str:
    """`{{data1_total}}`."""
    return f"{{{{{facts.key}_{name}}}}}"


def split_name(number: int, what: str) -> str:
    return f"d{number}_{what}"


def figures_ops(facts: SourceFacts, dimensions: int) -> tuple[Json, ...]:
    """Every figure over one source: those of the whole, then those of each split."""
    whole = [*_whole(facts)]
    if facts.dated is not None and facts.days is not None:
        whole += _time(facts, facts.dated)
    columns = enumerate(facts.dimensions[:dimensions], 1)
    splits = (split_figures(facts, number, column.name) for number, column in columns)
    return (ops.op("figures", slot=facts.slot, figures=whole), *splits)


def split_figures(facts: SourceFacts, number: int, column: str) -> Json:
    return ops.op("figures", slot=facts.slot, figures=[*_split(facts, number, column)])


def time_figures(facts: SourceFacts, column: ColumnView) -> Json:
    """Those of the course of time alone, for a section that is added."""
    return ops.op("figures", slot=facts.slot, figures=[*_time(facts, column)])


def _figure(facts: SourceFacts, name: str, measure: Json | None = None, **more: object) -> Json:
    measured = facts.primary.written if measure is None else measure
    return {"name": f"{facts.key}_{name}", "measure": measured} | kept(more)


def _whole(facts: SourceFacts) -> Iterator[Json]:
    yield _figure(facts, "total", compact=True)
    yield _figure(facts, "count", facts.counted.written)
    if facts.primary.adds_up and facts.primary.fields:
        yield _figure(facts, "average", facts.primary.written | {"how": "average"})


def _time(facts: SourceFacts, dated: ColumnView) -> Iterator[Json]:
    column, grain, prefix = dated.name, facts.grains[0], facts.prefix
    for name, rank in (("first", 1), ("last", -1)):
        yield _figure(facts, prefix + name, by=column, grain="day", rank=rank, pick="label")
    for name, rank in (("best", 1), ("worst", -1)):
        ranked: Json = {"by": column, "grain": grain, "rank": rank, "by_value": True}
        yield _figure(facts, prefix + name, None, pick="label", **ranked)
        yield _figure(facts, f"{prefix}{name}_value", None, **ranked)
    if facts.whole_years and facts.primary.adds_up:
        yearly: Json = {"by": column, "grain": "year", "rank": -1}
        yield _figure(facts, prefix + "year", None, pick="label", **yearly)
        yield _figure(facts, prefix + "change", None, pick="change", **yearly)


def _split(facts: SourceFacts, number: int, column: str) -> Iterator[Json]:
    for name, rank in (("top", 1), ("second", 2), ("bottom", -1)):
        yield _figure(facts, split_name(number, name), by=column, rank=rank, pick="label")
        yield _figure(facts, split_name(number, f"{name}_value"), by=column, rank=rank)
        if facts.primary.adds_up:
            yield _figure(
                facts, split_name(number, f"{name}_share"), by=column, rank=rank, pick="share"
            )
    yield _figure(facts, split_name(number, "n"), by=column, pick="count")
