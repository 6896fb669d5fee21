"""`docsmith render` against a server that speaks the contract."""

import json
from pathlib import Path

import pytest
from tests.fakes.api_server import KEY, QUEUED, RUN, TASK, FakeApi
from tests.unit.cli.terminal import Seen, docsmith

DETAIL = [
    {"field": "ops[4].query.by", "message": "there is no column 'Region'"},
    {"field": "ops[9].figures[0].by", "message": "there is no column 'Region'"},
]


@pytest.fixture(autouse=True)
def folder(folder: Path) -> Path:
    (folder / "munich.csv").write_text("Region,Amount\nNorth,1\n")
    (folder / "costs=2026.csv").write_text("a\n1\n")
    return folder


def render(api: FakeApi, *words: str) -> Seen:
    return docsmith("render", RUN, *words, url=api.url, api_key=KEY)


def submitted(api: FakeApi) -> dict[str, object]:
    (body,) = [body for _, target, body in api.received if target.endswith("/render")]
    return body


def test_new_data_give_a_document_of_their_own(api: FakeApi, folder: Path) -> None:
    seen = render(api, "--data", "munich.csv", "--out", "Munich.xlsx")
    assert (seen.code, seen.out) == (0, "Munich.xlsx\n")
    assert (folder / "Munich.xlsx").read_bytes() == b"PK document"
    (source,) = submitted(api)["data_sources"]  # type: ignore[misc]
    assert (source["kind"], "slot" in source) == ("csv", False)
    assert len(api.files) == 1


def test_a_file_may_name_the_input_whose_place_it_takes(api: FakeApi) -> None:
    render(api, "--data", "sales=munich.csv", "--data", "costs=2026.csv")
    slots = [source.get("slot") for source in submitted(api)["data_sources"]]  # type: ignore[union-attr]
    assert slots == ["sales", None], "a file of exactly that name goes first"


def test_what_was_asked_for_is_said_and_nothing_else(api: FakeApi) -> None:
    words = ("--color", "#0057B8", "--font", "Arial", "--revision", "3", "--keep-stale")
    assert render(api, *words, "--file-name", "Munich").code == 0
    assert submitted(api) == {
        "brand": {"primary_color": "#0057B8", "font": "Arial"},
        "revision": 3,
        "file_name": "Munich",
        "stale": "report",
        "async": True,
    }


def test_places_that_do_not_fit_are_listed(api: FakeApi) -> None:
    error = {"code": "validation_error", "message": "The data do not fit.", "detail": DETAIL}
    api.states = (QUEUED, {"status": "failed", "progress": 9, "error": error})
    seen = render(api, "--data", "munich.csv")
    assert seen.code == 1
    assert f"{TASK} failed: The data do not fit. [validation_error]" in seen.notes
    assert "  ops[9].figures[0].by: there is no column 'Region'" in seen.notes


def test_a_render_may_be_left_alone(api: FakeApi) -> None:
    seen = render(api, "--data", "munich.csv", "--async", "--json")
    assert json.loads(seen.out)["task_id"] == TASK


def test_a_colour_is_a_colour(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        render(api, "--color", "blue")
    assert "blue is no colour such as #0057B8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what is new: --data FILE, --color or --font"),
        (("--data", "nowhere.csv"), "--data nowhere.csv: there is no such file"),
        (("--data", "notes.pdf"), "--data notes.pdf: not a kind of data that is known"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_sent(
    api: FakeApi, words: tuple[str, ...], said: str
) -> None:
    seen = render(api, *words)
    assert seen.code == 2
    assert said in seen.notes
    assert api.received == []
