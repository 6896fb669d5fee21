"""Figures as a finished file holds them: the cells, table rows and charts under a heading."""
# pyright: basic

import io
import re
from typing import Any, cast

import docx
import openpyxl
import pptx

from docsmith.documents.model import Format

Figures = dict[str, float]


def tables_of(format: Format, data: bytes) -> list[Figures]:
    """Every table and chart of the document as label and first figure, in its order."""
    return {Format.EXCEL: _sheets, Format.WORD: _texts, Format.SLIDES: _slides}[format](data)


def words_of(format: Format, data: bytes) -> str:
    """Every text of the document."""
    if format is Format.EXCEL:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
        return "\n".join(str(value) for value in cells if value is not None)
    if format is Format.WORD:
        made = docx.Document(io.BytesIO(data))
        return "\n".join(node.text or "" for node in made.element.iter() if node.tag.endswith("}t"))
    deck = pptx.Presentation(io.BytesIO(data))
    shapes = (shape for slide in deck.slides for shape in cast("Any", slide.shapes))
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def _sheets(data: bytes) -> list[Figures]:
    """From a header whose next cell is a heading of figures to the total below it."""
    found: list[Figures] = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True):
        open_table: Figures | None = None
        for label, value, *_ in sheet.iter_rows(values_only=True, max_col=3):
            if isinstance(label, str) and isinstance(value, str) and open_table is None:
                open_table = {}
            elif open_table is not None and isinstance(value, int | float) and label is not None:
                open_table[str(label)] = float(value)
            elif open_table:
                found.append(open_table)
                open_table = None
            else:
                open_table = {} if isinstance(label, str) and isinstance(value, str) else None
    return found


def _texts(data: bytes) -> list[Figures]:
    made = docx.Document(io.BytesIO(data))
    return [
        {row.cells[0].text: _number(row.cells[1].text) for row in table.rows[1:]}
        for table in made.tables
        if len(table.columns) > 1
    ]


def _number(text: str) -> float:
    """`1,234`, `1.234 €`, `€12.50`: the last sign before one or two digits is decimal."""
    plain = re.sub(r"[^\d.,-]", "", text.replace("\u2212", "-"))
    found = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", plain)
    assert found
    whole, point, decimals = found.groups()
    digits = re.sub(r"[.,]", "", whole)
    return float(f"{digits or 0}.{decimals}" if point else digits or 0)


def _slides(data: bytes) -> list[Figures]:
    found: list[Figures] = []
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        for shape in cast("Any", slide.shapes):
            if shape.has_chart:
                plot = shape.chart.plots[0]
                values = plot.series[0].values
                found.append(dict(zip(map(str, plot.categories), values, strict=True)))
            elif shape.has_table:
                rows = [[cell.text for cell in row.cells] for row in shape.table.rows][1:]
                found.append({row[0]: _number(row[1]) for row in rows})
    return found
