"""Documents over chosen rows: what they hold is what plain Python adds up over the same file."""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from tests.fakes.document_tools import session
from tests.unit.agent.offline_selection.plain import (
    CSVS,
    Row,
    day,
    german_amount,
    largest,
    number,
    summed,
)
from tests.unit.agent.offline_selection.shown import Figures, tables_of, words_of

from docsmith.agent.brief import compose_user_message
from docsmith.agent.offline.author import plan_for
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.progress import Progress, progress_of
from docsmith.agent.turns import History, UserMessage
from docsmith.documents.interface import render
from docsmith.documents.model import Format, Input
from docsmith.documents.rebinding import rebound
from docsmith.documents.sources import describe, read_source

EXCEL, WORD, SLIDES = Format.EXCEL, Format.WORD, Format.SLIDES
LEDGER, GEBIET, STORES = "ledger.csv", "umsatz_nach_gebiet.csv", "no_date.csv"
WIDE, FEES, LINES, SURVEY = (
    "wide_30_columns.csv",
    "subscriptions.csv",
    "no_price.csv",
    "survey_text.csv",
)


def of(column: str) -> Callable[[Row], float]:
    return lambda row: number(row[column])


def by(column: str) -> Callable[[Row], str]:
    return lambda row: row[column] or "(leer)"


def within(column: str, first: str, last: str = "9999-12-31") -> Callable[[Row], bool]:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    return lambda row: ends[0] <= day(row[column]) <= ends[1]


def both(*conditions: Callable[[Row], bool]) -> Callable[[Row], bool]:
    return lambda row: all(condition(row) for condition in conditions)


def has(column: str, *values: str) -> Callable[[Row], bool]:
    return lambda row: row[column] in values


def lacks(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[column] != value


def quarter(column: str) -> Callable[[Row], str]:
    return lambda row: f"Q{(day(row[column]).month + 2) // 3} {day(row[column]).year}"


CASES = [
    (
        EXCEL, LEDGER, "Amount by account, only Sales, since 2025",
        summed(LEDGER, by("Account"), of("Amount (EUR)"),
               both(within("Booking date", "2025-01-01"), has("Department", "Sales"))),
        "since 1 January 2025, Department: Sales",
    ),
    (
        EXCEL, GEBIET, "Umsatz nach Gebiet im 2. Quartal 2025",
        summed(GEBIET, by("Gebiet"), german_amount,
               within("Bestelldatum", "2025-04-01", "2025-06-30")),
        "Q2 2025",
    ),
    (
        EXCEL, GEBIET, "Umsatz nach Quartal und Verkäufer, nur Region Nord",
        summed(GEBIET, quarter("Bestelldatum"), german_amount, has("Gebiet", "Nord")),
        "Gebiet: Nord",
    ),
    (
        EXCEL, STORES, "Top 3 shops by units",
        largest(summed(STORES, by("Store"), of("Units")), 3, "Other"), "",
    ),
    (
        EXCEL, WIDE, "Revenue by segment and quarter, only won, in 2025",
        summed(WIDE, quarter("Opened"), of("Revenue USD"),
               both(within("Opened", "2025-01-01", "2025-12-31"), has("Status", "won"))),
        "2025, Status: won",
    ),
    (
        EXCEL, SURVEY, "Survey of the Remote location by role",
        summed(SURVEY, by("Role"), lambda row: 1.0, has("Location", "Remote")),
        "Location: Remote",
    ),
    (
        WORD, GEBIET, "Umsatzbericht Süd nach Artikel, ohne Verkäufer Weiß",
        summed(GEBIET, by("Artikel"), german_amount,
               both(has("Gebiet", "Süd"), lacks("Verkäufer", "Weiß"))),
        "Gebiet: Süd, Verkäufer ohne Weiß",
    ),
    (
        WORD, STORES, "Units by category, without Hull",
        summed(STORES, by("Category"), of("Units"), lacks("City", "Hull")),
        "City without Hull",
    ),
    (
        WORD, LEDGER, "Amount by department between July and December 2025",
        summed(LEDGER, by("Department"), of("Amount (EUR)"),
               within("Booking date", "2025-07-01", "2025-12-31")),
        "H2 2025",
    ),
    (
        WORD, STORES, "Die fünf größten Filialen nach Stückzahl",
        largest(summed(STORES, by("Store"), of("Units")), 5, "Übrige (4)"), "",
    ),
    (
        SLIDES, WIDE, "Revenue by status of Enterprise customers from January to June 2025",
        summed(WIDE, by("Status"), of("Revenue USD"),
               both(within("Opened", "2025-01-01", "2025-06-30"), has("Segment", "Enterprise"))),
        "H1 2025, Segment: Enterprise",
    ),
    (
        SLIDES, LINES, "Pieces made by shift, only line L1 and L2, until 10 March 2026",
        summed(LINES, by("shift"), of("pieces_made"),
               both(within("date", "2026-01-01", "2026-03-10"), has("line", "L1", "L2"))),
        "until 10 March 2026, line: L1, L2",
    ),
    (
        SLIDES, GEBIET, "Umsatz nach Artikel, nur Gebiet Ost, 1. Halbjahr 2025",
        summed(GEBIET, by("Artikel"), german_amount,
               both(within("Bestelldatum", "2025-01-01", "2025-06-30"), has("Gebiet", "Ost"))),
        "1. Halbjahr 2025, Gebiet: Ost",
    ),
    (
        SLIDES, FEES, "Monthly fee by plan for country PT and ES",
        summed(FEES, by("plan"), of("monthly_fee"), has("country", "PT", "ES")),
        "country: PT, ES",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "file", "prompt", "expected", "told"), CASES, ids=[case[2][:50] for case in CASES]
)
def test_the_figures_are_those_of_the_rows_that_were_asked_for(
    format: Format, file: str, prompt: str, expected: Figures, told: str
) -> None:
    run = session(OfflineModel(), CSVS / file, format=format).ask(prompt)
    made, near = run.bytes, 0.51 if format is WORD else 0.01
    tables = tables_of(format, made)
    assert any(agree(table, expected, near) for table in tables), tables
    assert f"{file} ({told})" in words_of(format, made) if told else " rows" not in run.summary


def agree(table: Figures, expected: Figures, near: float) -> bool:
    """Whether a table tells each of the figures, and beside them only sums and zeros."""
    sums = ("Total", "Gesamt")
    shown = {name: value for name, value in table.items() if value and name not in sums}
    return shown.keys() == expected.keys() and all(
        abs(shown[label] - value) <= near for label, value in expected.items()
    )


@pytest.mark.parametrize("format", [EXCEL, WORD, SLIDES])
def test_new_data_are_narrowed_to_the_same_rows_under_their_own_name(format: Format) -> None:
    prompt = "Umsatz nach Artikel, nur Gebiet Ost, 1. Halbjahr 2025"
    run = session(OfflineModel(), CSVS / GEBIET, format=format).ask(prompt)
    new = without_rows(run.document.inputs["data1"], 40)
    made = rebound(run.document, {"data1": new})
    assert made.misfits == ()
    chosen = both(within("Bestelldatum", "2025-01-01", "2025-06-30"), has("Gebiet", "Ost"))
    expected = summed(GEBIET, by("Artikel"), german_amount, chosen, skip=40)
    data = render(made.document)
    near = 0.51 if format is WORD else 0.01
    assert any(agree(table, expected, near) for table in tables_of(format, data))
    assert "new.csv (1. Halbjahr 2025, Gebiet: Ost)" in words_of(format, data)


def without_rows(given: Input, count: int) -> Input:
    """The file without its first rows, under another name."""
    head, *rows = given.content.splitlines(keepends=True)
    content = b"".join((head, *rows[count:]))
    return Input(given.kind, "new.csv", content, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("prompt", "title", "said"),
    [
        (
            "Sales report for 2019 by store",
            "Sales report by store",
            "no_date.csv has no dates, so “2019” could not be picked out.",
        ),
        (
            "Umsatz nach Filiale, nur Narnia",
            "Umsatz nach Filiale",
            "„Narnia“ kommt in no_date.csv nicht vor, daher ist nichts darauf eingegrenzt.",
        ),
        (
            "Units by store and supplier",
            "Units by store and supplier",
            "no_date.csv has no column for “supplier” to split by.",
        ),
        (
            "The bottom 5 stores per week",
            "Bottom 5 stores per week",
            "The figures are not split by week, as “week” asks; months are told instead.",
        ),
    ],
)
def test_what_was_asked_and_is_not_there_is_told_and_claimed_by_no_title(
    prompt: str, title: str, said: str
) -> None:
    plan = plan_for(a_task(prompt, STORES))
    assert plan.title == title
    assert said in plan.remarks


def a_task(prompt: str, file: str) -> Progress:
    """The first turn of a task over one file, which is described."""
    content = (CSVS / file).read_bytes()
    source = {"slot": "data1"} | describe(read_source(content, kind="csv", name=file))
    text = compose_user_message(prompt, "excel", [source], today="2026-02-10")
    return progress_of(History().plus(UserMessage(text=text)))


def test_each_of_several_files_is_narrowed_as_far_as_it_goes() -> None:
    prompt = "Report by store and department in 2025, only Hull"
    run = session(OfflineModel(), CSVS / STORES, CSVS / LEDGER, format=WORD).ask(prompt)
    tables = tables_of(WORD, run.bytes)
    units = summed(STORES, by("Store"), lambda row: number(row["Units"]), has("City", "Hull"))
    year = within("Booking date", "2025-01-01", "2025-12-31")
    amounts = summed(LEDGER, by("Department"), of("Amount (EUR)"), year)
    assert any(table.keys() - {"Total"} == units.keys() for table in tables)
    assert any(agree(table, amounts, 0.51) for table in tables)
    assert "no_date.csv has no dates, so “2025” could not be picked out." in run.summary
    assert "department" not in run.summary.split("ledger.csv")[-1]
