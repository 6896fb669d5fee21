"""Faults planted into a text as its XML, each where a check should find it: the first set, written
with the checks.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

from docsmith.documents.word.parts.names import R, W

Root = Any
Mutator = Callable[[Root, int], bool]
"""Plants a fault at the n-th place where it can stand; false when there is no such place."""


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def _nth(items: Any, n: int) -> Any:
    return next((item for i, item in enumerate(items) if i == n), None)


def _body(root: Root) -> list[Any]:
    return [c for c in root.find(w("body")) if c.tag in {w("p"), w("tbl")}]


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(w("t")))


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return found.get(w("val")) if found is not None else ""


def _plain(root: Root) -> list[Any]:
    """Paragraphs of running text in the body."""
    return [
        p for p in _body(root)
        if p.tag == w("p") and len(_text(p)) > 40 and not _style(p).startswith(("Heading", "TOC"))
    ]  # fmt: skip


def _headings(root: Root, *levels: int) -> list[Any]:
    names = {f"Heading{level}" for level in levels}
    return [p for p in _body(root) if p.tag == w("p") and _style(p) in names]


def _tables(root: Root) -> list[Any]:
    return [
        t
        for t in _body(root)
        if t.tag == w("tbl") and next(t.iter(w("tblHeader")), None) is not None
    ]


def _paragraph(text: str, *, bold: bool = False, style: str = "", color: str = "") -> Any:
    look = "<w:b/>" if bold else ""
    look += f'<w:color w:val="{color}"/>' if color else ""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return etree.fromstring(
        f'<w:p xmlns:w="{W}">{styled}<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>'
    )


def lost_relation(root: Root, n: int) -> bool:
    found = _nth((e for e in root.iter() if e.get(f"{{{R}}}id") or e.get(f"{{{R}}}embed")), n)
    if found is None:
        return False
    name = f"{{{R}}}id" if found.get(f"{{{R}}}id") else f"{{{R}}}embed"
    found.set(name, "rId9999")
    return True


def twin_id(root: Root, n: int) -> bool:
    ids = [e for e in root.iter() if str(e.tag).endswith("}docPr")]
    if len(ids) < n + 2:
        return False
    ids[n + 1].set("id", ids[n].get("id"))
    return True


def unknown_style(root: Root, n: int) -> bool:
    found = _nth(root.iter(w("pStyle")), n)
    if found is None:
        return False
    found.set(w("val"), f"Nowhere{n}")
    return True


def short_row(root: Root, n: int) -> bool:
    row = _nth((r for t in _tables(root) for r in t.findall(w("tr"))), n)
    if row is None:
        return False
    row.remove(row.findall(w("tc"))[-1])
    return True


def placeholder(root: Root, n: int) -> bool:
    words = ("{{total}}", "TBD", "[Insert date]", "Lorem ipsum", "[Your name]", "TODO")
    return _append(root, n, words[n % len(words)])


def mark(root: Root, n: int) -> bool:
    words = ("**bold**", "see [this](https://e.org)", "as shown [@key]", "[^note]", "~~gone")
    return _append(root, n, words[n % len(words)])


def _append(root: Root, n: int, words: str) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    list(paragraph.iter(w("t")))[-1].text += f" {words}"
    return True


def skipped_level(root: Root, n: int) -> bool:
    found = _nth(_headings(root, 1), n)
    if found is None or len(_headings(root, 1, 2)) < 2:
        return False
    body = found.getparent()
    at = body.index(found) + 1
    body.insert(at, _paragraph("A part too deep", style="Heading4" if n % 2 else "Heading3"))
    body.insert(at + 1, _paragraph("Something stands under it, so that it is no empty section."))
    return True


def unmarked_header(root: Root, n: int) -> bool:
    table = _nth(_tables(root), n)
    if table is None:
        return False
    found = next(table.iter(w("tblHeader")))
    found.getparent().remove(found)
    return True


def silent_drawing(root: Root, n: int) -> bool:
    found = _nth((e for e in root.iter() if str(e.tag).endswith("}docPr") and e.get("descr")), n)
    if found is None:
        return False
    del found.attrib["descr"]
    return True


def dead_link(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    link = etree.fromstring(
        f'<w:hyperlink xmlns:w="{W}" w:anchor="gone{n}"><w:r><w:t>there</w:t></w:r></w:hyperlink>'
    )
    paragraph.append(link)
    return True


def lost_note(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    run = etree.fromstring(f'<w:r xmlns:w="{W}"><w:footnoteReference w:id="{900 + n}"/></w:r>')
    paragraph.append(run)
    return True


def second_title(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    titled = any(_style(p) in {"Title", "CoverTitle"} for p in _body(root) if p.tag == w("p"))
    if paragraph is None or not titled:
        return False
    paragraph.addprevious(_paragraph("Another title", style="Title"))
    return True


def fake_heading(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    paragraph.addprevious(_paragraph(f"What we found {n}", bold=True))
    return True


def empty_section(root: Root, n: int) -> bool:
    found = _nth(_headings(root, 1, 2), n)
    if found is None:
        return False
    found.addprevious(deepcopy(found))
    return True


def long_heading(root: Root, n: int) -> bool:
    found = _nth(_headings(root, 1, 2), n)
    if found is None:
        return False
    list(found.iter(w("t")))[-1].text += " and everything else that could be said about it" * 3
    return True


def other_heading(root: Root, n: int) -> bool:
    if "PAGEREF" not in etree.tostring(root).decode():
        return False
    found = _nth(_headings(root, 1), n)
    if found is None:
        return False
    list(found.iter(w("t")))[-1].text = f"Renamed since {n}"
    return True


def no_contents(root: Root, n: int) -> bool:
    """Takes the list out: with its content control, or paragraph by paragraph."""
    held = [c for c in root.find(w("body")) if "PAGEREF" in etree.tostring(c).decode()]
    for child in held if n == 0 else []:
        child.getparent().remove(child)
    return bool(held) and n == 0 and len(_headings(root, 1, 2)) > 5


def no_caption(root: Root, n: int) -> bool:
    captions = [p for p in _body(root) if "Caption" in _style(p)]
    if len(captions) <= n:
        return False
    captions[n].getparent().remove(captions[n])
    return True


def spacing(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None or paragraph.getnext() is None:
        return False
    paragraph.addprevious(etree.fromstring(f'<w:p xmlns:w="{W}"/>'))
    return True


def typed_list(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    signs = ("- ", "• ", "1. ") if n % 2 else ("– ", "* ", "2) ")
    for sign in signs:
        paragraph.addprevious(_paragraph(f"{sign}an item typed by hand"))
    return True


def left_numbers(root: Root, n: int) -> bool:
    table = _nth(_tables(root), n)
    if table is None:
        return False
    for cell in (row.findall(w("tc"))[-1] for row in table.findall(w("tr"))[1:]):
        properties = cell.find(w("p")).find(w("pPr"))
        if properties is not None:
            cell.find(w("p")).remove(properties)
    return True


def wide_table(root: Root, n: int) -> bool:
    table = _nth(_tables(root), n)
    if table is None:
        return False
    for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}"):
        column.set(w("w"), "12000")
    return True


def pale(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    colors = ("AAAAAA", "FFC000", "92D050", "CCCCCC", "8FAADC", "F4B183")
    paragraph.addprevious(_paragraph("Text that is hard to read on white", color=colors[n % 6]))
    return True


def tiny(root: Root, n: int) -> bool:
    paragraph = _nth(_plain(root), n)
    if paragraph is None:
        return False
    run = etree.fromstring(
        f'<w:r xmlns:w="{W}"><w:rPr><w:sz w:val="{8 + n % 5}"/></w:rPr><w:t>tiny print</w:t></w:r>'
    )
    paragraph.append(run)
    return True


def blown_up(root: Root, n: int) -> bool:
    blips = [e for e in root.iter() if str(e.tag).endswith("}blip")]
    found = _nth(blips, n)
    if found is None:
        return False
    frame = next(a for a in found.iterancestors() if str(a.tag).endswith(("}inline", "}anchor")))
    extent = next(e for e in frame if str(e.tag).endswith("}extent"))
    extent.set("cx", str(int(extent.get("cx")) * 12))
    return True


MUTATORS: tuple[tuple[str, Mutator], ...] = (
    ("docx.package", lost_relation),
    ("docx.duplicate_id", twin_id),
    ("docx.missing_style", unknown_style),
    ("docx.uneven_rows", short_row),
    ("docx.placeholder", placeholder),
    ("docx.markdown", mark),
    ("docx.heading_order", skipped_level),
    ("docx.header_row", unmarked_header),
    ("docx.alt_text", silent_drawing),
    ("docx.link", dead_link),
    ("docx.note", lost_note),
    ("docx.second_title", second_title),
    ("docx.fake_heading", fake_heading),
    ("docx.empty_section", empty_section),
    ("docx.long_heading", long_heading),
    ("docx.no_contents", no_contents),
    ("docx.stale_contents", other_heading),
    ("docx.caption", no_caption),
    ("docx.empty_paragraph", spacing),
    ("docx.typed_list", typed_list),
    ("docx.number_alignment", left_numbers),
    ("docx.wide_table", wide_table),
    ("docx.contrast", pale),
    ("docx.small_text", tiny),
    ("docx.coarse_picture", blown_up),
)
