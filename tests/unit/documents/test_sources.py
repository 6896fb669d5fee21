"""Data files as people send them are read as what they are, or refused with the reason."""

import json
import math
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.building import SALES, built, cells, csv_input, sheet

from docsmith.documents.interface import render
from docsmith.documents.sources import ColumnType, UnreadableSource, describe, read_source
from docsmith.documents.sources.dates import parse_date
from docsmith.documents.sources.numbers import parse_number

SAMPLE = Path(__file__).parents[3] / "events" / "sales.csv"


def read(text: str | bytes, kind: str = "csv", **options):
    content = text if isinstance(text, bytes) else text.encode()
    return read_source(content, kind=kind, **options)


def column(table, name):
    found = table.column(name)
    assert found is not None, [c.name for c in table.columns]
    return found


GERMAN = (
    "Datum;Kunde;Umsatz;Menge;Anteil\n"
    "01.02.2025;Müller;1.234,56;5;12,5 %\n13.12.2025;Größe;-99,00;6;3 %\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"]
)
def test_a_german_file_is_read_in_any_encoding(encoding):
    table = read(GERMAN.encode(encoding))
    assert list(column(table, "Umsatz").values) == [1234.56, -99.0]
    assert list(column(table, "Datum").values) == [date(2025, 2, 1), date(2025, 12, 13)]
    assert list(column(table, "Kunde").values) == ["Müller", "Größe"]
    assert list(column(table, "Anteil").values) == [0.125, 0.03]
    assert column(table, "Anteil").type is ColumnType.PERCENT


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    table = read(f"a{delimiter}b{delimiter}c\n1{delimiter}x y{delimiter}2.5\n" * 1)
    assert [c.name for c in table.columns] == ["a", "b", "c"]
    assert table.row_count == 1


def test_excel_says_the_delimiter_in_its_first_line():
    assert [c.name for c in read("sep=|\na|b\n1|2\n").columns] == ["a", "b"]


def test_decimal_commas_are_not_taken_for_delimiters():
    table = read("a;b\n1,5;2,5\n3,5;4,25\n")
    assert list(column(table, "b").values) == [2.5, 4.25]


def test_text_that_begins_like_a_formula_stays_text():
    table = read("a,b\n=1+1,-5\n@SUM(A1),+3\n-abc,7\n+49 30 1234,8\n")
    assert list(column(table, "a").values) == ["=1+1", "@SUM(A1)", "-abc", "+49 30 1234"]
    assert list(column(table, "b").values) == [-5, 3, 7, 8]


def test_a_loaded_formula_is_never_a_formula_in_the_file():
    document = built(
        sheet("D"),
        {"op": "load_data", "slot": "s", "sheet": "D", "table": "T"},
        s=csv_input('a,b\n=1+1,1\n"=HYPERLINK(""http://x"",""y"")",2\n'),
    )
    assert b"<f>" not in _part(render(document), "xl/worksheets/sheet1.xml")


def _part(content: bytes, name: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"\x00\x01\x02\xff\xfe" * 100, "binary"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"a,b\n", "no rows"),
        (b"a,b\n1,2\n1,2,3\n", "row 3 has 3 fields"),
    ],
)
def test_what_cannot_be_a_table_is_refused_with_the_reason(content, reason):
    with pytest.raises(UnreadableSource) as refused:
        read(content)
    assert reason in refused.value.reason


def test_too_many_rows_are_refused_with_the_number():
    with pytest.raises(UnreadableSource, match="3 rows; at most 2"):
        read("a\n1\n2\n3\n", max_rows=2)


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnreadableSource, match="parquet"):
        read("a", kind="parquet")


def test_short_rows_are_padded_and_trailing_blanks_dropped():
    table = read("a,b,c\n1,2\n1,2,3,,\n")
    assert list(column(table, "c").values) == [None, 3]
    assert any("shorter" in note for note in table.notes)


def test_names_are_made_where_they_are_missing_or_twice():
    table = read("a,b,A,\n1,2,3,4\n")
    assert [c.name for c in table.columns] == ["a", "b", "A 2", "Column 4"]


def test_a_file_without_a_header_is_recognised():
    table = read("1,2025-01-01,x\n2,2025-02-03,y\n")
    assert [c.name for c in table.columns] == ["Column 1", "Column 2", "Column 3"]
    assert table.row_count == 2


def test_years_in_a_header_do_not_make_it_data():
    assert [c.name for c in read("Region,2024,2025\nN,1,2\n").columns] == ["Region", "2024", "2025"]


def test_titles_above_the_header_are_left_out():
    table = read("Sales export,,\n,,\nRegion,Month,Sales\nN,2025-01,5\nS,2025-02,6\n")
    assert [c.name for c in table.columns] == ["Region", "Month", "Sales"]
    assert column(table, "Month").style == "month"


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234.56", "point", 1234.56),
        ("1.234,56", "comma", 1234.56),
        ("1'234.50", "point", 1234.5),
        ("1 234,5", "comma", 1234.5),
        ("(1,200)", "point", -1200),
        ("12-", "point", -12),
        ("−7", "point", -7),
        ("$ 3.50", "point", 3.5),
        ("-€5,00", "comma", -5.0),
        ("EUR 12", "point", 12),
        ("99 kr", "point", 99),
        ("12 %", "point", 0.12),
        ("1.5e3", "point", 1500.0),
        (".5", "point", 0.5),
    ],
)
def test_numbers_as_people_write_them(text, decimal, value):
    found = parse_number(text, decimal)
    assert found is not None
    assert math.isclose(found.value, value)


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "00123.5",
        "1E5",
        "+49 301 234",
        "12345678901234567",
        "1,23,4",
        "abc",
        "",
        "-",
        "1.2.3",
        "12:30",
    ],
)
def test_identifiers_are_not_numbers(text):
    assert parse_number(text, "point") is None


@pytest.mark.parametrize(
    ("text", "day_first", "value"),
    [
        ("2025-03-04", True, date(2025, 3, 4)),
        ("2025/3/4", True, date(2025, 3, 4)),
        ("04.03.2025", False, date(2025, 3, 4)),
        ("04/03/2025", True, date(2025, 3, 4)),
        ("04/03/2025", False, date(2025, 4, 3)),
        ("3-Mar-25", False, date(2025, 3, 3)),
        ("März 2025", False, date(2025, 3, 1)),
        ("Mar 5, 2025", False, date(2025, 3, 5)),
        ("5. Dezember 2025", False, date(2025, 12, 5)),
        ("2025-03", False, date(2025, 3, 1)),
        ("2025-03-04T05:06:07Z", False, datetime(2025, 3, 4, 5, 6, 7)),
        ("3/4/2025 1:05 PM", False, datetime(2025, 3, 4, 13, 5)),
    ],
)
def test_dates_as_people_write_them(text, day_first, value):
    assert parse_date(text, day_first) == value


@pytest.mark.parametrize(
    "text", ["1899-12-31", "2025-13-01", "31/02/2025", "5.2", "20250304", "12/2025x"]
)
def test_what_excel_has_no_date_for_stays_text(text):
    assert parse_date(text, True) is None


def test_one_clear_cell_decides_the_order_of_day_and_month_of_its_column():
    table = read("d\n03/04/2025\n25/04/2025\n")
    assert list(column(table, "d").values) == [date(2025, 4, 3), date(2025, 4, 25)]


def test_odd_values_stay_and_are_reported():
    rows = "".join(f"{i}\n" for i in range(20))
    table = read("Qty\n" + rows + "two\nn/a\n")
    found = column(table, "Qty")
    assert found.type is ColumnType.INTEGER
    assert found.values[20:] == ["two", None]
    assert "'two'" in " ".join(found.stats.notes)


def test_the_sample_is_read_as_what_it_is():
    table = read(SAMPLE.read_bytes())
    assert table.row_count == 2400
    kinds = {c.name: c.type for c in table.columns}
    assert kinds["Order Date"] is ColumnType.DATE
    assert kinds["Amount"] is ColumnType.MONEY
    assert kinds["Discount"] is ColumnType.PERCENT
    assert kinds["Order ID"] is ColumnType.TEXT
    assert '=HYPERLINK("http://example.com","open")' in column(table, "Note").values


def test_the_description_is_small_whatever_the_file():
    wide = ",".join(f"column {i}" for i in range(200)) + "\n" + ",".join(["x" * 500] * 200) + "\n"
    assert len(json.dumps(describe(read(wide)))) < 20_000
    assert len(json.dumps(describe(read(SAMPLE.read_bytes())))) < 6_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[{"a": 1, "b": {"c": "x"}}, {"a": 2}]', ["a", "b.c"]),
        ('[["a", "b"], [1, 2]]', ["a", "b"]),
        ('{"columns": ["a", "b"], "data": [[1, 2]]}', ["a", "b"]),
        ('{"a": [1, 2], "b": [3, 4]}', ["a", "b"]),
        ('{"meta": 1, "items": [{"a": 1}], "few": [{"z": 1}]}', ["a"]),
        ('{"a": 1}\n{"a": 2}\n', ["a"]),
    ],
)
def test_json_in_its_usual_shapes(text, names):
    assert [c.name for c in read(text, "json").columns] == names


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"a": 1}', '{"a": 1}\n{"a"\n'])
def test_json_without_records_is_refused(text):
    with pytest.raises(UnreadableSource):
        read(text, "json")


def test_a_sheet_of_a_workbook_is_a_source():
    made = render(
        built(
            sheet("Small"),
            sheet("Big"),
            cells("Small", A1="x", A2=1),
            {"op": "load_data", "slot": "s", "sheet": "Big", "table": "T"},
            s=csv_input(SALES),
        )
    )
    table = read(made, "xlsx")
    assert table.parts == ("Small", "Big")
    assert table.row_count == 48
    assert column(table, "Date").type is ColumnType.DATE
    assert read(made, "xlsx", part="Small").row_count == 1
    with pytest.raises(UnreadableSource, match="no part 'Other'"):
        read(made, "xlsx", part="Other")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(blacklist_categories=["Cs"]), max_size=12), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_or_refused_but_never_crashes(rows):
    import csv
    import io

    buffer = io.StringIO()
    csv.writer(buffer).writerows([["one", "two", "three"], *rows])
    try:
        table = read(buffer.getvalue())
    except UnreadableSource:
        return
    assert all(len(c.values) == table.row_count for c in table.columns)
    assert len({c.name.casefold() for c in table.columns}) == len(table.columns)
    json.dumps(describe(table))


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused(content):
    for kind in ("csv", "json", "xlsx"):
        try:
            read(content, kind)
        except UnreadableSource:
            continue


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 4)), st.sampled_from(["point", "comma"]))
@settings(max_examples=80)
def test_a_written_number_is_read_back(number, decimal):
    text = f"{number:,.4f}"
    if decimal == "comma":
        text = text.translate(str.maketrans(",.", ".,"))
    found = parse_number(text, decimal)
    assert found is not None
    assert math.isclose(found.value, number, rel_tol=1e-12, abs_tol=1e-9)


def test_a_column_of_fifty_values_lists_them_all():
    rows = "\n".join(f"R{i % 50:02},{i}" for i in range(200))
    table = read_source(f"Region,Amount\n{rows}\n".encode(), kind="csv")
    region = describe(table)["columns"][0]
    assert len(region["top"]) == region["distinct"] == 50


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ((*map(str, range(40)), "soon"), "1 cell is no number and stays text: 'soon'"),
        ((*map(str, range(40)), "soon", "later"), "2 cells are not numbers and stay text"),
        (("1", "2", "n/a", "4", "5"), "1 cell says that there is no value"),
    ],
)
def test_what_is_odd_is_said_in_good_grammar(cells, note):
    table = read_source(("A,B\n" + "".join(f"x,{c}\n" for c in cells)).encode(), kind="csv")
    assert note in " ".join(table.columns[1].stats.notes)
