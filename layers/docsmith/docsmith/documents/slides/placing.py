"""A placed slide as a part, with the images and charts that hang on it."""

from functools import partial

from docsmith.documents.model import Input
from docsmith.documents.slides.elements import ChartFrame, Picture, Placed
from docsmith.documents.slides.numerals import format_code
from docsmith.documents.slides.page import Page, image_facts
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.template.spec import LayoutSpec
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.chart_data import chart_workbook, plotted_lines
from docsmith.documents.slides.xml.chart_xml import chart_xml
from docsmith.documents.slides.xml.slide_xml import Foot, SlideWriter


def place_slide(
    parts: Parts,
    placed: Placed,
    page: Page,
    foot: Foot,
    specs: dict[str, LayoutSpec] | None,
    layout_part: str,
) -> str:
    """Add a placed slide with its charts and images; answers the part's name."""
    name = parts.free("ppt/slides", "slide", "xml")
    parts.relate(name, "slideLayout", layout_part)
    writer = SlideWriter(
        page.theme,
        page.language,
        specs[placed.layout] if specs is not None else None,
        partial(_relate, parts, name, page),
    )
    return parts.add(name, writer.slide(placed, foot), "slide")


def _relate(parts: Parts, slide: str, page: Page, element: ChartFrame | Picture) -> str:
    if isinstance(element, Picture):
        return parts.relate(slide, "image", add_image(parts, page.inputs[element.slot]))
    return parts.relate(slide, "chart", add_chart(parts, element, page.theme, page.language))


def add_image(parts: Parts, given: Input) -> str:
    """The image as a part, once however often it is shown."""
    facts = image_facts(given.content)
    assert facts is not None, "a layout refuses what is no image"
    name = f"ppt/media/image-{given.sha256[:16]}.{facts[0]}"
    return name if name in parts.contents else parts.add_media(name, given.content)


def add_chart(parts: Parts, frame: ChartFrame, theme: Theme, language: str) -> str:
    """The chart and its workbook as parts."""
    plot = frame.plot
    name = parts.free("ppt/charts", "chart", "xml")
    parts.add(name, chart_xml(plot, theme, language), "chart")
    lines = plotted_lines(plot)
    figures = [abs(v) for line in plot.lines for v in line.values if v is not None]
    code = format_code(plot.style, plot.currency, max(figures, default=0.0), language)
    book = parts.free("ppt/embeddings", "Microsoft_Excel_Sheet", "xlsx")
    parts.add_media(book, chart_workbook(plot.categories, lines, code))
    parts.relate(name, "package", book)
    return name
