"""Both signatures, verified by the official package and by the snippets of the README."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError
from tests.fakes.entropy import SeededEntropy

from docsmith.domain.signature import (
    hex_signature,
    new_webhook_secret,
    signed_headers,
    standard_signature,
)

SNIPPETS = Path(__file__).parents[2] / "data" / "snippets"
SECRET = new_webhook_secret(SeededEntropy(1))
OLDER = new_webhook_secret(SeededEntropy(2))
BODY = '{"event":"run.completed","summary":"Ünïcode ✓"}'.encode()
INTERPRETERS = {
    "verify.py": [sys.executable],
    "verify.mjs": [shutil.which("node") or ""],
    "verify.go": [shutil.which("go") or "", "run"],
}
SIGNED = st.binary(max_size=200)


def headers(*secrets: str, at: int | None = None, body: bytes = BODY) -> dict[str, str]:
    return signed_headers(
        body,
        event="run.completed",
        message_id="dlv_1",
        timestamp=int(time.time()) if at is None else at,
        secrets=secrets or (SECRET,),
    )


def test_a_secret_is_the_prefix_and_thirty_two_random_bytes() -> None:
    assert SECRET.startswith("whsec_")
    assert len(SECRET) == len("whsec_") + 44
    assert SECRET != OLDER


def test_the_hex_signature_is_what_the_contract_says() -> None:
    """Computed with openssl: printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_abc"""
    found = hex_signature("whsec_abc", timestamp=1_700_000_000, body=b"{}")
    expected = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "whsec_abc"],
        input=b"1700000000.{}",
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert found == "sha256=" + expected.split("= ")[1].strip()


def test_the_standard_signature_is_that_of_the_specifications_own_example() -> None:
    """The example of the Standard Webhooks specification."""
    found = standard_signature(
        "whsec_plJ3nmyCDGBKInavdOK15jsl",
        message_id="msg_loFOjxBNrRLzqYUf",
        timestamp=1_731_705_121,
        body=b'{"event_type":"ping","data":{"success":true}}',
    )
    assert found == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


@given(body=st.text(max_size=200))
def test_the_official_package_verifies_what_we_sign(body: str) -> None:
    signed = headers(body=json.dumps(body).encode())
    assert Webhook(SECRET).verify(json.dumps(body), signed) == body


@given(body=SIGNED, other=SIGNED)
def test_no_two_bodies_share_a_signature(body: bytes, other: bytes) -> None:
    ours, theirs = headers(body=body, at=1), headers(body=other, at=1)
    assert (ours == theirs) == (body == other)


def test_while_two_secrets_are_live_the_package_verifies_with_either() -> None:
    signed = headers(SECRET, OLDER)
    for secret in (SECRET, OLDER):
        Webhook(secret).verify(BODY, signed)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_webhook_secret(SeededEntropy(3))).verify(BODY, signed)


def test_while_two_secrets_are_live_an_untouched_receiver_goes_on_verifying() -> None:
    signed = headers(SECRET, OLDER, at=7)
    assert signed["X-Overten-Signature"] == hex_signature(OLDER, timestamp=7, body=BODY)
    assert signed["X-Overten-Signature-Next"] == hex_signature(SECRET, timestamp=7, body=BODY)
    assert "X-Overten-Signature-Next" not in headers(SECRET, at=7)


def test_the_prefix_of_our_own_headers_is_a_parameter() -> None:
    signed = signed_headers(
        b"{}", event="e", message_id="m", timestamp=1, secrets=[SECRET], prefix="X-Acme"
    )
    assert {name for name in signed if name.startswith("X-")} == {
        "X-Acme-Event",
        "X-Acme-Timestamp",
        "X-Acme-Signature",
    }


def verified(snippet: str, signed: dict[str, str], *, secret: str = SECRET) -> bool:
    """Whether a snippet says so: secret, timestamp and signature as words, the body as input."""
    command = INTERPRETERS[snippet]
    if not command[0]:
        pytest.skip(f"there is nothing here that runs {snippet}")
    words = [secret, signed["X-Overten-Timestamp"], signed["X-Overten-Signature"]]
    done = subprocess.run(
        [*command, str(SNIPPETS / snippet), *words], input=BODY, capture_output=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.returncode == 0


@pytest.mark.parametrize("snippet", sorted(INTERPRETERS))
def test_the_snippets_of_the_readme_verify(snippet: str) -> None:
    assert verified(snippet, headers())


@pytest.mark.parametrize("snippet", sorted(INTERPRETERS))
def test_the_snippets_of_the_readme_refuse(snippet: str) -> None:
    assert not verified(snippet, headers(), secret=OLDER)
    assert not verified(snippet, headers(at=int(time.time()) - 301))
    assert not verified(snippet, headers(body=BODY + b" "))
    assert not verified(snippet, {**headers(), "X-Overten-Signature": ""})
