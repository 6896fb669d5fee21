"""What a document opens and closes with: title, cover, letterhead, signatures."""

from collections.abc import Iterator

from docsmith.documents.operations import word_content as op
from docsmith.documents.word.compose.breaks import Break
from docsmith.documents.word.compose.context import Context
from docsmith.documents.word.nodes import (
    EMU_PER_CM,
    EMU_PER_TWIP,
    Cell,
    Drawing,
    Grid,
    Node,
    Para,
    Row,
    Span,
)
from docsmith.documents.word.pages.metrics import width_of
from docsmith.documents.word.pictures import Picture

_BAND_CM = 1.1
_LINE_CM = 0.22
_WINDOW = 1680
"""Twips above an address without a head, so that it shows in the window of an envelope."""
_LOGO_HEIGHT = 1.5 * EMU_PER_CM


def title(context: Context, block: op.Title) -> Iterator[Node | Break]:
    if block.cover:
        yield from _cover(context, block)
        return
    if block.kicker:
        yield context.para(block.kicker, "Kicker")
    yield context.para(block.title, "Title")
    if block.subtitle:
        yield context.para(block.subtitle, "Subtitle")
    if block.meta:
        yield _meta(context, block.meta, ruled=True)
        yield Para((), "AfterTable")
    if block.summary:
        yield context.para(block.summary, "Lead")


def _cover(context: Context, block: op.Title) -> Iterator[Node | Break]:
    """A page of its own: a band of colour at the edge, the title in the upper third, facts
    below.
    """
    bands = _bands(context)
    logo = context.story.brand.logo
    if logo is not None and isinstance(picture := context.media.get(f"pic-{logo}"), Picture):
        yield Para((_logo(picture),), "Figure", before=0)
    kicker = context.spans(block.kicker) if block.kicker else ()
    yield Para((*bands, *kicker), "CoverKicker")
    yield context.para(block.title, "CoverTitle")
    if block.subtitle:
        yield context.para(block.subtitle, "CoverSubtitle")
    if block.summary:
        yield context.para(block.summary, "CoverSummary")
    if block.meta:
        yield _meta(context, block.meta, ruled=True)
    yield Break()


def _bands(context: Context) -> tuple[Span, ...]:
    """A broad band in the main colour at the edge of the page, a narrow one beside it."""
    height = context.page.height * EMU_PER_TWIP
    wide, thin = round(_BAND_CM * EMU_PER_CM), round(_LINE_CM * EMU_PER_CM)
    main, second = context.look.series[0], context.look.color("line")
    return (
        Span(drawing=Drawing("panel", "band", wide, height, fill=main)),
        Span(drawing=Drawing("panel", "line", thin, height, fill=second, left=wide)),
    )


def _logo(picture: Picture) -> Span:
    width = round(_LOGO_HEIGHT * picture.width / picture.height)
    return Span(drawing=Drawing("picture", picture.name, width, round(_LOGO_HEIGHT), "Logo"))


def _meta(context: Context, lines: tuple[op.MetaLine, ...], *, ruled: bool) -> Grid:
    """Labels and values in two columns, a rule above and below."""
    size = context.look.style("MetaLabel").size
    widest = max(width_of(line.label, size, font=context.look.font) for line in lines)
    label = min(max(round((widest + 16) * 20), 1300), context.page.text_width // 3)
    strong, thin = context.look.color("primary"), context.look.color("line")
    last = len(lines) - 1
    rows = tuple(
        Row(
            tuple(
                Cell(
                    (context.para(text, style),),
                    top=strong if ruled and index == 0 else "",
                    bottom=strong if ruled and index == last else thin,
                )
                for text, style in ((line.label, "MetaLabel"), (line.value, "MetaValue"))
            )
        )
        for index, line in enumerate(lines)
    )
    alt = "; ".join(f"{line.label}: {line.value}" for line in lines)
    return Grid(rows, (label, context.page.text_width - label), look="layout", alt=alt)


def letterhead(context: Context, block: op.Letterhead) -> Iterator[Node]:
    if block.sender:
        yield context.para(block.sender[0], "Sender")
    if len(block.sender) > 1:
        yield context.para(" · ".join(block.sender[1:]), "SenderLine")
    recipient = [context.spans(line) for line in block.recipient]
    lines: list[Span] = []
    for index, spans in enumerate(recipient):
        lines += [Span(line_break=True)] if index else []
        lines += spans
    yield Para(tuple(lines), "Address", before=None if block.sender else _WINDOW)
    told = [*((r.label, r.value) for r in block.references)]
    if block.date:
        yield Para(context.spans(block.date), "LetterDate", align="right")
    for label, value in told:
        yield Para((Span(f"{label}: ", bold=True), *context.spans(value)), "MetaValue")
    yield context.para(block.subject, "SubjectLine")


def signatures(context: Context, block: op.Signatures) -> Iterator[Node]:
    """A line to sign on for each party, its name and role below, air between. It takes the whole
    width, whoever signs: a narrower table would stand on the wrong side of a text from the right.
    """
    count = max(len(block.parties), 2)
    gap = 420
    width = (context.page.text_width - gap * (count - 1)) // count
    cells: list[Cell] = []
    widths: list[int] = []
    for party in block.parties:
        if cells:
            cells.append(Cell(()))
            widths.append(gap)
        paras = tuple(Para(context.spans(line), "Signature") for line in party)
        cells.append(Cell(paras, top=context.look.color("muted")))
        widths.append(width)
    if len(block.parties) == 1:
        cells.append(Cell(()))
        widths.append(context.page.text_width - width)
    alt = "; ".join(party[0] for party in block.parties)
    yield Para((), "AfterTable", keep_next=True, before=760)
    yield Grid((Row(tuple(cells)),), tuple(widths), look="layout", alt=alt)
