"""How a caller wants to wait: the body's `async`, RFC 7240's `Prefer: wait=N, respond-async`."""

import re
from dataclasses import dataclass
from datetime import timedelta

_WAIT = re.compile(r'^wait\s*=\s*"?(\d{1,6})"?$')


@dataclass(frozen=True, slots=True)
class Preference:
    """`applied` is what `Preference-Applied` answers; preferences we do not know are ignored."""

    respond_async: bool
    wait: timedelta | None
    applied: str | None


def preference_of(header: str | None, *, body_async: bool) -> Preference:
    respond_async, wait, applied = body_async, None, list[str]()
    for wish in (header or "").split(","):
        name = wish.strip().lower()
        found = _WAIT.match(name)
        if name == "respond-async":
            respond_async = True
            applied.append("respond-async")
        elif found:
            wait = timedelta(seconds=int(found[1]))
            applied.append(f"wait={found[1]}")
    return Preference(respond_async, wait, ", ".join(applied) or None)
