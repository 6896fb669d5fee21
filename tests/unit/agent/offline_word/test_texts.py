"""The offline author of texts, end to end over the real documents: prompts and data in, a file out."""
# ruff: noqa: E501 - prompts are quoted whole

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from tests.fakes.document_tools import Session, calls_of, session

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.letters import plan_letter
from docsmith.agent.offline.word.proposal import plan_proposal
from docsmith.documents.interface import check
from docsmith.documents.model import Format, Input

DATA = Path(__file__).parents[3] / "data" / "csv"
SALES = Path(__file__).parents[4] / "events" / "sales.csv"


def made(prompt: str, *files: Path) -> Session:
    return session(OfflineModel(), *files, format=Format.WORD).ask(prompt)


@pytest.fixture(scope="module")
def report() -> Session:
    """A report on sales, made once."""
    return made("Write a report on our sales by region and product for the management board", SALES)


def text_of(done: Session) -> str:
    file = docx.Document(io.BytesIO(done.bytes))
    cells = (c.text for t in file.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in file.paragraphs), *cells])


def rejected(done: Session) -> list[str]:
    return [
        result.content
        for entry in done.history.entries
        for result in getattr(entry, "results", ())
        if result.is_error
    ]


MEMO = (
    "Write a memo to the sales team about the new discount policy: discounts above 10% need approval "
    "from the sales director; quotes expire after 30 days; every rep must register open quotes by "
    "15 December; please check running offers. The policy takes effect on 1 January 2027."
)
LETTER = (
    "Write a letter to Müller GmbH, Hauptstraße 5, 80331 München about the late delivery of order "
    "4711. We ordered twelve desks on 3 March 2026. We ask you to deliver by 10 April 2026."
)
BRIEF = (
    "Schreibe einen Brief an Frau Dr. Anna Schulz, Lindenweg 12, 10115 Berlin wegen der Verlängerung "
    "des Mietvertrags. Der Vertrag endet am 31. März 2027. Bitte antworten Sie bis zum 15. Januar."
)
MINUTES = (
    "Write minutes of the steering meeting on 20 November 2026 in Room Aurora with Anna Berger and "
    "Tom Lee. The pilot runs stable. The group decided to roll out in March 2027. Anna Berger will "
    "prepare the training plan by 4 December. Tom Lee should inform the works council."
)
PROPOSAL = (
    "Create a proposal for Acme Corp: relaunch of their website in 12 weeks for €48,000, covering "
    "discovery, design, build, content migration, testing and launch. Their site is slow today."
)
PAPER = (
    "Write a report about remote work covering productivity, cost and culture. Productivity rose by "
    "6% in the pilot teams. Office cost fell by €120,000 a year."
)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (MEMO, ("New discount policy", "Sales team", "What to do", "1 January 2027")),
        (
            LETTER,
            ("Müller GmbH", "80331 München", "Dear Sir or Madam,", "Late delivery of order 4711"),
        ),
        (BRIEF, ("Sehr geehrte Frau Dr. Schulz,", "10115 Berlin", "Mit freundlichen Grüßen")),
        (MINUTES, ("Room Aurora", "Decision 1", "Prepare the training plan", "4 December", "open")),
        (
            PROPOSAL,
            ("Acme Corp", "€48,000", "Content migration", "Acceptance", "Your site is slow"),
        ),
        (
            PAPER,
            ("Productivity", "Office cost fell by €120,000 a year.", "Open questions", "Culture"),
        ),
    ],
    ids=["memo", "letter", "brief", "minutes", "proposal", "paper"],
)
def test_a_prompt_becomes_a_text_of_its_kind_with_what_it_says(prompt, words):
    done = made(prompt)
    text = text_of(done)
    assert [word for word in words if word not in text] == []
    assert rejected(done) == []
    assert check(done.document) == ()
    assert "language model" in done.summary or "Sprachmodell" in done.summary


def test_the_parts_of_a_proposal_add_up_to_what_was_asked():
    file = docx.Document(io.BytesIO(made(PROPOSAL).bytes))
    prices = next(t for t in file.tables if t.rows[0].cells[1].text == "Amount")
    amounts = [int(row.cells[1].text.strip("€").replace(",", "")) for row in prices.rows[1:]]
    assert sum(amounts[:-1]) == amounts[-1] == 48_000
    plan = next(t for t in file.tables if t.rows[0].cells[-1].text == "Weeks")
    assert sum(int(row.cells[-1].text) for row in plan.rows[1:]) == 12


def test_a_letter_says_openly_that_the_sender_is_missing():
    assert "Not known, so left out: the sender." in made(LETTER).summary
    assert "the sender" not in made(LETTER + " It is from Jane Miller.").summary


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_any_data_become_a_report_without_findings(path):
    done = made("Write a report on this data", path)
    assert rejected(done) == []
    assert [f for f in check(done.document) if f.id not in {"docx.long_heading"}] == []


def test_a_report_computes_its_figures_and_names_them_in_headings_and_summary(report):
    done = report
    text = text_of(done)
    assert "Region: Central leads with 36.7%" in text
    assert "2,640,313" in text
    assert "Management board" in text
    assert "Amount: 2.64\u00a0million" in done.summary
    typed = [call for call in calls_of(done.history) if "2,640" in str(call)]
    assert typed == []


def test_a_german_source_makes_a_german_report():
    text = text_of(made("Erstelle einen Bericht", DATA / "umsatz_nach_gebiet.csv"))
    assert "Zusammenfassung" in text
    assert "führt mit" in text


def ask(prompt: str, then: str) -> Session:
    done = made(prompt).ask(then)
    assert rejected(done) == []
    return done


@pytest.mark.parametrize(
    ("then", "present", "absent"),
    [
        ('Replace "30 days" with "45 days"', "45 days", "30 days"),
        ('Change the title to "Discounts from 2027"', "Discounts from 2027", "New discount policy"),
        ("Remove the section What to do", "What applies", "What to do"),
        (
            "Add a section about training: all reps attend a course. It takes an hour.",
            "All reps attend",
            "\0",
        ),
        ("Number the headings and use a green colour", "What applies", "\0"),
    ],
)
def test_follow_ups_change_what_they_name_and_nothing_else(then, present, absent):
    text = text_of(ask(MEMO, then))
    assert present in text
    assert absent not in text
    assert "1 January 2027" in text


def test_a_follow_up_moves_a_section():
    text = text_of(ask(MEMO, "Move the section Dates before What applies"))
    assert text.index("Dates") < text.index("What applies")


def test_a_follow_up_adds_a_chart_from_the_data(report):
    done = report.ask("Add a bar chart of the amount by Sales Rep")
    assert rejected(done) == []
    assert "Amount by Sales Rep" in text_of(done)
    ops = [
        op
        for name, call in calls_of(done.history)
        if name == "document_apply"
        for op in call["ops"]
    ]
    added = next(op for op in ops if op["op"] == "insert_after")
    assert {block["op"] for block in added["blocks"]} == {"heading", "paragraph", "chart", "table"}


def test_what_no_rule_understands_is_said_and_changes_nothing():
    before = made(MEMO)
    after = before.ask("Make it sound more poetic")
    assert after.document.ops == before.document.ops
    assert "needs a language model" in after.summary


def test_the_same_request_gives_the_same_bytes():
    assert made(MINUTES).bytes == made(MINUTES).bytes


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Write a memo about parking", ("Before this goes out", "From when does it apply?")),
        ("Write a letter about our new address", ("We are writing to you about our new address",)),
        (
            "Create a proposal for Beta AG about training",
            ("Dates and price follow once", "Preparation"),
        ),
        ("Write minutes of the weekly meeting", ("Still open.", "Decisions")),
        (
            "Schreibe ein Angebot für Beta AG über eine Schulung für 9.500 Euro in 4 Wochen",
            ("9.500\u00a0€", "Annahme"),
        ),
        ("Write a report about trust", ("This report is about trust.", "Open questions")),
    ],
)
def test_a_short_prompt_still_makes_an_honest_text(prompt, words):
    done = made(prompt)
    text = text_of(done)
    assert [word for word in words if word not in text] == []
    assert rejected(done) == []
    assert check(done.document) == ()


def test_a_new_source_of_a_run_gets_sections_of_its_own(report):
    first = report
    content = (DATA / "ledger.csv").read_bytes()
    ledger = Input("csv", "ledger.csv", content, hashlib.sha256(content).hexdigest())
    inputs = {**first.document.inputs, "ledger": ledger}
    later = Session(first.model, replace(first.document, inputs=inputs), first.history)
    done = later.ask("Add this data to the report")
    assert rejected(done) == []
    assert "ledger.csv" in text_of(done)


@pytest.mark.parametrize(
    "then",
    [
        "Add a table of contents",
        "Change the font to Arial and use A4",
        "Use #AA3300 as colour",
        "Add a section about costs",
        'Ersetze "30 days" durch "sechs Wochen"',
    ],
)
def test_looks_and_lists_are_changed_on_request(then):
    done = ask(MEMO, then)
    assert "Changed" in done.summary or "Geändert" in done.summary
    assert [f for f in check(done.document) if f.severity == "blocking"] == []


@pytest.mark.parametrize(
    ("prompt", "recipient", "subject"),
    [
        ("A letter to customers announcing a price increase", "Customers", "Price increase"),
        ("Write a letter to all our suppliers about new terms", "Suppliers", "New terms"),
        ("Brief an unsere Kunden über neue Öffnungszeiten", "Kunden", "Neue Öffnungszeiten"),
        ("Write a letter to Acme Corp announcing our move", "Acme Corp", "Move"),
    ],
)
def test_a_letter_names_its_readers_and_what_it_announces(
    prompt: str, recipient: str, subject: str
) -> None:
    head = next(op for op in letter_ops(prompt) if op["op"] == "letterhead")
    assert (head["recipient"], head["subject"]) == ([recipient], subject)


def letter_ops(prompt: str) -> list[dict[str, object]]:
    plan = plan_letter(Wish(brief=brief_of(prompt, "word")))
    return [dict(op) for section in plan.sections for op in section.ops]


def test_a_letter_to_many_misses_no_address():
    many = plan_letter(Wish(brief=brief_of("A letter to customers about prices", "word")))
    one = plan_letter(Wish(brief=brief_of("A letter to Acme Corp about prices", "word")))
    assert "address" not in " ".join(many.remarks)
    assert "address" in " ".join(one.remarks)


SPLIT = "split over the parts"


@pytest.mark.parametrize(
    ("prompt", "parts", "split"),
    [
        ("A proposal for catering at a company party", "Preparation", False),
        ("A proposal for catering in 6 weeks", "Preparation", False),
        ("A proposal for catering: cooking, service and cleaning, for €12,000", "Cooking", True),
        ("A proposal for a new website", "Discovery", False),
        ("A proposal for a booking app", "Discovery", False),
    ],
)
def test_a_proposal_has_parts_that_fit_and_says_what_is_split(
    prompt: str, parts: str, split: bool
) -> None:
    plan = plan_proposal(Wish(brief=brief_of(prompt, "word")))
    told = str([op for section in plan.sections for op in section.ops])
    assert f"**{parts}" in told
    assert ("Price by part" in told) is split
    assert (SPLIT in " ".join(plan.remarks)) is split


def test_a_report_is_made_shorter_by_leaving_out_tables_that_repeat_a_chart(report):
    before = docx.Document(io.BytesIO(report.bytes)).tables
    done = report.ask("Make it shorter")
    file = docx.Document(io.BytesIO(done.bytes))
    assert len(file.tables) == len(before) - 4
    assert "4 tables that repeat a chart left out" in done.summary
    assert [f for f in check(done.document) if f.severity == "blocking"] == []
    assert "nothing was changed" in done.ask("Make it shorter").summary
