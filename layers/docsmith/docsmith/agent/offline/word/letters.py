"""A letter: whom it is for, what it says, in the person's own sentences."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from collections.abc import Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import setup_op
from docsmith.agent.offline.word.naming import named_after
from docsmith.agent.offline.word.phrases import joined, phrase, written_date
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

_ABOUT = r"(?:about|regarding|concerning|on|that|asking|saying|announcing|informing|explaining|wegen|über|zum?|zur|bezüglich|betreffend|mit|dass)"
_ADDRESS = re.compile(
    r"\b(?:to|an)\s+(?:the\s+|die\s+|den\s+)?(?P<name>[A-ZÄÖÜ].*?)"
    r"(?P<lines>(?:,\s*[^,:;\n]*?\d[^,:;\n]*?){0,4})"
    rf"(?=,?\s+{_ABOUT}\b|[:;\n]|\.?$)"
)
_GROUP = re.compile(
    r"\b(?:to|an)\s+(?:(?:all|the|our|my|your|alle|unsere|die|den|das)\s+)*(?P<name>(?:[\w-]+\s+)?"
    r"(?:customers|clients|suppliers|vendors|partners|members|employees|staff|residents|tenants|parents|"
    r"shareholders|investors|patients|students|donors|subscribers|neighbours|neighbors|colleagues|guests|"
    r"applicants|kunden|kundinnen|lieferanten|partner|mitglieder|mitarbeitenden?|mitarbeiter|mieter|eltern|"
    r"aktionäre|patienten|nachbarn|gäste|bewerber))\b",
    re.I,
)
"""Whom a letter is for that goes to many."""
_PERSON = re.compile(
    r"\b(?P<form>Mr|Mrs|Ms|Herr|Frau|Dr|Prof)\b\.?\s+(?P<degree>(?:(?:Dr|Prof)\.\s+)*)"
    r"(?:[A-ZÄÖÜ][\w\-]+\s+)?(?P<name>[A-ZÄÖÜ][\w\-]+)"
)
_ASIDE = re.compile(r"^(?:our (?:address|company)|sender|from|absender|wir sind|we are)\b", re.I)


class Parties(Value):
    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    person: str | None = None
    has_address: bool = False
    """Also where none is needed: a letter to many."""


def plan_letter(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    parties = parties_of(brief.prompt, said)
    title = said.subject or phrase(language, "about")
    head = ops.op(
        "letterhead",
        sender=list(parties.sender),
        recipient=list(parties.recipient) or [phrase(language, "all")],
        date=written_date(brief.day, language),
        subject=ops.plain(title)[:300],
    )
    missing = [] if parties.sender else [phrase(language, "missing_sender")]
    missing += [] if parties.has_address else [phrase(language, "missing_address")]
    body = tuple(_body(said, parties, language))
    remarks = [phrase(language, "said_only")]
    if missing:
        remarks.append(phrase(language, "missing", things=joined(missing, language)))
    return Plan(
        title=title,
        outline=tuple(str(op.get("text", op["op"]))[:80] for op in body),
        sections=(
            Section(name="head", ops=(setup_op(wish, "letter", title), head)),
            Section(name="body", ops=body),
        ),
        language=language,
        remarks=tuple(remarks),
    )


def parties_of(prompt: str, said: Said) -> Parties:
    """Recipient with address lines, sender, and the person to greet."""
    text = said.instruction or prompt
    match, group = _ADDRESS.search(text), _GROUP.search(text)
    if group and (match is None or group.start() <= match.start()):
        recipient = (group.group("name")[:1].upper() + group.group("name")[1:],)
    else:
        recipient, group = _addressee(match), None
    sender = named_after(prompt, "from", "von", "signed by", "absender", "Absender")
    person = _PERSON.search(" ".join(recipient) or prompt)
    return Parties(
        recipient=recipient,
        sender=(sender,) if sender and sender not in recipient else (),
        person=_called(person) if person else None,
        has_address=group is not None or len(recipient) > 1,
    )


def _addressee(match: re.Match[str] | None) -> tuple[str, ...]:
    """The name and the lines of the address."""
    if match is None:
        return ()
    names = re.split(r",\s*", match.group("name").strip())
    lines = [line.strip(" .") for line in (match.group("lines") or "").split(",")]
    return tuple(line[:300] for line in (*names, *lines) if line)


def _called(match: re.Match[str]) -> str:
    """`Frau Dr. Schulz`, `Ms Schulz`."""
    form = match.group("form")
    dotted = f"{form}." if form in {"Dr", "Prof"} else form
    return " ".join(f"{dotted} {match.group('degree')}{match.group('name')}".split())


def salutation(person: str | None, language: Language) -> str:
    if person is None:
        return phrase(language, "salutation")
    dear = "salutation_him" if person.startswith("Herr") else "salutation_named"
    return phrase(language, dear, name=person)


def _body(said: Said, parties: Parties, language: Language) -> Iterator[Json]:
    yield ops.paragraph(salutation(parties.person, language))
    statements = [s for s in said.statements if not _ASIDE.match(s)]
    if not statements:
        subject = ops.plain(said.topic)
        statements = [sentence_start(phrase(language, "letter_lead", subject=subject), language)]
    for group in grouped(statements):
        yield ops.paragraph(" ".join(ops.plain(statement) for statement in group))
    yield ops.paragraph(phrase(language, "letter_close"))
    closing = "greeting_named" if parties.person else "greeting"
    yield ops.paragraph(phrase(language, closing), "closing", keep_with_next=True)
    if parties.sender:
        yield ops.op("signatures", parties=[[parties.sender[0]]])


def sentence_start(text: str, language: Language) -> str:
    """After an English salutation a sentence begins with a capital, after a German one without."""
    return text[:1].upper() + text[1:] if language == "en" else text


def grouped(statements: list[str], size: int = 3) -> Iterator[list[str]]:
    """Paragraphs of at most so many sentences, as even as may be."""
    count = -(-len(statements) // size)
    start = 0
    for number in range(count):
        end = start + -(-(len(statements) - start) // (count - number))
        yield statements[start:end]
        start = end
