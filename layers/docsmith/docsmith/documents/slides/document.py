"""The document interface for slide decks: apply, read, check, fold.

Nothing is kept between turns but the operations. Each call replays them into a `Deck`, draws it and
reads the finished package back as a reader would, so that checks judge the file and not our intent.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docsmith.documents.errors import DocumentError, OperationRefused
from docsmith.documents.model import Applied, Document, Finding, OperationError, Scope, View
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.slides.answers import computed_of
from docsmith.documents.slides.base.editing import edited_package
from docsmith.documents.slides.checking import findings_of_deck
from docsmith.documents.slides.checks import CHECK_IDS
from docsmith.documents.slides.deck import Deck
from docsmith.documents.slides.inspection import view_of
from docsmith.documents.slides.package import new_package
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.projection import project_deck
from docsmith.documents.slides.replay import attempt, replayed


def apply(document: Document, ops: Sequence[OperationBase]) -> Applied:
    """The document with the batch applied, or the one that came in with the reasons why not."""
    changes, errors = attempt(document, ops)
    if errors:
        return Applied(document, errors=errors)
    deck = changes.deck
    touched = [s.id for s in deck.slides if s.id in changes.touched or changes.everything]
    return Applied(
        document=replace(document, ops=(*document.ops, *ops)),
        changed=tuple(touched),
        computed=computed_of(deck, touched),
        findings=findings_of_deck(deck, built(deck), document.base),
    )


def read(document: Document, scope: Scope) -> View:
    """A page of the deck: its outline, or one slide."""
    deck = replayed(document)
    return view_of(deck, built(deck), scope)


def check(document: Document) -> tuple[Finding, ...]:
    """Every fault the checks find."""
    deck = replayed(document)
    return findings_of_deck(deck, built(deck), document.base)


def checks() -> tuple[str, ...]:
    """The ids of all checks."""
    return CHECK_IDS


def fold(document: Document) -> bytes:
    """The finished .pptx; its bytes depend on base, operations and inputs alone."""
    return built(replayed(document)).package()


def project(document: Document) -> dict[str, Any]:
    """The deck as the editor draws it."""
    deck = replayed(document)
    return project_deck(deck, built(deck))


def refusals(document: Document) -> tuple[OperationError, ...]:
    """Why the document's own operations are refused, tried as one batch."""
    return attempt(replace(document, ops=()), document.ops)[1]


def built(deck: Deck) -> Parts:
    """The package of a deck. Raises `DocumentError` when a slide cannot be drawn."""
    try:
        return new_package(deck) if deck.uploaded is None else edited_package(deck)
    except OperationRefused as refused:
        raise DocumentError(f"{refused.path}: {refused.reason}") from refused
