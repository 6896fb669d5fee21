"""A request without the words that only say how the deck shall be: how long, how it looks.

What is left begins with what is wanted.
"""

import re

from docsmith.agent.offline.slides.facts import COUNTED
from docsmith.agent.offline.slides.looks import without_looks

_POLITE = (
    r"(?:please|bitte|hi|hello|hallo|hey|can you|could you|would you|kannst du|könntest du|i need|"
    r"we need|i want|i'd like|we'd like|i would like|we would like|i have to give|ich brauche|"
    r"wir brauchen|ich hätte gern(?:e)?|ich möchte|wir möchten|help me|let's|to)"
)
_VERB = (
    r"(?:create|make|build|generate|prepare|write|produce|set up|design|draft|give|show|do|need|"
    r"put together|present|outline|erstelle?n?|erzeuge|baue?|mache?|schreibe?|generiere|bereite|"
    r"entwirf|gestalte)"
)
_LEAD = re.compile(
    rf"^\W*(?:{_POLITE}\b[\s,]*)*(?:{_VERB}\b\s*)?(?:(?:me|us|mir|uns)\s+)?"
    rf"(?:(?:an?|the|my|some|eine?[nmrs]?|den|die|das|ein paar)\s+(?=.*\b(?:deck|presentation|talk|"
    rf"slides|slideshow|powerpoint|pptx?|keynote|präsentation|foliensatz|folien|vortrag)\b))?",
    re.I,
)
_LENGTH = re.compile(
    r"[,(]?\s*\b(?:(?:of|with|in|mit|aus|auf|on|about|around|roughly|exactly|max(?:imum)?|etwa|ca|"
    r"circa|genau|höchstens)\.?\s+)*" + COUNTED + r"(?:\s+(?:long|please|bitte|deck))?\)?",
    re.I,
)
_COUNTED_FIRST = re.compile(
    rf"^\W*{COUNTED}(?=\s*(?::|on\b|about\b|for\b|zu[mr]?\b|über\b|für\b))", re.I
)
_SIZED = re.compile(r"\b(\d{1,3}|\w+)-(?:slide|page)\s+(?=\w)", re.I)
_LISTENERS = re.compile(
    r"\s+(?:for|für)\s+(?:the\s+|our\s+|my\s+|an?\s+|den\s+|die\s+|das\s+|unsere[nr]?\s+)?"
    r"(?:(?:steering|executive)\s+)?(?:board|management|team|leadership|executives|investors|"
    r"steering committee|vorstand|geschäftsführung|beirat|lenkungskreis|investoren)\b"
    r"(?:\s+meeting)?",
    re.I,
)


def without_wishes(prompt: str) -> str:
    """The first sentence's words about the thing itself."""
    text = _COUNTED_FIRST.sub("slides", prompt, count=1)
    text = without_looks(_LISTENERS.sub("", _LENGTH.sub("", _SIZED.sub("", text))))
    return _LEAD.sub("", text, count=1).strip(" ,")
