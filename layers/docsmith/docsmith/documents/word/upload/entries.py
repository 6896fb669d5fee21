"""Entries of a contents list that stands in an uploaded document: they say what headings say."""
# pyright: basic

from docsmith.documents.word.upload.names import Element, own_runs, visible, w
from docsmith.documents.word.upload.wording import write_run


def reword_entries(root: Element, heading: Element, old: str, new: str) -> None:
    """Say the new text in every entry that leads to this heading. Number, tabs and page stay."""
    marks = {mark.get(w("name"), "") for mark in heading.iter(w("bookmarkStart"))}
    for link in root.iter(w("hyperlink")):
        if link.get(w("anchor")) in marks and is_entry(link):
            runs = own_runs(next(link.iterancestors(w("p"))))
            _reword([run for run in runs if _in(run, link)], old, new)


def is_entry(element: Element) -> bool:
    """Whether a paragraph, or a link in it, is an entry of a contents list: it leads to a page."""
    return any("PAGEREF" in (code.text or "") for code in element.iter(w("instrText")))


def _reword(runs: list[Element], old: str, new: str) -> None:
    """Where the old text stands in these runs, the first of them says the new one."""
    texts = [visible(run) for run in runs]
    at = "".join(texts).find(old)
    if at < 0 or not old:
        return
    start, end, first = 0, at + len(old), True
    for run, text in zip(runs, texts, strict=True):
        low, high = max(at - start, 0), min(end - start, len(text))
        if low < high:
            write_run(run, text[:low] + (new if first else "") + text[high:])
            first = False
        start += len(text)


def _in(run: Element, link: Element) -> bool:
    return any(parent is link for parent in run.iterancestors())
