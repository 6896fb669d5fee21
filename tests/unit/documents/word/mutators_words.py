"""Faults as people make them in Word, LibreOffice or by a script: the second set.

Written from what the issue asks of a finished text, with other markup than the first set uses, to
learn how far the checks see beyond what they were written with.
"""
# ruff: noqa: E501 - XML reads better in one line

from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from typing import Any

from lxml import etree
from tests.unit.documents.word.mutators import _body, _headings, _nth, _plain, w

from docsmith.documents.word.parts.names import PREFIXES

Parts = dict[str, bytes]
PartMutator = Callable[[Parts, Any, int], bool]


def made(xml: str) -> Any:
    return etree.fromstring(f"<w:x {PREFIXES}>{xml}</w:x>")[0]


def before(root: Any, n: int, *xml: str) -> bool:
    """Put elements before the n-th paragraph of running text."""
    found = _nth(_plain(root), n)
    if found is None:
        return False
    for one in xml:
        found.addprevious(made(one))
    return True


def worded(root: Any, n: int, *texts: str) -> bool:
    text = texts[n % len(texts)]
    return before(root, n, f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>')


def strong_heading(parts: Parts, root: Any, n: int) -> bool:
    looks = (
        "<w:b/><w:sz w:val='28'/>", "<w:b/><w:bCs/><w:u w:val='single'/>", "<w:b/><w:caps/>",
        "<w:b w:val='1'/><w:color w:val='1F3864'/>",
    )  # fmt: skip
    look = looks[n % 4]
    return before(
        root, n, f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>Scope and</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'> results</w:t></w:r></w:p>"
    )  # fmt: skip


def marked_bold(parts: Parts, root: Any, n: int) -> bool:
    """Bold by the paragraph's own mark and runs, with a colon at the end."""
    return before(
        root, n, "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Our findings:</w:t></w:r></w:p>"
    )  # fmt: skip


def large_heading(parts: Parts, root: Any, n: int) -> bool:
    """Larger than the text around it instead of bold."""
    return before(
        root, n, "<w:p><w:r><w:rPr><w:sz w:val='36'/></w:rPr><w:t>Market overview</w:t></w:r></w:p>"
    )


def blank(parts: Parts, root: Any, n: int) -> bool:
    kinds = (
        "<w:p/>", "<w:p><w:r><w:t xml:space='preserve'>  </w:t></w:r></w:p>",
        "<w:p><w:pPr><w:spacing w:after='0'/></w:pPr></w:p>", "<w:p><w:r><w:t>\u00a0</w:t></w:r></w:p>",
        "<w:p><w:r><w:br/></w:r></w:p>", "<w:p><w:r><w:tab/></w:r></w:p>",
    )  # fmt: skip
    return before(root, n, kinds[n % 6])


def typed(parts: Parts, root: Any, n: int) -> bool:
    signs = ("a) ", "(1) ", "\u2023 ", "o ", "1.1 ", "\u25aa\t")
    sign = signs[n % 6]
    texts = (
        f"{sign}the first point",
        f"{sign.replace('a', 'b').replace('1)', '2)')}the second point",
    )
    lines = (f'<w:p><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>' for t in texts)
    return before(root, n, *lines)


def left_open(parts: Parts, root: Any, n: int) -> bool:
    return worded(
        root, n, "The price is ____________ euros.", "Contact: [Company Name]", "Start: DD.MM.YYYY",
        "Delivery: to be confirmed", "Owner: &lt;&lt;name&gt;&gt;", "See chapter ??? for details.",
    )  # fmt: skip


def marked_up(parts: Parts, root: Any, n: int) -> bool:
    return worded(
        root, n, "## Results", "Use `make all` to build.", "__very__ important",
        "![chart](chart.png)", "| Name | Amount |", "```",
    )  # fmt: skip


def deep_first(parts: Parts, root: Any, n: int) -> bool:
    """A heading changed to a level two deeper than the one before it."""
    every = _headings(root, 1, 2, 3, 4)
    after = {id(now) for old, now in pairwise(every) if old in _headings(root, 1)}
    found = _nth((h for h in _headings(root, 1) if id(h) in after), n)
    if found is None:
        return False
    found.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "Heading3")
    return True


def outlined(parts: Parts, root: Any, n: int) -> bool:
    """A level by the paragraph itself, not by its style."""
    found = _nth(_headings(root, 1), n)
    if found is None:
        return False
    found.addnext(
        made("<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr><w:r><w:t>Too deep</w:t></w:r></w:p>")
    )
    return True


def bad_link(parts: Parts, root: Any, n: int) -> bool:
    inner = "<w:r><w:t>here</w:t></w:r>"
    name = "word/_rels/document.xml.rels"
    if _nth(_plain(root), n) is None or name not in parts:
        return False
    target = (
        "file:///C:/Users/me/plan.docx",
        "javascript:alert(1)",
        "plan.docx",
        "C:\\plan.docx",
        "http://",
        "#",
    )[n % 6]
    relation = f'<Relationship Id="rIdBad" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{target}" TargetMode="External"/>'
    parts[name] = parts[name].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return before(
        root,
        n,
        f"<w:p><w:r><w:t xml:space='preserve'>Details stand </w:t></w:r><w:hyperlink r:id='rIdBad'>{inner}</w:hyperlink></w:p>",
    )


def field_link(parts: Parts, root: Any, n: int) -> bool:
    """A cross-reference that Word shows as an error."""
    return before(
        root, n, "<w:p><w:r><w:t xml:space='preserve'>See </w:t></w:r><w:fldSimple w:instr=' REF _Ref99 \\h '><w:r><w:t>Error! Reference source not found.</w:t></w:r></w:fldSimple></w:p>"
    )  # fmt: skip


def unwritten_note(parts: Parts, root: Any, n: int) -> bool:
    """A note that says nothing, or that nothing refers to."""
    name = "word/footnotes.xml"
    marks = list(root.iter(w("footnoteReference")))
    if name not in parts or n >= len(marks):
        return False
    marks[n].getparent().getparent().remove(marks[n].getparent())
    return True


def unreadable(parts: Parts, root: Any, n: int) -> bool:
    looks = (
        "<w:color w:val='FFFFFF'/>", "<w:color w:val='FFFF00'/>", "<w:shd w:val='clear' w:fill='000000'/><w:color w:val='333333'/>",
        "<w:highlight w:val='darkBlue'/><w:color w:val='000000'/>", "<w:color w:val='A6A6A6' w:themeColor='background1' w:themeShade='A6'/>",
        "<w:highlight w:val='yellow'/><w:color w:val='FFFFFF'/>",
    )  # fmt: skip
    return before(
        root,
        n,
        f"<w:p><w:r><w:rPr>{looks[n % 6]}</w:rPr><w:t>Read this if you can</w:t></w:r></w:p>",
    )


def small_print(parts: Parts, root: Any, n: int) -> bool:
    found = _nth(_plain(root), n)
    if found is None:
        return False
    for run in found.iter(w("r")):
        looks = run.find(w("rPr"))
        if looks is None:
            looks = run.makeelement(w("rPr"), {})
            run.insert(0, looks)
        for old in looks.findall(w("sz")):
            looks.remove(old)
        size = looks.makeelement(w("sz"), {w("val"): "11"})
        looks.append(size)
    return True


def unlisted(parts: Parts, root: Any, n: int) -> bool:
    """A new section that the contents list does not know."""
    if b"PAGEREF" not in etree.tostring(root) and b"TOC \\" not in etree.tostring(root):
        return False
    found = _nth(_headings(root, 1), n)
    if found is None:
        return False
    added = deepcopy(found)
    for child in list(added):
        if child.tag != w("pPr"):
            added.remove(child)
    added.append(made(f"<w:r><w:t>Added since then {n}</w:t></w:r>"))
    found.addprevious(added)
    found.addprevious(made("<w:p><w:r><w:t>Something stands under it.</w:t></w:r></w:p>"))
    return True


def title_again(parts: Parts, root: Any, n: int) -> bool:
    titles = [
        p
        for p in _body(root)
        if p.tag == w("p")
        and (p.find(f"{w('pPr')}/{w('pStyle')}") is not None)
        and p.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) in {"Title", "CoverTitle"}
    ]
    found = _nth(_plain(root), n)
    if not titles or found is None:
        return False
    found.addprevious(deepcopy(titles[0]))
    return True


def heading_last(parts: Parts, root: Any, n: int) -> bool:
    """A heading with nothing but blank lines or a page break under it."""
    heads = _headings(root, 1)
    found = _nth(heads[1:], n)
    if found is None:
        return False
    added = made(
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Nothing here</w:t></w:r></w:p>"
    )
    found.addprevious(added)
    found.addprevious(made("<w:p><w:r><w:br w:type='page'/></w:r></w:p>"))
    return True


def paragraph_as_heading(parts: Parts, root: Any, n: int) -> bool:
    if not _headings(root, 1, 2):
        return False
    long = "The committee discussed the figures of the year at length and found that volumes rose while prices held, which everybody welcomed."
    return before(
        root, n, f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>{long}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Something stands under it.</w:t></w:r></w:p>",
    )  # fmt: skip


def no_list(parts: Parts, root: Any, n: int) -> bool:
    """The contents list replaced by words."""
    held = [
        c
        for c in root.find(w("body"))
        if b"PAGEREF" in etree.tostring(c) or b"TOC \\" in etree.tostring(c)
    ]
    if not held or n or len(_headings(root, 1, 2)) < 6:
        return False
    held[0].addprevious(made("<w:p><w:r><w:t>See the chapters that follow.</w:t></w:r></w:p>"))
    for child in held:
        child.getparent().remove(child)
    return True


WORDS: tuple[tuple[str, PartMutator], ...] = (
    ("docx.fake_heading", strong_heading),
    ("docx.fake_heading", marked_bold),
    ("docx.fake_heading", large_heading),
    ("docx.empty_paragraph", blank),
    ("docx.typed_list", typed),
    ("docx.placeholder", left_open),
    ("docx.markdown", marked_up),
    ("docx.heading_order", deep_first),
    ("docx.heading_order", outlined),
    ("docx.link", bad_link),
    ("docx.cross_reference", field_link),
    ("docx.note", unwritten_note),
    ("docx.contrast", unreadable),
    ("docx.small_text", small_print),
    ("docx.stale_contents", unlisted),
    ("docx.second_title", title_again),
    ("docx.empty_section", heading_last),
    ("docx.long_heading", paragraph_as_heading),
    ("docx.no_contents", no_list),
)
