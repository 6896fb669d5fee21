"""The sheets of a loan: the schedule and its summary by year."""

from collections.abc import Iterator

from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.loan_facts import ROWS_A_BLOCK, TOP, YEARS_TOP, Loan
from docsmith.agent.offline.workbook.model.pieces import Kpi, chunked, kpi_ops
from docsmith.agent.turns import Json


def schedule_ops(loan: Loan) -> Iterator[Json]:
    words, sheet = labels("loan", loan.brief.language), loan.schedule
    keys = ("number", "date", "opening", "payment", "interest", "principal", "closing")
    cells: list[ops.CellOp] = [("A1", words["schedule"], "title")]
    cells += [(ref(i, TOP - 1), words[key], "header") for i, key in enumerate(keys, 1)]
    yield ops.set_cells(sheet, cells)
    for first in range(TOP, loan.last + 1, ROWS_A_BLOCK):
        rows = range(first, min(first + ROWS_A_BLOCK, loan.last + 1))
        yield ops.write_block(sheet, f"A{first}", [_instalment(row) for row in rows], periods=7)
    for columns, look in (("A", "calc"), ("B", "date"), ("C{top}:G", "money")):
        place = columns.format(top=TOP) if "{" in columns else f"{columns}{TOP}:{columns}"
        yield ops.style(sheet, f"{place}{loan.last}", look)
    yield ops.style(sheet, f"C{TOP - 1}:G{TOP - 1}", align="right")
    yield ops.style(sheet, f"A{TOP - 1}:A{loan.last}", align="center")
    head = f"{TOP - 1}:{TOP - 1}"
    widths = {"A": 7, "B": 14, "C:G": 17}
    yield ops.layout(sheet, widths, freeze=f"A{TOP}", repeat_rows=head, landscape=False)


def _instalment(row: int) -> Json:
    """Number, date, opening balance, payment, interest, principal, closing balance."""
    first = row == TOP
    values = [
        1 if first else f"=A{row - 1}+1",
        f"=EDATE(First_payment,(A{row}-1)*12/Payments_a_year)",
        "=Loan_amount" if first else f"=G{row - 1}",
        f"=MIN(Payment,C{row}+E{row})",
        f"=C{row}*Annual_rate/Payments_a_year",
        f"=D{row}-E{row}",
        f"=C{row}-F{row}",
    ]
    return ops.row(None, values=values)


def loan_kpis(loan: Loan) -> tuple[Kpi, ...]:
    words = labels("loan", loan.brief.language)
    count = "Term_years*Payments_a_year"
    payment = (
        f"=IF(Annual_rate=0,Loan_amount/({count}),"
        f"PMT(Annual_rate/Payments_a_year,{count},-Loan_amount))"
    )
    return (
        Kpi(label=words["payment"], formula=payment, style="money"),
        Kpi(label=words["total_interest"], formula=f"=SUM({loan.column('E')})"),
        Kpi(label=words["total_paid"], formula=f"=SUM({loan.column('D')})"),
        Kpi(label=words["last"], formula=f"=MAX({loan.column('B')})", style="month"),
    )


def summary_ops(loan: Loan) -> Iterator[Json]:
    words, sheet = labels("loan", loan.brief.language), loan.summary
    title = loan.brief.title or words["title"]
    yield from kpi_ops(sheet, title, words["by_year"], loan_kpis(loan))
    keys = ("year", "payment", "interest", "principal", "closing")
    head = YEARS_TOP - 1
    cells: list[ops.CellOp] = [
        (ref(i, head), words[key], "header") for i, key in enumerate(keys, 1)
    ]
    for row in range(YEARS_TOP, loan.years_total):
        cells += _year(loan, row)
    cells += _years_total(loan)
    yield from chunked(sheet, cells)
    yield ops.style(sheet, f"B{head}:E{head}", align="right")
    yield ops.style(sheet, f"A{YEARS_TOP}:A{loan.years_total - 1}", align="left")
    end = loan.years_total - 1
    for stem, column in (("Balance", "E"), ("Interest", "C"), ("Principal", "D")):
        values = f"{column}{YEARS_TOP}:{column}{end}"
        yield from ops.series(stem, sheet, f"A{YEARS_TOP}:A{end}", values)
    yield from _charts(loan)
    yield ops.layout(sheet, {"A:E": 18, "F": 3}, freeze="A4", landscape=True)


def _year(loan: Loan, row: int) -> Iterator[ops.CellOp]:
    year = "=YEAR(First_payment)" if row == YEARS_TOP else f"=A{row - 1}+1"
    dates = loan.column("B")
    bounds = f'{dates},">="&DATE($A{row},1,1),{dates},"<"&DATE($A{row}+1,1,1)'
    yield ref(1, row), year, "year"
    for column, source in ((2, "D"), (3, "E"), (4, "F")):
        yield ref(column, row), f"=SUMIFS({loan.column(source)},{bounds})", "calc"
    opening = "Loan_amount" if row == YEARS_TOP else f"E{row - 1}"
    yield ref(5, row), f"={opening}-D{row}", "calc"


def _years_total(loan: Loan) -> Iterator[ops.CellOp]:
    row = loan.years_total
    yield ref(1, row), labels("tracker", loan.brief.language)["total"], "total"
    for column in "BCD":
        yield f"{column}{row}", f"=SUM({column}{YEARS_TOP}:{column}{row - 1})", "total"
    yield f"E{row}", None, "total"


def _charts(loan: Loan) -> Iterator[Json]:
    words, sheet, last = labels("loan", loan.brief.language), loan.summary, loan.years_total - 1
    categories = on(sheet, f"A{YEARS_TOP}:A{last}")
    lines = [
        {"name": words[key], "values": on(sheet, f"{column}{YEARS_TOP}:{column}{last}")}
        for key, column in (("principal", "D"), ("interest", "C"), ("closing", "E"))
    ]
    kind = "stacked_column"
    yield ops.chart(sheet, "G3", kind, words["chart_split"], categories, lines[:2], height_cm=8)
    title = words["chart_balance"]
    yield ops.chart(sheet, "G20", "area", title, categories, lines[2:], height_cm=8)
