"""Labels of a workbook that its formulas select rows by, such as the regions of a split.

They are values of the data, written as cells: `SUMIFS(Sales[Revenue],Sales[Region],$A12)` makes A12
one. Over other data a region may be new or gone, and another one may lead. The formulas say which
cells are labels of which column, so that this holds for a plan whoever wrote it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docsmith.documents.model import Document
from docsmith.documents.operations.workbook import LoadData
from docsmith.documents.workbook.book import Book, Place, Sheet
from docsmith.documents.workbook.cells import parse_cell
from docsmith.documents.workbook.formulas.parsing import Node, Shape, tree_of
from docsmith.documents.workbook.formulas.references import table_references
from docsmith.documents.workbook.formulas.tokens import Kind

Label = str | int | float
_PAIRS_FROM = {"SUMIFS": 1, "AVERAGEIFS": 1, "MINIFS": 1, "MAXIFS": 1, "COUNTIFS": 0}
_PAIR = frozenset({"SUMIF", "AVERAGEIF", "COUNTIF"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table of the workbook: where its rows come from."""

    op: LoadData

    def source_column(self, name: str) -> str | None:
        """The column of the source that a column of the table holds; None for a computed one."""
        if any(one.name.casefold() == name.casefold() for one in self.op.computed):
            return None
        back = {new.casefold(): old for old, new in self.op.rename.items()}
        return back.get(name.casefold(), name)


@dataclass(frozen=True, slots=True)
class Labels:
    """Cells side by side that hold values of one column. `measure` is what is computed of the
    first: a call such as `SUMIFS`.
    """

    sheet: str
    loaded: Loaded
    column: str
    measure: Node
    places: tuple[Place, ...]
    values: tuple[Label, ...]

    @property
    def is_list(self) -> bool:
        """Whether they stand beneath each other, not beside."""
        return self.places[0][1] == self.places[-1][1]


def labels_of(document: Document, book: Book) -> tuple[Labels, ...]:
    """Every run of labels of a workbook, sheet by sheet."""
    tables = _tables(document)
    return tuple(labels for sheet in book.sheets for labels in _of_sheet(sheet, tables))


def named_in_formulas(
    document: Document, book: Book
) -> Mapping[tuple[str, str, str], dict[str, Place]]:
    """By sheet, table and column, the values that formulas name as texts: `"North"`; each with the
    first cell that does.
    """
    tables = _tables(document)
    found: dict[tuple[str, str, str], dict[str, Place]] = {}
    for sheet in book.sheets:
        for at, formula in sheet.formula_cells():
            for one in _conditions(formula, tables):
                if one.by.kind is Kind.STRING:
                    key = sheet.name, one.loaded.op.table, one.column
                    text = one.by.text[1:-1].replace('""', '"')
                    found.setdefault(key, {}).setdefault(text, at)
    return found


def _tables(document: Document) -> dict[str, Loaded]:
    """The loaded tables by name, in lower case."""
    loads = (op for op in document.ops if isinstance(op, LoadData))
    return {op.table.casefold(): Loaded(op) for op in loads}


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a formula selects rows by: a column of a loaded table and the criterion."""

    call: Node
    by: Node
    loaded: Loaded
    column: str


def _conditions(formula: str, tables: Mapping[str, Loaded]) -> Iterator[_Condition]:
    for call in _calls(tree_of(formula)):
        for over, by in pairs_of(call):
            source = _source_of(over, tables)
            if source is not None:
                yield _Condition(call, by, *source)


def _source_of(over: Node, tables: Mapping[str, Loaded]) -> tuple[Loaded, str] | None:
    """The table and the source's column that a range of a condition is."""
    reference = next(table_references(over.text), None)
    if reference is None or len(reference.columns) != 1:
        return None
    loaded = tables.get(reference.table.casefold())
    column = loaded.source_column(reference.columns[0]) if loaded else None
    return (loaded, column) if loaded and column else None


def _of_sheet(sheet: Sheet, tables: Mapping[str, Loaded]) -> Iterator[Labels]:
    cells = dict(_selecting(sheet, tables))
    by_column: dict[tuple[str, str], set[Place]] = {}
    for place, one in cells.items():
        by_column.setdefault((one.loaded.op.table, one.column.casefold()), set()).add(place)
    for places in by_column.values():
        for run in _runs(places):
            first = cells[run[0]]
            values = tuple(v for at in run if (v := _label(sheet, at)) is not None)
            yield Labels(sheet.name, first.loaded, first.column, first.call, run, values)


def _runs(places: set[Place]) -> Iterator[tuple[Place, ...]]:
    """Places beneath each other; of those that stand alone so, places beside each other."""
    down = _chains(sorted(places, key=lambda at: (at[1], at[0])), (1, 0))
    yield from (run for run in down if len(run) > 1)
    yield from _chains(sorted(run[0] for run in down if len(run) == 1), (0, 1))


def _chains(places: Sequence[Place], step: Place) -> list[tuple[Place, ...]]:
    chains: list[list[Place]] = []
    for row, column in places:
        if chains and (row - step[0], column - step[1]) == chains[-1][-1]:
            chains[-1].append((row, column))
        else:
            chains.append([(row, column)])
    return [tuple(chain) for chain in chains]


def _selecting(sheet: Sheet, tables: Mapping[str, Loaded]) -> Iterator[tuple[Place, _Condition]]:
    """The cells of a sheet that hold a value which a formula of the sheet selects rows by; the
    leftmost formula comes last, so that it stays.
    """
    for _, formula in reversed(list(sheet.formula_cells())):
        for one in _conditions(formula, tables):
            place = _cell(one.by)
            if place is not None and _label(sheet, place) is not None:
                yield place, one


def _calls(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node.shape is Shape.CALL and (node.text in _PAIRS_FROM or node.text in _PAIR):
        yield node
    for child in node.children:
        yield from _calls(child)


def pairs_of(call: Node) -> list[tuple[Node, Node]]:
    """Range and criterion of each condition whose range is a column of a table."""
    start = 0 if call.text in _PAIR else _PAIRS_FROM[call.text]
    found = call.children[: 2 if call.text in _PAIR else None][start:]
    pairs = zip(found[::2], found[1::2], strict=False)
    return [(over, by) for over, by in pairs if over.kind is Kind.STRUCTURED]


def _cell(node: Node) -> Place | None:
    """The cell of the same sheet that a criterion is."""
    if node.kind is not Kind.REFERENCE:
        return None
    try:
        return parse_cell(node.text.replace("$", ""))
    except ValueError:
        return None


def _label(sheet: Sheet, place: Place) -> Label | None:
    """The value that was typed into the cell."""
    cell = sheet.cells.get(place)
    if cell is None or cell.formula is not None or isinstance(cell.value, bool):
        return None
    return cell.value if isinstance(cell.value, str | int | float) else None
