"""`up`, `down`, `status`, `logs`: the stack on this machine."""

from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docsmith_cli.operating import Operator
from docsmith_cli.problems import OperatorProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack import clients, ministack
from docsmith_cli.stack.deploy import STACK
from docsmith_cli.stack.paths import Paths, checkout
from docsmith_cli.stack.up import bring_down, bring_up, endpoint_of, recorded, wanted


def up(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Bring it up and say where it is."""
    endpoint = bring_up(checkout(Path.cwd()), settings, speaker, words.port)
    if words.json:
        speaker.answer_json(asdict(endpoint))
    else:
        speaker.answer(f"url      {endpoint.url}")
        speaker.answer(f"api key  {endpoint.api_key}")
    return 0


def down(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Stop it; nothing to stop is no error."""
    del words, settings
    paths = checkout(Path.cwd())
    stopped = bring_down(paths, speaker)
    speaker.note("stopped, its state is kept" if stopped else "it was not up")
    return 0


def status(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Say how it is; exit code 1 when it is not up."""
    facts = state(checkout(Path.cwd()), settings.parameters)
    if words.json:
        speaker.answer_json(facts)
    else:
        for name, value in facts.items():
            speaker.answer(f"{name:8} {value}")
    return 0 if facts["stack"] == "up" else 1


def state(paths: Paths, parameters: str = "") -> dict[str, object]:
    """The facts of `status`; `code` tells whether the sources have changed since."""
    running, deployed, endpoint = ministack.running(paths), recorded(paths), endpoint_of(paths)
    if running is None:
        return {"stack": "down"}
    facts: dict[str, object] = {"stack": "up", "pid": running.process.pid, "port": running.port}
    if running.iam:
        facts["iam"] = "policies are evaluated"
    if deployed is None or endpoint is None:
        return {**facts, "stack": "unfinished"}
    current = deployed.inputs == wanted(paths, running.port, parameters)
    code = "current" if current else "changed since: run `docsmith up`"
    facts |= {"url": endpoint.url, "api_key": endpoint.api_key, "code": code}
    with suppress(OperatorProblem):  # what is deployed may be older than this command
        operator = Operator(clients.local("lambda", running.endpoint), STACK)
        facts["tasks"] = tasks_in(operator.read_pools())
    return facts


def tasks_in(pools: Mapping[str, Any]) -> str:
    """Those of test keys only when there are any."""
    live, test = pools["live"], pools["test"]
    said = f"{live['running']} running, {live['waiting']} waiting"
    if any(test.values()):
        said += f"; of test keys {test['running']} running, {test['waiting']} waiting"
    return said


def logs(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Print the last lines of every log, the functions' own last."""
    from docsmith_cli.stack.logs import function_logs, tail

    del settings
    paths = checkout(Path.cwd())
    if not words.function:
        for log in paths.logs():
            speaker.answer(f"== {log.name}")
            speaker.answer("\n".join(tail(log, words.lines)))
    running = ministack.running(paths)
    if running is not None:
        speaker.answer("== functions")
        speaker.answer("\n".join(function_logs(running, words.function, words.lines)))
    return 0
