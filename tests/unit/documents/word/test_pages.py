"""Where things stand on pages: no few lines alone on the last, what belongs together stays."""

from tests.unit.documents.word.building import built, csv_input, heading, paragraph, query, table

from docsmith.documents.word.document import composed
from docsmith.documents.word.nodes import Para

LONG = "Prices held, volumes rose, and the share of returns fell in every month of the year. " * 6


def placed(*ops, **inputs):
    made, pages = composed(built({"op": "setup", "title": "T"}, *ops, **inputs))
    return made, pages


def page_of(pages, text: str) -> int:
    return next(
        one.page for one in pages.placed if isinstance(one.node, Para) and one.node.text == text
    )


def filled(count: int) -> list:
    """Two pages, and a third one that is full but for some lines."""
    rows = [[f"row {n}", n] for n in range(count)]
    return [
        *(paragraph(LONG) for _ in range(20)),
        heading("About the data"),
        paragraph("All figures are computed."),
        table(*rows, caption="Columns"),
    ]


def alone(count: int) -> bool:
    ops = [*filled(count), heading("References"), paragraph("One source.")]
    _, pages = placed(*ops)
    return page_of(pages, "References") != page_of(pages, "About the data")


def test_a_few_lines_that_spill_over_take_the_section_before_along():
    counts = range(8, 30, 3)
    broken = [
        count
        for count in counts
        if any(
            isinstance(one.node, Para) and one.node.outline and one.node.page_break
            for one in placed(*filled(count), heading("References"), paragraph("x"))[1].placed
        )
    ]
    assert broken, "no table left just too little room"
    assert not any(alone(count) for count in broken)


def test_a_section_too_long_to_go_along_stays_where_it_is():
    ops = [paragraph(LONG) for _ in range(60)]
    _, pages = placed(heading("One"), *ops, heading("References"), paragraph("x"))
    assert not any(isinstance(o.node, Para) and o.node.page_break for o in pages.placed)


def test_what_begins_a_page_on_purpose_is_left_alone():
    _, pages = placed(
        *(paragraph(LONG) for _ in range(20)),
        heading("One"), paragraph("a"), heading("Two", page_break=True), paragraph("b"),
    )  # fmt: skip
    assert page_of(pages, "Two") == page_of(pages, "One") + 1


def test_a_text_kept_with_the_next_goes_with_its_chart():
    chart = {"op": "chart", "kind": "bar", "caption": "Revenue", "query": query()}
    for count in range(8, 24, 3):
        _, pages = placed(
            *(paragraph(LONG) for _ in range(count)),
            heading("Region"), paragraph("It leads.", keep_with_next=True), chart,
            sales=csv_input(),
        )  # fmt: skip
        drawn = next(
            o.page for o in pages.placed if isinstance(o.node, Para) and o.node.style == "Figure"
        )
        assert page_of(pages, "It leads.") == page_of(pages, "Region") == drawn
