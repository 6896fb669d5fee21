"""The planner of workbooks: a follow-up on what exists, a report over data, or a model."""

from collections.abc import Callable, Mapping

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook.data.report import plan_report
from docsmith.agent.offline.workbook.followup import plan_followup
from docsmith.agent.offline.workbook.model.budget import plan_budget
from docsmith.agent.offline.workbook.model.dashboard import plan_dashboard
from docsmith.agent.offline.workbook.model.invoice import plan_invoice
from docsmith.agent.offline.workbook.model.loan import plan_loan
from docsmith.agent.offline.workbook.model.project import plan_project
from docsmith.agent.offline.workbook.model.statements import plan_statements
from docsmith.agent.offline.workbook.model.tracker import plan_tracker
from docsmith.agent.offline.workbook.outline import outline_of

MODELS: Mapping[str, Callable[[Brief], Plan]] = {
    "budget": plan_budget,
    "dashboard": plan_dashboard,
    "invoice": plan_invoice,
    "loan": plan_loan,
    "project": plan_project,
    "report": plan_dashboard,
    "statements": plan_statements,
    "tracker": plan_tracker,
}
"""Kinds that need no data. A new kind adds one row, and its words to `kinds.toml`."""


def plan_workbook(wish: Wish) -> Plan:
    new = tuple(source for source in wish.sources if source.slot not in wish.loaded)
    if wish.outline is not None and not new:
        return plan_followup(wish)
    if new:
        return plan_report(wish.brief, new, outline_of(wish.outline).names)
    return MODELS[wish.brief.kind](wish.brief)
