"""A loan: payment, schedule to the last instalment, totals by year, checks."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.loan_facts import LONGEST, Loan
from docsmith.agent.offline.workbook.model.loan_sheets import loan_kpis, schedule_ops, summary_ops
from docsmith.agent.offline.workbook.model.pieces import (
    Check,
    Input,
    assumptions_ops,
    checks_ops,
    remarks_of,
)
from docsmith.agent.turns import Json


def plan_loan(brief: Brief) -> Plan:
    words, shared = labels("loan", brief.language), labels("shared", brief.language)
    inputs = _inputs(brief)
    years = float(inputs[2].value)
    months = brief.day.month + round(years * 12)
    loan = Loan(
        brief=brief,
        instalments=max(1, round(years * 12)),
        calendar_years=max(1, -(-months // 12)),
        summary=words["summary"],
        schedule=words["schedule"],
        assumptions=shared["assumptions"],
        checks=shared["checks"],
    )
    return Plan(
        title=brief.title or words["title"],
        outline=(
            f"{loan.schedule}: {loan.instalments}",
            loan.summary,
            loan.assumptions,
            loan.checks,
        ),
        sections=(
            Section(name="inputs", ops=_first_ops(loan, inputs)),
            Section(name="schedule", ops=tuple(schedule_ops(loan))),
            Section(name="summary", ops=tuple(summary_ops(loan))),
            Section(name="checks", ops=checks_ops(loan.checks, _checks(loan), brief.language)),
        ),
        sheets=(loan.summary, loan.schedule, loan.assumptions, loan.checks),
        language=brief.language,
        headlines=tuple(
            Headline(label=kpi.label, place=on(loan.summary, ref(column, 5)))
            for column, kpi in enumerate(loan_kpis(loan)[:3], 1)
        ),
        remarks=remarks_of(inputs, loan.assumptions, brief.language),
    )


def _inputs(brief: Brief) -> tuple[Input, ...]:
    words, shared = labels("loan", brief.language), labels("shared", brief.language)
    amount = brief.money()
    rate = next((figure for figure in brief.figures if figure.percent), None)
    years = min(brief.years or 10, LONGEST)
    first = f"{brief.day.year + brief.day.month // 12}-{brief.day.month % 12 + 1:02d}-01"
    return (
        Input(
            name="Loan_amount",
            label=words["amount"],
            value=amount.value if amount else 250_000,
            unit=brief.currency or "",
            told=amount is not None,
        ),
        Input(
            name="Annual_rate",
            label=words["rate"],
            value=rate.value if rate else 0.045,
            kind="percent",
            unit=shared["per_year"],
            told=rate is not None,
        ),
        Input(
            name="Term_years",
            label=words["years"],
            value=years,
            kind="number",
            unit=shared["years"],
            told=brief.years is not None,
        ),
        Input(name="Payments_a_year", label=words["per_year"], value=12, kind="integer"),
        Input(name="First_payment", label=words["start"], value=first, kind="date"),
    )


def _first_ops(loan: Loan, inputs: tuple[Input, ...]) -> tuple[Json, ...]:
    names = (loan.summary, loan.schedule, loan.assumptions, loan.checks)
    sheets = tuple(ops.add_sheet(name) for name in names)
    payment = loan_kpis(loan)[0]
    return (
        *sheets,
        *assumptions_ops(loan.assumptions, inputs, loan.brief.language),
        ops.set_cells(loan.summary, [("A5", payment.formula, "kpi_value")]),
        ops.name("Payment", loan.summary, "A5"),
    )


def _checks(loan: Loan) -> tuple[Check, ...]:
    words = labels("loan", loan.brief.language)
    total = on(loan.summary, f"D{loan.years_total}")
    return (
        Check(label=words["check_paid_off"], difference=on(loan.schedule, f"G{loan.last}")),
        Check(
            label=words["check_principal"],
            difference=f"SUM({loan.column('F')})-Loan_amount",
        ),
        Check(label=words["check_years"], difference=f"{total}-SUM({loan.column('F')})"),
    )
