"""Headings: in order, real styles, something under each, a contents list where there are many."""
# pyright: basic

import re
from collections.abc import Iterator

from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Reading, is_on
from docsmith.documents.word.upload.names import Element, text_of, value, w

MANY = 5
_LONG = 120
_LARGE = 1.25
"""Times the size of running text."""
_SOME = 3
_LIST_TITLES = frozenset({"toc heading", "contents heading"})
_NO_BODY = ("caption", "toc", "subtitle", "kicker", "header", "footer")
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
    """The title stands once; twice where a cover was put before an uploaded text."""
    found = [
        c for c in reading.children if c.is_paragraph and reading.style(c.element).name in _TITLES
    ]
    covered = [reading.style(c.element).name for c in found[:1]] == ["cover title"]
    came = len(found) > 1 and found[1].block.startswith("u")
    for child in found[2 if covered and came else 1 :]:
        text = child.text
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
    children = [c for c in reading.children if c.text or _shows(c.element)]
    for index, child in enumerate(children):
        level = reading.level(child.element) if child.is_paragraph else 0
        if not level:
            continue
        after = children[index + 1] if index + 1 < len(children) else None
        next_level = reading.level(after.element) if after and after.is_paragraph else 0
        if after is None or 0 < next_level <= level:
            text = child.text
            message = f"nothing stands under the heading “{text[:60]}”"
            yield Fault(
                reading.place(child), message, "write the section, or delete the heading", text
            )


def fake_heading(reading: Reading) -> Iterator[Fault]:
    """A short paragraph, bold or large, that stands as a heading without being one."""
    for child, after in zip(reading.children, reading.children[1:], strict=False):
        if not child.is_paragraph or not after.is_paragraph:
            continue
        text = child.text.strip()
        style = reading.style(child.element)
        if reading.level(child.element) or style.bold or not 0 < len(text.split()) <= 12:
            continue
        if style.name in _TITLES or style.name.startswith(_NO_BODY) or text[-1] in ".,;!?":
            continue
        if not _stands_out(reading, child.element) or not _under(text, after.text):
            continue
        if child.element.find(f"{w('pPr')}/{w('numPr')}") is not None:
            continue
        yield Fault(
            reading.place(child),
            f"“{text[:60]}” is text made bold or large that stands as a heading",
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
    """The paragraphs of the list that begins in this child, up to where its field ends."""
    out: list[Element] = []
    depth = 0
    for child in reading.children[index:]:
        for paragraph in child.element.iter(w("p")):
            marks = [m.get(w("fldCharType")) for m in paragraph.iter(w("fldChar"))]
            inside = depth > 0 or "begin" in marks
            depth += marks.count("begin") - marks.count("end")
            shown = text_of(paragraph).strip()
            if inside and shown and reading.style(paragraph).name not in _LIST_TITLES:
                out.append(paragraph)
            if inside and depth <= 0:
                return out
    return out


def _entry(paragraph: Element) -> str:
    """The entry without number and page."""
    parts = text_of(paragraph).split("\t")
    words = parts[:-1] if len(parts) > 1 else parts
    if len(words) > 1 and re.fullmatch(r"[\d.]+", words[0].strip()):
        words = words[1:]
    return " ".join(words)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stands_out(reading: Reading, paragraph: Element) -> bool:
    """Whether every run is bold, or all are a good deal larger than running text."""
    runs = [
        r for r in paragraph.iter(w("r")) if any((t.text or "").strip() for t in r.iter(w("t")))
    ]
    usual = reading.default.size
    sizes = [value(run.find(f"{w('rPr')}/{w('sz')}")) for run in runs]
    large = all(size.isdigit() and int(size) / 2 >= usual * _LARGE for size in sizes)
    return bool(runs) and (large or all(is_on(run.find(w("rPr")), "b") for run in runs))


def _under(heading: str, text: str) -> bool:
    """Whether a text reads as what stands under a heading: it says more."""
    return len(text) > len(heading) and len(text.split()) >= _SOME


def _shows(element: Element) -> bool:
    return next(element.iter(w("drawing"), w("pict")), None) is not None
