"""What the talks share: first and last slide, items of the prompt, phrases as slots."""

import re
from collections.abc import Iterable, Iterator

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.facts import kpis_in, listed_items, people_in, plain_sentences
from docsmith.agent.offline.slides.naming import joined, title_of
from docsmith.agent.offline.slides.phrases import listed, phrase
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.phrases import written_date
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

_MAX_ITEMS = 12
FORMS = 3
"""In how many forms things that are listed are told, in turns; the first has columns."""


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


def closing(language: Language, title: str, actions: str, first: str | None = None) -> Card:
    """What to do next. `first` is the prompt's own and takes the place of the first one."""
    told = listed(language, actions)
    return told_last(language, phrase(language, title), (first, *told[1:]) if first else told)


def told_last(language: Language, title: str, actions: Iterable[str]) -> Card:
    return card(
        "closing",
        "closing",
        rank=MUST,
        notes=phrase(language, "notes_close"),
        title=title,
        actions=[{"what": step} for step in actions],
    )


def items_of(wish: Wish) -> list[str]:
    """The things that the prompt lists, two or more; else none."""
    title = title_of(wish)
    named = "" if title == joined(wish.brief.items) else title
    items = listed_items(wish.brief.items, named)[:_MAX_ITEMS]
    return items if len(items) >= 2 else []


def deep(wish: Wish, rank: int) -> Iterator[Card]:
    """A slide for each thing that the prompt lists, none when it lists nothing."""
    for i, item in enumerate(items_of(wish)):
        yield from (
            c.model_copy(update={"rank": max(rank, c.rank)})
            for c in item_cards(wish.brief.language, item, i)
        )


def about(item: str) -> dict[str, str]:
    """The fields of phrases about something: as a heading, and within a sentence."""
    acronym = item[:2].isupper()
    return {"item": item, "lower": item if acronym else item[0].lower() + item[1:]}


def item_cards(language: Language, item: str, i: int) -> Iterator[Card]:
    """A slide for what the prompt lists, each in another form; more when many are asked."""
    yield card(f"i{i}_section", "section", rank=SPARE + 1, section=item, title=item)
    forms = (_item_sides, _item_points, _item_change)
    yield forms[i % FORMS](language, item, f"i{i}", MUST if i < 5 else MORE)
    yield forms[(i + 1) % FORMS](language, item, f"i{i}_most", SPARE + 1)
    yield forms[(i + 2) % FORMS](language, item, f"i{i}_more", SPARE)


def _item_points(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "talk_item", item=item)
    return open_points(language, id, title, "talk_item_points", rank=rank, item=item)


def _item_sides(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "talk_for", item=item)
    return open_sides(language, id, title, ("talk_left", "talk_right"), rank=rank)


def _item_change(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "talk_change", item=item)
    return open_steps(language, id, title, "talk_change_steps", rank=rank)


def open_points(
    language: Language, id: str, title: str, key: str, *, rank: int = GOOD, item: str = ""
) -> Card:
    """Points of a phrase, about something or not, for the reader to fill."""
    points = points_of(language, key, **(about(item) if item else {}))
    fill = phrase(language, "notes_fill")
    return card(id, "bullets", rank=rank, notes=fill, title=title, points=points)


def open_sides(
    language: Language, id: str, title: str, keys: tuple[str, str], *, rank: int = GOOD
) -> Card:
    """Two columns of phrases, for the reader to fill."""
    (left, right), fill = (side_of(language, key) for key in keys), phrase(language, "notes_fill")
    return card(id, "two_columns", rank=rank, notes=fill, title=title, left=left, right=right)


def open_steps(language: Language, id: str, title: str, key: str, *, rank: int = GOOD) -> Card:
    """Steps of a phrase, for the reader to fill."""
    steps, fill = pairs_of(language, key, "title"), phrase(language, "notes_fill")
    return card(id, "process", rank=rank, notes=fill, title=title, steps=steps)


def shown_figures(
    wish: Wish, title: str, rank: int, without: re.Pattern[str] | None = None
) -> Iterator[Card]:
    """The figures of the prompt, but for those in what the pattern finds."""
    prompt = wish.brief.prompt
    kpis = kpis_in(without.sub("", prompt) if without else prompt)
    if len(kpis) >= 2:
        yield card(
            "figures",
            "kpis",
            rank=rank,
            notes=phrase(wish.brief.language, "notes_say"),
            title=title,
            kpis=kpis,
        )


def shown_people(wish: Wish, title: str, rank: int) -> Iterator[Card]:
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


def side_of(language: Language, key: str) -> Json:
    """A column with its heading: the phrases `key` and `key_points`."""
    return {"heading": phrase(language, key), "points": listed(language, f"{key}_points")}


def points_of(language: Language, key: str, **fields: str) -> list[Json]:
    pairs = (line.split("|", 1) for line in listed(language, key, **fields))
    return [{"text": text, "detail": detail} for text, detail in pairs]


def pairs_of(language: Language, key: str, slot: str, /, **fields: str) -> list[Json]:
    """Lines of `head|detail`; the head goes into the slot of that name."""
    pairs = (line.split("|", 1) for line in listed(language, key, **fields))
    return [{slot: text, "detail": detail} for text, detail in pairs]


def events_of(language: Language, key: str) -> list[Json]:
    rows = [line.split("|") for line in listed(language, key)]
    return [
        {"when": when, "what": what, "detail": detail, "state": "now" if i == 0 else "next"}
        for i, (when, what, detail) in enumerate(rows)
    ]


def rows_of(language: Language, key: str, firsts: Iterable[str]) -> list[list[str]]:
    """Rows of a table: what each is about, then what the phrase says for all of them."""
    rest = phrase(language, key).split("|")
    return [[first, *rest] for first in firsts]


def options_of(language: Language, key: str, lit: int, **fields: str) -> list[Json]:
    rows = [line.split("|", 1) for line in listed(language, key, **fields)]
    return [
        {"heading": heading, "points": points.split(";"), "highlight": i == lit}
        for i, (heading, points) in enumerate(rows)
    ]


def told_sentences(wish: Wish) -> Iterator[Card]:
    """The prompt's own sentences."""
    language = wish.brief.language
    told = plain_sentences(wish.brief.prompt)[:6]
    title, notes = phrase(language, "points_title"), phrase(language, "notes_say")
    if len(told) == 1:
        said = f"**{told[0]}**."
        yield card("start", "statement", rank=MUST, notes=notes, statement=said, support=title)
    elif told:
        yield card("start", "bullets", rank=MUST, notes=notes, title=title, points=told)
