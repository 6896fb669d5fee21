"""A book whose rows or columns move: cells, formulas, tables, charts, merges, layout, rules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from docsmith.documents.operations.workbook import Chart, ChartSeries
from docsmith.documents.workbook.book import Book, Cell, Place, Rule, Sheet
from docsmith.documents.workbook.cells import cell_text, parse_area, parse_cell, place
from docsmith.documents.workbook.formulas.moving import Shift, moved


def all_formulas(book: Book) -> Iterator[tuple[Sheet, str, str]]:
    """Every formula with its sheet and place: of cells, computed columns and rules."""
    for sheet in book.sheets:
        for (row, column), formula in sheet.formula_cells():
            yield sheet, place(sheet.name, cell_text(row, column)), formula
        for region in sheet.regions:
            for column in region.columns:
                if column.formula is not None:
                    yield sheet, place(sheet.name, region.area.text), column.formula
        for rule in sheet.rules:
            for formula in rule.formulas:
                yield sheet, place(sheet.name, rule.area.text), formula


def move_formulas(book: Book, shift: Shift) -> None:
    rewrite_formulas(book, lambda formula, home: moved(formula, home, shift) or formula)


def rewrite_formulas(book: Book, change: Callable[[str, str], str]) -> None:
    """Every formula of the book, changed in place."""
    for sheet in book.sheets:
        for at, formula in sheet.formula_cells():
            changed = change(formula, sheet.name)
            if changed != formula:
                sheet.cells[at] = replace(sheet.cells[at], formula=changed)
        for region in sheet.regions:
            for column in region.columns:
                if column.formula is not None:
                    column.formula = change(column.formula, sheet.name)
        for table in sheet.tables:
            table.column_formulas = {
                n: change(f, sheet.name) for n, f in table.column_formulas.items()
            }
        sheet.rules = [
            replace(rule, formulas=tuple(change(f, sheet.name) for f in rule.formulas))
            for rule in sheet.rules
        ]


def move_charts(book: Book, shift: Shift) -> None:
    for sheet in book.sheets:
        moving = [(c, moved_chart(c, sheet.name, shift)) for c in sheet.charts]
        sheet.charts = [new or old for old, new in moving]
        sheet.drawn = {
            k: new for k, c in sheet.drawn.items() if (new := moved_chart(c, sheet.name, shift))
        }


def moved_chart(chart: Chart, home: str, shift: Shift) -> Chart | None:
    changed = rewritten_chart(chart, lambda text: moved(text, home, shift))
    if changed is None or home != shift.sheet:
        return changed
    row, column = parse_cell(chart.anchor)
    at = shift.cell(row, column) or ((shift.at, column) if shift.rows else (row, shift.at))
    return changed.model_copy(update={"anchor": cell_text(*at)})


def rewritten_chart(chart: Chart, change: Callable[[str], str | None]) -> Chart | None:
    """The chart with each of its ranges changed; None when one of them is lost."""
    categories = change(chart.categories)
    series: list[ChartSeries] = []
    for one in chart.series:
        values = change(one.values)
        name = one.name
        if name is not None and name.startswith("="):
            found = change(name[1:])
            name = None if found is None else f"={found}"
        if values is None:
            return None
        series.append(one.model_copy(update={"values": values, "name": name}))
    if categories is None:
        return None
    return chart.model_copy(update={"categories": categories, "series": tuple(series)})


def move_cells(sheet: Sheet, shift: Shift) -> None:
    sheet.cells = moved_cells(sheet.cells, shift)
    if shift.rows:
        keys = {k: shift.place(r) for k, r in sheet.keys.items()}
        sheet.keys = {k: r for k, r in keys.items() if r is not None}


def moved_cells(cells: Mapping[Place, Cell], shift: Shift) -> dict[Place, Cell]:
    """The cells where they stand after the shift, without those that were deleted."""
    return {
        to: _with_array(cell, shift)
        for at, cell in cells.items()
        if (to := shift.cell(*at)) is not None
    }


def _with_array(cell: Cell, shift: Shift) -> Cell:
    """The cell with the area that its array formula fills at its new place."""
    if cell.array is None:
        return cell
    area = shift.area(parse_area(cell.array))
    return replace(cell, array=area.text if area is not None else None)


def move_areas(sheet: Sheet, shift: Shift) -> None:
    sheet.merges = [a for m in sheet.merges if (a := shift.area(m)) is not None and a.size > 1]
    for holder in (*sheet.regions, *sheet.tables):
        holder.area = shift.area(holder.area) or holder.area
    kept: list[Rule] = []
    for rule in sheet.rules:
        area = shift.area(rule.area)
        if area is not None:
            kept.append(replace(rule, area=area))
    sheet.rules = kept


def move_layout(sheet: Sheet, shift: Shift) -> None:
    layout = sheet.layout
    if layout.print_area is not None:
        layout.print_area = shift.area(layout.print_area)
    if shift.rows:
        layout.heights = _moved_keys(layout.heights, shift)
        breaks = (shift.place(row) for row in layout.page_breaks)
        layout.page_breaks = tuple(row for row in breaks if row is not None and row > 1)
        if layout.repeat_rows is not None:
            layout.repeat_rows = shift.span(*layout.repeat_rows)
    else:
        layout.widths = _moved_keys(layout.widths, shift)
        places = (shift.place(c) for c in layout.hidden_columns)
        layout.hidden_columns = {c for c in places if c is not None}


def _moved_keys(sizes: dict[int, float], shift: Shift) -> dict[int, float]:
    places = {shift.place(n): size for n, size in sizes.items()}
    return {n: size for n, size in places.items() if n is not None}
