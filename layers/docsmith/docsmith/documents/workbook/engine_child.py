"""The formula engine's own process: load a workbook, evaluate, write the values of its formula
cells.

    python engine_child.py LIBRARIES WORKBOOK WANTED ANSWER

It is run as a script so that it starts in milliseconds and imports nothing of ours. `WANTED` is
JSON:
for each sheet index a list of `[row, column, row count]`; `ANSWER` is JSON in the same shape, with
a list of values and whether the engine took one cell where Excel would spread an array.
"""

import json
import re
import resource
import sys
from typing import Any

MEMORY_LIMIT = 2 * 1024**3
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_INTERSECTED = re.compile(r"@")


def main(libraries: str, workbook: str, wanted: str, answer: str) -> None:
    """Everything between reading the arguments and exiting."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.path.insert(0, libraries)
    import ironcalc

    model = ironcalc.load_from_xlsx(workbook, "en", "UTC", "en")
    model.evaluate()
    with open(wanted, encoding="utf-8") as file:
        asked: list[list[list[int]]] = json.load(file)
    found = [
        [_run(model, sheet, row, column, count) for row, column, count in runs]
        for sheet, runs in enumerate(asked)
    ]
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(found, file)


def _run(model: Any, sheet: int, row: int, column: int, count: int) -> list[Any]:
    value = model.get_cell_value
    values = [value(sheet, r, column) for r in range(row, row + count)]
    return [_intersects(model.get_cell_formula(sheet, row, column)), values]


def _intersects(formula: str | None) -> bool:
    """IronCalc marks with `@` where it took one cell of a range; a leading one changes nothing."""
    if not formula or "@" not in formula:
        return False
    plain = _TEXT.sub("", formula).lstrip("=").lstrip("@")
    return bool(_INTERSECTED.search(plain))


if __name__ == "__main__":
    main(*sys.argv[1:5])
