"""What every text begins with: how it looks, its title, its header and footer."""

from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.turns import Json, Value


class Front(Value):
    """The opening of a document."""

    design: str
    title: str
    subtitle: str | None = None
    """With marks and figures, unlike the title."""
    kicker: str | None = None
    meta: list[Json] = []  # noqa: RUF012 - pydantic copies it
    cover: bool = False
    header: str | None = None


def front_ops(wish: Wish, front: Front) -> tuple[Json, ...]:
    """Setup, header and footer, title."""
    return (
        setup_op(wish, front.design, front.title),
        frame_op(wish, front),
        ops.op(
            "title",
            title=ops.plain(front.title)[:300],
            subtitle=front.subtitle,
            kicker=front.kicker,
            meta=front.meta,
            cover=front.cover or None,
        ),
    )


def setup_op(wish: Wish, design: str, title: str) -> Json:
    """Colour and font are the brand's own affair: it is an input of the document."""
    language = phrase(wish.brief.language, "language")
    return ops.op("setup", design=design, title=title[:300], language=language)


def frame_op(wish: Wish, front: Front) -> Json:
    """Not on a cover; on the first page of everything else the footer alone would be odd."""
    return ops.op(
        "header_footer",
        header=ops.plain(front.header or front.title)[:120] if front.cover else None,
        page_numbers=True,
        first_page=None if front.cover else True,
    )
