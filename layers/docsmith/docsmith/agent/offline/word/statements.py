"""What a prompt says, taken apart: its subject, its statements, who does what by when.

Only rules over words; what the prompt does not say is not there. English and German.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from functools import cache

from docsmith.agent.offline.brief import Brief
from docsmith.agent.turns import Value

_KINDS = (
    r"(?:memo(?:randum)?|letter|report|paper|proposal|offer|minutes|note|document|protocol|summary|"
    r"mitteilung|brief|schreiben|bericht|angebot|protokoll|notiz|dokument|aktennotiz|rundschreiben)"
)
_INSTRUCTION = re.compile(
    r"^\W*(?:please|bitte|can you|could you|kannst du|i need|we need|ich brauche|wir brauchen|write|"
    r"create|make|draft|prepare|generate|produce|schreib\w*|erstell\w*|mach\w*|verfass\w*|bereite)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|announcing|on the subject of|on|über|zum thema|zum|zur|zu|wegen|bezüglich|"
    r"betreffend)\s+(?P<subject>(?!\d)[^.:;\n]+)",
    re.I,
)
_DATE_TEXT = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*"
    r"(?:\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|"
    r"(?:next |nächsten )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|"
    r"(?:the )?end of (?:the )?\w+|ende \w+|q[1-4]\s?20\d\d)"
)
_DATE = re.compile(rf"\b{_DATE_TEXT}\b", re.I)
_DUE = re.compile(
    rf"\s*\b(?:by|until|before|due|bis(?:\s+zum)?|spätestens(?:\s+am)?)\s+({_DATE_TEXT})", re.I
)
_WORD = r"(?:[A-ZÄÖÜ]\.|(?:Dr|Prof|Mr|Mrs|Ms)\.|[A-ZÄÖÜ][\w\-]+)"
_NAME = rf"{_WORD}(?:\s+{_WORD}){{0,2}}"
_DOES = (
    r"(?:will|shall|should|must|is to|has to|needs to|agreed to|takes on|takes care of|to|wird|soll|muss|"
    r"übernimmt|kümmert sich um|erstellt|prüft|klärt|schickt|bereitet|macht)"
)
_ACTION = re.compile(
    rf"^(?P<who>{_NAME}(?:\s+(?:and|und|&)\s+{_NAME})?)\s+(?P<does>{_DOES})\s+(?P<what>.+)$"
)
_DECIDED = re.compile(
    r"\b(?:decided|decision|agreed|approved|resolved|adopted|rejected|beschlossen|beschluss|entschieden|"
    r"vereinbart|genehmigt|angenommen|abgelehnt)\b",
    re.I,
)
_DUTY = re.compile(
    r"\b(?:must|please|need(?:s)? to|has to|have to|should|shall|bitte|müssen|muss|sollen|soll|ist zu|sind zu)\b",
    re.I,
)
_TAIL = re.compile(
    r",?\s+(?:covering|including|inklusive|showing|based on|using|auf basis)\b|,\s*(?:with|mit|in \d)",
    re.I,
)
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[\"“„(]?[A-ZÄÖÜ0-9])|;\s*|\n+\s*(?:[-*•]\s*|\d+[.)]\s*)?")
_ABBREVIATIONS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|z\.B|d\.h|ca|bzw|e\.g|i\.e|Str|\d)\.$", re.I
)


class Action(Value):
    """Something somebody does. Empty where the prompt does not say it."""

    what: str
    owner: str = ""
    due: str = ""


class Said(Value):
    """What the prompt says beside its instruction."""

    subject: str
    topic: str
    """The subject in the prompt's own words, to stand inside a sentence."""
    instruction: str
    statements: tuple[str, ...] = ()

    @property
    def decisions(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _DECIDED.search(s))

    @property
    def actions(self) -> tuple[Action, ...]:
        found = (action_of(s) for s in self.statements if not _DECIDED.search(s))
        return tuple(action for action in found if action)

    @property
    def duties(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _DUTY.search(s))

    @property
    def dated(self) -> tuple[str, ...]:
        return tuple(s for s in self.statements if _DATE.search(s) and not _DUTY.search(s))

    @property
    def others(self) -> tuple[str, ...]:
        """Neither decided, nor to be done."""
        done = {*self.decisions, *(s for s in self.statements if action_of(s))}
        return tuple(s for s in self.statements if s not in done)


def said_in(brief: Brief) -> Said:
    """The prompt taken apart."""
    segments = segments_of(brief.prompt)
    instruction, rest = "", segments
    if segments and (_INSTRUCTION.search(segments[0]) or _mentions_kind(segments[0])):
        instruction, more = _opened(segments[0])
        rest = [*more, *segments[1:]]
    return Said(
        subject=subject_of(brief, instruction or brief.prompt),
        topic=topic_of(brief, instruction or brief.prompt),
        instruction=instruction,
        statements=tuple(dict.fromkeys(sentence(s) for s in rest if len(s.split()) > 1)),
    )


def segments_of(prompt: str) -> list[str]:
    """Sentences, lines and clauses, in order; abbreviations do not end a sentence."""
    out: list[str] = []
    for part in _ENDS.split(prompt.strip()):
        if out and _ABBREVIATIONS.search(out[-1]):
            out[-1] = f"{out[-1]} {part}"
        elif part.strip():
            out.append(part.strip())
    return out


def subject_of(brief: Brief, instruction: str) -> str:
    """What it is about, beginning with a capital."""
    text = re.sub(_ARTICLES, "", topic_of(brief, instruction), flags=re.I)
    return text[:1].upper() + text[1:160]


def topic_of(brief: Brief, instruction: str) -> str:
    """What it is about, in the prompt's words: `our new address`."""
    quoted = re.search(r"[\"“„»](.{3,100}?)[\"”“«]", instruction)
    if quoted:
        return quoted.group(1)
    match = _ABOUT.search(instruction)
    text = match.group("subject") if match else _object(instruction) or brief.title or ""
    text = _TAIL.split(text)[0]
    if brief.audience:
        audience = rf"\s+(?:for|für)\s+\w+\s+{re.escape(brief.audience)}"
        text = re.split(audience, text, flags=re.I)[0]
    return re.sub(r"\s+(?:as|als) (?:an? )?(?:word|docx).*$", "", text, flags=re.I).strip(" ,.")


_ARTICLES = r"^(?:the|our|my|an?|den|die|das|dem|der|unsere[nmrs]?)\s+"


def action_of(statement: str) -> Action | None:
    """`Anna Berger will send the plan by 4 March`; None where nobody does anything."""
    match = _ACTION.match(statement.rstrip("."))
    if match is None or match.group("who").split()[0].casefold() in _pronouns():
        return None
    what, due = without_due(match.group("what"))
    if match.group("does").casefold() not in _AUXILIARIES:
        what = f"{match.group('does')} {what}"
    return Action(what=what[:1].upper() + what[1:], owner=match.group("who"), due=due)


_AUXILIARIES = frozenset(
    {
        "will",
        "shall",
        "should",
        "must",
        "is to",
        "has to",
        "needs to",
        "agreed to",
        "to",
        "wird",
        "soll",
        "muss",
    }
)


def without_due(text: str) -> tuple[str, str]:
    """The text without `by 4 March`, and that date."""
    match = _DUE.search(text)
    if match is None:
        return text.strip(" ,."), ""
    return (text[: match.start()] + text[match.end() :]).strip(" ,."), match.group(1)


def listed_in(text: str) -> tuple[str, ...]:
    """Three or more short things after `covering`, `including`, `mit`, else after a colon."""
    for lead in (_COVERS, r":"):
        for match in re.finditer(rf"{lead}\s+(?=([^.;:\n]+))", text, re.I):
            parts = re.split(r"\s*,\s*(?:and\s+|und\s+)?|\s+(?:and|und)\s+", match.group(1))
            items = [_ARTICLE.sub("", part.strip()) for part in parts]
            short = all(0 < len(item) <= 40 and len(item.split()) <= 5 for item in items)
            if len(items) >= 3 and short:
                return tuple(dict.fromkeys(items))
    return ()


_COVERS = (
    r"\b(?:covering|including|consisting of|phases?|parts?|steps?|with|inklusive|umfassend|"
    r"bestehend aus|phasen|mit)\b:?"
)
_ARTICLE = re.compile(r"^(?:an?|the|eine?|den|die|das)\s+", re.I)


def first_date(text: str) -> str | None:
    match = _DATE.search(text)
    return match.group() if match else None


def people_in(text: str) -> tuple[str, ...]:
    """Names after `with`, `attended by`, `present:`, `mit`, `anwesend`."""
    match = re.search(
        r"\b(?:with|attended by|attendees|present|participants|mit|anwesend|teilnehmer(?:innen)?)\b:?\s+"
        rf"((?:{_NAME})(?:\s*(?:,|and|und|&)+\s*(?:and |und )?{_NAME})*)",
        text,
    )
    if match is None:
        return ()
    names = re.split(r"\s*(?:,|\band\b|\bund\b|&)\s*", match.group(1))
    return tuple(name.strip(" .") for name in names if name.strip(" ."))


def named_after(text: str, *words: str) -> str | None:
    """The name that follows one of these words: `from Tom Lee`, `to the sales team`."""
    lead = "|".join(words)
    match = re.search(rf"\b(?:{lead})\s+({_NAME})", text)
    return match.group(1).strip(" .") if match else None


def group_after(text: str, *words: str) -> str | None:
    """`the sales team`, `all staff`, or a name."""
    lead = "|".join(words)
    group = (
        r"(?:the |all |our |my |das |die |den |alle |unser\w* )?(?:\w+[ -]){0,3}"
        r"(?:team|staff|employees|managers?|board|department|colleagues|everyone|leadership|vertrieb|mitarbeiter\w*|"
        r"abteilung|vorstand|geschäftsführung|belegschaft|führungskräfte)"
    )
    match = re.search(rf"\b(?:{lead})\s+({group})\b", text, re.I)
    if match:
        found = re.sub(r"^(?:the|das|die|den)\s+", "", match.group(1), flags=re.I)
        return found[:1].upper() + found[1:]
    return named_after(text, *words)


def sentence(text: str) -> str:
    """A statement as a sentence: capital first, full stop last."""
    clean = re.sub(
        r"^(?:and|und|that|dass|also|it should say that)\s+", "", text.strip(" ,;-–"), flags=re.I
    )
    clean = clean[:1].upper() + clean[1:]
    return clean if clean.endswith((".", "!", "?", ":")) else f"{clean}."


def _opened(segment: str) -> tuple[str, list[str]]:
    """An instruction and what follows its colon, taken apart at commas when these are clauses."""
    before, colon, after = segment.partition(":")
    if not colon or re.match(r"\d", after):
        return segment, []
    parts = [
        p.strip()
        for p in re.split(r",\s+(?=[A-ZÄÖÜ]\w+ (?:will|to|soll|wird)\b)", after)
        if p.strip()
    ]
    return before, parts


def _object(instruction: str) -> str:
    """What is left of an instruction without its verb and the word for the kind."""
    text = re.sub(_INSTRUCTION, "", instruction, count=1)
    text = re.sub(
        rf"^\W*(?:us |me |mir |uns )?(?:an? |the |eine?n? |das |den )?(?:\w+ )?{_KINDS}\b\W*",
        "",
        text.strip(),
        flags=re.I,
    )
    text = re.sub(r"^(?:to|for|from|of|an|für|von|der|des)\s+(?:the |our )?", "", text, flags=re.I)
    return text.strip(" .,:")


def _mentions_kind(segment: str) -> bool:
    return re.search(rf"\b{_KINDS}\b", segment.split(":")[0], re.I) is not None


@cache
def _pronouns() -> frozenset[str]:
    words = (
        "we it they you he she this that these the there wir es sie er das dies i all everyone alle"
    )
    return frozenset(words.split())
