"""How the deck shall look, as far as the prompt says: ratio, light or dark, colour, footer."""

import re

from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_FOUR_THREE = re.compile(r"\b4\s?[:x]\s?3\b")
_WIDE = re.compile(r"\b16\s?[:x]\s?9\b")
_DARK = re.compile(r"\b(?:dark|dunkle[nrsm]?|dunkel(?=\b|blau|rot|grün))", re.I)
_LIGHT = re.compile(r"\b(?:light|helle[nrsm]?|hell)\s+(?:mode|theme|design|version)\b", re.I)
_FOOTER = re.compile(r"\b(?:footer|fußzeile)\b\W{0,3}[\"“„»'](.+?)[\"”“«']", re.I)
_NUMBERS = re.compile(r"\b(?:no|without|ohne)\s+(?:page|slide)?\s?(?:numbers|seitenzahlen)\b", re.I)
COLORS = {
    "blue": "#1F4FA3",
    "blau": "#1F4FA3",
    "red": "#B3261E",
    "rot": "#B3261E",
    "green": "#1B6E4A",
    "grün": "#1B6E4A",
    "purple": "#5B3A8E",
    "violett": "#5B3A8E",
    "orange": "#C2570C",
    "teal": "#0F766E",
}
_COLOR = "|".join(COLORS)
_NAMED = re.compile(
    rf"\b(?:dunkel|hell)?({_COLOR})e?[nrs]?\s+(?:theme|design|deck|slides|folien|color|colour|farbe)|"
    rf"(?:[,;(]\s*|\bin\s+)(?:(?:dark|light)\s+|dunkel|hell)?({_COLOR})(?=\s*(?:[,.;)]|$))",
    re.I,
)
"""With what is coloured, or a part of the sentence by itself: `8 slides, dark blue`."""
_SAID = re.compile(
    r"[,(]?\s*(?:\bin\s+(?:an?\s+|einem\s+)?)?\b(?:(?:dark|light)\s+(?=blue|red|green)|dunkel(?=blau|rot|grün)|"
    r"hell(?=blau|rot|grün))?(?:dark|light|dunkle[nrsm]?|dunkel|helle[nrsm]?|hell|"
    r"blue|blau|red|rot|green|grün|purple|violett|orange|teal)(?:e[nrsm]?)?\b"
    r"(?:\s+(?:mode|theme|design|look|style|version|background|colou?rs?))?(?=\s*(?:[,.;)]|$))|"
    r"[,(]?\s*\b(?:4\s?[:x]\s?3|16\s?[:x]\s?9)\b|[,(]?\s*#[0-9a-f]{6}\b|"
    r"[,(]?\s*\b(?:in english|in german|auf deutsch|auf englisch)\b",
    re.I,
)


def without_looks(text: str) -> str:
    """A text without the words that only say how the deck shall look, or in which language."""
    return _SAID.sub("", text)


def looks_in(prompt: str) -> Json:
    """The fields of `deck` that the prompt decides."""
    out: Json = {}
    if _FOUR_THREE.search(prompt):
        out["ratio"] = "4:3"
    elif _WIDE.search(prompt):
        out["ratio"] = "16:9"
    if _DARK.search(prompt):
        out["mode"] = "dark"
    elif _LIGHT.search(prompt):
        out["mode"] = "light"
    color = _HEX.search(prompt)
    named = _NAMED.search(prompt)
    if color:
        out["primary_color"] = color.group(0)
    elif named:
        out["primary_color"] = COLORS[(named.group(1) or named.group(2)).casefold()]
    footer = _FOOTER.search(prompt)
    if footer:
        out["footer"] = footer.group(1)[:100]
    if _NUMBERS.search(prompt):
        out["page_numbers"] = False
    return out


def deck_op(wish: Wish, title: str) -> Json:
    """What holds for the whole deck."""
    given: Json = {"op": "deck", "title": title, "language": wish.brief.language}
    brand = {k: v for k, v in (wish.brand or {}).items() if k in ("primary_color", "font") and v}
    footer = {"footer": title[:60]} if len(title) <= 60 else {}
    return given | footer | brand | looks_in(wish.brief.prompt)
