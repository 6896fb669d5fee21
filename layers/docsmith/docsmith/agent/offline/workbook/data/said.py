"""What is said of a source and its columns, in the language of the report."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language


def said(note: str, language: Language) -> str:
    """A note of a source as this language tells it; one that is not known stays as it is."""
    for english, german in _known() if language == "de" else ():
        match = english.fullmatch(note)
        if match:
            return german.format(*match.groups())
    return note


@cache
def _known() -> tuple[tuple[re.Pattern[str], str], ...]:
    place = files("docsmith.agent.offline").joinpath("workbook", "data", "said.toml")
    raw: list[dict[str, str]] = tomllib.loads(place.read_text(encoding="utf-8"))["said"]
    return tuple((re.compile(one["english"], re.DOTALL), one["german"]) for one in raw)
