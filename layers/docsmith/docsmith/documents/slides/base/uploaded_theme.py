"""The theme of an uploaded deck as our tokens: its colours, as they read on its own background."""

from collections.abc import Mapping

from docsmith.documents.slides.base.looks import Palette
from docsmith.documents.slides.colors import contrast, modulated
from docsmith.documents.slides.theme import SchemeColor, Theme

_DEFAULT = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}
_NEUTRAL = ("bg1", "tx1", "bg2", "tx2")
_ACCENTS = tuple(f"accent{i}" for i in range(1, 7))
_READS, _STANDS_OUT, _SHOWS = 7.0, 4.6, 1.6
"""Contrasts of text, of small or coloured text, and of a bar or a line."""


def theme_on(palette: Palette, ground: str | None) -> Theme:
    """Their colours behind our tokens, with substitutes where a colour could not be read on the
    page. `ground` is the background of the slides, which need not be what the master calls so; None
    for one that is no plain colour.
    """
    mode = "dark" if palette.mapped.get("bg1", "lt1") == "dk1" else "light"
    plain = {**_DEFAULT, **palette.colors}
    plain = {**dict.fromkeys(_ACCENTS, plain["lt1" if mode == "dark" else "dk1"]), **plain}
    named = Theme(plain, {}, mode=mode)
    colors = {n: plain[named.alias(n)] for n in (*_NEUTRAL, *_ACCENTS)}
    behind = ground or colors["bg1"]
    return Theme(plain, _tokens(colors, behind), palette.major, palette.minor, mode)


def _tokens(colors: Mapping[str, str], behind: str) -> dict[str, SchemeColor]:
    dark = contrast(behind, "FFFFFF") > contrast(behind, "000000")
    paper = min(_NEUTRAL, key=lambda name: contrast(colors[name], behind))
    ink = _first(("tx1", "bg1", "tx2", "bg2"), colors, behind, _READS)
    accent = _first(("accent1", "tx2", *_ACCENTS, ink), colors, behind, _STANDS_OUT)
    greyed = SchemeColor(ink, 75, 0 if dark else 25)
    grey = modulated(colors[ink], greyed.mod / 100, greyed.off / 100)
    panel = _first(("tx2", ink), colors, behind, _READS)
    series = {"spark": "accent2"} | {n: n for n in ("accent3", "accent5", "accent6")}
    dim = SchemeColor(ink, 50, 0 if dark else 50)
    shown = {
        token: SchemeColor(name) if contrast(colors[name], behind) >= _SHOWS else dim
        for token, name in series.items()
    }
    if contrast(colors["accent3"], behind) > contrast(colors[accent], behind):
        shown["accent3"] = dim
    return {
        "paper": SchemeColor(paper),
        "ink": SchemeColor(ink),
        "card": SchemeColor(paper, 90, 10) if dark else SchemeColor(paper, 95),
        "panel": SchemeColor(panel),
        "light": SchemeColor(paper),
        "accent": SchemeColor(accent),
        "muted": greyed if contrast(grey, behind) >= _STANDS_OUT else SchemeColor(ink),
        "rule": SchemeColor(paper, 75, 25) if dark else SchemeColor(paper, 85),
        **shown,
    }


def _first(names: tuple[str, ...], colors: Mapping[str, str], behind: str, least: float) -> str:
    """The first of that contrast, else the one of the highest."""
    good = (name for name in names if contrast(colors[name], behind) >= least)
    best = max(names, key=lambda name: contrast(colors[name], behind))
    return next(good, best)
