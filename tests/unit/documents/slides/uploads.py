"""Decks that somebody else made: the library's Office template, with what edits must keep."""

import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt
from tests.unit.documents.slides.building import photo

TIMING = (
    '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst>'
    '<p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par>'
    "</p:tnLst></p:timing>"
)


def uploaded() -> bytes:
    """Six slides: title, formatted text with animation and notes, chart, table, picture, a jump."""
    deck = Presentation()
    _title(deck)
    _text(deck)
    _chart(deck)
    _table(deck)
    _picture(deck)
    _jump(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _title(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Slide"))
    one.shapes.title.text = "Annual plan"
    one.placeholders[1].text = "For the board"


def _text(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title and Content"))
    one.shapes.title.text = "What we know"
    frame = one.placeholders[1].text_frame
    frame.text = "Revenue rose by "
    figure = frame.paragraphs[0].add_run()
    figure.text = "10.2"
    figure.font.bold = True
    figure.font.color.rgb = RGBColor(0xC0, 0, 0)
    rest = frame.paragraphs[0].add_run()
    rest.text = " per cent last year"
    frame.add_paragraph().text = "Costs did not"
    one.notes_slide.notes_text_frame.text = "Thank the team."
    one.element.append(etree.fromstring(TIMING))


def _chart(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    one.shapes.title.text = "Sales by region"
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("2025", (10, 20))
    place = Inches(1), Inches(2), Inches(6), Inches(4)
    shape = one.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    shape.name = "Sales chart"
    _described(shape, "Sales of the north and the south")


def _table(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    one.shapes.title.text = "The figures"
    shape = one.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(1))
    shape.name = "Figures"
    _described(shape, "Four figures")
    for row in range(2):
        for column in range(2):
            shape.table.cell(row, column).text = f"{row}{column}"
    run = shape.table.cell(1, 1).text_frame.paragraphs[0].runs[0]
    run.font.italic = True


def _described(shape: Any, words: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _picture(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    one.shapes.title.text = "The depot"
    shape = one.shapes.add_picture(io.BytesIO(photo().content), Inches(2), Inches(2), Inches(3))
    shape.name = "Depot"
    _described(shape, "The depot, seen from the road")


def _jump(deck: Any) -> None:
    one = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    one.shapes.title.text = "Back to the start"
    button = one.shapes.add_textbox(Inches(1), Inches(3), Inches(3), Inches(1))
    button.name = "Jump"
    button.text_frame.text = "To the chart"
    button.text_frame.paragraphs[0].runs[0].font.size = Pt(18)
    button.click_action.target_slide = deck.slides[2]
