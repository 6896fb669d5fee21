"""The planner of workbooks: a follow-up on what exists, a report over data, or a model."""

import re
from collections.abc import Callable, Mapping

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.language import language_of
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.words import Language
from docsmith.agent.offline.workbook.data.report import plan_report
from docsmith.agent.offline.workbook.followup import plan_followup
from docsmith.agent.offline.workbook.model.budget import plan_budget
from docsmith.agent.offline.workbook.model.dashboard import plan_dashboard
from docsmith.agent.offline.workbook.model.invoice import plan_invoice
from docsmith.agent.offline.workbook.model.loan import plan_loan
from docsmith.agent.offline.workbook.model.project import plan_project
from docsmith.agent.offline.workbook.model.statements import plan_statements
from docsmith.agent.offline.workbook.model.tracker import plan_tracker
from docsmith.agent.offline.workbook.outline import Outline, outline_of
from docsmith.agent.turns import Json

_ASKS = re.compile(
    r"\W*(?:please |bitte )?(?:add|append|include|insert|attach|füge?|ergänze?|hänge?|nimm)\b", re.I
)
_IN_BOTH = re.compile(r"\b(?:in|alle?s?|sheet|budget|board|total)\b", re.I)
_GERMAN = ("Betrag",)
_GERMAN_FOOTER = "&L&A&RSeite &P von &N"

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
    """The plan, its pages numbered in its language."""
    plan = _plan(wish)
    if plan.language != "de":
        return plan
    sections = tuple(
        section.model_copy(update={"ops": tuple(_numbered(op) for op in section.ops)})
        for section in plan.sections
    )
    return plan.model_copy(update={"sections": sections})


def _numbered(op: Json) -> Json:
    return {"footer": _GERMAN_FOOTER} | op if op["op"] == "layout" else op


def _plan(wish: Wish) -> Plan:
    new = tuple(source for source in wish.sources if source.slot not in wish.loaded)
    if wish.outline is not None:
        outline = outline_of(wish.outline)
        brief = wish.brief.model_copy(update=_as_followup(wish.brief, outline))
        if new:
            return plan_report(brief, new, outline.names)
        return plan_followup(wish.model_copy(update={"brief": brief}))
    if new:
        return plan_report(wish.brief, new)
    return MODELS[wish.brief.kind](wish.brief)


def _as_followup(brief: Brief, outline: Outline) -> dict[str, object]:
    """A request to add something is no title, and what tells no language is in the document's."""
    asks = brief.title is not None and _ASKS.match(brief.title)
    language = _language(brief.prompt, outline)
    return {"title": None if asks else brief.title, "language": language}


def _language(prompt: str, outline: Outline) -> Language:
    """The prompt's; where it speaks for none, that of the labels in the document."""
    words = _IN_BOTH.sub(" ", prompt)
    told = language_of(words)
    if told == language_of(words, _GERMAN):  # headers decide a tie, and nothing else
        return told
    return language_of(" ".join(text for sheet in outline.sheets for text in sheet.labels))
