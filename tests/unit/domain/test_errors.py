"""The error tree is drawn as it is, and each error can be told."""

import inspect
import re

import pytest

from docsmith.domain import errors
from docsmith.domain.errors import DocsmithError, every_error

CODES = {
    "invalid_request", "preflight_failed", "invalid_api_key", "insufficient_credits", "forbidden",
    "not_found", "timeout", "credit_limit", "model_error", "conflict", "cancelled", "expired",
    "gone", "payload_too_large", "validation_error", "idempotency_conflict", "unreadable_file",
    "rate_limited", "internal_error", "upstream_error", "storage_error", "quality_gate_failed",
    "service_unavailable",
}  # fmt: skip


def drawn() -> dict[str, tuple[str, str | None]]:
    """Class to (parent, code) as the module's docstring draws it."""
    tree: dict[str, tuple[str, str | None]] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^    ([│├└─ ]*)(\w+)\s*(\w+)?$", line)
        if found is None:
            continue
        depth = len(found[1]) // 4
        above[depth:] = [found[2]]
        tree[found[2]] = (above[depth - 1] if depth else "", found[3])
    return tree


def test_the_drawn_tree_is_the_real_one() -> None:
    real = {
        kind.__name__: kind.__bases__[0].__name__ if kind is not DocsmithError else ""
        for kind in every_error()
    }
    assert {name: parent for name, (parent, _) in drawn().items()} == real


def test_the_drawn_codes_are_the_real_ones() -> None:
    codes = {kind.__name__: kind.code for kind in every_error()}
    for name, (_, code) in drawn().items():
        assert code is None or codes[name] == code


def test_every_class_of_the_module_is_in_the_tree() -> None:
    here = {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if kind.__module__ == errors.__name__
    }
    assert here == set(drawn())


def test_every_code_of_the_contract_has_an_error() -> None:
    assert {kind.code for kind in every_error()} == CODES


@pytest.mark.parametrize("kind", every_error())
def test_the_docstring_is_the_message_when_none_is_given(kind: type[DocsmithError]) -> None:
    assert kind().message.endswith(".")
    assert kind("Other.").message == str(kind("Other.")) == "Other."
    assert kind(None, seconds=3).facts == {"seconds": 3}
