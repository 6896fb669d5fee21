"""Preflight as values: what a validator sees and answers, and the rule that needs no model."""

import re

from docsmith.agent.turns import Value

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


class Metadata(Value):
    """All that a validator may see of a request: counts, never content."""

    prompt: str
    format: str
    mode: str = "action"
    images: int = 0
    data_sources: int = 0
    reference_files: int = 0
    brand: bool = False


class Verdict(Value):
    """`missing` is a subset of images, data_sources, reference_files, brand."""

    valid: bool
    missing: tuple[str, ...] = ()
    reason: str | None = None
    detected_intents: tuple[str, ...] = ()


class OfflineValidator:
    """Refuses only what a request itself says: it speaks of an attachment and brings no file."""

    def judge(self, metadata: Metadata) -> Verdict:
        """Deterministic; sees the prompt's words and the counts."""
        if metadata.images + metadata.data_sources + metadata.reference_files:
            return Verdict(valid=True)
        missing = tuple(name for name, asks in _ASKS_FOR.items() if asks.search(metadata.prompt))
        if not missing:
            return Verdict(valid=True)
        words = " and ".join(name.replace("_", " ") for name in missing)
        reason = f"The prompt speaks of attached {words}, but none came with the request."
        return Verdict(valid=False, missing=missing, reason=reason)
