"""The planner of decks: a follow-up on what stands, a review over data, or a talk."""

from collections.abc import Callable, Mapping, Sequence

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.slides.cards import Card, chosen
from docsmith.agent.offline.slides.facts import slides_asked
from docsmith.agent.offline.slides.followup import plan_followup
from docsmith.agent.offline.slides.images import illustrated
from docsmith.agent.offline.slides.looks import deck_op
from docsmith.agent.offline.slides.outline import followed, outline_of, split_prompt
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.pitch import pitch_cards
from docsmith.agent.offline.slides.review import review_cards
from docsmith.agent.offline.slides.status import status_cards
from docsmith.agent.offline.slides.stories import discussed, leaves_open
from docsmith.agent.offline.slides.talks import talk_cards
from docsmith.agent.offline.slides.training import training_cards
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json

TALKS: Mapping[str, Callable[[Wish], tuple[Card, ...]]] = {
    "pitch": pitch_cards,
    "training": training_cards,
    "introduction": training_cards,
    "status": status_cards,
}
BATCH = 12


def plan_slides(wish: Wish) -> Plan:
    """An outline of the document means that a deck stands."""
    if wish.outline is not None and wish.outline.get("slides"):
        return plan_followup(wish)
    wish, outline = _without_outline(wish)
    cards = cards_of(wish)
    language = wish.brief.language
    if outline is not None:
        planned = followed(outline, every_card(wish), language)
        cards = _with_images(wish, planned) if planned else cards
    title = cards[0].title
    ops = [deck_op(wish, title), *(c.op for c in cards)]
    batches = [ops[i : i + BATCH] for i in range(0, len(ops), BATCH)]
    insights = [c.insight | {"slide": c.id} for c in cards if c.insight is not None]
    return Plan(
        title=title,
        outline=tuple(c.title for c in cards),
        sections=tuple(
            Section(name=f"slides {i * BATCH + 1} on" if i else "opening", ops=tuple(batch))
            for i, batch in enumerate(batches)
        ),
        sheets=(phrase(language, "made", count=str(len(cards))),),
        language=language,
        headlines=_headlines(cards),
        remarks=(*_remarks(wish, cards), *_fewer(wish, len(cards), follows=outline is not None)),
        insights=tuple(insights),
    )


def _with_images(wish: Wish, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Images that came with an outline that does not tell of them."""
    shown = [str(c.op["content"].get("image", {}).get("slot")) for c in cards]
    left = tuple(image for image in wish.images if image.get("slot") not in shown)
    return illustrated(wish.model_copy(update={"images": left}), cards)


def plan_outline(wish: Wish) -> Json:
    """The outline that `/slides/outline` answers."""
    wish, _ = _without_outline(wish)
    cards = cards_of(wish)
    return outline_of(cards[0].title, cards, _remarks(wish, cards))


def cards_of(wish: Wish) -> tuple[Card, ...]:
    """As many slides as asked, else the usual ones."""
    return chosen(every_card(wish), slides_asked(wish.brief.prompt))


def every_card(wish: Wish) -> tuple[Card, ...]:
    """Data mean a review, whatever the deck is called; else the prompt's own sort."""
    if wish.sources:
        told = discussed(wish.brief.language, review_cards(wish))
    else:
        told = TALKS.get(wish.brief.kind, talk_cards)(wish)
    return illustrated(wish, told)


def _remarks(wish: Wish, cards: Sequence[Card]) -> tuple[str, ...]:
    """Where the figures come from, and that gaps are marked where there are any."""
    said = phrase(wish.brief.language, "from_data" if wish.sources else "assumed")
    gaps = wish.sources and any(leaves_open(one) for one in cards)
    return (said, phrase(wish.brief.language, "left_open")) if gaps else (said,)


def _fewer(wish: Wish, made: int, *, follows: bool) -> tuple[str, ...]:
    """Says so when fewer slides came of it than were asked."""
    asked = slides_asked(wish.brief.prompt)
    if follows or asked is None or asked <= made:
        return ()
    return (phrase(wish.brief.language, "fewer", asked=str(asked), made=str(made)),)


def _headlines(cards: tuple[Card, ...]) -> tuple[Headline, ...]:
    """The key figures, for the summary."""
    out: list[Headline] = []
    for one in cards:
        kpis = one.op["content"].get("kpis") or ()
        out += [
            Headline(label=str(k["label"]), place=f"{one.id}.kpis[{i}]")
            for i, k in enumerate(kpis)
            if k.get("data")
        ]
    return tuple(out)


def _without_outline(wish: Wish) -> tuple[Wish, Json | None]:
    words, outline = split_prompt(wish.brief.prompt)
    if words == wish.brief.prompt:
        return wish, outline
    brief: Brief = wish.brief.model_copy(update={"prompt": words})
    return wish.model_copy(update={"brief": brief}), outline
