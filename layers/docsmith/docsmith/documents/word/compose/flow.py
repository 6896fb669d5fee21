"""Running text: headings, paragraphs, lists, callouts, key figures, references, contents."""

from collections.abc import Iterator

from docsmith.documents.operations import word_content as op
from docsmith.documents.operations.word import Source
from docsmith.documents.word.compose.context import Context
from docsmith.documents.word.data.numbers import NOTHING
from docsmith.documents.word.data.profile import size_of
from docsmith.documents.word.inline import keys_of
from docsmith.documents.word.nodes import Cell, Grid, Node, Para, Row, Span, TocMark
from docsmith.documents.word.parts.numbering import BULLET, CHECK, FIRST_NUMBERED, HEADINGS

_STYLES = {"body": "", "lead": "Lead", "quote": "Quote", "small": "Small", "closing": "Closing"}
_CALLOUTS = {"note": "accent", "decision": "primary", "success": "good", "warning": "warn"}


def heading(context: Context, block: op.Heading) -> Iterator[Node]:
    spans = context.spans(block.text)
    numbered = block.numbered and context.look.numbered
    yield Para(
        spans,
        f"Heading{block.level}",
        page_break=block.page_break,
        before=0 if block.page_break else None,
        bookmark=context.bookmark(),
        outline=block.level,
        numbering=HEADINGS if numbered else 0,
        level=block.level - 1,
        number=_number(context, block.level) if numbered else "",
    )


def paragraph(context: Context, block: op.Paragraph) -> Iterator[Node]:
    yield Para(
        context.spans(block.text, block.notes),
        _STYLES[block.style],
        align=block.align,
        keep_next=block.keep_with_next,
    )


def bullets(context: Context, block: op.ListBlock) -> Iterator[Node]:
    style = {"bullet": "ListBullet", "number": "ListNumber", "check": "ListCheck"}[block.kind]
    numbering = {"bullet": BULLET, "check": CHECK}.get(block.kind, 0)
    if not numbering:
        numbering = FIRST_NUMBERED + context.lists
        context.lists += 1
    items = _told(context, block)
    last = len(items) - 1
    for index, (text, level) in enumerate(items):
        yield Para(
            context.spans(text, block.notes),
            style,
            numbering=numbering,
            level=level,
            keep_next=index == 0 and last > 0,
            after=180 if index == last else None,
        )


def _told(context: Context, block: op.ListBlock) -> list[tuple[str, int]]:
    """Text and level of the points. One about a figure that cannot be computed, such as a change
    without a year before, says nothing and is left out where others remain.
    """
    items = [
        (item, 0) if isinstance(item, str) else (item.text, item.level) for item in block.items
    ]
    known = [one for one in items if not _is_silent(context, one[0])]
    return known or items


def _is_silent(context: Context, text: str) -> bool:
    return any(context.figures.get(name) == NOTHING for name in keys_of(text, "figure"))


def callout(context: Context, block: op.Callout) -> Iterator[Node]:
    color = context.look.color(_CALLOUTS[block.kind])
    title = block.title or context.look.language.label(block.kind)
    spans = (
        Span(title, bold=True, color=color),
        Span(line_break=True),
        *context.spans(block.text, block.notes),
    )
    yield Para(spans, "Callout", fill=context.look.color("band"), edge=color)


def kpis(context: Context, block: op.Kpis) -> Iterator[Node]:
    count = len(block.items)
    width = context.page.text_width // count
    cells = tuple(_tile(context, item) for item in block.items)
    alt = "; ".join(f"{item.label}: {item.value}" for item in block.items)
    yield Grid((Row(cells),), (width,) * count, look="layout", alt=alt, gap=120)
    yield Para((), "AfterTable")


def references(context: Context, block: op.References) -> Iterator[Node]:
    title = block.title or context.look.language.label("references")
    yield Para((Span(title),), "Heading1", outline=1, bookmark=context.bookmark(), number="")
    ordered = sorted(context.cited, key=lambda key: context.cited[key])
    for key in ordered:
        source = context.story.sources.get(key)
        if source is not None:
            told = source.model_copy(update={"detail": _detail(context, source)})
            yield _reference(told, context.cited[key], context.anchor(key))


def contents(context: Context, block: op.Contents) -> Iterator[Node]:
    title = block.title or context.look.language.label("contents")
    yield TocMark(title, block.levels, block.page_break)


def _number(context: Context, level: int) -> str:
    counts = context.headings
    counts[level - 1] += 1
    counts[level:] = [0] * (len(counts) - level)
    return ".".join(str(count or 1) for count in counts[:level])


def _tile(context: Context, item: op.Kpi) -> Cell:
    paras = [
        context.para(item.value, "KpiValue"),
        context.para(item.label, "KpiLabel"),
    ]
    if item.detail:
        spans = tuple(context.spans(item.detail))
        paras[-1] = Para((*paras[-1].spans, Span(line_break=True), *spans), "KpiLabel")
    return Cell(tuple(paras), fill=context.look.color("band"), top=context.look.color("primary"))


def _reference(source: Source, number: int, anchor: str) -> Para:
    said = ". ".join(part for part in (source.author, _titled(source)) if part)
    more = ", ".join(part for part in (source.publisher, source.detail) if part)
    text = f"{said}. {more}" if more else said
    spans = [Span(f"[{number}]"), Span(tab=True), Span(text.rstrip(".") + ".")]
    if source.url:
        spans += [Span(" "), Span(source.url, link=source.url)]
    return Para(tuple(spans), "Bibliography", bookmark=anchor)


def _detail(context: Context, source: Source) -> str | None:
    """What was said of it, and how large it is when it is one of our data sources."""
    size = None
    if source.slot is not None:
        size = size_of(context.story.inputs, source.slot, context.look.language)
    return ", ".join(part for part in (source.detail, size) if part) or None


def _titled(source: Source) -> str:
    return f"{source.title} ({source.year})" if source.year else source.title
