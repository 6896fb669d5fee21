"""Images that came with the request, a slide each, told by their captions and tags."""

from docsmith.agent.offline.slides.cards import GOOD, MUST, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list

_LOGO = "logo"
_MOST = 8
_SURE = 4
"""Images that are shown however few slides were asked."""


def image_cards(wish: Wish) -> tuple[Card, ...]:
    """A logo is no picture to show; others get the slide of their caption."""
    shown = [image for image in wish.images if image.get("slot") != _LOGO][:_MOST]
    return tuple(_card(wish, image, number) for number, image in enumerate(shown, 1))


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
