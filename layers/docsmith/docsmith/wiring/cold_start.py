"""A shorter cold start of the functions that serve HTTP: imported before what they are made of.

Until `over`, nothing is collected: what imports make stays, so looking through it is lost time.
FastAPI asks of every parameter and answer whether it is a model of pydantic 1, and imports all of
pydantic 1 to ask; nobody has any, and a package that is not there is an answer too.
"""

import gc
import sys
from typing import Any, cast

cast("dict[str, Any]", sys.modules)["pydantic.v1"] = None
gc.disable()


def over() -> None:
    """Everything is imported: collect from now on, but never look at that again."""
    gc.freeze()
    gc.enable()
