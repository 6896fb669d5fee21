"""`docsmith doctor --stack NAME`: hold calls through both transports, say what this account can do.

The probe routes answer after as many seconds as they are asked for; the gateway lets only IAM in,
so each call is signed. What held longest decides the parameters of the printed `sam deploy` line.
"""

import time
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsmith_cli.problems import StackProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker

TRANSPORTS = ("buffered", "stream")
HOLDS_S = (5, 40, 200)
_ROOM_S = 30


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One held call: whether the answer came, and after how many seconds."""

    transport: str
    hold_s: int
    held: bool
    took_s: float
    said: str


def doctor(words: Namespace, settings: Settings, speaker: Speaker) -> int:
    """Probe, report, recommend. 1 when neither transport holds even the shortest call."""
    del settings  # the operator is known by IAM
    outputs, get = _stack(words.stack)
    probes: list[Probe] = []
    for transport in TRANSPORTS:
        for hold in words.hold or HOLDS_S:
            with speaker.step(f"Holding {hold} s through {transport}"):
                probes.append(probe(outputs["ApiUrl"], transport, hold, get))
            if not probes[-1].held:
                break
    for line in report(probes, words.stack or "docsmith"):
        speaker.answer(line)
    return 0 if any(one.held for one in probes) else 1


Get = Callable[[str, float], tuple[int, str]]
"""A signed GET: address and time limit in seconds to status and body."""


def probe(base_url: str, transport: str, hold_s: int, get: Get) -> Probe:
    """Hold one call."""
    began = time.monotonic()
    status, body = get(f"{base_url}/probe/{transport}?hold={hold_s}", hold_s + _ROOM_S)
    took = time.monotonic() - began
    held = status == 200 and f'"held_s":{hold_s}' in body.replace(" ", "")
    return Probe(
        transport=transport, hold_s=hold_s, held=held, took_s=took, said=f"{status} {body[:120]}"
    )


def report(probes: Sequence[Probe], stack: str) -> list[str]:
    """What was seen, and the command that follows from it."""
    lines = [_line(one) for one in probes]
    longest = {
        transport: max((p.hold_s for p in probes if p.transport == transport and p.held), default=0)
        for transport in TRANSPORTS
    }
    parameters = recommended(longest)
    if not parameters:
        return [*lines, "Neither transport holds the shortest call: see the answers above."]
    overrides = " ".join(f"{name}={value}" for name, value in parameters.items())
    return [
        *lines,
        "",
        f"sam deploy --stack-name {stack} --parameter-overrides {overrides}",
    ]


def recommended(longest: Mapping[str, int]) -> dict[str, str]:
    """Parameters for what held: the shipped default unless something held longer."""
    if longest["stream"] >= max(HOLDS_S):
        return {"Transport": "stream", "SyncCeilingSeconds": "290"}
    if longest["buffered"] >= max(HOLDS_S):
        return {
            "Transport": "buffered",
            "BufferedTimeoutMillis": "300000",
            "SyncCeilingSeconds": "290",
        }
    if longest["stream"] or longest["buffered"]:
        return {"Transport": "buffered", "SyncCeilingSeconds": "28"}
    return {}


def _line(one: Probe) -> str:
    verdict = "held" if one.held else f"cut after {one.took_s:.0f} s: {one.said}"
    return f"{one.transport:9} {one.hold_s:4} s  {verdict}"


def _stack(name: str | None) -> tuple[Mapping[str, str], Get]:
    """The outputs of the stack, and a way to call it."""
    if name is None:
        raise StackProblem("name the stack on AWS: docsmith doctor --stack NAME")
    from botocore.exceptions import BotoCoreError, ClientError

    from docsmith_cli.stack import clients

    try:
        found = clients.aws("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        raise StackProblem(f"cannot read the stack {name}: {error}") from error
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    if "ApiUrl" not in outputs:
        raise StackProblem(f"the stack {name} is not Docsmith's: it has no output ApiUrl")
    return outputs, signed_get


def signed_get(address: str, limit_s: float) -> tuple[int, str]:
    """GET with SigV4 by the caller's own credentials; an answer that never came is status 0."""
    import httpx

    headers = _signature(address)
    try:
        answer = httpx.get(address, headers=headers, timeout=httpx.Timeout(limit_s, connect=10))
    except httpx.HTTPError as error:
        return 0, str(error) or type(error).__name__
    return answer.status_code, answer.text


def _signature(address: str) -> dict[str, str]:
    import boto3
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    session: Any = boto3.Session()
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        raise StackProblem("no AWS credentials or region in this environment")
    request = AWSRequest(method="GET", url=address)
    SigV4Auth(credentials, "execute-api", session.region_name).add_auth(request)
    return dict(request.headers.items())
