"""A review over data: key figures, trend, splits, a table, what stands out, what the data can say.

Everything is asked of the source by queries in the slots; no figure is written here.
"""

import re
from collections.abc import Iterator
from datetime import date

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, Card, card
from docsmith.agent.offline.slides.naming import title_of, topic_of
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.review_charts import bars, chart_of, computed_from
from docsmith.agent.offline.slides.review_splits import addition, details, splits
from docsmith.agent.offline.slides.subject import Subject, covers, quarter_in, subject_of, told_name
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.phrases import written_date
from docsmith.agent.turns import Json


def review_cards(wish: Wish) -> tuple[Card, ...]:
    """The story of the first source, then what the others add."""
    language = wish.brief.language
    subjects = [subject_of(source, language) for source in wish.sources[:3]]
    main = subjects[0]
    cards = [*_opening(wish, main), *_figures(wish, main), *splits(main), *details(main)]
    for number, other in enumerate(subjects[1:], 2):
        cards += addition(other, number)
    return (*cards, _quality(main), _closing(main))


def chart_cards(wish: Wish) -> tuple[Card, ...]:
    """Every chart and table that could be drawn: the review's own, then a bar chart a column."""
    extra: list[Card] = []
    for source in wish.sources[:3]:
        subject = subject_of(source, wish.brief.language)
        for number, column in enumerate(source.columns):
            if column.is_numeric or column.is_dated or not 2 <= column.distinct <= 25:
                continue
            extra.append(bars(subject, column.name, f"by{number}"))
    return (*extra, *review_cards(wish))


def _opening(wish: Wish, main: Subject) -> Iterator[Card]:
    language = main.language
    quarter = quarter_in(wish.brief.prompt, main.last)
    named = title_of(wish) if topic_of(wish) is not None else None
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
        notes=computed_from(main),
        title=phrase(language, "summary_title"),
        lead=phrase(language, "summary_lead", file=main.file),
        points=[phrase(language, "summary_start")],
        insight={"kind": "summary"},
    )


def _figures(wish: Wish, main: Subject) -> Iterator[Card]:
    """Key figures and the trend."""
    language = main.language
    quarter = quarter_in(wish.brief.prompt, main.last)
    told = quarter[2] if quarter and covers(main, quarter) else None
    kpis = list(_kpis(main, quarter))
    yield card(
        "figures",
        "kpis",
        rank=MUST,
        notes=computed_from(main),
        title=phrase(language, "kpis_title", measure=main.name),
        kpis=kpis,
        note=phrase(language, "source", file=main.file),
        insight={"kind": "figures", "measure": main.name, "period": told} if main.measure else None,
    )
    if main.day_column is None or main.first is None or main.last is None:
        return
    days = (main.last - main.first).days
    fine = main.grain
    yield card(
        "trend",
        "chart_text",
        rank=MUST,
        notes=computed_from(main),
        title=phrase(language, "trend_title", measure=main.name),
        chart=chart_of(main, _trend_form(fine), main.day_column, fine, period=fine),
        points=[phrase(language, "summary_lead", file=main.file)],
        source=phrase(language, "source", file=main.file),
        insight={"kind": "trend", "measure": main.name, "points": True},
    )
    if days > 200 and fine != "quarter":
        yield card(
            "quarters",
            "chart",
            rank=GOOD if quarter else MORE,
            notes=computed_from(main),
            title=phrase(
                language, "caption_period", measure=main.name, period=phrase(language, "quarter")
            ),
            chart=chart_of(main, "column", main.day_column, "quarter", period="quarter")
            | ({"highlight": told} if told else {}),
            source=phrase(language, "source", file=main.file),
            insight={"kind": "trend", "measure": main.name, "period": told},
        )


def _trend_form(grain: str) -> str:
    """Few periods are told by columns."""
    return "line" if grain in ("day", "month") else "column"


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
        label = phrase(language, "kpi_distinct", dimension=told_name(name))
        yield {"label": label, "data": distinct, "style": "integer"}


def _quality(main: Subject) -> Card:
    language = main.language
    used = [n for n in (main.measure, main.times, main.day_column, *main.dimensions[:4]) if n]
    keys = ["quality_rows", "quality_blank", "quality_period" if main.day_column else ""]
    detail = phrase(language, "summary_lead", file=main.file)
    return card(
        "quality",
        "bullets",
        rank=MORE,
        notes=computed_from(main),
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
        steps.append(phrase(language, "next_two", dimension=told_name(main.dimensions[0])))
    steps.append(phrase(language, "next_three"))
    return card(
        "closing",
        "closing",
        rank=MUST,
        notes=phrase(language, "notes_close"),
        title=phrase(language, "next_title"),
        actions=[{"what": step} for step in steps],
    )
