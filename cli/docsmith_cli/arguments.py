"""The words of the command line. Scripts rely on them: add, never rename."""

import argparse
from pathlib import Path

from docsmith_cli import batches, renders, webhooks
from docsmith_cli.words import FORMATS, Words, add_json

TIERS = ("free", "pro", "enterprise")
SCOPES = ("generate", "read", "webhooks")


def parser() -> argparse.ArgumentParser:
    """The whole command; `command` (and `verb`, for orgs, keys, credits) says what was asked."""
    root = argparse.ArgumentParser(
        prog="docsmith",
        description="Turn a prompt into a finished workbook, document or deck.",
        epilog="DOCSMITH_URL and DOCSMITH_API_KEY point the command at a deployment; "
        "without them it uses, and starts, the stack of this checkout.",
    )
    root.add_argument("--stack", metavar="NAME", help="do an operator's act on this AWS stack")
    words = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_stack_words(words)
    _add_generate(words)
    renders.add_command(words)
    _add_task_words(words)
    _add_operator_words(words)
    _add_evaluate(words)
    webhooks.add_commands(words)
    batches.add_commands(words)
    return root


def _add_stack_words(words: Words) -> None:
    up = words.add_parser("up", help="start the stack on this machine, in the background")
    up.add_argument("--port", type=int, help="listen on this port (default: a free one)")
    add_json(up)
    words.add_parser("down", help="stop it; its state is kept")
    add_json(words.add_parser("status", help="is it up, where, and is it current"))
    logs = words.add_parser("logs", help="what the stack and its functions wrote")
    logs.add_argument("--function", metavar="NAME", help="only this function, for example agent")
    logs.add_argument("--lines", type=_positive, default=40, help="per log (default 40)")


def _add_generate(words: Words) -> None:
    generate = words.add_parser("generate", help="make a document, or go on with a run")
    generate.add_argument("format", choices=FORMATS)
    generate.add_argument("prompt", metavar="PROMPT")
    for option, metavar, text in (
        ("--data", "FILE", "a data source: .csv, .xlsx or .json (may be repeated)"),
        ("--context", "FILE", "a source to read and cite (may be repeated)"),
    ):
        generate.add_argument(
            option, metavar=metavar, type=Path, action="append", default=[], help=text
        )
    generate.add_argument("--init", metavar="FILE", type=Path, help="edit this document")
    generate.add_argument("--run", metavar="RUN_ID", help="resume this run")
    generate.add_argument("--out", metavar="FILE", type=Path, help="save the document here")
    generate.add_argument("--file-name", metavar="NAME", help="what the document is called")
    generate.add_argument("--key", metavar="KEY", help="idempotency key: repeat safely")
    waiting = generate.add_mutually_exclusive_group()
    waiting.add_argument("--async", dest="detach", action="store_true", help="submit and leave")
    waiting.add_argument(
        "--watch", dest="detach", action="store_false", help="stay until it is done (default)"
    )
    add_json(generate)


def _add_task_words(words: Words) -> None:
    tasks = words.add_parser("tasks", help="the newest tasks")
    tasks.add_argument("--limit", type=_positive, default=20)
    add_json(tasks)
    watch = words.add_parser("watch", help="follow a task and save its document")
    watch.add_argument("task", metavar="TASK", help="a task, or a run for its newest task")
    watch.add_argument("--out", metavar="FILE", type=Path, help="save the document here")
    add_json(watch)
    cancel = words.add_parser("cancel", help="cancel a task")
    cancel.add_argument("task", metavar="TASK", help="a task, or a run for its newest task")
    add_json(cancel)
    opened = words.add_parser("open", help="open a run's document, or the page of all runs")
    opened.add_argument("run_id", metavar="RUN", nargs="?", help="default: the page of runs")


def _add_operator_words(words: Words) -> None:
    orgs = _verbs(words, "orgs", "organisations")
    create = _act(orgs, "create", "a new organisation")
    create.add_argument("name", metavar="NAME")
    create.add_argument("--tier", choices=TIERS, default="free")
    _act(orgs, "list", "all organisations")
    delete = _act(orgs, "delete", "erase an organisation: keys at once, everything else soon")
    delete.add_argument("organisation", metavar="ORG")
    origins = _act(orgs, "origins", "the web origins that may embed the editor; none: nobody")
    origins.add_argument("organisation", metavar="ORGANISATION")
    origins.add_argument("origin", nargs="*", metavar="https://app.example")
    keys = _verbs(words, "keys", "API keys")
    key = _act(keys, "create", "a new key; it is shown once")
    key.add_argument("organisation", metavar="ORG")
    key.add_argument("--test", action="store_true", help="a key that never debits")
    key.add_argument("--scope", choices=SCOPES, action="append", help="default: all")
    _act(keys, "list", "the keys of an organisation").add_argument("organisation", metavar="ORG")
    revoke = _act(keys, "revoke", "end a key")
    revoke.add_argument("organisation", metavar="ORG")
    revoke.add_argument("key_id", metavar="KEY_ID")
    add = _act(_verbs(words, "credits", "balances"), "add", "add credits to an organisation")
    add.add_argument("organisation", metavar="ORG")
    add.add_argument("credits", metavar="N", type=_positive)
    secrets = _verbs(words, "secrets", "secrets")
    secret = _act(secrets, "set", "set the model provider's key")
    secret.description = "Reads the key from standard input, so that no shell remembers it."
    rotate = _act(secrets, "rotate", "a new webhook secret for an organisation")
    rotate.add_argument("organisation", metavar="ORG")
    rotate.add_argument(
        "--overlap",
        metavar="SECONDS",
        type=int,
        help="how long the one before signs too (default: a day; 0 when it leaked)",
    )
    doctor = words.add_parser("doctor", help="what this account's gateway holds, and what follows")
    doctor.add_argument("--stack", metavar="NAME", default=argparse.SUPPRESS, help="on AWS")
    doctor.add_argument(
        "--hold", metavar="SECONDS", type=_positive, action="append", help="default: 5, 40, 200"
    )


def _add_evaluate(words: Words) -> None:
    evaluate = words.add_parser("evaluate", help="run the example prompts; print the scoreboard")
    evaluate.add_argument(
        "--prompts",
        metavar="FILE",
        type=Path,
        default=Path("tests/data/prompts.toml"),
        help="TOML with [[prompt]] text, data, format (default: tests/data/prompts.toml)",
    )
    evaluate.add_argument("--limit", type=_positive, default=20, help="how many (default 20)")
    evaluate.add_argument("--out", metavar="FOLDER", type=Path, help="keep the documents here")
    evaluate.add_argument("--max-credits", metavar="N", type=_positive, help="for each prompt")
    evaluate.add_argument(
        "--at-least",
        metavar="SHARE",
        type=float,
        default=0.0,
        help="exit 1 when fewer passed the gate, for example 0.9",
    )
    add_json(evaluate)


def _act(verbs: Words, verb: str, text: str) -> argparse.ArgumentParser:
    act = verbs.add_parser(verb, help=text)
    add_json(act)
    # The same word may come last; SUPPRESS keeps what was said before the command.
    act.add_argument("--stack", metavar="NAME", default=argparse.SUPPRESS, help="on AWS")
    return act


def _verbs(words: Words, noun: str, text: str) -> Words:
    described = words.add_parser(noun, help=f"{text}, as the operator")
    return described.add_subparsers(dest="verb", required=True, metavar="VERB")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number
