"""What a finished document is called: what the client said, else what the document says."""

import io
from typing import Any

import openpyxl
import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.nouns import a_file, a_revision, a_task
from tests.fakes.records import InMemoryRecords

from docsmith.domain.value import Value
from docsmith.usecases.name_document import file_name_of
from docsmith.usecases.records import Insert


def named(title: str | None = None, *known: Value, **fields: Any) -> str:
    book = openpyxl.Workbook()
    book.properties.title = title
    content = io.BytesIO()
    book.save(content)
    records = InMemoryRecords(FakeClock())
    for one in known:
        records.transact(Insert(one))
    revision = fields.pop("base_revision", None)
    request = {"prompt": "A budget for the bakery", **fields}
    task = a_task(request=request, base_revision=revision)
    return file_name_of(task, content.getvalue(), records)


def test_the_name_asked_for_wins() -> None:
    assert named("Budget", file_name="My plan.xlsx") == "My plan.xlsx"


def test_a_replayed_plan_keeps_the_name_of_its_document() -> None:
    assert named("Budget", plan={"file_name": "North"}) == "North.xlsx"


def test_an_uploaded_file_keeps_its_name() -> None:
    upload = a_file(name="Rent roll 2026.xlsx")
    assert named("Budget", upload, init_file=upload.file_id) == "Rent roll 2026.xlsx"


def test_a_run_that_goes_on_keeps_the_name_of_its_last_revision() -> None:
    before = a_revision(file_name="Bakery.xlsx")
    assert named("Budget", before, base_revision=1) == "Bakery.xlsx"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Budget 2026", "Budget 2026.xlsx"),
        ("Revenue, cost and profit:", "Revenue, cost and profit.xlsx"),
        ("Income/expense", "Income-expense.xlsx"),
        ("  Two\nlines ", "Two lines.xlsx"),
        (
            "One of the longest titles that a document ever had, and more",
            "One of the longest titles that a document ever had.xlsx",
        ),
    ],
)
def test_else_it_is_the_title_of_the_document(title: str, name: str) -> None:
    assert named(title) == name


@pytest.mark.parametrize("title", [None, "", " .", "?"])
def test_without_a_title_the_first_words_of_the_prompt_serve(title: str | None) -> None:
    assert named(title) == "A budget for the bakery.xlsx"
    assert named(title, prompt="A budget, please.\nWith rent") == "A budget, please.xlsx"


def test_with_no_words_at_all_there_is_a_name_still() -> None:
    assert named(None, prompt="???") == "document.xlsx"
