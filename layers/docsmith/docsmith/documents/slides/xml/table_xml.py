"""A table as a graphic frame: hairlines, a ruled header, figures at the right."""

from collections.abc import Sequence

from docsmith.documents.slides.elements import Para, Run, TableFrame
from docsmith.documents.slides.tables import PAD_X, PAD_Y
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import emu, paragraphs, solid


def table_xml(table: TableFrame, theme: Theme, language: str) -> str:
    """The `a:tbl` element."""
    columns = "".join(f'<a:gridCol w="{emu(w)}"/>' for w in table.widths)
    rows = "".join(_row(table, i, cells, theme, language) for i, cells in enumerate(table.rows))
    last = ' lastRow="1"' if table.total else ""
    return f'<a:tbl><a:tblPr firstRow="1"{last}/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _row(table: TableFrame, index: int, cells: Sequence[str], theme: Theme, language: str) -> str:
    lit = index > 0 and index == table.highlight
    strong = index == 0 or (table.total and index == len(table.rows) - 1)
    inner = ""
    for i, cell in enumerate(cells):
        align = "r" if table.numeric[i] else "l"
        color = "accent" if index == 0 or lit else "ink"
        para = Para((Run(cell),), table.size, color=color, bold=strong or lit, align=align)
        inner += (
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{paragraphs((para,), theme, language)}</a:txBody>"
            f'<a:tcPr marL="{emu(PAD_X)}" marR="{emu(PAD_X)}" marT="{emu(PAD_Y)}" '
            f'marB="{emu(PAD_Y)}" anchor="ctr">{_borders(table, index, theme)}'
            f"{solid('card' if lit else None, theme)}</a:tcPr></a:tc>"
        )
    return f'<a:tr h="{emu(table.heights[index])}">{inner}</a:tr>'


def _borders(table: TableFrame, index: int, theme: Theme) -> str:
    """No vertical lines; a strong line under the header and over the total, hairlines between."""
    end = len(table.rows) - 1
    below = ("accent", 1.5) if index == 0 else ("rule", 0.75)
    if table.total and index == end - 1 and index > 0:
        below = ("ink", 1.25)
    above: tuple[str | None, float] = (None, 0.75)
    if index > 0:
        above = ("accent", 1.5) if index == 1 else ("rule", 0.75)
        if table.total and index == end and index > 1:
            above = ("ink", 1.25)
    return (
        _line("lnL", None, 0.75, theme)
        + _line("lnR", None, 0.75, theme)
        + _line("lnT", above[0], above[1], theme)
        + _line("lnB", below[0], below[1], theme)
    )


def _line(tag: str, token: str | None, width: float, theme: Theme) -> str:
    return f'<a:{tag} w="{emu(width)}">{solid(token, theme)}</a:{tag}>'
