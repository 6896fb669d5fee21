"""A deck before it is made: the outline of a plan, and slides from an outline that was edited."""

import json
import re

from docsmith.agent.offline.slides.cards import MUST, Card, card
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list, as_object

_HEADING = "\n\nFollow this outline:\n"
_LISTS = ("points", "items", "events", "steps", "kpis", "people", "options", "actions")
_WORDS = ("text", "title", "what", "label", "name", "heading")
_TEXTUAL = frozenset({"title", "section", "agenda", "bullets", "statement", "closing"})


def outline_of(title: str, cards: tuple[Card, ...], assumptions: tuple[str, ...]) -> Json:
    """Titles, layouts and points of the slides."""
    slides = [
        {
            "title": c.title.replace("**", ""),
            "layout": c.layout,
            "points": _points(as_object(c.op["content"])),
        }
        for c in cards
    ]
    return {"title": title, "slides": slides, "assumptions": list(assumptions)}


def split_prompt(prompt: str) -> tuple[str, Json | None]:
    """The person's words, and the outline they handed back if there is one."""
    words, heading, text = prompt.partition(_HEADING)
    if not heading:
        return prompt, None
    try:
        outline = as_object(json.loads(text))
    except ValueError:
        return words, None
    return words, outline if as_list(outline.get("slides")) else None


def followed(outline: Json, cards: tuple[Card, ...], language: Language) -> tuple[Card, ...]:
    """One slide an outline's slide: the planned one of that title, else one from its words.

    A slide whose points were edited takes them as they are.
    """
    known = {_plain(c.title): c for c in cards}
    out: list[Card] = []
    for number, raw in enumerate(as_list(outline.get("slides")), 1):
        wanted = as_object(raw)
        title = str(wanted.get("title") or "").strip()[:200]
        if not title:
            continue
        planned = known.get(_plain(title)) or _same_kind(wanted, cards, out)
        out.append(_told(wanted, title, planned, number, language))
    return tuple(out)


def _same_kind(wanted: Json, cards: tuple[Card, ...], used: list[Card]) -> Card | None:
    """A planned slide of figures for one whose title was rewritten: same layout, not told yet."""
    layout = str(wanted.get("layout"))
    if layout in _TEXTUAL:
        return None
    taken = {c.id for c in used}
    return next((c for c in cards if c.layout == layout and c.id not in taken), None)


def _told(wanted: Json, title: str, planned: Card | None, number: int, language: Language) -> Card:
    points = [str(p)[:400] for p in as_list(wanted.get("points")) if str(p).strip()][:7]
    layout = str(wanted.get("layout") or "bullets")
    if planned is not None:
        content = as_object(planned.op["content"])
        same = points == _points(content) or not points
        if same or planned.layout not in ("bullets", "agenda", "closing"):
            return _retitled(planned, title, number)
    return _from_words(title, layout, points, number, language)


def _retitled(planned: Card, title: str, number: int) -> Card:
    """The planned slide under the outline's title; a title of one's own is not rewritten."""
    content = as_object(planned.op["content"])
    key = "title" if "title" in content else "statement" if "statement" in content else "quote"
    kept = _plain(title) == _plain(planned.title)
    title = planned.title if kept else title
    op = planned.op | {"id": f"o{number}_{planned.id}"[:40], "content": content | {key: title}}
    insight = planned.insight
    if insight is not None and not kept:
        insight = {**insight, "keep_title": True}
    return Card(op=op, rank=MUST, insight=insight)


def _from_words(
    title: str, layout: str, points: list[str], number: int, language: Language
) -> Card:
    id, fill = f"o{number}", phrase(language, "notes_fill")
    if layout == "title":
        subtitle = "\n".join(points[:2]) or None
        return card(id, "title", notes=fill, title=title, subtitle=subtitle)
    if layout == "section" or not points:
        return card(
            id,
            "section",
            notes=fill,
            section=title[:60],
            title=title,
            subtitle=" ".join(points) or None,
        )
    if layout == "closing":
        actions = [{"what": p} for p in points[:5]]
        return card(id, "closing", notes=fill, title=title, actions=actions)
    if layout == "process" and 3 <= len(points) <= 5:
        return card(
            id, "process", notes=fill, title=title, steps=[{"title": p[:160]} for p in points]
        )
    if layout == "agenda" and len(points) >= 2:
        return card(id, "agenda", notes=fill, title=title, items=[p[:160] for p in points])
    return card(id, "bullets", notes=fill, title=title, points=points)


def _points(content: Json) -> list[str]:
    """What a slide says beneath its title, a line each."""
    out: list[str] = []
    for key in _LISTS:
        for item in as_list(content.get(key)):
            out.append(_line(item))
    for key in ("left", "right"):
        side = as_object(content.get(key))
        if side:
            out += [f"{side['heading']}: {_line(p)}" for p in as_list(side.get("points"))]
    chart = as_object(content.get("chart"))
    if chart:
        out.insert(0, str(chart.get("caption")))
    if content.get("subtitle"):
        out.append(str(content["subtitle"]))
    return [line for line in out if line][:12]


def _line(item: object) -> str:
    if isinstance(item, str):
        return item
    fields = as_object(item)
    head = next((str(fields[w]) for w in _WORDS if fields.get(w)), "")
    detail = fields.get("detail") or fields.get("value")
    return f"{head}: {detail}" if detail and head else head


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()
