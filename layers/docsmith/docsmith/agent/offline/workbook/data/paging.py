"""Where printed pages end, about, so that a block and its chart stay on one page.

An operation cannot set page breaks, so the height of a page is estimated from the width that has to
fit on it. Measured on LibreOffice's A4 across; `SLACK` allows for rows that differ elsewhere.
"""

PAGE_WIDTH_CM, PAGE_HEIGHT_CM = 26.9, 17.6
"""What margins leave of A4 across."""
CHARACTER_CM, ROW_CM = 0.185, 0.53
TALL_ROWS = 2
"""Rows that title and headline figures take beyond their count."""
SLACK = 3
WIDEST_GAP = 9


def rows_a_page(characters: float, chart_cm: float) -> int:
    """Rows on a page that is fitted to columns of so many characters and a chart beside them."""
    width = characters * CHARACTER_CM + chart_cm
    scale = min(1.0, PAGE_WIDTH_CM / width)
    return int(PAGE_HEIGHT_CM / (ROW_CM * scale))


def kept_together(top: int, height: int, page: int) -> int:
    """The row where a block of that height begins: `top`, or the next page when it would be cut.

    A gap of more than `WIDEST_GAP` rows would be worse on a screen than a cut is on paper.
    """
    number, used = divmod(top - 1 + TALL_ROWS, page)
    slack = SLACK * (number + 1)
    moved = (number + 1) * page - TALL_ROWS + 1 + slack
    is_cut = used >= slack and used + height > page
    return moved if is_cut and moved - top <= WIDEST_GAP else top
