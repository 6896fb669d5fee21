"""What a deck and its product are called: in the prompt's own words, where it has any."""

import re
from collections.abc import Sequence

from docsmith.agent.offline.slides.topic import Topic, topic_in, upper
from docsmith.agent.offline.wish import Wish

_OUTLINE = re.compile(
    r"^(?:an?\s+)?(?:outline|gliederung|entwurf)\s+(?:of|for|für|zu)?\s*(?:an?|the|eine?n?|den|die)?\s+",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:a|the|an|short|nice|new|eine?|kurze|neue)\s+)*(?:(?:slide\s?)?deck|presentation|talk|slides?|"
    r"slideshow|powerpoint|pptx?|präsentation|folien(?:satz)?|vortrag)",
    re.IGNORECASE,
)
_NAMED_SORTS = frozenset({"pitch", "training", "introduction", "status"})
"""Decks that are titled by what sort they are as well: `Project status of the ERP migration`."""
_PITCH = re.compile(
    r"^(?:(?:an?|the|eine?n?|den|das)\s+)?(?:(?:investor|investoren|seed|startup|sales)[\s-]+)?"
    r"pitch(?:[\s-]*(?:deck|präsentation|presentation))?\s+"
    r"(?:for|about|on|of|für|über|zum?|zur)\s+(?:(?:an?|the|our|my|eine?n?|den|die|das|unsere?n?)\s+)?",
    re.IGNORECASE,
)


def title_of(wish: Wish) -> str:
    """A quoted title, else what the prompt says that the deck is about, else its first words."""
    brief, topic = wish.brief, topic_of(wish)
    listed_first = topic is not None and topic.title in map(upper, brief.items)
    if topic is not None and not listed_first and not _is_titled(wish):
        return topic.title
    if brief.title and not is_bare(brief.title):
        return without_outline_words(brief.title)
    if brief.items:
        return joined(brief.items)
    return brief.party or brief.title or brief.prompt.strip().splitlines()[0][:80]


def topic_of(wish: Wish) -> Topic | None:
    return topic_in(wish.brief.prompt, wish.brief.language)


def _is_titled(wish: Wish) -> bool:
    """Whether the title is the person's own: quoted, or of a sort of document that has a name."""
    brief = wish.brief
    if brief.title is None:
        return False
    quoted = re.search(rf"[\"“„»']{re.escape(brief.title)}", brief.prompt)
    return bool(quoted) or (brief.kind in _NAMED_SORTS and not is_bare(brief.title))


def is_bare(title: str) -> bool:
    """`Deck`, `Präsentation`: says what it is, and not what of."""
    return _BARE.fullmatch(title) is not None


def joined(items: Sequence[str]) -> str:
    """As many of the listed things as a title holds."""
    kept = [item for i, item in enumerate(items) if len(", ".join(items[: i + 1])) <= 60]
    return upper(", ".join(kept)) if kept else ""


def without_outline_words(title: str) -> str:
    """`Outline a quarterly review` is an outline of the quarterly review."""
    words = _OUTLINE.sub("", title, count=1)
    return words[0].upper() + words[1:] if words else title


def product_of(wish: Wish) -> str:
    """The name that the pitch is about: short enough for a title."""
    name = wish.brief.party or without_pitch_words(title_of(wish))
    return name if len(name) <= 32 else " ".join(name.split()[:4])


def without_pitch_words(title: str) -> str:
    """`Pitch deck for a meal kit service` is about the meal kit service."""
    words = _PITCH.sub("", title, count=1)
    return words[0].upper() + words[1:] if words else title
