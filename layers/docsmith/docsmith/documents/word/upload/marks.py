"""Names and numbers that a document has given already: ours come after them."""
# pyright: basic

from collections.abc import Iterator

from docsmith.documents.word.upload.names import Element, w
from docsmith.documents.word.upload.original import Original

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_BOOKMARK = "bookmarkStart"
_MOST = 2_000_000_000


def bookmark_names(original: Original) -> frozenset[str]:
    """The names of all bookmarks in the package. Word takes two that differ in case as one."""
    found = (mark.get(w("name")) for tree in _trees(original) for mark in tree.iter(w(_BOOKMARK)))
    return frozenset(name.casefold() for name in found if name)


def highest_id(original: Original) -> int:
    """The highest number that a drawing or bookmark of the package has."""
    ids: list[int] = []
    for tree in _trees(original):
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2]
            given = element.get("id") if name in {"docPr", "cNvPr"} else None
            given = element.get(w("id")) if name == _BOOKMARK else given
            if given and given.isdigit():
                ids.append(int(given))
    return min(max(ids, default=0), _MOST)


def _trees(original: Original) -> Iterator[Element]:
    """The body and every part beside it that holds paragraphs."""
    yield original.root
    yield from original.related_trees(*_STORIES)
