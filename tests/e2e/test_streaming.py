"""The streaming transport through the real Python runtime: awslambdaric under AWS's own emulator.

The emulator (RIE) ships in the SAM CLI wheel. What API Gateway expects of a streamed answer is
checked byte by byte: metadata JSON, eight NUL bytes, body.
"""

import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx
import pytest
from tests.e2e.stack import ROOT, Stack
from tests.fakes.ports import free_port

from docsmith_cli import settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack.environments import SAM, Workshop

DELIMITER = b"\0" * 8


def _emulator(log: Path) -> Path:
    workshop = Workshop(cache=settings.from_environment().cache, log=log, environment=os.environ)
    python = workshop.python(SAM, Speaker())
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    found = python.parent.parent.glob(
        f"lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{machine}"
    )
    return next(found)


@pytest.fixture(scope="module")
def generate(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`generate` with transport `stream` under the emulator, against the local stack's services."""
    folder = tmp_path_factory.mktemp("rie")
    variables = _deployed_variables(stack) | {"TRANSPORT": "stream", "SYNC_CEILING_SECONDS": "60"}
    port = free_port()
    environment = {
        **os.environ,
        **variables,
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT / "functions" / "generate"), str(ROOT / "layers" / "docsmith")]
        ),
        "AWS_LAMBDA_FUNCTION_NAME": "docsmith-generate",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "310",
        "POWERTOOLS_TRACE_DISABLED": "true",
    }
    emulator = _emulator(folder / "environments.log")
    emulator.chmod(0o755)
    address = f"127.0.0.1:{port}"
    command = [
        *(str(emulator), "--runtime-interface-emulator-address", address),
        *("--runtime-api-address", f"127.0.0.1:{free_port()}"),
        *(sys.executable, "-m", "awslambdaric", "app.handler"),
    ]
    with (
        (folder / "rie.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        _await_port(port)
        yield f"http://{address}/2015-03-31/functions/function/invocations"
        process.terminate()


def _deployed_variables(stack: Stack) -> dict[str, str]:
    """The function's variables as the local stack deployed them."""
    parts = urlsplit(stack.url)
    endpoint = f"{parts.scheme}://{parts.netloc}"
    keys = {"AWS_ACCESS_KEY_ID": "000000000000", "AWS_SECRET_ACCESS_KEY": "test"}
    client = boto3.client(
        "lambda",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
    )
    found = client.get_function_configuration(FunctionName="docsmith-generate")
    variables: dict[str, str] = found["Environment"]["Variables"]
    return {**variables, **keys, "AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": "us-east-1"}


def _await_port(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the emulator did not start")


def _parts(raw: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    metadata, found, body = raw.partition(DELIMITER)
    assert found, raw[:200]
    return json.loads(metadata), json.loads(body)


def _event(stack: Stack, body: dict[str, object], *, key: str | None = None) -> dict[str, object]:
    event = json.loads((ROOT / "events" / "generate.json").read_text())
    event["body"] = json.dumps(body)
    for headers, value in (("headers", key or stack.api_key), ("multiValueHeaders", None)):
        event[headers]["x-api-key"] = value or [key or stack.api_key]
    event["requestContext"]["requestTimeEpoch"] = int(time.time() * 1000)
    return event


def test_a_finished_task_leaves_as_metadata_delimiter_and_body(stack: Stack, generate: str) -> None:
    event = _event(stack, {"prompt": "Create a project tracker"})
    raw = httpx.post(generate, json=event, timeout=90).content
    metadata, body = _parts(raw)
    assert metadata["statusCode"] == 200
    assert body["status"] == "completed"
    assert "download_url" in body


def test_an_async_task_leaves_as_202_with_its_headers(stack: Stack, generate: str) -> None:
    event = _event(stack, {"prompt": "Create a project tracker", "async": True})
    metadata, body = _parts(httpx.post(generate, json=event, timeout=90).content)
    assert metadata["statusCode"] == 202
    assert metadata["headers"]["location"] == body["status_url"]


def test_a_refusal_leaves_in_the_same_envelope(stack: Stack, generate: str) -> None:
    event = _event(stack, {"prompt": "x"}, key="sk_live_nobody")
    metadata, body = _parts(httpx.post(generate, json=event, timeout=90).content)
    assert metadata["statusCode"] == 401
    assert body["error"] == "invalid_api_key"
