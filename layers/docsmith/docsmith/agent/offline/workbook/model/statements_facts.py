"""What the sheets of a financial model know of it: their names, years and rows."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.numbers import Period
from docsmith.agent.offline.workbook.grid import letter, quoted
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.statement_rows import (
    balance_rows,
    cash_rows,
    driver_rows,
    income_rows,
)
from docsmith.agent.turns import Json, Value

YEARS = 5
TOP = 3
"""Header row of every statement; its rows follow in the order of `statement_rows.py`."""


class Model(Value):
    """The sheets of a model. `rows` are the keys of each sheet's rows, in order."""

    brief: Brief
    period: Period
    summary: str
    drivers: str
    income: str
    balance: str
    cash: str
    assumptions: str
    checks: str

    @property
    def last(self) -> str:
        """Letter of the last forecast year."""
        return letter(2 + len(self.period.years))

    @property
    def header(self) -> list[str]:
        years = (self.period.first - 1, *self.period.years)
        return ["", *(f"FY{year % 100:02d}" for year in years)]

    @property
    def sheets(self) -> tuple[str, ...]:
        statements = (self.summary, self.income, self.balance, self.cash)
        return (*statements, self.drivers, self.assumptions, self.checks)

    def row(self, sheet: str, key: str) -> int:
        keys = [row.get("key") for row in self.rows(sheet)]
        return TOP + 1 + keys.index(key)

    def rows(self, sheet: str) -> tuple[Json, ...]:
        words = labels("statements", self.brief.language)
        names = {
            "drivers": quoted(self.drivers),
            "income": quoted(self.income),
            "balance": quoted(self.balance),
            "cash": quoted(self.cash),
        }
        make = {
            self.drivers: driver_rows,
            self.income: income_rows,
            self.balance: balance_rows,
            self.cash: cash_rows,
        }[sheet]
        growth = self.brief.figure("grow", "wachs", percent=True)
        return tuple(make(words, names, len(self.period.years), growth.value if growth else 0.08))
