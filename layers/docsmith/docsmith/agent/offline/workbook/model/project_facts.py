"""What the sheets of a project know of it: its tasks, phases and weeks."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.turns import Value

WEEKS = 12
LONGEST = 52
HEAD = 4
FIRST = 5
WORKING_DAYS = 5
BAR = "■"


class Task(Value):
    phase: str
    name: str
    days: int


class Project(Value):
    brief: Brief
    tasks: tuple[Task, ...]
    weeks: int
    summary: str
    plan: str
    timeline: str
    assumptions: str
    checks: str

    @property
    def last(self) -> int:
        return FIRST + len(self.tasks) - 1

    @property
    def phases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(task.phase for task in self.tasks))

    @property
    def sheets(self) -> tuple[str, ...]:
        return (self.summary, self.plan, self.timeline, self.assumptions, self.checks)

    def column(self, letter: str) -> str:
        """A column of the plan's tasks, fixed."""
        return on(self.plan, f"${letter}${FIRST}:${letter}${self.last}")
