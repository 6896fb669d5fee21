"""What surrounds the cells of a sheet: view, columns, merges, print setup."""

from collections.abc import Iterable, Mapping, Sequence

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.cells import cell_text, parse_cell

_PAGE_ROWS = 62
_POINTS_PER_CM = 28.35
_ROOM_ACROSS, _ROOM_UPRIGHT = 755, 512
"""Points of A4 inside the margins, less what other fonts make of the widths of columns."""
DEFAULT_WIDTH = 8.43
PAPER = {"letter": 1, "a4": 9}


def properties_xml(sheet: Sheet) -> str:
    color = f'<tabColor rgb="FF{sheet.tab_color}"/>' if sheet.tab_color else ""
    fit = '<pageSetUpPr fitToPage="1"/>' if _fits(sheet) else ""
    return f"<sheetPr>{color}{fit}</sheetPr>" if color or fit else ""


def view_xml(sheet: Sheet, active: bool) -> str:
    layout = sheet.layout
    grid = "" if layout.gridlines else ' showGridLines="0"'
    selected = ' tabSelected="1"' if active else ""
    zoom = (
        f' zoomScale="{layout.zoom}" zoomScaleNormal="{layout.zoom}"' if layout.zoom != 100 else ""
    )
    head = f'<sheetViews><sheetView{grid}{selected}{zoom} workbookViewId="0"'
    if layout.freeze is None:
        return f"{head}/></sheetViews>"
    return f"{head}>{pane_xml(*layout.freeze)}</sheetView></sheetViews>"


def pane_xml(row: int, column: int) -> str:
    """Frozen panes whose first scrolling cell is this one."""
    across = f' xSplit="{column - 1}"' if column > 1 else ""
    down = f' ySplit="{row - 1}"' if row > 1 else ""
    corner = "bottomRight" if across and down else "bottomLeft" if down else "topRight"
    cell = cell_text(row, column)
    return (
        f'<pane{across}{down} topLeftCell="{cell}" activePane="{corner}" state="frozen"/>'
        f'<selection pane="{corner}" activeCell="{cell}" sqref="{cell}"/>'
    )


def columns_xml(widths: dict[int, float], hidden: set[int]) -> str:
    widths = dict.fromkeys(hidden, 9.0) | widths
    if not widths:
        return ""
    inner = "".join(
        f'<col min="{c}" max="{c}" width="{w:.4g}"{_hidden(c, hidden)} customWidth="1"/>'
        for c, w in sorted(widths.items())
    )
    return f"<cols>{inner}</cols>"


def _hidden(column: int, hidden: set[int]) -> str:
    return ' hidden="1"' if column in hidden else ""


def merges_xml(sheet: Sheet) -> str:
    if not sheet.merges:
        return ""
    inner = "".join(f'<mergeCell ref="{m.text}"/>' for m in sheet.merges)
    return f'<mergeCells count="{len(sheet.merges)}">{inner}</mergeCells>'


def print_xml(sheet: Sheet, widths: Mapping[int, float]) -> str:
    """Margins, paper, header and footer, page breaks."""
    layout = sheet.layout
    used = sheet.used()
    wide = layout.landscape if layout.landscape is not None else bool(used and used.right > 6)
    way = "landscape" if wide else "portrait"
    fit = ' fitToHeight="0"' if _fits(sheet) and not _one_page(sheet) else ""
    if layout.fit_width and layout.page_breaks:
        fit = f' scale="{scale(_points(sheet, widths), wide)}"'
    header = f"<oddHeader>{escaped(layout.header)}</oddHeader>" if layout.header else ""
    footer = layout.footer if layout.footer is not None else "&L&A&RPage &P of &N"
    foot = f"<oddFooter>{escaped(footer)}</oddFooter>" if footer else ""
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.35"/>'
        f'<pageSetup paperSize="{PAPER[layout.paper]}" orientation="{way}"{fit}/>'
        f"<headerFooter>{header}{foot}</headerFooter>{breaks_xml(layout.page_breaks)}"
    )


def _fits(sheet: Sheet) -> bool:
    """A program that fits pages by itself leaves out the breaks that were set."""
    return sheet.layout.fit_width and not sheet.layout.page_breaks


def _points(sheet: Sheet, widths: Mapping[int, float]) -> float:
    """How wide the columns are, those under charts included: pages end between columns."""
    last = max(widths, default=1)
    for chart in sheet.charts:
        column = parse_cell(chart.anchor)[1]
        room = chart.width_cm * _POINTS_PER_CM
        while room > 0:
            room -= points_of((widths.get(column, DEFAULT_WIDTH),))
            column += 1
        last = max(last, column - 1)
    return points_of(widths.get(column, DEFAULT_WIDTH) for column in range(1, last + 1))


def points_of(widths: Iterable[float]) -> float:
    """Points that columns of these widths take, counted in characters."""
    return sum((width * 7 + 5) * 0.75 for width in widths)


def scale(points: float, wide: bool) -> int:
    """Percent at which so much fits the width of a page, margins taken off."""
    room = _ROOM_ACROSS if wide else _ROOM_UPRIGHT
    return max(10, min(100, int(100 * room / max(points, 1.0))))


def breaks_xml(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    inner = "".join(f'<brk id="{row - 1}" max="16383" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{inner}</rowBreaks>'


def _one_page(sheet: Sheet) -> bool:
    """Whether everything, charts included, is small enough to be read on one printed page."""
    used = sheet.used()
    bottom = used.bottom if used else 1
    for chart in sheet.charts:
        row = int("".join(c for c in chart.anchor if c.isdigit()))
        bottom = max(bottom, row + round(chart.height_cm * 28.35 / 15))
    return not sheet.regions and bottom <= _PAGE_ROWS
