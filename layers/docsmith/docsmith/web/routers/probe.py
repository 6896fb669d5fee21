"""GET /probe/{transport}?hold=N: answers after N seconds.

So that `docsmith doctor` can measure what this account's gateway holds. It is the operator's: the
gateway asks for IAM, no API key opens it.
"""

import time
from typing import Annotated, Literal

from fastapi import APIRouter, Query

router = APIRouter(tags=["operator"], include_in_schema=False)


@router.get("/probe/{transport}")
def probe(
    transport: Literal["buffered", "stream"], hold: Annotated[int, Query(ge=0, le=295)] = 0
) -> dict[str, str | int]:
    time.sleep(hold)
    return {"transport": transport, "held_s": hold}
