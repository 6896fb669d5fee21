"""Operations that answer findings of the checks; none for a finding this author cannot mend."""

from collections.abc import Iterable

from docsmith.agent.turns import Json


def remedies(findings: Iterable[Json]) -> tuple[Json, ...]:
    return ()
