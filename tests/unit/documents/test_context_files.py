"""Context files: what is read from each kind, with which places, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from docsmith.documents.context import ContextText, extract, xlsx
from docsmith.documents.context.pages import MAX_CHARACTERS, PAGE_CHARACTERS
from docsmith.documents.errors import UnreadableSource


def a_pdf(*pages: str, password: str | None = None) -> bytes:
    """A PDF with one line of text a page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def a_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Prices", level=2)
    document.add_paragraph("They rose by 4 %.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "May", "104"
    return saved(document)


def a_pptx() -> bytes:
    deck = pptx.Presentation()
    for title in ("Results", "Outlook"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"{title} are good."
    slide.notes_slide.notes_text_frame.text = "Say it slowly."
    return saved(deck)


def an_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    sheet["B2"], sheet["C2"], sheet["B3"] = "May", 104, "June"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book["Hidden"]["A1"] = "secret"
    return saved(book)


def told(text: ContextText) -> list[tuple[str, str]]:
    return [(page.anchor, page.text) for page in text.pages]


def test_a_word_document_is_read_by_paragraphs_with_its_tables() -> None:
    text = extract(a_docx(), name="report.docx")
    assert text.kind == "docx"
    assert told(text) == [("¶ 1-3", "## Prices\nThey rose by 4 %.\nMay | 104")]


def test_a_deck_is_read_by_slides_with_its_notes() -> None:
    assert told(extract(a_pptx(), name="deck.pptx")) == [
        ("slide 1", "Results\nResults are good."),
        ("slide 2", "Outlook\nOutlook are good.\nNotes: Say it slowly."),
    ]


def test_a_workbook_is_read_by_ranges_without_hidden_sheets() -> None:
    assert told(extract(an_xlsx(), name="prices.xlsx")) == [
        ("Prices!B2:C3", "May | 104\nJune"),
    ]


def test_a_pdf_is_read_by_pages() -> None:
    text = extract(a_pdf("First page", "Second page"), name="scan.pdf")
    assert told(text) == [("p. 1", "First page"), ("p. 2", "Second page")]


def test_plain_texts_are_read_by_lines() -> None:
    assert told(extract(b"# A\n\nb", name="notes.md")) == [("lines 1-3", "# A\n\nb")]
    assert extract(b"one", name="notes").kind == "txt"


def test_html_is_read_as_a_reader_sees_it() -> None:
    page = (
        b"<head><title>no</title></head><h1>Hi</h1><script>no()</script><!-- no --><p>A&amp;B</p>"
    )
    assert told(extract(page, name="a.html")) == [("¶ 1-2", "Hi\nA&B")]


def test_html_tables_keep_their_cells_apart() -> None:
    page = b"<table><tr><th>May</th><td>104</td></tr></table></p>"
    assert told(extract(page, name="a.htm")) == [("¶ 1", "May | 104")]


@pytest.mark.parametrize("make", [a_docx, a_pptx, an_xlsx, lambda: a_pdf("x")])
def test_the_bytes_say_what_a_file_is_not_its_name(make: Callable[[], bytes]) -> None:
    assert extract(make(), name="anything.txt").kind in ("docx", "pptx", "xlsx", "pdf")


def a_zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (a_pdf("x", password="x"), "a.pdf", "password"),
        (b"%PDF-1.7 and nothing more", "a.pdf", "damaged"),
        (a_pdf(""), "scan.pdf", "scan"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old.doc", "old Office format"),
        (b"text", "song.mp3", r"\.mp3 is not a kind"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "not text"),
        (b"  \n ", "a.txt", "empty"),
        (a_zip(readme=b"x"), "a.docx", "no Office file"),
        (a_zip(**{"[Content_Types].xml": b"<Types/>"}), "a.docx", "no Office document"),
        (a_docx()[:2000], "a.docx", "damaged or cut off"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    content: bytes, name: str, words: str
) -> None:
    with pytest.raises(UnreadableSource, match=words):
        extract(content, name=name)


def test_a_document_that_declares_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa">]><w:document/>'
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": bomb}
    with pytest.raises(UnreadableSource, match="entities"):
        extract(a_zip(**parts), name="a.docx")


def test_a_long_file_is_cut_and_says_so() -> None:
    line = "x" * 99 + "\n"
    text = extract((line * (MAX_CHARACTERS // 100 + 100)).encode(), name="long.txt")
    assert text.cut
    assert text.characters <= MAX_CHARACTERS
    assert all(len(page.text) <= PAGE_CHARACTERS for page in text.pages)


@given(st.lists(st.text("ab \t", max_size=3_000), min_size=1, max_size=8))
def test_no_line_of_a_text_is_lost_or_doubled(lines: list[str]) -> None:
    whole = "\n".join([*lines, "end"])
    pages = extract(whole.encode(), name="a.txt").pages
    assert [line for page in pages for line in page.text.split("\n") if line.strip()] == [
        line for line in whole.split("\n") if line.strip()
    ]


def test_the_stored_form_reads_back() -> None:
    text = extract(a_docx(), name="r.docx")
    assert ContextText.from_json(text.as_json()) == text


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(**targets: str) -> bytes:
    told = "".join(
        f'<Relationship Id="{kind}" Type="{REL}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{told}</Relationships>'.encode()


def a_docx_of(body: str, **others: str) -> bytes:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(**{k: f"{k}.xml" for k in others}),
    }
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts["word/document.xml"] = document.encode()
    for kind, text in others.items():
        parts[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{W}">{text}</w:{kind}>'.encode()
    return a_zip(**parts)


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def test_tabs_breaks_content_controls_and_notes_of_a_word_document_are_read() -> None:
    said = paragraph("<w:t>A</w:t>", "<w:tab/>", "<w:t>B</w:t>", "<w:br/>", "<w:t>C</w:t>")
    inside = paragraph("<w:t>Inside</w:t>")
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    note = f"<w:footnote>{paragraph('<w:t>As we know.</w:t>')}</w:footnote><w:footnote/>"
    content = a_docx_of(said + paragraph() + control, footnotes=note)
    assert told(extract(content, name="a.docx")) == [
        ("¶ 1-3", "A\tB\nC\nInside"),
        ("footnotes 1", "As we know."),
    ]


def test_a_heading_in_another_language_keeps_its_level() -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr><w:r><w:t>Preise</w:t></w:r></w:p>'
    plain = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>'
    title = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Bericht</w:t></w:r></w:p>'
    text = extract(a_docx_of(title + styled + plain), name="a.docx").pages[0].text
    assert text == "# Bericht\n## Preise\nText"


def test_a_large_sheet_is_read_in_pages_with_their_ranges() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Log"
    for number in range(1, 301):
        sheet.append([number, "x" * 40, date(2026, 1, 1)])
    pages = extract(saved(book), name="log.xlsx").pages
    assert len(pages) > 2
    assert pages[0].anchor.startswith("Log!A1:C")
    assert pages[-1].anchor.endswith("C300")
    assert "2026-01-01" in pages[0].text


def test_a_sheet_beyond_the_limit_of_rows_is_read_up_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    book = openpyxl.Workbook()
    for number in range(5):
        book.active.append([number])
    assert extract(saved(book), name="a.xlsx").pages[0].text == "0\n1"


def test_breaks_within_a_slide_are_spaces() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "One\vtwo"
    assert extract(saved(deck), name="a.pptx").pages[0].text == "One two"


def test_a_page_of_a_pdf_that_cannot_be_read_is_left_out() -> None:
    content = a_pdf("First", "Second").replace(b"(Second) Tj", b"(Second  Tj")
    assert extract(content, name="a.pdf").pages[0].anchor == "p. 1"


def test_a_pdf_whose_pages_are_lost_is_damaged() -> None:
    content = a_pdf("First").replace(b"/Pages", b"/Pagez")
    with pytest.raises(UnreadableSource):
        extract(content, name="a.pdf")


def test_a_word_document_without_words_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="no text"):
        extract(a_docx_of(paragraph()), name="empty.docx")
