"""Why a deck that stands cannot be given what was asked, in words."""

from collections.abc import Sequence

from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list, as_object

_TITLES = ("title", "ctrTitle")
_UNTITLED = {
    "en": "No layout of this deck has a placeholder for a title, so no slide with a title can be "
    "added; add such a layout to the slide master first. Nothing was changed.",
    "de": "Kein Layout dieser Präsentation hat einen Platzhalter für einen Titel; eine Folie mit "
    "Titel lässt sich deshalb nicht ergänzen. Bitte zuerst im Folienmaster ein solches Layout "
    "anlegen. Es wurde nichts geändert.",
}
_MISSING = {
    "en": "There is no slide {number}; the deck has {count}. Nothing was changed.",
    "de": "Es gibt keine Folie {number}; die Präsentation hat {count}. Es wurde nichts geändert.",
}
_UNKNOWN = {
    "en": "The offline author can add, delete, move, copy and retitle slides, set notes and looks, "
    "and add charts from data; it did not understand this request.",
    "de": "Der Offline-Autor kann Folien ergänzen, löschen, verschieben, kopieren und umbenennen, "
    "Notizen und Aussehen setzen und Diagramme aus Daten ergänzen; diesen Auftrag hat er nicht "
    "verstanden.",
}


def not_understood(language: Language) -> str:
    return _UNKNOWN[language]


def no_such_slide(numbers: Sequence[int], count: int, language: Language) -> str | None:
    """The first of the slides asked for that the deck does not have."""
    missing = next((n for n in numbers if not 1 <= n <= count), None)
    return None if missing is None else _MISSING[language].format(number=missing, count=count)


def without_titles(outline: Json, ops: Sequence[Json], language: Language) -> str | None:
    """A new slide has to have a title, for which an uploaded deck may have no layout."""
    adds = any("content" in op for op in ops)
    if not adds or not outline.get("uploaded") or _titled(outline):
        return None
    return _UNTITLED[language]


def _titled(outline: Json) -> bool:
    """Whether some layout has a title, by the type that each placeholder's line starts with."""
    layouts = as_object(outline.get("layouts")).values()
    return any(str(line).split(" ")[0] in _TITLES for one in layouts for line in as_list(one))
