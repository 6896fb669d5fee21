"""boto3 clients, one of each service, made when a function first needs them."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    retries={"mode": "standard", "max_attempts": 4},
    connect_timeout=3,
    read_timeout=30,
    tcp_keepalive=True,
)


@cache
def client(service: str) -> Any:
    """The environment's one client of a service. Region and credentials are the runtime's."""
    config = _CONFIG if service == "s3" else _CONFIG.merge(Config(signature_version="v4"))
    return boto3.client(service, config=config)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType, reportUnknownMemberType]


@cache
def quick_client(service: str) -> Any:
    """A client for an answer that somebody waits for: one try of 25 s."""
    once = Config(
        signature_version="v4",  # s3v4 signs the colon of an alias as it stands: refused by IAM
        retries={"mode": "standard", "max_attempts": 1},
        read_timeout=25,
    )
    return boto3.client(service, config=_CONFIG.merge(once))  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType, reportUnknownMemberType]
