"""What our engine computes is what LibreOffice and Excel's documentation say, or it is not
stored.
"""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.formula_corpus import DATA, DOCUMENTED, STORE, TRAPS, functions
from tests.unit.documents.building import built, cells, sheet, tried

from docsmith.documents.errors import OperationRefused
from docsmith.documents.workbook.formulas.parsing import FormulaSyntaxError, parse
from docsmith.documents.workbook.formulas.policy import refuse_formula
from docsmith.documents.workbook.formulas.references import table_reference
from docsmith.documents.workbook.formulas.relative import relative
from docsmith.documents.workbook.formulas.spelling import for_engine, shown, stored
from docsmith.documents.workbook.formulas.tokens import tokens

CORPUS: dict[str, Any] = json.loads(STORE.read_text("utf-8"))
KNOWN_DIFFERENCES = {
    # Excel documents #NUM! and #REF! here, as ours says; LibreOffice answers #VALUE!.
    "LN(0)": "#NUM!",
    "SQRT(-1)": "#NUM!",
    "SQRT(-4)": "#NUM!",
    "INDEX(A1:A10,99)": "#REF!",
}


def data_sheet():
    filled = {f"{c}{r}": v for c, vs in DATA.items() for r, v in enumerate(vs, 1) if v is not None}
    return built(sheet("D"), cells("D", **filled))


def computed(texts: list[str]) -> dict[str, Any]:
    """Our values, three hundred formulas a batch."""
    found: dict[str, Any] = {}
    for start in range(0, len(texts), 250):
        part = texts[start : start + 250]
        after = tried(data_sheet(), cells("D", **{f"J{i}": f"={t}" for i, t in enumerate(part, 1)}))
        assert after.errors == (), after.errors[:3]
        found |= {t: after.computed[f"D!J{i}"] for i, t in enumerate(part, 1)}
    return found


def same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return bool(one) == bool(other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-9)
    return one == other


def test_the_corpus_is_large():
    assert len(CORPUS) >= 400
    assert len(functions(list(CORPUS))) >= 78


def test_our_values_are_those_of_libreoffice():
    ours = computed(list(CORPUS))
    wrong = {
        t: (ours[t], v)
        for t, v in CORPUS.items()
        if ours[t] is not None and not same(ours[t], KNOWN_DIFFERENCES.get(t, v))
    }
    assert wrong == {}
    assert sum(v is None for v in ours.values()) <= 0.01 * len(CORPUS)


def test_our_values_are_those_that_excel_documents():
    ours = computed(list(DOCUMENTED))
    assert {t: v for t, v in ours.items() if v is not None and not same(v, DOCUMENTED[t])} == {}


@pytest.mark.parametrize("formula", TRAPS)
def test_an_array_trap_is_refused_with_the_form_that_works(formula):
    refused = tried(data_sheet(), cells("D", J1=f"={formula}"))
    assert refused.errors
    assert refused.errors[0].hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("XLOOKUP(A1,B:B,C:C)", "_xlfn.XLOOKUP(A1,B:B,C:C)"),
        ("SUM(FILTER(A1:A2,B1:B2=1))", "SUM(_xlfn._xlws.FILTER(A1:A2,B1:B2=1))"),
        ("LET(x,A1,x*2)", "_xlfn.LET(_xlpm.x,A1,_xlpm.x*2)"),
        ('"XLOOKUP("&A1', '"XLOOKUP("&A1'),
        ("[@Qty]*[@[Unit price]]", "T[[#This Row],[Qty]]*T[[#This Row],[Unit price]]"),
        ("Sales[@Qty]", "Sales[[#This Row],[Qty]]"),
        ("NETWORKDAYS.INTL(A1,B1)", "NETWORKDAYS.INTL(A1,B1)"),
    ],
)
def test_new_functions_and_own_rows_are_spelled_as_the_file_wants(text, expected):
    assert stored(text, "T") == expected
    assert shown(stored(text, "T")) == shown(expected)


def test_whole_columns_are_bounded_for_the_engine_only():
    assert for_engine("SUM(A:A)+SUM('x y'!$B:$C)", 99, lambda _: False) == (
        "SUM(A$1:A$99)+SUM('x y'!$B$1:$C$99)"
    )
    assert for_engine("ROWS(Sales)+COUNTA(Sales[])", 9, lambda n: n == "Sales") == (
        "ROWS(Sales[#Data])+COUNTA(Sales[#Data])"
    )


def test_structured_references_are_taken_apart():
    one = table_reference(tokens("Sales[[#This Row],[a]:[It''s]]")[0])
    assert (one.table, one.columns, one.this_row, one.span) == ("Sales", ("a", "It's"), True, True)
    two = table_reference(tokens("[@'#x]")[0])
    assert (two.table, two.columns, two.this_row) == ("", ("#x",), True)


@pytest.mark.parametrize(
    ("formula", "row", "column", "expected"),
    [
        ("B2*$C$1", 2, 4, "R[0]C[-2]*R1C3"),
        ("SUM(A:A)", 9, 3, "SUM(C[-2]:C[-2])"),
        ("Other!A1+1", 1, 1, "Other!R[0]C[0]+1"),
    ],
)
def test_the_relative_form_is_the_same_for_filled_formulas(formula, row, column, expected):
    assert relative(formula, row, column) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "1+",
        "(1",
        "1)",
        "SUM(1",
        "SUM(A1;A2)",
        "A1 B1 C1)",
        "{1,SUM(2)}",
        "*2",
        "A1&",
        "=1",
        "(" * 80 + "1" + ")" * 80,
        "x" * 9000,
    ],
)
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(OperationRefused):
        refuse_formula(formula, "value")


@given(st.text(st.sampled_from("A1:$B2(),\"+-*/&<>=^%[]@#!'{};. SUMIF"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_tokens_join_to_the_formula_and_nothing_crashes(text):
    assert "".join(t.text for t in tokens(text)) == text
    try:
        parse(text)
        refuse_formula(text, "value")
    except (FormulaSyntaxError, OperationRefused):
        return
