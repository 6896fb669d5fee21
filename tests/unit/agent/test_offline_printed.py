"""What a report looks like on paper, and what it says of its sources in German."""

import io

import openpyxl
import pytest
from tests.fakes.document_tools import session
from tests.unit.agent.workbooks import finished, made, ops

from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.workbook.data.said import said
from docsmith.documents.sources.grid import column_names

PAGE_ROWS = 62


def breaks(prompt: str, *files: str) -> list[int]:
    """The rows with which printed pages of the first sheet begin."""
    book = openpyxl.load_workbook(io.BytesIO(made(prompt, *files).bytes))
    return [b.id + 1 for b in book.worksheets[0].row_breaks.brk]


def test_pages_of_a_summary_begin_between_its_blocks():
    run = made("Create a sales report", "umsatz_nach_gebiet.csv")
    rows = breaks("Create a sales report", "umsatz_nach_gebiet.csv")
    assert rows
    anchors = [int(str(op["anchor"]).lstrip("ABCDEFGHIJKLMN")) for op in ops(run, "chart")]
    summary = run.document.ops[0].sheet
    tops = [a for a, op in zip(anchors, ops(run, "chart"), strict=True) if op["sheet"] == summary]
    assert {row + 1 for row in rows} <= set(tops)
    assert not any(top < row <= top + 13 for top in tops for row in rows)


def test_no_chart_is_wider_than_the_page_it_is_scaled_to():
    book = openpyxl.load_workbook(
        io.BytesIO(made("Create a sales report", "umsatz_nach_gebiet.csv").bytes)
    )
    sheet = book.worksheets[0]
    columns = sum((d.max - d.min + 1) * (d.width * 7 + 5) for d in sheet.column_dimensions.values())
    points = columns * 0.75 + 16 * 28.35
    assert points * sheet.page_setup.scale / 100 <= 790


@pytest.mark.parametrize(
    "prompt",
    ["One-page report of subscriptions by country", "Ein einseitiger Bericht über die Kunden"],
)
def test_a_report_on_one_page_has_a_summary_that_fits_on_it(prompt: str):
    book = openpyxl.load_workbook(io.BytesIO(made(prompt, "subscriptions.csv").bytes))
    sheet = book.worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight is None
    assert not sheet.row_breaks.brk
    assert sheet.max_row <= PAGE_ROWS
    assert len(sheet._charts) >= 1


ODD = "Datum;Betrag;Betrag\n" + "".join(f"0{n}.03.2026;{n}0,50;{n}\n" for n in range(1, 9))


def test_remarks_on_a_source_are_german_in_a_german_report(tmp_path):
    path = tmp_path / "umsatz.csv"
    path.write_text(ODD + "09.03.2026;abc;9\nbald;12,00;n/a\n", encoding="utf-8")
    run = session(OfflineModel(), path).ask("Bitte eine Auswertung der Umsätze")
    book = openpyxl.load_workbook(io.BytesIO(run.bytes))
    texts = " ".join(str(c.value) for row in book["Hinweise"] for c in row if c.value)
    assert "keine Zahl und bleibt Text: 'abc'" in texts
    assert "kein Datum und bleibt Text: 'bald'" in texts
    assert "heißt" in texts
    assert not any(word in texts for word in ("stays", "called", "left blank"))


def test_a_note_that_is_not_known_stays_as_it_is():
    assert said("something else", "de") == "something else"
    notes: list[str] = []
    column_names(("A", "A"), notes)
    assert said(notes[0], "en") == notes[0]
    assert said(notes[0], "de").startswith("eine zweite Spalte „A“")


def test_pages_of_german_workbooks_are_numbered_in_german():
    book = finished("Haushaltsbudget für 2027 über 40.000 EUR")
    assert {s.oddFooter.right.text for s in book.worksheets} == {"Seite &P von &N"}
