"""Years that the prompt names as a period, which no planner picks out of the data: said openly."""

import re
from collections.abc import Iterable

from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.roles import roles_of
from docsmith.agent.offline.source import SourceView
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.words import Language, word
from docsmith.agent.wire import canonical

_YEAR = r"(?<![\w€$£.,/-])((?:19|20)\d\d)(?!\w|[.,/]\d|\.\w|-\d|\s?[€$£%])"
_ALONE = re.compile(_YEAR)
_LED = re.compile(
    r"\b(?:in|for|from|of|during|only|year|nur|für|aus|von|jahre?s?|fy|gj|q[1-4])\s+" + _YEAR, re.I
)
_RANGE = re.compile(r"\b((?:19|20)\d\d)\s?(?:-|–|—|to|through|until|bis)\s?((?:19|20)\d\d)\b", re.I)


def years_remarks(plan: Plan, wish: Wish) -> tuple[str, ...]:
    """A sentence when a new document shows more years of its data than the prompt names."""
    covered = _covered(plan, wish) if wish.outline is None else frozenset[int]()
    named = years_named(wish.brief.prompt, covered)
    if not named or covered <= named:
        return ()
    language = wish.brief.language
    told = {"covered": _told(covered, language), "named": _told(named, language)}
    return (word(language, "all_years", **told),)


def years_named(prompt: str, known: frozenset[int]) -> frozenset[int]:
    """The years of the prompt. One outside the `known` ones needs a word such as `in` before it,
    since it may be a plain number.
    """
    spans = [(int(a), int(b)) for a, b in _RANGE.findall(prompt)]
    ranged = {year for first, last in spans for year in range(first, last + 1)}
    alone = {int(year) for year in _ALONE.findall(prompt)} & known
    return frozenset(ranged | alone | {int(year) for year in _LED.findall(prompt)})


def _covered(plan: Plan, wish: Wish) -> frozenset[int]:
    """From the first to the last year of the sources that the plan shows."""
    written = " ".join(canonical(op) for section in plan.sections for op in section.ops)
    used = (source for source in wish.sources if f'"{source.slot}"' in written)
    years = [year for source in used for year in _ends(source)]
    return frozenset(range(min(years), max(years) + 1)) if years else frozenset()


def _ends(source: SourceView) -> tuple[int, ...]:
    column = source.column(roles_of(source).date or "")
    days = (column.day("minimum"), column.day("maximum")) if column else ()
    return tuple(day.year for day in days if day)


def _told(years: Iterable[int], language: Language) -> str:
    ordered = sorted(years)
    first, last = ordered[0], ordered[-1]
    if 1 < len(ordered) == last - first + 1:
        return word(language, "year_span", first=str(first), last=str(last))
    return ", ".join(map(str, ordered))
