"""The planner of workbooks: a follow-up on what exists, a report over data, or a model from the
prompt.
"""

from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook.data.report import plan_report


def plan_workbook(wish: Wish) -> Plan:
    return plan_report(wish.brief, wish.sources)
