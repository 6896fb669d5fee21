"""Manifests as people write them: CSV and JSON Lines, with everything that can be wrong in them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docsmith.domain.batch import MAX_LINES
from docsmith.domain.batch_line import Line, LineMaker
from docsmith.domain.batch_request import BatchDefaults
from docsmith.domain.errors import PayloadTooLarge, UnreadableFile, ValidationFailed
from docsmith.domain.manifest import LONGEST_LINE, Rows, read_manifest
from docsmith.domain.prompt_template import parsed
from docsmith.domain.task import Kind

FILE = "file_" + "0" * 26
RUN = "run_" + "0" * 26
FILES = {FILE: "north.csv", "file_" + "1" * 26: "notes.md"}


def lines(content: bytes, *, name: str = "m.jsonl", **defaults: Any) -> list[Line]:
    given = {"format": "excel", "prompt_template": "A report on {branch}", **defaults}
    maker = LineMaker.of(
        BatchDefaults.model_validate(given),
        name_of=FILES.get,
        is_source=lambda key: key.startswith("batches/org_1/"),
    )
    return list(maker.lines(read_manifest(content, name=name)))


def line(fields: dict[str, Any], **defaults: Any) -> Line:
    [made] = lines(json.dumps(fields).encode(), **defaults)
    return made


def why(made: Line) -> str:
    assert made.failure is not None
    return made.failure.message


@pytest.mark.parametrize(
    "content",
    [
        b"branch,manager\nNord,Anna\n",
        b"\xef\xbb\xbfbranch;manager\r\nNord;Anna\r\n",
        b"\n\nbranch\tmanager\nNord\tAnna",
        b'"branch"|"manager"\n"Nord"|"Anna"\n\n',
    ],
)
def test_a_csv_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    rows = read_manifest(content, name="m.csv")
    assert rows.columns == ("branch", "manager")
    assert [dict(row.fields) for row in rows.rows] == [{"branch": "Nord", "manager": "Anna"}]


def test_bytes_that_are_no_utf8_are_read_as_the_windows_code_page() -> None:
    [row] = read_manifest("name\nM\xfcller\n".encode("cp1252"), name="m.csv").rows
    assert row.fields == {"name": "M\xfcller"}


def test_lines_have_the_numbers_that_an_editor_shows() -> None:
    csv = read_manifest(b'name\nAnna\n\n"Ben\nC"\nDora\n', name="m.csv")
    assert [row.number for row in csv.rows] == [2, 5, 6]
    found = read_manifest(b'{"a": 1}\n\n{"a": 2}\n', name="m.jsonl")
    assert [row.number for row in found.rows] == [1, 3]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "m.jsonl", "is empty"),
        (b" \n\n", "m.csv", "is empty"),
        (b"name\n", "m.csv", "no line"),
        (b"a,,c\n1,2,3\n", "m.csv", "without a name"),
        (b"a,a\n1,2\n", "m.csv", "column a twice"),
        (b'a\n"' + b"x" * 200_000 + b'"\n', "m.csv", "cannot be read at line"),
    ],
)
def test_a_manifest_that_nobody_can_use_says_why(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_manifest(content, name=name)


@pytest.mark.parametrize("name", ["m.csv", "m.jsonl"])
def test_more_lines_than_a_batch_may_have_are_refused(name: str) -> None:
    content = b"a\n" + b'{"a":1}\n' * (MAX_LINES + 1)
    with pytest.raises(PayloadTooLarge, match="20,000 lines"):
        read_manifest(content, name=name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1]", "no JSON object"),
        ("{", "not valid JSON"),
        ("[" * 5_000, "not valid JSON"),
        ('{"branch": "\\ud800"}', "not valid JSON"),
        (json.dumps({"branch": "x" * LONGEST_LINE}), "more than 100,000 characters"),
    ],
)
def test_a_line_of_json_that_cannot_be_read_fails_alone(text: str, reason: str) -> None:
    first, second = lines(f'{text}\n{{"branch": "Nord"}}'.encode())
    assert reason in why(first)
    assert second.failure is None


def test_a_line_of_csv_with_too_much_fails_alone_and_one_with_too_little_is_padded() -> None:
    long = b"x" * 60_000
    found = lines(b"branch,b\nNord,1,2\nSud\n%b,%b\n" % (long, long), name="m.csv")
    assert why(found[0]) == "The line has 3 values, the header 2."
    assert found[1].request["prompt"] == "A report on Sud"
    assert "more than 100,000" in why(found[2])


def test_what_a_line_says_goes_before_the_defaults() -> None:
    made = line(
        {"branch": "Nord", "format": "word", "timeout_ms": 20_000, "file_name": "../a.docx"},
        file_name="Report {branch}",
        brand={"primary_color": "#102030"},
        timeout_ms=10_000,
    )
    assert made.kind is Kind.WORD
    assert made.request == {
        "prompt": "A report on Nord",
        "mode": "action",
        "brand": {"primary_color": "#102030"},
        "timeout_ms": 20_000,
        "file_name": "a.docx",
    }


def test_a_file_name_is_a_template_and_is_cleaned_after_it_was_filled() -> None:
    made = line({"branch": "No/rd"}, file_name="Report {branch}")
    assert made.request["file_name"] == "rd"


def test_a_prompt_of_its_own_is_no_template() -> None:
    assert line({"prompt": "Say {hello}"}).request["prompt"] == "Say {hello}"


def test_an_empty_cell_fills_its_place_with_nothing() -> None:
    [made] = lines(b"branch,format\n,word\n", name="m.csv")
    assert (made.request["prompt"], made.kind) == ("A report on ", Kind.WORD)


def test_numbers_of_a_csv_are_numbers() -> None:
    [made] = lines(b"branch,max_credits\nNord,7\n", name="m.csv")
    assert made.request["max_credits"] == 7
    [bad] = lines(b"branch,max_credits\nNord,seven\n", name="m.csv")
    assert why(bad).startswith("max_credits: ")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"branch": "Nord", "format": "pdf"}, "format: one of excel, word, slides."),
        ({"branch": {"a": 1}}, "no text and no number"),
        ({"prompt": " "}, "prompt: must not be blank"),
        ({"branch": "x" * 10_001}, "prompt: String should have at most 10000"),
        ({"branch": "Nord", "key": "x" * 201}, "key: at most 200"),
        ({"branch": "Nord", "key": "a\nb"}, "key: at most 200"),
        ({"branch": "Nord", "data_source": "x" * 1_025}, "data_source: at most 1,024 bytes."),
        ({"branch": "Nord", "data_source": "file_none"}, "There is no file file_none."),
        ({"branch": "Nord", "data_source": "batches/org_2/x.csv"}, "There is no file"),
        ({"branch": "Nord", "data_source": "batches/org_1/x.exe"}, "data_kind: csv, xlsx or"),
        ({"branch": "Nord", "data_source": "file_" + "1" * 26}, "data_kind: csv, xlsx or json"),
        ({"branch": "Nord", "brand": {"font": ""}}, "brand.font: "),
        ({"from_run": "somewhere"}, "from_run: must be an id"),
        ({"from_run": RUN}, "nothing would change"),
    ],
)
def test_a_line_that_will_not_do_says_why(fields: dict[str, Any], reason: str) -> None:
    assert reason in why(line(fields))


def test_a_line_without_any_prompt_says_so() -> None:
    assert "no prompt_template" in why(line({"branch": "Nord"}, prompt_template=None))


def test_a_key_that_was_used_before_fails_with_the_line_that_has_it() -> None:
    content = b"key,branch\na,Nord\na,Sud\n,Ost\n"
    found = lines(content, name="m.csv")
    assert [made.key for made in found] == ["a", "a", "4"]
    assert why(found[1]) == "The key a is that of line 2 already."
    assert found[2].failure is None


def test_a_column_that_the_manifest_lacks_fails_the_whole_of_it() -> None:
    with pytest.raises(ValidationFailed) as refused:
        lines(b"area,manager\nNord,Anna\n", name="m.csv")
    assert refused.value.message == (
        "prompt_template names {branch}; the columns of the manifest are area, manager."
    )
    with pytest.raises(ValidationFailed, match="file_name names"):
        lines(b"branch\nNord\n", name="m.csv", file_name="{area}")
    assert lines(b"prompt\nHello\n", name="m.csv")[0].failure is None
    own = lines(b"branch,file_name\nNord,x\n", name="m.csv", file_name="{area}")
    assert own[0].request["file_name"] == "x"


def test_a_line_names_its_own_data_by_file_or_by_place() -> None:
    by_file = line({"branch": "Nord", "data_source": FILE})
    assert by_file.request["data_sources"] == [{"file_id": FILE, "kind": "csv"}]
    by_place = line({"branch": "Nord", "data_source": "batches/org_1/n.txt", "data_kind": "json"})
    assert by_place.source is not None
    assert (by_place.source.key, by_place.source.kind) == ("batches/org_1/n.txt", "json")
    assert "data_sources" not in by_place.request


def test_a_line_may_replay_the_plan_of_a_run_with_data_of_its_own() -> None:
    made = line({"data_source": "batches/org_1/n.csv", "stale": "report"}, from_run=RUN)
    assert (made.from_run, made.kind) == (RUN, None)
    assert made.request == {"stale": "report"}
    branded = line({"from_run": RUN, "brand": {"font": "Carlito"}, "file_name": "x"})
    assert branded.request == {"brand": {"font": "Carlito"}, "file_name": "x"}


def test_a_brand_of_the_defaults_goes_with_every_line_that_is_rendered() -> None:
    brand = {"primary_color": "#102030"}
    made = line({"data_sources": [{"file_id": FILE, "kind": "csv"}]}, from_run=RUN, brand=brand)
    assert made.request == {
        "brand": brand,
        "data_sources": [{"file_id": FILE, "kind": "csv"}],
    }


def test_braces_that_stand_for_themselves_are_doubled() -> None:
    template = parsed("{{{a}}} and { b }.", field="t")
    assert template.columns == ("a", "b")
    assert template.fill({"a": 1, "b": None}) == "{1} and ."
    assert parsed("{a}", field="t").fill({"a": True}) == "true"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "character 1 is alone"), ("a}", "character 2 is alone"), ("{ }", "name no column")],
)
def test_a_brace_that_means_nothing_is_refused_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(ValidationFailed, match=reason):
        parsed(text, field="t")


@pytest.mark.parametrize("name", ["a.__class__", "a[0]", "a!r", "a:>9", "0"])
def test_a_template_looks_nothing_up_but_columns(name: str) -> None:
    template = parsed(f"{{{name}}}", field="t")
    with pytest.raises(ValidationFailed, match="has only: a"):
        template.fill({"a": object()})
    assert template.fill({name: "safe"}) == "safe"


@settings(max_examples=60)
@given(st.text(), st.text())
def test_what_a_line_fills_in_is_never_read_again(before: str, value: str) -> None:
    literal = before.replace("{", "{{").replace("}", "}}")
    assert parsed(literal + "{x}", field="t").fill({"x": value}) == before + value


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from(["m.csv", "m.jsonl"]))
def test_no_bytes_break_the_reader(content: bytes, name: str) -> None:
    try:
        found: Rows = read_manifest(content, name=name)
    except UnreadableFile:
        return
    numbers = [row.number for row in found.rows]
    assert numbers == sorted(set(numbers))
