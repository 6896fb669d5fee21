"""What a refusal of AWS is called, whichever service it came from."""

from botocore.exceptions import BotoCoreError, ClientError


def code_of(error: BotoCoreError | ClientError) -> str:
    """Empty when no answer came."""
    if isinstance(error, BotoCoreError):
        return ""
    return error.response.get("Error", {}).get("Code", "")
