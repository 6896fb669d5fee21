"""Where things stand on pages: no few lines alone on the last, what belongs together stays."""

from functools import cache

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
    rows = [[f"row {n}", n] for n in range(5)]
    return [
        *(paragraph(LONG) for _ in range(20)),
        *(paragraph("x") for _ in range(count)),
        heading("About the data"),
        paragraph("All figures are computed."),
        table(*rows, caption="Columns"),
    ]


def alone(count: int) -> bool:
    ops = [*filled(count), heading("References"), paragraph("One source.")]
    _, pages = placed(*ops)
    return page_of(pages, "References") != page_of(pages, "About the data")


def test_a_few_lines_that_spill_over_take_the_section_before_along():
    counts = range(0, 32, 4)
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


FILLED = range(20, 34)
CHART = {"op": "chart", "kind": "bar", "caption": "Revenue", "query": query(), "height_cm": 6}


@cache
def shown(lines: int, height: float = 6):
    """The pages of so many lines, then a heading with its sentence and its chart."""
    _, pages = placed(
        *(paragraph("x") for _ in range(lines)),
        heading("Region"), paragraph("It leads.", keep_with_next=True),
        CHART | {"height_cm": height}, sales=csv_input(),
    )  # fmt: skip
    return pages


def drawing_of(pages):
    paras = (o.node for o in pages.placed if isinstance(o.node, Para))
    return next(span.drawing for para in paras if para.style == "Figure" for span in para.spans)


def test_a_chart_that_lacks_a_little_room_is_made_smaller_and_one_that_lacks_much_is_not():
    heights = {lines: drawing_of(shown(lines)).height for lines in FILLED}
    whole = max(heights.values())
    shrunk = [lines for lines, height in heights.items() if height < whole]
    assert shrunk, "no page left just too little room"
    assert all(heights[lines] >= whole * 0.76 for lines in shrunk)
    assert all(page_of(shown(lines), "Region") == 1 for lines in shrunk)
    moved = [lines for lines in heights if page_of(shown(lines), "Region") == 2]
    assert moved
    assert all(heights[lines] == whole for lines in moved)


def test_a_heading_whose_chart_goes_on_begins_the_page_for_every_writer():
    """Kept with its chart it is as well, but not every writer keeps a chain of three."""
    second = 0
    for lines in FILLED:
        pages = shown(lines, 3)
        title = next(o for o in pages.placed if isinstance(o.node, Para) and o.node.outline)
        before = max(
            o.page for o in pages.placed if isinstance(o.node, Para) and o.node.text == "x"
        )
        assert title.node.page_break == (title.page > before)
        second += title.page > before
    assert second


def test_a_table_stays_with_its_heading_and_its_caption():
    rows = [[f"row {n}", n] for n in range(6)]
    for lines in range(22, 34, 3):
        _, pages = placed(
            *(paragraph("x") for _ in range(lines)), heading("Rows"), table(*rows, caption="All")
        )
        caption = next(
            o.page for o in pages.placed if isinstance(o.node, Para) and o.node.style == "Caption"
        )
        grid = next(o.page for o in pages.placed if not isinstance(o.node, Para))
        assert page_of(pages, "Rows") == caption == grid
