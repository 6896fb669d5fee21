"""A plan: what the offline author says first, the sections it writes, and what it reports at the
end.
"""

from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value


class Section(Value):
    """Operations that belong together."""

    name: str
    ops: tuple[Json, ...]


class Headline(Value):
    """A figure of the finished document that the summary tells. `place` is `Summary!A5`."""

    label: str
    place: str
    percent: bool = False
    """Whether the figure is a share, told in percent."""


class Ranking(Value):
    """Labels whose figures are formulas over them: once computed, the largest goes first.

    `copies` are rows elsewhere, `(sheet, first column, row, how many)`, that repeat the labels.
    """

    sheet: str
    labels: tuple[str | int | float | bool, ...]
    first: int
    label_column: str = "A"
    value_column: str = "B"
    copies: tuple[tuple[str, int, int, int], ...] = ()

    @property
    def range(self) -> str:
        last = self.first + len(self.labels) - 1
        return f"{self.label_column}{self.first}:{self.value_column}{last}"


class Plan(Value):
    """What will be made. `assumptions` and `remarks` are sentences of the summary."""

    title: str
    outline: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    sheets: tuple[str, ...] = ()
    """The parts that the person will find, in order."""
    language: Language = "en"
    headlines: tuple[Headline, ...] = ()
    remarks: tuple[str, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    insights: tuple[Json, ...] = ()
    """What titles can say once the figures are computed; see `slides/insights.py`."""
    refusal: str | None = None
    """Why nothing is written: what this author cannot honestly do."""

    @property
    def text(self) -> str:
        """The plan as the first turn says it."""
        return "\n".join((f"Plan: {self.title}", *(f"- {line}" for line in self.outline)))
