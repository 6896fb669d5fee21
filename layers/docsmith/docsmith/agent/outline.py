"""The outline of a deck as a value: what `/slides/outline` answers and generating takes back."""

from pydantic import ValidationError

from docsmith.agent.turns import Json, Value
from docsmith.domain.errors import ModelFailed

_TEXTS: Json = {"type": "array", "items": {"type": "string"}}
_SLIDE: Json = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "layout": {"type": "string"},
        "points": _TEXTS,
    },
    "required": ["title", "layout", "points"],
    "additionalProperties": False,
}
OUTLINE_SCHEMA: Json = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "slides": {"type": "array", "items": _SLIDE},
        "assumptions": _TEXTS,
    },
    "required": ["title", "slides", "assumptions"],
    "additionalProperties": False,
}


class OutlineSlide(Value):
    """One slide: its message, the layout that would carry it, what it says."""

    title: str
    layout: str = "bullets"
    points: tuple[str, ...] = ()


class Outline(Value):
    """A deck before it is made."""

    title: str
    slides: tuple[OutlineSlide, ...]
    assumptions: tuple[str, ...] = ()


def read_outline(text: str) -> Outline:
    """The outline in a model's answer. Raises `ModelFailed` when it holds none."""
    try:
        return Outline.model_validate_json(text)
    except ValidationError as invalid:
        raise ModelFailed("The model's answer was no outline.") from invalid
