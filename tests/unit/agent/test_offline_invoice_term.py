"""Days to pay are told apart from days that are invoiced."""

import io

import openpyxl
import pytest
from tests.fakes.document_tools import session

from docsmith.agent.offline.model import OfflineModel


@pytest.mark.parametrize(
    ("prompt", "days"),
    [
        ("An invoice for 3 days of consulting at 1,200 EUR", 30),
        ("An invoice for 3 days of consulting at 1,200 EUR, due in 10 days", 10),
        ("An invoice for 3 days of consulting at 1,200 EUR, 45 days net", 45),
        ("Eine Rechnung über 3 Tage Beratung zu 1.200 EUR, zahlbar innerhalb von 21 Tagen", 21),
    ],
)
def test_the_payment_term_is_what_the_prompt_says_of_payment(prompt: str, days: int) -> None:
    made = session(OfflineModel()).ask(prompt).bytes
    sheet = openpyxl.load_workbook(io.BytesIO(made), data_only=True).worksheets[0]
    cells = {str(c.value): c for row in sheet.iter_rows() for c in row if c.value is not None}
    label = next(cell for text, cell in cells.items() if "in days" in text or "in Tagen" in text)
    assert sheet.cell(label.row, label.column + 1).value == days
