"""Which planner makes which format. A new format adds one row."""

from collections.abc import Mapping
from typing import Protocol

from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.slides.planner import plan_slides
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.planner import plan_word
from docsmith.agent.offline.workbook.planner import plan_workbook


class Planner(Protocol):
    """Turns a wish into a plan. Raises nothing: where facts are missing it assumes openly."""

    def __call__(self, wish: Wish) -> Plan: ...


PLANNERS: Mapping[str, Planner] = {
    "excel": plan_workbook,
    "word": plan_word,
    "slides": plan_slides,
}
