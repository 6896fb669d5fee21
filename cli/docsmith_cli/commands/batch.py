"""`batch submit | watch | cancel`: many documents from one manifest, and the table of results."""

import csv
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docsmith_cli import batch_progress, batches, manifests, saving, target, uploading
from docsmith_cli.api import Api, new_key
from docsmith_cli.batches import Batch, why
from docsmith_cli.leaving import offer_cancel
from docsmith_cli.problems import TaskProblem, UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.uploading import Upload

_COLUMNS = (
    *("line", "key", "status", "file_name", "credits_used", "run_id", "task_id", "download_url"),
    *("error", "message"),
)
_POLL_S = 2.0
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def act(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Do what the verb says."""
    return {"submit": submit, "watch": watch, "cancel": cancel}[words.verb](
        words, settings, speaker
    )


def submit(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Upload the manifest and submit it; with --watch, stay and write the results."""
    _check(words)
    with target.started(settings, speaker) as api:
        file_id = _send(api, words.manifest, speaker)
        key = words.key or new_key()
        batch = batches.from_json(api.submit_batch(body_of(words, file_id), key=key))
        if words.watch:
            return _finish(api, batch.batch_id, words.manifest.stem, words, speaker)
    _say_submitted(batch, words, speaker)
    return 0


def watch(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Follow a batch that was submitted before, and write its results."""
    saving.check_writable(words.out)
    with target.running(settings) as api:
        return _finish(api, words.batch_id, words.batch_id, words, speaker)


def cancel(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Cancel a batch; one that is cancelled already is no error."""
    with target.running(settings) as api:
        batch = batches.from_json(api.cancel_batch(words.batch_id))
    if words.json:
        speaker.answer_json(batch.raw)
    else:
        speaker.answer(_said(batch))
    return 0


def _said(batch: Batch) -> str:
    return f"{batch.batch_id} {batch.status}: {batches.describe(batch)}"


def _check(words: Namespace) -> None:
    """Refuse, before anything is started, what could not work later."""
    uploading.check_readable(words.manifest, "MANIFEST")
    saving.check_writable(words.out)
    says_prompts = b"prompt" in words.manifest.read_bytes()
    if not (words.template or words.from_run or says_prompts):
        raise UsageProblem("say what to make: --template, or a column `prompt` in the manifest")


def body_of(words: Namespace, file_id: str) -> dict[str, Any]:
    """The request that the words ask for; what was not said is left out."""
    defaults = {
        "format": None if words.from_run else words.format,
        "prompt_template": words.template,
        "file_name": words.file_name,
        "from_run": words.from_run,
        "webhook_url": words.webhook,
    }
    body: dict[str, Any] = {
        "file_id": file_id,
        "defaults": {name: value for name, value in defaults.items() if value},
        "max_credits": words.max_credits,
        "dry_run": words.dry_run,
    }
    return {name: value for name, value in body.items() if value}


def follow(
    api: Api, batch_id: str, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Batch]:
    """Its states until it is over, the last one last."""
    while True:
        batch = api.batch(batch_id)
        yield batch
        if batch.is_terminal:
            return
        sleep(_POLL_S)


def _send(api: Api, manifest: Path, speaker: Speaker) -> str:
    """Upload what the lines name, then the manifest; answers its file id."""

    def sent(path: Path) -> str:
        return uploading.send_all(api, [Upload(path=path, purpose="reference")], speaker)[path]

    content = manifests.with_files_sent(manifest, sent)
    with speaker.step(f"Uploading {manifest.name}"):
        return uploading.send_content(api, Upload(path=manifest, purpose="reference"), content)


def _say_submitted(batch: Batch, words: Namespace, speaker: Speaker) -> None:
    if words.json:
        speaker.answer_json(batch.raw)
        return
    speaker.answer(f"{batch.batch_id}  {batch.status}")
    speaker.note(f"Follow it: docsmith batch watch {batch.batch_id}")


def _finish(api: Api, batch_id: str, name: str, words: Namespace, speaker: Speaker) -> int:
    try:
        batch = batch_progress.show(follow(api, batch_id), speaker)
    except KeyboardInterrupt:
        offer_cancel(
            speaker,
            what="batch",
            watch=f"batch watch {batch_id}",
            cancel=f"batch cancel {batch_id}",
            act=lambda: _said(batches.from_json(api.cancel_batch(batch_id))),
        )
        raise
    path = words.out or saving.free_name(Path.cwd() / f"{name}.results.csv")
    _write(path, api.batch_results(batch_id))
    _say_finished(batch, path, words, speaker)
    if batch.status != "completed" or batch.good < batch.total:
        raise TaskProblem(why(batch))
    return 0


def _say_finished(batch: Batch, path: Path, words: Namespace, speaker: Speaker) -> None:
    if words.json:
        speaker.answer_json({**batch.raw, "path": str(path.absolute())})
        return
    speaker.answer(str(path))
    told = f"{batch.good} of {batch.total} {'would do' if batch.is_dry_run else 'made'}"
    credits = batch.raw.get("estimated_credits" if batch.is_dry_run else "credits_used") or 0
    speaker.note(f"{told}, {'about ' if batch.is_dry_run else ''}{credits} credits")


def _write(path: Path, lines: Iterator[Mapping[str, Any]]) -> None:
    """The table of results: one row for each line that was begun."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for line in lines:
            error: dict[str, Any] = line.get("error") or {}
            cells: dict[str, Any] = {
                **line,
                "error": error.get("code"),
                "message": error.get("message"),
            }
            table.writerow([_cell(cells.get(name)) for name in _COLUMNS])


def _cell(value: object) -> str:
    """A text that a spreadsheet would take for a formula stays a text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
