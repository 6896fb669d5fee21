"""`render`: the document of a run anew, from other data or in another brand."""

import secrets
from argparse import Namespace
from pathlib import Path

from docsmith_cli import renders, saving, target, uploading
from docsmith_cli.commands.documents import finish, say_submitted
from docsmith_cli.problems import UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.uploading import Upload


def render(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Submit; then, unless told otherwise, follow the task and save its document."""
    _check(words)
    with target.running(settings) as api:
        file_ids: dict[Path, str] = {}
        for one in words.data:
            with speaker.step(f"Uploading {one.path.name}"):
                upload = Upload(path=one.path, purpose="reference")
                file_ids[one.path] = uploading.send(api, upload)
        body = renders.request_body(words, words.data, file_ids)
        key = words.key or f"cli-{secrets.token_hex(12)}"
        accepted = api.render(words.run_id, body, key=key)
        if words.detach:
            say_submitted(accepted, words, speaker)
            return 0
        return finish(api, str(accepted["task_id"]), words, speaker)


def _check(words: Namespace) -> None:
    if not words.data and not words.color and not words.font:
        raise UsageProblem("say what is new: --data FILE, --color or --font")
    saving.check_writable(words.out)
    for one in words.data:
        uploading.data_kind(one.path)
        uploading.check_readable(one.path, "--data")
