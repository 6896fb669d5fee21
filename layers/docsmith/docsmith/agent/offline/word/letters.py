"""A letter: whom it is for, what it says, in the person's own sentences."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.frame import setup_op
from docsmith.agent.offline.word.naming import word_list
from docsmith.agent.offline.word.parties import Parties, content_of, parties_of
from docsmith.agent.offline.word.phrases import joined, phrase, written_date
from docsmith.agent.offline.word.segments import capital, sentence
from docsmith.agent.offline.word.statements import Said, said_in
from docsmith.agent.offline.word.subjects import headline, titled_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value

_READER = r"(?:\s+(?:him|her|them|you|us|(?:the |our )?[A-Z]\w+(?: [A-Z]\w+)*))?"


class Act(Value):
    """What the letter does, when the request says it by a verb: title, first sentence."""

    title: str
    text: str


def plan_letter(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    parties = parties_of(brief.prompt, said)
    act = act_of(said, parties)
    title = _title(said, act) or phrase(language, "about")
    head = ops.op(
        "letterhead",
        sender=[ops.plain(line) for line in parties.sender],
        recipient=[ops.plain(line) for line in parties.recipient] or [phrase(language, "all")],
        date=said.fields.get("date") or written_date(brief.day, language),
        subject=ops.plain(title)[:300],
    )
    body = tuple(_body(said, parties, act, language))
    return Plan(
        title=title,
        outline=tuple(str(op.get("text", op["op"]))[:80] for op in body),
        sections=(
            Section(name="head", ops=(setup_op(wish, "letter", title), head)),
            Section(name="body", ops=body),
        ),
        language=language,
        remarks=tuple(_remarks(parties, language)),
    )


def act_of(said: Said, parties: Parties) -> Act | None:
    """`thanking him for his gift` is `Thank you for your gift.`, under `Your gift`."""
    for entry in _table()["act"]:
        link = rf"(?:{entry['link']})\b" if entry["link"] else ""
        pattern = rf"\b(?:{entry['verb']})\b{_READER}\s+(?P<link>{link})\s*(?P<bare>[^?!;]+)"
        match = re.search(pattern, said.instruction, re.I if entry["verb"].islower() else 0)
        if match is None:
            continue
        bare = addressed(match.group("bare").strip(" .,"), parties.person or "they")
        rest = f"{match.group('link')} {bare}".strip()
        told = {"bare": bare, "rest": rest}
        title = entry["title"].format(**told) if entry["title"] else headline(bare)
        return Act(title=capital(title), text=entry["text"].format(**told))
    return None


def addressed(text: str, person: str) -> str:
    """What was said of the reader, said to the reader: `he is invited` is `you are invited`."""
    hers = person.startswith(("Ms", "Mrs"))
    theirs = ("she", "her", "her") if hers else ("he", "his", "him")
    if not person.startswith(("Mr", "Ms")):
        theirs = ("they", "their", "them")
    subject, owned, object_ = theirs
    text = re.sub(rf"(?<=\b{subject}) (?:is|was)\b", " are", text, flags=re.I)
    for word, yours in ((subject, "you"), (owned, "your"), (object_, "you")):
        text = re.sub(rf"\b{word}\b", yours, text)
        text = re.sub(rf"\b{word.capitalize()}\b", yours.capitalize(), text)
    return text


def salutation(parties: Parties, language: Language) -> str:
    group = (parties.group or "").casefold()
    if group and language == "de":
        greetings: dict[str, str] = _table()["groups"]
        found = (text for stem, text in greetings.items() if stem in group)
        return next(found, phrase(language, "salutation"))
    if group:
        return phrase(language, "salutation_named", name=group)
    if parties.person is None:
        return phrase(language, "salutation")
    dear = "salutation_him" if parties.person.startswith("Herr") else "salutation_named"
    return phrase(language, dear, name=parties.person)


def _title(said: Said, act: Act | None) -> str:
    given = titled_in(said.instruction) or said.fields.get("subject")
    return given or (act.title if act else said.subject)


def _remarks(parties: Parties, language: Language) -> Iterator[str]:
    yield phrase(language, "said_only")
    missing = [] if parties.sender else [phrase(language, "missing_sender")]
    missing += [] if parties.has_address else [phrase(language, "missing_address")]
    if missing:
        yield phrase(language, "missing", things=joined(missing, language))


def _body(said: Said, parties: Parties, act: Act | None, language: Language) -> Iterator[Json]:
    yield ops.paragraph(salutation(parties, language))
    statements = list(content_of(said))
    if parties.person:
        statements = [addressed(s, parties.person) for s in statements]
    if act:
        statements.insert(0, sentence(act.text))
    if not statements:
        key = "letter_lead" if said.topic else "section_open"
        statements = [phrase(language, key, subject=said.topic)]
    statements[0] = sentence_start(statements[0], language)
    for group in grouped(statements):
        yield ops.paragraph(" ".join(ops.plain(statement) for statement in group))
    closing = "greeting_named" if parties.person or parties.group else "greeting"
    yield ops.paragraph(phrase(language, closing), "closing", keep_with_next=True)
    if parties.sender:
        signed = [line for line in parties.sender[:2] if not re.search(r"\d", line)]
        yield ops.op("signatures", parties=[[ops.plain(s) for s in signed or parties.sender[:1]]])


def sentence_start(text: str, language: Language) -> str:
    """After an English salutation a sentence begins with a capital, after a German one without."""
    if language == "en":
        return capital(text)
    first = text.partition(" ")[0].casefold()
    return text[:1].lower() + text[1:] if first in word_list("beginnings") else text


def grouped(statements: list[str], size: int = 3) -> Iterator[list[str]]:
    """Paragraphs of at most so many sentences, as even as may be."""
    count = -(-len(statements) // size)
    start = 0
    for number in range(count):
        end = start + -(-(len(statements) - start) // (count - number))
        yield statements[start:end]
        start = end


@cache
def _table() -> dict[str, Any]:
    text = files("docsmith.agent.offline.word").joinpath("letters.toml").read_text("utf-8")
    return tomllib.loads(text)
