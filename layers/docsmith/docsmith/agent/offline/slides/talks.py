"""A talk about what the prompt lists.

The offline author invents no facts: figures, names and points of the prompt are shown; where there
are none a slide says what is to be filled.
"""

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, Card, card
from docsmith.agent.offline.slides.facts import plain_sentences
from docsmith.agent.offline.slides.naming import title_of, topic_of
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.stories import explains, more_cards, said, story_cards
from docsmith.agent.offline.slides.talk_parts import (
    FORMS,
    closing,
    item_cards,
    items_of,
    open_steps,
    opening,
    options_of,
    pairs_of,
    shown_figures,
    shown_people,
    told_last,
    told_sentences,
)
from docsmith.agent.offline.wish import Wish


def talk_cards(wish: Wish) -> tuple[Card, ...]:
    """Agenda, figures, where we stand, each item, options, steps, people."""
    language = wish.brief.language
    items = items_of(wish)
    if not items:
        return _on_subject(wish)
    cards = [
        opening(wish, title_of(wish), phrase(language, "talk_subtitle")),
        *_agenda(wish, items),
        *shown_figures(wish, phrase(language, "figures_title"), MUST),
        _start(wish),
    ]
    for i, item in enumerate(items):
        cards += item_cards(language, item, i)
    sides_last = len(items) % FORMS == 1
    cards += [
        _options(wish, MORE if sides_last else GOOD),
        _steps(wish, GOOD if sides_last else MORE),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
        *more_cards(language, topic_of(wish), "listed"),
    ]
    return (*cards, closing(language, "talk_close", "talk_actions"))


def _on_subject(wish: Wish) -> tuple[Card, ...]:
    """What the prompt tells, within the story of its subject."""
    language, topic = wish.brief.language, topic_of(wish)
    subtitle = "explained" if explains(topic) else "subtitle"
    last = (
        told_last(language, said(language, "take_away")[0], said(language, "take_away_actions"))
        if explains(topic)
        else closing(language, "talk_close", "talk_actions")
    )
    return (
        opening(wish, title_of(wish), said(language, subtitle)[0]),
        *shown_figures(wish, phrase(language, "figures_title"), MUST),
        *told_sentences(wish),
        *story_cards(language, topic),
        *shown_people(wish, phrase(language, "status_team"), GOOD),
        last,
    )


def _agenda(wish: Wish, items: list[str]) -> list[Card]:
    """What the prompt lists; its own sentences would be a second list right after it."""
    if len(items) < 2 or plain_sentences(wish.brief.prompt):
        return []
    language = wish.brief.language
    title, notes = phrase(language, "talk_agenda"), phrase(language, "notes_agenda")
    return [card("agenda", "agenda", rank=GOOD, notes=notes, title=title, items=items[:6])]


def _start(wish: Wish) -> Card:
    """The prompt's own sentences, else the three questions that open any discussion."""
    language = wish.brief.language
    title = phrase(language, "talk_start")
    asked = open_steps(language, "start", title, "talk_start_points", rank=MORE)
    return next(told_sentences(wish), asked)


def _options(wish: Wish, rank: int) -> Card:
    language = wish.brief.language
    return card(
        "options",
        "comparison",
        rank=rank,
        notes=phrase(language, "notes_fill"),
        title=phrase(language, "talk_options"),
        options=options_of(language, "talk_options_rows", 1),
    )


def _steps(wish: Wish, rank: int) -> Card:
    language = wish.brief.language
    return card(
        "steps",
        "process",
        rank=rank,
        notes=phrase(language, "notes_say"),
        title=phrase(language, "talk_steps"),
        steps=pairs_of(language, "talk_steps_rows", "title"),
    )
