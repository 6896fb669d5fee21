"""Figures that sentences name: each one value of a source, written in the document's language."""

from collections.abc import Mapping

from docsmith.documents.errors import OperationRefused
from docsmith.documents.model import Input
from docsmith.documents.operations.word_data import Figure, Figures
from docsmith.documents.word.data.compute import (
    Group,
    Meter,
    Rows,
    grouped,
    look_of,
    rows_where,
    source_of,
)
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.data.table import shown
from docsmith.documents.word.language import Language


def figures_of(
    op: Figures, inputs: Mapping[str, Input], language: Language, path: str = ""
) -> dict[str, str]:
    """Every figure of the operation as text, by name. Raises `OperationRefused`."""
    table = source_of(inputs, op.slot, op.part, "slot")
    out: dict[str, str] = {}
    for index, figure in enumerate(op.figures):
        at = f"{path}figures[{index}]"
        out[figure.name] = _written(figure, rows_where(table, figure.where, at), language, at)
    return out


def _written(figure: Figure, rows: Rows, language: Language, path: str) -> str:
    meter = Meter(rows.table, figure.measure, f"{path}.measure")
    look = look_of(rows.table, figure.measure)
    if figure.by is None:
        value = meter.over(rows.numbers)
        return _said(value, look, language, compact=figure.compact)
    groups = grouped(rows, figure.by, figure.grain, path)
    if figure.pick == "count":
        known = sum(group.key is not None for group in groups)
        return NumberLook("integer").written(float(known), language)
    ranked = _ranked(groups, meter, by_value=figure.by_value)
    group, before = _picked(ranked, figure.rank, path)
    value = meter.over(group.numbers)
    match figure.pick:
        case "label":
            return shown(group.key, language)
        case "share":
            whole = meter.over(rows.numbers)
            return NumberLook("percent").written(
                (value or 0.0) / whole if whole else None, language
            )
        case "change":
            earlier = meter.over(before.numbers) if before else None
            change = (value or 0.0) / earlier - 1 if earlier else None
            text = NumberLook("percent").written(change, language)
            return f"+{text}" if change is not None and change > 0 else text
        case _:
            return _said(value, look, language, compact=figure.compact)


def _said(value: float | None, look: NumberLook, language: Language, *, compact: bool) -> str:
    if value is None or not compact:
        return look.written(value, language)
    return look.compact(value, language)


def _ranked(groups: list[Group], meter: Meter, *, by_value: bool) -> list[Group]:
    """Periods in time, values by what they measure, largest first; blanks do not compete."""
    known = [group for group in groups if group.key is not None]
    if not by_value and any(isinstance(group.key, tuple) for group in known):
        return known
    return sorted(known, key=lambda group: -(meter.over(group.numbers) or 0.0))


def _picked(ranked: list[Group], rank: int, path: str) -> tuple[Group, Group | None]:
    position = rank - 1 if rank > 0 else len(ranked) + rank
    if rank == 0 or not 0 <= position < len(ranked):
        raise OperationRefused(
            f"{path}.rank", f"there is no rank {rank} among {len(ranked)}", hint="1 is the first"
        )
    return ranked[position], ranked[position - 1] if position else None
