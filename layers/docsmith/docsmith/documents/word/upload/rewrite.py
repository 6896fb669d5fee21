"""An edited upload as bytes."""

from docsmith.documents.word.compose.document import Composition


def rewritten(made: Composition) -> bytes:
    raise NotImplementedError
