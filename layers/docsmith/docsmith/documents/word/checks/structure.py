"""Tables, drawings, lists and spacing: marked as what they are."""
# pyright: basic

import re
from collections.abc import Iterator

from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Child, Reading, has_own_content, is_on
from docsmith.documents.word.upload.names import Element, text_of, value, w

_UNIT = r"(?:[€$£¥%]|EUR|USD|GBP|CHF|JPY|k|m|bn|K|M|Mio\.?|Mrd\.?)"
_NUMBER = re.compile(
    rf"^[(+\-−–]?\s?{_UNIT}?\s?[+\-−–]?\d[\d.,'’\u00a0\u202f ]*\s?{_UNIT}?\s?{_UNIT}?\)?$"
)
_BULLET = re.compile(
    r"^(?:[-–—•*·‣▪◦●○►▸→✓✔o]\s+|\d{1,2}(?:\.\d{1,2})*[.)]\s+|\d{1,2}(?:\.\d{1,2})+\s+|"
    r"\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+|(?:[a-z]|[ivx]{1,4})\)\s+)\S"
)
_NO_WORDS = re.compile(
    r"(?:(?:picture|image|graphic|chart|photo|figure|grafik|bild|diagramm|abbildung)\s*\d*|"
    r"\S+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf))$",
    re.I,
)
"""What programs put in place of an alternative text."""
_CAPTION = "caption"
_SPACERS = frozenset({"after table"})


def header_row(reading: Reading) -> Iterator[Fault]:
    """The first row of a data table is marked as its header, so that it repeats and is read out."""
    for child in _data_tables(reading):
        first = child.element.find(w("tr"))
        if not is_on(first.find(w("trPr")), "tblHeader"):
            yield Fault(
                reading.place(child),
                "the table has no header row marked",
                "give the table a header",
                text_of(first),
            )


def uneven_rows(reading: Reading) -> Iterator[Fault]:
    """Every row has the cells that the grid has columns."""
    for child in reading.children:
        for table in child.element.iter(w("tbl")):
            columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
            for number, row in enumerate(table.findall(w("tr")), 1):
                if columns and _width(row) != columns:
                    message = f"row {number} has {_width(row)} columns; the table has {columns}"
                    yield Fault(reading.place(child), message, "complete the row", text_of(row))


def captions(reading: Reading) -> Iterator[Fault]:
    """Data tables, charts and pictures have a caption beside them."""
    for index, child in enumerate(reading.children):
        what = _captioned(reading, child)
        if what is None:
            continue
        near = [
            reading.children[i] for i in (index - 1, index + 1) if 0 <= i < len(reading.children)
        ]
        if not any(_is_caption(reading, n) for n in near):
            yield Fault(
                reading.place(child),
                f"the {what} has no caption",
                "add one",
                child.text,
            )


def empty_paragraphs(reading: Reading) -> Iterator[Fault]:
    """Space is made by styles, not by empty paragraphs."""
    last = len(reading.children) - 1
    for index, child in enumerate(reading.children):
        if not child.is_paragraph or child.text.strip() or index == last:
            continue
        if has_own_content(child.element) or reading.style(child.element).name in _SPACERS:
            continue
        around = (reading.children[index - 1], reading.children[index + 1]) if index else ()
        if around and all(one.is_table for one in around):
            continue
        where = reading.place(child) if child.block else f"paragraph {index + 1}"
        before = reading.children[index - 1].text if index else ""
        yield Fault(where, "an empty paragraph makes space", "delete it", before)


def typed_lists(reading: Reading) -> Iterator[Fault]:
    """Two items in a row that are typed with a dash or number are no list."""
    typed = [_typed_item(reading, child) for child in reading.children]
    for index, child in enumerate(reading.children):
        near = typed[max(0, index - 1) : index] + typed[index + 1 : index + 2]
        if typed[index] and any(near):
            text = child.text
            message = "a list item is typed by hand"
            yield Fault(reading.place(child), message, "replace it with a list", text)


def _typed_item(reading: Reading, child: Child) -> bool:
    if not child.is_paragraph or reading.level(child.element):
        return False
    numbered = child.element.find(f"{w('pPr')}/{w('numPr')}") is not None
    listed = reading.style(child.element).name.startswith("list")
    return bool(_BULLET.match(child.text)) and not numbered and not listed


def alt_text(reading: Reading) -> Iterator[Fault]:
    """Pictures and charts say what they show, unless they only decorate."""
    for child in reading.children:
        for properties in child.element.iter():
            if not isinstance(properties.tag, str) or not properties.tag.endswith("}docPr"):
                continue
            told = (properties.get("descr") or "").strip()
            decorative = any("decorative" in str(e.tag) for e in properties.iter())
            says = bool(told) and not _NO_WORDS.match(told)
            if not says and not decorative and not _holds_text(properties.getparent()):
                name = properties.get("name") or "a drawing"
                yield Fault(
                    reading.place(child),
                    f"{name} has no alternative text",
                    "say what it shows",
                    name,
                )


def _holds_text(frame: Element) -> bool:
    """Whether it is a text box: what stands in it is read out."""
    return next(frame.iter(w("txbxContent")), None) is not None


def number_alignment(reading: Reading) -> Iterator[Fault]:
    """Numbers of a column stand one below the other, at the right."""
    for child in _data_tables(reading):
        rows = child.element.findall(w("tr"))[1:]
        cells = [row.findall(w("tc")) for row in rows]
        for column in range(min((len(row) for row in cells), default=0)):
            texts = [text_of(row[column]).strip() for row in cells]
            filled = [t for t in texts if t and t not in "–-"]
            if len(filled) < 2 or not all(_NUMBER.match(t) for t in filled):
                continue
            if not any(_aligned(reading, row[column]) for row in cells):
                yield Fault(
                    reading.place(child),
                    f"the numbers of column {column + 1} stand at the left",
                    "align the column right",
                    f"{column} {text_of(rows[0])}",
                )


def wide_tables(reading: Reading) -> Iterator[Fault]:
    """No table is wider than the text."""
    rooms = _rooms(reading)
    for child, room in zip(reading.children, rooms, strict=True):
        if not child.is_table or room <= 0:
            continue
        widths = [
            int(float(c.get(w("w"), "0")))
            for c in child.element.findall(f"{w('tblGrid')}/{w('gridCol')}")
        ]
        if sum(widths) > room * 1.03 + 240:
            yield Fault(
                reading.place(child),
                f"the table is {sum(widths) / 567:.1f} cm wide; the text has {room / 567:.1f} cm",
                "drop columns, or put it in a landscape section",
                child.text[:80],
            )


def _data_tables(reading: Reading) -> Iterator[Child]:
    """Tables that a reader reads: of some size, not merely placing cells."""
    for child in reading.children:
        if not child.is_table or "layout" in reading.table_style(child.element):
            continue
        rows = child.element.findall(w("tr"))
        columns = max((len(row.findall(w("tc"))) for row in rows), default=0)
        if len(rows) >= 2 and columns >= 2:
            yield child


def _captioned(reading: Reading, child: Child) -> str | None:
    if child.is_table:
        return "table" if any(child is one for one in _data_tables(reading)) else None
    if not child.is_paragraph or child.text.strip():
        return None
    if any(str(e.tag).endswith("}anchor") for e in child.element.iter()):
        return None
    told = [e.get("descr") for e in child.element.iter() if str(e.tag).endswith("}docPr")]
    if told == ["Logo"]:
        return None
    for data in child.element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
    ):
        return "chart" if str(data.get("uri", "")).endswith("/chart") else "picture"
    return None


def _is_caption(reading: Reading, child: Child) -> bool:
    if not child.is_paragraph:
        return False
    if _CAPTION in reading.style(child.element).name:
        return True
    codes = child.element.iter(w("fldSimple"), w("instrText"))
    return any("SEQ " in (c.get(w("instr")) or c.text or "") for c in codes)


def _width(row: Element) -> int:
    cells = row.findall(w("tc"))
    inner = [t for s in row.findall(w("sdt")) for t in s.iter(w("tc"))]
    spans = (value(c.find(f"{w('tcPr')}/{w('gridSpan')}")) for c in (*cells, *inner))
    skipped = [value(row.find(f"{w('trPr')}/{w(n)}")) for n in ("gridBefore", "gridAfter")]
    more = sum(int(s) for s in skipped if s.isdigit())
    return sum(int(span) if span.isdigit() else 1 for span in spans) + more


def _aligned(reading: Reading, cell: Element) -> bool:
    paragraph = cell.find(w("p"))
    own = value(paragraph.find(f"{w('pPr')}/{w('jc')}"))
    if own:
        return own in {"right", "end", "center"}
    return "number" in reading.style(paragraph).name or "right" in reading.style(paragraph).name


def _rooms(reading: Reading) -> list[int]:
    """For each child of the body the width of the text in its section, in twips."""
    out: list[int] = []
    waiting = 0
    for child in reading.children:
        waiting += 1
        section = child.element.find(f"{w('pPr')}/{w('sectPr')}") if child.is_paragraph else None
        if section is not None:
            out += [_room(section)] * waiting
            waiting = 0
    last = reading.root.find(f"{w('body')}/{w('sectPr')}")
    return out + [_room(last) if last is not None else 0] * waiting


def _room(section: Element) -> int:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        return 0
    columns = value(section.find(w("cols")), "num")
    width = int(size.get(w("w"), "0")) - sum(int(margins.get(w(s), "0")) for s in ("left", "right"))
    return 0 if columns not in {"", "1"} else width
