"""The pitch deck: problem, answer, market, model, difference, evidence, road, people, ask."""

import re

from docsmith.agent.offline.slides.cards import GOOD, MORE, MUST, Card, card
from docsmith.agent.offline.slides.facts import plain_sentences, sentences_in, tagline_in
from docsmith.agent.offline.slides.naming import product_of
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.stories import more_cards
from docsmith.agent.offline.slides.talk_parts import (
    closing,
    deep,
    events_of,
    open_points,
    open_sides,
    opening,
    options_of,
    pairs_of,
    points_of,
    shown_figures,
    shown_people,
)
from docsmith.agent.offline.slides.topic import Topic
from docsmith.agent.offline.wish import Wish

_ASK = re.compile(
    r"\b(?:we|wir)\s+(?:(?:are|sind)\s+)?"
    r"(?:ask(?:ing)?\s+for|rais(?:e|ing)|seek(?:ing)?|look(?:ing)?\s+for|suchen|bitten\s+um|"
    r"wollen|brauchen|need)\b(?:[^.;\n]|\.(?=\d)){3,90}",
    re.I,
)
_PRICE = re.compile(
    r"(?:[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|EUR|Euro|USD))\s+(?:an?|per|pro|je|im)\s+\w+", re.I
)
_ARTICLE = r"\b(?:an?|our|my|eine?[nmrs]?|unser(?:e[nmrs]?)?|mein(?:e[nmrs]?)?)"
"""Before a sort of thing, and never before a name."""
_OURS = re.compile(r"^(?:we|our|wir|unsere?)\b", re.I)


def pitch_cards(wish: Wish) -> tuple[Card, ...]:
    """Facts of the prompt, and marked places for those that a pitch needs beside them."""
    language, name = wish.brief.language, name_of(wish)
    title = product_of(wish)
    who = wish.brief.audience or phrase(language, "investors")
    subtitle = tagline_in(wish.brief.prompt, title) or phrase(language, "pitch_subtitle", who=who)
    return (
        opening(wish, title, subtitle),
        _problem(wish),
        _solution(wish, name),
        _market(wish),
        _model(wish, name),
        _difference(wish, name),
        *shown_figures(wish, phrase(language, "pitch_traction"), MUST, without=_ASK),
        _roadmap(wish),
        *_team(wish),
        *deep(wish, MORE),
        *more_cards(language, _subject(title, name), "pitch"),
        closing(language, "pitch_ask", "pitch_ask_actions", asked_in(wish.brief.prompt)),
    )


def _subject(title: str, name: str | None) -> Topic:
    """What the further slides speak of: the product by its name, else what sort of thing it is."""
    return Topic(title=title, core=name or title, clause=name is None)


def asked_in(prompt: str) -> str | None:
    """What the prompt says is asked of the audience, as one sentence."""
    found = _ASK.search(prompt)
    if found is None:
        return None
    told = found.group(0).strip()
    return told[0].upper() + told[1:]


def _problem(wish: Wish) -> Card:
    """What the prompt says of it: one sentence stands alone, several are a list."""
    language = wish.brief.language
    title, notes = phrase(language, "pitch_problem"), phrase(language, "notes_say")
    plain = plain_sentences(wish.brief.prompt)
    told = [s for s in plain if not _OURS.match(s) and not re.search(r"\d", s)][:4]
    if len(told) == 1:
        said = f"**{told[0]}**."
        return card("problem", "statement", rank=MUST, notes=notes, statement=said, support=title)
    if told:
        return card("problem", "bullets", rank=MUST, notes=notes, title=title, points=told)
    return open_points(language, "problem", title, "pitch_problem_points", rank=MUST)


def _solution(wish: Wish, name: str | None) -> Card:
    """What the prompt says that we do, between today and the result; the rest is to be filled."""
    language = wish.brief.language
    us = phrase(language, "pitch_with_us")
    steps = pairs_of(language, "pitch_solution_steps", "title", name=name or us)
    sentences = sentences_in(wish.brief.prompt)
    told = [s for s in sentences if _OURS.match(s) and not _ASK.search(s)]
    if told:
        steps[1] = {**steps[1], "detail": f"{told[0]}."}
    return card(
        "solution",
        "process",
        rank=MUST,
        notes=phrase(language, "notes_fill"),
        title=_titled(wish, "pitch_solution", name),
        steps=steps,
    )


def _titled(wish: Wish, key: str, name: str | None) -> str:
    """The title with the product's name, or of ours where it has none."""
    language = wish.brief.language
    return phrase(language, key, name=name) if name else phrase(language, f"{key}_ours")


def name_of(wish: Wish) -> str | None:
    """The product's name; none where the prompt only says what sort of thing it is."""
    name = product_of(wish)
    if wish.brief.party:
        return name
    sort = re.search(rf"{_ARTICLE}\s+(?:\w+\s+)?{re.escape(name)}", wish.brief.prompt, re.I)
    return None if sort or not re.search(r"[A-ZÄÖÜ]", name[1:]) else name


def _market(wish: Wish) -> Card:
    language = wish.brief.language
    keys = ("pitch_market_left", "pitch_market_right")
    return open_sides(language, "market", phrase(language, "pitch_market"), keys)


def _model(wish: Wish, name: str | None) -> Card:
    """A price that the prompt names stands where it is asked for."""
    language = wish.brief.language
    points = points_of(language, "pitch_model_points")
    price = _PRICE.search(wish.brief.prompt)
    if price:
        points[0] = {**points[0], "detail": price.group(0)}
    return card(
        "model",
        "bullets",
        rank=GOOD,
        notes=phrase(language, "notes_fill"),
        title=_titled(wish, "pitch_model", name),
        points=points,
    )


def _difference(wish: Wish, name: str | None) -> Card:
    language = wish.brief.language
    us = phrase(language, "pitch_us")
    return card(
        "why",
        "comparison",
        rank=GOOD,
        notes=phrase(language, "notes_fill"),
        title=_titled(wish, "pitch_why", name),
        options=options_of(language, "pitch_options", 1, name=name or us),
    )


def _roadmap(wish: Wish) -> Card:
    language = wish.brief.language
    return card(
        "roadmap",
        "timeline",
        rank=GOOD,
        notes=phrase(language, "notes_fill"),
        title=phrase(language, "pitch_roadmap"),
        events=events_of(language, "pitch_roadmap_events"),
    )


def _team(wish: Wish) -> list[Card]:
    """The people that the prompt names; else what a reader will ask about them."""
    language = wish.brief.language
    title = phrase(language, "pitch_team")
    named = list(shown_people(wish, title, GOOD))
    if named:
        return named
    return [open_points(language, "team", title, "pitch_team_points", rank=MORE)]
