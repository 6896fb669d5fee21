"""What a finished document is called, when somebody downloads it."""

from collections.abc import Iterator, Mapping
from typing import Any

from docsmith.documents.ooxml.properties import title_of
from docsmith.domain.documents import ending_of
from docsmith.domain.files import StoredFile
from docsmith.domain.generation import clean_file_name
from docsmith.domain.run import Revision
from docsmith.domain.task import Task
from docsmith.usecases.records import Records

_WORDS = 10
_HANGING = " .,;:!?-–—"


def file_name_of(task: Task, content: bytes, records: Records) -> str:
    """The name asked for, else that of the plan, of the uploaded file or of the run's last
    revision, else the document's title, else the first words of the prompt.
    """
    ending = ending_of(task.kind)
    stems = (_stem(name, ending) for name in _candidates(task, content, records))
    return f"{next((stem for stem in stems if stem), 'document')}.{ending}"


def _candidates(task: Task, content: bytes, records: Records) -> Iterator[str]:
    request = task.request
    plan: Mapping[str, Any] = request.get("plan") or {}
    yield str(request.get("file_name") or "")
    yield str(plan.get("file_name") or "")
    if init := request.get("init_file"):
        uploaded = records.get(StoredFile, str(init))
        yield uploaded.value.name if uploaded else ""
    if task.base_revision is not None:
        before = records.get(Revision, task.run_id, task.base_revision)
        yield before.value.file_name if before else ""
    yield _first_words(title_of(content).replace("/", "-"))
    yield _first_words(str(request["prompt"]).splitlines()[0])


def _first_words(text: str) -> str:
    return " ".join(text.split()[:_WORDS])


def _stem(name: str, ending: str) -> str:
    """The name as a file system takes it, without an ending or a mark that hangs over."""
    return clean_file_name(name).removesuffix(f".{ending}").rstrip(_HANGING).lstrip(" .")
