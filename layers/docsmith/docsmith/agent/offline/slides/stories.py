"""A talk on a subject of which the prompt says no more: its slides ask what such a talk has to
answer (`topics.toml`), each around the subject; what the prompt does not say is marked.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.agent.offline.slides.cards import MORE, SPARE, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.talk_parts import item_cards
from docsmith.agent.offline.slides.topic import Topic, plain, upper
from docsmith.agent.offline.words import Language

_TITLE = 66
"""Characters of a title that holds its subject; else the short one stands."""
_DEEP = SPARE + 2
_LAST = 100
"""Rank of what is told when nothing else is left."""
_OPEN = ("more_", "lens_")


@cache
def topics() -> dict[str, Any]:
    """The stories, and the slides by language."""
    folder = files("docsmith.agent.offline.slides")
    return tomllib.loads(folder.joinpath("topics.toml").read_text("utf-8"))


EXPLAINED = frozenset({"explain", "history"})
"""Stories that end with what to take away, not with what is proposed."""


def explains(topic: Topic | None) -> bool:
    return topic is not None and topic.story in EXPLAINED


def said(language: Language, key: str) -> tuple[str, ...]:
    """The lines of a key that is no slide."""
    return tuple(str(topics()[language][key]).strip().splitlines())


def story_cards(language: Language, topic: Topic | None) -> Iterator[Card]:
    """The slides between the first and the last one, in the order in which they are told."""
    yield _agenda(language, "explained_agenda" if explains(topic) else "agenda")
    yield from _of_story(language, topic, topic.story if topic else "propose")
    yield from _deeper(language)


def discussed(language: Language, cards: Sequence[Card]) -> tuple[Card, ...]:
    """A review of data, and before its last slide what its figures leave open: told when more
    slides are asked than the data give.
    """
    open_ones = more_cards(language, None, "review")
    last = (one.model_copy(update={"rank": _LAST + one.rank}) for one in open_ones)
    return (*cards[:-1], *last, cards[-1])


def leaves_open(one: Card) -> bool:
    """Whether a slide is one of those that ask what nothing yet tells."""
    return one.id.startswith(_OPEN)


def more_cards(language: Language, topic: Topic | None, story: str) -> Iterator[Card]:
    """What a deck of another sort tells besides, when many slides are asked."""
    for one in _of_story(language, topic, story):
        yield one.model_copy(update={"op": one.op | {"id": f"{_OPEN[0]}{one.id}"}})
    yield from _deeper(language)


def _of_story(language: Language, topic: Topic | None, story: str) -> Iterator[Card]:
    for number, told in enumerate(topics()["stories"][story]):
        id, rank = str(told).split()
        yield _slide(language, topic, id, int(rank), named=number % 2 == 0)


def _deeper(language: Language) -> Iterator[Card]:
    """The subject seen from each side."""
    for i, lens in enumerate(said(language, "lenses"), 1):
        for one in item_cards(language, lens, i):
            if one.layout != "section":
                op = one.op | {"id": f"{_OPEN[1]}{one.id}"}
                yield one.model_copy(update={"rank": _DEEP + one.rank, "op": op})


def _agenda(language: Language, key: str) -> Card:
    title, notes = phrase(language, "talk_agenda"), phrase(language, "notes_agenda")
    items = said(language, key)
    return card("agenda", "agenda", rank=MORE + 1, notes=notes, title=title, items=items)


def _slide(language: Language, topic: Topic | None, id: str, rank: int, *, named: bool) -> Card:
    told = topics()[language][id]
    rows = [line.split("|") for line in str(told["lines"]).strip().splitlines()]
    layout, slots = _FORMS[told["form"]](rows)
    title = title_about(topic, str(told["title"]), str(told["short"]), named=named)
    fill = phrase(language, "notes_fill")
    return card(id, layout, rank=rank, notes=fill, title=title, **slots)


def title_about(topic: Topic | None, full: str, short: str, *, named: bool) -> str:
    """The title with its subject. Not `named`, a subject before a colon is left out, lest every
    slide begins alike.
    """
    if topic is None or topic.core is None:
        return short
    label = upper(plain(topic.core))
    prefixed = full.startswith("{Topic}")
    if topic.clause and not prefixed:
        full, prefixed = f"{{Topic}}: {short[0].lower()}{short[1:]}", True
    title = full.format(topic=topic.core, Topic=label)
    return short if len(title) > _TITLE or (prefixed and not named) else title


def _points(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    return "bullets", {"points": [{"text": text, "detail": detail} for text, detail in rows]}


def _steps(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    return "process", {"steps": [{"title": head, "detail": detail} for head, detail in rows]}


def _sides(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    left, right = ({"heading": head, "points": told.split(";")} for head, told in rows)
    return "two_columns", {"left": left, "right": right}


def _options(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    options = [{"heading": head, "points": told.split(";")} for head, told in rows]
    return "comparison", {"options": options}


def _table(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    return "table", {"table": {"header": rows[0], "rows": rows[1:]}}


def _events(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    events = [{"when": when, "what": what, "detail": detail} for when, what, detail in rows]
    return "timeline", {"events": events}


_FORMS: Mapping[str, Callable[[Sequence[Sequence[str]]], tuple[str, dict[str, Any]]]] = {
    "points": _points,
    "steps": _steps,
    "sides": _sides,
    "options": _options,
    "table": _table,
    "events": _events,
}
