"""What sources remark of themselves, in the language of the document."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from docsmith.documents.word.language import Language


def remark_in(language: Language, remark: str) -> str:
    """The remark in the language; as it is where there is no word for it."""
    for entry in _remarks():
        match = re.fullmatch(entry["pattern"], remark)
        if match and language.code in entry:
            return entry[language.code].format(**match.groupdict())
    return remark


@cache
def _remarks() -> list[dict[str, str]]:
    text = files(__package__ or "").joinpath("remarks.toml").read_text("utf-8")
    return tomllib.loads(text)["remark"]
