"""The inline subset of markdown: marks make looks, everything else stays text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docsmith.documents.word.inline import Piece, keys_of, pieces_of, plain, safe_link


def looks(text: str) -> list[tuple[str, str]]:
    def name(piece: Piece) -> str:
        marks = "".join(k[0] for k in ("bold", "italic", "strike", "code") if getattr(piece, k))
        return marks or piece.kind

    return [(piece.text, name(piece)) for piece in pieces_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", [("a ", "text"), ("b", "b"), (" c", "text")]),
        ("*a*", [("a", "i")]),
        ("**a *b* c**", [("a ", "b"), ("b", "bi"), (" c", "b")]),
        ("`a*b*`", [("a*b*", "c")]),
        ("~~a~~", [("a", "s")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "text")]),
        ("snake_case_name", [("snake_case_name", "text")]),
        ("**open", [("**open", "text")]),
        (r"\*a\*", [("*a*", "text")]),
        ("a\nb", [("a", "text"), ("", "break"), ("b", "text")]),
        ("x[^n] y", [("x", "text"), ("n", "note"), (" y", "text")]),
        ("{{ total }}", [("total", "figure")]),
    ],
)
def test_marks_become_looks_and_other_signs_stay(text, expected):
    assert looks(text) == expected


def test_a_link_keeps_its_address_and_the_looks_inside():
    (piece,) = pieces_of("[**here**](https://e.org/a_(b))")
    assert (piece.text, piece.bold, piece.link) == ("here", True, "https://e.org/a_(b)")


def test_keys_are_told_in_order():
    assert keys_of("a [@x] b [@y] [^n] {{f}}", "cite") == ("x", "y")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://e.org", True),
        ("mailto:a@b.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//host/share", False),
    ],
)
def test_links_lead_to_the_web_or_to_mail_only(address, safe):
    assert safe_link(address) is safe


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*_~`[](){}^@\\ \n", max_size=40))
def test_no_text_breaks_the_reader_and_no_letter_is_lost(text):
    letters = [c for c in text if c in "ab"]
    shown = "".join(p.text for p in pieces_of(text)) + "".join(p.link for p in pieces_of(text))
    assert sorted(c for c in shown if c in "ab") >= sorted(letters)[: len(shown)] or letters == []
    plain(text)
