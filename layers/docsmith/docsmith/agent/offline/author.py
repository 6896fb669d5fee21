"""Decides the next turn of the offline author: read, write a batch, check, mend, finish.

The work is replayed from the exchanges each time: the plan is the same for the same history, so
what was applied, refused and mended follows from the answers alone.
"""

from collections.abc import Iterator

from pydantic import Field

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.closing import closing_words
from docsmith.agent.offline.formats import PLANNERS
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.progress import Exchange, Progress
from docsmith.agent.offline.repair import Pending, mend
from docsmith.agent.offline.selection.wanted import Wanted, chosen_of, questions_of, with_selection
from docsmith.agent.offline.slides.insights import insight_ops
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook.followup import more_reads
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.offline.workbook.ranking import ranking_ops, ranking_places
from docsmith.agent.tools import MAX_CALL_BYTES, MAX_OPS, Tool
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object, canonical

ROOM = MAX_CALL_BYTES - 4_000
"""Bytes of operations in one call; the rest is for what stands around them."""
UNREAD = frozenset({"image", "brand"})
"""Kinds of sources of which the message tells all that this author uses."""


class Step(Value):
    """What the next turn says and calls."""

    text: str
    calls: tuple[tuple[str, Json], ...] = ()
    refuses: bool = False


class Work(Value):
    """The state of the writing: what is left to apply, what was learned."""

    queue: tuple[Pending, ...]
    version: int = 0
    batches: int = 0
    checked: bool = False
    refined: bool = False
    """Whether what was computed has put lists in order and told insights: it does so once."""
    computed: Json = Field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    slides: frozenset[str] = frozenset()
    """The slides that were written: of others nothing can be told."""
    broken: str | None = None
    """Why what was refused leaves no document worth having."""


def next_step(progress: Progress) -> Step:
    """The next turn. After a refused finish that nothing can mend, it finishes again: the loop
    decides.
    """
    reads = _missing_reads(progress)
    if reads:
        return Step(text="I read what is there first.", calls=reads)
    plan = plan_for(progress)
    work = replay(plan, progress)
    if plan.refusal or work.broken:
        return Step(text=plan.refusal or f"A part was refused: {work.broken}", refuses=True)
    if work.queue:
        return _write(plan, work)
    if not work.checked:
        return Step(text="Everything is written; I check it.", calls=_checks(plan, work))
    summary = closing_words(plan, work.computed, work.dropped)
    return Step(text="Done.", calls=((Tool.FINISH, {"summary": summary}),))


def plan_for(progress: Progress) -> Plan:
    """The plan of this task, the same at every turn."""
    planner = PLANNERS.get(progress.task.format)
    if planner is None:
        format = progress.task.format
        return Plan(title="", refusal=f"The offline author does not write {format} yet.")
    wanted = chosen_of(progress)
    return with_selection(planner(_wish(progress, wanted)), wanted)


def wish_of(progress: Progress) -> Wish:
    """All that a planner may know of this task."""
    return _wish(progress, chosen_of(progress))


def _wish(progress: Progress, wanted: Wanted) -> Wish:
    task = progress.task
    format = "slides" if task.format == "outline" else task.format
    brief = brief_of(wanted.prompt, format, wanted.sources, task.today)
    return Wish(
        brief=wanted.told_apart(brief),
        sources=wanted.sources,
        outline=progress.outline if task.resuming else None,
        brand=task.brand,
        views=progress.views,
        loaded=progress.loaded,
        images=tuple(s for s in progress.sources if s.get("kind") == "image"),
    )


def replay(plan: Plan, progress: Progress) -> Work:
    """The writing as the answers so far leave it."""
    queue = (Pending(op=op, section=s.name) for s in plan.sections for op in s.ops)
    work = Work(queue=tuple(queue), version=_first_version(progress))
    for exchange in progress.exchanges:
        work = _after(plan, work, exchange)
    return work


def next_batch(queue: tuple[Pending, ...]) -> tuple[Pending, ...]:
    """The front of the queue that fits into one call, never empty.

    Whole sections as far as they fit, since every call computes the document anew; a section that
    does not fit alone is cut.
    """
    size, count, whole = 0, 0, 0
    for index, pending in enumerate(queue[: MAX_OPS + 1]):
        if index and pending.section != queue[index - 1].section:
            whole = index
        size += len(canonical(pending.op).encode()) + 1
        if index == MAX_OPS or (count and size > ROOM):
            return queue[: whole or count]
        count += 1
    return queue[:count]


def _missing_reads(progress: Progress) -> tuple[tuple[str, Json], ...]:
    calls: list[tuple[str, Json]] = []
    if progress.task.resuming and not progress.asked(Tool.READ):
        calls.append((Tool.READ, {"scope": "outline"}))
    for source in progress.sources:
        slot = str(source.get("slot", ""))
        told = "columns" in source or source.get("kind") in UNREAD
        if not told and not progress.asked(Tool.SOURCE, slot=slot):
            calls.append((Tool.SOURCE, {"slot": slot}))
    return tuple(calls) or questions_of(progress) or _more_reads(progress)


def _more_reads(progress: Progress) -> tuple[tuple[str, Json], ...]:
    """What the planner of a follow-up has to see beyond the outline, page after page."""
    if progress.task.format != "excel" or progress.outline is None or _has_written(progress):
        return ()
    wanted = more_reads(progress.task.prompt, progress.outline)
    rest = (progress.rest_of(arguments) for arguments in wanted)
    return tuple((Tool.READ, arguments) for arguments in rest if arguments)


def _has_written(progress: Progress) -> bool:
    return any(exchange.name == Tool.APPLY for exchange in progress.exchanges)


def _write(plan: Plan, work: Work) -> Step:
    batch = next_batch(work.queue)
    ops = [pending.op for pending in batch]
    text = plan.text if not work.batches else f"Next: {batch[0].section}."
    return Step(text=text, calls=((Tool.APPLY, {"base_version": work.version, "ops": ops}),))


def _checks(plan: Plan, work: Work) -> tuple[tuple[str, Json], ...]:
    """The check, after reading the figures that it takes to refine and to sum up."""
    scopes = [line.place for line in plan.headlines if line.place not in work.computed]
    for ranking in () if work.refined else plan.rankings:
        if any(place not in work.computed for place in ranking_places(ranking)):
            scopes.append(on(ranking.sheet, ranking.range))
    return (*((Tool.READ, {"scope": scope}) for scope in scopes), (Tool.CHECK, {}))


def _first_version(progress: Progress) -> int:
    for exchange in progress.exchanges:
        if exchange.name == Tool.READ and not exchange.is_error:
            return _version(exchange, 0)
    return 0


def _after(plan: Plan, work: Work, exchange: Exchange) -> Work:
    match exchange.name:
        case Tool.APPLY:
            return _after_apply(work, exchange)
        case Tool.CHECK | Tool.FINISH:
            return _after_check(plan, work)
        case Tool.READ:
            return work.model_copy(update={"computed": work.computed | _values(exchange)})
        case _:
            return work


def _after_apply(work: Work, exchange: Exchange) -> Work:
    batch = next_batch(work.queue)
    rest = work.queue[len(batch) :]
    seen = {"version": _version(exchange, work.version), "batches": work.batches + 1}
    if exchange.is_error:
        errors = [as_object(error) for error in as_list(exchange.answer.get("errors"))]
        mended = mend(batch, errors or [exchange.answer])
        seen |= {"queue": (*mended.pending, *rest), "broken": work.broken or mended.broken}
        return work.model_copy(update=seen | {"dropped": (*work.dropped, *mended.dropped)})
    written = (str(pending.op["id"]) for pending in batch if pending.op.get("op") == "slide")
    seen |= {"slides": work.slides.union(written), "queue": rest, "checked": False}
    computed = work.computed | as_object(exchange.answer.get("computed"))
    return work.model_copy(update=seen | {"computed": computed})


def _after_check(plan: Plan, work: Work) -> Work:
    if work.refined:
        return work.model_copy(update={"checked": True})
    ops = [*_rankings(plan, work), *_insights(plan, work)]
    queue = tuple(Pending(op=op, section="refine") for op in ops)
    return work.model_copy(update={"checked": True, "refined": True, "queue": queue})


def _rankings(plan: Plan, work: Work) -> Iterator[Json]:
    for ranking in plan.rankings:
        yield from ranking_ops(ranking, work.computed)


def _insights(plan: Plan, work: Work) -> tuple[Json, ...]:
    return insight_ops(insight for insight in plan.insights if insight["slide"] in work.slides)


def _version(exchange: Exchange, default: int) -> int:
    version = exchange.answer.get("version", default)
    return version if isinstance(version, int) else default


def _values(exchange: Exchange) -> Json:
    """The values of a range that was read, by place."""
    content = as_object(exchange.answer.get("content"))
    sheet, columns = str(content.get("sheet", "")), as_list(content.get("columns"))
    return {
        on(sheet, f"{column}{row}"): value
        for row, values in as_object(content.get("rows")).items()
        for column, value in zip(columns, as_list(values), strict=False)
    }
