"""Tables as XML: fixed widths, header rows that repeat, rows that do not break."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import Cell, Grid, Row
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.paragraphs import para_xml

KEPT_ROWS = 12
"""Tables of at most so many rows stay on one page."""


def kept_together(grid: Grid) -> bool:
    return len(grid.rows) <= KEPT_ROWS


def kept_with_next(grid: Grid, index: int) -> bool:
    """Whether a row stays with the next: in small tables all do; in long ones the header with two
    rows, and the last two with the line that belongs to the table.
    """
    last = len(grid.rows) - 1
    if index == last:
        return grid.followed
    return kept_together(grid) or index <= 1 or (grid.followed and index == last - 1)


def grid_xml(grid: Grid, look: Look, links: Links) -> str:
    """The whole table."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
    rows = "".join(
        _row(grid, row, look, links, keep=kept_with_next(grid, index))
        for index, row in enumerate(grid.rows)
    )
    return f"<w:tbl>{_properties(grid, look)}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _properties(grid: Grid, look: Look) -> str:
    data = grid.look == "data"
    style = "DocsmithTable" if data else "DocsmithLayout"
    rtl = "<w:bidiVisual/>" if look.language.right_to_left else ""
    total = "1" if grid.total else "0"
    flags = f'w:val="{"0460" if grid.total else "0420"}" w:firstRow="1" w:lastRow="{total}"'
    if not data:
        flags = 'w:val="0400" w:firstRow="0" w:lastRow="0"'
    alt = f'<w:tblDescription w:val="{attribute(grid.alt[:500])}"/>' if grid.alt else ""
    gap = _gap(grid, look)
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/>{rtl}<w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/>'
        f'{gap}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {flags} w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{alt}</w:tblPr>'
    )


def _gap(grid: Grid, look: Look) -> str:
    if not grid.gap:
        return ""
    eighths = min(round(grid.gap / 20 * 8), 96)
    return (
        f'<w:tblBorders><w:insideV w:val="single" w:sz="{eighths}" w:space="0" '
        f'w:color="{look.color("paper")}"/></w:tblBorders>'
    )


def _row(grid: Grid, row: Row, look: Look, links: Links, *, keep: bool) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if row.header else "")
    column = 0
    cells = ""
    for cell in row.cells:
        width = sum(grid.widths[column : column + cell.span])
        column += cell.span
        cells += _cell(cell, width, look, links, keep=keep)
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int, look: Look, links: Links, *, keep: bool) -> str:
    out = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.span > 1:
        out += f'<w:gridSpan w:val="{cell.span}"/>'
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for side, color, size in (("top", cell.top, 12), ("bottom", cell.bottom, 4))
        if color
    )
    out += f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
    if cell.fill:
        out += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>'
    paras = "".join(para_xml(para, look, links, keep=keep) for para in cell.paras)
    return f"<w:tc><w:tcPr>{out}</w:tcPr>{paras or '<w:p/>'}</w:tc>"
