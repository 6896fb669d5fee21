"""A run whose document was made of a few operations, as SaveDocument and Finish leave it."""

from typing import Any

from tests.fakes.nouns import a_revision, a_run, an_id
from tests.fakes.world import World

from docsmith.documents.interface import apply, project, render
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.formats import operations_of
from docsmith.domain.documents import ending_of, media_type_of
from docsmith.domain.run import Run
from docsmith.domain.task import Kind, Task
from docsmith.usecases.document_state import DocumentState, Slot
from docsmith.usecases.records import Insert
from docsmith.usecases.store_view import store_view
from docsmith.usecases.submit_generation import Caller

Op = dict[str, Any]
OPS: dict[Kind, list[Op]] = {
    Kind.EXCEL: [
        {"op": "add_sheet", "sheet": "Plan"},
        {
            "op": "write_block",
            "sheet": "Plan",
            "anchor": "A1",
            "header": ["", "2026", "2027"],
            "rows": [
                {"label": "Growth", "values": [0.1, 0.2], "style": "percent", "key": "growth"},
                {"label": "Twice", "formula": "={col}{row:growth}*2", "style": "percent"},
            ],
        },
    ],
    Kind.WORD: [
        {"op": "heading", "text": "Opening hours"},
        {"op": "paragraph", "text": "We open at **nine**."},
        {"op": "list", "items": ["Monday", "Tuesday"]},
        {"op": "table", "header": ["Day", "From"], "rows": [["Friday", "9"]]},
    ],
    Kind.SLIDES: [
        {"op": "slide", "content": {"layout": "title", "title": "Bikes for all"}},
        {
            "op": "slide",
            "content": {"layout": "bullets", "title": "Why", "points": ["Fast", "**Cheap**"]},
        },
    ],
}


def document_of(kind: Kind, ops: list[Op] | None = None, **inputs: Input) -> Document:
    """The document that operations make. They must all be accepted."""
    union = operations_of(kind.value)
    wanted = [union.validate_python(op) for op in ops or OPS[kind]]
    applied = apply(Document(format=Format(kind.value), inputs=inputs), wanted)
    assert applied.errors == ()
    return applied.document


def a_document(
    world: World, caller: Caller, kind: Kind, ops: list[Op] | None = None, **inputs: Input
) -> Run:
    """A run of the caller with one revision by the agent."""
    document = document_of(kind, ops, **inputs)
    task = Task(
        task_id=an_id("task_"),
        run_id=an_id("run_"),
        organisation=caller.organisation.organisation_id,
        key_id=caller.key.key_id,
        kind=kind,
        pool="live",
        request={"prompt": "Make it"},
        base_url=caller.base_url,
        created_at=world.clock(),
    )
    stem = f"orgs/{task.organisation}/runs/{task.run_id}/{task.task_id}"
    content, state = render(document), DocumentState(format=document.format).after(document)
    for name, given in inputs.items():
        world.objects.put_new(f"{stem}/{name}", given.content, content_type="image/png")
        slot = Slot(kind=given.kind, name=name, key=f"{stem}/{name}", sha256=given.sha256)
        state, _ = state.with_slot(slot, called=name)
    world.objects.put_new(f"{stem}/document", content, content_type=media_type_of(kind))
    stored = state.model_dump_json().encode()
    world.objects.put_new(f"{stem}/state", stored, content_type="application/json")
    run = a_run(
        organisation=task.organisation,
        kind=kind,
        head=1,
        last_task=task.task_id,
        created_at=world.clock(),
        updated_at=world.clock(),
    )
    revision = a_revision(
        state=f"{stem}/state",
        document=f"{stem}/document",
        view=store_view(project(document), f"{stem}/view", world.objects, task),
        file_name=f"plan.{ending_of(kind)}",
        created_at=world.clock(),
    )
    world.records.transact(Insert(task), Insert(run), Insert(revision))
    return run
