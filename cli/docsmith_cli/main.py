"""The command `docsmith`: words to a function, and an error to one line.

Modules of commands are imported when they are needed: `docsmith --help` is quick.
"""

import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from docsmith_cli import arguments, settings
from docsmith_cli.problems import Problem, UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker

Command = Callable[[Namespace, Settings, Speaker], int]

_COMMANDS = {
    "up": ("stack", "up"),
    "down": ("stack", "down"),
    "status": ("stack", "status"),
    "logs": ("stack", "logs"),
    "generate": ("documents", "generate"),
    "render": ("render", "render"),
    "watch": ("documents", "watch"),
    "open": ("documents", "open_run"),
    "tasks": ("tasks", "newest"),
    "cancel": ("tasks", "cancel"),
    "evaluate": ("evaluate", "evaluate"),
    "orgs": ("operator", "act"),
    "keys": ("operator", "act"),
    "credits": ("operator", "act"),
    "secrets": ("operator", "act"),
    "webhooks": ("webhooks", "act"),
    "batch": ("batch", "act"),
    "doctor": ("doctor", "doctor"),
}
_INTERRUPTED = 130
_TERMINATED = 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command of `argv`; answers the exit code."""
    words = arguments.parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _terminate)
    return run(words, settings.from_environment(), Speaker())


def _terminate(*_: object) -> NoReturn:
    """Whoever is ended closes what it opened, a subscription for example, and asks nothing."""
    raise SystemExit(_TERMINATED)


def run(words: Namespace, chosen: Settings, speaker: Speaker) -> int:
    """Do what the words say; a Problem becomes one line and an exit code."""
    try:
        _check_stack(words)
        return _command(words.command)(words, chosen, speaker)
    except Problem as problem:
        speaker.note(f"docsmith: {problem}")
        return problem.exit_code
    except KeyboardInterrupt:
        speaker.note("\ndocsmith: interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough, for example `docsmith logs | head`.
        return 0
    except OSError as error:
        # A full disk, a folder that may not be written: nothing of ours to explain.
        speaker.note(f"docsmith: {error}")
        return Problem.exit_code


def _check_stack(words: Namespace) -> None:
    if words.stack and words.command not in {"orgs", "keys", "credits", "secrets", "doctor"}:
        raise UsageProblem("--stack goes with the operator's acts; set DOCSMITH_URL for others")


def _command(word: str) -> Command:
    module, name = _COMMANDS[word]
    return getattr(import_module(f"docsmith_cli.commands.{module}"), name)


if __name__ == "__main__":
    sys.exit(main())
