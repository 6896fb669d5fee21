"""What a task wants of all its sources, read from its prompt and from what was said of them."""

import re
from collections.abc import Iterator
from datetime import date

from docsmith.agent.brief import TaskMessage
from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.language import language_of
from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.progress import Progress
from docsmith.agent.offline.roles import roles_of
from docsmith.agent.offline.selection.narrowing import (
    Narrowed,
    narrowed,
    question_of,
    without_missing,
)
from docsmith.agent.offline.selection.reading import Missing, Reading, is_known, reading_of
from docsmith.agent.offline.selection.splits import can_split
from docsmith.agent.offline.selection.telling import chosen_remark, missing_remark
from docsmith.agent.offline.source import SourceView, source_view
from docsmith.agent.tools import Tool
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object, canonical

_NO_DAY = "2026-01-01"
_NAME = re.compile(r"(?<!^)\b[A-ZÄÖÜ][\w&.-]{3,}")
"""A word that may begin a name, or go on with one."""


class Wanted(Value):
    """The sources as planners see them. `prompt` is without what the data do not have."""

    prompt: str
    narrowed: tuple[Narrowed, ...] = ()

    @property
    def sources(self) -> tuple[SourceView, ...]:
        return tuple(one.source for one in self.narrowed)

    def told_apart(self, brief: Brief) -> Brief:
        """The brief, a value that chooses rows being no party that the document is for."""
        names = {name.casefold() for source in self.sources for name in source.focus.names}
        is_value = brief.party is not None and brief.party.casefold() in names
        return brief.model_copy(update={"party": None}) if is_value else brief


def chosen_of(progress: Progress) -> Wanted:
    """What the prompt chooses; of a document that stands, within what was chosen for it."""
    described = _described(progress)
    prompt = progress.task.prompt
    language = language_of(prompt, [c.name for source in described for c in source.columns])
    found: list[Narrowed] = []
    for source, reading in _readings(progress, described):
        found.append(
            narrowed(reading, source, _answer(progress, reading, source), prompt, language)
        )
    missing = [one for each in found for one in each.missing]
    told = prompt if progress.task.resuming else without_missing(prompt, missing)
    known = progress.chosen
    return Wanted(prompt=told, narrowed=tuple(_once(one, known) for one in found))


def _once(one: Narrowed, known: dict[str, str]) -> Narrowed:
    """Without the operation that an earlier task has applied."""
    return one.model_copy(update={"ops": ()}) if one.source.slot in known else one


def questions_of(progress: Progress) -> tuple[tuple[str, Json], ...]:
    """What is still to be asked of the rows that the prompt chooses."""
    sources = _described(progress)
    prompt = progress.task.prompt
    open_sources = (source for source in sources if not _is_settled(progress, source))
    named = [q for source in open_sources if (q := _names_asked(prompt, source))]
    if open := _open(progress, named):
        return open
    read = _readings(progress, sources)
    return _open(progress, [q for source, reading in read if (q := question_of(reading, source))])


def _open(progress: Progress, questions: list[Json]) -> tuple[tuple[str, Json], ...]:
    return tuple((Tool.SOURCE, q) for q in questions if progress.said_of(q) is None)


def _names_asked(prompt: str, source: SourceView) -> Json | None:
    """Asks for values that the prompt names in columns whose values were not all told."""
    names = (match.group() for match in _NAME.finditer(prompt))
    if all(is_known(name, source) for name in names):
        return None
    roles = roles_of(source)
    long = (c for c in source.columns if c.type == "text" and c.distinct > len(c.common))
    if not any(can_split(column, roles) for column in long):
        return None
    return {"slot": source.slot, "text": prompt}


def _with_names(progress: Progress, prompt: str, source: SourceView) -> SourceView:
    """The source with what was said of the prompt's names, beside the values that were told."""
    question = _names_asked(prompt, source)
    exchange = progress.said_of(question) if question else None
    if exchange is None or exchange.is_error:
        return source
    said = {
        name: tuple(map(str, as_list(values)))
        for name, values in as_object(exchange.answer.get("mentioned")).items()
    }
    columns = (
        column.model_copy(
            update={"common": tuple(dict.fromkeys((*column.common, *said.get(column.name, ()))))}
        )
        for column in source.columns
    )
    return source.model_copy(update={"columns": tuple(columns)})


def with_selection(plan: Plan, wanted: Wanted) -> Plan:
    """The plan with the operations that choose the rows it reads, and with what is to be said."""
    written = " ".join(canonical(op) for section in plan.sections for op in section.ops)
    shown = [one for one in wanted.narrowed if f'"{one.source.slot}"' in written]
    ops = tuple(op for one in shown for op in one.ops)
    said = tuple(dict.fromkeys(_remarks(shown, plan)))
    if not shown:
        return plan
    first, *rest = plan.sections
    opened = first.model_copy(update={"ops": (*ops, *first.ops)}) if ops else first
    sections: tuple[Section, ...] = (opened, *rest)
    return plan.model_copy(update={"sections": sections, "remarks": (*said, *plan.remarks)})


def _remarks(shown: list[Narrowed], plan: Plan) -> Iterator[str]:
    for one in shown:
        if one.source.focus.told:
            yield chosen_remark(one.source, plan.language)
    for one in shown:
        for missing in one.missing:
            if not _is_elsewhere(missing, shown):
                yield missing_remark(missing, one.source, plan.language)


def _is_elsewhere(missing: Missing, shown: list[Narrowed]) -> bool:
    """Whether another source has what this one lacks: a value, or a column to split by."""
    return missing.kind in ("value", "split") and any(missing not in o.missing for o in shown)


def _described(progress: Progress) -> tuple[SourceView, ...]:
    sources = (source_view(source) for source in progress.sources)
    return tuple(source for source in sources if source.is_described)


def _readings(
    progress: Progress, sources: tuple[SourceView, ...]
) -> Iterator[tuple[SourceView, Reading]]:
    inherited = set(progress.chosen.values())
    for source in sources:
        if _is_settled(progress, source):
            yield source, Reading()
            continue
        reading = _reading(progress, progress.task, source)
        if source.slot in inherited:
            reading = reading.within(_reading(progress, progress.tasks[0], source))
        yield source, reading


def _is_settled(progress: Progress, source: SourceView) -> bool:
    """A workbook that stands holds this source: changes go by what it shows."""
    task = progress.task
    return task.resuming and task.format == "excel" and source.slot in progress.loaded


def _reading(progress: Progress, task: TaskMessage, source: SourceView) -> Reading:
    today = date.fromisoformat(task.today or _NO_DAY)
    return reading_of(task.prompt, _with_names(progress, task.prompt, source), today)


def _answer(progress: Progress, reading: Reading, source: SourceView) -> Json | None:
    """What was said to the question; nothing known where the source refused to say."""
    question = question_of(reading, source)
    exchange = progress.said_of(question) if question else None
    if exchange is None:
        return None
    return {} if exchange.is_error else exchange.answer
