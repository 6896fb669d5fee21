"""What a prompt orders of the document itself: sections by name, how many pages, which paper.

Such words are no content: `orders_in` gives them and the text without them.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.word.quotes import QUOTED, outside_quotes, quoted_in, unquoted
from docsmith.agent.offline.word.segments import capital
from docsmith.agent.turns import Value

_WORDS = {
    **dict.fromkeys(("one", "ein", "eine", "einer", "einen", "einem"), 1),
    **{
        word: number
        for number, words in enumerate(
            ("two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben",
             "eight acht", "nine neun", "ten zehn"), 2,
        )
        for word in words.split()
    },
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_ADD = (
    r"(?:(?:please|bitte|also|then|and|und|dann|plus|finally)\s+)*"
    r"(?:add|append|include|insert|write|use|have|make|ends?|ending|finish|close|with|having|"
    r"ergänze|füge|schreibe|schließe|mit)\b"
)
_BETWEEN = (
    r"(?:\s+(?:with|in|mit|noch|also|auch|at the end|am ende|an?|another|one|ein|eine[nmr]?|weitere[nr]?|"
    r"the|den|die|das|dem|following|folgende[nm]?|new|neue[nrs]?|short|kurze[nrs]?|brief|final|last|separate|own|eigene[nrs]?))*\s+"
)
_SECTION = re.compile(
    rf"(?:^|[,;:]?\s+|\.\.\.\s*|…\s*){_ADD}{_BETWEEN}"
    r"(?P<noun>sections?|chapters?|paragraph|abschnitte?n?|kapiteln?|absatz)\b(?P<tail>.*)$",
    re.I | re.S,
)
_PLACED = re.compile(
    r"\s*,?\s*\b(?:at the (?:very )?(?:end|bottom)|am (?:ende|schluss)|to the (?:\w+ )?end)\b|"
    r"\s+(?:hinzu|ein|an)(?=\s*(?:[:.]|$))",
    re.I,
)
_POINTS = re.compile(
    rf"\s*,?\s*\b(?:with|of|containing|that has|mit|aus)\s+{_NUMBER}\s+(?:\w+\s+)?"
    r"(?P<kind>(?:bullet |numbered |check )?(?:bullets?|points?|items?|steps?|entries)|"
    r"stichpunkten?|punkten?|aufzählungspunkten?|schritten?)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\s*(?:,|\band\b|\bund\b)\s*(?:and\s+|und\s+)?(?:an?|another|one|einen?|noch einen?)\s+(?:section|chapter|abschnitt|kapitel)\s+"
    r"(?:on|about|called|named|titled|zu[mr]?|über|namens)?\s*",
    re.I,
)
_CALLED = re.compile(
    r"^\s*(?:called|named|titled|entitled|headed|with the (?:title|heading)|about|on|for|saying|"
    r"namens|mit (?:dem titel|der überschrift)|zum thema|zu[mr]?|über|für)\b[:\s]*",
    re.I,
)
_SAYING = re.compile(
    r"\s*,?\s*\b(?:saying|that says|stating|which says|telling|dass|in dem steht|mit dem text)"
    r"(?:\s+that)?\b[:\s]*",
    re.I,
)
_PAGES = re.compile(
    rf"\b(?:(?:of|on|in|to|auf|at most|no more than|not more than|max(?:imum|imal|\.)?|höchstens|über)\s+)?"
    rf"{_NUMBER}[\s-]?(?:pages?|pager|seiten?|seitig\w*)\b(?:\s+(?:long|lang|at most|max(?:imum)?))?",
    re.I,
)
_PAPER = re.compile(
    r",?\s*\b(?:(?:on|in|as|auf|im|for|für)\s+)?(?:(?P<letter>us[- ]letter|letter[- ](?:size|format|paper))|"
    r"(?P<a4>(?:din[- ])?a4))(?:[- ](?:format|paper|papier|size))?\b",
    re.I,
)
_MANNER = re.compile(r",?\s*\b(?:as|als)\s+(?:an?\s+|eine?\s+)?(?:word|docx)[\w -]*$", re.I)
_ONLY = re.compile(
    r"^(?:please |bitte |and |und )*(?:keep (?:it|this)|make (?:it|this)|use|limit(?: it)?|format|"
    r"print(?:ed)?|halte|nutze|verwende|nimm)?\W*(?:to |auf |it |short|brief|kurz)*\W*$",
    re.I,
)
"""What is left of a sentence that says nothing but pages and paper."""


_SEVERAL = frozenset({"sections", "chapters", "abschnitte", "abschnitten", "kapiteln"})


class SectionOrder(Value):
    """A section that is asked for. `name` is empty for a paragraph without a heading."""

    name: str
    points: int | None = None
    numbered: bool = False
    text: str = ""


class Orders(Value):
    sections: tuple[SectionOrder, ...] = ()
    pages: int | None = None
    paper: str | None = None

    def plus(self, other: "Orders") -> "Orders":
        return Orders(
            sections=(*self.sections, *other.sections),
            pages=self.pages or other.pages,
            paper=self.paper or other.paper,
        )


def orders_in(segment: str, *, instructs: bool = False) -> tuple[Orders, str]:
    """The orders of one sentence, and what else it says. Pages and paper count where it
    `instructs`, or says nothing else: elsewhere they may be facts.
    """
    match = _SECTION.search(segment)
    sections: tuple[SectionOrder, ...] = ()
    if match and outside_quotes(segment, match.start()):
        sections = tuple(_sections(match.group("noun"), match.group("tail")))
        segment = segment[: match.start()].strip(" ,") if sections else segment
    looks, rest = _looks(segment)
    if instructs or _ONLY.match(rest):
        return Orders(sections=sections).plus(looks), rest if instructs else ""
    return Orders(sections=sections), segment


def count_of(text: str) -> int:
    """`3`, `three`, `drei`."""
    return int(text) if text.isdigit() else _WORDS[text.casefold()]


def _looks(segment: str) -> tuple[Orders, str]:
    pages, paper = _PAGES.search(segment), _PAPER.search(segment)
    found = Orders(
        pages=count_of(pages.group("number")) if pages else None,
        paper=("a4" if paper.group("a4") else "letter") if paper else None,
    )
    rest = _MANNER.sub("", _PAPER.sub("", _PAGES.sub("", segment)))
    return found, re.sub(r"\s{2,}", " ", re.sub(r"\s+([,.:])", r"\1", rest)).strip(" ,")


def _sections(noun: str, tail: str) -> list[SectionOrder]:
    head, text = _parted(tail)
    points = _POINTS.search(head)
    head = _PLACED.sub("", _POINTS.sub("", head))
    told = SectionOrder(
        name="",
        points=count_of(points.group("number")) if points else None,
        numbered=bool(points and re.match(r"numbered|steps?|schritt", points.group("kind"), re.I)),
        text=_PLACED.sub("", text).strip(" ."),
    )
    names = _names(head, several=noun.casefold() in _SEVERAL)
    if not names and not told.text:
        return []
    return [told.model_copy(update={"name": name}) for name in names or [""]]


def _parted(tail: str) -> tuple[str, str]:
    """Before and after the colon, or the word that leads to the section's own text."""
    for match in re.finditer(r":\s*", tail):
        named = _CALLED.sub("", tail[: match.start()]).strip()
        if outside_quotes(tail, match.start()) and named:
            return tail[: match.start()], tail[match.end() :]
    saying = _SAYING.search(tail)
    if saying and outside_quotes(tail, saying.start()):
        return tail[: saying.start()], unquoted(tail[saying.end() :])
    return tail, ""


def _names(head: str, *, several: bool) -> list[str]:
    rest = _CALLED.sub("", head).strip(" .,:")
    quoted = re.match(rf"{QUOTED}(?:(?:\s*,\s*|\s+)(?:and |und )?{QUOTED})*", rest)
    if quoted:
        return [capital(name) for name in quoted_in(quoted.group())]
    parts = _ANOTHER.split(rest)
    if len(parts) > 1:
        return [capital(unquoted(part.strip())) for part in parts if part.strip()]
    if several:
        found = re.split(r"\s*,\s*(?:and\s+|und\s+)?|\s+(?:and|und)\s+", rest)
        return [capital(name.strip()) for name in found if name.strip()]
    name = re.split(r"\s*[,;.]\s+|\s+(?:and|und)\s+(?=(?:make|use|change|keep|set)\b)", rest)[0]
    return [capital(name.strip())] if name.strip() else []
