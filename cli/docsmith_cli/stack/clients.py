"""boto3 clients: of the stack on this machine, and of the operator's own account."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from docsmith_cli.problems import StackProblem
from docsmith_cli.stack.ministack import REGION


@contextmanager
def refusals_told() -> Generator[None]:
    """Turn what boto3 raises into a StackProblem."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StackProblem(f"the local stack refused: {error}") from error


def local(service: str, endpoint: str) -> Any:
    """A client of MiniStack, which takes any credentials and gives them account 000000000000."""
    import boto3
    from botocore.config import Config

    # A proxy of the environment must not be asked for this machine's own stack.
    config = Config(proxies={}, s3={"addressing_style": "path"}, retries={"max_attempts": 2})
    return boto3.client(  # pyright: ignore[reportUnknownMemberType] - boto3 has no types
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - no secret: the word MiniStack expects
        config=config,
    )


def aws(service: str) -> Any:
    """A client with the credentials and region of the caller's own environment."""
    import boto3

    return boto3.client(service)  # pyright: ignore[reportUnknownMemberType] - boto3 has no types
