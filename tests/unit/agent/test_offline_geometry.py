"""Charts stand beside or below tables, never over cells and never over each other."""

import tomllib
from dataclasses import dataclass

import pytest
from tests.unit.agent.workbooks import DATA, finished, made, ops

PROMPTS = tomllib.loads((DATA / "prompts.toml").read_text(encoding="utf-8"))["prompt"]
ROW_CM, DEFAULT_WIDTH = 0.53, 9.0


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def column_of(letters: str) -> int:
    number = 0
    for character in letters.replace("$", ""):
        number = number * 26 + ord(character) - 64
    return number


def widths(layout: dict[str, object]) -> dict[int, float]:
    found: dict[int, float] = {}
    for span, width in layout["widths"].items():  # type: ignore[attr-defined]
        first, _, last = span.partition(":")
        for column in range(column_of(first), column_of(last or first) + 1):
            found[column] = width
    return found


def left_of(column: int, known: dict[int, float]) -> float:
    """A digit of the default font takes 6 pixels of 1/96 inch, the edges of a column 5."""
    pixels = sum(known.get(c, DEFAULT_WIDTH) * 6 + 5 for c in range(1, column))
    return pixels * 2.54 / 96


@pytest.mark.parametrize("case", PROMPTS, ids=lambda case: case["text"][:40])
def test_charts_meet_neither_cells_nor_each_other(case: dict[str, str]):
    files = [case["data"]] if "data" in case else []
    run, book = made(case["text"], *files), finished(case["text"], *files)
    for layout in ops(run, "layout"):
        known, sheet = widths(layout), str(layout["sheet"])
        boxes = []
        for chart in (op for op in ops(run, "chart") if op["sheet"] == sheet):
            anchor = str(chart["anchor"])
            letters = anchor.rstrip("0123456789")
            left = left_of(column_of(letters), known)
            top = (int(anchor[len(letters) :]) - 1) * ROW_CM
            right, bottom = left + float(chart["width_cm"]), top + float(chart["height_cm"])  # type: ignore[arg-type]
            boxes.append((chart["title"], Box(left, top, right, bottom)))
        cells = [
            (
                cell.coordinate,
                Box(
                    left_of(cell.column, known),
                    (cell.row - 1) * ROW_CM,
                    left_of(cell.column + 1, known),
                    cell.row * ROW_CM,
                ),
            )
            for row in (book[sheet].iter_rows() if boxes else ())
            for cell in row
            if cell.value is not None
        ]
        for index, (title, box) in enumerate(boxes):
            others = [*boxes[index + 1 :], *cells]
            assert [name for name, other in others if box.meets(other)] == [], (sheet, title)
