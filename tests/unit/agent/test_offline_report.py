"""Reports from data: true to the data, by an independent calculation, and laid out to be read."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests.fakes.document_tools import session
from tests.unit.agent.workbooks import CSVS, DATA, finished, made, ops, values

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.plan import Plan, Ranking
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.offline.words import spoken_share
from docsmith.agent.offline.workbook.data.report import plan_report
from docsmith.agent.offline.workbook.grid import letter, on, quoted, ref
from docsmith.agent.offline.workbook.ranking import ranking_ops
from docsmith.documents.sources import SourceTable, read_source

REPORT = "Create a sales report"


def table(name: str) -> SourceTable:
    content = (DATA / "csv" / name).read_bytes()
    return read_source(content, kind="csv", name=name, max_rows=1000, part=None)


def split_of(cells: dict[str, object], heading: str) -> dict[object, object]:
    """Labels and first figures of the table under a heading, up to its total."""
    row = next(
        int(cell[1:]) for cell, value in cells.items() if cell[0] == "A" and value == heading
    )
    found: dict[object, object] = {}
    row += 2
    while (label := cells.get(f"A{row}")) is not None:
        found[label] = cells.get(f"B{row}")
        row += 1
        if label == "Total":
            break
    return found


def test_splits_equal_what_python_counts():
    data = table("no_date.csv")
    units, prices, cities = (data.column(n) for n in ("Units", "Unit Price", "City"))
    assert units and prices and cities  # noqa: PT018
    expected: dict[object, float] = defaultdict(float)
    for unit, price, city in zip(units.values, prices.values, cities.values, strict=True):
        expected[city] += float(unit) * float(price)  # type: ignore[arg-type]
    got = split_of(values(finished(REPORT, "no_date.csv"), "Summary"), "Amount by City")
    assert got.pop("Total") == pytest.approx(sum(expected.values()))
    assert got == {city: pytest.approx(value) for city, value in expected.items()}


def test_splits_stand_in_the_order_of_their_figures():
    got = split_of(values(finished(REPORT, "no_date.csv"), "Summary"), "Amount by City")
    got.pop("Total")
    figures = [float(value) for value in got.values()]  # type: ignore[arg-type]
    assert figures == sorted(figures, reverse=True)


def test_months_equal_what_python_counts_in_german_data():
    data = table("umsatz_nach_gebiet.csv")
    days, counts = data.column("Bestelldatum"), data.column("Menge")
    assert days and counts  # noqa: PT018
    expected: dict[object, float] = defaultdict(float)
    for day, count in zip(days.values, counts.values, strict=True):
        assert isinstance(day, date)
        expected[(day.year, day.month)] += float(count or 0)  # type: ignore[arg-type]
    cells = values(finished("Umsatzbericht", "umsatz_nach_gebiet.csv"), "Übersicht")
    row = next(int(c[1:]) for c, v in cells.items() if v == "Betrag (€) im Zeitverlauf") + 2
    while hasattr(day := cells[f"A{row}"], "year"):
        assert cells[f"E{row}"] == expected[(day.year, day.month)], row
        row += 1
    assert cells[f"E{row}"] == sum(expected.values())


@pytest.mark.parametrize("name", CSVS)
def test_the_data_sheet_holds_every_row_as_a_table(name: str):
    data = table(name)
    book = finished(REPORT, name)
    sheet = book["Data"]
    (excel_table,) = sheet.tables.values()
    assert excel_table.ref.startswith("A1:")
    assert sheet.max_row == data.row_count + 1
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("name", CSVS)
def test_charts_never_stand_over_cells(name: str):
    run = made(REPORT, name)
    book = finished(REPORT, name)
    for chart in ops(run, "chart"):
        left, top = _place(str(chart["anchor"]))
        covered = [
            cell.coordinate
            for row in book[str(chart["sheet"])].iter_rows(min_row=top, max_row=top + 16)
            for cell in row
            if cell.column >= left and cell.value is not None
        ]
        assert covered == [], chart["title"]


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - 64
    return column, int(cell[len(letters) :])


@pytest.mark.parametrize("name", CSVS)
def test_no_figure_of_a_summary_is_typed_in(name: str):
    """Numbers on the summary come from formulas; only labels are values."""
    typed = [
        cell
        for op in ops(made(REPORT, name), "set_cells")
        if op["sheet"] == "Summary"
        for cell in op["cells"]  # type: ignore[union-attr]
        if isinstance(cell["value"], int | float) and not cell["cell"].startswith("A")  # type: ignore[index]
    ]
    assert typed == []


def test_hostile_cells_stay_text_and_make_no_formula():
    book = finished(REPORT, "hostile_cells.csv")
    products = {cell.value for cell in book["Data"]["B"]}
    assert '=HYPERLINK("http://x")' in products
    kinds = {cell.data_type for cell in book["Data"]["B"]}
    assert kinds == {"s"}


def test_one_row_is_shown_as_a_record():
    cells = values(finished(REPORT, "one_row.csv"), "Summary")
    labels = {value: cell for cell, value in cells.items() if cell.startswith("A")}
    assert cells["B" + labels["Customer"][1:]] == "Northwind Ltd"


def test_a_blank_column_of_a_record_is_left_blank():
    blank = ColumnView(name="Paid", blanks=1)
    one = SourceView(slot="a", name="a.csv", rows=1, columns=(blank, AMOUNT))
    got = formulas(plan(one), "Summary")
    assert "=Data!B2" in got
    assert "=Data!A2" not in got


# --- plans from descriptions alone ------------------------------------------------------------


def column(name: str, *common: str, **facts: object) -> ColumnView:
    base = {"filled": 60, "distinct": len(common) or 50, "common": common}
    return ColumnView(name=name, **(base | facts))  # type: ignore[arg-type]


def source(*columns: ColumnView, rows: int = 60, slot: str = "a") -> SourceView:
    return SourceView(slot=slot, name=f"{slot}.csv", rows=rows, columns=columns)


def plan(*sources: SourceView, prompt: str = "Report") -> Plan:
    return plan_report(brief_of(prompt), sources)


def formulas(made_plan: Plan, sheet: str) -> str:
    return "\n".join(
        str(cell["value"])
        for section in made_plan.sections
        for op in section.ops
        if op["op"] == "set_cells" and op["sheet"] == sheet
        for cell in op["cells"]
    )


def days(first: str, last: str, **facts: object) -> ColumnView:
    return column("Date", type="date", minimum=first, maximum=last, **facts)


AMOUNT = column("Amount", type="money", minimum=1, maximum=900)


@pytest.mark.parametrize(
    ("first", "last", "sign", "lines"),
    [
        ("2026-01-03", "2026-01-20", "=INT(MIN(A[Date]))", 18),
        ("2026-01-03", "2026-06-20", "=DATE(YEAR(MIN(A[Date]))", 6),
        ("2019-01-03", "2026-06-20", "=YEAR(MIN(A[Date]))", 8),
    ],
)
def test_time_is_split_by_day_month_or_year(first: str, last: str, sign: str, lines: int):
    got = formulas(plan(source(days(first, last), AMOUNT)), "Summary")
    assert sign in got
    assert got.count("SUMIFS") == lines


def test_rows_without_a_usable_date_have_a_line_of_their_own():
    got = formulas(plan(source(days("2026-01-03", "2026-06-20", blanks=2), AMOUNT)), "Summary")
    assert "No usable date" in got
    assert '=ROUND(SUM(A[Amount])-SUMIFS(A[Amount],A[Date],">0"),6)' in got


def test_a_single_day_is_no_split():
    assert "over time" not in formulas(
        plan(source(days("2026-01-03", "2026-01-03"), AMOUNT)), "Summary"
    )


def test_blank_and_unlisted_values_have_lines_of_their_own():
    region = column("Region", "North", "South", distinct=9, blanks=3)
    got = formulas(plan(source(region, AMOUNT)), "Summary")
    assert 'SUMIFS(A[Amount],A[Region],"=")' in got
    assert "Other" in got


def test_averages_are_not_added_up():
    heat = column("Temperature", type="number", minimum=1, maximum=9)
    region = column("Region", "North", "South", distinct=9, blanks=3)
    got = formulas(plan(source(region, heat)), "Summary")
    assert "AVERAGEIFS(A[Temperature]" in got
    assert "Share" not in got


def test_two_splits_without_time_are_crossed_and_close_with_the_rest():
    regions = column("Region", "North", "South", distinct=9, blanks=3)
    products = column("Product", *[f"P{i}" for i in range(12)])
    made_plan = plan(source(regions, products, AMOUNT))
    assert "Region × Product" in made_plan.sheets
    assert "SUMIFS(A[Amount],A[Region],$A5,A[Product],B$4)" in formulas(
        made_plan, "Region × Product"
    )


def test_a_crossing_prints_its_fractions_as_money():
    pair = (column("Region", "N", "S"), column("Kind", "x", "y"))
    small = column("Amount", type="money", minimum=0.1, maximum=2)
    styles = [
        cell["number_format"]
        for section in plan(source(*pair, small)).sections
        for op in section.ops
        if op["op"] == "set_cells" and op["sheet"] == "Region × Kind"
        for cell in op["cells"]
        if "number_format" in cell
    ]
    assert styles
    assert all("0.00" in style for style in styles)


def test_text_without_splits_or_figures_is_counted_by_column():
    names = column("Name", distinct=60)
    got = formulas(plan(source(names)), "Summary")
    assert "=COUNTA(A[Name])" in got


def test_several_sources_get_sheets_of_their_own():
    made_plan = plan(source(AMOUNT, slot="a"), source(AMOUNT, slot="b"))
    assert made_plan.sheets == ("Summary A", "a", "Summary B", "b", "Notes")
    names = [op["name"] for s in made_plan.sections for op in s.ops if op["op"] == "name"]
    assert len(names) == len(set(names))


def test_a_column_named_like_a_period_keeps_its_names_apart():
    month = column("Month", "Jan", "Feb")
    made_plan = plan(source(days("2026-01-03", "2026-06-20"), month, AMOUNT))
    names = [op["name"] for s in made_plan.sections for op in s.ops if op["op"] == "name"]
    assert "Month_labels" in names
    assert "Month_column_labels" in names
    assert len(names) == len(set(names))


def test_a_file_of_several_tables_is_told_of():
    parts = source(AMOUNT).model_copy(update={"parts": ("Jan", "Feb")})
    assert "several tables (Jan, Feb)" in formulas(plan(parts), "Notes")


def test_notes_of_the_source_are_told_and_stay_text():
    odd = source(column("A", notes=("=1+1 is text",))).model_copy(update={"notes": ("two tables",)})
    got = formulas(plan(odd), "Notes")
    assert "'=1+1 is text" in got
    assert "a.csv: two tables" in got


def test_a_discount_lowers_the_amount_only_as_a_fraction():
    base = (column("Qty", type="integer"), column("Price", type="money"))
    part = column("Discount", type="percent", minimum=0, maximum=0.2)
    cash = column("Discount", type="money", minimum=0, maximum=20)
    with_part, with_cash = (
        next(op for op in plan(source(*base, last)).sections[0].ops if op["op"] == "load_data")
        for last in (part, cash)
    )
    assert "*(1-N([@Discount]))" in with_part["computed"][0]["formula"]
    assert "Discount" not in with_cash["computed"][0]["formula"]


def test_a_ranking_needs_every_figure():
    ranking = Ranking(sheet="S", labels=("a", "b"), first=5)
    assert list(ranking_ops(ranking, {"S!B5": 1})) == []
    assert list(ranking_ops(ranking, {"S!B5": 2, "S!B6": 1})) == []
    (op,) = ranking_ops(ranking, {"S!B5": 1, "S!B6": 2})
    assert [cell["value"] for cell in op["cells"]] == ["b", "a"]


def test_addresses_are_written_as_excel_writes_them():
    assert [letter(n) for n in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert ref(28, 3) == "AB3"
    assert [quoted(name) for name in ("Data", "My data", "It's", "A1", "Übersicht")] == [
        "Data",
        "'My data'",
        "'It''s'",
        "'A1'",
        "Übersicht",
    ]
    assert on("My data", "A1") == "'My data'!A1"


def test_the_summary_tells_averages_of_percent_in_percent(tmp_path: Path):
    rows = [f"{day:02d}.03.2026;Nord;{100 + day},50 €;{day % 5} %" for day in range(1, 29)]
    file = tmp_path / "umsatz.csv"
    file.write_text("\n".join(("Datum;Gebiet;Umsatz;Rabatt", *rows)), encoding="utf-8")
    average = sum(day % 5 for day in range(1, 29)) / 28
    told = session(OfflineModel(), file).ask("Umsatzbericht").summary
    assert f"Rabatt: {average:.1f} %".replace(".", ",") in told


def test_shares_are_spoken_as_the_reader_writes_them():
    assert (spoken_share(0.026, "de"), spoken_share(0.026, "en")) == ("2,6 %", "2.6%")
    assert spoken_share("none", "en") == "none"
