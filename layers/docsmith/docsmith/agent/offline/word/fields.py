"""Facts that a prompt labels: `Present: Anna, Ben`, `Absender: Jana Vogt, Ahornweg 3`."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.turns import Value

_LABELS = {
    "present": "present|attendees|attended by|participants|anwesende?|teilnehmer(?:innen|:innen)?|teilnehmende",
    "absent": "absent|apologies|excused|entschuldigt|abwesend",
    "sender": "sender|from|signed(?: by)?|absender(?:in)?|von|unterzeichnet",
    "recipient": "recipient|to|empfänger(?:in)?|an",
    "subject": "subject|re|betreff|betrifft",
    "date": "date|datum",
    "place": "place|location|venue|where|ort",
    "chair": "chair(?:ed by)?|leitung|vorsitz|sitzungsleitung",
    "writer": "minutes taken by|minute taker|taken by|protokollführung|protokollant(?:in)?",
}
_LABELLED = re.compile(
    "(?:^|[,.]\\s+|\\(\\s*)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")\s*:\s*(?P<value>[^\n]+?)\s*$",
    re.I,
)
NOTED = re.compile(
    r"^(?:(?:the |some |here are (?:the |some )?)?(?:facts?|notes?|details?|info(?:rmation)?|content|points?|"
    r"key points|data|background)|fakten|angaben|notizen|stichpunkte|inhalt|infos?|eckdaten)\s*:\s*",
    re.I,
)
"""A label that only says that facts follow."""


class Labelled(Value):
    """What a sentence says beside its labelled fact."""

    rest: str
    name: str = ""
    value: str = ""


def labelled(segment: str) -> Labelled:
    """The labelled fact at the end of a sentence."""
    match = _LABELLED.search(segment)
    name = next((n for n in _LABELS if match and match.group(n)), "")
    if match is None:
        return Labelled(rest=segment)
    rest = segment[: match.start()].strip(" ,.(")
    return Labelled(rest=rest, name=name, value=match.group("value").strip(" .)"))


def listed(value: str) -> tuple[str, ...]:
    """`Anna, Ben and Tom` one by one."""
    parts = re.split(r"\s*[,;]\s*(?:and\s+|und\s+)?|\s+(?:and|und|&)\s+", value.strip(" ."))
    return tuple(part for part in parts if part)
