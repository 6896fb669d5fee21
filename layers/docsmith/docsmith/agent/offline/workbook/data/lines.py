"""A line of a split: its label, and what selects its part of the data."""

from docsmith.agent.offline.workbook.data.formulas import Criteria
from docsmith.agent.turns import Value


class Line(Value):
    """One row of a split. Exactly one of `criteria` and `rest` selects its data.

    In criteria `{row}` stands for the row the line is written in, whose label is in column A.
    `rest` is `listed` (what the lines above leave out) or `undated` (rows without a usable date).
    """

    label: str | int | float | bool
    style: str = "label"
    criteria: tuple[tuple[str, str], ...] = ()
    rest: str | None = None

    def at(self, row: int) -> Criteria:
        return tuple((name, text.replace("{row}", str(row))) for name, text in self.criteria)
