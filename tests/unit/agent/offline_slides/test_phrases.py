"""Every phrase exists once, in both languages, with the same fields and as many lines."""

import re
import tomllib
from importlib.resources import files

import pytest

from docsmith.agent.offline.slides.cards import FAMILIES
from docsmith.agent.offline.slides.phrases import TABLES
from docsmith.documents.slides.layouts import FAMILIES as CHECKED

FOLDER = files("docsmith.agent.offline.slides")
READ = {name: tomllib.loads(FOLDER.joinpath(name).read_text("utf-8")) for name in TABLES}


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_keys(name: str) -> None:
    assert set(READ[name]["en"]) == set(READ[name]["de"])


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_fields_and_lines(name: str) -> None:
    for key, english in READ[name]["en"].items():
        german = READ[name]["de"][key]
        assert _fields(english) == _fields(german), key
        assert english.strip().count("\n") == german.strip().count("\n"), key
        assert english.count("|") == german.count("|"), key


def test_no_phrase_stands_in_two_tables() -> None:
    one, other = (set(READ[name]["en"]) for name in TABLES)
    assert one & other == set()


def test_families_are_those_that_the_checks_judge_by() -> None:
    assert dict(CHECKED) == FAMILIES


def _fields(text: str) -> set[str]:
    """`lower` is `item` within an English sentence; German nouns stay as they are."""
    return {"item" if name == "lower" else name for name in re.findall(r"{(\w+)}", text)}
