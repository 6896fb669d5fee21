"""Decks from the prompt alone: pitch, training, project status, a general talk.

The offline author invents no facts: figures, names and points of the prompt are shown; where there
are none a slide keeps to structure, and its notes ask for the evidence.
"""

import re
from collections.abc import Iterator

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.facts import (
    kpis_in,
    listed_items,
    people_in,
    plain_sentences,
    tagline_in,
)
from docsmith.agent.offline.slides.phrases import listed, phrase
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.phrases import written_date
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

_MAX_ITEMS = 12
_OUTLINE = re.compile(
    r"^(?:an?\s+)?(?:outline|gliederung|entwurf)\s+(?:of|for|für|zu)?\s*(?:an?|the|eine?n?|den|die)?\s+",
    re.IGNORECASE,
)


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
            steps=_pairs(language, "pitch_solution_steps", "title"),
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
            options=_options(language, "pitch_options", 1, name=short),
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
            points=_points(language, "pitch_model_points"),
        ),
        *_shown_figures(wish, phrase(language, "pitch_traction"), MUST),
        card(
            "roadmap",
            "timeline",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "pitch_roadmap"),
            events=_events(language, "pitch_roadmap_events"),
        ),
        *_shown_people(wish, phrase(language, "pitch_team"), GOOD),
        *_deep(wish, MORE),
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
        points=_points(language, "training_explain_points"),
    )
    yield card(
        f"m{i}_how",
        "process",
        rank=MUST if i % 2 and i < 4 else GOOD,
        notes=fill,
        title=phrase(language, "training_practise", item=item),
        steps=_pairs(language, "training_practise_steps", "title"),
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
            points=_points(language, "status_summary_points"),
        ),
        *_shown_figures(wish, phrase(language, "figures_title"), GOOD),
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
            events=events if len(events) >= 3 else _events(language, "status_events"),
        ),
        card(
            "risks",
            "table",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "status_risks"),
            table={"header": header, "rows": rows},
        ),
        *_shown_people(wish, phrase(language, "status_team"), GOOD),
        *_deep(wish, MORE),
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
        *_shown_figures(wish, phrase(language, "figures_title"), MUST),
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
        cards += _item(language, item, i)
    cards += [
        card(
            "options",
            "comparison",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "talk_options"),
            options=_options(language, "talk_options_rows", 1),
        ),
        card(
            "steps",
            "process",
            rank=GOOD,
            notes=fill,
            title=phrase(language, "talk_steps"),
            steps=_pairs(language, "talk_steps_rows", "title"),
        ),
        *_shown_people(wish, phrase(language, "status_team"), GOOD),
    ]
    return (*cards, closing(language, "talk_close", "talk_actions"))


def _item(language: Language, item: str, i: int) -> Iterator[Card]:
    fill = phrase(language, "notes_fill")
    yield card(f"i{i}_section", "section", rank=SPARE + 1, notes=fill, section=item, title=item)
    rank = MUST if i < 5 else MORE
    title = phrase(language, "talk_item", item=item)
    if i % 3 == 1:
        left, right = (_side(language, f"talk_{side}") for side in ("left", "right"))
        yield card(
            f"i{i}", "two_columns", rank=rank, notes=fill, title=title, left=left, right=right
        )
    elif i % 3 == 2:
        steps = _pairs(language, "talk_item_steps", "title")
        yield card(f"i{i}", "process", rank=rank, notes=fill, title=title, steps=steps)
    else:
        points = _points(language, "talk_item_points", item=item)
        yield card(f"i{i}", "bullets", rank=rank, notes=fill, title=title, points=points)
    yield card(
        f"i{i}_how",
        "process",
        rank=SPARE,
        notes=fill,
        title=phrase(language, "training_practise", item=item),
        steps=_pairs(language, "talk_steps_rows", "title"),
    )


def opening(wish: Wish, title: str, subtitle: str, presenter: str | None = None) -> Card:
    language = wish.brief.language
    return card(
        "title",
        "title",
        rank=MUST,
        notes=phrase(language, "notes_open"),
        title=title,
        subtitle=subtitle,
        presenter=presenter,
        date=written_date(wish.brief.day, language),
    )


def closing(language: Language, title: str, actions: str) -> Card:
    steps = [{"what": step} for step in listed(language, actions)]
    return card(
        "closing",
        "closing",
        rank=MUST,
        notes=phrase(language, "notes_close"),
        title=phrase(language, title),
        actions=steps,
    )


def title_of(wish: Wish) -> str:
    brief = wish.brief
    if brief.title:
        return without_outline_words(brief.title)
    return brief.party or brief.prompt.strip().splitlines()[0][:80]


def without_outline_words(title: str) -> str:
    """`Outline a quarterly review` is an outline of the quarterly review."""
    words = _OUTLINE.sub("", title, count=1)
    return words[0].upper() + words[1:] if words else title


def product_of(wish: Wish) -> str:
    """The name that the pitch is about: short enough for a title."""
    name = wish.brief.party or title_of(wish)
    return name if len(name) <= 32 else " ".join(name.split()[:4])


def items_of(wish: Wish, default: str) -> list[str]:
    items = listed_items(wish.brief.items, title_of(wish))[:_MAX_ITEMS]
    return items if len(items) >= 2 else list(listed(wish.brief.language, default))


def _deep(wish: Wish, rank: int) -> Iterator[Card]:
    """A slide for each thing that the prompt lists."""
    for i, item in enumerate(items_of(wish, "talk_default_items")):
        yield from (
            c.model_copy(update={"rank": max(rank, c.rank)})
            for c in _item(wish.brief.language, item, i)
        )


def _shown_figures(wish: Wish, title: str, rank: int) -> Iterator[Card]:
    kpis = kpis_in(wish.brief.prompt)
    if len(kpis) >= 2:
        yield card(
            "figures",
            "kpis",
            rank=rank,
            notes=phrase(wish.brief.language, "notes_say"),
            title=title,
            kpis=kpis,
        )


def _shown_people(wish: Wish, title: str, rank: int) -> Iterator[Card]:
    people = people_in(wish.brief.prompt)
    if len(people) >= 2:
        yield card(
            "team",
            "team",
            rank=rank,
            notes=phrase(wish.brief.language, "notes_say"),
            title=title,
            people=people,
        )


def _side(language: Language, key: str) -> Json:
    """A column with its heading: the phrases `key` and `key_points`."""
    return {"heading": phrase(language, key), "points": listed(language, f"{key}_points")}


def _points(language: Language, key: str, **fields: str) -> list[Json]:
    pairs = (line.split("|", 1) for line in listed(language, key, **fields))
    return [{"text": text, "detail": detail} for text, detail in pairs]


def _pairs(language: Language, key: str, name: str) -> list[Json]:
    pairs = (line.split("|", 1) for line in listed(language, key))
    return [{name: text, "detail": detail} for text, detail in pairs]


def _events(language: Language, key: str) -> list[Json]:
    pairs = [line.split("|", 1) for line in listed(language, key)]
    return [
        {"when": when, "what": what, "state": "now" if i == 0 else "next"}
        for i, (when, what) in enumerate(pairs)
    ]


def _options(language: Language, key: str, lit: int, **fields: str) -> list[Json]:
    rows = [line.split("|", 1) for line in listed(language, key, **fields)]
    return [
        {"heading": heading, "points": points.split(";"), "highlight": i == lit}
        for i, (heading, points) in enumerate(rows)
    ]
