"""Edits of a deck that stands: what rules can read of a request, done by the deck's own operations.

What is not understood is refused in words, rather than guessed.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.slides.additions import (
    CHART,
    adds,
    before_closing,
    lengthened,
    removed_by_name,
    shortened,
    subject_asked,
    wanted,
)
from docsmith.agent.offline.slides.cards import Card
from docsmith.agent.offline.slides.edits import (
    beside,
    copies,
    deletes,
    moves,
    notes,
    numbers_in,
    titles,
)
from docsmith.agent.offline.slides.looks import looks_in
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.refusals import no_such_slide, not_understood, without_titles
from docsmith.agent.offline.slides.review import chart_cards
from docsmith.agent.offline.slides.review_charts import column_of
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list, as_object


def plan_followup(wish: Wish) -> Plan:
    """The operations that the request asks for; a refusal when it asks for nothing known, or for a
    slide that is not there.
    """
    outline = as_object(wish.outline)
    slides = [as_object(s) for s in as_list(outline.get("slides"))]
    language = wish.brief.language
    if missing := no_such_slide(numbers_in(wish.brief.prompt), len(slides), language):
        return Plan(title="", refusal=missing)
    charts = _charts(wish, slides)
    readers = (_adds_none if charts else adds, *_READERS)
    ops = [op for read in readers for op in read(wish, slides)]
    new = (*charts, *lengthened(wish, slides))
    place = beside(wish.brief.prompt, slides)
    ops += [before_closing(one.op | place, slides) for one in new]
    insights = [one.insight | {"slide": one.id} for one in new if one.insight is not None]
    if not ops:
        return Plan(title="", refusal=not_understood(language))
    if refusal := without_titles(outline, ops, language):
        return Plan(title="", refusal=refusal)
    return Plan(
        title=str(slides[0].get("title") or phrase(language, "the_deck")),
        outline=tuple(str(op["op"]) for op in ops),
        sections=(Section(name="changes", ops=tuple(ops)),),
        sheets=told_of(ops, language),
        language=language,
        remarks=_fewer(wish, len(slides) + len(new)) if new else (),
        insights=tuple(insights),
    )


def _fewer(wish: Wish, made: int) -> tuple[str, ...]:
    """Says so when a deck cannot be made as long as asked."""
    asked = wanted(wish.brief.prompt)
    if asked is None or asked <= made:
        return ()
    return (phrase(wish.brief.language, "fewer", asked=str(asked), made=str(made)),)


def told_of(ops: Sequence[Json], language: Language) -> tuple[str, ...]:
    """What was done, counted: `1 slide added`, `2 slides deleted`."""
    out: list[str] = []
    for kind, count in Counter(str(op["op"]) for op in ops).items():
        one, _, many = phrase(language, f"did_{kind}").partition("|")
        out.append((one if count == 1 else many).format(n=count))
    return tuple(out)


def _looks(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """Looks are ours to change only where the deck is ours."""
    looks = looks_in(wish.brief.prompt)
    uploaded = bool(as_object(wish.outline).get("uploaded"))
    return [{"op": "deck", **looks}] if looks and slides and not uploaded else []


def _adds_none(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """The slide that is asked for shows data."""
    return []


def _charts(wish: Wish, slides: Sequence[Json]) -> list[Card]:
    """A chart or table of the data that came, by the column that the prompt names."""
    prompt = wish.brief.prompt
    if not wish.sources or not (CHART.search(prompt) or _is_of_data(wish)):
        return []
    cards = [c for c in chart_cards(wish) if c.layout in ("chart", "chart_text", "table")]
    table = re.search(r"\b(?:table|tabelle)\b", prompt, re.I)
    fitting = [c for c in cards if (c.layout == "table") == bool(table)] or cards
    named = [c for c in fitting if _names(prompt, column_of(c))]
    picked = (named or fitting)[:1]
    return [
        c.model_copy(update={"op": c.op | {"id": _free(f"added_{c.id}", slides)}}) for c in picked
    ]


def _is_of_data(wish: Wish) -> bool:
    """`a slide with amount by country`: its subject is a split of the data."""
    subject = subject_asked(wish.brief.prompt)
    if subject is None:
        return False
    split = re.search(r"\b(?:by|per|nach|je|pro)\s+(?:the\s+|den\s+)?(.+)", subject, re.I)
    columns = [column.name for source in wish.sources for column in source.columns]
    return split is not None and any(_names(split.group(1), name) for name in columns)


def _names(text: str, column: str) -> bool:
    """Whether a text names the column, whatever the case, in the plural or not."""
    folded = column.casefold()
    forms = {folded, folded.rstrip("y") + "ies", folded + "s", folded + "en"}
    return bool(folded) and any(
        re.search(rf"\b{re.escape(form)}\b", text.casefold()) for form in forms
    )


def _free(id: str, slides: Sequence[Json]) -> str:
    """The id, or one with a number where a slide has it already."""
    taken = {str(s.get("id")) for s in slides}
    numbered = (f"{id[:36]}_{n}" for n in range(2, 100))
    return next((one for one in (id[:40], *numbered) if one not in taken), id)


_READERS: tuple[Callable[[Wish, Sequence[Json]], list[Json]], ...] = (
    _looks,
    titles,
    notes,
    shortened,
    removed_by_name,
    copies,
    moves,
    deletes,
)
