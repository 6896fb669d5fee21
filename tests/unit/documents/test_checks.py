"""Checks find planted faults and are silent on good workbooks. The full table: `mutations.py`."""

import functools

import pytest
from tests.unit.documents.blind.table import MUTATORS as BLIND
from tests.unit.documents.blind.table import measured as blind
from tests.unit.documents.building import built, cells, sheet, tried
from tests.unit.documents.good import good_documents, libreoffice_made
from tests.unit.documents.held_out.table import MUTATORS as HELD_OUT
from tests.unit.documents.held_out.table import measured as held_out
from tests.unit.documents.mutations import MUTATORS, measured
from tests.unit.documents.scoring import Score

from docsmith.documents.gate import verdict
from docsmith.documents.interface import check
from docsmith.documents.model import Finding, Severity
from docsmith.documents.workbook.checks import CHECKS

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


GOOD = [*((t, d) for t, _, d in good_documents()), *libreoffice_made()]


@pytest.mark.parametrize(("title", "document"), GOOD)
def test_a_good_workbook_has_no_findings(title, document):
    assert check(document) == ()


def test_planted_faults_are_found():
    scores, alarms, missed = measured(per_document=1, every=4)
    total = functools.reduce(Score.plus, scores.values())
    assert total.found >= 0.95 * total.planted, missed
    assert total.openpyxl >= 0.5 * total.planted
    assert not alarms


def test_faults_of_other_kinds_are_found_in_workbooks_that_excel_wrote():
    scores, missed = held_out(per_document=1, every=12)
    total = functools.reduce(Score.plus, scores.values())
    assert total.found >= 0.95 * total.planted, missed
    assert total.excel >= 0.5 * total.planted


def test_faults_that_the_checks_were_not_made_with_are_found():
    scores, missed = blind(per_document=1, every=5, books=5)
    total = functools.reduce(Score.plus, scores.values())
    assert total.planted > 30
    assert total.found >= 0.95 * total.planted, missed


def test_every_check_has_its_mutator():
    planted = {name for name, _ in (*MUTATORS, *HELD_OUT)}
    assert planted | {name for _, names in BLIND for name in names} == set(CHECKS)


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


@pytest.mark.parametrize(
    ("label", "header", "values", "years"),
    [
        ("Fiscal year", "", (2026,), 1),
        ("", "Year", (2026, 2027), 2),
        ("Rent", "Year", (2100, 14_400), 0),
        ("Hours per year", "", (2080,), 0),
        ("Churn", "Year 1", (2100,), 0),
    ],
)
def test_a_year_is_told_from_two_thousand_and_something(label, header, values, years):
    column = {f"B{i + 2}": v for i, v in enumerate(values)}
    after = tried(
        built(sheet("S"), cells("S", A2=label or None, B1=header or None)),
        {
            "op": "set_cells",
            "sheet": "S",
            "cells": [{"cell": c, "value": v, "style": "integer"} for c, v in column.items()],
        },
    )
    found = [f for f in after.findings if f.id == "xlsx.year_format"]
    assert len(found) == years


def test_the_line_for_the_rest_may_say_something_else():
    lines = {f"A{i}": f"Region {i}" for i in range(2, 7)} | {"A7": "Other", "A8": "Total"}
    sums = {f"B{i}": f"=SUMIFS(D:D,E:E,A{i})" for i in range(2, 7)}
    rest = {"B7": "=SUM(D2:D9)-SUM(B2:B6)", "B8": "=SUM(B2:B7)", "D2": 1, "E2": "Region 2"}
    found = built(sheet("S"), cells("S", **lines, **sums, **rest))
    assert not [f for f in check(found) if f.id == "xlsx.row_consistency"]
