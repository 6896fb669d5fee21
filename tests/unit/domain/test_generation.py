"""The limits of a generation request, one by one, and what makes two requests the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.fakes.nouns import an_id

from docsmith.domain.generation import GenerationRequest, clean_file_name
from docsmith.domain.idempotency import digest_of_key
from docsmith.domain.task import Kind, Mode

FILE, RUN, IMAGE = an_id("file_"), an_id("run_"), an_id("img_")


def request(**fields: Any) -> GenerationRequest:
    return GenerationRequest.model_validate({"prompt": "A budget", **fields})


def test_a_prompt_is_all_that_is_needed() -> None:
    made = request()
    assert (made.mode, made.run_async, made.timeout_ms) == (Mode.ACTION, False, 1_800_000)
    assert made.stored() == {"prompt": "A budget", "mode": "action", "timeout_ms": 1_800_000}


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": "x"},
        {"prompt": "x" * 10_000},
        {"prompt": "☃ مرحبا"},
        {"mode": "ask"},
        {"run_id": RUN},
        {"init_file": FILE},
        {"context_files": [FILE, {"file_id": FILE}]},
        {"context_files": [FILE] * 20},
        {"data_sources": [{"file_id": FILE, "kind": kind} for kind in ("csv", "xlsx", "json")]},
        {"image_assets": [{"image_id": IMAGE, "tags": ["logo"]}, {"image_id": IMAGE}]},
        {"brand": {}},
        {"brand": {"primary_color": "#1A2b3C", "font": "Inter", "logo_url": "https://x.test/l"}},
        {"brand": {"primary_color": "1A2b3C"}},
        {"async": True},
        {"webhook_url": "https://x.test/hook"},
        {"idempotency_key": "x" * 255},
        {"idempotency_key": "é ü"},
        {"file_name": "x" * 200},
        {"timeout_ms": 10_000},
        {"timeout_ms": 1_800_000},
        {"max_credits": 1},
        {"max_credits": None, "brand": None, "data_sources": None},
        {"unknown": {"deep": [1]}},
    ],
)
def test_what_the_contract_allows_is_taken(fields: dict[str, Any]) -> None:
    request(**fields)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 10_001}, "prompt"),
        ({"prompt": " \n\t"}, "prompt"),
        ({"prompt": "\x00\x01"}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"prompt": ["x"]}, "prompt"),
        ({"mode": "write"}, "mode"),
        ({"run_id": FILE}, "run_id"),
        ({"run_id": RUN + "0"}, "run_id"),
        ({"init_file": "x"}, "init_file"),
        ({"context_files": [RUN]}, "context_files"),
        ({"context_files": [{"id": FILE}]}, "context_files"),
        ({"context_files": [FILE] * 21}, "context_files"),
        ({"data_sources": [{"file_id": FILE}]}, "data_sources"),
        ({"data_sources": [{"file_id": FILE, "kind": "csv"}] * 21}, "data_sources"),
        ({"image_assets": [{"image_id": IMAGE, "tags": ["x" * 101]}]}, "image_assets"),
        ({"image_assets": [{"image_id": IMAGE}] * 51}, "image_assets"),
        ({"brand": {"primary_color": "#12345"}}, "brand"),
        ({"brand": {"font": "\n"}}, "brand"),
        ({"brand": {"font": "x" * 101}}, "brand"),
        ({"brand": {"logo_url": "http://x.test"}}, "brand"),
        ({"brand": {"logo_url": "https://x y"}}, "brand"),
        ({"async": "yes"}, "async"),
        ({"async": 0}, "async"),
        ({"webhook_url": "x" * 2001}, "webhook_url"),
        ({"idempotency_key": ""}, "idempotency_key"),
        ({"idempotency_key": "  "}, "idempotency_key"),
        ({"idempotency_key": "x" * 256}, "idempotency_key"),
        ({"idempotency_key": "a\nb"}, "idempotency_key"),
        ({"idempotency_key": 5}, "idempotency_key"),
        ({"file_name": "x" * 201}, "file_name"),
        ({"timeout_ms": 9_999}, "timeout_ms"),
        ({"timeout_ms": 1_800_001}, "timeout_ms"),
        ({"timeout_ms": 60_000.0}, "timeout_ms"),
        ({"timeout_ms": True}, "timeout_ms"),
        ({"timeout_ms": None}, "timeout_ms"),
        ({"max_credits": 0}, "max_credits"),
        ({"max_credits": "5"}, "max_credits"),
    ],
)
def test_what_it_does_not_allow_is_refused_with_the_field(
    fields: dict[str, Any], where: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        request(**fields)
    assert {error["loc"][0] for error in refusal.value.errors()} == {where}


def test_control_characters_are_dropped_but_lines_are_kept() -> None:
    assert request(prompt="a\x00b\n\tc\x7f\r").prompt == "ab\n\tc\r"


def test_the_way_of_waiting_and_the_key_do_not_make_another_request() -> None:
    one = request().fingerprint(Kind.EXCEL)
    assert request(**{"async": True}, idempotency_key="k").fingerprint(Kind.EXCEL) == one
    assert request(mode="action", unknown=1, brand=None).fingerprint(Kind.EXCEL) == one


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "A letter"},
        {"mode": "ask"},
        {"run_id": RUN},
        {"timeout_ms": 60_000},
        {"max_credits": 5},
        {"data_sources": [{"file_id": FILE, "kind": "csv"}]},
        {"webhook_url": "https://x.test"},
        {"file_name": "a"},
    ],
)
def test_any_other_field_does(other: dict[str, Any]) -> None:
    one = request().fingerprint(Kind.EXCEL)
    assert request(**other).fingerprint(Kind.EXCEL) != one
    assert request().fingerprint(Kind.WORD) != one


def test_both_forms_of_a_context_file_are_one_request() -> None:
    plain = request(context_files=[FILE]).fingerprint(Kind.EXCEL)
    assert request(context_files=[{"file_id": FILE}]).fingerprint(Kind.EXCEL) == plain


@given(text=st.text(max_size=300))
def test_a_cleaned_name_can_be_a_file_name(text: str) -> None:
    name = clean_file_name(text)
    assert len(name) <= 200
    assert not set(name) & set('/\\<>:"|?*\x00\n\r\x7f')
    assert name == name.strip(" .") or len(text) > 200


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("report.xlsx", "report.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\q1.xlsx", "q1.xlsx"),
        ('a<b>:"c"|d?*.xlsx', "a b c d .xlsx"),
        ("  .hidden. ", "hidden"),
        ("Größe ☃", "Größe ☃"),
        ("/", ""),
        ("", ""),
    ],
)
def test_names_are_cleaned_of_path_and_reserved_characters(given_name: str, cleaned: str) -> None:
    assert clean_file_name(given_name) == cleaned


@given(one=st.text(), two=st.text())
def test_keys_meet_only_when_they_are_equal(one: str, two: str) -> None:
    try:
        assert (digest_of_key(one) == digest_of_key(two)) == (one == two)
    except UnicodeEncodeError:
        assert any("\ud800" <= letter <= "\udfff" for letter in one + two)
