"""What is known of a document by its kind alone: the file's ending and media type."""

from docsmith.domain.task import Kind

_ENDINGS = {Kind.EXCEL: "xlsx", Kind.WORD: "docx", Kind.SLIDES: "pptx"}
_FAMILIES = {
    Kind.EXCEL: "spreadsheetml.sheet",
    Kind.WORD: "wordprocessingml.document",
    Kind.SLIDES: "presentationml.presentation",
}


def ending_of(kind: Kind) -> str:
    return _ENDINGS[kind]


def media_type_of(kind: Kind) -> str:
    return f"application/vnd.openxmlformats-officedocument.{_FAMILIES[kind]}"
