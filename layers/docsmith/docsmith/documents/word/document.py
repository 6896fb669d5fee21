"""The document interface for texts: apply, read, check, fold.

Nothing is kept between turns but the operations: each call replays them into a `Story` and composes
it into nodes. Written by hand as XML, not through python-docx, so that one writer serves new and
uploaded documents, bytes follow from operations alone, and no foreign template shows through.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docsmith.documents.model import Applied, Document, Finding, OperationError, Scope, View
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.word.checks.table import CHECKS, findings_of
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.computed import computed_figures
from docsmith.documents.word.finish import finished
from docsmith.documents.word.inspection import view_of
from docsmith.documents.word.pages.balance import laid_out
from docsmith.documents.word.pages.estimate import Pages
from docsmith.documents.word.projection import project_text
from docsmith.documents.word.replay import attempt, replayed
from docsmith.documents.word.story import Story

MAX_COMPUTED = 200


def apply(document: Document, ops: Sequence[OperationBase]) -> Applied:
    """The document with the batch applied, or the one that came in with the reasons why not."""
    changes, errors = attempt(document, ops)
    if errors:
        return Applied(document, errors=errors)
    made, pages = laid_out(changes.story)
    return Applied(
        document=replace(document, ops=(*document.ops, *ops)),
        changed=tuple(dict.fromkeys(changes.touched)),
        computed=_computed(changes.story),
        findings=findings_of(made, pages, document.base),
    )


def read(document: Document, scope: Scope) -> View:
    """A page of the document."""
    made, pages = composed(document)
    return view_of(made, pages, scope)


def check(document: Document) -> tuple[Finding, ...]:
    """Every fault the checks find."""
    made, pages = composed(document)
    return findings_of(made, pages, document.base)


def checks() -> tuple[str, ...]:
    """The ids of all checks."""
    return tuple(check.id for check in CHECKS)


def fold(document: Document) -> bytes:
    """The finished .docx; its bytes depend on base, operations and inputs alone."""
    made, pages = composed(document)
    return finished(made, pages).content


def project(document: Document) -> dict[str, Any]:
    """The document as the editor draws it."""
    made, pages = composed(document)
    return project_text(made, pages)


def refusals(document: Document) -> tuple[OperationError, ...]:
    """Why the document's own operations are refused, tried as one batch."""
    return attempt(replace(document, ops=()), document.ops)[1]


def composed(document: Document) -> tuple[Composition, Pages]:
    return laid_out(replayed(document).story)


def _computed(story: Story) -> dict[str, str]:
    """The figures as sentences will say them."""
    return dict(list(computed_figures(story).items())[:MAX_COMPUTED])
