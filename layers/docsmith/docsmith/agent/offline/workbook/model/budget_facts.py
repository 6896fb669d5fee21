"""What the sheets of a budget know of it: their names, its categories, where its lines stand."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.turns import Value

MONTHS = 12
HEAD = 4
FIRST = 5


class Budget(Value):
    """The sheets of a budget and its categories; the reserve is a line of its own after them."""

    brief: Brief
    categories: tuple[str, ...]
    main: str
    actuals: str
    variance: str
    assumptions: str
    checks: str

    @property
    def last(self) -> int:
        """Row of the reserve, the last line."""
        return FIRST + len(self.categories)

    @property
    def total(self) -> int:
        return self.last + 1

    @property
    def sheets(self) -> tuple[str, ...]:
        return (self.variance, self.main, self.actuals, self.assumptions, self.checks)

    def share(self, index: int) -> str:
        return f"Share_{index + 1}"
