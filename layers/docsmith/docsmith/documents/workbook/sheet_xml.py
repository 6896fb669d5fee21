"""One worksheet part, written as a stream: large data regions never stand in memory as XML.

Values of formulas are written with their formulas, so that previewers, pandas and phones see
numbers.
"""

from collections.abc import Iterator

from docsmith.documents.workbook.sheets.frame import (
    columns_xml,
    merges_xml,
    print_xml,
    properties_xml,
    view_xml,
)
from docsmith.documents.workbook.sheets.rows import rows_xml
from docsmith.documents.workbook.sheets.task import RELATIONS, SheetTask
from docsmith.documents.workbook.style_xml import MAIN
from docsmith.documents.workbook.widths import column_widths, row_heights


def sheet_chunks(task: SheetTask) -> Iterator[str]:
    """The part in pieces."""
    sheet = task.sheet
    widths = {} if task.bare else column_widths(sheet, task.values)
    heights = {} if task.bare else row_heights(sheet, widths)
    used = sheet.used()
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties_xml(sheet)}'
        f'<dimension ref="{used.text if used else "A1"}"/>{view_xml(sheet, task.active)}'
        '<sheetFormatPr defaultColWidth="9" defaultRowHeight="15"/>'
        f"{columns_xml(widths, sheet.layout.hidden_columns)}<sheetData>"
    )
    yield from rows_xml(task, heights)
    yield f"</sheetData>{merges_xml(sheet)}{task.between}"
    yield f"{print_xml(sheet, widths)}{task.tail}</worksheet>"
