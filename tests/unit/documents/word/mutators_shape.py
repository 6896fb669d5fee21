"""Faults of tables, drawings and parts, as Word, LibreOffice or a script makes them: the other half
of the second set, and all of it.
"""
# ruff: noqa: E501 - XML reads better in one line

import io
from copy import deepcopy
from typing import Any

from lxml import etree
from PIL import Image
from tests.unit.documents.word.mutators import _body, _nth, _plain, _tables, _text, w
from tests.unit.documents.word.mutators_words import WORDS, PartMutator, Parts, before, made

from docsmith.documents.word.parts.names import PREFIXES


def header_off(parts: Parts, root: Any, n: int) -> bool:
    table = _nth(_tables(root), n)
    if table is None:
        return False
    next(table.iter(w("tblHeader"))).set(w("val"), ("0", "false")[n % 2])
    return True


def file_name_alt(parts: Parts, root: Any, n: int) -> bool:
    found = _nth((e for e in root.iter() if str(e.tag).endswith("}docPr") and e.get("descr")), n)
    if found is None:
        return False
    found.set(
        "descr", ("image1.png", " ", "Picture 3", "IMG_2041.JPG", "Grafik 1", "Chart 2")[n % 6]
    )
    return True


def enlarged(parts: Parts, root: Any, n: int) -> bool:
    blips = [e for e in root.iter() if str(e.tag).endswith("}blip")]
    found = _nth(blips, n)
    if found is None:
        return False
    frame = next(a for a in found.iterancestors() if str(a.tag).endswith(("}inline", "}anchor")))
    for extent in frame.iter():
        if str(extent.tag).endswith(("}extent", "}ext")) and extent.get("cx"):
            extent.set("cx", "9000000")
            extent.set("cy", "5000000")
    return _coarse(parts)


def _coarse(parts: Parts) -> bool:
    """Every picture is a small one."""
    for name in [n for n in parts if "/media/" in n and n.endswith((".png", ".jpeg", ".jpg"))]:
        out = io.BytesIO()
        Image.new("RGB", (300, 160), "#884422").save(out, "PNG" if name.endswith("png") else "JPEG")
        parts[name] = out.getvalue()
    return True


def broad_columns(parts: Parts, root: Any, n: int) -> bool:
    """Each column a good deal wider, in the grid and in the cells."""
    table = _nth(_tables(root), n)
    if table is None:
        return False
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    wide = str(18000 // len(columns))
    for element in (*columns, *table.iter(w("tcW"))):
        element.set(w("w"), wide)
    return True


def left_amounts(parts: Parts, root: Any, n: int) -> bool:
    """Amounts in other spellings, set at the left by the paragraph itself."""
    table = _nth(_tables(root), n)
    if table is None:
        return False
    kinds = (
        ("EUR 1,200", "EUR 950"),
        ("12 %", "7 %"),
        ("(1,234)", "980"),
        ("1 234,50", "77,00"),
        ("$1.2m", "$0.4m"),
        ("+3", "-4"),
    )
    texts = kinds[n % 6]
    for index, row in enumerate(table.findall(w("tr"))[1:]):
        cell = row.findall(w("tc"))[-1]
        for old in cell.findall(w("p")):
            cell.remove(old)
        cell.append(
            made(
                f"<w:p><w:pPr><w:jc w:val='left'/></w:pPr><w:r><w:t>{texts[index % 2]}</w:t></w:r></w:p>"
            )
        )
    return len(table.findall(w("tr"))) > 2


def bare_table(parts: Parts, root: Any, n: int) -> bool:
    """A second table without a caption, between paragraphs."""
    table = _nth(_tables(root), 0)
    found = _nth(_plain(root), n)
    if table is None or found is None or found.getnext() is None:
        return False
    copied = deepcopy(table)
    for mark in [
        m
        for m in copied.iter()
        if isinstance(m.tag, str) and m.tag.endswith(("}bookmarkStart", "}bookmarkEnd"))
    ]:
        mark.getparent().remove(mark)
    found.addprevious(made("<w:p><w:r><w:t>The numbers follow in a table here.</w:t></w:r></w:p>"))
    found.addprevious(copied)
    return True


def extra_cell(parts: Parts, root: Any, n: int) -> bool:
    row = _nth((r for t in _tables(root) for r in t.findall(w("tr"))), n)
    if row is None:
        return False
    row.append(made("<w:tc><w:tcPr/><w:p><w:r><w:t>too much</w:t></w:r></w:p></w:tc>"))
    return True


def wrong_span(parts: Parts, root: Any, n: int) -> bool:
    cell = _nth((c for t in _tables(root) for c in t.iter(w("tc"))), n)
    if cell is None:
        return False
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = cell.makeelement(w("tcPr"), {})
        cell.insert(0, properties)
    for old in properties.findall(w("gridSpan")):
        properties.remove(old)
    properties.append(properties.makeelement(w("gridSpan"), {w("val"): "3"}))
    return True


def lost_part(parts: Parts, root: Any, n: int) -> bool:
    """A part that a relationship names is not in the file."""
    names = [
        name
        for name in sorted(parts)
        if name.startswith(
            (
                "word/media/",
                "word/charts/chart",
                "word/header",
                "word/footer",
                "word/numbering",
                "word/settings",
                "word/fontTable",
                "word/theme/",
            )
        )
    ]
    if n >= len(names):
        return False
    del parts[names[n]]
    return True


def lost_type(parts: Parts, root: Any, n: int) -> bool:
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = [
        e
        for e in types
        if e.tag.endswith("}Override")
        and "/word/" in e.get("PartName")
        and e.get("PartName").endswith(".xml")
        and not e.get("PartName").endswith("document.xml")
    ]
    defaults = [e for e in types if e.tag.endswith("}Default") and e.get("Extension") == "xml"]
    if n >= len(overrides):
        return False
    for gone in (overrides[n], *defaults):
        types.remove(gone)
    parts["[Content_Types].xml"] = etree.tostring(types)
    return True


def twin_bookmark(parts: Parts, root: Any, n: int) -> bool:
    marks = "<w:bookmarkStart w:id='{id}' w:name='twice'/><w:bookmarkEnd w:id='{id}'/>"
    found = _plain(root)
    if n + 1 >= len(found):
        return False
    for index, paragraph in enumerate(found[n : n + 2]):
        for mark in etree.fromstring(f"<w:x {PREFIXES}>{marks.format(id=7000 + index)}</w:x>"):
            paragraph.append(mark)
    return True


def lost_character_style(parts: Parts, root: Any, n: int) -> bool:
    return before(
        root,
        n,
        f"<w:p><w:r><w:rPr><w:rStyle w:val='Gone{n}'/></w:rPr><w:t>In a style that is not there.</w:t></w:r></w:p>",
    )


def no_tongue(parts: Parts, root: Any, n: int) -> bool:
    styles = etree.fromstring(parts["word/styles.xml"])
    found = list(styles.iter(w("lang")))
    if n or not found:
        return False
    for lang in found:
        lang.getparent().remove(lang)
    parts["word/styles.xml"] = etree.tostring(styles)
    return True


def no_name(parts: Parts, root: Any, n: int) -> bool:
    core = parts.get("docProps/core.xml")
    if n or core is None:
        return False
    tree = etree.fromstring(core)
    titles = [e for e in tree if e.tag.endswith("}title") and (e.text or "").strip()]
    for title in titles:
        title.text = "  "
    parts["docProps/core.xml"] = etree.tostring(tree)
    return bool(titles)


def nothing_to_begin_with(parts: Parts, root: Any, n: int) -> bool:
    """Neither title nor heading: they became plain text."""
    styled = [
        p
        for p in _body(root)
        if p.tag == w("p") and p.find(f"{w('pPr')}/{w('pStyle')}") is not None
    ]
    hit = False
    for paragraph in styled:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style.get(w("val")).startswith(
            ("Heading", "Title", "CoverTitle", "SubjectLine", "TOCHeading")
        ):
            style.set(w("val"), "Normal")
            hit = hit or bool(_text(paragraph))
    return hit and not n


SECOND: tuple[tuple[str, PartMutator], ...] = (
    *WORDS,
    ("docx.header_row", header_off),
    ("docx.alt_text", file_name_alt),
    ("docx.coarse_picture", enlarged),
    ("docx.wide_table", broad_columns),
    ("docx.number_alignment", left_amounts),
    ("docx.caption", bare_table),
    ("docx.uneven_rows", extra_cell),
    ("docx.uneven_rows", wrong_span),
    ("docx.package", lost_part),
    ("docx.package", lost_type),
    ("docx.duplicate_id", twin_bookmark),
    ("docx.missing_style", lost_character_style),
    ("docx.language", no_tongue),
    ("docx.properties", no_name),
    ("docx.no_title", nothing_to_begin_with),
)
