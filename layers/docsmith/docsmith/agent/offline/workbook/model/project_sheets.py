"""The sheets of a project: the plan, its timeline, its summary by phase."""

from collections.abc import Iterator, Mapping

from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import letter, on, quoted, ref
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import FIRST_INPUT, Kpi, kpi_ops
from docsmith.agent.offline.workbook.model.project_facts import BAR, FIRST, HEAD, Project, Task
from docsmith.agent.turns import Json


def plan_ops(project: Project) -> Iterator[Json]:
    words, sheet, last = labels("project", project.brief.language), project.plan, project.last
    keys = ("number", "phase", "task", "owner", "begin", "days", "end", "done", "status")
    cells: list[ops.CellOp] = [("A1", project.brief.title or words["title"], "title")]
    cells += [(ref(i, HEAD), words[key], "header") for i, key in enumerate(keys, 1)]
    for row, task in enumerate(project.tasks, FIRST):
        cells += _task(words, task, row)
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, f"A{HEAD}:A{last}", align="left")
    yield ops.style(sheet, f"F{HEAD}:F{last}", align="center")
    yield ops.style(sheet, f"H{HEAD}:I{last}", align="center")
    yield ops.validation(sheet, f"H{FIRST}:H{last}", "decimal", minimum=0, maximum=1)
    yield ops.conditional(sheet, f"I{FIRST}:I{last}", "equal", words["s_done"], "good")
    yield ops.conditional(sheet, f"I{FIRST}:I{last}", "equal", words["s_running"], "warn")
    widths = {"A": 6, "B": 18, "C": 30, "D": 18, "E": 14, "F": 14, "G": 14, "H": 10, "I": 14}
    yield ops.layout(sheet, widths, freeze=f"D{FIRST}", landscape=True, repeat_rows="4:4")


def _task(words: Mapping[str, str], task: Task, row: int) -> Iterator[ops.CellOp]:
    begin = "=Project_start" if row == FIRST else f"=WORKDAY(G{row - 1},1)"
    open_, running, done = words["s_open"], words["s_running"], words["s_done"]
    yield f"A{row}", row - FIRST + 1, "text"
    yield f"B{row}", task.phase, "text"
    yield f"C{row}", task.name, "text"
    yield f"D{row}", None, "input", "@"
    yield f"E{row}", begin, "date"
    yield f"F{row}", task.days, "input", "0"
    yield f"G{row}", f"=WORKDAY(E{row},F{row}-1)", "date"
    yield f"H{row}", 0, "input", "0%"
    yield f"I{row}", f'=IF(H{row}>=1,"{done}",IF(H{row}>0,"{running}","{open_}"))', "text"


def timeline_ops(project: Project) -> Iterator[Json]:
    """One column a week, filled where the task runs."""
    words, sheet = labels("project", project.brief.language), project.timeline
    weeks = project.weeks + project.weeks // 4 + 1
    last = letter(2 + weeks)
    start = on(project.assumptions, f"$B${FIRST_INPUT}")
    monday = f"={start}-WEEKDAY({start},2)+1"
    head: list[ops.CellOp] = [
        ("A1", words["timeline"], "title"),
        (f"A{HEAD}", words["phase"], "header"),
        (f"B{HEAD}", words["task"], "header"),
        (f"C{HEAD}", monday, "header", "dd mmm"),
    ]
    for column in range(4, 3 + weeks):
        before = f"={letter(column - 1)}{HEAD}+Week_length"
        head.append((ref(column, HEAD), before, "header", "dd mmm"))
    plan = quoted(project.plan)
    for row, task in enumerate(project.tasks, FIRST):
        head += [(f"A{row}", task.phase, "text"), (f"B{row}", task.name, "text")]
    yield ops.set_cells(sheet, head)
    bars = [ops.row(None, formula=_bar(plan, row), style="text") for row in _rows(project)]
    yield ops.write_block(sheet, f"C{FIRST}", bars, periods=weeks)
    place = f"C{FIRST}:{last}{project.last}"
    yield ops.style(sheet, place, color="accent", align="center")
    yield ops.conditional(sheet, place, "equal", BAR, "accent")
    yield ops.style(sheet, f"C{HEAD}:{last}{HEAD}", align="center")
    widths = {"A": 16, "B": 28, f"C:{last}": 8}
    yield ops.layout(sheet, widths, freeze=f"C{FIRST}", landscape=True)


def _rows(project: Project) -> range:
    return range(FIRST, project.last + 1)


def _bar(plan: str, row: int) -> str:
    runs = f"{plan}!$E{row}<{{col}}${HEAD}+Week_length,{plan}!$G{row}>={{col}}${HEAD}"
    return f'=IF(AND({runs}),"{BAR}","")'


def summary_ops(project: Project) -> Iterator[Json]:
    words, sheet = labels("project", project.brief.language), project.summary
    days = project.column("F")
    progress = f"=IF(SUM({days})=0,0,SUMPRODUCT({days},{project.column('H')})/SUM({days}))"
    kpis = (
        Kpi(label=words["start"], formula=f"=MIN({project.column('E')})", style="date"),
        Kpi(label=words["finish"], formula=f"=MAX({project.column('G')})", style="date"),
        Kpi(label=words["tasks"], formula=f"=ROWS({days})"),
        Kpi(label=words["total_days"], formula=f"=SUM({days})"),
        Kpi(label=words["progress"], formula=progress, style="percent"),
    )
    title = project.brief.title or words["title"]
    yield from kpi_ops(sheet, title, words["plan"], kpis)
    keys = ("phase", "begin", "end", "tasks", "days")
    cells: list[ops.CellOp] = [(ref(i, 8), words[key], "header") for i, key in enumerate(keys, 1)]
    for row, phase in enumerate(project.phases, 9):
        cells += _phase(project, phase, row)
    total = 9 + len(project.phases)
    cells += [
        (f"A{total}", labels("tracker", project.brief.language)["total"], "total"),
        *((f"{c}{total}", None, "total") for c in "BC"),
        *((f"{c}{total}", f"=SUM({c}9:{c}{total - 1})", "total") for c in "DE"),
    ]
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, "D8:E8", align="right")
    series = [{"name": words["days"], "values": on(sheet, f"E9:E{total - 1}")}]
    categories = on(sheet, f"A9:A{total - 1}")
    yield ops.chart(sheet, f"A{total + 3}", "bar", words["chart"], categories, series)
    yield from ops.series("Phase", sheet, f"A9:A{total - 1}", f"E9:E{total - 1}")
    yield ops.layout(sheet, {"A:E": 22}, freeze="A4")


def _phase(project: Project, phase: str, row: int) -> Iterator[ops.CellOp]:
    """Phases are runs of rows: start of the first task, end of the last."""
    rows = [FIRST + i for i, task in enumerate(project.tasks) if task.phase == phase]
    plan = quoted(project.plan)
    yield f"A{row}", phase, "label"
    yield f"B{row}", f"={plan}!E{rows[0]}", "date"
    yield f"C{row}", f"={plan}!G{rows[-1]}", "date"
    criteria = f"{project.column('B')},$A{row}"
    yield f"D{row}", f"=COUNTIFS({criteria})", "integer"
    yield f"E{row}", f"=SUMIFS({project.column('F')},{criteria})", "integer"
