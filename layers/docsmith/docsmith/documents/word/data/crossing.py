"""A query with the values of another column as its columns."""

from collections.abc import Iterable
from dataclasses import replace

from docsmith.documents.operations.word_data import Query
from docsmith.documents.word.data.compute import Group, Meter, Rows, look_of
from docsmith.documents.word.data.lines import (
    MAX_ROWS,
    Line,
    ResultTable,
    adds,
    kind_of,
    shown,
    too_many,
)
from docsmith.documents.word.data.remembered import groups_of
from docsmith.documents.word.language import Language

_MAX_ACROSS = 12


def _met(meter: Meter, numbers: list[int]) -> float | None:
    """None where rows and columns do not meet, which is not the same as zero."""
    return meter.over(numbers) if numbers else None


def crossed(
    query: Query,
    rows: Rows,
    groups: list[Group],
    meter: Meter,
    language: Language,
    path: str,
    label: str,
    periods: bool,
) -> ResultTable:
    """Values of another column as columns, largest first, at most 12, the rest in one."""
    across = groups_of(rows, query.across or "", None, f"{path}.across")
    ranked = sorted(across, key=lambda g: (g.key is None, -(meter.over(g.numbers) or 0.0)))
    kept, rest = ranked[:_MAX_ACROSS], ranked[_MAX_ACROSS:]
    sets = [set(group.numbers) for group in kept]
    names = [shown(group.key, language) for group in kept]
    if rest:
        sets.append({n for group in rest for n in group.numbers})
        names.append(language.label("other"))
    summed = adds(meter.measure) and query.total
    if summed:
        sets.append(set(rows.numbers))
        names.append(language.label("total"))

    def line(name: str, numbers: Iterable[int], kind: str = "value") -> Line:
        own = list(numbers)
        return Line(name, tuple(_met(meter, [n for n in own if n in s]) for s in sets), kind)

    out = _few(query, groups, meter, language, path, periods=periods)
    lines = [line(*one) for one in out]
    if summed:
        total = line(language.label("total"), rows.numbers, "total")
        lines.append(replace(total, values=tuple(v or 0.0 for v in total.values)))
    look = look_of(rows.table, meter.measure)
    return ResultTable(label, tuple(names), (look,) * len(names), tuple(lines), periods)


def _few(
    query: Query,
    groups: list[Group],
    meter: Meter,
    language: Language,
    path: str,
    *,
    periods: bool,
) -> list[tuple[str, list[int], str]]:
    """Name, rows and kind of each line in order; what `top` leaves out is one line."""
    named = [(group, shown(group.key, language)) for group in groups]
    if query.sort == "label":
        named.sort(key=lambda pair: pair[1].casefold())
    elif not periods and query.sort in (None, "value"):
        named.sort(key=lambda pair: (pair[0].key is None, -(meter.over(pair[0].numbers) or 0.0)))
    top = query.top if query.top and len(named) > query.top + 1 else len(named)
    if top > MAX_ROWS:
        raise too_many(path, top)
    out = [(name, group.numbers, kind_of(group)) for group, name in named[:top]]
    rest = [n for group, _ in named[top:] for n in group.numbers]
    if named[top:]:
        out.append((f"{language.label('other')} ({len(named) - top})", rest, "rest"))
    return out
