"""Names, groups, dates and lists that a text names. English and German."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
import tomllib
from functools import cache
from importlib.resources import files

DATE_TEXT = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*"
    r"(?:\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|"
    r"(?:next |nächsten )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|"
    r"(?:the )?end of (?:the )?\w+|ende \w+|q[1-4]\s?20\d\d)"
)
DATE = re.compile(rf"\b{DATE_TEXT}\b", re.I)
_DUE = re.compile(
    rf"\s*\b(?:by|until|before|due|bis(?:\s+zum)?|spätestens(?:\s+am)?)\s+({DATE_TEXT})", re.I
)
_WORD = r"(?:[A-ZÄÖÜ]\.|(?:Dr|Prof|Mr|Mrs|Ms)\.|[A-ZÄÖÜ][\w\-]+)"
NAME = rf"{_WORD}(?:\s+{_WORD}){{0,2}}"
_FIRM = rf"{NAME}(?:\s+(?:&|and|und)\s+{_WORD}(?:\s+{_WORD}){{0,2}}(?=[\s.,;]|$))?"


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list in `naming.toml`."""
    text = files("docsmith.agent.offline.word").joinpath("naming.toml").read_text("utf-8")
    return frozenset(str(tomllib.loads(text)[name]).split())


def without_due(text: str) -> tuple[str, str]:
    """The text without `by 4 March`, and that date."""
    match = _DUE.search(text)
    if match is None:
        return text.strip(" ,."), ""
    return (text[: match.start()] + text[match.end() :]).strip(" ,."), match.group(1)


def listed_in(text: str) -> tuple[str, ...]:
    """Three or more short things after `covering`, `including`, `mit`, else after a colon."""
    for lead in (_COVERS, r":"):
        for match in re.finditer(rf"{lead}\s+(?=([^.;:\n]+?)(?:{_TERMS}|[.;:\n]|$))", text, re.I):
            parts = re.split(r"\s*,(?!\d)\s*(?:and\s+|und\s+)?|\s+(?:and|und)\s+", match.group(1))
            items = [_ARTICLE.sub("", part.strip()) for part in parts]
            short = all(_is_item(item) for item in items)
            if len(items) >= 3 and short:
                return tuple(dict.fromkeys(items))
    return ()


def _is_item(item: str) -> bool:
    """Short, and no number, sum or time."""
    return 0 < len(item) <= 40 and len(item.split()) <= 5 and not re.search(r"^\d|[€$£%]", item)


_COVERS = (
    r"\b(?:covering|including|includes|included are|consisting of|phases?|parts?|steps?|with|inklusive|"
    r"umfassend|umfasst|enthalten sind|enthält|bestehend aus|phasen|mit)\b:?"
)
_TERMS = r",?\s+(?:for|in|at|für|zu|by|until|bis)\s+[€$£]?\d"
_ARTICLE = re.compile(
    r"^(?:(?:an?|the|eine?|den|die|das|following|folgenden)\s+)*"
    r"(?:(?:abschnitten?|kapiteln?|sections?|chapters?)\s+)?",
    re.I,
)


def first_date(text: str) -> str | None:
    match = DATE.search(text)
    return match.group() if match else None


def people_in(text: str) -> tuple[str, ...]:
    """Names after `with`, `attended by`, `present:`, `mit`, `anwesend`."""
    match = re.search(
        r"\b(?:with|attended by|attendees|present|participants|mit|anwesend|teilnehmer(?:innen)?)\b:?\s+"
        rf"((?:{NAME})(?:\s*(?:,|and|und|&)+\s*(?:and |und )?{NAME})*)",
        text,
    )
    if match is None:
        return ()
    names = re.split(r"\s*(?:,|\band\b|\bund\b|&)\s*", match.group(1))
    return tuple(name.strip(" .") for name in names if name.strip(" ."))


def named_after(text: str, *words: str) -> str | None:
    """The name that follows one of these words: `from Tom Lee`, `to the sales team`."""
    lead = "|".join(words)
    for match in re.finditer(
        rf"\b(?i:{lead}):?\s+(?:the\s+|der\s+|dem\s+|die\s+|den\s+|das\s+)?({_FIRM})", text
    ):
        name = match.group(1).strip(" .")
        if not all(word.casefold().strip(".,") in word_list("calendar") for word in name.split()):
            return name
    return None


def group_after(text: str, *words: str) -> str | None:
    """`the sales team`, `all staff`, or a name."""
    lead = "|".join(words)
    group = (
        r"(?:the |all |our |my |das |die |den |alle |unser\w* )?(?:\w+[ -]){0,3}"
        r"(?:team|staff|employees|managers?|board|department|colleagues|everyone|leadership|vertrieb|mitarbeite\w*|beschäftigte\w*|kolleg\w+|"
        r"abteilung|vorstand|geschäftsführung|belegschaft|führungskräfte)"
    )
    match = re.search(rf"\b(?:{lead})\s+({group})\b", text, re.I)
    if match:
        found = re.sub(r"^(?:the|das|die|den)\s+", "", match.group(1), flags=re.I)
        return found[:1].upper() + found[1:]
    return named_after(text, *words)
