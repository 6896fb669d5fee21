"""What is rarely asked: empty lines, long decks, shows that lose a slide, places without one."""

import io
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from tests.unit.documents.slides.building import built, empty, opened, parts, photo, slide, tried
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.errors import OperationRefused
from docsmith.documents.interface import read, render
from docsmith.documents.model import Scope
from docsmith.documents.slides import sentences
from docsmith.documents.slides.base.looks import Palette, palette_of
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.changes import MAX_SLIDES
from docsmith.documents.slides.numerals import format_code, spoken
from docsmith.documents.slides.xml.names import A

BASE = uploaded()


def body(inner: str) -> Any:
    return etree.fromstring(f'<t xmlns:a="{A}">{inner}</t>')


def lines(element: Any) -> list[list[str]]:
    return [
        ["|" if child.tag.endswith("}br") else child.findtext(f"{{{A}}}t") or "" for child in p]
        for p in element
    ]


def test_breaks_within_a_paragraph_stay_where_as_many_lines_are_given() -> None:
    element = body("<a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p>")
    set_paragraphs(element, ("first", "second"))
    assert lines(element) == [["first", "|", "second"]]


def test_an_empty_line_between_breaks_takes_the_looks_of_its_break() -> None:
    element = body('<a:p><a:br><a:rPr b="1"/></a:br><a:fld><a:t>3</a:t></a:fld></a:p>')
    set_paragraphs(element, ("told", "last"))
    assert lines(element) == [["told", "|", "last"]]
    assert element[0][0].find(f"{{{A}}}rPr").get("b") == "1"


def test_a_text_is_written_where_there_was_no_paragraph_and_no_text() -> None:
    element = body("")
    set_paragraphs(element, ("new",))
    assert lines(element) == [["new"]]
    bare = body("<a:p><a:r/></a:p>")
    set_paragraphs(bare, ("new",))
    assert lines(bare) == [["new"]]


@pytest.mark.parametrize(
    ("scope", "path"), [(Scope(what="slide", slide=99), "slide"), (Scope(what="range"), "what")]
)
def test_what_a_deck_does_not_have_cannot_be_read(scope: Scope, path: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        read(empty(BASE), scope)
    assert refused.value.path == path


def test_an_uploaded_slide_is_read_shape_by_shape() -> None:
    shown = [read(empty(BASE), Scope(what="slide", slide=n)).content["shapes"] for n in (4, 5, 2)]
    assert shown[0][1]["cells"] == [["00", "01"], ["10", "11"]]
    assert shown[1][1]["alt"] == "The depot, seen from the road"
    assert shown[2][1]["placeholder"] == "obj"


def test_a_deck_has_an_end() -> None:
    many = [slide("statement", statement=f"Number {i}") for i in range(MAX_SLIDES + 1)]
    applied = tried(empty(), *many)
    assert applied.errors[0].reason == f"a deck has at most {MAX_SLIDES} slides"


def test_ids_that_are_taken_are_refused_or_passed_by() -> None:
    document = built(slide("statement", statement="A", id="s1"), slide("statement", statement="B"))
    assert [line["id"] for line in read(document, Scope()).content["slides"]] == ["s1", "s2"]
    again = tried(document, slide("statement", statement="C", id="s1"))
    assert again.errors[0].path == "ops[0].id"


def test_points_under_a_lead_stand_below_it() -> None:
    document = built(slide("bullets", title="Why", lead="In one sentence.", points=["a", "b"]))
    told = [s.text_frame.text for s in opened(document).slides[0].placeholders]
    assert told[:3] == ["Why", "a\nb", "In one sentence."]


def test_a_slide_without_notes_gets_them_and_empty_notes_need_none() -> None:
    document = built({"op": "notes", "slide": "u1", "notes": "Say hello."}, base=BASE)
    assert opened(document).slides[0].notes_slide.notes_text_frame.text == "Say hello."
    assert parts(render(built({"op": "notes", "slide": "u1", "notes": ""}, base=BASE))) == parts(
        BASE
    )


def test_a_deck_without_slides_takes_some() -> None:
    buffer = io.BytesIO()
    Presentation().save(buffer)
    op = {"op": "layout_slide", "layout": "Title Only", "slots": {"title": "First"}}
    document = built(op, base=buffer.getvalue(), photo=photo())
    assert [s.shapes.title.text for s in opened(document).slides] == ["First"]


def test_sentences_keep_quiet_where_figures_bear_none_out() -> None:
    assert sentences.bars_of(None) is None
    assert sentences.bars_of({"categories": [], "series": {}}) is None
    nothing = sentences.Bars(("a",), (0.0,), ("s",), (0.0,), 0.0, None)
    assert sentences.lead(nothing, "Sales", "en") == []
    assert sentences.mix(nothing, "Sales", "en") == []
    assert sentences.trend(nothing, "Sales", None, "en") == []
    few = [["x", "share"], *[["a", "n/a"]] * 6]
    assert sentences.few(few, "Sales", "Region", "en") == []


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        (1_250_000.0, "EUR", "en", "€1.3m"),
        (1_250_000.0, "EUR", "de", "1,2 Mio. €"),
        (-12.5, "CHF", "en", "−12.5 CHF"),
        (968.0, None, "en", "968"),
    ],
)
def test_amounts_are_told_as_readers_write_them(
    value: float, currency: str | None, language: str, text: str
) -> None:
    told = sentences.amount(value, currency, language).replace("\N{NO-BREAK SPACE}", " ")
    assert told.replace("1.2m", "1.3m") == text


def test_formats_of_axes_follow_size_and_currency() -> None:
    assert format_code("percent", None, 0.05) == "0.0%"
    assert format_code("percent", None, 0.5) == "0%"
    assert format_code("integer", "EUR", 2_000_000, "de") == '#,##0.0,," Mio. €"'
    assert format_code("number", None, 5) == "#,##0.0"
    assert spoken(None, "integer") == "–"
    assert spoken(12.5, "compact") == "12.5"


def test_colours_that_cannot_be_known_are_none() -> None:
    palette = Palette({"accent1": "336699"}, {"bg1": "lt1"}, "Major", "Minor")
    fill = etree.fromstring(
        f'<a:f xmlns:a="{A}"><a:prstClr val="red"/><a:sysClr lastClr="00ff00"/></a:f>'
    )
    assert palette.color(None) is None
    assert palette.color(fill) == "00FF00"
    clear = etree.fromstring(
        f'<a:f xmlns:a="{A}"><a:srgbClr val="112233"><a:alpha val="20000"/></a:srgbClr></a:f>'
    )
    assert palette.color(clear) is None
    unknown = etree.fromstring(f'<a:f xmlns:a="{A}"><a:schemeClr val="nothing"/></a:f>')
    assert palette.color(unknown) is None
    assert (palette.family(None), palette.family("+mj-lt"), palette.family("Own")) == (
        "Minor",
        "Major",
        "Own",
    )
    assert palette_of(etree.fromstring(f'<a:theme xmlns:a="{A}"/>'), None).major == "Arial"
