"""A review over data: key figures, trend, splits, a table, what stands out, what the data can say.

Everything is asked of the source by queries in the slots; no figure is written here.
"""

import re
from collections.abc import Iterator
from datetime import date

from docsmith.agent.offline.roles import listed_values
from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.subject import Subject, covers, quarter_in, subject_of
from docsmith.agent.offline.slides.talk_parts import without_outline_words
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.phrases import written_date
from docsmith.agent.turns import Json

_PARTS = 6
_BARS = 8
_COLUMNS = 8


def review_cards(wish: Wish) -> tuple[Card, ...]:
    """The story of the first source, then what the others add."""
    language = wish.brief.language
    subjects = [subject_of(source, language) for source in wish.sources[:3]]
    main = subjects[0]
    cards = [*_opening(wish, main), *_figures(wish, main), *_splits(main), *_details(main)]
    for number, other in enumerate(subjects[1:], 2):
        cards += _addition(other, number)
    return (*cards, _quality(main), _closing(main))


def chart_cards(wish: Wish) -> tuple[Card, ...]:
    """Every chart and table that could be drawn: the review's own, then a bar chart a column."""
    extra: list[Card] = []
    for source in wish.sources[:3]:
        subject = subject_of(source, wish.brief.language)
        for number, column in enumerate(source.columns):
            if column.is_numeric or column.is_dated or not 2 <= column.distinct <= 25:
                continue
            extra.append(_bars(subject, column.name, f"by{number}"))
    return (*extra, *review_cards(wish))


def _bars(subject: Subject, name: str, id: str) -> Card:
    language = subject.language
    return card(
        id,
        "chart",
        notes=_computed(subject),
        title=phrase(language, "split_title", measure=subject.name, dimension=name),
        chart=_chart(subject, "bar", name, name, top=_BARS),
        source=phrase(language, "source", file=subject.file),
        insight={"kind": "lead", "measure": subject.name, "highlight": True},
    )


def _opening(wish: Wish, main: Subject) -> Iterator[Card]:
    language = main.language
    quarter = quarter_in(wish.brief.prompt, main.last)
    named = without_outline_words(wish.brief.title) if wish.brief.title else None
    period = quarter[2] if quarter else None
    title = named or phrase(language, "review_title", measure=main.name)
    if period and period not in title and not re.search(r"\bq[1-4]\b", title, re.I):
        title = f"{title}, {period}"
    yield card(
        "title",
        "title",
        rank=MUST,
        notes=phrase(language, "notes_open"),
        title=title,
        subtitle=phrase(language, "source", file=main.file),
        presenter=wish.brief.party,
        date=written_date(wish.brief.day, language),
        insight={"kind": "entries", "source": main.source.slot},
    )
    keys = [
        "agenda_where",
        "agenda_trend" if main.day_column else None,
        "agenda_split",
        "agenda_next",
    ]
    yield card(
        "agenda",
        "agenda",
        rank=MORE,
        notes=phrase(language, "notes_agenda"),
        title=phrase(language, "agenda_title"),
        items=[phrase(language, key) for key in keys if key],
    )
    yield card(
        "summary",
        "bullets",
        rank=GOOD,
        notes=_computed(main),
        title=phrase(language, "summary_title"),
        lead=phrase(language, "summary_lead", file=main.file),
        points=[phrase(language, "summary_start")],
        insight={"kind": "summary"},
    )


def _figures(wish: Wish, main: Subject) -> Iterator[Card]:
    """Key figures and the trend."""
    language = main.language
    quarter = quarter_in(wish.brief.prompt, main.last)
    kpis = list(_kpis(main, quarter))
    yield card(
        "figures",
        "kpis",
        rank=MUST,
        notes=_computed(main),
        title=phrase(language, "kpis_title", measure=main.name),
        kpis=kpis,
        note=phrase(language, "source", file=main.file),
        insight={
            "kind": "figures",
            "measure": main.name,
            "period": quarter[2] if quarter and covers(main, quarter) else None,
        }
        if main.measure
        else None,
    )
    if main.day_column is None or main.first is None or main.last is None:
        return
    days = (main.last - main.first).days
    fine = "month" if days > 62 else "day"
    coarse = "quarter" if days > 200 else "month"
    yield card(
        "trend",
        "chart_text",
        rank=MUST,
        notes=_computed(main),
        title=phrase(language, "trend_title", measure=main.name),
        chart=_chart(main, "line", main.day_column, fine, period=fine),
        points=[phrase(language, "summary_lead", file=main.file)],
        source=phrase(language, "source", file=main.file),
        insight={"kind": "trend", "measure": main.name, "points": True},
    )
    if days > 200:
        yield card(
            "quarters",
            "chart",
            rank=GOOD if quarter else MORE,
            notes=_computed(main),
            title=phrase(
                language, "caption_period", measure=main.name, period=phrase(language, coarse)
            ),
            chart=_chart(main, "column", main.day_column, coarse, period=coarse)
            | ({"highlight": quarter[2]} if quarter and covers(main, quarter) else {}),
            source=phrase(language, "source", file=main.file),
            insight={
                "kind": "trend",
                "measure": main.name,
                "period": quarter[2] if quarter and covers(main, quarter) else None,
            },
        )


def _kpis(main: Subject, quarter: tuple[date, date, str] | None) -> Iterator[Json]:
    language, currency = main.language, main.currency
    span: Json = {}
    label = phrase(language, "kpi_total", measure=main.name)
    if quarter and main.day_column and main.first and main.last and covers(main, quarter):
        span = {
            "date": main.day_column,
            "first": quarter[0].isoformat(),
            "last": quarter[1].isoformat(),
        }
        label = phrase(language, "kpi_period", measure=main.name, period=quarter[2])
    money = {"currency": currency} if currency and main.money else {}
    if main.measure:
        yield {"label": label, "data": main.figure(**span), "style": "compact", **money}
    rows = {"slot": main.source.slot, "aggregate": "count", **span}
    yield {"label": phrase(language, "kpi_rows"), "data": rows, "style": "integer"}
    if main.measure:
        yield {
            "label": phrase(language, "kpi_average", measure=main.name),
            "data": main.figure(aggregate="average", **span),
            "style": "compact",
            **money,
        }
    if main.dimensions:
        name = main.dimensions[0]
        distinct = {"slot": main.source.slot, "measure": name, "aggregate": "distinct", **span}
        label = phrase(language, "kpi_distinct", dimension=name)
        yield {"label": label, "data": distinct, "style": "integer"}


def _splits(main: Subject) -> Iterator[Card]:
    """One dimension a slide, each drawn in its own way."""
    language = main.language
    source = phrase(language, "source", file=main.file)
    for number, name in enumerate(main.dimensions[:4]):
        column = main.source.column(name)
        few = column is not None and column.distinct <= _PARTS
        title = phrase(language, "split_title", measure=main.name, dimension=name)
        insight: Json = {"kind": "lead", "measure": main.name, "dimension": name}
        common: Json = {"notes": _computed(main), "source": source, "title": title}
        if number == 0:
            chart = _chart(main, "bar", name, name, top=_BARS)
            lit = insight | {"highlight": True}
            yield card("split1", "chart", rank=MUST, chart=chart, insight=lit, **common)
            if main.day_column and column is not None and column.distinct <= 5:
                yield _stacked(main, name)
        elif number == 1 and few:
            chart = _chart(main, "doughnut", name, name)
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
            chart = _chart(main, "bar", name, name, top=_BARS)
            yield card(
                f"split{number + 1}", "chart", rank=SPARE, chart=chart, insight=insight, **common
            )


def _table(main: Subject, name: str, id: str, rank: int) -> Card:
    language = main.language
    others = [m for m in main.roles.measures if m not in (main.measure, main.times)][:2]
    data = main.query(name, top=_COLUMNS, share=True, label=main.name)
    if not main.times:
        data["measures"] = others
    return card(
        id,
        "table",
        rank=rank,
        notes=_computed(main),
        title=phrase(language, "table_title", measure=main.name, dimension=name),
        table={"data": data, "style": "integer"},
        source=phrase(language, "source", file=main.file),
        insight={"kind": "table", "measure": main.name, "dimension": name},
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
        rank=MORE,
        notes=_computed(main),
        title=phrase(language, "mix_title", measure=main.name, dimension=name),
        chart=_chart(main, "stacked_column", main.day_column, name, period=period, split=name),
        source=phrase(language, "source", file=main.file),
        insight={"kind": "mix", "measure": main.name},
    )


def _details(main: Subject) -> Iterator[Card]:
    """One slide a value of the dimensions: only told when many slides are asked."""
    if main.day_column is None:
        return
    language = main.language
    for dimension in main.dimensions[:3]:
        column = main.source.column(dimension)
        for i, value in enumerate(listed_values(column) if column else ()):
            chart = _chart(
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
                notes=_computed(main),
                title=title,
                chart=chart,
                points=[phrase(language, "summary_lead", file=main.file)] if i % 2 else None,
                source=phrase(language, "source", file=main.file),
                insight={"kind": "trend", "measure": str(value), "points": bool(i % 2)},
            )


def _addition(other: Subject, number: int) -> Iterator[Card]:
    """What a further source adds: its first split."""
    if not other.dimensions:
        return
    name = other.dimensions[0]
    language = other.language
    told = phrase(language, "split_title", measure=other.name, dimension=name)
    yield card(
        f"more{number}",
        "chart",
        rank=GOOD,
        notes=_computed(other),
        title=f"{told} ({other.file})",
        chart=_chart(other, "bar", name, name, top=_BARS),
        source=phrase(language, "source", file=other.file),
        insight={"kind": "lead", "measure": other.name, "dimension": name},
    )


def _quality(main: Subject) -> Card:
    language = main.language
    used = [n for n in (main.measure, main.times, main.day_column, *main.dimensions[:4]) if n]
    keys = ["quality_rows", "quality_blank", "quality_period" if main.day_column else ""]
    detail = phrase(language, "summary_lead", file=main.file)
    return card(
        "quality",
        "bullets",
        rank=MORE,
        notes=_computed(main),
        title=phrase(language, "quality_title"),
        points=[{"text": phrase(language, key), "detail": detail} for key in keys if key],
        insight={
            "kind": "basis",
            "source": main.source.slot,
            "columns": used,
            "date": main.day_column,
        },
    )


def _closing(main: Subject) -> Card:
    language = main.language
    steps = [phrase(language, "next_one")]
    if main.dimensions:
        steps.append(phrase(language, "next_two", dimension=main.dimensions[0]))
    steps.append(phrase(language, "next_three"))
    return card(
        "closing",
        "closing",
        rank=MUST,
        notes=phrase(language, "notes_close"),
        title=phrase(language, "next_title"),
        actions=[{"what": step} for step in steps],
    )


def _chart(main: Subject, kind: str, by: str, named: str, **more: object) -> Json:
    language = main.language
    period = str(more["period"]) if "period" in more else None
    caption = phrase(language, "caption_by", measure=main.name, dimension=named)
    if period and named == period:
        caption = phrase(
            language, "caption_period", measure=main.name, period=phrase(language, period)
        )
    if main.currency and main.money:
        caption = f"{caption}, {main.currency}"
    chart: Json = {
        "kind": kind,
        "caption": caption,
        "data": main.query(by, **more),
        "style": main.style(),
    }
    return chart | ({"currency": main.currency} if main.currency and main.money else {})


def _computed(main: Subject) -> str:
    return phrase(main.language, "notes_computed", file=main.file)
