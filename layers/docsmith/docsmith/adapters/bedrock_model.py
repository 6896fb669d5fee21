"""The client of Claude on Amazon Bedrock: the same Messages API behind AWS credentials.

`AnthropicModel` drives it as it drives the provider's own.
"""

from anthropic.lib.bedrock import AnthropicBedrock

from docsmith.adapters.anthropic_model import pooled_http


def bedrock_client(*, region: str | None = None, base_url: str | None = None) -> AnthropicBedrock:
    """Region and credentials are the runtime's unless given."""
    return AnthropicBedrock(
        aws_region=region, base_url=base_url, max_retries=0, http_client=pooled_http()
    )
