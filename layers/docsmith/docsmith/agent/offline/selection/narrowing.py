"""Sources as a prompt wants them: what to ask of each, the chosen rows as a source of their own.

Every format plans over the narrowed source: its slot is the name that an operation `select` gives
to the rows, so that nothing it writes counts others.
"""

import re
from collections.abc import Sequence

from docsmith.agent.offline.roles import Roles, roles_of
from docsmith.agent.offline.selection.largest import Largest
from docsmith.agent.offline.selection.reading import Missing, Reading
from docsmith.agent.offline.selection.splits import splits_asked
from docsmith.agent.offline.selection.telling import told
from docsmith.agent.offline.source import Focus, SourceView, source_view
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list


class Narrowed(Value):
    """`source` as planners see it, the operations that make it, what of the reading is missing."""

    source: SourceView
    ops: tuple[Json, ...] = ()
    missing: tuple[Missing, ...] = ()


def question_of(reading: Reading, source: SourceView) -> Json | None:
    """The arguments of the `source_read` that tells of the chosen rows; None where the description
    of the whole says all.
    """
    focus = source.focus.model_copy(update={"measure": reading.splits.measure})
    roles = roles_of(source.model_copy(update={"focus": focus}))
    rank = _rank(reading.largest, source, roles) if reading.largest else None
    if not reading.where and rank is None:
        return None
    asked: Json = {"slot": source.slot}
    asked |= {"where": list(reading.where)} if reading.where else {}
    return asked | ({"rank": rank} if rank else {})


def narrowed(
    reading: Reading, source: SourceView, answer: Json | None, prompt: str, language: Language
) -> Narrowed:
    """`answer` is what was said to the question, None where nothing was asked or said."""
    base: Json = {"slot": source.slot, "name": source.name}
    known = source if answer is None else source_view(base | answer)
    if reading.where and not known.rows:
        missing = (*reading.missing, Missing(kind="none", named=told(reading, language)))
        return Narrowed(source=_focused(source, reading, prompt, ""), missing=missing)
    chosen = bool(reading.where) and answer is not None
    words = told(reading, language) if chosen else ""
    focused = _focused(_ranked(known, reading.largest, answer), reading, prompt, words)
    slot = _slot(source.slot, words) if chosen else source.slot
    focus = focused.focus.model_copy(update={"of_rows": source.rows})
    changes = {"slot": slot, "focus": focus, "parts": source.parts}
    final = focused.model_copy(update=changes)
    ops = (_select(source.slot, final, reading),) if chosen else ()
    return Narrowed(source=final, ops=ops, missing=reading.missing)


def _focused(source: SourceView, reading: Reading, prompt: str, words: str) -> SourceView:
    splits = splits_asked(prompt, roles_of(source), source)
    largest = reading.largest
    names = (name for choice in reading.choices for name in (*choice.values, *choice.without))
    focus = Focus(
        told=words,
        names=tuple(names) if words else (),
        splits=splits.columns,
        grain=splits.grain,
        measure=splits.measure,
        largest={largest.column: largest.count} if largest else {},
    )
    return source.model_copy(update={"focus": focus})


def _ranked(source: SourceView, largest: Largest | None, answer: Json | None) -> SourceView:
    """The largest values in place of the commonest, and no more of them than were asked for."""
    if largest is None:
        return source
    ranked = as_list((answer or {}).get("ranked"))
    values = [pair[0] for pair in map(as_list, ranked) if pair]
    columns = tuple(
        column.model_copy(update={"common": tuple(values or column.common)[: largest.count]})
        if column.name == largest.column
        else column
        for column in source.columns
    )
    return source.model_copy(update={"columns": columns})


def _rank(largest: Largest, source: SourceView, roles: Roles) -> Json | None:
    """By the amount, else by what it is computed of, else not: the commonest are known."""
    if roles.computes_amount:
        rank: Json = {"measure": roles.quantity, "times": roles.price}
        discount = source.column(roles.discount or "")
        top = discount.maximum if discount else None
        rank |= {"less": roles.discount} if isinstance(top, int | float) and 0 < top <= 1 else {}
    elif measure := roles.amount or next(iter(roles.measures), None):
        rank = {"measure": measure}
    else:
        return None
    return {"column": largest.column} | rank


def _select(slot: str, rows: SourceView, reading: Reading) -> Json:
    told = {"name": rows.slot, "title": rows.title[:200]}
    return {"op": "select", "slot": slot, "where": list(reading.where), **told}


def _slot(slot: str, words: str) -> str:
    """`data1_2025_region_north`: another choice of the same source has another name."""
    plain = re.sub(r"\W+", "_", f"{slot}_{words}", flags=re.ASCII).strip("_")
    return (plain if plain[:1].isalpha() else f"data_{plain}")[:60]


def without_missing(prompt: str, missing: Sequence[Missing]) -> str:
    """The prompt without what its data do not have, so that no title claims it."""
    for one in missing:
        if one.kind in ("period", "apart", "value", "no_date"):
            for text in one.named.split(", "):
                prompt = re.sub(_LEAD + re.escape(text) + r"\b", "", prompt)
    return re.sub(r"\s+(?=[,.;]|$)", "", prompt)


_LEAD = (
    r"(?:,\s*)?(?:\b(?:only|just|nur)\s+)?(?:\b(?:in|for|from|of|during|since|until|before|after|für|"
    r"im|aus|von|vom|seit|ab|bis|between|zwischen|year|jahr)\s+)?(?:(?:the|das|dem|der|den|die)\s+)?"
)
