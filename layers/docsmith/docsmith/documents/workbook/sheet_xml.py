"""One worksheet part, written as a stream: large data regions never stand in memory as XML.

Values of formulas are written with their formulas, so that previewers, pandas and phones see
numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.workbook.book import (
    Cell,
    CellContent,
    DataColumn,
    DataRegion,
    Sheet,
    header_look,
)
from docsmith.documents.workbook.cells import Area, cell_text, column_letters, place
from docsmith.documents.workbook.display import serial
from docsmith.documents.workbook.engine import EXCEL_ERRORS, STORED_ERRORS, Value, Values
from docsmith.documents.workbook.formulas.spelling import stored
from docsmith.documents.workbook.style_xml import MAIN, Styles
from docsmith.documents.workbook.styles import Look
from docsmith.documents.workbook.widths import column_widths, row_heights

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHUNK = 4000
_PAGE_ROWS = 62
_SIGNS = ("=", "+", "-", "@")
"""What Excel takes for the begin of a formula when a person confirms a text again."""
_PAPER = {"letter": 1, "a4": 9}


@dataclass(slots=True)
class Strings:
    """The shared strings of a workbook, in the order of first use."""

    index: dict[str, int] = field(default_factory=dict[str, int])
    uses: int = 0
    inline: bool = False
    """Write texts into their cells, so that an uploaded file's shared strings stay as they are."""

    def number(self, text: str) -> int:
        self.uses += 1
        return self.index.setdefault(text, len(self.index))

    def cell(self, text: str) -> str:
        """The rest of a `c` element that holds this text."""
        if self.inline:
            space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            return f' t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'
        return f' t="s"><v>{self.number(text)}</v></c>'

    def xml(self) -> Iterator[str]:
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{MAIN}" count="{self.uses}" uniqueCount="{len(self.index)}">'
        )
        for text in self.index:
            space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            yield f"<si><t{space}>{escaped(text)}</t></si>"
        yield "</sst>"


@dataclass(frozen=True, slots=True)
class SheetTask:
    """What the writer of one sheet needs. `respell` changes stored formulas, for the
    engine's copy.
    """

    sheet: Sheet
    styles: Styles
    strings: Strings
    values: Values
    respell: Callable[[str], str] | None = None
    active: bool = False
    bare: bool = False
    """For the engine's copy, which nobody looks at."""
    tail: str = ""
    """Elements that follow the print setup: drawings, table parts."""
    between: str = ""
    """Elements between merged cells and print setup: conditional formats, validations."""


def sheet_chunks(task: SheetTask) -> Iterator[str]:
    """The part in pieces."""
    sheet = task.sheet
    widths = {} if task.bare else column_widths(sheet, task.values)
    heights = {} if task.bare else row_heights(sheet, widths)
    used = sheet.used()
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{_properties(sheet)}'
        f'<dimension ref="{used.text if used else "A1"}"/>{_view(sheet, task.active)}'
        '<sheetFormatPr defaultColWidth="9" defaultRowHeight="15"/>'
        f"{_columns(widths, sheet.layout.hidden_columns)}<sheetData>"
    )
    yield from _rows(task, heights)
    yield f"</sheetData>{_merges(sheet)}{task.between}{_print(sheet)}{task.tail}</worksheet>"


def _properties(sheet: Sheet) -> str:
    color = f'<tabColor rgb="FF{sheet.tab_color}"/>' if sheet.tab_color else ""
    fit = '<pageSetUpPr fitToPage="1"/>' if sheet.layout.fit_width else ""
    return f"<sheetPr>{color}{fit}</sheetPr>" if color or fit else ""


def _view(sheet: Sheet, active: bool) -> str:
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


def _columns(widths: dict[int, float], hidden: set[int]) -> str:
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


def _merges(sheet: Sheet) -> str:
    if not sheet.merges:
        return ""
    inner = "".join(f'<mergeCell ref="{m.text}"/>' for m in sheet.merges)
    return f'<mergeCells count="{len(sheet.merges)}">{inner}</mergeCells>'


def _print(sheet: Sheet) -> str:
    layout = sheet.layout
    used = sheet.used()
    wide = layout.landscape if layout.landscape is not None else bool(used and used.right > 6)
    way = "landscape" if wide else "portrait"
    fit = ' fitToHeight="0"' if layout.fit_width and not _one_page(sheet) else ""
    header = f"<oddHeader>{escaped(layout.header)}</oddHeader>" if layout.header else ""
    footer = layout.footer if layout.footer is not None else "&L&A&RPage &P of &N"
    foot = f"<oddFooter>{escaped(footer)}</oddFooter>" if footer else ""
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.35"/>'
        f'<pageSetup paperSize="{_PAPER[layout.paper]}" orientation="{way}"{fit}/>'
        f"<headerFooter>{header}{foot}</headerFooter>"
    )


def _one_page(sheet: Sheet) -> bool:
    """Whether everything, charts included, is small enough to be read on one printed page."""
    used = sheet.used()
    bottom = used.bottom if used else 1
    for chart in sheet.charts:
        row = int("".join(c for c in chart.anchor if c.isdigit()))
        bottom = max(bottom, row + round(chart.height_cm * 28.35 / 15))
    return not sheet.regions and bottom <= _PAGE_ROWS


def _rows(task: SheetTask, heights: dict[int, float]) -> Iterator[str]:
    """Rows in order. Rows that only a data region fills are written in bulk."""
    sheet = task.sheet
    by_row: dict[int, list[tuple[int, Cell]]] = {}
    for row, column in sorted(sheet.cells):
        by_row.setdefault(row, []).append((column, sheet.cells[row, column]))
    bulk = sorted((r for r in sheet.regions if not _shared(r, sheet)), key=lambda r: r.area.top)
    mixed = [r for r in sheet.regions if r not in bulk]
    for region in mixed:
        for row in range(region.area.top, region.area.bottom + 1):
            by_row.setdefault(row, [])
    done = 0
    rows = sorted(by_row)
    for region in bulk:
        area = region.area
        before = [r for r in rows if done < r < area.top]
        yield from (_row(task, r, by_row[r], mixed, heights) for r in before)
        yield _region_header(task, region, by_row.get(area.top, []), heights)
        yield from _region_rows(task, region, by_row)
        done = area.bottom
    yield from (_row(task, r, by_row[r], mixed, heights) for r in rows if r > done)


def _shared(region: DataRegion, sheet: Sheet) -> bool:
    """Whether another region stands beside this one, in some of its rows."""
    return any(
        other is not region
        and other.area.top <= region.area.bottom
        and region.area.top <= other.area.bottom
        for other in sheet.regions
    )


def _row(
    task: SheetTask,
    row: int,
    cells: Sequence[tuple[int, Cell]],
    regions: Sequence[DataRegion],
    heights: dict[int, float],
) -> str:
    """One row of single cells, with what regions beside each other put into it."""
    found = dict(cells)
    for region in regions:
        if region.area.top <= row <= region.area.bottom:
            for column in range(region.area.left, region.area.right + 1):
                cell = task.sheet.cell(row, column)
                if column not in found and cell is not None:
                    found[column] = cell
    inner = "".join(cell_xml(task, row, c, cell) for c, cell in sorted(found.items()))
    return f"<row {_row_flags(row, heights)}>{inner}</row>"


def _row_flags(row: int, heights: dict[int, float]) -> str:
    height = heights.get(row)
    return f'r="{row}"' + (f' ht="{height:g}" customHeight="1"' if height else "")


def cell_xml(task: SheetTask, row: int, column: int, cell: Cell) -> str:
    """One `c` element."""
    ref = cell_text(row, column)
    style = task.styles.index(_shown_look(task.sheet, row, column, cell))
    start = f'<c r="{ref}"' + (f' s="{style}"' if style else "")
    if cell.formula is not None:
        value = task.values.at(task.sheet.name, row, column)
        known = place(task.sheet.name, ref) not in task.values.unverified
        table = task.sheet.table_at(row, column)
        formula = _formula(task, cell.formula, table.name if table else None)
        rest = _computed(formula, value if known else None)
        if cell.array is not None:
            rest = rest.replace("<f>", f'<f t="array" ref="{cell.array}">', 1)
        return f"{start}{rest}"
    return f"{start}{_constant(cell.value, cell.look, task.strings)}"


def _shown_look(sheet: Sheet, row: int, column: int, cell: Cell) -> Look:
    """A header over numbers stands at the right, as they do; a text stays one when confirmed."""
    look = cell.look
    if isinstance(cell.value, str) and cell.value.startswith(_SIGNS):
        look = replace(look, quoted=True)
    if look.style != "header" or look.align or not isinstance(cell.value, str):
        return look
    below = sheet.cells.get((row + 1, column))
    if below is None or below.look.is_date or below.look.align == "left":
        return look
    number = isinstance(below.value, int | float) and not isinstance(below.value, bool)
    numeric = number or (below.formula is not None and bool(below.look.format))
    return replace(look, align="right") if numeric else look


def _formula(task: SheetTask, formula: str, table: str | None) -> str:
    text = stored(formula, table)
    return escaped(task.respell(text) if task.respell else text)


def _computed(formula: str, value: Value) -> str:
    """The rest of a formula cell: type, formula and value."""
    if value is None:
        return f"><f>{formula}</f></c>"
    if isinstance(value, bool):
        return f' t="b"><f>{formula}</f><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"><f>{formula}</f><v>{value!r}</v></c>"
    if value in EXCEL_ERRORS - STORED_ERRORS:
        return f"><f>{formula}</f></c>"
    kind = "e" if value in STORED_ERRORS else "str"
    return f' t="{kind}"><f>{formula}</f><v>{escaped(value)}</v></c>'


def _constant(value: CellContent, look: Look, strings: Strings) -> str:
    """The rest of a cell that holds a value."""
    if value is None:
        return "/>"
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"><v>{value!r}</v></c>"
    if isinstance(value, date):
        return f"><v>{serial(value)!r}</v></c>"
    return strings.cell(value)


def _region_header(
    task: SheetTask,
    region: DataRegion,
    cells: Sequence[tuple[int, Cell]],
    heights: dict[int, float],
) -> str:
    row = region.area.top
    own = [
        (region.area.left + i, Cell(c.name, None, header_look(region, c)))
        for i, c in enumerate(region.columns)
    ]
    merged = dict(own) | dict(cells)
    inner = "".join(cell_xml(task, row, c, cell) for c, cell in sorted(merged.items()))
    return f"<row {_row_flags(row, heights)}>{inner}</row>"


def _region_rows(
    task: SheetTask, region: DataRegion, by_row: dict[int, list[tuple[int, Cell]]]
) -> Iterator[str]:
    """The data rows, some thousands a chunk."""
    area = region.area
    makers = [_column_maker(task, region, i, c) for i, c in enumerate(region.columns)]
    for start in range(0, region.rows, _CHUNK):
        end = min(start + _CHUNK, region.rows)
        first = area.top + 1 + start
        columns = [maker(start, end) for maker in makers]
        out: list[str] = []
        for row, parts in enumerate(zip(*columns, strict=True), first):
            beside = by_row.get(row)
            inner = _beside(task, region, row, parts, beside) if beside else "".join(parts)
            out.append(f'<row r="{row}">{inner}</row>')
        yield "".join(out)


def _beside(
    task: SheetTask,
    region: DataRegion,
    row: int,
    parts: Sequence[str],
    cells: Sequence[tuple[int, Cell]],
) -> str:
    """A data row with single cells beside it, or in place of some of its own."""
    merged = {region.area.left + i: part for i, part in enumerate(parts)}
    merged |= {c: cell_xml(task, row, c, cell) for c, cell in cells}
    return "".join(part for _, part in sorted(merged.items()))


def _column_maker(
    task: SheetTask, region: DataRegion, offset: int, column: DataColumn
) -> Callable[[int, int], list[str]]:
    """A function from a slice of rows to the `c` elements of this column."""
    at = region.area.left + offset
    letters, first = column_letters(at), region.area.top + 1
    style = task.styles.index(column.look)
    flags = f' s="{style}"' if style else ""
    if column.formula is not None:
        table = task.sheet.table_at(first, at)
        formula = _formula(task, column.formula, table.name if table else None)
        found = task.values.cells.get(task.sheet.name, {})
        return lambda a, b: [
            f'<c r="{letters}{r}"{flags}{_computed(formula, found.get((r, at)))}'
            for r in range(first + a, first + b)
        ]
    text = task.strings.cell
    values = column.values

    @cache
    def quoted() -> str:
        return f' s="{task.styles.index(replace(column.look, quoted=True))}"'

    def constants(a: int, b: int) -> list[str]:
        out: list[str] = []
        for row, value in enumerate(islice(values, a, b), first + a):
            if type(value) is str:
                own = quoted() if value.startswith(_SIGNS) else flags
                out.append(f'<c r="{letters}{row}"{own}{text(value)}')
            elif value is None:
                out.append("")
            elif type(value) is float or type(value) is int:
                out.append(f'<c r="{letters}{row}"{flags}><v>{value!r}</v></c>')
            else:
                out.append(
                    f'<c r="{letters}{row}"{flags}{_constant(value, column.look, task.strings)}'
                )
        return out

    return constants


def table_xml(
    number: int,
    name: str,
    area: Area,
    columns: Sequence[str],
    formulas: dict[str, str],
    totals: Sequence[tuple[str, str]] | None,
) -> str:
    """A table part. `totals` gives for each column its label or its function (`sum`)."""
    inner = "".join(
        _table_column(i, c, formulas.get(c), totals[i - 1] if totals else None)
        for i, c in enumerate(columns, 1)
    )
    body = Area(area.top, area.left, area.bottom - (1 if totals else 0), area.right)
    count = ' totalsRowCount="1"' if totals else ' totalsRowShown="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<table xmlns="{MAIN}" id="{number}" name="{attribute(name)}" '
        f'displayName="{attribute(name)}" ref="{area.text}"{count}>'
        f'<autoFilter ref="{body.text}"/>'
        f'<tableColumns count="{len(columns)}">{inner}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" '
        'showRowStripes="1" showColumnStripes="0"/></table>'
    )


def _table_column(
    number: int, name: str, formula: str | None, total: tuple[str, str] | None
) -> str:
    flags = f'id="{number}" name="{attribute(name)}"'
    if total and total[0] == "label":
        flags += f' totalsRowLabel="{attribute(total[1])}"'
    if total and total[0] == "function":
        flags += f' totalsRowFunction="{total[1]}"'
    if formula is None:
        return f"<tableColumn {flags}/>"
    return (
        f"<tableColumn {flags}><calculatedColumnFormula>{escaped(formula)}"
        "</calculatedColumnFormula></tableColumn>"
    )
