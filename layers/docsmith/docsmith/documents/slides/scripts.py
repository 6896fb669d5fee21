"""Scripts without blanks between words: characters a full em wide, lines that break anywhere.

A line does not begin with a closing mark and does not end with an opening one. The shipped fonts
have none of these characters; whoever reads the deck sees them in a font of their own.
"""

import re

_WIDE = (
    "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
)
WIDE = re.compile(f"[{_WIDE}]")
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7a3]")
_CLOSING = "、。，．・：；？！’”）〕］｝〉》」』】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_OPENING = "‘“（〔［｛〈《「『【"
_PIECE = re.compile(
    f"[{_OPENING}]*(?:[{_WIDE}]|[^{_WIDE}\\s]+)[{_CLOSING}]*|[{_CLOSING}{_OPENING}]+"
)


def wide_count(text: str) -> int:
    """How many of the characters are a full em wide."""
    return len(WIDE.findall(text))


def pieces(word: str) -> list[str]:
    """What a line may be broken between, within a stretch without blanks."""
    return _PIECE.findall(word) if WIDE.search(word) else [word]


def language_tag(text: str, language: str) -> str:
    """The language in which a text is proofed, by its script, else that of the deck."""
    if WIDE.search(text):
        if _KANA.search(text):
            return "ja-JP"
        return "ko-KR" if _HANGUL.search(text) else "zh-CN" if language != "ja" else "ja-JP"
    return {"de": "de-DE", "ja": "ja-JP"}.get(language, "en-US")
