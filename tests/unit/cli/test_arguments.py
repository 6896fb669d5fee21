"""The words that scripts rely on."""

from pathlib import Path

import pytest

from docsmith_cli import arguments


def test_generate_takes_many_data_files_and_everything_that_scripts_say() -> None:
    said = ["generate", "excel", "Report", "--data", "a.csv", "--data", "b.csv"]
    said += ["--run", "run_1", "--async", "--out", "r.xlsx", "--json"]
    words = arguments.parser().parse_args(said)
    assert (words.command, words.format, words.prompt) == ("generate", "excel", "Report")
    assert words.data == [Path("a.csv"), Path("b.csv")]
    assert (words.run, words.detach, words.out, words.json) == ("run_1", True, Path("r.xlsx"), True)


def test_watching_is_what_generate_does_unless_told_otherwise() -> None:
    parser = arguments.parser()
    assert not parser.parse_args(["generate", "excel", "x"]).detach
    assert not parser.parse_args(["generate", "excel", "x", "--watch"]).detach


def test_one_parse_does_not_leak_into_the_next() -> None:
    parser = arguments.parser()
    parser.parse_args(["generate", "excel", "x", "--data", "a.csv"])
    assert parser.parse_args(["generate", "excel", "x"]).data == []


@pytest.mark.parametrize(
    "words",
    [
        ["--stack", "prod", "orgs", "create", "Acme"],
        ["orgs", "create", "Acme", "--stack", "prod"],
    ],
)
def test_the_stack_may_be_named_first_or_last(words: list[str]) -> None:
    assert arguments.parser().parse_args(words).stack == "prod"


@pytest.mark.parametrize(
    "words",
    [
        ["up", "--port", "4600", "--json"],
        ["down"],
        ["status", "--json"],
        ["logs", "--function", "agent", "--lines", "5"],
        ["generate", "word", "x", "--init", "a.docx", "--context", "b.pdf", "--key", "k"],
        ["generate", "slides", "x", "--file-name", "n"],
        ["tasks", "--limit", "5"],
        ["watch", "task_1", "--out", "a.xlsx"],
        ["cancel", "task_1"],
        ["open"],
        ["open", "run_1"],
        ["orgs", "list"],
        ["orgs", "delete", "org_1", "--json"],
        ["orgs", "create", "Acme", "--tier", "pro"],
        ["keys", "create", "org_1", "--test", "--scope", "read", "--scope", "generate"],
        ["keys", "list", "org_1"],
        ["keys", "revoke", "org_1", "key_1"],
        ["credits", "add", "org_1", "100"],
    ],
)
def test_these_words_are_understood(words: list[str]) -> None:
    assert arguments.parser().parse_args(words).command == words[0]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["generate", "pdf", "x"],
        ["generate", "excel"],
        ["generate", "excel", "x", "--async", "--watch"],
        ["credits", "add", "org_1", "0"],
        ["credits", "add", "org_1", "many"],
        ["orgs"],
        ["tasks", "--limit", "-1"],
    ],
)
def test_what_is_not_understood_ends_with_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.parser().parse_args(words)
    assert ended.value.code == 2
    assert "usage: docsmith" in capsys.readouterr().err
