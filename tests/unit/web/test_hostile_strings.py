"""Every string that a route takes, replaced by what no client should send: no fault of ours."""

import json
from collections.abc import Iterator
from typing import Any, cast

import pytest
from tests.unit.web.conftest import House
from tests.unit.web.test_every_route import API, BODIES, GUARDED, PLACES, QUERIES

pytestmark = pytest.mark.no_cover
STRINGS = {
    "nothing": "",
    "NUL": "\x00",
    "control characters": "a\x01\x08\x0b\x1f\x7f\x85b",
    "line ends": "a\r\nX-Injected: yes\r\n\r\n",
    "a lone surrogate": "a\ud800b",
    "text that runs backwards": "\u202egnp.exe\u2066",
    "no characters at all": "\ufffe\uffff\U0010ffff",
    "combining marks": "Z" + "\u0335\u0322" * 500,
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "a path": "../../../../etc/passwd\\..\\x",
    "a formula": '=HYPERLINK("http://x","y")',
    "very long": "x" * 100_000,
}
NUMBERS = ("-1", "0", "1e400", "NaN", "99999999999999999999999", "0x10", "٣", "1.5", " 1 ", "1e3")
WITH_BODY = sorted(BODIES)


@pytest.mark.parametrize("what", STRINGS)
@pytest.mark.parametrize("name", WITH_BODY)
def test_a_string_of_any_kind_in_any_field_is_no_fault(house: House, name: str, what: str) -> None:
    for body in spoiled(BODIES[name], STRINGS[what]):
        content = json.dumps(body)  # lone surrogates go as escapes, as JSON allows
        assert_no_fault(house, name, content)


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_of_any_shape_is_no_fault(house: House, name: str) -> None:
    shapes = ("", "null", "[]", '"x"', "0", "{", '{"a": NaN}', "[[" * 5000, '{"prompt": {}}', "\\")
    for content in shapes:
        assert_no_fault(house, name, content)
    assert_no_fault(house, name, b"\xff\xfe\x00")


@pytest.mark.parametrize("name", [name for name in GUARDED if name.startswith("GET")])
def test_a_query_of_any_kind_is_no_fault(house: House, name: str) -> None:
    path = name.removeprefix("GET ").format(**PLACES)
    given = ("cursor", "limit", "wait", "status", "run_id", "idempotency_key", "revision", "since")
    for value in (*NUMBERS, *(text[:2000] for text in STRINGS.values())):
        safe = value.encode("utf-8", "replace").decode()
        for field in given:
            answer = house.client.get(path, params={field: safe}, follow_redirects=False)
            assert answer.status_code < 500, (field, value, answer.text)


@pytest.mark.parametrize(
    "value", ["é".encode(), b"a\x7fb", b"\xff\xfe", b"x" * 5000, b'W/"', b",,"]
)
def test_a_header_of_any_kind_is_no_fault(house: House, value: bytes) -> None:
    for header in ("Idempotency-Key", "Prefer", "If-None-Match", "X-API-Key", "Content-Type"):
        answer = house.client.post(
            f"{API}/excel/generate",
            content=b'{"prompt": "A budget", "async": true}',
            headers={b"Content-Type": b"application/json", header.encode(): value},
        )
        assert answer.status_code < 500, (header, answer.text)
        assert "X-Injected" not in answer.headers


def spoiled(value: Any, text: str) -> Iterator[Any]:
    """The body once for each string in it, with that string replaced."""
    if isinstance(value, str):
        yield text
    elif isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        for key, inner in fields.items():
            yield from ({**fields, key: changed} for changed in spoiled(inner, text))
        yield {**fields, text: text}
    elif isinstance(value, list):
        items = cast(list[Any], value)
        for index, inner in enumerate(items):
            for changed in spoiled(inner, text):
                yield [*items[:index], changed, *items[index + 1 :]]


def assert_no_fault(house: House, name: str, content: str | bytes) -> None:
    method, path = name.split(" ")
    answer = house.client.request(
        method,
        path.format(**PLACES) + QUERIES.get(name, ""),
        content=content,
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code < 500, (content[:200], answer.text)
    assert answer.is_success or answer.json()["success"] is False
