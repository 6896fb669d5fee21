"""A prompt in sentences, lines and clauses: where one ends, and how it reads as a sentence."""

import re

from docsmith.agent.offline.word.quotes import outside_quotes

_ENDS = re.compile(
    r"(?<=[.!?])\s+(?=[\"“„(']?[A-ZÄÖÜ0-9])|(?<=[.!?][\"”“’»'])\s+(?=[A-ZÄÖÜ0-9])|"
    r"(?:(?<=[a-zäöüß]{3}[.!?])|(?<=[%)][.!?])|(?<=\d{3}[.!?]))(?<!Ltd\.)(?<!Inc\.)(?<!etc\.)(?<!usw\.)"
    r"\s+(?=[a-zäöü])|"
    r";\s*|\n+\s*(?:[-*•–]\s+|\d+[.)]\s+)?"
)
_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Klasse|Quartal|Halbjahr|Stock|Etage|Auflage|Platz)\b",
    re.I,
)
"""What follows `15.` in a German date, or an ordinal."""
_ABBREVIATIONS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|z\.B|d\.h|ca|bzw|e\.g|i\.e|approx|incl|inkl|excl|exkl|zzgl|max|"
    r"min|vs|Tel|Abs|Art|\w*str|Std|vgl|ggf|evtl|Abt)\.$|^\d{1,2}\.$",
    re.I,
)
_DASHES = re.compile(r"(?<=[a-z.?!,)\d])\s+[-•]\s+(?=[^\W\d_])")
"""Points of a list in one line."""
_BEGINNING = re.compile(r"^(?:and|und|that|dass|also|it should say that)\s+", re.I)


def segments_of(prompt: str) -> list[str]:
    """Sentences, lines and clauses, in order; abbreviations and quotations do not end one."""
    out: list[str] = []
    for part in _parts(prompt.strip()):
        dated = bool(out) and out[-1][-3:].strip(".")[-1:].isdigit() and _MONTH.match(part)
        if out and (dated or _ABBREVIATIONS.search(out[-1])):
            out[-1] = f"{out[-1]} {part}"
        elif part.strip():
            out.append(part.strip())
    return out


def _parts(text: str) -> list[str]:
    if len(_DASHES.findall(text)) > 1:
        text = _DASHES.sub("\n- ", text)
    out: list[str] = []
    start = 0
    for match in _ENDS.finditer(text):
        if outside_quotes(text, match.start()):
            out.append(text[start : match.start()])
            start = match.end()
    return [*out, text[start:]]


def sentence(text: str) -> str:
    """A statement as a sentence: capital first, full stop last."""
    clean = capital(_BEGINNING.sub("", text.strip(" ,;-–")))
    return clean if clean.endswith((".", "!", "?", ":")) else f"{clean}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
