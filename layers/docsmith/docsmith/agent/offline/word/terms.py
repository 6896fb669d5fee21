"""The terms of an offer as the prompt says them: for whom, for how much, when, until when."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.word.naming import DATE_TEXT, named_after
from docsmith.agent.offline.word.segments import sentence
from docsmith.agent.offline.word.statements import Said
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Value

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_TAX = re.compile(
    r"\b(?:plus|excl(?:uding|usive of|\.)?|without|net of|incl(?:uding|usive of|\.)?|zzgl\.?|zuzüglich|ohne|inkl\.?|inklusive|einschließlich)\s+"
    r"(?:the\s+|der\s+)?(?:VAT|sales tax|tax|MwSt\.?|USt\.?|Umsatzsteuer|Mehrwertsteuer)(?!\w)",
    re.I,
)
_PERIOD = re.compile(
    rf"\b(?P<first>\d{{1,2}}\.?(?=\s*[-–])|{DATE_TEXT})\s*(?:-|–|—|to|until|till|bis(?:\s+zum)?)\s*(?P<last>{DATE_TEXT})",
    re.I,
)
_START = re.compile(
    rf"\b(?:start(?:s|ing)?(?: date)?|begin(?:s|ning)?|beginn(?:t|end)?)(?:\s+(?:on|am|ab|is|ist))?:?\s+(?P<day>{DATE_TEXT})",
    re.I,
)
_VALID = re.compile(
    rf"\b(?:valid|gültig|holds?|gilt)\s+(?:until|till|bis)(?:\s+zum)?\s+(?P<day>{DATE_TEXT})", re.I
)
_PRICED = re.compile(
    r"^(?:(?:the )?(?:total|price|cost|fee)|gesamt(?:preis)?|preis|kosten)\b[^.]{0,60}\d", re.I
)


def _unnamed(pattern: re.Pattern[str]) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)


_TERM = re.compile(
    rf"^(?:(?:for|at|in|für|zu|zum preis von|within|over)\s+)?(?:[€$£]\s?[\d.,]+k?|[\d.,]+\s?(?:€|EUR|USD|GBP|Euro))(?:\s+{_TAX.pattern})?$|"
    rf"^(?:(?:in|within|over|for|für|über)\s+)?\d+\s+(?:weeks?|months?|days?|wochen?|monaten?|tagen?)$|"
    rf"^(?:{_unnamed(_START)}|{_unnamed(_VALID)})$",
    re.I,
)


class Terms(Value):
    """Empty where the prompt does not say it. Dates stand in its own words."""

    party: str = ""
    amount: float | None = None
    currency: str | None = None
    tax: str = ""
    """`plus VAT`, where it is said."""
    weeks: int | None = None
    first: str = ""
    last: str = ""
    valid: str = ""

    def price(self, language: Language) -> str:
        """`£14,200 plus VAT`; empty without an amount."""
        if self.amount is None:
            return ""
        return f"{money(self.amount, self.currency, language)} {self.tax}".strip()


def terms_of(brief: Brief, said: Said) -> Terms:
    text = brief.prompt
    amount, tax = brief.money(), _TAX.search(text)
    period, start, valid = _PERIOD.search(text), _START.search(text), _VALID.search(text)
    return Terms(
        party=said.fields.get("recipient", "").partition(",")[0] or _party(brief, said),
        amount=amount.value if amount else None,
        currency=(amount.currency if amount else None) or brief.currency,
        tax=tax.group() if tax else "",
        weeks=brief.weeks,
        first=period.group("first") if period else start.group("day") if start else "",
        last=period.group("last") if period else "",
        valid=valid.group("day") if valid else "",
    )


def is_term(statement: str) -> bool:
    """Whether a sentence only names the price or the dates, which stand elsewhere."""
    rest = statement
    for pattern in (_START, _VALID, _PERIOD):
        rest = pattern.sub("", rest)
    return bool(_PRICED.match(statement)) or len(rest.split()) < 2


def without_terms(statement: str) -> str:
    """A sentence without the clauses that only name price, time or dates."""
    clauses = re.split(r",\s+", statement.rstrip("."))
    kept = [clause for clause in clauses if not _TERM.match(clause)]
    return sentence(", ".join(kept)) if kept else ""


def money(value: float, currency: str | None, language: Language) -> str:
    sign = _SIGNS.get(currency or "", currency or "")
    text = f"{value:,.2f}".removesuffix(".00")
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
        return f"{text}\u00a0{sign}".strip()
    return f"{sign}{text}" if len(sign) == 1 else f"{sign}\u00a0{text}".strip()


def _party(brief: Brief, said: Said) -> str:
    named = named_after(said.instruction, "for", "to", "client", "customer", "für", "an", "Kunde")
    return named or (brief.party or "").partition(". ")[0]
