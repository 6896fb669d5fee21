"""The report planner: a summary of each source, its strongest splits crossed, data, notes."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.plan import Plan, Ranking, Section
from docsmith.agent.offline.source import SourceView
from docsmith.agent.offline.words import word
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.data_sheet import data_ops
from docsmith.agent.offline.workbook.data.extras import extra_ops
from docsmith.agent.offline.workbook.data.facts import (
    Facts,
    facts_of,
    sheet_name,
    short,
    unused,
)
from docsmith.agent.offline.workbook.data.matrix import Matrix, matrix_of, matrix_ops
from docsmith.agent.offline.workbook.data.notes import notes_ops
from docsmith.agent.offline.workbook.data.summary import Summary, headlines, summary_ops
from docsmith.agent.turns import Value

_ONE_PAGE = re.compile(
    r"\b(?:one|single|1)[ -]page(?:r|d)?\b|\bon (?:one|a single|1) page\b"
    r"|\beinseitig|\b(?:auf )?eine[rn]? (?:einzigen )?seite\b|\bone-?pager\b",
    re.I,
)


class Sheets(Value):
    """The sheets that one source gets."""

    facts: Facts
    summary: Summary
    matrix: Matrix | None


def plan_report(brief: Brief, sources: tuple[SourceView, ...], taken: tuple[str, ...] = ()) -> Plan:
    """A report over all sources. `taken` are names of sheets that exist already."""
    title = brief.title or word(brief.language, "report")
    notes = unused(word(brief.language, "notes"), taken)
    sheets = _sheets(brief, sources, title, (*taken, notes))
    return Plan(
        title=title,
        outline=tuple(_outline(one) for one in sheets),
        sections=(
            _data_section(sheets),
            *(_summary_section(one) for one in sheets),
            Section(name="notes", ops=notes_ops(tuple(one.facts for one in sheets), notes)),
        ),
        sheets=(*(name for one in sheets for name in _names(one)), notes),
        language=brief.language,
        rankings=tuple(ranking for one in sheets for ranking in _rankings(one)),
        headlines=tuple(line for one in sheets for line in headlines(one.summary)),
    )


def _sheets(
    brief: Brief, sources: tuple[SourceView, ...], title: str, taken: tuple[str, ...]
) -> tuple[Sheets, ...]:
    out: list[Sheets] = []
    for source in sources:
        facts = facts_of(source, brief, taken, alone=len(sources) == 1)
        label = word(brief.language, "summary")
        wanted = label if len(sources) == 1 else sheet_name(f"{label} {facts.table}")
        name = unused(wanted, (*taken, facts.sheet))
        matrix = matrix_of(facts, "")
        crossing = (
            matrix.model_copy(update={"sheet": _matrix_name(matrix, taken)}) if matrix else None
        )
        subtitle = _subtitle(facts)
        one_page = _ONE_PAGE.search(brief.prompt) is not None
        summary = Summary(
            facts=facts, sheet=name, title=title, subtitle=subtitle, one_page=one_page
        )
        out.append(Sheets(facts=facts, summary=summary, matrix=crossing))
        used = (facts.sheet, facts.table, name, crossing.sheet if crossing else name)
        taken = (*taken, *used)
    return tuple(out)


def _matrix_name(matrix: Matrix, taken: tuple[str, ...]) -> str:
    both = f"{matrix.rows.label} × {short(matrix.facts.shown(matrix.across))}"
    return unused(sheet_name(both), taken)


def _subtitle(facts: Facts) -> str:
    return f"{word(facts.language, 'source')}: {facts.source.title}"


def _rankings(sheets: Sheets) -> Iterator[Ranking]:
    """Splits by a column are ranked; time keeps its order."""
    matrix = sheets.matrix
    for spot in sheets.summary.placed:
        if spot.split.grain:
            continue
        labels = tuple(line.label for line in spot.split.lines[: spot.split.named])
        across = matrix is not None and matrix.across == spot.split.column
        copies = ((matrix.sheet, 2, 4, len(matrix.values)),) if matrix and across else ()
        yield Ranking(sheet=spot.sheet, labels=labels, first=spot.first, copies=copies)


def _names(sheets: Sheets) -> tuple[str, ...]:
    crossing = (sheets.matrix.sheet,) if sheets.matrix else ()
    return (sheets.summary.sheet, *crossing, sheets.facts.sheet)


def _outline(sheets: Sheets) -> str:
    facts = sheets.facts
    splits = ", ".join(split.label for split in sheets.summary.splits) or "-"
    return f"{facts.sheet}: {facts.source.rows} rows; {sheets.summary.sheet}: {splits}"


def _data_section(sheets: tuple[Sheets, ...]) -> Section:
    """Summaries come first in the workbook, so their sheets are added before the data's."""
    front = [ops.add_sheet(one.summary.sheet) for one in sheets]
    return Section(name="data", ops=(*front, *(op for one in sheets for op in data_ops(one.facts))))


def _summary_section(sheets: Sheets) -> Section:
    crossing = matrix_ops(sheets.matrix) if sheets.matrix else ()
    before = (
        {**op, "before": sheets.facts.sheet} if op["op"] == "add_sheet" else op for op in crossing
    )
    return Section(
        name="summary",
        ops=(*summary_ops(sheets.summary), *extra_ops(sheets.summary), *before),
    )
