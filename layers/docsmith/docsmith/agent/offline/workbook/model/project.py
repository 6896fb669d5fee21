"""A project plan: tasks one after another on working days, a timeline by week, phases summed."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.model.pieces import (
    Check,
    Input,
    assumptions_ops,
    checks_ops,
    remarks_of,
)
from docsmith.agent.offline.workbook.model.project_facts import (
    LONGEST,
    WEEKS,
    WORKING_DAYS,
    Project,
    Task,
)
from docsmith.agent.offline.workbook.model.project_sheets import plan_ops, summary_ops, timeline_ops
from docsmith.agent.offline.workbook.model.topics import topic_of


def plan_project(brief: Brief) -> Plan:
    words, shared = labels("project", brief.language), labels("shared", brief.language)
    weeks = min(brief.weeks or (round((brief.years or 0) * 52) or WEEKS), LONGEST)
    project = Project(
        brief=brief,
        tasks=_tasks(brief, weeks),
        weeks=weeks,
        **{key: words[key] for key in ("summary", "plan", "timeline")},
        assumptions=shared["assumptions"],
        checks=shared["checks"],
    )
    inputs = _inputs(project)
    sheets = tuple(ops.add_sheet(name) for name in project.sheets)
    first = (
        *sheets,
        *assumptions_ops(project.assumptions, inputs, brief.language, (words["note"],)),
    )
    return Plan(
        title=brief.title or words["title"],
        outline=tuple(f"{phase}" for phase in project.phases),
        sections=(
            Section(name="inputs", ops=first),
            Section(name="plan", ops=tuple(plan_ops(project))),
            Section(name="timeline", ops=tuple(timeline_ops(project))),
            Section(name="summary", ops=tuple(summary_ops(project))),
            Section(
                name="checks", ops=checks_ops(project.checks, _checks(project), brief.language)
            ),
        ),
        sheets=project.sheets,
        language=brief.language,
        headlines=(
            Headline(label=words["tasks"], place=on(project.summary, "C5")),
            Headline(label=words["total_days"], place=on(project.summary, "D5")),
        ),
        remarks=remarks_of(inputs, project.assumptions, brief.language, len(project.tasks)),
    )


def _tasks(brief: Brief, weeks: int) -> tuple[Task, ...]:
    """Tasks of the phases that the prompt lists, else of the topic, scaled to the weeks."""
    lines = brief.items or topic_of(brief, "project").names
    pairs: list[tuple[str, str]] = []
    for line in lines:
        phase, _, tasks = line.partition(":")
        pairs += [(phase.strip(), task.strip()) for task in (tasks or phase).split(";")]
    days, rest = divmod(weeks * WORKING_DAYS, len(pairs))
    return tuple(
        Task(phase=phase, name=name, days=max(1, days + (index < rest)))
        for index, (phase, name) in enumerate(pairs)
    )


def _inputs(project: Project) -> tuple[Input, ...]:
    words, day = labels("project", project.brief.language), project.brief.day
    monday = day.fromordinal(day.toordinal() + (7 - day.weekday()))
    return (
        Input(name="Project_start", label=words["start"], value=monday.isoformat(), kind="date"),
        Input(name="Week_length", label=words["week"], value=7, kind="integer"),
    )


def _checks(project: Project) -> tuple[Check, ...]:
    words = labels("project", project.brief.language)
    total = 9 + len(project.phases)
    ends, begins = project.column("G"), project.column("E")
    return (
        Check(
            label=words["check_days"],
            difference=f"{on(project.summary, f'E{total}')}-SUM({project.column('F')})",
        ),
        Check(label=words["check_order"], difference=f"MIN(0,MAX({ends})-MAX({begins}))"),
    )
