"""Three statements that balance: drivers, income statement, balance sheet, cash flow, checks.

Column B is the opening year, C and on the forecast. Interest is charged on opening debt, so that no
formula depends on itself. Opening share capital is what makes the opening position balance.
"""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.numbers import Period
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import Input, assumptions_ops, remarks_of
from docsmith.agent.offline.workbook.model.statement_rows import DRIVERS
from docsmith.agent.offline.workbook.model.statements_facts import YEARS, Model
from docsmith.agent.offline.workbook.model.statements_sheets import (
    check_ops,
    statement_ops,
    statements_kpis,
    summary_ops,
)


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
                ops=tuple(op for sheet in statements for op in statement_ops(model, sheet)),
            ),
            Section(name="summary", ops=tuple(summary_ops(model))),
            Section(name="checks", ops=tuple(check_ops(model))),
        ),
        sheets=model.sheets,
        language=brief.language,
        headlines=tuple(
            Headline(label=kpi.label, place=on(model.summary, ref(column, 5)))
            for column, kpi in enumerate(statements_kpis(model), 1)
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
