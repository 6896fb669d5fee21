"""A client that answers from a script: botocore's own stubber, under one name for every service."""

from typing import Any

import boto3
from botocore.stub import Stubber


def stubbed(service: str) -> tuple[Any, Stubber]:
    """The client, and the script that it follows. Every answer must be asked for."""
    client: Any = boto3.client(service, "eu-central-1")
    script = Stubber(client)
    script.activate()
    return client, script
