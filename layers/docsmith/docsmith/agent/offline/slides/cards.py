"""A card is a slide that may be told: its operation, how dispensable it is, its insight."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from docsmith.agent.turns import Json, Value

MUST, GOOD, MORE, SPARE = 1, 2, 3, 4
_NEAR = 7
"""How far a slide may be moved for the sake of variety."""
USUAL = 3
"""Cards up to this rank are told when no number of slides was asked."""

FAMILIES = {
    "title": "opening",
    "section": "divider",
    "quote": "statement",
    "statement": "statement",
    "closing": "opening",
    "agenda": "list",
    "bullets": "list",
    "two_columns": "columns",
    "comparison": "columns",
    "kpis": "figures",
    "chart": "chart",
    "chart_text": "chart beside text",
    "table": "table",
    "image": "picture",
    "image_text": "picture",
    "timeline": "sequence",
    "process": "sequence",
    "team": "people",
}
"""As the checks see layouts: neighbours of one family look alike."""


class Card(Value):
    """`insight` names what a title can be made of once the figures are computed."""

    op: Json
    rank: int = GOOD
    insight: Json | None = None

    @property
    def id(self) -> str:
        return str(self.op["id"])

    @property
    def layout(self) -> str:
        return str(self.op["content"]["layout"])

    @property
    def title(self) -> str:
        content = self.op["content"]
        return str(content.get("title") or content.get("statement") or content.get("quote"))


def card(
    id: str,
    layout: str,
    *,
    rank: int = GOOD,
    notes: str = "",
    section: str | None = None,
    insight: Json | None = None,
    **slots: Any,
) -> Card:
    """A card; empty slots are left out."""
    content = {"layout": layout} | {k: v for k, v in slots.items() if v not in (None, (), [])}
    op: Json = {"op": "slide", "id": id, "content": content}
    if notes:
        op["notes"] = notes
    if section:
        op["section"] = section
    return Card(op=op, rank=rank, insight=insight)


def chosen(cards: Iterable[Card], count: int | None) -> tuple[Card, ...]:
    """As many as asked, the least dispensable, in their order; without a number the usual ones."""
    every = tuple(cards)
    if count is None:
        return alternated(c for c in every if c.rank <= USUAL)
    ends = {0, len(every) - 1}
    order = sorted(range(len(every)), key=lambda i: (i not in ends, *_weight(every[i]), i))
    kept = set(order[: max(1, count)])
    return alternated(c for i, c in enumerate(every) if i in kept)


def _weight(one: Card) -> tuple[int, bool]:
    """Pictures that somebody sent go before words of ours of the same rank."""
    return one.rank, FAMILIES[one.layout] != "picture"


def alternated(cards: Iterable[Card]) -> tuple[Card, ...]:
    """No two neighbours of one family where a neighbouring order avoids it.

    First and last stay, and so do the agenda and dividers: nothing is told far from its place.
    """
    out = list(cards)
    for i in range(1, len(out) - 1):
        if not _alike(out[i - 1], out[i]):
            continue
        near = (*range(i + 1, i + _NEAR + 1), *range(i - 1, i - _NEAR, -1))
        for j in near:
            if not (2 <= j < len(out) - 1) or not (_moves(out[i]) and _moves(out[j])):
                continue
            swapped = [*out]
            swapped[i], swapped[j] = swapped[j], swapped[i]
            if _clashes(swapped) < _clashes(out):
                out = swapped
                break
    return tuple(out)


def _moves(one: Card) -> bool:
    return one.layout not in ("agenda", "section") and not one.op.get("section")


def _clashes(cards: list[Card]) -> int:
    return sum(_alike(a, b) for a, b in pairwise(cards))


def _alike(one: Card, other: Card) -> bool:
    return FAMILIES[one.layout] == FAMILIES[other.layout]
