"""`docsmith evaluate`: the example prompts, and the scoreboard that comes of them."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.api_server import COMPLETED, FAILED, KEY, FakeApi, refusal, serving
from tests.unit.cli.terminal import Seen, docsmith

from docsmith_cli.scoring import Example, Score, read_examples, scoreboard, summary_of

ROOT = Path(__file__).parents[3]
PROMPTS = """
[[prompt]]
text = "A sales report"
data = "sales.csv"
[[prompt]]
text = "A memo"
format = "word"
"""
DONE: dict[str, Any] = {
    **COMPLETED,
    "usage": {"turns": 6, "input": 900, "cache_write": 100, "cache_read": 5_000, "output": 700},
    "result": {"summary": "Done.", "quality": {"warnings": [{}, {}]}, "download_url": None},
}


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "sales.csv").write_text("a,b\n1,2\n")
    file = tmp_path / "prompts.toml"
    file.write_text(PROMPTS)
    return file


@pytest.fixture
def api() -> Generator[FakeApi]:
    with serving(FakeApi(states=(DONE,))) as fake:
        yield fake


def evaluate(api: FakeApi, prompts: Path, *words: str) -> Seen:
    return docsmith("evaluate", "--prompts", str(prompts), *words, url=api.url, api_key=KEY)


def test_every_example_is_submitted_with_its_data_in_its_format(
    api: FakeApi, prompts: Path
) -> None:
    assert evaluate(api, prompts, "--max-credits", "50").code == 0
    sent = [(path, body) for _, path, body in api.received if path.endswith("/generate")]
    assert [path.rsplit("/", 2)[1] for path, _ in sent] == ["excel", "word"]
    assert sent[0][1]["data_sources"][0]["kind"] == "csv"
    assert (sent[0][1]["max_credits"], "data_sources" in sent[1][1]) == (50, False)


def test_the_scoreboard_has_a_row_an_example_and_the_totals(api: FakeApi, prompts: Path) -> None:
    lines = evaluate(api, prompts).out.splitlines()
    assert lines[0].split() == ["gate", "turns", "in", "cached", "out", "credits", "s", "prompt"]
    row = ["passed!2", "6", "1,000", "5,000", "700", "7", "4.2", "excel:", "A", "sales", "report"]
    assert lines[1].split() == row
    assert lines[-1].startswith("gate passed 2 of 2 (100%)   median 6 turns, 4.2 s   14 credits")


def test_for_scripts_there_is_one_object(api: FakeApi, prompts: Path) -> None:
    told = json.loads(evaluate(api, prompts, "--json", "--limit", "1").out)
    assert told["summary"]["pass_rate"] == 1.0
    assert told["data"][0]["prompt"] == "A sales report"


def test_a_failed_task_and_a_refused_request_are_told_by_their_codes(prompts: Path) -> None:
    fake = FakeApi(states=(FAILED,))
    fake.refuse["/api/v1/word/generate"] = [refusal(402, "insufficient_credits", "No credits.")]
    with serving(fake):
        seen = evaluate(fake, prompts, "--at-least", "0.5")
    assert seen.code == 1
    assert [line.split()[0] for line in seen.out.splitlines()[1:3]] == [
        "timeout",
        "insufficient_credits",
    ]


def test_documents_are_kept_where_they_are_wanted(prompts: Path, tmp_path: Path) -> None:
    with serving(FakeApi()) as fake:
        assert evaluate(fake, prompts, "--out", str(tmp_path / "made")).code == 0
    assert [path.name for path in (tmp_path / "made").iterdir()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prompt = 1", "not a list"),
        ("[[prompt]]\nname = 'x'", "not a list"),
        ("[[", "not a list"),
        ("[[prompt]]\ntext = 'x'\ndata = 'gone.csv'", "no data file gone.csv"),
        (None, "No such file"),
    ],
)
def test_a_file_of_prompts_that_is_none_is_refused(
    api: FakeApi, tmp_path: Path, text: str | None, words: str
) -> None:
    file = tmp_path / "p.toml"
    if text is not None:
        file.write_text(text)
    seen = evaluate(api, file)
    assert seen.code == 2
    assert words in seen.notes


def test_the_examples_of_this_repository_can_be_read() -> None:
    examples = read_examples(ROOT / "tests" / "data" / "prompts.toml")
    assert len(examples) >= 20
    assert all(example.data is None or example.data.is_file() for example in examples)


def test_two_runs_of_one_example_are_two_tasks() -> None:
    example = Example(prompt="A memo")
    assert example.key("u") != example.key("u")


def test_nothing_scored_is_no_division_by_zero() -> None:
    assert summary_of([])["pass_rate"] == 0.0
    assert scoreboard([])[-1].startswith("gate passed 0 of 0")


def test_a_task_that_ended_without_a_code_is_told_by_its_status() -> None:
    score = Score.of(Example(prompt="x"), {"status": "cancelled"})
    assert (score.mark, score.passed) == ("cancelled", False)
