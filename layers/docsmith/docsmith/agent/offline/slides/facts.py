"""What the prompt itself states and a slide may show: figures with their words, people, dates."""

import re
from collections.abc import Iterable, Sequence

from docsmith.agent.offline.slides.looks import without_looks
from docsmith.agent.turns import Json

_FIGURE = re.compile(
    r"(?P<value>(?:[€$£]\s?)?\d[\d.,]*\s?"
    r"(?:%|percent|prozent|k\b|m\b|bn\b|mio\.?|million(?:en)?|mrd\.?)?"
    r"(?:\s?(?:€|\$|£|eur\b|usd\b|gbp\b|euro\b))?)"
    r"\s+(?P<label>[A-Za-zÄÖÜäöüß][\wÄÖÜäöüß-]*"
    r"(?:\s+(?!and\b|und\b|with\b|mit\b|for\b|für\b|in\b|at\b|to\b)"
    r"[A-Za-zÄÖÜäöüß][\wÄÖÜäöüß-]*){0,3})",
    re.IGNORECASE,
)
_NO_FIGURES = re.compile(
    r"^(?:slides?|pages?|folien?|seiten?|minutes?|minuten?|people|personen|slide|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|"
    r"juni|juli|oktober|dezember|an?|per|pro|je|im|each|every|of|von|davon|until|bis|by|them)\b",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:^|\s+)(?:(?:until|till|by|of|per|on|from|that|which|who|is|are|bis|von|pro|je|am|um|die|der|"
    r"das|sind|ist)\s*)+$",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"(?:km|kg|m|cm|mm|t|kw|kwh|mw|h|hours?|minutes?|days?|weeks?|months?|years?|stunden?|minuten?|"
    r"tage?n?|wochen?|monate?n?|jahre?n?|percent|prozent)",
    re.IGNORECASE,
)
"""Units alone say nothing of what is counted."""
_PERSON = re.compile(
    r"([A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+)\s*"
    r"(?:\(([^)]{2,40})\)|,\s*((?:our\s+)?[A-Z][\w &/-]{1,30}|"
    r"(?:head|lead|chief|founder|leiter)[\w &/-]{0,30}))"
)
_MAX_KPIS = 4
WORDS = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "zwölf": 12,
    "fünfzehn": 15,
    "zwanzig": 20,
}
COUNTED = (
    rf"\b({'|'.join(WORDS)}|\d{{1,3}})[\s-]*(?:\w+[\s-]+){{0,2}}(?:slides?|folien|seiten|pages?)\b"
)
_COUNTED = re.compile(COUNTED, re.IGNORECASE)


def slides_asked(prompt: str) -> int | None:
    """`10 slides`, `ten short slides`, `zwölf Folien`."""
    found = _COUNTED.search(prompt)
    if not found:
        return None
    word = found.group(1).casefold()
    return WORDS.get(word) or int(word)


def kpis_in(prompt: str) -> list[Json]:
    """Figures of the prompt with the words that follow them, as key figures."""
    out: list[Json] = []
    for match in _FIGURE.finditer(prompt):
        value, label = match.group("value").strip(" .,"), match.group("label").strip()
        if _NO_FIGURES.match(label) or re.fullmatch(r"(?:19|20)\d\d", value) or len(value) > 14:
            continue
        label = _TRAILING.sub("", label)
        if not label or _UNITS.fullmatch(label):
            continue
        shown = label[0].upper() + label[1:]
        if all(shown != known["label"] for known in out):
            out.append({"label": shown[:60], "value": value})
    return out[:_MAX_KPIS]


def people_in(prompt: str) -> list[Json]:
    """Names with a role: `Anna Berger (CEO)`, `Tom Weber, Head of Sales`."""
    found = [(m.group(1), m.group(2) or m.group(3)) for m in _PERSON.finditer(prompt)]
    return [{"name": name, "role": role.strip()} for name, role in dict(found).items()][:6]


def plain_sentences(prompt: str) -> list[str]:
    """Those whose figures and names have no slide of their own."""
    kpis, people = kpis_in(prompt), people_in(prompt)
    values = [str(kpi["value"]) for kpi in kpis] if len(kpis) >= 2 else []
    names = [str(one["name"]) for one in people] if len(people) >= 2 else []
    return [
        s
        for s in sentences_in(prompt)
        if not _COUNTED.search(s) and not _is_shown(s, values, names)
    ]


def _is_shown(sentence: str, values: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all figures, or a name, of the sentence are shown elsewhere."""
    figures = [m.group("value").strip(" .,") for m in _FIGURE.finditer(sentence)]
    told = bool(figures) and all(figure in values for figure in figures)
    return told or any(name in sentence for name in names)


def tagline_in(prompt: str, name: str) -> str | None:
    """What the prompt says that `name` is: `Lumo, an AI planner for clinics`."""
    found = re.search(
        rf"{re.escape(name)}\s*(?:,|is|ist|–|-)\s*((?:an?|the|eine?n?|der|die|das)\s[^.;:\n]{{6,90}})",
        prompt,
        re.IGNORECASE,
    )
    if not found:
        return None
    text = re.split(r",\s|\s(?:with|mit)\s", found.group(1))[0].strip()
    return text[0].upper() + text[1:]


def listed_items(items: Iterable[str], title: str) -> list[str]:
    """What the prompt lists, without the words around it: `with kickoff`, `8 slides`."""
    out: list[str] = []
    for item in items:
        words = re.sub(r"^(?:with|mit|for|für|covering|including)\s+", "", item.strip(), flags=re.I)
        words = without_looks(_COUNTED.sub("", words)).strip(" ,")
        if len(words) < 2 or words.casefold() in title.casefold():
            continue
        out.append(words[0].upper() + words[1:])
    return list(dict.fromkeys(out))


def sentences_in(prompt: str) -> list[str]:
    """What the prompt says beyond its first sentence, one sentence each."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", prompt.strip())
    return [p.strip(" -•\t").rstrip(".") for p in parts[1:] if 12 <= len(p.strip()) <= 160]
