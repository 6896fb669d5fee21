"""Requests that are answered in words: short texts, questions about a workbook, outlines of decks.

Each is a generation request with a field or two of its own; what only documents use is ignored.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from docsmith.domain.generation import (
    FileId,
    GenerationRequest,
    Prompt,
    not_blank,
    without_controls,
)
from docsmith.domain.task import Mode

Text = Annotated[
    str,
    Field(min_length=1, max_length=50_000),
    AfterValidator(without_controls),
    AfterValidator(not_blank),
]
Tone = Annotated[str, Field(min_length=1, max_length=100)]


def _only_ask(mode: Mode) -> Mode:
    if mode is not Mode.ASK:
        raise ValueError("must be ask: an analysis changes nothing")
    return mode


class TextRequest(GenerationRequest):
    """How a text should sound, and how long it may be."""

    tone: Tone | None = None
    max_words: Annotated[int, Field(strict=True, ge=1, le=5_000)] | None = None


class HumanizeRequest(TextRequest):
    """A text to be made readable."""

    prompt: Prompt = "Humanize the text."
    text: Text


class RewriteRequest(TextRequest):
    """A text, and in `prompt` what is to change."""

    prompt: Prompt = "Rewrite the text so that it is clear."
    text: Text


class NewContentRequest(TextRequest):
    """What to write."""


class AnalyzeRequest(GenerationRequest):
    """A question about a workbook: the one in `init_file` (or `file_id`), of a run, or of data."""

    mode: Annotated[Mode, AfterValidator(_only_ask)] = Mode.ASK
    file_id: FileId | None = Field(default=None, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _file_is_init(cls, given: Any) -> Any:
        """`file_id` means the same as `init_file`."""
        if isinstance(given, dict) and "file_id" in given and "init_file" not in given:
            return {**given, "init_file": given["file_id"]}  # pyright: ignore[reportUnknownVariableType]
        return given  # pyright: ignore[reportUnknownVariableType]


class OutlineRequest(GenerationRequest):
    """A deck to be outlined, with about so many slides."""

    slides: Annotated[int, Field(strict=True, ge=1, le=60)] | None = None
