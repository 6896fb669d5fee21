"""Open a document that somebody sent, or say in one sentence why it cannot be read."""
# pyright: basic

import re

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Kind, Package, main_part, open_package
from docsmith.documents.word.upload.names import value, w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.vetting import refuse_active, refuse_parts

_DOCUMENT = Kind("wordprocessingml", "document", "Word document", ".docx")


def open_original(content: bytes) -> Original:
    """Raises `UnreadableFile` with one sentence for the person who sent the file."""
    package = open_package(content)
    refuse_parts(content)
    part, root = main_part(package, _DOCUMENT)
    body = root.find(w("body"))
    if body is None:
        raise UnreadableFile("the document has no body")
    refuse_active(root)
    children = [child for child in body if isinstance(child.tag, str)]
    kept = [c for c in children if c.tag != w("sectPr")]
    elements = {str(i): child for i, child in enumerate(kept, 1)}
    styles, language = _styles(package, part)
    return Original(package, part, root, elements, styles, language)


def _styles(package: Package, part: str) -> tuple[dict[str, tuple[str, str, int]], str]:
    """The styles by id, and the language that the document says it is in."""
    name = package.related(part, "styles")
    if name is None or name not in package.infos:
        return {}, "en"
    root = package.xml(name)
    found: dict[str, tuple[str, str, int]] = {}
    for style in root.findall(w("style")):
        outline = value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
        found[style.get(w("styleId"), "")] = (
            value(style.find(w("name"))),
            value(style.find(w("basedOn"))),
            level,
        )
    tag = value(root.find(f"{w('docDefaults')}//{w('lang')}"))
    return found, tag if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag) else "en"
