"""Images stand beside the slide that speaks of their tags, else on a slide of their own."""

from typing import Any

import pytest

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.slides.cards import Card, card
from docsmith.agent.offline.slides.images import illustrated
from docsmith.agent.offline.wish import Wish


def told(*images: dict[str, Any]) -> list[tuple[str, str]]:
    wish = Wish(brief=brief_of("Deck", "slides"), images=images)
    return [(c.id, c.layout) for c in illustrated(wish, cards())]


def cards() -> tuple[Card, ...]:
    return (
        card("title", "title", title="Luma"),
        card("why", "bullets", title="Why the wards want it", points=["One fridge is enough"]),
        card("rows", "bullets", title="Fridge", points=[{"text": "a", "detail": "b"}]),
        card("closing", "closing", title="Next"),
    )


def test_an_image_stands_beside_the_points_that_name_its_tag() -> None:
    assert told({"slot": "a", "tags": ["fridge"]}) == [
        ("title", "title"),
        ("why", "image_text"),
        ("rows", "bullets"),
        ("closing", "closing"),
    ]


@pytest.mark.parametrize("tags", [["roof"], [], ["is"]])
def test_an_image_that_no_slide_speaks_of_has_its_own_before_the_closing(tags: list[str]) -> None:
    ids = [id for id, _ in told({"slot": "a", "tags": tags})]
    assert ids == ["title", "why", "rows", "image1", "closing"]


def test_a_logo_is_shown_on_no_slide() -> None:
    assert [id for id, _ in told({"slot": "logo", "tags": ["fridge"]})] == [
        "title",
        "why",
        "rows",
        "closing",
    ]
