"""The parts of a report over data: a split, the course of time, a crossing, the data themselves."""

from collections.abc import Iterator

from docsmith.agent.offline.source import ColumnView
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.figures import named, split_name
from docsmith.agent.offline.word.measures import SourceFacts
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.turns import Json, Value

TABLE_ROWS = 8
BARS = 8
PARTS = 5


def of_split(facts: SourceFacts, number: int, column: ColumnView) -> dict[str, str]:
    def name(what: str) -> str:
        return named(facts, split_name(number, what))

    told = {
        "dimension": ops.plain(column.name),
        "top": name("top"),
        "value": name("top_value"),
        "second": name("second"),
        "last": name("bottom"),
        "last_value": name("bottom_value"),
        "count": name("n"),
    }
    shares = {"share": name("top_share"), "second_share": name("second_share")}
    return told | shares if facts.primary.adds_up else told


def of_time(facts: SourceFacts) -> dict[str, str]:
    names = {"first": "first", "last": "last", "best": "best", "value": "best_value"}
    names |= {"worst": "worst", "worst_value": "worst_value"}
    told = {key: named(facts, facts.prefix + name) for key, name in names.items()}
    return told | {"grain": phrase(facts.language, facts.grains[0])}


class Shape(Value):
    """How a section differs from what a report would make of it."""

    heading: str = ""
    kind: str | None = None
    top: int | None = None
    table: bool = True


AS_REPORTED = Shape()


def split(
    facts: SourceFacts, number: int, column: ColumnView, shape: Shape = AS_REPORTED
) -> Iterator[Json]:
    language, told = facts.language, of_split(facts, number, column)
    ending = "" if facts.primary.adds_up else "_average"
    caption = {"measure": ops.plain(facts.primary.label), "dimension": ops.plain(column.name)}
    yield ops.heading(shape.heading or phrase(language, f"section_by{ending}", **told))
    text = phrase(language, f"text_by{ending}", **told)
    yield ops.paragraph(text, keep_with_next=True)
    query = {"slot": facts.slot, "by": column.name}
    top = shape.top or facts.source.focus.largest.get(column.name)
    if shape.kind or column.distinct > 2:
        yield ops.op(
            "chart",
            kind=shape.kind or "bar",
            caption=phrase(language, "caption_by", **caption),
            query=query | {"measures": [facts.primary.written], "top": top or BARS},
            height_cm=_bars_cm(min(column.distinct, (top or BARS) + 1)),
        )
    if not shape.table:
        return
    yield ops.op(
        "table",
        caption=phrase(language, "caption_by", **caption),
        query=query
        | {"measures": [one.written for one in facts.shown], "top": top or TABLE_ROWS}
        | ({"share": True} if facts.primary.adds_up else {}),
        source=facts.name,
    )


def _bars_cm(bars: int) -> float:
    """The height of a chart of so many bars, never more than half a page."""
    return min(2.4 + 0.5 * bars, 12.0)


def time(facts: SourceFacts, shape: Shape = AS_REPORTED) -> Iterator[Json]:
    language, told = facts.language, of_time(facts)
    column = facts.dated.name if facts.dated else ""
    fine, coarse = facts.grains
    measure = ops.plain(facts.primary.label)

    def caption(grain: str) -> str:
        return phrase(language, "caption_time", measure=measure, grain=phrase(language, grain))

    yield ops.heading(shape.heading or phrase(language, "section_time", **told))
    yield ops.paragraph(phrase(language, "text_time", **told), keep_with_next=True)
    query = {"slot": facts.slot, "by": column}
    yield ops.op(
        "chart",
        kind=shape.kind or ("line" if fine in {"day", "month"} else "column"),
        caption=caption(fine),
        query=query | {"grain": fine, "measures": [facts.primary.written]},
    )
    if not shape.table:
        return
    yield ops.op(
        "table",
        caption=caption(coarse),
        query=query
        | {"grain": coarse, "label": phrase(language, coarse).capitalize()}
        | {"measures": [one.written for one in facts.shown]},
        source=facts.name,
    )


def crossing(facts: SourceFacts) -> Iterator[Json]:
    """The two strongest splits, when the second is short enough to stand side by side."""
    pair = facts.crossed
    if not facts.primary.adds_up or pair is None:
        return
    rows, across = pair
    if across.distinct > PARTS < rows.distinct:
        return
    if across.distinct > PARTS:
        rows, across = across, rows
    language = facts.language
    told = {"rows": ops.plain(rows.name), "columns": ops.plain(across.name)}
    yield ops.heading(phrase(language, "section_cross", **told))
    text = phrase(language, "text_cross", measure=ops.plain(facts.primary.label), **told)
    yield ops.paragraph(text, keep_with_next=True)
    yield ops.op(
        "table",
        caption=phrase(language, "caption_cross", measure=ops.plain(facts.primary.label), **told),
        query={
            "slot": facts.slot,
            "by": rows.name,
            "across": across.name,
            "measures": [facts.primary.written],
            "top": 20,
        },
        source=facts.name,
    )


def crossed_name(facts: SourceFacts) -> str:
    first, second = facts.crossed or facts.dimensions[:2]
    return f"{first.name} × {second.name}"


def about(facts: SourceFacts, title: str) -> Iterator[Json]:
    language = facts.language
    yield ops.heading(title)
    said = [phrase(language, "data_intro", file=ops.plain(facts.name), cite=facts.key)]
    if facts.roles.computes_amount:
        said.append(phrase(language, "computed_amount", formula=ops.plain(facts.formula)))
    yield ops.paragraph(" ".join(said))
    yield ops.op("table", profile=facts.slot, caption=phrase(language, "data_columns"))
