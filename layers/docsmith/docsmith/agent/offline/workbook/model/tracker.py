"""A list to keep: columns from the prompt or the topic, empty rows to fill, counts that follow."""

from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief, kind_of
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.roles import strength
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import table_name
from docsmith.agent.offline.workbook.grid import letter, on, ref, span
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import Kpi, kpi_ops
from docsmith.agent.offline.workbook.model.topics import topic_of
from docsmith.agent.turns import Json, Value

ROWS = 25
HEAD = 4
FIRST = 5
MOST = 12
DATES = ("date", "datum", "fällig", "beginn", "start", "due", " am", " on", "deadline")
CHOICES = {
    "status": (("Open", "In progress", "Done"), ("Offen", "In Arbeit", "Erledigt")),
    "prior": (("High", "Medium", "Low"), ("Hoch", "Mittel", "Niedrig")),
    "likelihood": (("High", "Medium", "Low"), ("Hoch", "Mittel", "Niedrig")),
    "impact": (("High", "Medium", "Low"), ("Hoch", "Mittel", "Niedrig")),
    "eintritt": (("High", "Medium", "Low"), ("Hoch", "Mittel", "Niedrig")),
    "wirkung": (("High", "Medium", "Low"), ("Hoch", "Mittel", "Niedrig")),
    "stage": (("New", "In talks", "Won", "Lost"), ("Neu", "Im Gespräch", "Gewonnen", "Verloren")),
}
"""Columns whose entries are chosen, by what their name holds."""


class Field(Value):
    """A column of the list. `kind` is `text`, `date`, `number` or `choice`."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()


class Tracker(Value):
    brief: Brief
    fields: tuple[Field, ...]
    list: str
    summary: str
    table: str

    @property
    def last(self) -> int:
        return FIRST + ROWS - 1

    def ref(self, field: Field) -> str:
        return f"{self.table}[{field.name}]"

    @property
    def numbers(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "number")

    @property
    def choosers(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "choice")


def plan_tracker(brief: Brief) -> Plan:
    words = labels("tracker", brief.language)
    title = brief.title or words["title"]
    tracker = Tracker(
        brief=brief,
        fields=_fields(brief),
        list=words["list"],
        summary=words["summary"],
        table=table_name(words["list"]),
    )
    return Plan(
        title=title,
        outline=tuple(field.name for field in tracker.fields),
        sections=(
            Section(name="list", ops=tuple(_list_ops(tracker, title))),
            Section(name="summary", ops=tuple(_summary_ops(tracker, title))),
        ),
        sheets=(tracker.list, tracker.summary),
        language=brief.language,
        headlines=(Headline(label=words["entries"], place=on(tracker.summary, "A5")),),
        remarks=_remarks(tracker),
    )


def _remarks(tracker: Tracker) -> tuple[str, ...]:
    """That the list is empty; first, where the prompt told nothing to go by, what was made."""
    words = labels("tracker", tracker.brief.language)
    if not _is_unclear(tracker.brief):
        return (words["note"],)
    columns = ", ".join(field.name for field in tracker.fields)
    return words["unclear"].format(columns=columns), words["note"]


def _is_unclear(brief: Brief) -> bool:
    """Whether the prompt names no kind of workbook, lists no columns and touches no topic."""
    nothing = brief.model_copy(update={"prompt": ""})
    topic = topic_of(brief, "tracker")
    told = kind_of(brief.prompt, "excel") or brief.items or topic != topic_of(nothing, "tracker")
    return not told


def _fields(brief: Brief) -> tuple[Field, ...]:
    listed = tuple(item[0].upper() + item[1:] for item in brief.items[:MOST])
    names = dict.fromkeys(listed or topic_of(brief, "tracker").names)
    index = 1 if brief.language == "de" else 0
    return tuple(_field(name, index) for name in names)


def _field(name: str, language: int) -> Field:
    text = name.casefold()
    choices = next((pair[language] for word, pair in CHOICES.items() if word in text), ())
    if choices:
        return Field(name=name, kind="choice", choices=choices)
    if any(word in text for word in DATES):
        return Field(name=name, kind="date")
    roles = ("amount", "quantity", "price")
    is_number = any(strength(name, role) is not None for role in roles)
    extra = any(word in text for word in ("hours", "stunden", "level", "bestand", "age", "score"))
    return Field(name=name, kind="number" if is_number or extra else "text")


def _list_ops(tracker: Tracker, title: str) -> Iterator[Json]:
    words, sheet = labels("tracker", tracker.brief.language), tracker.list
    heads = [(ref(i, HEAD), field.name, "header") for i, field in enumerate(tracker.fields, 1)]
    yield ops.add_sheet(sheet)
    yield ops.add_sheet(tracker.summary)
    yield ops.set_cells(sheet, [("A1", title, "title"), ("A2", words["note"], "note"), *heads])
    last = letter(len(tracker.fields))
    yield ops.table(sheet, f"A{HEAD}:{last}{tracker.last}", tracker.table)
    for column, field in enumerate(tracker.fields, 1):
        yield from _field_ops(tracker, field, span(column, FIRST, column, tracker.last))
    widths = {letter(i): _width(field) for i, field in enumerate(tracker.fields, 1)}
    look = {"freeze": f"B{FIRST}", "landscape": True, "repeat_rows": "4:4"}
    yield ops.layout(sheet, widths, **look)


def _field_ops(tracker: Tracker, field: Field, place: str) -> Iterator[Json]:
    formats = {"date": "dd mmm yyyy", "number": "#,##0.##", "text": "@", "choice": "@"}
    yield ops.style(tracker.list, place, "input", number_format=formats[field.kind])
    if field.kind == "choice":
        yield ops.validation(tracker.list, place, "list", values=list(field.choices))


def _width(field: Field) -> float:
    return {"date": 15.0, "number": 14.0, "choice": 15.0}.get(field.kind, 24.0)


def _summary_ops(tracker: Tracker, title: str) -> Iterator[Json]:
    words, sheet = labels("tracker", tracker.brief.language), tracker.summary
    entries = f"=COUNTA({tracker.ref(tracker.fields[0])})"
    kpis = [Kpi(label=words["entries"], formula=entries)]
    kpis += _sums(tracker)
    yield from kpi_ops(sheet, title, words["summary"], kpis)
    top = 8
    for field in tracker.choosers:
        yield from _counts(tracker, field, top)
        top += len(field.choices) + 5
    yield ops.layout(sheet, {"A": 28, "B:D": 18}, freeze="A4")


def _sums(tracker: Tracker) -> Iterator[Kpi]:
    """What adds up; quantity times price where both are kept."""
    words = labels("tracker", tracker.brief.language)
    prices = [field for field in tracker.numbers if strength(field.name, "price") is not None]
    counts = [field for field in tracker.numbers if strength(field.name, "quantity") is not None]
    for field in [field for field in tracker.numbers if field not in prices][:2]:
        label = words["sum_of"].format(name=field.name)
        yield Kpi(label=label, formula=f"=SUM({tracker.ref(field)})", style="money")
    if prices and counts:
        product = f"=SUMPRODUCT({tracker.ref(counts[0])},{tracker.ref(prices[0])})"
        yield Kpi(label=words["worth"], formula=product, style="money")


def _counts(tracker: Tracker, field: Field, top: int) -> Iterator[Json]:
    """How many entries hold each choice, those without one, and a check on the total."""
    words, sheet = labels("tracker", tracker.brief.language), tracker.summary
    first, blank = top + 1, top + 1 + len(field.choices)
    differs = labels("shared", tracker.brief.language)["differs"]
    key, column = tracker.ref(tracker.fields[0]), tracker.ref(field)
    cells: list[ops.CellOp] = [
        (f"A{top}", words["by"].format(name=field.name), "header"),
        (f"B{top}", words["count"], "header"),
        (f"A{blank}", words["blank"], "note"),
        (f"B{blank}", f'=COUNTIFS({column},"=",{key},"<>")', "integer"),
        (f"A{blank + 1}", words["total"], "total"),
        (f"B{blank + 1}", f"=SUM(B{first}:B{blank})", "total"),
        (f"A{blank + 2}", words["check_count"], "note"),
        (f"B{blank + 2}", f'=IF(B{blank + 1}=COUNTA({key}),"OK","{differs}")', "check"),
    ]
    for row, choice in enumerate(field.choices, first):
        cells += [
            (f"A{row}", choice, "label"),
            (f"B{row}", f'=COUNTIFS({column},$A{row},{key},"<>")', "integer"),
        ]
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, f"B{top}", align="right")
