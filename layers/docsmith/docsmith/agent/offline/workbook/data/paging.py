"""Where printed pages end, so that a block and its chart stay on one page.

The height of a page is estimated from the width that has to fit on it. Measured on LibreOffice's A4
across; `SLACK` allows for rows that differ elsewhere.
"""

from collections.abc import Iterable

PAGE_WIDTH_CM, PAGE_HEIGHT_CM = 26.9, 17.6
"""What margins leave of A4 across."""
CHARACTER_CM, ROW_CM = 0.185, 0.53
TALL_ROWS = 2
"""Rows that title and headline figures take beyond their count."""
SLACK = 3
"""Rows that other programs may fit less on a page."""


def rows_a_page(characters: float, chart_cm: float) -> int:
    """Rows on a page that is fitted to columns of so many characters and a chart beside them."""
    width = characters * CHARACTER_CM + chart_cm
    scale = min(1.0, PAGE_WIDTH_CM / width)
    return int(PAGE_HEIGHT_CM / (ROW_CM * scale)) - SLACK


def page_breaks(blocks: Iterable[tuple[int, int]], page: int) -> tuple[int, ...]:
    """The rows with which pages begin, so that no block is cut that fits on one.

    Blocks are `(first row, last row)`, from the top. One that is longer than a page runs on.
    """
    start, breaks = 1 - TALL_ROWS, list[int]()
    for top, bottom in blocks:
        if bottom - start >= page and top > max(start, 1):
            breaks.append(top)
            start = top
        start += page * max(0, (bottom - start) // page)
    return tuple(breaks)
