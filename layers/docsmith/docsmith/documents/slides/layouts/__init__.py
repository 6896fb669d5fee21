"""From content to placed elements: one row a layout.

A layout never sees the file; it takes content and a page and answers elements in reading order.
Raises `OperationRefused` when a text does not fit its place.
"""

from collections.abc import Callable, Mapping
from typing import Any

from docsmith.documents.slides.elements import Placed
from docsmith.documents.slides.layouts import (
    columns,
    figures,
    people,
    pictures,
    sequences,
    statements,
    texts,
)
from docsmith.documents.slides.page import Page

Draw = Callable[[Any, Page], Placed]

LAYOUTS: Mapping[str, Draw] = {
    "title": statements.title,
    "section": statements.section,
    "quote": statements.quote,
    "statement": statements.statement,
    "closing": statements.closing,
    "agenda": texts.agenda,
    "bullets": texts.bullets,
    "two_columns": columns.two_columns,
    "comparison": columns.comparison,
    "kpis": figures.kpis,
    "chart": figures.chart,
    "chart_text": figures.chart_text,
    "table": figures.table,
    "image": pictures.image,
    "image_text": pictures.image_text,
    "timeline": sequences.timeline,
    "process": sequences.process,
    "team": people.team,
}

FAMILIES: Mapping[str, str] = {
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
"""Neighbours of one family look alike; `slides.same_family` warns of them."""


def draw(content: Any, page: Page) -> Placed:
    """The placed elements of a slide's content."""
    return LAYOUTS[content.layout](content, page)
