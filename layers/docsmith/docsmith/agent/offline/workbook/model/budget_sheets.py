"""The sheets of a budget: the plan by month, actuals, what is left."""

from collections.abc import Iterator

from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, quoted, ref
from docsmith.agent.offline.workbook.model.budget_facts import FIRST, HEAD, MONTHS, Budget
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import Kpi, kpi_ops
from docsmith.agent.turns import Json


def _header(budget: Budget) -> list[ops.Scalar]:
    words = labels("budget", budget.brief.language)
    months = [f"=EDATE(First_month,{month})" for month in range(MONTHS)]
    return [words["category"], *months, words["year_total"]]


def _frame(budget: Budget, sheet: str) -> Iterator[Json]:
    """Title, months and looks that the budget and the actuals share."""
    cells: list[ops.CellOp] = [("A1", sheet, "title")]
    for column, title in enumerate(_header(budget), 1):
        is_month = isinstance(title, str) and title.startswith("=")
        cells.append((ref(column, HEAD), title, "header", "mmm yyyy" if is_month else None))
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, f"B{HEAD}:N{HEAD}", align="right")
    yield ops.layout(sheet, {"A": 30, "B:M": 11, "N": 13}, freeze=f"B{FIRST}", landscape=True)


def budget_ops(budget: Budget) -> Iterator[Json]:
    words = labels("budget", budget.brief.language)
    spend = "Total_budget*(1-Reserve_share)"
    formulas = [f"={spend}*{budget.share(i)}/Months" for i in range(len(budget.categories))]
    names = (*budget.categories, words["reserve_row"])
    yield from _frame(budget, budget.main)
    rows = [
        ops.row(name, formula=formula, style="calc")
        for name, formula in zip(
            names, [*formulas, "=Total_budget*Reserve_share/Months"], strict=True
        )
    ]
    yield ops.write_block(budget.main, f"A{FIRST}", rows, periods=MONTHS)
    yield from _totals(budget, budget.main)
    categories = on(budget.main, f"A{FIRST}:A{budget.last}")
    series = [{"name": words["budget"], "values": on(budget.main, f"N{FIRST}:N{budget.last}")}]
    yield ops.chart(
        budget.main,
        f"A{budget.total + 3}",
        "bar",
        words["chart_category"],
        categories,
        series,
        width_cm=22,
    )


def _totals(budget: Budget, sheet: str) -> Iterator[Json]:
    total = labels("tracker", budget.brief.language)["total"]
    cells: list[ops.CellOp] = [
        (f"N{row}", f"=SUM(B{row}:M{row})", "subtotal") for row in range(FIRST, budget.total)
    ]
    cells.append((f"A{budget.total}", total, "total"))
    for column in range(2, 15):
        place = ref(column, budget.total)
        above = f"{ref(column, FIRST)}:{ref(column, budget.last)}"
        cells.append((place, f"=SUM({above})", "total"))
    yield ops.set_cells(sheet, cells)


def actuals_ops(budget: Budget) -> Iterator[Json]:
    words = labels("budget", budget.brief.language)
    yield from _frame(budget, budget.actuals)
    names = (*budget.categories, words["reserve_row"])
    cells: list[ops.CellOp] = [("A2", words["fill_in"], "note")]
    cells += [(f"A{row}", name, "label") for row, name in enumerate(names, FIRST)]
    yield ops.set_cells(budget.actuals, cells)
    yield ops.style(budget.actuals, f"B{FIRST}:M{budget.last}", "input")
    yield ops.validation(budget.actuals, f"B{FIRST}:M{budget.last}", "decimal", minimum=0)
    yield from _totals(budget, budget.actuals)


def variance_ops(budget: Budget) -> Iterator[Json]:
    words, sheet = labels("budget", budget.brief.language), budget.variance
    total = on(budget.main, f"N{budget.total}")
    spent = on(budget.actuals, f"N{budget.total}")
    kpis = (
        Kpi(label=words["total_budget"], formula=f"={total}"),
        Kpi(label=words["actual"], formula=f"={spent}"),
        Kpi(label=words["left"], formula=f"={total}-{spent}"),
        Kpi(label=words["used"], formula=f"=IF({total}=0,0,{spent}/{total})", style="percent"),
    )
    title = budget.brief.title or words["title"]
    yield from kpi_ops(sheet, title, words["variance"], kpis)
    keys = ("category", "budget", "share", "actual", "left", "used", "status")
    cells: list[ops.CellOp] = [(ref(i, 8), words[key], "header") for i, key in enumerate(keys, 1)]
    for row in range(FIRST, budget.total + 1):
        cells += _line(budget, row)
    end = 9 + budget.total - FIRST
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, "B8:F8", align="right")
    yield ops.conditional(sheet, f"G9:G{end}", "equal", words["over"], "bad")
    series = [
        {"name": words[key], "values": on(sheet, f"{column}9:{column}{end - 1}")}
        for key, column in (("budget", "B"), ("actual", "D"))
    ]
    categories = on(sheet, f"A9:A{end - 1}")
    title = words["chart_variance"]
    yield ops.chart(sheet, f"A{end + 3}", "column", title, categories, series, width_cm=22)
    for stem, column in (("Budget", "B"), ("Actual", "D")):
        yield from ops.series(stem, sheet, f"A9:A{end - 1}", f"{column}9:{column}{end - 1}")
    months = (f"B{HEAD}:M{HEAD}", f"B{budget.total}:M{budget.total}")
    yield from ops.series("Month", budget.main, *months)
    yield ops.style(sheet, f"G8:G{end}", align="center")
    yield ops.layout(sheet, {"A": 30, "B:G": 16}, freeze="A4")


def _line(budget: Budget, row: int) -> Iterator[ops.CellOp]:
    """One category, or the total, of the variance table; four rows below its row in the budget."""
    words = labels("budget", budget.brief.language)
    main, actuals = quoted(budget.main), quoted(budget.actuals)
    here, is_total = row + 4, row == budget.total
    look = "total" if is_total else "link"
    share = "total" if is_total else "percent"
    yield f"A{here}", f"={main}!A{row}", "total" if is_total else "label"
    yield f"B{here}", f"={main}!N{row}", look
    yield f"C{here}", f"=IF(B${budget.total + 4}=0,0,B{here}/B${budget.total + 4})", share, "0.0%"
    yield f"D{here}", f"={actuals}!N{row}", look
    yield f"E{here}", f"=B{here}-D{here}", "total" if is_total else "calc"
    yield f"F{here}", f"=IF(B{here}=0,0,D{here}/B{here})", share, "0.0%"
    verdict = f'=IF(D{here}>B{here},"{words["over"]}","{words["fine"]}")'
    yield f"G{here}", verdict, "total" if is_total else "text"
