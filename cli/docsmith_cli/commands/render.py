"""`render`: the document of a run anew, from other data or in another brand."""

from argparse import Namespace

from docsmith_cli import renders, saving, target, uploading
from docsmith_cli.api import new_key
from docsmith_cli.commands.documents import see_through
from docsmith_cli.problems import UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.uploading import Upload


def render(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Submit; then, unless told otherwise, follow the task and save its document."""
    _check(words)
    with target.running(settings) as api:
        uploads = [Upload(path=one.path, purpose="reference") for one in words.data]
        file_ids = uploading.send_all(api, uploads, speaker)
        body = renders.request_body(words, words.data, file_ids)
        key = words.key or new_key()
        return see_through(api, api.render(words.run_id, body, key=key), words, speaker)


def _check(words: Namespace) -> None:
    if not words.data and not words.color and not words.font:
        raise UsageProblem("say what is new: --data FILE, --color or --font")
    saving.check_writable(words.out)
    for one in words.data:
        uploading.data_kind(one.path)
        uploading.check_readable(one.path, "--data")
