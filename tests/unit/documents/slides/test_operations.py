"""Slides are moved, copied, deleted, given other slots; a batch is applied whole or not at all."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.slides.building import built, empty, opened, photo, sales, slide, tried

from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Document, Scope

THREE = tuple(slide("bullets", id=name, title=f"About {name}", points=["x"]) for name in "abc")


def ids(document: Document) -> list[str]:
    return [line["id"] for line in read(document, Scope()).content["slides"]]


def test_slides_move_before_others_and_to_the_end() -> None:
    document = built(
        *THREE, {"op": "move", "slide": "c", "before": "a"}, {"op": "move", "slide": "a"}
    )
    assert ids(document) == ["c", "b", "a"]


def test_a_slide_moved_before_itself_stays() -> None:
    assert ids(built(*THREE, {"op": "move", "slide": "b", "before": "b"})) == ["a", "b", "c"]


def test_a_copy_follows_its_original_and_is_its_own() -> None:
    change = {"op": "set_slot", "slide": "s1", "slot": "title", "value": "Another"}
    document = built(*THREE, {"op": "duplicate", "slide": "a"}, change)
    assert ids(document) == ["a", "s1", "b", "c"]
    titles = [one.shapes.title.text for one in opened(document).slides]
    assert titles == ["About a", "Another", "About b", "About c"]


def test_a_deleted_section_start_hands_its_section_on() -> None:
    first = slide("bullets", id="x", title="X", points=["y"], section="Part")
    document = built(first, *THREE, {"op": "delete", "slide": "x"})
    assert read(document, Scope()).content["slides"][0]["section"] == "Part"


def test_notes_are_set_and_removed() -> None:
    document = built(*THREE, {"op": "notes", "slide": "a", "notes": "Say\nthis."})
    assert opened(document).slides[0].notes_slide.notes_text_frame.text == "Say\nthis."
    bare = built(*THREE, {"op": "notes", "slide": "a", "notes": ""})
    assert not opened(bare).slides[0].has_notes_slide


def test_slots_are_set_by_path() -> None:
    document = built(
        slide("bullets", id="a", title="T", points=["one", {"text": "two", "detail": "more"}]),
        {"op": "set_slot", "slide": "a", "slot": "points[1].text", "value": "zwei"},
        {"op": "set_slot", "slide": "a", "slot": "points[2]", "value": "three"},
        {"op": "set_slot", "slide": "a", "slot": "points[0]", "value": None},
    )
    content = read(document, Scope(what="slide", slide=1)).content["content"]
    assert content["points"] == [{"text": "zwei", "detail": "more"}, "three"]


def test_the_title_of_a_statement_is_the_statement() -> None:
    change = {"op": "set_slot", "slide": "a", "slot": "title", "value": "So be it."}
    document = built(slide("statement", id="a", statement="Once."), change)
    assert opened(document).slides[0].shapes.title.text == "So be it."


def test_a_slot_that_is_not_there_is_refused_with_those_there_are() -> None:
    change = {"op": "set_slot", "slide": "a", "slot": "chart", "value": 1}
    error = tried(built(*THREE), change).errors[0]
    assert error.path == "ops[0].slot"
    assert error.allowed == ("title", "lead", "points")


def test_a_value_of_the_wrong_sort_is_refused() -> None:
    change = {"op": "set_slot", "slide": "a", "slot": "points", "value": []}
    assert tried(built(*THREE), change).errors[0].path == "ops[0].value"


def test_a_slide_that_is_not_there_is_refused_with_those_there_are() -> None:
    for op in ("delete", "move", "duplicate", "section"):
        error = tried(built(*THREE), {"op": op, "slide": "z"}).errors[0]
        assert error.allowed == ("a", "b", "c")


def test_a_batch_with_one_fault_changes_nothing() -> None:
    document = built(*THREE)
    applied = tried(document, {"op": "delete", "slide": "a"}, {"op": "delete", "slide": "z"})
    assert not applied.ok
    assert applied.document is document


def test_an_id_is_given_once() -> None:
    assert tried(built(*THREE), THREE[0]).errors[0].path == "ops[0].id"


def test_neighbours_of_one_family_are_warned_of() -> None:
    found = [f.place for f in check(built(*THREE)) if f.id == "pptx.same_family"]
    assert found == ["slide 2", "slide 3"]


def test_another_content_keeps_id_and_notes() -> None:
    change = {
        "op": "set_content",
        "slide": "a",
        "content": {"layout": "statement", "statement": "So be it."},
    }
    document = built(slide("bullets", id="a", title="T", points=["x"], notes="N"), change)
    assert opened(document).slides[0].notes_slide.notes_text_frame.text == "N"
    assert opened(document).slides[0].slide_layout.name == "Statement"


def test_a_change_of_the_deck_that_breaks_a_slide_is_refused() -> None:
    """What two lines of a wide page hold needs more on a narrow one."""
    words = "Carriers and depots that nobody needs any more cost us a day each week. " * 7
    document = built(slide("statement", id="a", statement=words.strip()))
    refused = tried(document, {"op": "deck", "ratio": "4:3"})
    assert [e.path for e in refused.errors] == ["slide a.statement"]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["move", "duplicate", "delete"]), st.integers(0, 5), st.integers(0, 5)
        ),
        max_size=6,
    )
)
def test_any_order_of_edits_leaves_a_deck_that_opens(edits: list[tuple[str, int, int]]) -> None:
    document = built(*THREE, sales=sales(), photo=photo())
    for op, at, to in edits:
        now = ids(document)
        if not now:
            break
        fields = {"before": now[to % len(now)]} if op == "move" else {}
        document = tried(document, {"op": op, "slide": now[at % len(now)], **fields}).document
    assert [one.shapes.title is not None for one in opened(document).slides] == [True] * len(
        ids(document)
    )
    assert render(document) == render(document)
    assert empty().version == 0
