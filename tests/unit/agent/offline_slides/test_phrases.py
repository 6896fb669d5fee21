"""Every phrase exists in both languages, with the same fields and as many lines."""

import re
import tomllib
from importlib.resources import files

from docsmith.agent.offline.slides.cards import FAMILIES
from docsmith.documents.slides.layouts import FAMILIES as CHECKED

TABLE = tomllib.loads(
    files("docsmith.agent.offline.slides").joinpath("phrases.toml").read_text("utf-8")
)


def test_both_languages_have_the_same_keys() -> None:
    assert set(TABLE["en"]) == set(TABLE["de"])


def test_both_languages_have_the_same_fields_and_lines() -> None:
    for key, english in TABLE["en"].items():
        german = TABLE["de"][key]
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", german)), key
        assert english.strip().count("\n") == german.strip().count("\n"), key
        assert english.count("|") == german.count("|"), key


def test_families_are_those_that_the_checks_judge_by() -> None:
    assert dict(CHECKED) == FAMILIES
