"""Text in XML: escaped, and without the characters that XML cannot hold."""

import re
from functools import lru_cache

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """For element content and double-quoted attributes."""
    text = _ILLEGAL.sub("", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r\n", "\n").replace("\r", "\n")


def attribute(text: str) -> str:
    """For attributes, where a line break would be read as a blank."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
