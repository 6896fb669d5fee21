"""Figures that sentences name: each one value of a source, written in the document's language."""

from collections.abc import Mapping

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Figure, Figures
from docsmith.documents.word.data.compute import Group, Rows, look_of, rows_of
from docsmith.documents.word.data.lines import shown
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.data.remembered import groups_of, values_of, whole_of
from docsmith.documents.word.language import Language

Measured = tuple[Group, float | None]
"""A group with what was measured of it."""


def figures_of(
    op: Figures, inputs: Mapping[str, Input], language: Language, path: str = ""
) -> dict[str, str]:
    """Every figure of the operation as text, by name. Raises `OperationRefused`."""
    out: dict[str, str] = {}
    for index, figure in enumerate(op.figures):
        at = f"{path}figures[{index}]"
        rows = rows_of(inputs, op.slot, op.part, figure.where, at, slot_path="slot")
        out[figure.name] = _written(figure, rows, language, at)
    return out


def _written(figure: Figure, rows: Rows, language: Language, path: str) -> str:
    measure = figure.measure
    look = look_of(rows.table, measure)
    if figure.by is None:
        value = whole_of(rows, measure, path)
        return _said(value, look, language, compact=figure.compact)
    groups = groups_of(rows, figure.by, figure.grain, path)
    if figure.pick == "count":
        known = sum(group.key is not None for group in groups)
        return NumberLook("integer").written(float(known), language)
    values = values_of(rows, figure.by, figure.grain, measure, path)
    ranked = _ranked(list(zip(groups, values, strict=True)), by_value=figure.by_value)
    (group, value), before = _picked(ranked, figure.rank, path)
    match figure.pick:
        case "label":
            return shown(group.key, language)
        case "share":
            whole = whole_of(rows, measure, path)
            share = (value or 0.0) / whole if whole else None
            return NumberLook("percent").written(share, language)
        case "change":
            change = (value or 0.0) / before[1] - 1 if before and before[1] else None
            text = NumberLook("percent").written(change, language)
            return f"+{text}" if change is not None and change > 0 else text
        case _:
            return _said(value, look, language, compact=figure.compact)


def _said(value: float | None, look: NumberLook, language: Language, *, compact: bool) -> str:
    if value is None or not compact:
        return look.written(value, language)
    return look.compact(value, language)


def _ranked(pairs: list[Measured], *, by_value: bool) -> list[Measured]:
    """Periods in time, values by what they measure, largest first; blanks do not compete."""
    known = [pair for pair in pairs if pair[0].key is not None]
    if not by_value and any(isinstance(group.key, tuple) for group, _ in known):
        return known
    return sorted(known, key=lambda pair: -(pair[1] or 0.0))


def _picked(ranked: list[Measured], rank: int, path: str) -> tuple[Measured, Measured | None]:
    position = rank - 1 if rank > 0 else len(ranked) + rank
    if rank == 0 or not 0 <= position < len(ranked):
        raise OperationRefused(
            f"{path}.rank", f"there is no rank {rank} among {len(ranked)}", hint="1 is the first"
        )
    return ranked[position], ranked[position - 1] if position else None
