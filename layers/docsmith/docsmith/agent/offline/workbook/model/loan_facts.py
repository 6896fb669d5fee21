"""What the sheets of a loan know of it: their names, its rows and years."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.turns import Value

LONGEST = 40
"""Years a schedule can span."""
ROWS_A_BLOCK = 120
TOP = 4
"""Row of the first instalment; row 3 is the header."""
YEARS_TOP = 9


class Loan(Value):
    """The sheets of a loan workbook and how many instalments and calendar years it has."""

    brief: Brief
    instalments: int
    calendar_years: int
    summary: str
    schedule: str
    assumptions: str
    checks: str

    @property
    def last(self) -> int:
        return TOP + self.instalments - 1

    @property
    def years_total(self) -> int:
        return YEARS_TOP + self.calendar_years

    def column(self, letter: str) -> str:
        """A whole column of the schedule, fixed: `Schedule!$E$4:$E$123`."""
        return on(self.schedule, f"${letter}${TOP}:${letter}${self.last}")
