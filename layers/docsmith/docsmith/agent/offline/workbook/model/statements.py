"""Three statements that balance: drivers, income statement, balance sheet, cash flow, checks.

Column B is the opening year, C and on the forecast. Interest is charged on opening debt, so that no
formula depends on itself. Opening share capital is what makes the opening position balance.
"""

from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.numbers import Period
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import letter, on, quoted, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import (
    Check,
    Input,
    Kpi,
    assumptions_ops,
    checks_ops,
    kpi_ops,
    remarks_of,
)
from docsmith.agent.offline.workbook.model.statement_rows import (
    DRIVERS,
    balance_rows,
    cash_rows,
    driver_rows,
    income_rows,
)
from docsmith.agent.turns import Json, Value

YEARS = 5
TOP = 3
"""Header row of every statement; its rows follow in the order of `statement_rows.py`."""


class Model(Value):
    """The sheets of a model. `rows` are the keys of each sheet's rows, in order."""

    brief: Brief
    period: Period
    summary: str
    drivers: str
    income: str
    balance: str
    cash: str
    assumptions: str
    checks: str

    @property
    def last(self) -> str:
        """Letter of the last forecast year."""
        return letter(2 + len(self.period.years))

    @property
    def header(self) -> list[str]:
        years = (self.period.first - 1, *self.period.years)
        return ["", *(f"FY{year % 100:02d}" for year in years)]

    @property
    def sheets(self) -> tuple[str, ...]:
        statements = (self.summary, self.income, self.balance, self.cash)
        return (*statements, self.drivers, self.assumptions, self.checks)

    def row(self, sheet: str, key: str) -> int:
        keys = [row.get("key") for row in self.rows(sheet)]
        return TOP + 1 + keys.index(key)

    def rows(self, sheet: str) -> tuple[Json, ...]:
        words = labels("statements", self.brief.language)
        names = {
            "drivers": quoted(self.drivers),
            "income": quoted(self.income),
            "balance": quoted(self.balance),
            "cash": quoted(self.cash),
        }
        make = {
            self.drivers: driver_rows,
            self.income: income_rows,
            self.balance: balance_rows,
            self.cash: cash_rows,
        }[sheet]
        growth = self.brief.figure("grow", "wachs", percent=True)
        return tuple(make(words, names, len(self.period.years), growth.value if growth else 0.08))


def plan_statements(brief: Brief) -> Plan:
    words, shared = labels("statements", brief.language), labels("shared", brief.language)
    model = Model(
        brief=brief,
        period=_period(brief),
        **{key: words[key] for key in ("summary", "drivers", "income", "balance", "cash")},
        assumptions=shared["assumptions"],
        checks=shared["checks"],
    )
    inputs = opening_inputs(brief)
    sheets = tuple(ops.add_sheet(name) for name in model.sheets)
    statements = (model.drivers, model.income, model.balance, model.cash)
    return Plan(
        title=brief.title or words["title"],
        outline=tuple(f"{sheet}: {' '.join(model.header[1:])}" for sheet in statements),
        sections=(
            Section(
                name="inputs",
                ops=(*sheets, *assumptions_ops(model.assumptions, inputs, brief.language)),
            ),
            Section(
                name="statements",
                ops=tuple(op for sheet in statements for op in _statement_ops(model, sheet)),
            ),
            Section(name="summary", ops=tuple(_summary_ops(model))),
            Section(name="checks", ops=tuple(_check_ops(model))),
        ),
        sheets=model.sheets,
        language=brief.language,
        headlines=tuple(
            Headline(label=kpi.label, place=on(model.summary, ref(column, 5)))
            for column, kpi in enumerate(_kpis(model), 1)
        ),
        remarks=remarks_of(
            inputs, f"{model.drivers}, {model.assumptions}", brief.language, len(DRIVERS)
        ),
    )


def opening_inputs(brief: Brief) -> tuple[Input, ...]:
    """The opening position, scaled to the revenue that the prompt names, else to 10 million."""
    words = labels("statements", brief.language)
    told = brief.money()
    revenue = told.value if told else 10_000_000
    sizes = {
        "Opening_revenue": ("revenue", 1.0),
        "Opening_cash": ("cash_row", 0.08),
        "Opening_receivables": ("receivables", 0.12),
        "Opening_inventory": ("inventory", 0.06),
        "Opening_fixed_assets": ("ppe", 0.30),
        "Opening_payables": ("payables", 0.06),
        "Opening_debt": ("debt", 0.20),
    }
    unit = brief.currency or ""
    given = [
        Input(
            name=name,
            label=f"{words['opening']}: {words[key]}",
            value=round(revenue * size),
            unit=unit,
            told=name == "Opening_revenue" and told is not None,
        )
        for name, (key, size) in sizes.items()
    ]
    return (*given, Input(name="Days_a_year", label=words["days"], value=365, kind="integer"))


def _period(brief: Brief) -> Period:
    if brief.period and len(brief.period.years) > 1:
        return brief.period
    first = brief.period.first if brief.period else brief.day.year + 1
    return Period(first=first, last=first + round(brief.years or YEARS) - 1)


def _statement_ops(model: Model, sheet: str) -> Iterator[Json]:
    note = labels("shared", model.brief.language)["blue"] if sheet == model.drivers else None
    yield ops.set_cells(sheet, [("A1", sheet, "title"), ("A2", note, "note")])
    yield ops.write_block(sheet, f"A{TOP}", model.rows(sheet), header=model.header)
    yield ops.style(sheet, f"B{TOP}:{model.last}{TOP}", align="right")
    yield ops.layout(sheet, {"A": 42, f"B:{model.last}": 14}, freeze=f"B{TOP + 1}", landscape=True)


def _kpis(model: Model) -> tuple[Kpi, ...]:
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


def _summary_ops(model: Model) -> Iterator[Json]:
    words, sheet, brief = labels("statements", model.brief.language), model.summary, model.brief
    subtitle = f"{model.header[2]}–{model.header[-1]}"
    yield from kpi_ops(sheet, brief.title or words["title"], subtitle, _kpis(model))
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
    yield ops.layout(sheet, {"A": 34, f"B:{model.last}": 17}, freeze="A4", landscape=True)


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


def _check_ops(model: Model) -> Iterator[Json]:
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
