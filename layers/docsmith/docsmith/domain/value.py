"""The base of our nouns: a frozen pydantic value; a change makes a new one."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that is stored as JSON.

    Its validator is built when it is first used: no function uses all of them, and starts sooner.
    What clients send says `defer_build=False`, since a route's parameter is built with the route.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    def with_(self, **changes: Any) -> Self:
        """A copy with these fields changed, validated like any other."""
        return type(self).model_validate({**dict(self), **changes})
