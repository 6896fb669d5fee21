"""What a package says of itself in its core properties."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from docsmith.documents.ooxml.reading import open_package

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def title_of(content: bytes) -> str:
    """The title of a document, in one line; empty when it has none. Raises `UnreadableFile`."""
    package = open_package(content)
    part = package.related("", "core-properties")
    if part is None or part not in package.names:
        return ""
    return " ".join((package.xml(part).findtext(_TITLE) or "").split())
