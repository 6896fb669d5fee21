"""Headers and footers: text and logo above, text and page numbers below, hairlines between."""

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Page
from docsmith.documents.word.nodes import EMU_PER_CM, Drawing, Para, Span
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.names import PREFIXES, XML
from docsmith.documents.word.parts.paragraphs import para_xml
from docsmith.documents.word.pictures import Picture

_LOGO_CM = 0.9


def frame_xml(
    kind: str,
    made: Composition,
    page: Page,
    links: Links,
    pages: int,
    cleared: tuple[int, ...] = (),
) -> str | None:
    """The `header` or `footer` for pages of this width; None when there is nothing to show.
    `cleared` are tabs of the style that would stand in the way.
    """
    spans = _header(made) if kind == "header" else _footer(made, pages)
    if not spans:
        return None
    right = (page.text_width, "right", "")
    style = kind.capitalize()
    tag = "hdr" if kind == "header" else "ftr"
    stops = (*((position, "clear", "") for position in cleared), right)
    inner = para_xml(Para(spans, style, tabs=stops), made.look, links)
    return f"{XML}<w:{tag} {PREFIXES}>{inner}</w:{tag}>"


def _header(made: Composition) -> tuple[Span, ...]:
    frame = made.story.frame
    spans = [Span(frame.header)] if frame and frame.header else []
    logo = made.media.get(made.logo or "")
    if isinstance(logo, Picture):
        height = round(_LOGO_CM * EMU_PER_CM)
        width = round(height * logo.width / logo.height)
        drawing = Drawing("picture", logo.name, width, height, "Logo")
        spans += [Span(tab=True), Span(drawing=drawing)]
    return tuple(spans)


def _footer(made: Composition, pages: int) -> tuple[Span, ...]:
    frame = made.story.frame
    spans = [Span(frame.footer)] if frame and frame.footer else []
    if frame is None or frame.page_numbers:
        spans += [Span(tab=True), *_page_numbers(made, pages)]
    return tuple(spans)


def _page_numbers(made: Composition, pages: int) -> list[Span]:
    """`Page 2 of 9` in the document's language, both numbers fields."""
    pattern = made.look.language.label("page_of", page="\0p", pages="\0n")
    out: list[Span] = []
    for piece in pattern.split("\0"):
        match piece[:1]:
            case "p" if out or pattern.startswith("\0"):
                out += [Span("1", field="PAGE"), Span(piece[1:])]
            case "n" if out:
                out += [Span(str(pages), field="NUMPAGES"), Span(piece[1:])]
            case _:
                out.append(Span(piece))
    return [span for span in out if span.text]
