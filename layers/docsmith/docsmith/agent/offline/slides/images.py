"""Images that came with the request, a slide each, told by their captions and tags."""

import re
from collections.abc import Sequence

from docsmith.agent.offline.slides.cards import GOOD, MUST, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list

_LOGO = "logo"
_MOST = 8
_SURE = 4
"""Images that are shown however few slides were asked."""


def illustrated(wish: Wish, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The images beside the slides that speak of their tags; others get a slide of their own
    before the closing one. A logo is no picture to show.
    """
    out = list(cards)
    shown = [image for image in wish.images if image.get("slot") != _LOGO][:_MOST]
    for number, image in enumerate(shown, 1):
        at = next((i for i, c in enumerate(out) if _speaks_of(c, image)), None)
        if at is None:
            out.insert(len(out) - 1, _card(wish, image, number))
        else:
            out[at] = _beside(out[at], image)
    return tuple(out)


def _speaks_of(one: Card, image: Json) -> bool:
    """Whether a slide of plain points names one of the image's tags."""
    content = one.op["content"]
    points = content.get("points") or ()
    plain = one.layout == "bullets" and all(isinstance(p, str) for p in points)
    if not plain or one.insight is not None or not 1 <= len(points) <= 5:
        return False
    said = " ".join([str(content["title"]), *points]).casefold()
    tags = [str(tag).casefold().strip() for tag in as_list(image.get("tags"))]
    return any(len(tag) > 2 and re.search(rf"\b{re.escape(tag)}", said) for tag in tags)


def _beside(one: Card, image: Json) -> Card:
    """The slide's points beside the image."""
    content = one.op["content"]
    tags = [str(tag) for tag in as_list(image.get("tags"))]
    alt = str(image.get("caption") or "").strip() or ", ".join(tags)
    shown = {
        "layout": "image_text",
        "title": content["title"],
        "image": {"slot": image["slot"], "alt": alt[:400]},
        "points": content["points"],
    }
    return one.model_copy(update={"op": one.op | {"content": shown}})


def _card(wish: Wish, image: Json, number: int) -> Card:
    language = wish.brief.language
    tags = [str(tag) for tag in as_list(image.get("tags")) if str(tag).strip()]
    caption = str(image.get("caption") or "").strip()
    told = caption or (tags[0] if tags else phrase(language, "image_title", number=str(number)))
    title = told[0].upper() + told[1:]
    slot: Json = {"slot": image["slot"], "alt": told[:400]}
    say = phrase(language, "notes_say")
    rank = MUST if number <= _SURE else GOOD
    if tags and caption:
        points = [tag[0].upper() + tag[1:] for tag in tags[:5]]
        return card(
            f"image{number}",
            "image_text",
            rank=rank,
            notes=say,
            title=title[:120],
            image=slot,
            points=points,
        )
    return card(f"image{number}", "image", rank=rank, notes=say, title=title[:120], image=slot)
