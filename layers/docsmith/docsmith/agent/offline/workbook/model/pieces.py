"""What every model is made of: inputs with names, a checks sheet, headline figures."""

from collections.abc import Iterable, Iterator

from docsmith.agent.offline.words import Language
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.turns import Json, Value

FORMATS = {
    "money": ops.INTEGER,
    "percent": "0.0%",
    "number": "#,##0.##",
    "integer": "0",
    "date": "dd mmm yyyy",
    "month": "mmm yyyy",
    "text": "@",
}
FIRST_INPUT = 4


class Input(Value):
    """One assumption. `name` is its workbook name, `kind` a key of FORMATS."""

    name: str
    label: str
    value: float | int | str
    kind: str = "money"
    unit: str = ""
    told: bool = False
    """Whether the prompt gave it."""


class Check(Value):
    """`difference` is a formula without `=` that must come to zero."""

    label: str
    difference: str


class Kpi(Value):
    label: str
    formula: str
    style: str = "integer"


def assumptions_ops(
    sheet: str, inputs: tuple[Input, ...], language: Language, remarks: tuple[str, ...] = ()
) -> tuple[Json, ...]:
    """The sheet of inputs: label, value, unit, where it comes from; each value has a name."""
    words = labels("shared", language)
    titles = (words["assumption"], words["value"], words["unit"], words["basis"])
    cells: list[ops.CellOp] = [("A1", sheet, "title")]
    cells += [(ref(i, FIRST_INPUT - 1), title, "header") for i, title in enumerate(titles, 1)]
    for row, given in enumerate(inputs, FIRST_INPUT):
        basis = words["from_prompt"] if given.told else words["assumed"]
        cells += [
            (ref(1, row), given.label, "label"),
            (ref(2, row), given.value, "input", FORMATS[given.kind]),
            (ref(3, row), given.unit, "text"),
            (ref(4, row), basis, "note"),
        ]
    lines = (words["blue"], *remarks, words["made"])
    end = FIRST_INPUT + len(inputs) + 1
    cells += [(ref(1, row), line, "note") for row, line in enumerate(lines, end)]
    names = [ops.name(g.name, sheet, ref(2, r)) for r, g in enumerate(inputs, FIRST_INPUT)]
    return (
        ops.set_cells(sheet, cells),
        ops.style(sheet, f"B{FIRST_INPUT - 1}", align="right"),
        ops.style(sheet, f"C{FIRST_INPUT - 1}:C{end - 2}", align="center"),
        *names,
        ops.layout(sheet, {"A": 44, "B": 18, "C": 12, "D": 44}, freeze="A4"),
    )


def checks_ops(sheet: str, checks: tuple[Check, ...], language: Language) -> tuple[Json, ...]:
    """One line a check: what must hold, by how much it fails, OK or Check; the verdict on top."""
    words = labels("shared", language)
    first = 6
    last = first + len(checks) - 1
    differs = words["differs"]
    verdict = f'=IF(COUNTIF(C{first}:C{last},"OK")=ROWS(C{first}:C{last}),"OK","{differs}")'
    cells: list[ops.CellOp] = [
        ("A1", sheet, "title"),
        ("A3", words["all_checks"], "label"),
        ("C3", verdict, "check"),
    ]
    titles = (words["check"], words["difference"], words["status"])
    cells += [(ref(i, first - 1), title, "header") for i, title in enumerate(titles, 1)]
    for row, check in enumerate(checks, first):
        cells += [
            (ref(1, row), check.label, "label"),
            (ref(2, row), f"=ROUND({check.difference},2)", "money"),
            (ref(3, row), f'=IF(B{row}=0,"OK","{differs}")', "check"),
        ]
    return (
        ops.set_cells(sheet, cells),
        ops.style(sheet, f"B{first - 1}:C{first - 1}", align="right"),
        ops.conditional(sheet, f"C3:C{last}", "equal", differs, "bad"),
        ops.layout(sheet, {"A": 52, "B": 16, "C": 12}),
    )


def kpi_ops(sheet: str, title: str, subtitle: str, kpis: Iterable[Kpi]) -> Iterator[Json]:
    """Title in row 1, subtitle in row 2, headline figures in rows 4 and 5."""
    cells: list[ops.CellOp] = [("A1", title, "title"), ("A2", subtitle, "subtitle")]
    for column, kpi in enumerate(kpis, 1):
        number_format = ops.FORMATS.get(kpi.style, FORMATS.get(kpi.style))
        cells += [
            (ref(column, 4), kpi.label, "kpi_label"),
            (ref(column, 5), kpi.formula, "kpi_value", number_format),
        ]
    yield ops.set_cells(sheet, cells)


def chunked(sheet: str, cells: list[ops.CellOp], size: int = 400) -> Iterator[Json]:
    """Many cells as operations small enough for one call."""
    for start in range(0, len(cells), size):
        yield ops.set_cells(sheet, cells[start : start + size])


def remarks_of(
    inputs: tuple[Input, ...], sheet: str, language: Language, more: int = 0
) -> tuple[str, ...]:
    """What the closing words say of assumptions; `more` of them stand elsewhere."""
    assumed = sum(not given.told for given in inputs) + more
    text = labels("shared", language)["assumed_many"].format(count=assumed, sheet=sheet)
    return (text,) if assumed else ()
