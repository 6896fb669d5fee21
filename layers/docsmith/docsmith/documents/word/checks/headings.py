"""Headings: in order, real styles, something under each, a contents list where there are many."""
# pyright: basic

import re
from collections.abc import Iterator

from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Reading, is_on
from docsmith.documents.word.upload.names import Element, text_of, w

MANY = 5
_LONG = 120
_TITLES = frozenset({"title", "cover title", "subject line"})


def heading_order(reading: Reading) -> Iterator[Fault]:
    """No level is skipped, and the first heading is of the first level."""
    before = 0
    for child, level, text in reading.headings():
        if level > before + 1:
            after = f"a heading of level {before}" if before else "the beginning"
            yield Fault(
                reading.place(child),
                f"a heading of level {level} follows {after}",
                f"make it level {before + 1}, or put the level between before it",
                text,
            )
        before = level


def one_title(reading: Reading) -> Iterator[Fault]:
    """The title stands once; on a cover and above the text twice."""
    found = [
        c for c in reading.children if c.is_paragraph and reading.style(c.element).name in _TITLES
    ]
    names = [reading.style(child.element).name for child in found[:2]]
    for child in found[2 if names == ["cover title", "title"] else 1 :]:
        text = text_of(child.element)
        yield Fault(
            reading.place(child), "the document has a second title", "make it a heading", text
        )


def no_title(reading: Reading) -> Iterator[Fault]:
    names = {reading.style(c.element).name for c in reading.children if c.is_paragraph}
    if not names & _TITLES and not reading.headings():
        yield Fault(
            "document", "the document has neither a title nor a heading", "begin with a title"
        )


def empty_section(reading: Reading) -> Iterator[Fault]:
    """Under every heading stands something before the next of its level or above."""
    children = [c for c in reading.children if text_of(c.element) or _shows(c.element)]
    for index, child in enumerate(children):
        level = reading.level(child.element) if child.is_paragraph else 0
        if not level:
            continue
        after = children[index + 1] if index + 1 < len(children) else None
        next_level = reading.level(after.element) if after and after.is_paragraph else 0
        if after is None or 0 < next_level <= level:
            text = text_of(child.element)
            message = f"nothing stands under the heading “{text[:60]}”"
            yield Fault(
                reading.place(child), message, "write the section, or delete the heading", text
            )


def fake_heading(reading: Reading) -> Iterator[Fault]:
    """A short bold paragraph that stands as a heading without being one."""
    for child, after in zip(reading.children, reading.children[1:], strict=False):
        if not child.is_paragraph or not after.is_paragraph:
            continue
        text = text_of(child.element).strip()
        style = reading.style(child.element)
        if reading.level(child.element) or style.bold or not 0 < len(text.split()) <= 12:
            continue
        if text[-1] in ".,;!?" or not _all_bold(child.element) or not text_of(after.element):
            continue
        if child.element.find(f"{w('pPr')}/{w('numPr')}") is not None:
            continue
        yield Fault(
            reading.place(child),
            f"“{text[:60]}” is bold text that stands as a heading",
            "replace it with a heading",
            text,
        )


def long_heading(reading: Reading) -> Iterator[Fault]:
    for child, _, text in reading.headings():
        if len(text) > _LONG:
            yield Fault(
                reading.place(child),
                f"the heading has {len(text)} characters",
                f"say it in at most {_LONG}",
                text,
            )


def no_contents(reading: Reading) -> Iterator[Fault]:
    """Over five headings a reader needs a contents list."""
    count = sum(level <= 2 for _, level, _ in reading.headings())
    if count > MANY and not _contents_codes(reading):
        yield Fault(
            "document",
            f"{count} headings, and no contents list",
            "insert one after the title",
        )


def stale_contents(reading: Reading) -> Iterator[Fault]:
    """The entries of the contents list say what the headings say, with a page each."""
    for index, child in enumerate(reading.children):
        code = _contents_code(child.element)
        if code is None:
            continue
        span = re.search(r'\\o\s+"1-(\d)"', code)
        levels = int(span.group(1)) if span else 9
        entries = _entries(reading, index)
        wanted = [_plain(t) for _, level, t in reading.headings() if level <= levels and t.strip()]
        shown = [entry for p in entries if (entry := _plain(_entry(p)))]
        if [text for text in wanted if text not in shown] or len(shown) != len(wanted):
            message = "the contents list does not say what the headings say"
            yield Fault(reading.place(child), message, "update the field in Word", code)
        elif not all(re.search(r"\d\s*$", text_of(p)) for p in entries):
            message = "an entry of the contents list has no page"
            yield Fault(reading.place(child), message, "update the field in Word", code)


def _contents_codes(reading: Reading) -> list[str]:
    codes = (_contents_code(child.element) for child in reading.children)
    return [code for code in codes if code is not None]


def _contents_code(element: Element) -> str | None:
    for code in element.iter(w("instrText")):
        if (code.text or "").strip().startswith("TOC "):
            return code.text
    return None


def _entries(reading: Reading, index: int) -> list[Element]:
    """The paragraphs of the list that begins in this child: inside it, or it and those after."""
    found = _with_pages(reading.children[index].element)
    if not reading.children[index].is_paragraph:
        return found
    for child in reading.children[index + 1 :]:
        more = _with_pages(child.element) if child.is_paragraph else []
        if not more:
            break
        found += more
    return found


def _with_pages(element: Element) -> list[Element]:
    return [
        p
        for p in element.iter(w("p"))
        if any((c.text or "").strip().startswith("PAGEREF") for c in p.iter(w("instrText")))
    ]


def _entry(paragraph: Element) -> str:
    """The entry without number and page."""
    parts = text_of(paragraph).split("\t")
    words = parts[:-1] if len(parts) > 1 else parts
    if len(words) > 1 and re.fullmatch(r"[\d.]+", words[0].strip()):
        words = words[1:]
    return " ".join(words)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _all_bold(paragraph: Element) -> bool:
    runs = [
        r for r in paragraph.iter(w("r")) if any((t.text or "").strip() for t in r.iter(w("t")))
    ]
    return bool(runs) and all(is_on(run.find(w("rPr")), "b") for run in runs)


def _shows(element: Element) -> bool:
    return next(element.iter(w("drawing"), w("pict")), None) is not None
