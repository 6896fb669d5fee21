"""`generate`, `watch`, `open`: documents from a prompt to a file."""

import webbrowser
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import Any

from docsmith_cli import following, progress, saving, target, uploading
from docsmith_cli.api import Api, new_key
from docsmith_cli.leaving import offer_cancel
from docsmith_cli.problems import TaskProblem, UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.tasks import Task, why
from docsmith_cli.uploading import Upload

_LONGEST_PROMPT = 10_000


def generate(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Submit; then, unless told otherwise, follow the task and save its document."""
    _check(words)
    with target.started(settings, speaker) as api:
        body = request_body(words, uploading.send_all(api, _uploads(words), speaker))
        key = words.key or new_key()
        return see_through(api, api.submit(words.format, body, key=key), words, speaker)


def watch(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Follow a task that was submitted before, and save its document."""
    saving.check_writable(words.out)
    with target.running(settings) as api:
        return _finish(api, api.task_id_of(words.task), words, speaker)


def open_run(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Open the editor page of a run in the browser; of no run, the local stack's page of runs."""
    if words.run_id is None:
        return _open_runs(settings, speaker)
    with target.running(settings) as api:
        run = api.run(words.run_id)
    _show(str(run["edit_url"]), speaker)
    return 0


def _open_runs(settings: Settings, speaker: Speaker) -> int:
    """Serve the page of runs until interrupted. Only for the stack of this machine."""
    from docsmith_cli.runs_page import RunsPage

    if settings.url:
        raise UsageProblem("the page of runs is the local stack's: name a run to open")
    with target.running(settings) as api, RunsPage(api.runs, api.reason) as page:
        _show(page.url, speaker)
        speaker.note("Ctrl+C ends the page.")
        with suppress(KeyboardInterrupt):
            page.serve_forever()
    return 0


def _show(url: str, speaker: Speaker) -> None:
    speaker.answer(url)
    webbrowser.open(url)


def request_body(words: Namespace, file_ids: dict[Path, str]) -> dict[str, Any]:
    """The generation request that the words ask for; what was not said is left out."""
    body: dict[str, Any] = {
        "prompt": words.prompt,
        "run_id": words.run,
        "file_name": words.file_name,
        "init_file": file_ids[words.init] if words.init else None,
        "context_files": [file_ids[path] for path in words.context],
        "data_sources": [
            {"file_id": file_ids[path], "kind": uploading.data_kind(path)} for path in words.data
        ],
    }
    return {name: value for name, value in body.items() if value}


def _check(words: Namespace) -> None:
    if not words.prompt.strip():
        raise UsageProblem("the prompt is empty")
    if len(words.prompt) > _LONGEST_PROMPT:
        raise UsageProblem(f"the prompt is longer than {_LONGEST_PROMPT:,} characters")
    saving.check_writable(words.out)
    for path in words.data:
        uploading.data_kind(path)
    for upload in _uploads(words):
        uploading.check_readable(upload.path, "--" + _OPTIONS[upload.purpose])


_OPTIONS = {"init": "init", "reference": "data", "context": "context"}


def _uploads(words: Namespace) -> list[Upload]:
    uploads = [Upload(path=path, purpose="reference") for path in words.data]
    uploads += [Upload(path=path, purpose="context") for path in words.context]
    if words.init:
        uploads.append(Upload(path=words.init, purpose="init"))
    return uploads


def see_through(api: Api, accepted: dict[str, Any], words: Namespace, speaker: Speaker) -> int:
    """Unless told otherwise, follow the task that was accepted and save its document."""
    if words.detach:
        _say_submitted(accepted, words, speaker)
        return 0
    return _finish(api, str(accepted["task_id"]), words, speaker)


def _say_submitted(accepted: dict[str, Any], words: Namespace, speaker: Speaker) -> None:
    if words.json:
        speaker.answer_json(accepted)
        return
    speaker.answer(f"{accepted['task_id']}  {accepted['run_id']}  {accepted['status']}")
    speaker.note(f"Follow it: docsmith watch {accepted['task_id']}")


def _finish(api: Api, task_id: str, words: Namespace, speaker: Speaker) -> int:
    try:
        task = progress.show(following.follow(api, task_id), speaker)
        if not task.is_completed:
            raise TaskProblem(why(task))
        path = _save(api, task, words)
    except KeyboardInterrupt:
        offer_cancel(
            speaker,
            what="task",
            watch=f"watch {task_id}",
            cancel=f"cancel {task_id}",
            act=lambda: f"{task_id} {api.cancel(task_id).status}",
        )
        raise
    _say_finished(task, path, words, speaker)
    return 0


def _save(api: Api, task: Task, words: Namespace) -> Path | None:
    url = task.result.get("download_url")
    # Tasks of mode `ask` and of text end with words, not with a document.
    return saving.save(api.outside(), url, words.out, folder=Path.cwd()) if url else None


def _say_finished(task: Task, path: Path | None, words: Namespace, speaker: Speaker) -> None:
    if words.json:
        where = {"path": str(path.absolute())} if path else {}
        speaker.answer_json({**task.raw, **task.result, **where})
        return
    if path:
        speaker.answer(str(path))
    for line in facts(task):
        speaker.note(line)


def facts(task: Task) -> list[str]:
    """What to tell about a finished task: its words, its price and where to edit."""
    told = [task.result.get(name) for name in ("summary", "answer", "text")]
    lines = [str(text) for text in told if text]
    seconds = (task.raw.get("duration_ms") or 0) / 1000
    lines.append(f"{task.raw.get('credits_used') or 0} credits, {seconds:.1f} s, {task.run_id}")
    if edit_url := task.result.get("edit_url"):
        lines.append(f"Edit it: {edit_url}")
    return lines
