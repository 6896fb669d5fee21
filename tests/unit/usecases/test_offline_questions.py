"""Questions about tables, answered without a model: through the whole machine, from real files."""

import io

import openpyxl
import pytest
from tests.fakes.machine import Machine
from tests.fakes.world import World, a_request
from tests.unit.usecases.test_load_inputs import House

from docsmith.domain.files import Purpose
from docsmith.domain.task import Kind, Task

ORDERS = b"""Region,Order Date,Plan,Revenue
North,2026-01-05,Basic,100
South,2026-01-09,Pro,250.5
North,2026-02-11,Pro,300
,2026-02-20,Basic,80
"""


@pytest.fixture
def house(world: World) -> House:
    made = House(world)
    made.caller = world.caller(test=True)
    return made


def ask(house: House, prompt: str, kind: Kind = Kind.ANALYZE, **fields: object) -> Task:
    if not fields:
        source = {"file_id": house.file("orders.csv", ORDERS), "kind": "csv"}
        fields = {"data_sources": [source]}
    request = a_request(prompt, mode="ask", **fields)
    return Machine(house.world).run(house.world.submit(request, kind, house.caller).task)


def answer(task: Task) -> str:
    assert task.outcome is not None, task.failure
    return task.outcome.answer or ""


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("How many rows are there?", "orders.csv has 4 rows."),
        ("Which columns does it have?", "these columns: Region, Order Date, Plan, Revenue."),
        ("What is the total revenue?", "The total of Revenue is 730.50."),
        ("What is the average revenue", "The average of Revenue is 182.62, over 4 values."),
        ("What is the highest Revenue?", "The highest Revenue is 300."),
        ("Lowest revenue please", "The lowest Revenue is 80."),
        ("Total revenue by region", "Revenue by Region: North 400, South 250.50."),
        ("Average revenue per plan", "Average Revenue by Plan: Pro 275.25, Basic 90."),
        ("Which region has the highest revenue?", "North has the highest Revenue: 400."),
        ("Which plan has the lowest revenue?", "Basic has the lowest Revenue: 180."),
        ("How many rows by plan?", "Rows by Plan: Basic 2, Pro 2."),
        ("How many different regions are there?", "Region has 2 different values in orders.csv."),
        (
            "How many regions are filled?",
            "Region has 3 values in orders.csv, 1 of 4 rows are blank.",
        ),
        ("Wie hoch ist die Summe von Revenue?", "Die Summe von Revenue ist 730,50."),
        ("Revenue je Region, bitte die Summe", "Revenue nach Region: North 400, South 250,50."),
    ],
)
def test_what_the_words_name_is_computed_from_the_rows(
    house: House, prompt: str, words: str
) -> None:
    told = answer(ask(house, prompt))
    assert words in told
    assert "credits" not in told


def test_an_answer_says_where_it_comes_from(house: House) -> None:
    told = answer(ask(house, "What is the total revenue?"))
    assert told.endswith(
        "Source: orders.csv. Answered without a model, by the words of the question."
    )


@pytest.mark.parametrize(
    "prompt",
    [
        "Why did sales fall?",
        "What is the total profit?",
        "What is the total region?",
        "Is this good?",
    ],
)
def test_what_takes_a_model_is_refused_with_words(house: House, prompt: str) -> None:
    task = ask(house, prompt)
    assert task.failure is not None
    assert task.failure.code == "model_error"
    assert "Without a model only questions about tables" in task.failure.message


def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sales"
    sheet.append(["Sales 2026"])
    sheet.append([])
    sheet.append(["Region", "Revenue"])
    for number in range(1, 121):
        sheet.append(["North" if number % 2 else "South", number])
    book.create_sheet("Notes").append(["Nothing here"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_uploaded_workbook_is_read_sheet_by_sheet(house: House) -> None:
    file_id = house.file("book.xlsx", a_workbook(), Purpose.INIT)
    told = answer(ask(house, "Total revenue by region?", init_file=file_id))
    assert "Revenue by Region: South 3,660, North 3,600." in told
    assert "Source: sheet Sales." in told
    told = answer(ask(house, "Which sheets and columns are there?", init_file=file_id))
    assert "The workbook has 2 sheets: Sales, Notes." in told


def test_a_question_about_the_workbook_of_a_run_is_answered_from_it(house: House) -> None:
    source = {"file_id": house.file("orders.csv", ORDERS), "kind": "csv"}
    request = a_request("A report of revenue by region", data_sources=[source])
    done = Machine(house.world).run(house.world.submit(request, Kind.EXCEL, house.caller).task)
    told = answer(ask(house, "What is the total revenue?", run_id=done.run_id))
    assert "730.50" in told


def test_a_large_table_is_described_but_not_grouped(house: House) -> None:
    rows = b"key,amount\n" + b"".join(b"k%d,%d\n" % (n % 7, n) for n in range(2_100))
    source = {"file_id": house.file("big.csv", rows), "kind": "csv"}
    fields = {"data_sources": [source]}
    assert "2,100 rows" in answer(ask(house, "How many rows?", **fields))
    assert ask(house, "Total amount by key", **fields).failure is not None


def test_many_groups_are_told_in_part(house: House) -> None:
    rows = b"key,amount\n" + b"".join(b"k%02d,%d\n" % (n, n) for n in range(30))
    source = {"file_id": house.file("many.csv", rows), "kind": "csv"}
    told = answer(ask(house, "Total amount by key", data_sources=[source]))
    assert "k29 29, k28 28" in told
    assert "and 18 more" in told
