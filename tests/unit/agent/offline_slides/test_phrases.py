"""Every phrase exists once, in both languages, with the same fields and as many lines."""

import re
import tomllib
from importlib.resources import files

import pytest

from docsmith.agent.offline.slides.cards import FAMILIES
from docsmith.agent.offline.slides.phrases import TABLES
from docsmith.agent.offline.slides.stories import topics
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


def test_the_slides_of_stories_are_the_same_in_both_languages() -> None:
    english, german = topics()["en"], topics()["de"]
    assert english.keys() == german.keys()
    for key, told in english.items():
        if isinstance(told, dict):
            assert told["form"] == german[key]["form"]
            for text in ("title", "short", "lines"):
                one, other = str(told[text]), str(german[key][text])
                assert _fields(one) == _fields(other), key
                assert [one.count(c) for c in "|;\n"] == [other.count(c) for c in "|;\n"], key


def test_stories_tell_of_slides_that_there_are_and_each_once() -> None:
    told = [[line.split()[0] for line in story] for story in topics()["stories"].values()]
    assert all(len(ids) == len(set(ids)) for ids in told)
    written = {key for key, slide in topics()["en"].items() if isinstance(slide, dict)}
    assert {id for ids in told for id in ids} == written


def test_no_phrase_stands_in_two_tables() -> None:
    one, other = (set(READ[name]["en"]) for name in TABLES)
    assert one & other == set()


def test_families_are_those_that_the_checks_judge_by() -> None:
    assert dict(CHECKED) == FAMILIES


def _fields(text: str) -> set[str]:
    """`lower` is `item` within an English sentence; German nouns stay as they are."""
    names = (name.casefold() for name in re.findall(r"{(\w+)}", text))
    return {"item" if name == "lower" else name for name in names}
