"""What numbers, dates, pictures and letters look like; edits in any order; our own files again."""

import io
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.unit.documents.word.building import (
    body_of,
    built,
    changed,
    chart,
    csv_input,
    empty,
    heading,
    opened,
    paragraph,
    parts_of,
    picture_input,
    query,
    table,
    texts_of,
    tried,
)

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Document, Format, Input, Scope
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.design.colors import contrast, mixed, readable
from docsmith.documents.word.language import Language
from docsmith.documents.word.nodes import Span
from docsmith.documents.word.pages.lines import line_count


@pytest.mark.parametrize(
    ("tag", "look", "value", "text"),
    [
        ("en-US", NumberLook("money", None, "USD"), -1234.5, "−$1,234"),
        ("en-GB", NumberLook("money", 2, "€"), 12.5, "€12.50"),
        ("de-DE", NumberLook("money", 2, "EUR"), -1234.5, "−1.234,50\u00a0€"),
        ("en-US", NumberLook("money", 0, "CHF"), 5, "CHF\u00a05"),
        ("de-DE", NumberLook("percent"), 0.125, "12,5\u00a0%"),
        ("fr-FR", NumberLook("integer"), 1234567, "1\u202f234\u202f567"),
        ("en-US", NumberLook("number"), 0.001, "0.00"),
        ("en-US", NumberLook("number"), -0.001, "0.00"),
        ("en-US", NumberLook("integer"), None, "–"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_their_reader_writes_them(tag, look, value, text):
    assert look.written(value, Language(tag)) == text


@pytest.mark.parametrize(
    ("tag", "currency", "value", "text"),
    [
        ("en-US", "USD", 1_234_567, "$1.23\u00a0million"),
        ("de-DE", "EUR", 2_500_000_000, "2,50\u00a0Mrd.\u00a0€"),
        ("en-US", None, -3_200_000, "−3.20\u00a0million"),
        ("en-US", None, 999, "999.00"),
    ],
)
def test_large_numbers_are_told_short(tag, currency, value, text):
    style = "money" if currency else "number"
    assert NumberLook(style, None, currency).compact(value, Language(tag)) == text


def test_days_and_months_follow_the_language():
    day = date(2026, 3, 9)
    assert Language("en-US").day(day) == "Mar 9, 2026"
    assert Language("en-GB").day(day) == "9 Mar 2026"
    assert Language("de-DE").day(day) == "9. Mär 2026"
    assert Language("ja-JP").month(2026, 3) == "2026年3月"
    assert Language("sv-SE").label("table") == "Table"


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_can_be_made_readable(number):
    color = f"{number:06X}"
    assert contrast(readable(color), "FFFFFF") >= 4.5
    assert mixed(color, color, 0.5) == color


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab 漢", max_size=80), st.floats(20, 400))
def test_more_room_never_takes_more_lines(text, width):
    def lines(room: float) -> int:
        return line_count([Span(text)], 10, room, font="Calibri", bold=False)

    assert lines(width) >= lines(width + 50) >= 1


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (Input("image", "x.png", b"no image", "1"), "can be read"),
        (Input("image", "x.gif", b"", "2"), "can be read"),
    ],
)
def test_what_is_no_picture_is_refused(given_, words):
    applied = tried(empty(photo=given_), {"op": "image", "slot": "photo", "alt": "a"})
    assert words in applied.errors[0].reason


def test_a_gif_is_refused_and_a_jpeg_stands():
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF")
    gif = Input("image", "x.gif", out.getvalue(), "3")
    refused = tried(empty(photo=gif), {"op": "image", "slot": "photo", "alt": "a"}).errors[0]
    assert "PNG or JPEG" in refused.reason
    image = {"op": "image", "slot": "photo", "alt": "a"}
    parts = parts_of(render(built(image, photo=picture_input(kind="JPEG"))))
    assert "word/media/pic-photo.jpeg" in parts


def test_a_tall_picture_is_kept_on_the_page():
    image = {"op": "image", "slot": "photo", "alt": "a", "width_cm": 16}
    root = body_of(render(built(image, photo=picture_input(100, 900))))
    extent = next(e for e in root.iter() if str(e.tag).endswith("}extent"))
    assert int(extent.get("cy")) < 21 * 360_000


def test_a_letter_has_head_address_references_and_place_to_sign():
    document = built(
        {"op": "setup", "design": "letter", "title": "Offer", "language": "en-GB"},
        {
            "op": "letterhead",
            "sender": ["Acme Ltd", "1 High Street", "London"],
            "recipient": ["Jane Miller", "2 Low Street", "Leeds"],
            "date": "24 November 2026",
            "subject": "Your order",
            "references": [{"label": "Our reference", "value": "AC-1"}],
        },
        paragraph("Dear Ms Miller,"),
        paragraph("Thank you.", align="justify"),
        {"op": "signatures", "parties": [["A. Smith", "Sales"], ["B. Jones"]]},
    )
    texts = texts_of(render(document))
    assert texts[:3] == ["Acme Ltd", "1 High Street · London", "Jane Miller2 Low StreetLeeds"]
    assert "Our reference: AC-1" in texts
    assert check(document) == ()


def test_a_title_carries_kicker_summary_and_facts():
    title = {
        "op": "title", "title": "T", "kicker": "K", "subtitle": "S", "summary": "Sum",
        "meta": [{"label": "Date", "value": "today"}],
    }  # fmt: skip
    assert texts_of(render(built(title)))[:5] == ["K", "T", "S", "Date", "today"]
    assert texts_of(render(built({**title, "cover": True}, heading("A"))))[:4] == [
        "K",
        "T",
        "S",
        "Sum",
    ]


def test_cells_are_written_by_what_they_hold():
    document = built(
        table(
            [2024, 0.5, True, None, "12 %"],
            [2025, 1234.25, False, "x", "7 %"],
            header=("Year", "Rate", "Done", "Note", "Share"),
            columns=[{}, {"style": "number"}, {"align": "center"}, {}, {}],
        )
    )
    rows = [[c.text for c in row.cells] for row in opened(document).tables[0].rows]
    assert rows[1] == ["2024", "0", "✓", "", "12 %"] or rows[1] == ["2024", "0.50", "✓", "", "12 %"]
    assert rows[2][2:] == ["–", "x", "7 %"]


def test_a_wide_table_is_set_smaller_before_words_break():
    header = tuple(f"Verantwortungsbereich{n}" for n in range(8))
    content = render(built(table(["x"] * 8, ["y"] * 8, header=header)))
    sizes = {e.get(f"{{{body_of(content).nsmap['w']}}}val") for e in body_of(content).iter("{*}sz")}
    assert sizes & {"17", "15"}


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (query(sort="label"), "North"),
        (query("Date", grain="quarter"), "Q1 2025"),
        (query("Date", grain="year"), "2025"),
        (query("Date", grain="day", top=3), "Jan 3, 2025"),
        (query("Region", where=[{"column": "Product", "value": "lamp"}]), "North"),
        (query("Product", across="Region", sort="label"), "Chair"),
    ],
)
def test_queries_group_order_and_filter(asked, first):
    op = {"op": "table", "query": asked}
    setup = {"op": "setup", "language": "en-US"}
    rows = opened(built(setup, op, sales=csv_input())).tables[0].rows
    assert rows[1].cells[0].text == first


def test_a_crossing_shows_where_nothing_meets():
    op = {"op": "table", "query": query("Product", across="Region")}
    rows = [[c.text for c in r.cells] for r in opened(built(op, sales=csv_input())).tables[0].rows]
    assert rows[0][0] == "Product"
    lamp = next(row for row in rows if row[0] == "Lamp")
    assert lamp.count("–") == 2


def test_a_crossing_cut_by_top_shows_the_rest_and_its_totals_leave_nothing_out():
    measure = {"column": "Qty"}
    asked = {"slot": "sales", "by": "Date", "grain": "day", "across": "Region"}
    op = {"op": "table", "query": asked | {"measures": [measure], "top": 3}}
    rows = [[c.text for c in r.cells] for r in opened(built(op, sales=csv_input())).tables[0].rows]
    assert [row[0] for row in rows[-2:]] == ["Other (45)", "Total"]
    told = [[0 if c == "–" else int(c.replace(",", "")) for c in row[1:]] for row in rows[1:]]
    assert told[-1] == [sum(column) for column in zip(*told[:-1], strict=True)]
    assert told[-1][-1] == sum(told[-1][:-1]) == 1032


def test_a_crossing_of_too_many_rows_is_refused_and_not_cut():
    lines = "".join(f"c{n},{n % 2},1\n" for n in range(402))
    asked = {"slot": "d", "by": "Name", "across": "Kind", "measures": [{"column": "Qty"}]}
    applied = tried(empty(d=csv_input("Name,Kind,Qty\n" + lines)), {"op": "table", "query": asked})
    assert "402 rows are too many" in applied.errors[0].reason


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ({"measure": {"column": "Qty", "how": "average"}}, "21.50"),
        ({"measure": {"column": "Qty", "how": "max"}}, "39"),
        ({"measure": {"column": "Qty", "how": "min"}}, "4"),
        ({"measure": {"column": "Region", "how": "count"}}, "48"),
        ({"measure": {}, "by": "Region", "pick": "count"}, "3"),
        ({"measure": {}, "by": "Region", "pick": "share"}, "50.0%"),
        (
            {"measure": {}, "by": "Date", "grain": "month", "by_value": True, "pick": "label"},
            "Jan 2025",
        ),
    ],
)
def test_figures_say_what_was_asked(figure, text):
    ops = (
        {"op": "figures", "slot": "sales", "figures": [{"name": "f", **figure}]},
        paragraph("{{f}}"),
    )
    assert texts_of(render(built(*ops, sales=csv_input())))[0] == text


def test_a_rank_beyond_the_groups_is_refused():
    figure = {"name": "f", "measure": {}, "by": "Region", "rank": 9}
    applied = tried(
        empty(sales=csv_input()), {"op": "figures", "slot": "sales", "figures": [figure]}
    )
    assert applied.errors[0].path == "ops[0].figures[0].rank"


def test_a_log_that_does_not_apply_says_where():
    document = built(heading("A"), {"op": "delete", "block": "b1"})
    broken = Document(Format.WORD, ops=document.ops[1:])
    with pytest.raises(DocumentError, match=r"ops\[0\].block"):
        render(broken)


def test_places_that_are_not_there_are_refused():
    document = built(heading("A"))
    for scope in (Scope(what="slide", slide=1), Scope(page="9"), Scope(what="block", block="b7")):
        with pytest.raises(OperationRefused):
            read(document, scope)


def test_our_own_file_is_edited_like_any_other():
    ours = render(
        built(
            {"op": "contents"},
            heading("One"), paragraph("a[^n]", notes={"n": "note"}),
            {"op": "list", "kind": "number", "items": ["x", "y"]}, chart(), heading("Two"),
            paragraph("b"),
        )
    )  # fmt: skip
    document = changed(
        empty(ours),
        {
            "op": "insert_after", "block": "u3",
            "blocks": [
                paragraph("c[^m]", notes={"m": "another"}),
                {"op": "list", "kind": "number", "items": ["p", "q"]},
                chart(),
            ],
        },
    )  # fmt: skip
    content = render(document)
    parts = parts_of(content)
    assert {"word/charts/chart1.xml", "word/charts/docsmith2.xml"} <= set(parts)
    marks = [m.get(k) for m in body_of(content).iter("{*}footnoteReference") for k in m.attrib]
    assert marks == ["1", "2"]
    docx.Document(io.BytesIO(content))
    assert [f for f in check(document) if f.severity == "blocking"] == []


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert_after", "replace", "delete", "move"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(EDITS)
def test_whatever_the_edits_ids_stay_apart_and_blocks_keep_theirs(edits):
    document = built(*[paragraph(f"Paragraph {n}") for n in range(6)])
    said = texts_by_id(document)
    for kind, one, other in edits:
        ids = list(said)
        if not ids:
            break
        block, target = ids[one % len(ids)], ids[other % len(ids)]
        fresh = [paragraph(f"New {one}"), paragraph(f"Newer {other}")]
        op = {
            "insert_after": {"op": kind, "block": block, "blocks": fresh},
            "replace": {"op": kind, "block": block, "blocks": fresh},
            "delete": {"op": kind, "block": block},
            "move": {"op": kind, "block": block, "after": target},
        }[kind]
        applied = tried(document, op)
        if not applied.ok:
            assert applied.document is document
            continue
        document, before = applied.document, said
        said = texts_by_id(document)
        touched = set(applied.changed)
        assert all(said[id_] == before[id_] for id_ in said if id_ in before and id_ not in touched)
    listed = [b["id"] for b in read(document, Scope()).content["blocks"]]
    assert len(listed) == len(set(listed))


def texts_by_id(document):
    return {b["id"]: b["text"] for b in read(document, Scope()).content["blocks"]}


@pytest.mark.parametrize("names", [["A. Smith"], ["A. Smith", "B. Jones"]])
def test_lines_to_sign_on_take_the_whole_width_so_that_either_direction_is_right(names):
    document = built(
        {"op": "setup", "language": "ar-SA"},
        {"op": "signatures", "parties": [[name] for name in names]},
    )
    file = opened(document)
    section = file.sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    widths = [cell.width for cell in file.tables[0].rows[0].cells]
    assert abs(sum(widths) - text) < 20_000
    assert [c.text for c in file.tables[0].rows[0].cells if c.text] == names
