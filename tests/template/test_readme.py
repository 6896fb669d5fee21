"""The README does not drift: its commands, snippets, files and tables are the repository's."""

import re

from tests.template.template import ROOT, template

README = (ROOT / "README.md").read_text()
FENCED = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_first_block_holds_exactly_the_two_commands() -> None:
    language, body = FENCED[0]
    first, second = body.strip().splitlines()
    assert language == "sh"
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install -q uv && ")
    assert "docsmith generate excel" in first
    assert second.endswith("pytest")


def test_snippets_are_the_files_that_are_tested() -> None:
    for name, language in (("verify.py", "python"), ("embed.html", "html")):
        text = (ROOT / "tests" / "data" / "snippets" / name).read_text()
        if "[snippet]" in text:
            text = text.split("[snippet]\n")[1].split("\n# [/snippet]")[0]
        bodies = [body for lang, body in FENCED if lang == language]
        assert any(text.strip() in body for body in bodies), name


def test_every_file_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_parameter_it_explains_exists() -> None:
    rows = re.findall(r"^\| (`[A-Z]\w+`(?:, `[A-Z]\w+`)*) \|", README, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    known = set(template()["Parameters"]) | set(template()["Resources"])
    assert named
    assert named <= known


def test_every_alarm_has_its_row_in_the_runbook() -> None:
    resources = template()["Resources"]
    alarms = {n for n, r in resources.items() if r["Type"] == "AWS::CloudWatch::Alarm"}
    assert alarms <= set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
