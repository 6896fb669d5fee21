"""All checks, in the order in which their findings are told."""

from docsmith.documents.model import Finding
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.pages.estimate import Pages


def findings_of(made: Composition, pages: Pages) -> tuple[Finding, ...]:
    """The findings of all checks."""
    return ()
