"""Editing what Excel wrote: what was not edited stays, part by part."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import to_excel
from openxml_audit import OpenXmlValidator
from tests.unit.documents.building import cells, sheet, tried

from docsmith.documents.errors import OperationRefused
from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Document, Format, Scope, Severity

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
FILES = sorted((Path(__file__).parents[2] / "data" / "excel_made").glob("*.xlsx"))
EDITED = {"xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}


def uploaded(path: Path) -> Document:
    return Document(Format.EXCEL, base=path.read_bytes())


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.endswith("/")}


def first_sheet(document: Document) -> str:
    return read(document, Scope("outline")).content["sheets"][0]["sheet"]


@pytest.fixture(params=FILES, ids=lambda p: p.stem)
def document(request) -> Document:
    return uploaded(request.param)


def test_there_are_enough_files():
    made = [zipfile.ZipFile(f).read("docProps/app.xml").decode() for f in FILES]
    assert len(FILES) >= 10
    assert all("Microsoft" in text and "Excel" in text for text in made)


def test_a_file_that_nobody_edits_is_the_same_bytes(document):
    assert render(document) == document.base


def test_an_edit_changes_the_parts_it_names_and_no_other(document):
    name = first_sheet(document)
    edit = {"cell": "B2", "value": 4711, "style": "money"}
    after = tried(document, {"op": "set_cells", "sheet": name, "cells": [edit]})
    assert after.errors == ()
    before, now = parts(document.base or b""), parts(render(after.document))
    changed = {n for n in before if before[n] != now.get(n)}
    assert {n for n in changed if "worksheets" in n}, "the sheet was not written"
    assert changed - EDITED - {"xl/calcChain.xml"} == {n for n in changed if "worksheets/" in n}
    assert before.keys() - now.keys() <= {"xl/calcChain.xml"}
    assert now.keys() <= before.keys()


def test_edits_and_new_sheets_are_read_back(document):
    name = first_sheet(document)
    after = tried(
        document,
        {
            "op": "set_cells",
            "sheet": name,
            "cells": [
                {"cell": "B2", "value": 4711},
                {"cell": "Z99", "value": "=B2*2"},
                {"cell": "AA1", "value": "<text> & more"},
            ],
        },
        sheet("Ours"),
        {
            "op": "write_block",
            "sheet": "Ours",
            "anchor": "A1",
            "header": ["What", "Value"],
            "rows": [{"label": "Copy", "values": [f"='{name}'!Z99+1"]}],
        },
        {
            "op": "chart",
            "sheet": "Ours",
            "anchor": "D2",
            "kind": "column",
            "title": "One",
            "categories": "Ours!A2",
            "series": [{"values": "Ours!B2"}],
        },
    )
    assert after.errors == ()
    content = render(after.document)
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert number_in(values[name]["B2"]) == 4711
    assert values[name]["Z99"].value == 9422
    assert values[name]["AA1"].value == "<text> & more"
    assert values["Ours"]["B2"].value == 9423
    assert len(openpyxl.load_workbook(io.BytesIO(content))["Ours"]._charts) == 1
    assert content == render(Document(Format.EXCEL, after.document.ops, document.base))


def number_in(cell: Any) -> Any:
    """The number that stands in a cell, whose format may show it as a date."""
    return to_excel(cell.value) if cell.is_date else cell.value


def test_a_changed_cell_keeps_the_format_it_came_with() -> None:
    theirs = openpyxl.Workbook()
    page = theirs.worksheets[0]
    page["B2"], page["B2"].number_format, page["B2"].font = 0.5, "0.0%", Font(bold=True)
    content = io.BytesIO()
    theirs.save(content)
    document = Document(Format.EXCEL, base=content.getvalue())
    change = {"cell": "B2", "value": 0.75}
    after = tried(document, {"op": "set_cells", "sheet": page.title, "cells": [change]})
    cell = openpyxl.load_workbook(io.BytesIO(render(after.document)))[page.title]["B2"]
    assert (cell.value, cell.number_format, cell.font.b) == (0.75, "0.0%", True)


def problems(content: bytes, path: Path) -> set[str]:
    path.write_bytes(content)
    found = {f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(path).errors}
    # Texts stand in their cells, so that the file's shared strings stay; Excel reads both.
    return {text for text in found if "inline-string" not in text}


def test_an_edit_adds_no_fault_to_the_package(document, tmp_path):
    name = first_sheet(document)
    after = tried(
        document,
        {
            "op": "set_cells",
            "sheet": name,
            "cells": [{"cell": "B2", "value": "=1+1", "style": "money"}],
        },
        {"op": "conditional", "sheet": name, "range": "B2:B4", "kind": "greater", "value": 1},
        {"op": "validation", "sheet": name, "range": "B3", "kind": "whole", "minimum": 1},
        {"op": "layout", "sheet": name, "widths": {"B": 21}},
        {"op": "style", "sheet": name, "range": "A90:B90", "merge": True},
        sheet("New"),
        {
            "op": "write_block",
            "sheet": "New",
            "anchor": "A1",
            "header": ["a", "b"],
            "rows": [{"values": ["x", 1]}, {"values": ["y", 2]}],
        },
        {"op": "table", "sheet": "New", "range": "A1:B3", "name": "Fresh", "totals": True},
        {"op": "note", "sheet": "New", "cell": "B2", "text": "why"},
        {"op": "name", "name": "Fresh_value", "sheet": "New", "range": "B2"},
        {
            "op": "chart",
            "sheet": name,
            "anchor": "F30",
            "kind": "bar",
            "title": "Fresh",
            "categories": "New!A2:A3",
            "series": [{"values": "New!B2:B3"}],
        },
    )
    assert after.errors == ()
    assert document.base is not None
    before = problems(document.base, tmp_path / "before.xlsx")
    assert problems(render(after.document), tmp_path / "after.xlsx") - before == set()
    written = openpyxl.load_workbook(tmp_path / "after.xlsx")
    assert written[name].column_dimensions["B"].width == 21
    assert "Fresh" in written["New"].tables
    assert any(chart for chart in written[name]._charts)


def test_values_that_excel_stored_stand_until_something_they_read_changes():
    document = uploaded(next(f for f in FILES if "SUMIFS" in f.stem))
    name = first_sheet(document)
    stored = openpyxl.load_workbook(io.BytesIO(document.base or b""), data_only=True)[name]
    after = tried(
        document, {"op": "set_cells", "sheet": name, "cells": [{"cell": "Z99", "value": 1}]}
    )
    now = openpyxl.load_workbook(io.BytesIO(render(after.document)), data_only=True)[name]
    kept = {c.coordinate: c.value for row in stored.iter_rows() for c in row if c.value is not None}
    assert {a: now[a].value for a in kept} == kept


def test_formulas_that_came_without_values_have_them_in_what_is_delivered() -> None:
    theirs = openpyxl.Workbook()
    page = theirs.worksheets[0]
    page["A1"], page["A2"] = 40, 2
    page["A3"], page["A4"] = "=SUM(A1:A2)", "=A3*2"
    content = io.BytesIO()
    theirs.save(content)
    document = Document(Format.EXCEL, base=content.getvalue())
    change = {"cell": "C1", "value": "Checked"}
    after = tried(document, {"op": "set_cells", "sheet": page.title, "cells": [change]})
    values = openpyxl.load_workbook(io.BytesIO(render(after.document)), data_only=True)[page.title]
    assert (values["A3"].value, values["A4"].value) == (42, 84)


def test_faults_that_came_with_the_file_do_not_block(document):
    assert all(f.severity is Severity.WARNING for f in check(document))


def test_a_renamed_sheet_is_followed_by_the_charts_of_the_file():
    document = uploaded(next(f for f in FILES if "populate" in f.stem))
    name = first_sheet(document)
    after = tried(document, {"op": "rename_sheet", "sheet": name, "to": "Renamed one"})
    assert after.errors == ()
    now = parts(render(after.document))
    chart = next(v.decode() for n, v in now.items() if n.startswith("xl/charts/chart"))
    assert "'Renamed one'!" in chart
    assert f"<c:f>{name}!" not in chart
    assert openpyxl.load_workbook(io.BytesIO(render(after.document))).sheetnames[0] == "Renamed one"


def test_rows_of_a_plain_sheet_move_with_their_formulas():
    document = uploaded(next(f for f in FILES if "PMT" in f.stem))
    name = first_sheet(document)
    before = openpyxl.load_workbook(io.BytesIO(document.base or b""))[name]
    after = tried(document, {"op": "insert_rows", "sheet": name, "before": 1, "count": 2})
    assert after.errors == ()
    now = openpyxl.load_workbook(io.BytesIO(render(after.document)))[name]
    assert now.max_row == before.max_row + 2
    value = next(c for row in before.iter_rows() for c in row if isinstance(c.value, int | float))
    assert now.cell(value.row + 2, value.column).value == value.value


def test_a_place_that_is_not_there_is_refused_by_name():
    with pytest.raises(OperationRefused) as refused:
        read(uploaded(FILES[0]), Scope("range", sheet="Nowhere"))
    assert refused.value.allowed


def test_what_was_wrong_before_only_warns_at_its_new_place_and_comes_last():
    document = uploaded(next(f for f in FILES if "copyRows" in f.stem))
    name = first_sheet(document)
    shift = {"op": "insert_rows", "sheet": name, "before": 1, "count": 3}
    fault = cells(name, A1="=1/0")
    after = tried(document, shift, fault)
    assert after.errors == ()
    errors = [f for f in after.findings if f.id == "xlsx.formula_error"]
    blocking = [f.place for f in errors if f.severity is Severity.BLOCKING]
    assert [place.rpartition("!")[2] for place in blocking] == ["A1"]
    assert after.findings[0].place == blocking[0]
