"""Charts and images with their captions below."""

from collections.abc import Iterator

from docsmith.documents.operations import word_content as op
from docsmith.documents.word.compose.context import ChartMedia, Context
from docsmith.documents.word.compose.tables import caption, source_line
from docsmith.documents.word.computed import computed_table
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.inline import plain
from docsmith.documents.word.nodes import EMU_PER_CM, EMU_PER_TWIP, Drawing, Node, Para, Span
from docsmith.documents.word.pictures import picture_of

_MOST_HEIGHT = 0.8
"""Of the page's text height, the most an image takes."""
_TOP_SLICES = 6


def chart(context: Context, block: op.Chart) -> Iterator[Node]:
    context.drawn += 1
    name = f"{context.chart_prefix}{context.drawn}"
    media, look = _media(context, block)
    context.media[name] = media
    width = context.page.text_width * EMU_PER_TWIP
    height = round(block.height_cm * EMU_PER_CM)
    alt = plain(block.alt) if block.alt else _alt(context, block, media, look)
    yield Para((Span(drawing=Drawing("chart", name, width, height, alt)),), "Figure")
    yield from _below(context, block.caption, block.source)


def image(context: Context, block: op.Image) -> Iterator[Node]:
    picture = picture_of(context.story.inputs, block.slot)
    context.media[picture.name] = picture
    room = context.page.text_width * EMU_PER_TWIP
    natural = round(picture.width / max(picture.dpi, 96) * 914_400)
    width = round(block.width_cm * EMU_PER_CM) if block.width_cm else natural
    width = min(width, room)
    height = round(width * picture.height / picture.width)
    most = round(context.page.text_height * EMU_PER_TWIP * _MOST_HEIGHT)
    if height > most:
        width, height = round(width * most / height), most
    drawing = Drawing("picture", picture.name, width, height, plain(block.alt))
    yield Para((Span(drawing=drawing),), "Figure", align=block.align, keep_next=bool(block.caption))
    if block.caption:
        context.drawn += 1
        yield from _below(context, block.caption, block.source)


def _below(context: Context, text: str, source: str | None) -> Iterator[Node]:
    line = caption(context, "figure", context.drawn, text, "FigureCaption")
    if source:
        yield Para(line.spans, line.style, keep_next=True)
        yield source_line(context, source)
    else:
        yield Para(line.spans, line.style, after=260)


def _media(context: Context, block: op.Chart) -> tuple[ChartMedia, NumberLook]:
    if block.query is None:
        series = tuple((s.name, s.values) for s in block.series)
        look = NumberLook(block.style or "number")
        return ChartMedia(block, block.categories, series, look.excel), look
    query = block.query.model_copy(update={"total": False, "share": False})
    if block.kind in {"pie", "doughnut"} and query.top is None:
        query = query.model_copy(update={"top": _TOP_SLICES})
    found = computed_table(context.story, query)
    shown = 1 if block.kind in {"pie", "doughnut"} else len(found.columns)
    series = tuple(
        (name, tuple(line.values[i] for line in found.drawn))
        for i, name in enumerate(found.columns[:shown])
    )
    look = found.looks[0]
    categories = tuple(line.label for line in found.drawn)
    return ChartMedia(block, categories, series, look.excel), look


def _alt(context: Context, block: op.Chart, media: ChartMedia, look: NumberLook) -> str:
    """Kind, caption and the extremes of the first series."""
    language = context.look.language
    kind = block.kind.replace("_", " ").capitalize()
    text = "".join(span.text for span in context.spans(block.caption))
    values = [
        (value, label)
        for value, label in zip(media.series[0][1], media.categories, strict=True)
        if value is not None
    ]
    if len(values) < 2:
        return language.label("chart_flat", kind=kind, caption=text)
    high, low = max(values), min(values)
    return language.label(
        "chart",
        kind=kind,
        caption=text,
        high=look.written(high[0], language),
        high_label=high[1],
        low=look.written(low[0], language),
        low_label=low[1],
    )
