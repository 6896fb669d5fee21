"""Decks from the prompt alone: pitch, training, project status, a general talk.

The offline author invents no facts: figures, names and points of the prompt are shown; where there
are none a slide keeps to structure, and its notes ask for the evidence.
"""

from collections.abc import Iterator

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.facts import (
    listed_items,
    plain_sentences,
    tagline_in,
)
from docsmith.agent.offline.slides.phrases import listed, phrase
from docsmith.agent.offline.slides.talk_parts import (
    closing,
    deep,
    events_of,
    item_cards,
    items_of,
    opening,
    options_of,
    pairs_of,
    points_of,
    product_of,
    shown_figures,
    shown_people,
    title_of,
)
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.words import Language


def pitch_cards(wish: Wish) -> tuple[Card, ...]:
    """Problem, answer, market, difference, model, evidence, road, people, what we ask."""
    brief = wish.brief
    language = brief.language
    fill = phrase(language, "notes_fill")
    who = brief.audience or phrase(language, "investors")
    short = product_of(wish)
    left = listed(language, "pitch_market_left_points")
    right = listed(language, "pitch_market_right_points")
    cards = [
        opening(
            wish,
            short,
            tagline_in(brief.prompt, short) or phrase(language, "pitch_subtitle", who=who),
        ),
        _problem(wish, fill),
        card(
            "solution",
            "process",
            rank=MUST,
            notes=fill,
            title=phrase(language, "pitch_solution", name=short),
            steps=pairs_of(language, "pitch_solution_steps", "title"),
        ),
        card(
            "market",
            "two_columns",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "pitch_market"),
            left={"heading": phrase(language, "pitch_market_left"), "points": left},
            right={"heading": phrase(language, "pitch_market_right"), "points": right},
        ),
        card(
            "why",
            "comparison",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "pitch_why", name=short),
            options=options_of(language, "pitch_options", 1, name=short),
        ),
        card(
            "statement",
            "statement",
            rank=SPARE,
            notes=fill,
            statement=phrase(language, "pitch_statement", name=short),
        ),
        card(
            "model",
            "bullets",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "pitch_model", name=short),
            points=points_of(language, "pitch_model_points"),
        ),
        *shown_figures(wish, phrase(language, "pitch_traction"), MUST),
        card(
            "roadmap",
            "timeline",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "pitch_roadmap"),
            events=events_of(language, "pitch_roadmap_events"),
        ),
        *shown_people(wish, phrase(language, "pitch_team"), GOOD),
        *deep(wish, MORE),
    ]
    return (*cards, closing(language, "pitch_ask", "pitch_ask_actions"))


def _problem(wish: Wish, fill: str) -> Card:
    """What the prompt says of it: one sentence stands alone, several are a list."""
    language = wish.brief.language
    title = phrase(language, "pitch_problem")
    told = plain_sentences(wish.brief.prompt)[:4]
    if len(told) == 1:
        said = f"**{told[0]}**."
        return card("problem", "statement", rank=MUST, notes=fill, statement=said, support=title)
    points = told or listed(language, "pitch_problem_points")
    return card("problem", "bullets", rank=MUST, notes=fill, title=title, points=points)


def training_cards(wish: Wish) -> tuple[Card, ...]:
    """Goals, the day, then each module: what it is, how it goes, what not to do, a self-check."""
    brief = wish.brief
    language = brief.language
    say = phrase(language, "notes_say")
    items = items_of(wish, "training_default_items")
    who = brief.audience or phrase(language, "everybody")
    goals = [phrase(language, "training_goal", item=item) for item in items[:6]]
    day = [{"when": str(i), "what": item} for i, item in enumerate(items[:6], 1)]
    cards = [
        opening(wish, title_of(wish), phrase(language, "training_subtitle", who=who)),
        card(
            "goals",
            "bullets",
            rank=MUST,
            notes=say,
            title=phrase(language, "training_goals"),
            points=goals,
        ),
    ]
    if len(day) >= 3:
        cards.append(
            card(
                "day",
                "timeline",
                rank=GOOD,
                notes=say,
                title=phrase(language, "training_day"),
                events=day,
            )
        )
    for i, item in enumerate(items):
        cards += _module(language, item, i)
    return (*cards, closing(language, "training_close", "training_actions"))


def _module(language: Language, item: str, i: int) -> Iterator[Card]:
    say, fill = phrase(language, "notes_say"), phrase(language, "notes_fill")
    yield card(f"m{i}", "section", rank=MORE, notes=say, section=item, title=item)
    yield card(
        f"m{i}_what",
        "bullets",
        rank=(MUST if i % 2 == 0 else GOOD) if i < 4 else MORE,
        notes=fill,
        title=phrase(language, "training_explain", item=item),
        points=points_of(language, "training_explain_points"),
    )
    yield card(
        f"m{i}_how",
        "process",
        rank=MUST if i % 2 and i < 4 else GOOD,
        notes=fill,
        title=phrase(language, "training_practise", item=item),
        steps=pairs_of(language, "training_practise_steps", "title"),
    )
    yield card(
        f"m{i}_rules",
        "two_columns",
        rank=SPARE,
        notes=fill,
        title=phrase(language, "training_rules", item=item),
        left={
            "heading": phrase(language, "training_do"),
            "points": listed(language, "training_do_points"),
        },
        right={
            "heading": phrase(language, "training_dont"),
            "points": listed(language, "training_dont_points"),
        },
    )
    yield card(
        f"m{i}_check",
        "bullets",
        rank=SPARE,
        notes=say,
        title=phrase(language, "training_check", item=item),
        points=listed(language, "training_check_points"),
    )


def status_cards(wish: Wish) -> tuple[Card, ...]:
    """Where it stands, what was done and comes next, milestones, risks, decisions."""
    brief = wish.brief
    language = brief.language
    fill = phrase(language, "notes_fill")
    items = listed_items(brief.items, title_of(wish))
    events = [
        {"when": str(i), "what": item, "state": "now" if i == 1 else "next"}
        for i, item in enumerate(items[:6], 1)
    ]
    header, *rows = [
        r.split("|")
        for r in (phrase(language, "status_risk_header"), *listed(language, "status_risk_rows"))
    ]
    cards = [
        opening(wish, title_of(wish), phrase(language, "status_subtitle")),
        card(
            "summary",
            "bullets",
            rank=MUST,
            notes=fill,
            title=phrase(language, "status_summary"),
            points=points_of(language, "status_summary_points"),
        ),
        *shown_figures(wish, phrase(language, "figures_title"), GOOD),
        card(
            "progress",
            "two_columns",
            rank=MUST,
            notes=fill,
            title=phrase(language, "status_done"),
            left={
                "heading": phrase(language, "status_left"),
                "points": listed(language, "status_left_points"),
            },
            right={
                "heading": phrase(language, "status_right"),
                "points": listed(language, "status_right_points"),
            },
        ),
        card(
            "milestones",
            "timeline",
            rank=MUST,
            notes=fill,
            title=phrase(language, "status_plan"),
            events=events if len(events) >= 3 else events_of(language, "status_events"),
        ),
        card(
            "risks",
            "table",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "status_risks"),
            table={"header": header, "rows": rows},
        ),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
        *deep(wish, MORE),
    ]
    return (*cards, closing(language, "status_close", "status_actions"))


def talk_cards(wish: Wish) -> tuple[Card, ...]:
    """A talk about what the prompt lists."""
    brief = wish.brief
    language = brief.language
    fill = phrase(language, "notes_fill")
    items = items_of(wish, "talk_default_items")
    points = plain_sentences(brief.prompt)[:5]
    cards = [
        opening(wish, title_of(wish), phrase(language, "talk_subtitle")),
        card(
            "agenda",
            "agenda",
            rank=GOOD,
            notes=phrase(language, "notes_agenda"),
            title=phrase(language, "talk_agenda"),
            items=items[:6],
        ),
        *shown_figures(wish, phrase(language, "figures_title"), MUST),
        card(
            "start",
            "bullets",
            rank=MORE,
            notes=fill,
            title=phrase(language, "points_title" if points else "talk_start"),
            points=points or listed(language, "talk_start_points"),
        ),
    ]
    for i, item in enumerate(items):
        cards += item_cards(language, item, i)
    cards += [
        card(
            "options",
            "comparison",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "talk_options"),
            options=options_of(language, "talk_options_rows", 1),
        ),
        card(
            "steps",
            "process",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "talk_steps"),
            steps=pairs_of(language, "talk_steps_rows", "title"),
        ),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
    ]
    return (*cards, closing(language, "talk_close", "talk_actions"))
