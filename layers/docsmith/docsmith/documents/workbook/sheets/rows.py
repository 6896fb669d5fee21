"""The rows of a sheet as a stream: single cells and large data regions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from docsmith.documents.workbook.book import Cell, DataColumn, DataRegion, Sheet, header_look
from docsmith.documents.workbook.cells import column_letters
from docsmith.documents.workbook.sheets.cells import (
    SIGNS,
    cell_xml,
    computed_xml,
    constant_xml,
    formula_text,
)
from docsmith.documents.workbook.sheets.task import SheetTask

_CHUNK = 4000


def rows_xml(task: SheetTask, heights: dict[int, float]) -> Iterator[str]:
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
        formula = formula_text(task, column.formula, table.name if table else None)
        found = task.values.cells.get(task.sheet.name, {})
        return lambda a, b: [
            f'<c r="{letters}{r}"{flags}{computed_xml(formula, found.get((r, at)))}'
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
                own = quoted() if value.startswith(SIGNS) else flags
                out.append(f'<c r="{letters}{row}"{own}{text(value)}')
            elif value is None:
                out.append("")
            elif type(value) is float or type(value) is int:
                out.append(f'<c r="{letters}{row}"{flags}><v>{value!r}</v></c>')
            else:
                out.append(f'<c r="{letters}{row}"{flags}{constant_xml(value, task.strings)}')
        return out

    return constants
