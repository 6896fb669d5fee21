"""What a measure is made of: a dimension a slide, each in its own form, then single values."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.roles import listed_values
from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.review_charts import BARS, chart_of, computed_from
from docsmith.agent.offline.slides.subject import Subject, told_name
from docsmith.agent.turns import Json

_PARTS = 6
_ROWS = 8


def splits(main: Subject) -> Iterator[Card]:
    """One dimension a slide, each drawn in its own way."""
    language = main.language
    source = phrase(language, "source", file=main.file)
    for number, name in enumerate(main.dimensions[:4]):
        column = main.source.column(name)
        few = column is not None and column.distinct <= _PARTS and main.adds_up
        title = phrase(language, "split_title", measure=main.name, dimension=told_name(name))
        insight: Json = {"kind": "lead", "measure": main.name, "dimension": told_name(name)}
        common: Json = {"notes": computed_from(main), "source": source, "title": title}
        if number == 0:
            chart = chart_of(main, "bar", name, name, top=BARS)
            lit = insight | {"highlight": True}
            yield card("split1", "chart", rank=MUST, chart=chart, insight=lit, **common)
            if main.day_column and column is not None and column.distinct <= 5:
                yield _stacked(main, name)
        elif number == 1 and few:
            chart = chart_of(main, "doughnut", name, name)
            points = [phrase(language, "summary_lead", file=main.file)]
            told = insight | {"points": True}
            yield card(
                "split2",
                "chart_text",
                rank=GOOD,
                chart=chart,
                points=points,
                insight=told,
                **common,
            )
        elif number in (1, 2):
            yield _table(main, name, f"split{number + 1}", GOOD if number == 1 else MORE)
        else:
            chart = chart_of(main, "bar", name, name, top=BARS)
            yield card(
                f"split{number + 1}", "chart", rank=SPARE, chart=chart, insight=insight, **common
            )


def _table(main: Subject, name: str, id: str, rank: int) -> Card:
    language = main.language
    others = [m for m in main.roles.measures if m not in (main.measure, main.times)][:2]
    data = main.query(name, top=_ROWS, share=True, label=main.name)
    if not main.times:
        data["measures"] = others
    return card(
        id,
        "table",
        rank=rank,
        notes=computed_from(main),
        title=phrase(language, "table_title", measure=main.name, dimension=told_name(name)),
        table={"data": data, "style": "integer"},
        source=phrase(language, "source", file=main.file),
        insight={"kind": "table", "measure": main.name, "dimension": told_name(name)},
    )


def _stacked(main: Subject, name: str) -> Card:
    language = main.language
    assert main.day_column is not None
    period = (
        "quarter" if main.first and main.last and (main.last - main.first).days > 200 else "month"
    )
    return card(
        "mix",
        "chart",
        rank=SPARE,
        notes=computed_from(main),
        title=phrase(language, "mix_title", measure=main.name, dimension=told_name(name)),
        chart=chart_of(main, "stacked_column", main.day_column, name, period=period, split=name),
        source=phrase(language, "source", file=main.file),
        insight={"kind": "mix", "measure": main.name},
    )


def details(main: Subject) -> Iterator[Card]:
    """One slide a value of the dimensions: only told when many slides are asked."""
    if main.day_column is None:
        return
    language = main.language
    for dimension in main.dimensions[:3]:
        column = main.source.column(dimension)
        for i, value in enumerate(listed_values(column) if column else ()):
            chart = chart_of(
                main, "line", main.day_column, str(value), period="month", where={dimension: value}
            )
            chart["caption"] = phrase(
                language, "caption_period", measure=main.name, period=phrase(language, "month")
            )
            title = phrase(language, "detail_title", measure=main.name, value=str(value))
            safe = re.sub(r"[^a-z0-9]+", "_", dimension.casefold()).strip("_")[:20] or "d"
            yield card(
                f"detail_{safe}_{i}",
                "chart_text" if i % 2 else "chart",
                rank=SPARE + 1 + i,
                notes=computed_from(main),
                title=title,
                chart=chart,
                points=[phrase(language, "summary_lead", file=main.file)] if i % 2 else None,
                source=phrase(language, "source", file=main.file),
                insight={"kind": "trend", "measure": str(value), "points": bool(i % 2)},
            )


def addition(other: Subject, number: int) -> Iterator[Card]:
    """What a further source adds: its first split."""
    if not other.dimensions:
        return
    name = other.dimensions[0]
    language = other.language
    told = phrase(language, "split_title", measure=other.name, dimension=told_name(name))
    yield card(
        f"more{number}",
        "chart",
        rank=GOOD,
        notes=computed_from(other),
        title=f"{told} ({other.file})",
        chart=chart_of(other, "bar", name, name, top=BARS),
        source=phrase(language, "source", file=other.file),
        insight={"kind": "lead", "measure": other.name, "dimension": told_name(name)},
    )
