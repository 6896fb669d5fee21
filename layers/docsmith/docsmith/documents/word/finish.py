"""From a composition to its file, new or edited."""

from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.parts.package import Finished, package_of
from docsmith.documents.word.upload.rewrite import rewritten


def finished(made: Composition, pages: Pages) -> Finished:
    """The file, with the block of each child of its body."""
    return package_of(made, pages) if made.story.original is None else rewritten(made, pages)
