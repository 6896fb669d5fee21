"""A budget: shares of a total by category and month, actuals to fill in, what is left, checks."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.offline.workbook.model.budget_facts import MONTHS, Budget
from docsmith.agent.offline.workbook.model.budget_sheets import (
    actuals_ops,
    budget_ops,
    variance_ops,
)
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import (
    Check,
    Input,
    assumptions_ops,
    checks_ops,
    remarks_of,
)
from docsmith.agent.offline.workbook.model.topics import topic_of


def plan_budget(brief: Brief) -> Plan:
    words, shared = labels("budget", brief.language), labels("shared", brief.language)
    names, shares = _categories(brief)
    budget = Budget(
        brief=brief,
        categories=names,
        main=words["budget"],
        actuals=words["actuals"],
        variance=words["variance"],
        assumptions=shared["assumptions"],
        checks=shared["checks"],
    )
    inputs = _inputs(budget, shares)
    sheets = tuple(ops.add_sheet(name) for name in budget.sheets)
    return Plan(
        title=brief.title or words["title"],
        outline=(f"{budget.main}: {', '.join(names)}", *budget.sheets[:1], *budget.sheets[2:]),
        sections=(
            Section(
                name="inputs",
                ops=(*sheets, *assumptions_ops(budget.assumptions, inputs, brief.language)),
            ),
            Section(name="budget", ops=tuple(budget_ops(budget))),
            Section(name="actuals", ops=tuple(actuals_ops(budget))),
            Section(name="variance", ops=tuple(variance_ops(budget))),
            Section(name="checks", ops=checks_ops(budget.checks, _checks(budget), brief.language)),
        ),
        sheets=budget.sheets,
        language=brief.language,
        headlines=(Headline(label=words["total_budget"], place=on(budget.variance, "A5")),),
        remarks=remarks_of(inputs, budget.assumptions, brief.language),
    )


def _categories(brief: Brief) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """What the prompt lists, in equal shares; else those of the topic."""
    if brief.items:
        share = round(100 / len(brief.items), 1)
        rest = round(100 - share * (len(brief.items) - 1), 1)
        return brief.items, (*[share] * (len(brief.items) - 1), rest)
    topic = topic_of(brief, "budget")
    return topic.names, topic.shares


def _inputs(budget: Budget, shares: tuple[float, ...]) -> tuple[Input, ...]:
    brief, words = budget.brief, labels("budget", budget.brief.language)
    total, reserve = brief.money(), brief.figure("reserve", "contingency", "puffer", percent=True)
    year = brief.period.first if brief.period else brief.day.year + 1
    fixed = (
        Input(
            name="Total_budget",
            label=words["total_budget"],
            value=total.value if total else 120_000,
            unit=brief.currency or "",
            told=total is not None,
        ),
        Input(
            name="Reserve_share",
            label=words["reserve"],
            value=reserve.value if reserve else 0.05,
            kind="percent",
            told=reserve is not None,
        ),
        Input(
            name="First_month",
            label=words["first_month"],
            value=f"{year}-01-01",
            kind="month",
            told=brief.period is not None,
        ),
        Input(name="Months", label=words["months"], value=MONTHS, kind="integer"),
    )
    return (*fixed, *(_share(budget, index, share) for index, share in enumerate(shares)))


def _share(budget: Budget, index: int, share: float) -> Input:
    label = labels("budget", budget.brief.language)["share_of"]
    return Input(
        name=budget.share(index),
        label=label.format(name=budget.categories[index]),
        value=round(share / 100, 4),
        kind="percent",
    )


def _checks(budget: Budget) -> tuple[Check, ...]:
    words = labels("budget", budget.brief.language)
    shares = "+".join(budget.share(i) for i in range(len(budget.categories)))
    total, actual = on(budget.main, f"N{budget.total}"), on(budget.actuals, f"N{budget.total}")
    lines = on(budget.variance, f"D9:D{budget.last + 4}")
    return (
        Check(label=words["check_shares"], difference=f"({shares}-1)*100"),
        Check(label=words["check_total"], difference=f"{total}-Total_budget"),
        Check(label=words["check_actuals"], difference=f"SUM({lines})-{actual}"),
    )
