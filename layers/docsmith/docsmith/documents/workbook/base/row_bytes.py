"""The rows of a sheet part as bytes: most of them are carried over without being parsed.

A sheet of 70,000 rows is 20 MB of XML, and an edit touches three of them. `split` takes the part
apart at its cells, `Rows` finds the rows that are touched and puts others in their place. Where a
part is not written as Excel writes it, `split` answers None and the whole part is parsed.
"""

# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from docsmith.documents.ooxml.reading import Element, parse_xml

_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>")
_END = b"</sheetData>"
_ROOT = re.compile(rb"<worksheet\b[^>]*>")
_ROW = re.compile(rb"<row\b([^>]*?)(/?)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_ENCODING = re.compile(rb"""encoding=["']([A-Za-z0-9_-]+)["']""")


@dataclass(frozen=True, slots=True)
class SheetBytes:
    """What is before the cells, the rows, and what is behind."""

    before: bytes = field(repr=False)
    rows: bytes = field(repr=False)
    after: bytes = field(repr=False)

    def frame(self, name: str) -> Element:
        """The part without its rows."""
        return parse_xml(b"%b<sheetData/>%b" % (self.before, self.after), name)

    def with_rows(self, name: str, rows: bytes) -> Element:
        """A sheet of these rows alone, in the namespaces of the part."""
        root = _ROOT.search(self.before)
        opening = root.group() if root else b"<worksheet>"
        return parse_xml(b"%b<sheetData>%b</sheetData></worksheet>" % (opening, rows), name)


def split(content: bytes) -> SheetBytes | None:
    """The part in three pieces; None when it is not plainly written."""
    encoding = _ENCODING.search(content[:200])
    start = _DATA.search(content)
    if start is None or (encoding and encoding.group(1).lower() != b"utf-8"):
        return None
    root = _ROOT.search(content[: start.start()])
    if root is None or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return None
    if start.group().endswith(b"/>"):
        return SheetBytes(content[: start.start()], b"", content[start.end() :])
    end = content.rfind(_END)
    rows = content[start.end() : end]
    if end < 0 or b"<!" in rows:
        return None
    return SheetBytes(content[: start.start()], rows, content[end + len(_END) :])


def joined(frame: bytes, rows: bytes) -> bytes:
    """A serialised frame with its rows again."""
    return frame.replace(b"<sheetData/>", b"<sheetData>%b</sheetData>" % rows, 1)


def inner(root: Element) -> bytes:
    """The rows of a parsed sheet as bytes, without the namespaces that the part declares."""
    text = etree.tostring(root, encoding="UTF-8")
    start = _DATA.search(text)
    if start is None or start.group().endswith(b"/>"):
        return b""
    return text[start.end() : text.rfind(_END)]


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each row lies in the bytes: (number, start, end), in order."""

    content: bytes = field(repr=False)
    spans: tuple[tuple[int, int, int], ...] = field(repr=False)

    def of(self, numbers: Iterable[int]) -> bytes:
        """These rows, one after the other."""
        wanted = set(numbers)
        return b"".join(self.content[a:b] for n, a, b in self.spans if n in wanted)

    def replaced(self, others: "Rows") -> bytes:
        """All rows, the others in place of those with the same number or between them."""
        fresh = {n: others.content[a:b] for n, a, b in others.spans}
        waiting = sorted(fresh)
        out: list[bytes] = []
        kept = 0
        for number, start, end in self.spans:
            if not waiting:
                break
            if waiting[0] > number:
                continue
            out.append(self.content[kept:start])
            kept = start
            while waiting and waiting[0] <= number:
                if waiting[0] == number:
                    kept = end
                out.append(fresh[waiting.pop(0)])
        out.append(self.content[kept:])
        out += [fresh[n] for n in waiting]
        return b"".join(out)


def found_rows(content: bytes) -> Rows | None:
    """The rows in these bytes; None when one of them says no number or they are out of order."""
    spans: list[tuple[int, int, int]] = []
    last = at = 0
    while match := _ROW.search(content, at):
        number = _NUMBER.search(match.group(1))
        end = match.end()
        if not match.group(2):
            end = content.find(b"</row>", end) + len(b"</row>")
        if number is None or end < match.end() or int(number.group(1)) <= last:
            return None
        last, at = int(number.group(1)), end
        spans.append((last, match.start(), end))
    return Rows(content, tuple(spans))
