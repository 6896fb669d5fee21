"""The checks find planted faults and are silent on good files. The full table: `mutations.py`."""

import pytest
from tests.unit.documents.word.building import (
    built,
    changed,
    heading,
    paragraph,
    parts_of,
    repacked,
    table,
)
from tests.unit.documents.word.good import good_files
from tests.unit.documents.word.mutations import first_set, measured
from tests.unit.documents.word.mutators import MUTATORS
from tests.unit.documents.word.mutators_shape import SECOND

from docsmith.documents.interface import check, render
from docsmith.documents.model import Severity
from docsmith.documents.word.checks.table import CHECKS, findings_in

_JUDGED_FALSE = {("docx2python-run-styles by Word", "docx.fake_heading")}
"""A sample of looks: one word in bold above a sentence."""


@pytest.mark.parametrize("good", good_files(), ids=lambda good: good.title)
def test_a_good_file_has_no_findings_but_those_that_are_right(good):
    found = {finding.id for finding in findings_in(good.content, good.blocks)} - good.expected
    assert {(good.title, id_) for id_ in found} <= _JUDGED_FALSE


def test_planted_faults_are_found_most_of_them_in_files_of_others():
    scores, _, missed = measured([*first_set(), *SECOND], per_file=1, step=4)
    planted = sum(score.planted for score in scores.values())
    assert missed == []
    assert planted >= 100
    assert sum(score.foreign for score in scores.values()) >= planted // 2


def test_every_check_has_a_mutator():
    assert {name for name, _ in (*MUTATORS, *SECOND)} == {check_.id for check_ in CHECKS}


def test_findings_name_the_block_and_a_remedy():
    document = built(heading("A"), paragraph("b"), heading("C", 3), paragraph("Write TBD here"))
    found = {f.id: f for f in check(document)}
    assert found["docx.heading_order"].place == "b3"
    assert found["docx.heading_order"].severity is Severity.BLOCKING
    assert found["docx.placeholder"].place == "b4"
    assert all(f.remedy for f in found.values())


def test_a_text_without_title_or_heading_is_told():
    assert "docx.no_title" in {f.id for f in check(built(paragraph("Just a line.")))}


def test_a_memo_needs_no_contents_and_no_captions():
    ops = [op for n in range(7) for op in (heading(f"Part {n}"), paragraph("a"), table(["x", 1]))]
    setup = {"op": "setup", "design": "memo", "title": "M"}
    assert check(built(setup, *ops)) == ()
    found = {f.id for f in check(built({**setup, "design": "report"}, *ops))}
    assert found == {"docx.no_contents", "docx.caption"}


def test_a_file_without_language_or_title_is_told():
    content = render(built(heading("A"), paragraph("b")))
    parts = parts_of(content)
    styles = parts["word/styles.xml"].replace(b"<w:lang ", b"<w:noProof/><w:x ")
    core = parts["docProps/core.xml"].replace(b"<dc:title>A</dc:title>", b"")
    changed_ = repacked(content, **{"word/styles.xml": styles, "docProps/core.xml": core})
    assert {"docx.language", "docx.properties"} <= {f.id for f in findings_in(changed_)}


def test_a_fault_mended_is_a_finding_gone():
    document = built(heading("A"), paragraph("[Insert date]"))
    assert [f.id for f in check(document)] == ["docx.placeholder"]
    assert check(changed(document, {"op": "set_text", "block": "b2", "text": "Today."})) == ()
