"""Refuse at submission a URL that could never be called: only its form and literals are judged.

Names are not resolved here: what a name resolves to is checked whenever it is called.
"""

from collections.abc import Collection

from docsmith.domain.errors import ValidationFailed
from docsmith.domain.guard import Refused, judge


def check_webhook_url(
    url: str, allowed_hosts: Collection[str], *, field: str = "webhook_url"
) -> None:
    """Raises `ValidationFailed` with the reason."""
    try:
        judge(url, allowed=allowed_hosts)
    except Refused as refusal:
        detail = [{"field": field, "message": str(refusal), "type": "url"}]
        raise ValidationFailed(f"{field} {refusal}.", detail=detail) from refusal
