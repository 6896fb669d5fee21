"""The training deck: what is covered, each topic in a form of its own, practice, a self-check."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, SPARE, Card, card
from docsmith.agent.offline.slides.naming import title_of
from docsmith.agent.offline.slides.phrases import listed, phrase
from docsmith.agent.offline.slides.stories import more_cards
from docsmith.agent.offline.slides.talk_parts import (
    closing,
    items_of,
    open_points,
    open_sides,
    open_steps,
    opening,
    pairs_of,
    shown_figures,
    shown_people,
    told_sentences,
)
from docsmith.agent.offline.slides.topic import Topic, plain, topic_in, upper
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.words import Language

_LEAD = re.compile(
    r"^(?:an?\s+|eine?\s+)?(?:training|onboarding|schulung|workshop|course|kurs|einarbeitung)\w*\s*"
    r"(?:deck|slides?|session|presentation|präsentation|folien)?\s*"
    r"(?:on|about|in|for|über|zu[mr]?|für)\s+",
    re.I,
)
_SORT = re.compile(
    r"((?:onboarding|training|schulung|workshop|einarbeitung))"
    r"[\s-]*(?:präsentation|presentation|deck|slides|folien)?",
    re.I,
)
"""A title that says what sort of training it is and no more."""
_FOR_WHOM = re.compile(r"\s(?:for|für)\s+$", re.I)
_WHO = re.compile(r"\s+(?:for|für)\s+(.+)$", re.I)
_MOST = 6
_SHORT = 24
"""Characters of a topic that each item can repeat."""


def training_cards(wish: Wish) -> tuple[Card, ...]:
    """One slide a topic; more of each when many slides are asked."""
    language = wish.brief.language
    say = phrase(language, "notes_say")
    topic, who = topic_of(title_of(wish))
    items = items_of(wish) or _usual_items(wish, topic)
    who = who or wish.brief.audience or phrase(language, "everybody")
    facts = (
        *shown_figures(wish, phrase(language, "figures_title"), GOOD),
        *told_sentences(wish),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
    )
    cards = [
        opening(wish, topic, phrase(language, "training_subtitle", who=who)),
        card(
            "day",
            "agenda",
            rank=GOOD,
            notes=say,
            title=phrase(language, "training_day"),
            items=items[:_MOST],
        ),
        *facts,
    ]
    for i, item in enumerate(items):
        cards += _topic(language, item, i)
    last = closing(language, "training_close", "training_actions")
    more = more_cards(language, Topic(title=topic, core=None), "training")
    return (*cards, *more, *_practice(language, items), last)


def _usual_items(wish: Wish, topic: str) -> list[str]:
    """What a training goes through when the prompt lists nothing, around its topic."""
    language = wish.brief.language
    written = re.search(re.escape(topic), wish.brief.prompt, re.I)
    told = topic_in(written.group(0) if written else topic, language)
    if told is None or told.core is None or told.clause or len(told.core) > _SHORT:
        return list(listed(language, "training_default_items"))
    label = upper(plain(told.core))
    return list(listed(language, "training_items_on", topic=told.core, Topic=label))


def topic_of(title: str) -> tuple[str, str | None]:
    """`Training deck on phishing for new employees`: what it is about, and for whom."""
    rest = _LEAD.sub("", title, count=1)
    who = _WHO.search(rest)
    topic = rest[: who.start()] if who else rest
    if _FOR_WHOM.search(title[: len(title) - len(rest)]):
        return title, rest
    if len(topic) < 3:
        return title, None
    if sort := _SORT.fullmatch(topic):
        topic = sort.group(1)
    return topic[0].upper() + topic[1:], who.group(1) if who else None


def _topic(language: Language, item: str, i: int) -> Iterator[Card]:
    forms = (_rules, _rule, _steps)
    yield card(f"m{i}", "section", rank=SPARE + 1, section=item, title=item)
    yield forms[i % 3](language, item, f"m{i}_first", MUST if i < _MOST else MORE)
    yield forms[(i + 1) % 3](language, item, f"m{i}_third", SPARE + 1)
    yield forms[(i + 2) % 3](language, item, f"m{i}_second", SPARE)


def _rule(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "training_rule", item=item)
    return open_points(language, id, title, "training_rule_points", rank=rank, item=item)


def _rules(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "training_rules", item=item)
    return open_sides(language, id, title, ("training_do", "training_dont"), rank=rank)


def _steps(language: Language, item: str, id: str, rank: int) -> Card:
    title = phrase(language, "training_steps", item=item)
    return open_steps(language, id, title, "training_steps_points", rank=rank)


def _practice(language: Language, items: list[str]) -> Iterator[Card]:
    say = phrase(language, "notes_say")
    yield card(
        "practise",
        "process",
        rank=GOOD,
        notes=say,
        title=phrase(language, "training_practise"),
        steps=pairs_of(language, "training_practise_steps", "title"),
    )
    yield card(
        "check",
        "bullets",
        rank=GOOD,
        notes=say,
        title=phrase(language, "training_check"),
        points=[phrase(language, "training_check_point", item=item) for item in items[:_MOST]],
    )
