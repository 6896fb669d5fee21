"""Text is shrunk within bounds, or refused with the number of characters that would fit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.slides.building import built, empty, opened, slide, tried

from docsmith.documents.errors import OperationRefused
from docsmith.documents.interface import check
from docsmith.documents.slides.elements import Para, Run
from docsmith.documents.slides.fitting import fits, fitted
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.theme import theme_of

THEME = theme_of()
WORDS = st.lists(
    st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12),
    min_size=1,
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(words=WORDS, wide=st.integers(120, 800), high=st.integers(20, 300), size=st.integers(12, 48))
def test_what_is_accepted_fits_and_what_is_refused_does_not(
    words: list[str], wide: int, high: int, size: int
) -> None:
    paras, box = (Para((Run(" ".join(words)),), float(size)),), Rect(0, 0, wide, high)
    try:
        kept = fitted(paras, THEME, box, path="text")
    except OperationRefused:
        assert not fits((Para(paras[0].runs, 12.0),), THEME, box)
    else:
        assert fits(kept, THEME, box)
        assert 12.0 <= kept[0].size <= size


def test_the_number_in_the_refusal_fits() -> None:
    long = "An honest sentence about carriers and depots. " * 12
    refusal = tried(empty(), slide("statement", statement=long.strip()[:590])).errors[0]
    assert refusal.path == "ops[0].content.statement"
    room = int(re.findall(r"about (\d+) fit", refusal.reason)[0])
    assert tried(empty(), slide("statement", statement=long[:room].strip())).ok
    assert not tried(empty(), slide("statement", statement=long[: room + 60].strip())).ok


def test_a_longer_title_is_set_smaller_but_never_below_its_bound() -> None:
    short = opened(built(slide("bullets", title="Short", points=["a"]))).slides[0].shapes.title
    long = "A title that says in two full lines what the slide is about, and rather much of it"
    deck = opened(built(slide("bullets", title=long, points=["a"])))
    size = deck.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].font.size
    assert short.text_frame.paragraphs[0].runs[0].font.size is None
    assert size is None or size.pt >= 20


@pytest.mark.parametrize("count", [1, 3, 5, 7])
def test_bullets_never_overflow(count: int) -> None:
    point = "Framework contract by January, which saves a good deal every year"
    document = built(slide("bullets", title="Points", points=[point] * count))
    assert [f for f in check(document) if f.id == "pptx.overflow"] == []


def test_a_table_that_does_not_fit_is_refused() -> None:
    rows = [["word " * 40] * 4] * 12
    applied = tried(
        empty(), slide("table", title="Much", table={"header": list("abcd"), "rows": rows})
    )
    assert applied.errors[0].path == "ops[0].content.table.rows"


def test_a_ragged_table_is_refused() -> None:
    table = {"header": ["a", "b"], "rows": [["1", "2"], ["3"]]}
    applied = tried(empty(), slide("table", title="Ragged", table=table))
    assert applied.errors[0].path == "ops[0].content.table.rows[1]"
