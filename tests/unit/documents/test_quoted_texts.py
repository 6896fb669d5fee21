"""Texts that look like formulas stay texts when a person confirms them again in Excel."""

import io

import openpyxl
import pytest
from tests.unit.documents.building import built, cells, csv_input, opened, sheet, tried

from docsmith.documents.interface import check, render
from docsmith.documents.model import Document, Format, Severity

TEXTS = ["=1+1", "+49 30 1234", "-ab", "@home", "plain", "a=b"]
QUOTED = [True, True, True, True, False, False]
LOAD = {"op": "load_data", "slot": "data", "sheet": "D", "table": "Notes"}


def loaded(*more: dict[str, object]) -> Document:
    content = "Note,Number\n" + "\n".join(f"{text},{n}" for n, text in enumerate(TEXTS))
    return built(sheet("D"), LOAD, *more, data=csv_input(content))


def test_texts_of_a_source_are_quoted_where_they_look_like_formulas():
    page = opened(loaded())["D"]
    found = [page.cell(row, 1) for row in range(2, 8)]
    assert [cell.value for cell in found] == TEXTS
    assert [cell.data_type for cell in found] == ["s"] * 6
    assert [bool(cell.quotePrefix) for cell in found] == QUOTED
    assert not any(page.cell(row, 2).quotePrefix for row in range(2, 8))


def test_quoting_changes_nothing_else_of_how_a_cell_looks():
    page = opened(loaded())["D"]
    first, plain = page["A2"], page["A6"]
    for part in ("font", "fill", "border", "alignment", "number_format"):
        assert repr(getattr(first, part)) == repr(getattr(plain, part)), part


def test_texts_are_quoted_too_where_two_tables_stand_beside_each_other():
    beside = {**LOAD, "table": "More", "anchor": "E1"}
    page = opened(loaded(beside))["D"]
    for column in (1, 5):
        assert [bool(page.cell(row, column).quotePrefix) for row in range(2, 8)] == QUOTED


@pytest.mark.parametrize(
    ("text", "quoted"), [("+5 points", True), ("- rebate", True), ("5", False)]
)
def test_single_cells_are_quoted_likewise(text: str, quoted: bool):
    page = opened(built(sheet("D"), cells("D", A1=text)))["D"]
    assert (page["A1"].value, bool(page["A1"].quotePrefix)) == (text, quoted)


def test_a_text_written_into_an_uploaded_file_is_quoted_and_its_look_kept():
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "D"
    page["A1"].font = openpyxl.styles.Font(bold=True)
    page["A1"] = "old"
    stream = io.BytesIO()
    book.save(stream)
    document = Document(Format.EXCEL, base=stream.getvalue())
    edited = tried(document, cells("D", A1="@home")).document
    cell = openpyxl.load_workbook(io.BytesIO(render(edited)))["D"]["A1"]
    assert (cell.value, bool(cell.quotePrefix), cell.font.b) == ("@home", True, True)
    assert [f for f in check(edited) if f.severity is Severity.BLOCKING] == []
