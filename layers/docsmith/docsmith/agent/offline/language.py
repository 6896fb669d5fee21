"""Which language to write in: the prompt's, by its small words; else that of the headers."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from docsmith.agent.offline.words import Language


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list in `language.toml`."""
    text = files("docsmith.agent.offline").joinpath("language.toml").read_text(encoding="utf-8")
    return frozenset(str(tomllib.loads(text)[name]).split())


def language_of(prompt: str, headers: Iterable[str] = ()) -> Language:
    """`de` or `en`; English when nothing speaks for either."""
    words = re.findall(r"[a-zäöüß]+", prompt.casefold())
    german = sum(word in word_list("german") for word in words) + len(
        re.findall(r"[äöüß]", prompt.casefold())
    )
    english = sum(word in word_list("english") for word in words)
    if german != english:
        return "de" if german > english else "en"
    return _of_headers(headers)


def _of_headers(headers: Iterable[str]) -> Language:
    names = [header.casefold() for header in headers]
    hits = sum(any(word in name for word in word_list("german_headers")) for name in names)
    return "de" if hits * 3 > len(names) else "en"
