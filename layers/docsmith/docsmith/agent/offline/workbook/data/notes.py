"""The notes of a report: where the data come from, what is blank or odd in them, how figures were
made.
"""

from collections.abc import Iterator

from docsmith.agent.offline.source import ColumnView
from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.data_sheet import amount_in_words
from docsmith.agent.offline.workbook.data.facts import Facts
from docsmith.agent.offline.workbook.data.formulas import whole
from docsmith.agent.offline.workbook.data.said import said
from docsmith.agent.offline.workbook.grid import ref, span
from docsmith.agent.turns import Json

COLUMNS = ("column", "filled", "blanks", "not_numbers", "negative", "", "remark")


def notes_ops(facts: tuple[Facts, ...], sheet: str) -> tuple[Json, ...]:
    """One sheet for all sources. Counts are formulas, so that they follow the data."""
    language = facts[0].language
    cells: list[ops.CellOp] = [("A1", word(language, "notes"), "title")]
    row = 3
    for one in facts:
        block = list(_source_block(one, row))
        cells += block
        row += 6 + len(one.source.columns)
    cells += _remarks(facts, row)
    widths = {"A": 34.0, "B:E": 14.0, "F": 3.0, "G": 70.0}
    return (
        ops.add_sheet(sheet),
        ops.set_cells(sheet, cells),
        *_looks(facts, sheet),
        ops.layout(sheet, widths, landscape=True),
    )


def _source_block(facts: Facts, top: int) -> Iterator[ops.CellOp]:
    language, source = facts.language, facts.source
    yield ref(1, top), word(language, "source"), "label"
    yield ref(2, top), text(source.title), "text"
    yield ref(1, top + 1), word(language, "rows"), "label"
    yield ref(2, top + 1), f"={whole(facts, facts.counted)}", "integer"
    yield ref(1, top + 2), word(language, "columns"), "label"
    listed = span(1, top + 5, 1, top + 4 + len(source.columns))
    yield ref(2, top + 2), f"=ROWS({listed})", "integer"
    for column, key in enumerate(COLUMNS, 1):
        yield ref(column, top + 4), word(language, key) if key else None, "header"
    for row, column in enumerate(source.columns, top + 5):
        yield from _column_line(facts, column, row)


def _column_line(facts: Facts, column: ColumnView, row: int) -> Iterator[ops.CellOp]:
    cells = facts.ref(column.name)
    yield ref(1, row), text(facts.shown(column.name)[:60]), "text"
    yield ref(2, row), f"=COUNTA({cells})", "integer"
    yield ref(3, row), f"=COUNTBLANK({cells})", "integer"
    if column.is_numeric or column.is_dated:
        yield ref(4, row), f"=COUNTA({cells})-COUNT({cells})", "integer"
    if column.is_numeric and facts.source.rows > 1:
        yield ref(5, row), f'=COUNTIF({cells},"<0")', "integer"
    if column.notes:
        told = (said(note, facts.language) for note in column.notes)
        yield ref(7, row), text("; ".join(told)), "text"


def _remarks(facts: tuple[Facts, ...], top: int) -> Iterator[ops.CellOp]:
    language = facts[0].language
    lines = [word(language, "live_note", data=", ".join(one.sheet for one in facts))]
    for one in facts:
        if one.roles.computes_amount and one.amount_name:
            formula = amount_in_words(one)
            lines.append(word(language, "computed_note", name=one.amount_name, formula=formula))
        lines += [f"{one.source.name}: {said(note, language)}" for note in one.source.notes]
        if one.source.parts:
            parts = ", ".join(one.source.parts)
            lines.append(word(language, "parts_note", name=one.source.name, parts=parts))
    lines.append(word(language, "made_note"))
    yield ref(1, top), word(language, "about"), "header"
    yield from ((ref(1, row), text(line), "note") for row, line in enumerate(lines, top + 1))


def _looks(facts: tuple[Facts, ...], sheet: str) -> Iterator[Json]:
    top = 3
    for one in facts:
        yield ops.style(sheet, f"B{top + 4}:E{top + 4}", align="right")
        yield ops.style(sheet, f"B{top}:B{top + 2}", align="left")
        top += 6 + len(one.source.columns)


def text(value: str) -> str:
    """Text that stays text: what would be taken for a formula gets the leading apostrophe."""
    return f"'{value}" if value[:1] in {"=", "'"} else value
