"""What is known of a document by its kind alone: its format, the file's ending and media type."""

from typing import Literal

from docsmith.domain.task import Kind

_ENDINGS = {Kind.EXCEL: "xlsx", Kind.WORD: "docx", Kind.SLIDES: "pptx"}
_FAMILIES = {
    Kind.EXCEL: "spreadsheetml.sheet",
    Kind.WORD: "wordprocessingml.document",
    Kind.SLIDES: "presentationml.presentation",
}
_FORMATS: dict[Kind, Literal["excel", "word", "slides"]] = {
    Kind.EXCEL: "excel",
    Kind.ANALYZE: "excel",
    Kind.WORD: "word",
    Kind.SLIDES: "slides",
    Kind.OUTLINE: "slides",
}


def format_of(kind: Kind) -> Literal["excel", "word", "slides"] | None:
    """The format of the document that a task is about; None for short texts."""
    return _FORMATS.get(kind)


def ending_of(kind: Kind) -> str:
    return _ENDINGS[kind]


def media_type_of(kind: Kind) -> str:
    return f"application/vnd.openxmlformats-officedocument.{_FAMILIES[kind]}"
