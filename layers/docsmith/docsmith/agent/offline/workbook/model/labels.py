"""Labels of the models by kind and language, from `labels.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language


@cache
def labels(kind: str, language: Language) -> Mapping[str, str]:
    """The labels of one kind; each has both languages. Raises KeyError for an unknown kind."""
    place = files("docsmith.agent.offline").joinpath("workbook", "model", "labels.toml")
    raw: dict[str, dict[str, list[str]]] = tomllib.loads(place.read_text(encoding="utf-8"))
    index = 1 if language == "de" else 0
    return {key: pair[index] for key, pair in raw[kind].items()}
