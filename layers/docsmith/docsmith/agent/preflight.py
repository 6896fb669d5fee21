"""Preflight as values: what a validator sees and answers, and the rule that needs no model."""

import re

from pydantic import Field, ValidationError

from docsmith.agent.turns import Json, Usage, Value

PARTS = ("images", "data_sources", "reference_files", "brand")
INTENTS = ("visual_first", "data_heavy", "financial_model", "text_heavy", "follow_up")
VERDICT_SCHEMA: Json = {
    "type": "object",
    "properties": {
        "valid": {"type": "boolean"},
        "missing": {"type": "array", "items": {"type": "string", "enum": list(PARTS)}},
        "reason": {"type": "string"},
        "detected_intents": {"type": "array", "items": {"type": "string", "enum": list(INTENTS)}},
    },
    "required": ["valid", "missing", "reason", "detected_intents"],
    "additionalProperties": False,
}

_ASKS_FOR = {
    "data_sources": re.compile(
        r"\b(attached|uploaded|enclosed|provided|angehängte[nrsm]?|beigefügte[nrsm]?|"
        r"hochgeladene[nrsm]?)\s+(\w+\s+){0,2}"
        r"(csv|data|dataset|spreadsheet|workbook|excel|xlsx|file|daten|datei|tabelle)\b",
        re.IGNORECASE,
    ),
    "images": re.compile(
        r"\b(attached|uploaded|enclosed|provided|angehängte[nrsm]?|beigefügte[nrsm]?)\s+"
        r"(\w+\s+){0,2}(images?|photos?|pictures?|logos?|bild(er)?|fotos?)\b",
        re.IGNORECASE,
    ),
    "reference_files": re.compile(
        r"\b(attached|uploaded|enclosed|provided|angehängte[nrsm]?|beigefügte[nrsm]?)\s+"
        r"(\w+\s+){0,2}(document|report|pdf|contract|deck|presentation|dokument|bericht)\b",
        re.IGNORECASE,
    ),
}


_INTENT_WORDS = {
    "financial_model": re.compile(
        r"\b(financial model|3-statement|three-statement|p&l|cash ?flow|balance sheet|forecast|"
        r"finanzmodell|bilanz|gewinn- und verlust|liquiditätsplan)\b",
        re.IGNORECASE,
    ),
    "visual_first": re.compile(
        r"\b(photos?|pictures?|gallery|moodboard|lookbook|visual(ly)?|fotos?|bilder)\b",
        re.IGNORECASE,
    ),
}


class Metadata(Value):
    """All that a validator may see of a request: counts, never content."""

    prompt: str
    format: str
    mode: str = "action"
    images: int = 0
    data_sources: int = 0
    reference_files: int = 0
    brand: bool = False

    @property
    def lacking(self) -> frozenset[str]:
        """The parts that the request does not bring."""
        return frozenset(part for part in PARTS if not getattr(self, part))


class Verdict(Value):
    """`missing` is a subset of `PARTS`. `usage` is what judging took; clients are not told."""

    valid: bool
    missing: tuple[str, ...] = ()
    reason: str | None = None
    detected_intents: tuple[str, ...] = ()
    usage: Usage = Field(default=Usage(), exclude=True)


def read_verdict(text: str, metadata: Metadata) -> Verdict | None:
    """A model's verdict; None for nonsense, such as a refusal for want of what is there."""
    try:
        told = Verdict.model_validate_json(text)
    except ValidationError:
        return None
    intents = tuple(intent for intent in told.detected_intents if intent in INTENTS)
    if told.valid:
        return Verdict(valid=True, detected_intents=intents)
    missing = tuple(part for part in PARTS if part in told.missing)
    if not missing or not set(missing) <= metadata.lacking or not told.reason:
        return None
    return Verdict(valid=False, missing=missing, reason=told.reason, detected_intents=intents)


class OfflineValidator:
    """Refuses only what a request itself says: it speaks of an attachment and brings no file."""

    def judge(self, metadata: Metadata) -> Verdict:
        """Deterministic; sees the prompt's words and the counts."""
        intents = _intents(metadata)
        if metadata.images + metadata.data_sources + metadata.reference_files:
            return Verdict(valid=True, detected_intents=intents)
        missing = tuple(name for name, asks in _ASKS_FOR.items() if asks.search(metadata.prompt))
        if not missing:
            return Verdict(valid=True, detected_intents=intents)
        words = " and ".join(name.replace("_", " ") for name in missing)
        reason = f"The prompt speaks of attached {words}, but none came with the request."
        return Verdict(valid=False, missing=missing, reason=reason, detected_intents=intents)


def _intents(metadata: Metadata) -> tuple[str, ...]:
    found = [name for name, words in _INTENT_WORDS.items() if words.search(metadata.prompt)]
    data = ["data_heavy"] if metadata.data_sources else []
    return tuple(intent for intent in INTENTS if intent in {*found, *data})
