"""Which columns the prompt names to split by, in the order in which it names them."""

import re

from docsmith.agent.offline.roles import Roles, listed_values, strength
from docsmith.agent.offline.source import ColumnView, SourceView

_ENDINGS = frozenset({"", "s", "es", "n", "en", "e"})
"""What plurals add, in English and German."""
_PERIOD = re.compile(
    r"\b(?:(?:month|monat|year|jahr|day|tag|week|woche|quarter|quartal)\w{0,3}|monthly|yearly|daily|"
    r"time|zeit|trend|verlauf)\b",
    re.I,
)
_SAYS_NOTHING = frozenset({"name", "names", "id", "nr", "no", "code"})
"""Words of a header that a prompt leaves out: `customer_name` is asked for as `customer`."""


def asked_splits(prompt: str, roles: Roles, source: SourceView) -> tuple[str, ...]:
    """Columns to split by that the prompt names; the date's where it names a period."""
    found = {
        column.name: at
        for column in source.columns
        if _can_split(column, roles) and (at := _place(column.name, prompt)) is not None
    }
    period = _PERIOD.search(prompt)
    if roles.date and period:
        found[roles.date] = period.start()
    return tuple(sorted(found, key=lambda name: found[name]))


def asked_first(roles: Roles, asked: tuple[str, ...]) -> Roles:
    """The same roles, dimensions that the prompt names before the others."""
    named = [name for name in asked if name != roles.date]
    rest = [name for name in roles.dimensions if name not in named]
    most = max(len(roles.dimensions), len(named))
    return roles.model_copy(update={"dimensions": (*named, *rest)[:most]})


def _can_split(column: ColumnView, roles: Roles) -> bool:
    """A dimension, or a column of repeated texts, however many: a split lists the commonest."""
    if column.name in roles.dimensions:
        return True
    figures = column.is_numeric or column.is_dated or column.type == "blank"
    told = strength(column.name, "free_text") is None and column.distinct * 2 <= column.filled
    return told and not figures and len(listed_values(column)) >= 2


def _place(name: str, prompt: str) -> int | None:
    """Where the prompt has the header's words, one after the other."""
    wanted = [word for word in _words(name) if word not in _SAYS_NOTHING]
    spots = [(match.group(), match.start()) for match in re.finditer(r"[^\W_]+", prompt.casefold())]
    for first in range(len(spots) - len(wanted) + 1 if wanted else 0):
        here = spots[first : first + len(wanted)]
        if all(_alike(one, word) for (one, _), word in zip(here, wanted, strict=True)):
            return here[0][1]
    return None


def _words(name: str) -> list[str]:
    parted = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", parted.casefold())


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.endswith("ies"):
        return short == f"{long[:-3]}y"
    return long.startswith(short) and long[len(short) :] in _ENDINGS
