"""The acceptance set: 30 prompts and 10 data files, each one's result at the gate reported."""

import tomllib
from collections import Counter

import pytest
from tests.fakes.document_tools import Session
from tests.unit.agent.workbooks import CSVS, DATA, blocking, finished, made, ops, sheets

from docsmith.agent.decide import Finish
from docsmith.agent.offline.brief import brief_of
from docsmith.documents.interface import check

pytestmark = pytest.mark.no_cover
PROMPTS = tomllib.loads((DATA / "prompts.toml").read_text(encoding="utf-8"))["prompt"]
NO_MODEL = {"en": "without a language model", "de": "ohne Sprachmodell"}


def run_of(case: dict[str, str]) -> Session:
    return made(case["text"], *([case["data"]] if "data" in case else []))


def named(case: dict[str, str]) -> str:
    return case["text"][:40] + ("+" + case["data"] if "data" in case else "")


def test_the_set_has_thirty_prompts_and_ten_files():
    assert len(PROMPTS) >= 30
    assert len(CSVS) >= 10
    assert {case["data"] for case in PROMPTS if "data" in case} == set(CSVS)


@pytest.mark.parametrize("case", PROMPTS, ids=named)
def test_every_prompt_passes_the_gate(case: dict[str, str], record_property):
    run = run_of(case)
    findings = Counter(finding.id for finding in check(run.document))
    record_property("prompt", case["text"])
    record_property("findings", dict(findings))
    assert isinstance(run.ended, Finish), run.ended
    assert blocking(run) == []
    assert NO_MODEL[case["language"]] in run.summary


@pytest.mark.parametrize("case", PROMPTS, ids=named)
def test_every_prompt_is_taken_for_the_right_kind_and_language(case: dict[str, str]):
    brief = brief_of(case["text"], "excel")
    kind = brief.kind if "data" not in case or brief.kind != "tracker" else "report"
    assert (kind, brief.language) == (case["kind"], case["language"])


@pytest.mark.parametrize("case", PROMPTS, ids=named)
def test_no_operation_of_the_plan_was_refused(case: dict[str, str]):
    errors = [
        result.content
        for entry in run_of(case).history.entries
        for result in getattr(entry, "results", ())
        if result.is_error
    ]
    assert errors == []


@pytest.mark.parametrize("case", PROMPTS, ids=named)
def test_every_check_in_the_workbook_holds(case: dict[str, str]):
    book = finished(case["text"], *([case["data"]] if "data" in case else []))
    verdicts = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "Check" and not cell.font.color.rgb.endswith("FFFFFF")  # no header
    ]
    assert verdicts == []


@pytest.mark.parametrize("case", PROMPTS, ids=named)
def test_every_sheet_has_a_layout_that_prints(case: dict[str, str]):
    run = run_of(case)
    laid_out = {op["sheet"] for op in ops(run, "layout") if op["fit_width"]}
    assert laid_out == set(sheets(run))


def test_the_same_document_gives_the_same_bytes():
    for case in (PROMPTS[4], PROMPTS[11]):
        run = run_of(case)
        assert run.bytes == run.bytes
