"""What a follow-up adds to a text that stands: sections with text, or computed from its sources."""
# ruff: noqa: E501 - prompts are quoted whole

from typing import Any

import pytest
from tests.fakes.document_tools import Session, session

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.source import SourceView, source_view
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.adding import sections_in
from docsmith.agent.offline.word.followup import plan_followup
from docsmith.agent.offline.word.planner import plan_word
from docsmith.documents.interface import check, read
from docsmith.documents.model import Format, Scope, Severity
from docsmith.documents.sources import describe, read_source

ROWS = "Order Date,Channel,Sales Rep,Quantity,Discount %,Amount\n" + "".join(
    f"{year}-{month:02}-03,{channel},{rep},{month},0.1,{month * 10 + year - 2020}\n"
    for year in (2024, 2025)
    for month in range(1, 13)
    for channel, rep in (("Direct", "Ann"), ("Online", "Ben"), ("Partner", "Cy"))
)


@pytest.fixture(scope="module")
def sales() -> SourceView:
    table = read_source(ROWS.encode(), kind="csv", name="sales.csv", max_rows=1_000)
    return source_view({"slot": "data1", "name": "sales.csv", **describe(table)})


def outline(language: str = "en-GB") -> dict[str, Any]:
    about = {"en-GB": "About the data", "de-DE": "Zu den Daten"}[language]
    return {
        "language": language,
        "figures": ["data1_d1_top", "data1_d2_top", "data1_total"],
        "blocks": [
            {"id": "b1", "op": "title", "text": "Sales"},
            {"id": "b2", "op": "heading", "text": "Summary", "level": 1},
            {"id": "b3", "op": "paragraph", "text": "Good."},
            {"id": "b4", "op": "heading", "text": about, "level": 1},
            {"id": "b5", "op": "paragraph", "text": "All."},
            {"id": "b6", "op": "references", "text": "References"},
        ],
    }


def followed(prompt: str, source: SourceView | None, language: str = "en-GB") -> Plan:
    brief = brief_of(prompt, "word", today="2026-11-24")
    sources = (source,) if source else ()
    return plan_followup(Wish(brief=brief, sources=sources, outline=outline(language)))


def ops_of(plan: Plan) -> list[dict[str, Any]]:
    return [op for section in plan.sections for op in section.ops]


@pytest.mark.parametrize(
    ("prompt", "language", "heading", "caption"),
    [
        ("add a section on revenue by channel", "en-GB", "Revenue by channel", "Amount by Channel"),
        ("füge einen Abschnitt über Umsatz nach Kanal hinzu", "de-DE", "Umsatz nach Kanal", "Amount nach Channel"),
        ("füge einen Abschnitt über Umsatz nach Kanal hinzu", "en-GB", "Amount by Channel", "Amount by Channel"),
        ("Add a section on sales channels", "en-GB", "Sales channels", "Amount by Channel"),
        ("Add a chapter about quantity by sales rep", "en-GB", "Quantity by sales rep", "Quantity by Sales Rep"),
        ("Add a section on units by channel", "en-GB", "Units by channel", "Quantity by Channel"),
        ("Zeige den Umsatz je Monat", "de-DE", "", "Amount nach Monat"),
        ("Add a section on the number of orders per channel", "en-GB", "The number of orders per channel", "Rows by Channel"),
    ],
)  # fmt: skip
def test_a_section_on_a_column_is_computed_from_the_source(
    sales: SourceView, prompt: str, language: str, heading: str, caption: str
) -> None:
    figures, placed = ops_of(followed(prompt, sales, language))
    assert figures["figures"][0]["name"] in {"data1_d3_top", "data1_d3_first"}
    assert placed["block"] == "b3"
    head, text, chart, table = placed["blocks"]
    assert head["text"] == heading or not heading
    assert "{{data1_d3_" in text["text"]
    assert (chart["caption"], table["caption"]) == (caption, caption)
    assert chart["query"]["by"] == table["query"]["by"]


def test_a_discount_is_averaged(sales: SourceView) -> None:
    _, placed = ops_of(followed("Add a section on discount % by channel", sales))
    chart = next(block for block in placed["blocks"] if block["op"] == "chart")
    assert chart["query"]["measures"] == [
        {"label": "Discount %", "column": "Discount %", "how": "average"}
    ]


def test_time_is_told_by_the_periods_that_are_asked_for(sales: SourceView) -> None:
    figures, placed = ops_of(followed("Add a section on revenue by quarter", sales))
    names = {figure["name"] for figure in figures["figures"]}
    assert "data1_d3_best" in names
    _, text, chart, table = placed["blocks"]
    assert "{{data1_d3_best}}" in text["text"]
    assert (chart["kind"], chart["query"]["grain"]) == ("column", "quarter")
    assert table["caption"] == "Amount by quarter"


def test_charts_are_added_without_a_section_being_named(sales: SourceView) -> None:
    plan = followed("Show a pie chart of quantity by channel and sales rep, top 2", sales)
    made = [op for op in ops_of(plan) if op["op"] == "insert_after"]
    charts = [block for op in made for block in op["blocks"] if block["op"] == "chart"]
    assert [(c["kind"], c["query"]["by"], c["query"]["top"]) for c in charts] == [
        ("pie", "Channel", 2),
        ("pie", "Sales Rep", 2),
    ]
    names = [op["figures"][0]["name"] for op in ops_of(plan) if op["op"] == "figures"]
    assert names == ["data1_d3_top", "data1_d4_top"]


def test_what_the_data_do_not_have_stays_open_and_is_said(sales: SourceView) -> None:
    plan = followed("Add a section on risks by supplier with two bullets", sales)
    (placed,) = ops_of(plan)
    assert placed["block"] == "b5"
    assert placed["blocks"][1]["items"] == ["Point 1: still open", "Point 2: still open"]
    assert "marked as open" in plan.remarks[0]


def test_text_after_a_section_belongs_to_it_until_the_next_command() -> None:
    told = sections_in("Add a section 'Tea': it is hot. It is old. Change the title to \"X\"")
    assert [(one.name, one.text) for one in told] == [("Tea", "it is hot. It is old.")]
    (placed,) = ops_of(followed("Add a paragraph saying that tea is free.", None))
    assert placed["blocks"] == [{"op": "paragraph", "text": "Tea is free."}]


@pytest.mark.parametrize("marks", ["'{}'", '"{}"', "‘{}’", "“{}”", "„{}“", "«{}»"])
def test_follow_ups_read_quotations_whatever_their_marks(marks: str) -> None:
    (title, _) = ops_of(followed(f"Change the title to {marks.format('New name')}", None))
    assert title["text"] == "New name"
    old, new = marks.format("Good"), marks.format("Bad")
    (replaced,) = ops_of(followed(f"Replace {old} with {new}", None))
    assert (replaced["find"], replaced["text"]) == ("Good", "Bad")
    (removed,) = ops_of(followed(f"Remove the section {marks.format('Summary')}", None))
    assert (removed["op"], removed["block"]) == ("delete", "b2")


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("data") / "verkauf.csv"
    path.write_text(ROWS.replace("Amount", "Umsatz").replace("Channel", "Kanal"))
    return session(OfflineModel(), path, format=Format.WORD).ask(
        "Erstelle einen Bericht über den Umsatz"
    )


def test_an_english_request_on_a_german_report_is_answered_in_german(german: Session) -> None:
    done = german.ask("Add a section on revenue by channel")
    blocks = read(done.document, Scope()).content["blocks"]
    said = [block for block in blocks if "Umsatz nach Kanal" in str(block.get("text"))]
    assert [block["op"] for block in said][-3:] == ["heading", "chart", "table"]
    assert "Changed" in done.summary
    assert [f for f in check(done.document) if f.severity is Severity.BLOCKING] == []


def reported(prompt: str, source: SourceView) -> list[dict[str, Any]]:
    brief = brief_of(prompt, "word", (source,), "2026-11-24")
    return ops_of(plan_word(Wish(brief=brief, sources=(source,))))


@pytest.mark.parametrize(
    ("pages", "charts", "tables", "references"), [("one", 1, 0, 0), ("two", 2, 1, 1)]
)
def test_a_report_of_few_pages_says_what_fits_them(
    sales: SourceView, pages: str, charts: int, tables: int, references: int
) -> None:
    made = [op["op"] for op in reported(f"Write a {pages}-page report on our sales", sales)]
    assert (made.count("chart"), made.count("table")) == (charts, tables)
    assert made.count("references") == references
    assert "contents" not in made


def test_a_report_in_full_has_a_cover_and_pages_it_cannot_fill_are_said(sales: SourceView) -> None:
    made = reported("Write a report on our sales", sales)
    assert next(op for op in made if op["op"] == "title")["cover"]
    brief = brief_of("Write a 40-page report on our sales", "word", (sales,), "2026-11-24")
    plan = plan_word(Wish(brief=brief, sources=(sales,)))
    assert "too little for 40 pages" in " ".join(plan.remarks)
