"""The shortcut for plain formulas gives what taking them apart would give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsmith.documents.workbook.formulas import spelling
from docsmith.documents.workbook.formulas.tokens import tokens

CELLS = st.sampled_from(["A1", "$B$2", "AB$300", "XFD1048576"])
NUMBERS = st.sampled_from(["1", "0.5", "365", "12%"])
FUNCTIONS = st.sampled_from(["SUM", "ROUND", "IF", "IFS", "XLOOKUP", "STDEV.S", "NORM.DIST", "LET"])
ATOMS = st.one_of(
    CELLS, NUMBERS, st.sampled_from(["A:B", "Rate", "Sales[Qty]", '"IFS("', "'My S'!A1"])
)


def _call(parts: tuple[str, list[str]]) -> str:
    name, arguments = parts
    return f"{name}({','.join(arguments)})"


FORMULAS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(FUNCTIONS, st.lists(inner, min_size=1, max_size=3)).map(_call),
        st.lists(inner, min_size=2, max_size=3).map("*".join),
    ),
    max_leaves=6,
)


@given(FORMULAS)
def test_plain_formulas_need_no_taking_apart(formula: str) -> None:
    parameters = spelling._parameters(formula)  # pyright: ignore[reportPrivateUsage]
    apart = "".join(
        spelling._stored_token(t, None, parameters)  # pyright: ignore[reportPrivateUsage]
        for t in tokens(formula)
    )
    assert spelling.stored(formula) == apart


@pytest.mark.parametrize("formula", ["A1*B2+SUM(C1:C9)", "ROUND($A$1/12,2)", "IF(A1>=0,1,-1)"])
def test_ordinary_formulas_take_the_shortcut(formula: str) -> None:
    assert spelling._is_plain(formula)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    "formula", ["IFS(A1,1)", "SUM(A:B)", "Rate*2", "Sales[Qty]", "XLOOKUP(A1,B1,C1)"]
)
def test_formulas_with_names_columns_or_new_functions_do_not(formula: str) -> None:
    assert not spelling._is_plain(formula)  # pyright: ignore[reportPrivateUsage]
