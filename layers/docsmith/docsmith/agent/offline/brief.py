"""What a prompt asks for, as facts: kind, title, language, period, figures, the things it lists.

Rules over words (`kinds.toml`), shared by every format; a planner reads the Brief and never the
prompt's wording itself.
"""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.agent.offline.language import language_of, word_list
from docsmith.agent.offline.numbers import Figure, Period, figures_in, period_in, weeks_in, years_in
from docsmith.agent.offline.source import SourceView
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Value

TITLE_LENGTH = 60
FORMULA_SIGNS = " =+-@'"
"""What no title or label taken from a prompt begins with, lest a cell reads it as a formula."""


class Brief(Value):
    """What is known of the wish. `items` is what the prompt lists, `party` whom the document is
    for.
    """

    prompt: str
    kind: str
    title: str | None
    language: Language
    period: Period | None = None
    years: float | None = None
    weeks: int | None = None
    figures: tuple[Figure, ...] = ()
    items: tuple[str, ...] = ()
    party: str | None = None
    audience: str | None = None
    day: date = date(2026, 1, 1)
    """The day of the request; a fixed one when it was not told."""
    count: int | None = None
    """How many slides, pages or rows were asked."""

    @property
    def currency(self) -> str | None:
        return next((figure.currency for figure in self.figures if figure.currency), None)

    def figure(self, *words: str, percent: bool = False) -> Figure | None:
        """The first figure of that sort that one of the words leads to or follows."""
        for figure in self.figures:
            near = figure.before + " " + figure.after
            if figure.percent == percent and any(word in near for word in words):
                return figure
        return None

    def money(self) -> Figure | None:
        """The figure that is most likely an amount: one with a currency, else the largest above
        2,100.
        """
        plain = [figure for figure in self.figures if not figure.percent]
        named = [figure for figure in plain if figure.currency]
        large = [figure for figure in plain if figure.value > 2100]
        return max(named or large, key=lambda figure: figure.value, default=None)


def brief_of(
    prompt: str,
    format: str = "excel",
    sources: tuple[SourceView, ...] = (),
    today: str | None = None,
) -> Brief:
    """Read the prompt. The kind is `report` when data came and the prompt names no kind."""
    headers = [column.name for source in sources for column in source.columns]
    return Brief(
        prompt=prompt,
        kind=kind_of(prompt, format) or ("report" if sources else "tracker"),
        title=title_of(prompt),
        language=language_of(prompt, headers),
        period=period_in(prompt),
        years=years_in(prompt),
        weeks=weeks_in(prompt),
        figures=figures_in(prompt),
        items=items_of(prompt),
        party=_party(prompt),
        audience=_audience(prompt),
        count=_count(prompt),
        **({"day": date.fromisoformat(today)} if today else {}),
    )


def kind_of(prompt: str, format: str) -> str | None:
    """The kind of document that the prompt's words name; None when none does."""
    text = prompt.casefold()
    scores = {
        kind: sum(len(word) for word in words if _names(word, text))
        for kind, words in _kinds().get(format, {}).items()
    }
    named = [kind for kind in scores if scores[kind]]
    strong = [kind for kind in named if kind not in _kinds()["weak"]]
    if strong:
        return max(strong, key=lambda kind: scores[kind])
    return named[0] if named else None


_POLITE = (
    r"(?:please|bitte|can you|could you|kannst du|i need|we need|ich brauche|wir brauchen|i want|"
    r"help me|let's)"
)
_VERB = (
    r"(?:create|make|build|generate|prepare|write|produce|set up|design|draft|give|show|do|need|"
    r"erstelle|erstellen|erzeuge|baue|bau|mache|mach|schreibe|schreib|generiere|bereite)"
)
_ARTICLE = r"(?:an?|the|our|my|one|eine[nmrs]?|ein|den|die|das|unsere[nmrs]?)"
_FILLER = (
    r"(?:excel|simple|complete|professional|detailed|new|einfache[nrs]?|vollständige[nrs]?|"
    r"neue[nrs]?)"
)
_NUMBER = r"(?:\d+|two|three|five|ten|zwei|drei|vier|fünf|zehn)"
_LEAD = re.compile(
    rf"^\W*(?:{_POLITE}\s+)*(?:{_VERB}\b\s*)?(?:(?:me|us|mir|uns)\s+)?"
    rf"(?:{_ARTICLE}\s+(?!{_NUMBER}\b))?(?:{_FILLER}\s+)*",
    re.I,
)
_TAIL = re.compile(
    r"[.,](?!\d|\s?(?:quartal|halbjahr))|[;:\n(]|\s[-–—]\s|"
    r"\b(?:from|with|based on|using|that|which|showing|including|covering|as an?|"
    r"aus|mit|auf basis|anhand|inklusive|als|over|über)\b|"
    r"\b(?:in \d|at \d|zu \d|(?:for|für|of|über|von) [€$£\d])",
    re.I,
)
_QUOTED = re.compile(
    r"\b(?:title[d]?|called|named|titel|namens|betitelt)\b\W{0,3}[\"“„»'](.+?)[\"”“«']", re.I
)


def title_of(prompt: str) -> str | None:
    """A title in the person's own words: a quoted one, else the object of the first sentence."""
    quoted = _QUOTED.search(prompt)
    if quoted:
        return quoted.group(1)[:TITLE_LENGTH].strip(FORMULA_SIGNS) or None
    rest = _LEAD.sub("", prompt.strip(), count=1)
    words = re.sub(r"\s+", " ", _TAIL.split(rest, maxsplit=1)[0]).strip(" \"'“”„")
    if not 3 <= len(words) <= TITLE_LENGTH:
        return None
    return words[0].upper() + words[1:]


_LISTED = re.compile(
    r"(?::|\b(?:columns?|fields?|spalten|feldern?|categories|kategorien|positions?|phases|phasen|items|"
    r"posten|positionen|tasks|aufgaben|kpis?|metrics|kennzahlen|with|mit|covering|including|for|für|"
    r"track(?:ing|s)?|showing)\b:?)\s+([^.;:\n]+)",
    re.I,
)


def items_of(prompt: str) -> tuple[str, ...]:
    """The longest list of three or more short things that the prompt gives."""
    lists = [_split_list(match.group(1)) for match in _LISTED.finditer(prompt)]
    long_enough = [items for items in lists if len(items) >= 3]
    return max(long_enough, key=len, default=())


def _split_list(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s*,\s*(?:and\s+|und\s+)?|\s+(?:and|und|&)\s+", text.strip())
    items = tuple(re.sub(r"^(?:an?|the|eine?|den|die|das)\s+", "", p, flags=re.I) for p in parts)
    kept = tuple(item.strip(FORMULA_SIGNS + '"') for item in items)
    good = all(1 <= len(item) <= 40 and len(item.split()) <= 5 for item in kept)
    return tuple(dict.fromkeys(kept)) if good else ()


_PARTY = re.compile(
    r"\b(?:for|to|client|customer|für|an|kunde|kundin)\s+((?:[A-ZÄÖÜ][\w&.\-]*)(?:\s+(?:&|und|and|[A-ZÄÖÜ][\w&.\-]*))*)"
)


def _party(prompt: str) -> str | None:
    for match in _PARTY.finditer(prompt):
        name = match.group(1).strip(" .")
        if name.split()[0].casefold() not in word_list("not_parties") and not re.match(
            r"FY|\d", name
        ):
            return name[:TITLE_LENGTH]
    return None


_AUDIENCE = re.compile(
    r"\b(?:for|für)\s+(?:the|our|my|den|die|das|unsere[nr]?)\s+((?:board|management|team|executive|sales|"
    r"leadership|investor|vorstand|geschäftsführung|vertrieb|beirat|kunden|customers?|clients?)\w*)",
    re.I,
)


def _audience(prompt: str) -> str | None:
    match = _AUDIENCE.search(prompt)
    return match.group(1) if match else None


_COUNT = re.compile(r"(\d{1,3})[\s-]*(?:slides?|pages?|folien?|seiten?|rows?|zeilen)\b", re.I)


def _count(prompt: str) -> int | None:
    match = _COUNT.search(prompt)
    return int(match.group(1)) if match else None


def _names(word: str, text: str) -> bool:
    return (
        word[1:] in text
        if word.startswith("~")
        else re.search(rf"\b{re.escape(word)}", text) is not None
    )


@cache
def _kinds() -> dict[str, Any]:
    text = files("docsmith.agent.offline").joinpath("kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
