"""What a document may not bring along: macros, templates and objects loaded from elsewhere, fields
that start programs, entities in any part, more paragraphs than anybody reads.

Links and pictures that lie elsewhere stay as they are; nothing here follows them.
"""
# pyright: basic

import re
from functools import lru_cache

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.ooxml.reading import Package, open_package, refuse_entities
from docsmith.documents.word.upload.names import Element, w

MAX_PARAGRAPHS = 40_000
_MAX_XML = 120 * 1024**2
_LOADED = frozenset({"attachedTemplate", "oleObject", "subDocument", "aFChunk", "frame", "control"})
"""What Word fetches by itself when it opens the file."""
_ELSEWHERE = re.compile(r"^(?:https?:|ftp:|\\\\|//|file:/{2,5}[^/\\]*\.[^/\\]*/|file:\\\\)", re.I)
_STARTS = re.compile(r"^\s*DDE(?:AUTO)?\b", re.I)


@lru_cache(maxsize=8)
def refuse_parts(content: bytes) -> None:
    """Refuse what the package holds; asked again for the same file, nothing is read again."""
    package = open_package(content)
    if b"vbaProject" in package.read("[Content_Types].xml"):
        raise UnreadableFile("the file contains macros; save it as .docx")
    texts = [name for name in package.names if name.endswith((".xml", ".rels"))]
    if sum(package.infos[name].file_size for name in texts) > _MAX_XML:
        raise UnreadableFile("the texts of the file unpack to more than 120 MB")
    for name in texts:
        refuse_entities(package.read(name), name)
        if name.endswith(".rels"):
            _refuse_loaded(package, name)


def refuse_active(root: Element) -> None:
    """Refuse fields that start programs, and texts without measure."""
    count = sum(1 for _ in root.iter(w("p")))
    if count > MAX_PARAGRAPHS:
        raise UnreadableFile(
            f"the document has {count:,} paragraphs; at most {MAX_PARAGRAPHS:,} are read"
        )
    for paragraph in root.iter(w("p")):
        codes = "".join(code.text or "" for code in paragraph.iter(w("instrText")))
        simple = (field.get(w("instr"), "") for field in paragraph.iter(w("fldSimple")))
        if any(_STARTS.match(code) for code in (codes, *simple)):
            raise UnreadableFile("the file contains a DDE field, which starts another program")


def _refuse_loaded(package: Package, name: str) -> None:
    folder, _, base = name.rpartition("_rels/")
    for relation in package.relations(f"{folder}{base.removesuffix('.rels')}"):
        kind = relation.kind.rpartition("/")[2]
        if relation.external and kind in _LOADED and _ELSEWHERE.match(relation.target):
            what = "a template" if kind == "attachedTemplate" else "an object"
            raise UnreadableFile(f"the file loads {what} from {relation.target[:80]}")
