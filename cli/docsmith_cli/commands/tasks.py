"""`tasks` and `cancel`: what is going on at the API."""

from argparse import Namespace

from docsmith_cli import target
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.tasks import Task, describe


def newest(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """List the newest tasks."""
    with target.running(settings) as api:
        found = api.newest_tasks(words.limit)
    if words.json:
        speaker.answer_json({"data": [dict(task.raw) for task in found]})
        return 0
    for task in found:
        speaker.answer(row(task))
    if not found:
        speaker.note("no task yet")
    return 0


def cancel(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Cancel a task; one that is cancelled already is no error."""
    with target.running(settings) as api:
        task = api.cancel(api.task_id_of(words.task))
    if words.json:
        speaker.answer_json(task.raw)
    else:
        speaker.answer(f"{task.task_id} {task.status}")
    return 0


def row(task: Task) -> str:
    """One task on one line."""
    created = str(task.raw.get("created_at") or "")[:19].replace("T", " ")
    return f"{created:19}  {task.task_id}  {task.run_id}  {task.progress:3d} %  {describe(task)}"
