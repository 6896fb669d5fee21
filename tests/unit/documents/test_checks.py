"""Checks find planted faults and are silent on good workbooks. The full table: `mutations.py`."""

import pytest
from tests.unit.documents.building import built, cells, sheet, tried
from tests.unit.documents.good import good_documents
from tests.unit.documents.mutations import MUTATORS, measured

from docsmith.documents.gate import verdict
from docsmith.documents.interface import check
from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.checks import CHECKS


@pytest.mark.parametrize(("title", "document"), [(t, d) for t, _, d in good_documents()])
def test_a_good_workbook_has_no_findings(title, document):
    assert check(document) == ()


def test_planted_faults_are_found():
    scores, _, missed = measured(per_document=1, every=2)
    planted = sum(s.planted for s in scores.values())
    found = sum(s.found for s in scores.values())
    assert found >= 0.95 * planted, missed
    assert sum(s.foreign for s in scores.values()) >= 0.5 * planted
    assert {name for name, _ in MUTATORS} == set(CHECKS) - {"xlsx.not_verified"}


def test_what_the_engine_cannot_compute_is_reported_and_not_stored():
    after = tried(
        built(sheet("S"), cells("S", A1=1, A2=2)),
        cells("S", B1="=AGGREGATE(9,6,A1:A2)", B2="=IFERROR(B1,0)+1", B3="=A1+A2"),
    )
    assert {f.place for f in after.findings if f.id == "xlsx.not_verified"} == {"S!B1", "S!B2"}
    assert after.computed == {"S!B1": None, "S!B2": None, "S!B3": 3}


def test_a_loop_blocks():
    after = tried(built(sheet("S"), cells("S", A1=1)), cells("S", B1="=B2+A1", B2="=B1*2"))
    loops = [f for f in after.findings if f.id == "xlsx.formula_error"]
    assert {f.place for f in loops} == {"S!B1", "S!B2"}
    assert all(f.severity is Severity.BLOCKING for f in loops)


def test_the_gate_passes_warnings_and_stops_blocking_findings():
    warning = Finding("xlsx.volatile", Severity.WARNING, "S!A1", "m", "r")
    blocking = Finding("xlsx.empty", Severity.BLOCKING, "workbook", "m", "r")
    assert verdict([warning], CHECKS.keys()).passed
    stopped = verdict([warning, blocking], CHECKS.keys())
    assert not stopped.passed
    shown = stopped.as_json()
    outcomes = {c["id"]: c["outcome"] for c in shown["checks"]}
    assert outcomes["xlsx.empty"] == "failed"
    assert outcomes["xlsx.volatile"] == "warned"
    assert outcomes["xlsx.check_row"] == "passed"
    assert shown["warnings"][0]["place"] == "workbook"
