"""Texts that speak of the data before: what they quote was computed then and is typed in now.

A quoted figure is recognised by its digits: it is one that the document showed over the old data
and does not show over the new. A remark that the source itself gave rise to counts as well. What
cannot be recognised this way (a difference somebody worked out, a claim without a figure) is not
found; texts that must follow the data belong into `{{figures}}`, `tell` and formulas.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from docsmith.documents.model import Document, Input
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.rebinding.quoted import Quote, quotes_in
from docsmith.documents.rebinding.rewriting import values_in
from docsmith.documents.rebinding.schema import changed_slots
from docsmith.documents.rebinding.shown import Shown, shown
from docsmith.documents.sources.opened import source_table

_HINT = {
    "excel": "Write it as a formula over the data, or take it out in the source run.",
    "word": "Name it as {{figure}} of an operation `figures`, or take it out in the source run.",
    "slides": "Let the slide `tell` it, or take it out in the source run.",
}


def stale_misfits(
    before: Document, after: Document, own: Sequence[OperationBase]
) -> tuple[Misfit, ...]:
    """Of the plan's `own` operations, the texts that quote what only the old data bore out."""
    slots = changed_slots(before.inputs, after.inputs)
    if not slots:
        return ()
    old, new = shown(before), cache(lambda: shown(after))  # the new one only if a text asks
    remarks = _remarks(before.inputs, slots) - _remarks(after.inputs, slots)
    return tuple(
        misfit
        for index, op in enumerate(own)
        for path, text in values_in(op)
        for misfit in _of_text(f"ops[{index}].{path}", text, old, new, remarks, after.format)
    )


def _of_text(
    path: str,
    text: str,
    old: Shown,
    new: Callable[[], Shown],
    remarks: frozenset[str],
    format: str,
) -> Iterator[Misfit]:
    """One finding a text, of the first thing in it that is recognised."""
    if text.startswith("="):
        return
    quoted = next((q for q in quotes_in(text) if q.telling and _is_in(q, old.figures)), None)
    remark = next((remark for remark in remarks if remark in text), None)
    if quoted is None and remark is None:
        return
    if text not in new().texts or (
        remark is None and quoted is not None and _is_in(quoted, new().figures)
    ):
        return
    said = f"'{remark}'" if remark else f"{quoted.text if quoted else ''}"
    reason = f"it says {said}, which the data before showed: {_short(text)}"
    yield Misfit(path, reason, _HINT[format], stale=True)


def _is_in(quote: Quote, figures: Sequence[float]) -> bool:
    """Whether one of these, which are in order, is within its reach."""
    nearest = bisect_left(figures, quote.value - quote.reach)
    return nearest < len(figures) and quote.means(figures[nearest])


def _remarks(inputs: Mapping[str, Input], slots: Sequence[str]) -> frozenset[str]:
    """What reading the sources had to say of them."""
    tables = [source_table(inputs[slot]) for slot in slots]
    of_columns = (
        note for table in tables for column in table.columns for note in column.stats.notes
    )
    return frozenset([*(note for table in tables for note in table.notes), *of_columns])


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
