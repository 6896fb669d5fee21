"""Prompts as strangers write them: quotations, orders of sections, pages and paper, labelled facts."""
# ruff: noqa: E501 - prompts are quoted whole

from typing import Any

import pytest

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.fields import listed
from docsmith.agent.offline.word.orders import Orders, orders_in
from docsmith.agent.offline.word.parties import parties_of
from docsmith.agent.offline.word.planner import plan_word
from docsmith.agent.offline.word.quotes import quoted_in, unquoted
from docsmith.agent.offline.word.segments import segments_of
from docsmith.agent.offline.word.statements import Said, said_in

TODAY = "2026-11-24"
QUOTES = ("'{}'", '"{}"', "‘{}’", "“{}”", "„{}“", "«{}»", "»{}«")


def said(prompt: str) -> Said:
    return said_in(brief_of(prompt, "word", today=TODAY))


def planned(prompt: str) -> Plan:
    return plan_word(Wish(brief=brief_of(prompt, "word", today=TODAY)))


def ops_of(plan: Plan) -> list[dict[str, Any]]:
    return [op for section in plan.sections for op in section.ops]


def texts(plan: Plan) -> str:
    return str(ops_of(plan))


@pytest.mark.parametrize("marks", QUOTES)
def test_quotations_are_read_whatever_their_marks(marks: str) -> None:
    title, section = marks.format("Anna's Kickoff"), marks.format("Next steps")
    prompt = (
        f"Write minutes titled {title} of our meeting with Ada Low, and add a section {section} "
        "with three bullet points at the end. Ada Low will send the plan by 4 March."
    )
    if marks == "'{}'":
        prompt = prompt.replace("Anna's", "Annas")
    plan = planned(prompt)
    assert plan.title in {"Anna's Kickoff", "Annas Kickoff"}
    *_, heading, points = ops_of(plan)
    assert heading == {"op": "heading", "text": "Next steps"}
    assert points["items"] == ["Ada Low: Send the plan (4 March)", *OPEN[1:]]
    assert "marked as open" in " ".join(plan.remarks)


OPEN = ("Point 1: still open", "Point 2: still open", "Point 3: still open")


def test_an_apostrophe_neither_opens_nor_closes_a_quotation() -> None:
    assert quoted_in("It's Tom's and Ann's 'new car's key' here") == ("new car's key",)
    assert unquoted("„So“") == "So"
    assert unquoted("'a' and 'b'") == "'a' and 'b'"


def test_a_quotation_is_one_sentence() -> None:
    assert segments_of('Say "Stop. Think." Then go.') == ['Say "Stop. Think."', "Then go."]


@pytest.mark.parametrize(
    ("text", "names", "points"),
    [
        ("add a section 'Next steps' with 3 bullets", ["Next steps"], 3),
        ("Füge einen Abschnitt „Risiken“ mit drei Stichpunkten hinzu.", ["Risiken"], 3),
        ("Please also include a final chapter called Outlook at the end.", ["Outlook"], None),
        ("mit den Abschnitten Kosten und Kultur", ["Kosten", "Kultur"], None),
        ("End with a section on risks with two numbered steps", ["Risks"], 2),
        ("Add sections 'Costs' and 'Risks'", ["Costs", "Risks"], None),
        ("Ergänze am Ende einen Abschnitt zum Thema Kosten", ["Kosten"], None),
    ],
)
def test_sections_are_ordered_by_name_and_number(
    text: str, names: list[str], points: int | None
) -> None:
    orders, rest = orders_in(text)
    assert [one.name for one in orders.sections] == names
    assert {one.points for one in orders.sections} == {points}
    assert rest == ""


def test_a_section_is_ordered_with_its_text() -> None:
    plan = planned(
        "Write a memo about tea. It is hot. Add a section 'Buying' with two bullets: green tea and black tea"
    )
    assert ops_of(plan)[-1]["items"] == ["Green tea.", "Black tea."]
    plan = planned("Write a memo about tea. It is hot. Add a paragraph saying that tea is free.")
    assert ops_of(plan)[-1] == {"op": "paragraph", "text": "Tea is free."}
    assert "add a" not in texts(plan).casefold()


def test_a_section_says_what_the_prompt_says_on_it_or_that_it_is_open() -> None:
    plan = planned(
        "Write a memo about tea. Milk costs 2 euros. Add a section 'Milk'. Add a section 'Sugar'."
    )
    assert [op["text"] for op in ops_of(plan)[-4:]] == [
        "Milk", "Milk costs 2 euros.", "Sugar", "Still open.",
    ]  # fmt: skip


def test_sections_of_a_letter_and_a_proposal_stand_before_its_signatures() -> None:
    letter = planned("Write a letter to Acme Corp about tea from Tom Lee. Add a section 'Prices'.")
    assert [op["op"] for op in ops_of(letter)[-4:]] == [
        "heading", "paragraph", "paragraph", "signatures",
    ]  # fmt: skip
    proposal = planned("Write a proposal for Acme Corp for a website. Add a section 'Team'.")
    assert ops_of(proposal)[-1]["op"] == "signatures"


@pytest.mark.parametrize(
    ("prompt", "pages", "paper"),
    [
        ("Write a two-page letter to Acme Corp on US Letter about tea", 2, "letter"),
        ("Schreibe einen zweiseitigen Bericht über Tee im A4-Format", 2, "a4"),
        ("Write a report about tea. Keep it to one page.", 1, None),
        ("Write a report about tea. The handbook has 40 pages on A4.", None, None),
    ],
)
def test_pages_and_paper_are_orders_where_they_are_no_facts(
    prompt: str, pages: int | None, paper: str | None
) -> None:
    found = said(prompt)
    assert (found.orders.pages, found.orders.paper) == (pages, paper)
    assert found.subject in {"Tea", "Tee"}


def test_pages_that_the_prompt_cannot_fill_are_said_and_paper_is_used() -> None:
    plan = planned("Write a two-page report on US Letter about tea. It is hot.")
    assert "too little for 2 pages" in " ".join(plan.remarks)
    assert ops_of(plan)[0]["paper"] == "letter"
    assert ops_of(plan)[0]["design"] == "report"
    assert "too little" not in " ".join(planned("Write a one-page report about tea.").remarks)


def test_orders_of_nothing_are_none() -> None:
    assert orders_in("The section chief left.") == (Orders(), "The section chief left.")


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("memo to all staff: office closed friday 4 dec because of works, stay home", "Office closed Friday 4 Dec"),
        ("Schreib einen Brief an die Stadtwerke: Wir kündigen unseren Vertrag Nr. 8 zum 31. Mai.", "Kündigung: Vertrag Nr. 8"),
        ("Write a letter to Acme Corp: We cancel our contract 12 by 3 May.", "Cancellation: contract 12"),
        ("Write a letter to Mr. Dan Low, 1 Mill Lane, Leeds, thanking him for his gift of £5", "Your gift of £5"),
        ("Bericht zur neuen Regelung", "Neue Regelung"),
        ("Bericht zum neuen System", "Zum neuen System"),
        ("Bericht über das neue System", "Neues System"),
        ("Bericht über den neuen Standort", "Neuer Standort"),
        ("Bericht zu den neuen Preisen", "Zu den neuen Preisen"),
        ("Bericht über die Preise", "Preise"),
        ('Write a memo about the "Green Office" programme', '"Green Office" programme'),
        ("report on why sales fell in october", "Why sales fell in October"),
        ("I need a memo. We would like to close the old car park, it is unsafe.", "Close the old car park"),
        ("Write a report with the title Growth and Grit, please", "Growth and Grit"),
        ("Write a report. " + "Everything that we have ever heard about tea is true and good and old and hot", "Everything that we have ever heard about tea is true and good and old"),
    ],
)  # fmt: skip
def test_a_title_is_the_subject_and_never_the_whole_prompt(prompt: str, title: str) -> None:
    assert planned(prompt).title == title


def test_labelled_facts_are_read_by_their_label() -> None:
    plan = planned(
        "Protokoll der Sitzung vom 12. Mai 2026, Anwesend: Meier, Schulz und Frau Akin. Entschuldigt: Berg. "
        "Ort: Raum 4. Leitung: Meier. Protokollführung: Schulz. Das Fest ist am 3. Juli, Frau Akin fragt den Koch bis Ende Mai."
    )
    meta = {line["label"]: line["value"] for line in ops_of(plan)[2]["meta"]}
    assert meta == {
        "Datum": "12. Mai 2026", "Anwesend": "Meier, Schulz, Frau Akin", "Entschuldigt": "Berg",
        "Ort": "Raum 4", "Leitung": "Meier", "Protokoll": "Schulz",
    }  # fmt: skip
    assert "Das Fest ist am 3. Juli" in texts(plan)
    assert ["Fragt den Koch", "Frau Akin", "Ende Mai"] in ops_of(plan)[-1]["rows"]
    assert listed("Ann, Ben and Cy") == ("Ann", "Ben", "Cy")


@pytest.mark.parametrize(
    ("prompt", "sender"),
    [
        ("Write a letter to our customers about prices from January", ()),
        ("Write a letter to Acme Corp about prices in May. From Tom Lee.", ("Tom Lee",)),
        ("Write a letter to Acme Corp from March Industries about tea", ("March Industries",)),
        ("Write a letter to Acme Corp about tea. We ordered it from Kent.", ()),
        ("Write a letter to Acme Corp about tea. Signed by Ann Low, Tea Club", ("Ann Low", "Tea Club")),
        ("Brief an Acme wegen Tee. Absender: Jana Vogt, Weg 3, 04277 Leipzig", ("Jana Vogt", "Weg 3", "04277 Leipzig")),
        ("Schreibe einen Bericht über die Einführung von Homeoffice", ()),
        ("Write a report on imports from China", ()),
        ("Brief an Acme wegen Tee. Absender: Jana Vogt, Ringstr. 4, 04277 Leipzig", ("Jana Vogt", "Ringstr. 4", "04277 Leipzig")),
        ("Brief von Harlow & Sons Decorators an Acme wegen Tee", ("Harlow & Sons Decorators",)),
    ],
)  # fmt: skip
def test_a_sender_is_a_name_and_no_month(prompt: str, sender: tuple[str, ...]) -> None:
    assert parties_of(prompt, said(prompt)).sender == sender


@pytest.mark.parametrize(
    ("prompt", "recipient"),
    [
        ("Letter to Mr. Dan Low, 1 Mill Lane, Leeds LS1, thanking him for 5 books", ("Mr. Dan Low", "1 Mill Lane", "Leeds LS1")),
        ("Brief an die Stadtwerke, Postfach 12, 04109 Leipzig: Wir ziehen um.", ("Stadtwerke", "Postfach 12", "04109 Leipzig")),
        ("Write a letter about tea. To: Acme Corp, 5 High Street", ("Acme Corp", "5 High Street")),
        ("Write a letter to Acme Corp from Tom Lee about tea", ("Acme Corp",)),
    ],
)  # fmt: skip
def test_an_address_ends_where_the_letter_begins(prompt: str, recipient: tuple[str, ...]) -> None:
    assert parties_of(prompt, said(prompt)).recipient == recipient


def letter(prompt: str) -> list[str]:
    return [str(op["text"]) for op in ops_of(planned(prompt)) if op["op"] == "paragraph"]


def test_a_letter_speaks_to_its_reader() -> None:
    thanks = letter("Letter to Ms Ada Low thanking her for her gift. She is invited to see it.")
    assert thanks[0] == "Dear Ms Low,"
    assert thanks[1] == "Thank you for your gift. You are invited to see it."
    asked = letter("Write a letter to Acme Corp asking them to send their price list")
    assert asked[1] == "We ask you to send your price list."
    told = letter("Write a letter to all members informing them that the hall is closed")
    assert told[:2] == ["Dear members,", "The hall is closed."]


def test_a_german_letter_begins_small_after_its_salutation() -> None:
    assert letter("Brief an die Stadtwerke: Wir ziehen um.")[1] == "wir ziehen um."
    assert letter("Brief an unsere Kunden mit der Bitte um Geduld")[:2] == [
        "Sehr geehrte Kundinnen und Kunden,",
        "wir bitten Sie um Geduld.",
    ]
    assert letter("Schreibe einen Brief an Herrn Paul Berg wegen Tee. Tee ist knapp.")[:2] == [
        "Sehr geehrter Herr Berg,",
        "Tee ist knapp.",
    ]


def test_a_report_puts_statements_under_their_labels_and_advice_last() -> None:
    plan = planned(
        "two page report on slow replies. facts: 1,240 tickets in may, 2,515 in june. 61% are new. "
        "replies take nine hours. tom is away. Cost: one more desk costs €900. recommend one temp"
    )
    headings = [op["text"] for op in ops_of(plan) if op["op"] == "heading"]
    assert headings == ["Findings", "Cost", "Recommendation"]
    assert "1,240 tickets in may, 2,515 in June." in texts(plan)
    assert ops_of(plan)[-1]["text"] == "We recommend one temp."
    assert "One more desk costs €900." in texts(plan)


PAINTING = (
    "I need a proposal for Brightwater School. We'd like to paint the gym during the holidays "
    "(29 March - 9 April 2027). Total £14,200 plus VAT. We use low-odour paint. They asked for grey. "
    "Scaffolding is not included. Valid until 5 January 2027. From Harlow & Sons."
)


def test_a_proposal_has_the_terms_that_were_said_and_no_others() -> None:
    plan = planned(PAINTING)
    told = texts(plan)
    assert plan.title == "Paint the gym"
    assert ops_of(plan)[2]["meta"] == [
        {"label": "Prepared for", "value": "Brightwater School"},
        {"label": "Prepared by", "value": "Harlow & Sons"},
        {"label": "Date", "value": "24 November 2026"},
        {"label": "Valid until", "value": "5 January 2027"},
    ]
    assert "We propose to paint the gym, for **£14,200 plus VAT**." in told
    assert "The work is done from 29 March to 9 April 2027." in told
    assert "The price is **£14,200 plus VAT**." in told
    assert "You asked for grey." in told
    assert "Scaffolding is not included." in told
    assert "'table'" not in told
    assert ops_of(plan)[-1]["parties"][1][0] == "Harlow & Sons"


def test_a_german_proposal_says_its_parts_and_its_price() -> None:
    plan = planned(
        "Erstelle ein Angebot für die Bäckerei Sonne: neue Website, 6 Wochen, 7.900 € zzgl. MwSt. "
        "Enthalten sind Konzept, Design, Umsetzung und eine Schulung. Beginn: 3. Mai 2027. Von Studio Nord."
    )
    told = texts(plan)
    assert plan.title == "Neue Website"
    assert (
        "Unser Angebot für Bäckerei Sonne: neue Website, in 6 Wochen, für **7.900\\xa0€ zzgl. MwSt.**"
        in told
    )
    assert "Die Arbeit beginnt am 3. Mai 2027." in told
    weeks = next(op for op in ops_of(plan) if op.get("caption") == "Zeitplan")
    assert weeks["rows"][-1] == ["Schulung", 6, 6, 1]


def test_a_proposal_of_two_pages_has_no_cover() -> None:
    plan = planned("Write a two-page proposal for Acme Corp for a website for €9,500.50 in 3 weeks")
    assert not any(op.get("cover") or op["op"] == "contents" for op in ops_of(plan))
    assert "The work takes 3 weeks." in texts(plan)
    assert "€9,500.50" in texts(plan)
    assert "usual for such work" in " ".join(plan.remarks)


def test_what_a_titled_meeting_was_for_is_not_lost() -> None:
    plan = planned("Write minutes titled 'Kickoff' for Project Heron on 3 May 2026 with Ada Low.")
    assert {"label": "Subject", "value": "Project Heron"} in ops_of(plan)[2]["meta"]
    plain = planned("Write minutes titled 'Heron kickoff' of our meeting on 3 May 2026.")
    assert [line["label"] for line in ops_of(plain)[2]["meta"]] == ["Date"]


def test_a_section_of_many_sentences_is_a_list() -> None:
    plan = planned(
        "Write a memo about tea. Add a section 'Milk': it is fat, it is white, it was cold."
    )
    assert ops_of(plan)[-1]["items"] == ["It is fat.", "It is white.", "It was cold."]


def test_pages_that_are_filled_are_not_spoken_of() -> None:
    facts = " ".join(f"Fact number {n} is told at some length to fill the page." for n in range(40))
    assert "too little" not in " ".join(
        planned(f"Write a two-page report about tea. {facts}").remarks
    )


def test_a_proposal_of_things_without_prices_names_them() -> None:
    plan = planned("A proposal for Acme Corp for a party, covering snacks, music and games")
    assert "['**Snacks**', '**Music**', '**Games**']" in texts(plan)
    plan = planned(
        "A proposal for Acme Corp for a party. They like jazz. They are forty. They come at noon. It is cold."
    )
    assert "You come at noon." in texts(plan)
    assert {"op": "paragraph", "text": "Party."} in ops_of(plan)


def test_an_address_has_short_lines_that_begin_large() -> None:
    prompt = "Letter to Acme Corp, 5 High Street, we need tea: Send tea."
    assert parties_of(prompt, said(prompt)).recipient == ("Acme Corp", "5 High Street")


def test_what_a_quotation_names_is_the_subject_where_nothing_else_is() -> None:
    assert planned("Write a memo “Green Office”. It is good.").title == "Green Office"


def test_a_colon_inside_a_quotation_opens_nothing() -> None:
    assert (
        planned("Write a memo titled “Tea: a love story”. Tea is good.").title
        == "Tea: a love story"
    )


def test_an_order_of_nothing_adds_no_section() -> None:
    assert orders_in("Add a section.") == (Orders(), "Add a section.")


def test_notes_in_one_line_are_read_point_by_point() -> None:
    plan = planned(
        "hi, can u draft minutes? team sync 2 dec, Bo and Chris. - release moved to 16 dec - Bo fixes "
        "the login by friday - Chris to email customers - we agreed to skip the newsletter"
    )
    assert plan.title == "Team sync 2 Dec"
    assert {"label": "Date", "value": "2 Dec"} in ops_of(plan)[2]["meta"]
    rows = next(op["rows"] for op in ops_of(plan) if op["op"] == "table")
    assert rows == [["Fixes the login", "Bo", "Friday"], ["Email customers", "Chris", "open"]]


def test_the_kind_is_named_by_the_first_sentence() -> None:
    plan = planned(
        "Write a complaint letter to Rail Ltd, 1 Mill Lane, York. My train was 95 minutes late."
    )
    assert ops_of(plan)[1]["op"] == "letterhead"
    german = planned("Einladung zur Versammlung: Brief an alle Mitglieder. Sie ist am 12. März.")
    assert german.title == "Einladung zur Versammlung"
    assert "wir laden Sie herzlich ein zur Versammlung. Sie ist am 12. März." in texts(german)


def test_several_sections_are_ordered_in_one_sentence() -> None:
    plan = planned(
        "Prepare a report on onboarding for the HR team. People wait nine days. Use a section on causes "
        "and a section on recommendations. We recommend a buddy."
    )
    assert plan.title == "Onboarding"
    headings = [op["text"] for op in ops_of(plan) if op["op"] == "heading"]
    assert headings == ["Recommendations", "Causes"]
    assert "People wait nine days." in texts(plan)


@pytest.mark.parametrize(
    "prompt", ["Report", "Memo", "Letter", "Erstelle ein Angebot", "Write minutes"]
)
def test_a_request_of_one_word_makes_no_sentence_with_a_gap(prompt: str) -> None:
    plan = planned(prompt)
    said_ = [str(op.get("text", "")) for op in ops_of(plan)]
    assert not any(" ." in text or text.endswith(("about", "about.", ": .")) for text in said_)
    assert plan.title


def test_an_ordinal_ends_no_german_sentence() -> None:
    assert segments_of("Bahnfahrten 2. Klasse sind frei. Mehr nicht.") == [
        "Bahnfahrten 2. Klasse sind frei.", "Mehr nicht.",
    ]  # fmt: skip


def test_what_is_offered_stands_without_its_terms() -> None:
    plan = planned(
        "Write a proposal called “Quiet Floors” for Hotel Meridian: acoustic carpet in 42 rooms, "
        "€31,500 incl. VAT, start on 3 May 2027, 4 weeks. Rooms stay usable. Their floors are loud."
    )
    told = texts(plan)
    assert "Acoustic carpet in 42 rooms. Rooms stay usable." in told
    assert "Your floors are loud." in told
    assert "Hotel Meridian: Quiet Floors, in 4 weeks, for **€31,500 incl. VAT**." in told
    assert "Work starts on 3 May 2027. The work takes 4 weeks." in told
