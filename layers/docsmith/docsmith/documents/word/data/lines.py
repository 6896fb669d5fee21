"""What a query gives: rows of a label and numbers, with how each column is written."""

from dataclasses import dataclass
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.word_data import Measure
from docsmith.documents.word.data.compute import Group, Key
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.language import Language

MAX_ROWS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `kind` is `value`, `blank` (rows without a value), `rest` (what `top` left out) or
    `total`.
    """

    label: str
    values: tuple[float | None, ...]
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class ResultTable:
    """`columns` are the headers of the numbers, `looks` how they are written."""

    label: str
    columns: tuple[str, ...]
    looks: tuple[NumberLook, ...]
    lines: tuple[Line, ...]
    periods: bool = False

    @property
    def body(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind != "total")

    @property
    def drawn(self) -> tuple[Line, ...]:
        """What a chart shows: rows without a value are no point of it."""
        return tuple(line for line in self.body if line.kind != "blank") or self.body

    def written(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """Each line as texts, numbers of one column with the same decimals."""
        most = [
            max((abs(v) for line in self.body if (v := line.values[i]) is not None), default=0.0)
            for i in range(len(self.columns))
        ]
        return tuple(
            (
                line.label,
                *(
                    look.written(value, language, among=high)
                    for value, look, high in zip(line.values, self.looks, most, strict=True)
                ),
            )
            for line in self.lines
        )


def shown(key: Key, language: Language) -> str:
    """A group's name: a value, `Mar 2026`, `Q1 2026`, `2026`."""
    if key is None:
        return language.label("blank")
    if isinstance(key, str):
        return key
    year, month, day = key
    if month == 0:
        return str(year)
    if month < 0:
        return language.label("quarter", number=-month, year=year)
    return language.day(date(year, month, day)) if day else language.month(year, month)


def adds(measure: Measure) -> bool:
    return measure.how in {"sum", "count"}


def kind_of(group: Group) -> str:
    return "blank" if group.key is None else "value"


def too_many(path: str, rows: int) -> OperationRefused:
    reason = f"{rows} rows are too many for a text"
    return OperationRefused(path, reason, hint="give top or a coarser grain")
