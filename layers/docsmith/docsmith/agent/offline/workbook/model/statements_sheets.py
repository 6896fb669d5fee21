"""The sheets of a financial model: statements, summary, charts, checks."""

from collections.abc import Iterator

from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, quoted
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import Check, Kpi, checks_ops, kpi_ops
from docsmith.agent.offline.workbook.model.statements_facts import TOP, Model
from docsmith.agent.turns import Json


def statement_ops(model: Model, sheet: str) -> Iterator[Json]:
    note = labels("shared", model.brief.language)["blue"] if sheet == model.drivers else None
    yield ops.set_cells(sheet, [("A1", sheet, "title"), ("A2", note, "note")])
    yield ops.write_block(sheet, f"A{TOP}", model.rows(sheet), header=model.header)
    yield ops.style(sheet, f"B{TOP}:{model.last}{TOP}", align="right")
    yield ops.layout(sheet, {"A": 42, f"B:{model.last}": 14}, freeze=f"B{TOP + 1}", landscape=True)


def statements_kpis(model: Model) -> tuple[Kpi, ...]:
    words, last = labels("statements", model.brief.language), model.last
    year = model.header[-1]

    def cell(sheet: str, key: str) -> str:
        return f"={on(sheet, f'{last}{model.row(sheet, key)}')}"

    return (
        Kpi(label=f"{words['revenue']} {year}", formula=cell(model.income, "revenue")),
        Kpi(label=f"{words['ebitda']} {year}", formula=cell(model.income, "ebitda")),
        Kpi(label=f"{words['net']} {year}", formula=cell(model.income, "net")),
        Kpi(label=f"{words['closing_cash']} {year}", formula=cell(model.cash, "closing_cash")),
    )


def summary_ops(model: Model) -> Iterator[Json]:
    words, sheet, brief = labels("statements", model.brief.language), model.summary, model.brief
    subtitle = f"{model.header[2]}–{model.header[-1]}"
    yield from kpi_ops(sheet, brief.title or words["title"], subtitle, statements_kpis(model))
    lines = (
        ("revenue", model.income, "link"),
        ("ebitda", model.income, "link"),
        ("ebitda_margin", model.income, "percent"),
        ("net", model.income, "link"),
        ("operating", model.cash, "link"),
        ("closing_cash", model.cash, "link"),
        ("debt", model.balance, "link"),
    )
    rows = [
        ops.row(
            words.get(key, words["cash_row"]),
            formula=f"={quoted(source)}!{{col}}{model.row(source, key)}",
            first="" if key not in {"revenue", "debt"} else None,
            style=style,
            key=f"s_{key}",
        )
        for key, source, style in lines
    ]
    yield ops.write_block(sheet, "A8", rows, header=model.header)
    yield ops.style(sheet, f"B8:{model.last}8", align="right")
    for stem, row in (("Revenue", 9), ("EBITDA", 10), ("Net_income", 12), ("Cash", 14)):
        yield from ops.series(stem, sheet, f"C8:{model.last}8", f"C{row}:{model.last}{row}")
    yield from _charts(model)
    yield ops.layout(sheet, {"A": 34, f"B:{model.last}": 20}, freeze="A4", landscape=True)


def _charts(model: Model) -> Iterator[Json]:
    words, sheet, last = labels("statements", model.brief.language), model.summary, model.last
    categories = on(sheet, f"C8:{last}8")
    series = [
        {"name": words["revenue"], "values": on(sheet, f"C9:{last}9")},
        {"name": words["ebitda"], "values": on(sheet, f"C10:{last}10")},
    ]
    yield ops.chart(
        sheet, "A18", "column", words["chart_growth"], categories, series, width_cm=14, height_cm=7
    )
    cash = [{"name": words["closing_cash"], "values": on(sheet, f"C14:{last}14")}]
    yield ops.chart(
        sheet, "E18", "line", words["chart_cash"], categories, cash, width_cm=12, height_cm=7
    )


def check_ops(model: Model) -> Iterator[Json]:
    words, last = labels("statements", model.brief.language), model.last

    def across(sheet: str, key: str, first: str = "C") -> str:
        row = model.row(sheet, key)
        return on(sheet, f"{first}{row}:{last}{row}")

    balance, cash = model.balance, model.cash
    retained = on(balance, f"{last}{model.row(balance, 'retained')}")
    checks = (
        Check(
            label=words["check_balance"],
            difference=f"SUM({across(balance, 'check', 'B')})",
        ),
        Check(
            label=words["check_cash"],
            difference=f"SUM({across(balance, 'cash')})-SUM({across(cash, 'closing_cash')})",
        ),
        Check(
            label=words["check_positive"],
            difference=f"MIN(0,MIN({across(balance, 'cash', 'B')}))",
        ),
        Check(
            label=words["check_equity"],
            difference=f"{retained}-SUM({across(model.income, 'net')})"
            f"-SUM({across(cash, 'dividends')})",
        ),
    )
    yield from checks_ops(model.checks, checks, model.brief.language)
