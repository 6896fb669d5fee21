"""The planner of texts: a follow-up on what stands, a report over data, or a text from the
prompt.
"""

import re
from collections.abc import Callable, Mapping

from docsmith.agent.offline.brief import kind_of
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.asked import with_orders
from docsmith.agent.offline.word.followup import plan_followup
from docsmith.agent.offline.word.letters import plan_letter
from docsmith.agent.offline.word.memo import plan_memo
from docsmith.agent.offline.word.minutes import plan_minutes
from docsmith.agent.offline.word.paper import plan_paper
from docsmith.agent.offline.word.proposal import plan_proposal
from docsmith.agent.offline.word.report import plan_report
from docsmith.agent.offline.word.segments import segments_of

_PAPER = re.compile(r"\b(?:us[- ]letter|letter[- ](?:size|format|paper))\b", re.I)
PLANNERS: Mapping[str, Callable[[Wish], Plan]] = {
    "memo": plan_memo,
    "letter": plan_letter,
    "minutes": plan_minutes,
    "proposal": plan_proposal,
}


def plan_word(wish: Wish) -> Plan:
    """An outline means that a document stands; data mean a report, whatever it is called."""
    if wish.outline is not None:
        return plan_followup(wish)
    planner = plan_report if wish.sources else PLANNERS.get(kind_named(wish), plan_paper)
    return with_orders(planner(wish), wish)


def kind_named(wish: Wish) -> str:
    """The kind that the prompt names, in its first sentence if that names one: `95 minutes late`
    makes no minutes, and the paper `US Letter` no letter.
    """
    text = _PAPER.sub("", wish.brief.prompt)
    first = next(iter(segments_of(text)), "")
    return kind_of(first, "word") or kind_of(text, "word") or "report"
