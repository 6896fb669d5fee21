"""What a prompt says, taken apart: its subject, its statements, who does what by when.

Only rules over words; what the prompt does not say is not there. English and German.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from functools import cache

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.word.naming import DATE, NAME, without_due
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
_DOES = (
    r"(?:will|shall|should|must|is to|has to|needs to|agreed to|takes on|takes care of|to|wird|soll|muss|"
    r"übernimmt|kümmert sich um|erstellt|prüft|klärt|schickt|bereitet|macht)"
)
_ACTION = re.compile(
    rf"^(?P<who>{NAME}(?:\s+(?:and|und|&)\s+{NAME})?)\s+(?P<does>{_DOES})\s+(?P<what>.+)$"
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
_CLAUSE = re.compile(
    r"^\S+(?:\s\S+)*?\s(?:is|are|was|were|may|must|can|will|shall|should|has|have|needs?|ist|sind|war|"
    r"waren|darf|dürfen|muss|müssen|kann|können|wird|werden|soll|sollen|hat|haben)\s\S+",
    re.I,
)
"""Somebody or something, and what of it: enough for a sentence."""
_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
"""What follows `15.` in a German date."""
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
        return tuple(s for s in self.statements if DATE.search(s) and not _DUTY.search(s))

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
        dated = bool(out) and out[-1][-3:].strip(".")[-1:].isdigit() and _MONTH.match(part)
        if out and (dated or _ABBREVIATIONS.search(out[-1])):
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
    clauses = [part.strip() for part in re.split(r",\s+(?:and\s+|und\s+)?", after)]
    if len(parts) == 1 and len(clauses) > 2 and all(_CLAUSE.search(part) for part in clauses):
        return before, clauses
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
