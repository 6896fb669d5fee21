"""Clients sign as their service expects: only the object store by its own scheme."""

import pytest

from docsmith.wiring.clients import client, quick_client


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


def test_every_client_signs_by_the_scheme_of_its_service() -> None:
    client.cache_clear()
    quick_client.cache_clear()
    made = {
        "s3": client("s3"),
        "dynamodb": client("dynamodb"),
        "lambda": client("lambda"),
        "quick": quick_client("lambda"),
    }
    signed = {name: one.meta.config.signature_version for name, one in made.items()}
    assert signed == {"s3": "s3v4", "dynamodb": "v4", "lambda": "v4", "quick": "v4"}
    client.cache_clear()
    quick_client.cache_clear()
