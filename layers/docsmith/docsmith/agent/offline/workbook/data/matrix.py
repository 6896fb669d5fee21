"""A sheet that crosses two splits: time, or the first dimension, by the values of another."""

from collections.abc import Iterator
from functools import cached_property

from docsmith.agent.offline.roles import listed_values, lists_all
from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import Facts, short
from docsmith.agent.offline.workbook.data.formulas import Criteria, part, whole
from docsmith.agent.offline.workbook.data.lines import Line
from docsmith.agent.offline.workbook.data.splits import Split, dimension_split, time_split
from docsmith.agent.offline.workbook.grid import letter, on, ref, span
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.turns import Json, Value

MAX_COLUMNS = 8
WIDE = 8
"""With more columns than this the sheet is printed across."""
FIRST = 5
"""Row of the first line; row 4 is the header."""


class Matrix(Value):
    """`rows` down, the values of `across` to the right, on a sheet of its own."""

    facts: Facts
    rows: Split
    across: str
    sheet: str

    @cached_property
    def values(self) -> tuple[str | int | float | bool, ...]:
        return listed_values(self.facts.known(self.across))[:MAX_COLUMNS]

    @property
    def has_rest(self) -> bool:
        """Whether the columns leave rows of the data out: blanks, or values beyond the listed."""
        column = self.facts.known(self.across)
        return bool(column.blanks) or not lists_all(column) or column.distinct > MAX_COLUMNS

    @property
    def total_column(self) -> int:
        return 2 + len(self.values) + self.has_rest

    @property
    def total_row(self) -> int:
        return FIRST + len(self.rows.lines)

    @property
    def title(self) -> str:
        return word(
            self.facts.language,
            "by_time_and",
            measure=self.facts.primary.label,
            time=self.rows.label,
            dimension=short(self.facts.shown(self.across)),
        )


def matrix_of(facts: Facts, sheet: str) -> Matrix | None:
    """The crossing that says most; None when there is only one way to split, or nothing adds up."""
    dimensions = facts.roles.dimensions
    time = time_split(facts)
    if not facts.primary.adds_up or not dimensions:
        return None
    if time:
        return Matrix(facts=facts, rows=time, across=dimensions[0], sheet=sheet)
    if len(dimensions) < 2:
        return None
    rows = dimension_split(facts, dimensions[0])
    return Matrix(facts=facts, rows=rows, across=dimensions[1], sheet=sheet)


def matrix_ops(matrix: Matrix) -> tuple[Json, ...]:
    sheet = matrix.sheet
    cells: list[ops.CellOp] = [("A1", matrix.title, "title"), *_header(matrix)]
    for offset, line in enumerate(matrix.rows.lines):
        cells += _line(matrix, line, FIRST + offset)
    cells += _totals(matrix)
    last = letter(matrix.total_column)
    widths = {"A": 26.0, f"B:{last}": 15.0}
    return (
        ops.add_sheet(sheet),
        ops.set_cells(sheet, cells),
        ops.style(sheet, f"B4:{last}4", align="right"),
        _chart(matrix),
        ops.layout(
            sheet,
            widths,
            freeze=ref(2, FIRST),
            landscape=matrix.total_column > WIDE,
            repeat_rows="4:4",
        ),
    )


def _header(matrix: Matrix) -> Iterator[ops.CellOp]:
    language = matrix.facts.language
    rest = [word(language, "other")] if matrix.has_rest else []
    titles = [matrix.rows.label, *matrix.values, *rest, word(language, "total")]
    yield from ((ref(column, 4), title, "header") for column, title in enumerate(titles, 1))


def _line(matrix: Matrix, line: Line, row: int) -> Iterator[ops.CellOp]:
    label = line.label
    text = label.replace("{above}", str(row - 1)) if isinstance(label, str) else label
    yield ref(1, row), text, line.style
    listed = 1 + len(matrix.values)
    for column in range(2, listed + 1):
        yield ref(column, row), _cell(matrix, line, row, column), matrix.facts.primary.style
    if matrix.has_rest:
        rest = f"=ROUND({_row_whole(matrix, line, row)}-SUM({span(2, row, listed, row)}),6)"
        yield ref(listed + 1, row), rest, matrix.facts.primary.style
    total = f"=SUM({span(2, row, matrix.total_column - 1, row)})"
    number_format = ops.FORMATS[matrix.facts.primary.style]
    yield ref(matrix.total_column, row), total, "subtotal", number_format


def _cell(matrix: Matrix, line: Line, row: int, column: int) -> str:
    primary = matrix.facts.primary
    own: Criteria = ((matrix.across, f"{letter(column)}$4"),)
    if line.rest is None:
        return f"={part(matrix.facts, primary, (*line.at(row), *own))}"
    above = span(column, FIRST, column, row - 1)
    return f"=ROUND({part(matrix.facts, primary, own)}-SUM({above}),6)"


def _row_whole(matrix: Matrix, line: Line, row: int) -> str:
    facts = matrix.facts
    if line.rest is None:
        return part(facts, facts.primary, line.at(row))
    total = letter(matrix.total_column)
    return f"({whole(facts, facts.primary)}-SUM({total}{FIRST}:{total}{row - 1}))"


def _totals(matrix: Matrix) -> Iterator[ops.CellOp]:
    facts, row = matrix.facts, matrix.total_row
    yield ref(1, row), word(facts.language, "total"), "total"
    for column in range(2, matrix.total_column + 1):
        total = f"=SUM({span(column, FIRST, column, row - 1)})"
        yield ref(column, row), total, "total", ops.FORMATS[facts.primary.style]
    grand = ref(matrix.total_column, row)
    differs = labels("shared", facts.language)["differs"]
    check = f'=IF(ROUND({grand}-{whole(facts, facts.primary)},2)=0,"OK","{differs}")'
    yield ref(1, row + 1), word(facts.language, "check_split"), "note"
    yield ref(2, row + 1), check, "check"


def _chart(matrix: Matrix) -> Json:
    last = FIRST + matrix.rows.named - 1
    shown = range(2, matrix.total_column)
    return ops.chart(
        matrix.sheet,
        ref(1, matrix.total_row + 4),
        "stacked_column",
        matrix.title,
        on(matrix.sheet, span(1, FIRST, 1, last)),
        [
            {
                "name": f"={on(matrix.sheet, ref(column, 4))}",
                "values": on(matrix.sheet, span(column, FIRST, column, last)),
            }
            for column in shown
        ],
        number_format="#,##0",
        width_cm=24,
        height_cm=9,
    )
