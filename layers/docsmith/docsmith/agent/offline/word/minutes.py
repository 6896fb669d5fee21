"""Minutes: who was there, what was said, decided, and is to be done."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from collections.abc import Iterator
from datetime import date

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.fields import listed
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.naming import first_date, named_after, people_in
from docsmith.agent.offline.word.phrases import counted, phrase, written_date
from docsmith.agent.offline.word.quotes import QUOTED
from docsmith.agent.offline.word.segments import capital
from docsmith.agent.offline.word.statements import Said, is_clause, said_in
from docsmith.agent.offline.word.subjects import titled_in
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

_ATTENDANCE = re.compile(
    r"^(?:present|attendees|attended|participants|anwesend|teilnehmer)\b", re.I
)
_NEXT = re.compile(r"\b(?:next meeting|nächste (?:sitzung|besprechung)|nächstes treffen)\b", re.I)
_PLACE = re.compile(
    r"\b(?:in|at|im|in der)\s+((?:room|raum|the )?\s?[A-ZÄÖÜ0-9][\w .-]{1,40}?)(?=\s+(?:with|on|mit|am)\b|[,.:;])"
)

_LEAST = 2
"""Words of a matter that says more than `our meeting`."""
_MATTER = re.compile(
    rf"{QUOTED}\s+(?:for|of|about|on|für|zu[mr]?|über)\s+(?:the\s+|our\s+|das\s+|die\s+)?(?P<what>(?!\d)\S.*?)"
    r"(?=,|\s+(?:on|am|vom|with|mit|and|und|in|at)\b|$)"
)


def plan_minutes(wish: Wish) -> Plan:
    brief = wish.brief
    language, said = brief.language, said_in(brief)
    title = said.subject or phrase(language, "meeting")
    opening = said.instruction or brief.prompt
    fields = said.fields
    people = listed(fields.get("present", "")) or people_in(brief.prompt)
    chair = named_after(brief.prompt, "chaired by", "chair", "Leitung", "geleitet von")
    front = Front(
        design="minutes",
        title=meeting_name(title),
        kicker=phrase(language, "minutes"),
        meta=ops.meta(
            (phrase(language, "about"), _matter(opening)),
            (
                phrase(language, "on"),
                fields.get("date") or _held(opening, said, brief.day, language),
            ),
            (phrase(language, "place"), fields.get("place") or _place(opening)),
            (phrase(language, "chair"), fields.get("chair") or chair),
            (phrase(language, "attendees"), ", ".join(people)),
            (phrase(language, "absent"), fields.get("absent")),
            (phrase(language, "written_by"), fields.get("writer")),
        ),
    )
    body = tuple(_body(_kept(said), language))
    return Plan(
        title=front.title,
        outline=tuple(str(op["text"]) for op in body if op["op"] == "heading"),
        sections=(
            Section(name="front", ops=front_ops(wish, front)),
            Section(name="body", ops=body),
        ),
        language=language,
        remarks=(phrase(language, "said_only"),),
    )


def _matter(opening: str) -> str | None:
    """What the meeting was for, where a title leaves it out: `titled 'Kickoff' for Project Heron`."""
    title = titled_in(opening)
    match = _MATTER.search(opening) if title else None
    matter = capital(match.group("what").strip(" ,")) if match else ""
    known = len(matter.split()) < _LEAST or matter.casefold() in (title or "").casefold()
    return None if known else matter


def _held(opening: str, said: Said, today: date, language: Language) -> str:
    """The day that the request names, or the heading of its notes: `team sync 2 dec`."""
    first = said.statements[0] if said.statements else ""
    heading = first if not is_clause(first) and first in said.others else ""
    return first_date(opening) or first_date(heading) or written_date(today, language)


def meeting_name(subject: str) -> str:
    """The meeting without its date and people."""
    short = re.split(r"\s+(?:on|from|with|am|vom|mit)\s+(?=\d|[A-ZÄÖÜ])", subject)[0]
    return short.strip(" ,") or subject


def _kept(said: Said) -> Said:
    statements = tuple(s for s in said.statements if not _ATTENDANCE.match(s))
    return said.model_copy(update={"statements": statements})


def _place(opening: str) -> str | None:
    match = _PLACE.search(opening)
    return match.group(1).strip() if match and not first_date(match.group(1)) else None


def _body(said: Said, language: Language) -> Iterator[Json]:
    if not said.statements:
        for key in ("discussion", "decisions", "actions"):
            yield ops.heading(phrase(language, key))
            yield ops.paragraph(phrase(language, "section_open"))
        return
    upcoming = [s for s in said.statements if _NEXT.search(s)]
    talk = [s for s in said.others if s not in upcoming]
    if said.decisions or said.actions:
        yield ops.paragraph(
            phrase(
                language,
                "minutes_lead",
                decisions=counted(language, "count_decisions", len(said.decisions)),
                actions=counted(language, "count_actions", len(said.actions)),
            ),
            "lead",
        )
    if talk:
        yield ops.heading(phrase(language, "discussion"))
        yield ops.bullets([ops.plain(s) for s in talk], "number" if len(talk) > 1 else None)
    if said.decisions:
        yield ops.heading(phrase(language, "decisions"))
        for number, decision in enumerate(said.decisions, 1):
            title = f"{phrase(language, 'decision_one')} {number}"
            yield ops.callout(ops.plain(decision), title, "decision")
    yield ops.heading(phrase(language, "actions"))
    if said.actions:
        header = [phrase(language, key) for key in ("action", "owner", "due")]
        rows = [
            [ops.plain(a.what), ops.plain(a.owner), ops.plain(a.due) or phrase(language, "open")]
            for a in said.actions
        ]
        yield ops.table(
            header,
            rows,
            columns=[{"weight": 6}, {"weight": 2.4}, {"weight": 2}],
        )
    else:
        yield ops.paragraph(phrase(language, "no_actions"))
    if upcoming:
        yield ops.heading(phrase(language, "next_meeting"))
        for statement in upcoming:
            yield ops.paragraph(ops.plain(statement))
