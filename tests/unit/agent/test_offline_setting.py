"""Figures set beside their labels, on workbooks of the author and on uploaded ones."""

import io

import openpyxl
import pytest
from tests.fakes.document_tools import Session
from tests.unit.agent.workbooks import blocking, made, ops
from tests.unit.documents.good import EXCEL_MADE, LIBREOFFICE_MADE

from docsmith.agent.brief import compose_user_message
from docsmith.agent.decide import Fail
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.workbook.setting import settings_of
from docsmith.agent.turns import History, UserMessage
from docsmith.documents.model import Document, Format

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
LOAN = "Loan schedule for 250,000 EUR at 4.5% over 2 years"
MONTHLY = "Simple Monthly Budget"


def edited(name: str, prompt: str) -> Session:
    """The run of one prompt on an uploaded workbook."""
    folder = EXCEL_MADE if (EXCEL_MADE / f"{name}.xlsx").exists() else LIBREOFFICE_MADE
    document = Document(Format.EXCEL, base=(folder / f"{name}.xlsx").read_bytes())
    text = compose_user_message(prompt, "excel", [], resuming=True, today="2026-11-24")
    history = History().plus(UserMessage(text=text))
    return Session(OfflineModel(), document)._run(history)


def cell(run: Session, sheet: str, place: str) -> object:
    return openpyxl.load_workbook(io.BytesIO(run.bytes))[sheet][place].value


def refusal(run: Session) -> str:
    assert isinstance(run.ended, Fail)
    return run.ended.message


@pytest.mark.parametrize(
    ("name", "prompt", "sheet", "place", "value"),
    [
        (
            "poi-simple-monthly-budget",
            "Change the rent to 900",
            "Simple Monthly Budget",
            "C11",
            900,
        ),
        ("liquiditaet", "Setze den Anfangsbestand auf 90.000 €", "Liquidität", "B2", 90_000),
        ("ergebnis", "Ändere die Werbung im Q2 auf 8.000 €", "GuV", "C9", 8_000),
        ("ergebnis", "Setze die Miete auf 19.500", "GuV", "E8", 19_500),
        ("project_costs", "Set contingency to 12%", "Rates", "B8", 0.12),
        ("project_costs", "set the rate for Architect to 140", "Rates", "B5", 140),
        ("project_costs", "set the hours of Build to 260", "Project", "C6", 260),
    ],
)
def test_a_figure_of_an_upload_is_set_where_its_label_stands(name, prompt, sheet, place, value):
    run = edited(name, prompt)
    assert cell(run, sheet, place) == value
    assert sheet in run.summary


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Delete the sheet Orders", "12 references read this sheet: 'By region'!B4"),
        ("Rename the sheet Orders to a/b", ""),
    ],
)
def test_a_sheet_that_cannot_go_is_not_said_to_be_gone(prompt, words):
    run = edited("orders", prompt)
    assert words in refusal(run) if words else "a/b" not in run.summary


def test_a_sheet_that_nothing_reads_goes_from_an_upload():
    run = edited("orders", "Delete the sheet By region")
    assert openpyxl.load_workbook(io.BytesIO(run.bytes)).sheetnames == ["Orders"]


def test_what_is_set_is_said_with_what_it_was():
    summary = edited("poi-simple-monthly-budget", "Change the rent to 900").summary
    assert "Rent/mortgage is now 900" in summary
    assert "it was 800" in summary


@pytest.mark.parametrize(
    ("name", "prompt", "words"),
    [
        ("project_costs", "Change the overhead to 50", "No line is called 'overhead'; there are"),
        ("project_costs", "Change Architect to 50", "Architect (Project!C5), Architect (Proj"),
        ("ergebnis", "Setze die Marge auf 20 %", "„Marge“ wird berechnet (Marge (GuV!B12))"),
        ("orders", "Change A-1000 to 5", "several figures: Units, Unit price"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_what_was_found(name, prompt, words):
    assert words in refusal(edited(name, prompt))


def test_several_figures_are_set_at_once_and_all_that_hangs_on_them_follows():
    run = made(LOAN).ask("Change the interest rate to 3.9% and the loan amount to 260,000")
    assert blocking(run) == []
    assert (cell(run, "Assumptions", "B4"), cell(run, "Assumptions", "B5")) == (260_000, 0.039)
    assert "it was 4.5%" in run.summary


def test_what_was_assumed_is_no_longer_once_it_was_told():
    run = made("Marketing budget 2027 of 80,000 EUR").ask("change the reserve to 10%")
    assert cell(run, "Assumptions", "B5") == 0.1
    assert cell(run, "Assumptions", "D5") == "From the prompt"


def test_a_tax_is_found_by_any_of_its_names():
    base = made("Rechnung an Nordlicht AG: 12 Stunden Beratung zu 110 €")
    for name in ("MwSt", "Mehrwertsteuersatz", "USt.-Satz"):
        assert cell(base.ask(f"Setze die {name} auf 7 %"), "Rechnung", "F6") == 0.07


def test_every_year_of_a_driver_is_set_and_counted():
    run = made("Build a 3-statement financial model FY26-FY30").ask("set the tax rate to 27 %")
    assert "in all 5 cells" in run.summary
    assert blocking(run) == []


def test_half_of_a_request_that_can_be_done_is_done_and_the_rest_is_said():
    run = made(LOAN).ask("set the interest rate to 4% and the fees to 300")
    assert "is now 4.0%" in run.summary
    assert "No line is called 'fees'" in run.summary


def test_the_growth_that_comes_with_a_forecast_is_no_line_that_is_missed():
    run = made("Create a sales report", "no_price.csv").ask("Add a forecast, set growth to 8%")
    assert "No line" not in run.summary


def test_a_request_that_tells_no_language_is_answered_in_that_of_the_document():
    run = made("Tilgungsplan für ein Darlehen von 120.000 EUR über 2 Jahre zu 3,9 %")
    assert run.ask("in Tausend").summary.startswith("Änderungen")


@pytest.mark.parametrize(
    ("prompt", "title"),
    [("Add a sheet with the new data", "Report"), ("Füge ein Blatt mit Daten hinzu", "Bericht")],
)
def test_a_request_to_add_data_is_not_the_title_of_what_is_added(prompt, title):
    from dataclasses import replace

    from tests.fakes.document_tools import session
    from tests.unit.agent.workbooks import DATA

    first = made("Create a sales report", "no_price.csv")
    files = (DATA / "csv" / "no_price.csv", DATA / "csv" / "one_row.csv")
    both = session(OfflineModel(), *files).document.inputs
    more = Session(first.model, replace(first.document, inputs=both), first.history).ask(prompt)
    before = len(ops(first, "set_cells"))
    added = [c for op in ops(more, "set_cells")[before:] for c in op["cells"]]  # type: ignore[union-attr]
    titles = [c["value"] for c in added if c["cell"] == "A1"]
    assert title in titles
    assert not [t for t in titles if "sheet" in str(t).casefold() or "Blatt" in str(t)]


def test_checks_of_german_workbooks_speak_german():
    run = made("Haushaltsbudget für 2027 über 40.000 EUR")
    formulas = [
        str(c.value)
        for row in openpyxl.load_workbook(io.BytesIO(run.bytes))["Prüfungen"]
        for c in row
    ]
    assert any('"Prüfen"' in text for text in formulas)
    assert not any('"Check"' in text for text in formulas)


def page(*rows: list[object], formats: dict[str, str] | None = None) -> list[dict[str, object]]:
    """A sheet as it is read: formulas, and number formats by cell."""
    columns = ["A", "B", "C"]
    looks = {
        str(i): [{"format": (formats or {})[f"{c}{i}"]} if f"{c}{i}" in (formats or {}) else None
                 for c in columns]
        for i, _ in enumerate(rows, 1)
    }  # fmt: skip
    cells = {str(i): row for i, row in enumerate(rows, 1)}
    shared: dict[str, object] = {"sheet": "S", "columns": columns}
    return [
        shared | {"mode": "formulas", "rows": cells},
        shared | {"mode": "formats", "rows": looks},
    ]


@pytest.mark.parametrize(
    ("prompt", "old", "number_format", "value"),
    [
        ("set the margin to 19 %", 20, "0", 19),
        ("set the margin to 19", 0.2, "0%", 0.19),
        ("set the margin to 19 %", 0.2, "0%", 0.19),
        ("set the margin to 0.19", 0.2, "0%", 0.19),
        ("set the margin to -5", 3, "0", -5),
    ],
)
def test_a_share_is_written_as_its_cell_shows_it(prompt, old, number_format, value):
    views = page(["Margin", old, None], formats={"B1": number_format})
    (op,) = settings_of(prompt, views, "en").ops
    assert op["cells"] == [{"cell": "B1", "value": value}]


def test_columns_without_a_header_are_named_by_their_place():
    found = settings_of("set the fee to 9", page(["Fee", 1, 2.5]), "en")
    assert found.missing == ("'Fee' has several figures: B1, C1. Say which column.",)


def test_a_column_is_found_whichever_way_round_it_is_said():
    rows = [None, "North", "South"], ["Rent", 1, 2], ["Power", 3, 4]
    for prompt in ("set the rent in South to 9", "set the South of rent to 9"):
        (op,) = settings_of(prompt, page(*rows), "en").ops
        assert op["cells"] == [{"cell": "C2", "value": 9}]
    assert settings_of("set the rent in West to 9", page(*rows), "en").missing
