"""What is read of a workbook is small enough for a model, and paged."""

from tests.unit.documents.building import (
    SALES,
    built,
    csv_input,
    sheet,
)
from tests.unit.documents.operation_examples import BLOCK, DATA, everything, sales

from docsmith.documents.interface import read
from docsmith.documents.model import Scope


def test_reading_is_paged_and_small():
    document = built(sheet("Data"), DATA, sales=csv_input(SALES + SALES.partition("\n")[2] * 20))
    first = read(document, Scope("range", sheet="Data"))
    assert first.next is not None
    second = read(document, Scope("range", sheet="Data", page=first.next))
    assert second.content["rows"].keys() & first.content["rows"].keys() == set()
    seen, page = 0, None
    while True:
        view = read(document, Scope("range", sheet="Data", page=page))
        seen += len(view.content["rows"])
        page = view.next
        if page is None:
            break
    assert seen == 48 * 21 + 1


def test_an_outline_names_sheets_tables_charts_and_keys():
    outline = read(built(*everything(), sales=sales()), Scope("outline")).content
    first, second = outline["sheets"]
    assert first["keys"]["units"] == 3
    assert [c["title"] for c in first["charts"]] == ["Units", "Steps"]
    assert second["tables"] == {"Sales": "A1:F49"}
    assert outline["names"] == {"Units": "S!C3:E3"}


def test_a_range_shows_values_formulas_or_formats():
    document = built(sheet("S"), BLOCK)
    values_ = read(document, Scope("range", sheet="S", range="B6:E6")).content["rows"]["6"]
    formulas = read(document, Scope("range", sheet="S", range="B6:E6", mode="formulas")).content[
        "rows"
    ]["6"]
    formats = read(document, Scope("range", sheet="S", range="B6:E6", mode="formats")).content[
        "rows"
    ]["6"]
    assert values_ == ["Total", 10, 30, 60]
    assert formulas[3] == "=SUM(C3:E3)"
    assert formats[3]["style"] == "total"
