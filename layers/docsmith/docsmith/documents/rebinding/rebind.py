"""The same operations over other inputs: renewed where they follow, told where they do not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docsmith.documents.interface import refusals
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.rebinding.filters import filter_misfits
from docsmith.documents.rebinding.misfit import Misfit, of_error
from docsmith.documents.rebinding.names import renamed
from docsmith.documents.rebinding.rewriting import rewritten
from docsmith.documents.rebinding.schema import changed_slots, schema_misfits
from docsmith.documents.rebinding.stale import stale_misfits
from docsmith.documents.sources.selections import with_selections


@dataclass(frozen=True, slots=True)
class Rebound:
    """The document over the new inputs. With misfits that are not stale it cannot be written."""

    document: Document
    misfits: tuple[Misfit, ...]


def rebound(document: Document, inputs: Mapping[str, Input]) -> Rebound:
    """`document` with `inputs` in place of its own. Raises `DocumentError` when its base does not
    open.
    """
    before = document.inputs
    ops = rewritten(document.ops, document.format, renamed(before, inputs))
    after = replace(document, ops=ops, inputs=inputs)
    refused = _refused(document, after)
    misfits = [*refused, *_unless_told(refused, schema_misfits(ops, before, inputs))]
    if not misfits:
        misfits += filter_misfits(ops, before, inputs)
    if misfits:
        return Rebound(after, tuple(misfits))
    return _renewed(_opened(document), _opened(after))


def _opened(document: Document) -> Document:
    """The document with the rows that its operations name among its inputs."""
    return replace(document, inputs=with_selections(document.inputs, document.ops))


def _renewed(document: Document, after: Document) -> Rebound:
    """What follows the data in a plan that fits them, and what of it does not."""
    before, inputs, ops = document.inputs, after.inputs, after.ops
    misfits: list[Misfit] = []
    if document.format is Format.EXCEL and changed_slots(before, inputs):
        from docsmith.documents.rebinding.overtyped import overtyped  # only workbooks load these
        from docsmith.documents.rebinding.relabel import relabelled
        from docsmith.documents.rebinding.remarks import with_new_remarks

        labels = relabelled(document, inputs)
        ops = with_new_remarks(ops, before, inputs)
        after = replace(after, ops=(*ops, *labels.ops))
        misfits += (*labels.misfits, *overtyped(document))
    return Rebound(after, (*misfits, *stale_misfits(document, after, ops)))


def _refused(before: Document, after: Document) -> tuple[Misfit, ...]:
    """What is refused with these inputs and was not with those: a batch of all operations is
    stricter than the batches in which they came. A reason is told once an operation.
    """
    found = refusals(after)
    known = {(e.path, e.reason) for e in refusals(before)} if found else set[tuple[str, str]]()
    told: dict[tuple[int | None, str], Misfit] = {}
    for misfit in (of_error(e) for e in found if (e.path, e.reason) not in known):
        told.setdefault((misfit.operation, misfit.reason), misfit)
    return tuple(told.values())


def _unless_told(told: Sequence[Misfit], more: Sequence[Misfit]) -> Iterator[Misfit]:
    """What is not said already of the same operation."""
    known = {misfit.operation for misfit in told}
    return (misfit for misfit in more if misfit.operation not in known)
