"""What must not stand in a finished text: placeholders, marks of markdown, dead references."""
# pyright: basic

import re
from collections.abc import Iterator

from docsmith.documents.word.checks.faults import Fault
from docsmith.documents.word.checks.reading import Reading, relations_of
from docsmith.documents.word.upload.names import Element, r, text_of, w

_PLACEHOLDER = re.compile(
    r"\{\{[^}]*\}\}|\bTBD\b|\bTODO\b|\bFIXME\b|\bXXX+\b|\blorem ipsum\b|"
    r"\[(?:insert|your|name|date|company|address|placeholder|einfügen|ihr|datum|firma)\b[^\]]{0,60}\]|"
    r"<(?:insert|your|name)[^>]{0,60}>|click (?:or tap )?here to (?:enter|add) text|"
    r"klicken oder tippen sie hier|<<[^<>]{1,60}>>|\?{3,}|\w\s_{4,}\s[a-zäöü]|"
    r"(?:^|:\s)(?:DD[./]MM[./]YYYY|MM/DD/YYYY|TT\.MM\.JJJJ|YYYY-MM-DD)\s*$|"
    r"(?:^|:\s)(?:to be (?:confirmed|decided|determined|added|completed|defined)|tbc)\b",
    re.I,
)
_MARKS = re.compile(
    r"\*\*[^*\s][^*]*\*\*|\]\(https?://|!\[[^\]]*\]\(|\[@\w+\]|\[\^\w+\]|^#{1,4}\s|^\|.*\|$|~~\S|"
    r"(?<!`)`[^`\n]{1,80}`(?!`)|^```|(?<![\w_])__(?![a-z]+__(?!\s))[^_\s][^_\n]*__(?![\w_])"
)
_LOST = re.compile(
    r"Error! (?:Reference source not found|Bookmark not defined|No bookmark name)|"
    r"Fehler! (?:Verweisquelle konnte nicht gefunden|Textmarke nicht definiert)",
    re.I,
)
_WEB = re.compile(r"(?:https?|ftp)://[^\s/]+|(?:mailto|tel):\S+", re.I)
_REFERENCE = re.compile(r"^\s*(?:REF|NOTEREF)\s+(\S+)")


def placeholders(reading: Reading) -> Iterator[Fault]:
    """Nothing is left to be filled in."""
    for child in reading.children:
        text = child.text
        for match in _PLACEHOLDER.finditer(text):
            yield Fault(
                reading.place(child),
                f"the placeholder “{match.group()[:60]}” was left",
                "write what belongs there, or leave it out",
                f"{match.group()} {text[:60]}",
            )


def markdown(reading: Reading) -> Iterator[Fault]:
    """No mark of markdown shows."""
    for child in reading.children:
        for paragraph in child.element.iter(w("p")):
            text = text_of(paragraph)
            match = _MARKS.search(text)
            if match:
                yield Fault(
                    reading.place(child),
                    f"a mark of markdown shows: “{match.group()[:40]}”",
                    "use the operation for it, or a backslash to keep the sign",
                    text[:80],
                )


def links(reading: Reading) -> Iterator[Fault]:
    """Every link leads somewhere, and says where."""
    names = {b.get(w("name")) for b in reading.root.iter(w("bookmarkStart"))}
    relations = relations_of(reading)
    for child in reading.children:
        for link in child.element.iter(w("hyperlink")):
            reason = _dead(link, names, relations)
            if reason:
                yield Fault(
                    reading.place(child), reason, "mend or remove the link", text_of_link(link)
                )


def references(reading: Reading) -> Iterator[Fault]:
    """Every cross-reference finds what it names."""
    names = {b.get(w("name")) for b in reading.root.iter(w("bookmarkStart"))}
    for child in reading.children:
        codes = child.element.iter(w("instrText"), w("fldSimple"))
        said = (_REFERENCE.match(c.text or c.get(w("instr")) or "") for c in codes)
        lost = [match.group(1) for match in said if match and match.group(1) not in names]
        text = child.text
        if lost or _LOST.search(text):
            message = "a cross-reference names a place that is not there"
            yield Fault(reading.place(child), message, "mend or remove it", text[:80])


def _dead(link: Element, names: set[str | None], relations: dict) -> str | None:
    anchor, id_ = link.get(w("anchor")), link.get(r("id"))
    shown = text_of_link(link)
    if anchor and id_ is None and anchor not in names and anchor != "_top":
        return f"the link “{shown[:40]}” leads to a place that is not there"
    if id_ is not None:
        relation = relations.get(id_)
        if relation is None:
            return f"the link “{shown[:40]}” leads nowhere"
        if relation.external and not _WEB.match(relation.target):
            return f"the link “{shown[:40]}” leads to {relation.target[:60]}, not to the web"
    if not shown.strip() and next(link.iter(w("drawing")), None) is None:
        return "a link has no text"
    return None


def text_of_link(link: Element) -> str:
    return "".join(t.text or "" for t in link.iter(w("t")))


def notes(reading: Reading) -> Iterator[Fault]:
    """Every mark of a footnote has its note, every note its mark."""
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        part = reading.package.related(reading.part, kind)
        known: set[str] = set()
        if part is not None and part in reading.package.infos:
            root = reading.package.xml(part)
            known = {n.get(w("id"), "") for n in root.findall(w(tag)) if not n.get(w("type"))}
        marks = {m.get(w("id"), "") for m in reading.root.iter(w(f"{tag}Reference"))}
        for id_ in sorted(marks - known):
            yield Fault("document", f"the {tag} {id_} has no text", "write the note", id_)
        for id_ in sorted(known - marks):
            yield Fault("document", f"nothing refers to the {tag} {id_}", "delete the note", id_)
