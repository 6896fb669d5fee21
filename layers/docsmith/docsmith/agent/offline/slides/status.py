"""The project status: where it stands, workstreams, milestones, progress, risks, decisions."""

from docsmith.agent.offline.slides.cards import GOOD, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.facts import listed_items
from docsmith.agent.offline.slides.naming import title_of
from docsmith.agent.offline.slides.phrases import listed, phrase
from docsmith.agent.offline.slides.stories import more_cards
from docsmith.agent.offline.slides.talk_parts import (
    closing,
    events_of,
    open_points,
    open_sides,
    opening,
    rows_of,
    shown_figures,
    shown_people,
)
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json

_MOST = 6


def status_cards(wish: Wish) -> tuple[Card, ...]:
    """What the prompt lists are the workstreams; without a list the usual milestones stand."""
    language = wish.brief.language
    items = listed_items(wish.brief.items, title_of(wish))[:_MOST]
    return (
        opening(wish, title_of(wish), phrase(language, "status_subtitle")),
        _summary(wish),
        *_streams(wish, items),
        *shown_figures(wish, phrase(language, "figures_title"), GOOD),
        _milestones(wish, items),
        _progress(wish),
        _risks(wish, items),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
        *_details(wish, items),
        *more_cards(language, None, "status"),
        closing(language, "status_close", "status_actions"),
    )


def _summary(wish: Wish) -> Card:
    language = wish.brief.language
    title = phrase(language, "status_summary")
    return open_points(language, "summary", title, "status_summary_points", rank=MUST)


def _streams(wish: Wish, items: list[str]) -> list[Card]:
    if len(items) < 2:
        return []
    language = wish.brief.language
    header = phrase(language, "status_table_header").split("|")
    table = {"header": header, "rows": rows_of(language, "status_table_row", items)}
    title, fill = phrase(language, "status_table"), phrase(language, "notes_fill")
    return [card("streams", "table", rank=MUST, notes=fill, title=title, table=table)]


def _milestones(wish: Wish, items: list[str]) -> Card:
    language = wish.brief.language
    date = phrase(language, "status_plan_date")
    events: list[Json] = [
        {
            "when": phrase(language, "status_plan_when", number=str(i)),
            "what": item,
            "detail": date,
            "state": "now" if i == 1 else "next",
        }
        for i, item in enumerate(items, 1)
    ]
    return card(
        "milestones",
        "timeline",
        rank=MUST,
        notes=phrase(language, "notes_fill"),
        title=phrase(language, "status_plan"),
        events=events if len(events) >= 3 else events_of(language, "status_events"),
    )


def _progress(wish: Wish) -> Card:
    language = wish.brief.language
    title = phrase(language, "status_done")
    return open_sides(language, "progress", title, ("status_left", "status_right"), rank=MUST)


def _risks(wish: Wish, items: list[str]) -> Card:
    language = wish.brief.language
    about = items if len(items) >= 2 else listed(language, "status_risk_items")
    return card(
        "risks",
        "table",
        rank=GOOD,
        notes=phrase(language, "notes_fill"),
        title=phrase(language, "status_risks"),
        table={
            "header": phrase(language, "status_risk_header").split("|"),
            "rows": rows_of(language, "status_risk_row", about),
        },
    )


def _details(wish: Wish, items: list[str]) -> list[Card]:
    """A slide a workstream, in turns of two forms: told when more slides are asked."""
    language = wish.brief.language
    cards: list[Card] = []
    for i, item in enumerate(items):
        if i % 2 == 0:
            title = phrase(language, "status_item", item=item)
            made = open_points(language, f"w{i}", title, "status_item_points", rank=SPARE)
        else:
            title = phrase(language, "status_item_sides", item=item)
            keys = ("status_good", "status_bad")
            made = open_sides(language, f"w{i}", title, keys, rank=SPARE)
        cards.append(made)
    return cards
