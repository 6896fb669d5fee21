"""`evaluate`: run the example prompts against an API and print the scoreboard."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from docsmith_cli import following, saving, target, uploading
from docsmith_cli.api import Api
from docsmith_cli.problems import ApiProblem
from docsmith_cli.scoring import Example, Score, read_examples, scoreboard, summary_of
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.tasks import Task
from docsmith_cli.uploading import Upload


def evaluate(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Submit every example, follow them to their ends, and say how they did.

    Answers 1 when fewer than `--at-least` of them passed the gate.
    """
    examples = read_examples(words.prompts)[: words.limit]
    with target.started(settings, speaker) as api:
        speaker.note(f"{len(examples)} prompts against {api.url}")
        submitted = [_submit(api, example, words.max_credits) for example in examples]
        scores = [
            _score(api, example, sent, words.out, speaker)
            for example, sent in zip(examples, submitted, strict=True)
        ]
    _say(scores, words, speaker)
    return 0 if summary_of(scores)["passed"] >= words.at_least * len(scores) else 1


def _submit(api: Api, example: Example, max_credits: int | None) -> Mapping[str, str]:
    """The accepted task's ids; the refusal's code when it was not taken."""
    body: dict[str, object] = {"prompt": example.prompt}
    try:
        if example.data:
            file_id = uploading.send(api, Upload(path=example.data, purpose="reference"))
            kind = uploading.data_kind(example.data)
            body["data_sources"] = [{"file_id": file_id, "kind": kind}]
        if max_credits:
            body["max_credits"] = max_credits
        return api.submit(example.format, body, key=example.key(api.url))
    except ApiProblem as problem:
        return {"refused": problem.code}


def _score(
    api: Api, example: Example, sent: Mapping[str, str], folder: Path | None, speaker: Speaker
) -> Score:
    if "task_id" not in sent:
        return Score(prompt=example.prompt, format=example.format, failure=sent.get("refused", "?"))
    *_, task = following.follow(api, sent["task_id"])
    score = Score.of(example, task.raw)
    speaker.note(f"{score.mark}  {example.prompt[:70]}")
    if folder is not None:
        _keep(api, task, folder)
    return score


def _keep(api: Api, task: Task, folder: Path) -> None:
    url = task.result.get("download_url")
    if url:
        folder.mkdir(parents=True, exist_ok=True)
        saving.save(api.outside(), str(url), None, folder=folder)


def _say(scores: Sequence[Score], words: Namespace, speaker: Speaker) -> None:
    if words.json:
        rows = [asdict(score) for score in scores]
        speaker.answer_json({"data": rows, "summary": summary_of(scores)})
        return
    for line in scoreboard(scores):
        speaker.answer(line)
