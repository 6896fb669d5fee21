"""Charts over a data source for a review: by a column, over time; no figure is written here."""

from docsmith.agent.offline.slides.cards import Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.subject import Subject, told_name
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_object

BARS = 8


def bars(subject: Subject, name: str, id: str) -> Card:
    language = subject.language
    return card(
        id,
        "chart",
        notes=computed_from(subject),
        title=phrase(language, "split_title", measure=subject.name, dimension=told_name(name)),
        chart=chart_of(subject, "bar", name, name, top=BARS),
        source=phrase(language, "source", file=subject.file),
        insight={"kind": "lead", "measure": subject.name, "highlight": True},
    )


def chart_of(main: Subject, kind: str, by: str, named: str, **more: object) -> Json:
    language = main.language
    period = str(more["period"]) if "period" in more else None
    caption = phrase(language, "caption_by", measure=main.name, dimension=told_name(named))
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


def computed_from(main: Subject) -> str:
    return phrase(main.language, "notes_computed", file=main.file)


def column_of(one: Card) -> str:
    """The column that a chart or a table of the data is grouped by; empty for other slides."""
    content = one.op["content"]
    slot = as_object(content.get("chart") or content.get("table"))
    return str(as_object(slot.get("data")).get("by") or "")
