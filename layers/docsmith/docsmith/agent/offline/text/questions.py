"""Answers a question about tables by its words, or says that it takes a model.

Nothing is guessed: a question is answered when its words name what to do and a column of one table;
every figure is computed from rows that were read, and the answer says from where.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from docsmith.agent.offline.language import language_of
from docsmith.agent.offline.progress import Progress
from docsmith.agent.offline.text.tables import (
    Call,
    Cell,
    Table,
    missing_reads,
    sheet_names,
    tables_of,
)
from docsmith.agent.offline.words import Language, spoken
from docsmith.agent.turns import Value

MAX_GROUPS = 12


class Reply(Value):
    """What to read next, or the answer; `refused` when it would take a model."""

    calls: tuple[Call, ...] = ()
    text: str = ""
    refused: bool = False


class Question(Value):
    """What the words ask of which table. `measure` is a numeric column, `by` one to group by."""

    asks: tuple[str, ...]
    table: Table
    measure: str | None = None
    by: str | None = None
    named: str | None = None


def next_reply(progress: Progress) -> Reply:
    """Read what is missing; then answer, or refuse."""
    calls = missing_reads(progress)
    if calls:
        return Reply(calls=calls)
    tables = tables_of(progress)
    language = language_of(progress.task.prompt, [c for table in tables for c in table.columns])
    text = _answer(progress, tables, language)
    if text is None:
        return Reply(text=_words(language, "refusal"), refused=True)
    return Reply(text=text)


def _answer(progress: Progress, tables: tuple[Table, ...], language: Language) -> str | None:
    prompt = progress.task.prompt
    asks = tuple(key for key, words in _asks().items() if _mentions(prompt, words))
    question = _question(prompt, asks, tables)
    told: list[str] = []
    if question is not None:
        found = _about_column(question, language)
        told += [found, _words(language, "source", place=question.table.place)] if found else []
    if not told and {"structure", "count"} & set(asks):
        told += _structure(progress, tables, language, asks)
    return " ".join(told) or None


def _question(prompt: str, asks: tuple[str, ...], tables: tuple[Table, ...]) -> Question | None:
    """The table with the most columns that the question names; None when it names none."""
    named = [(table, _named_columns(prompt, table)) for table in tables]
    table, columns = max(named, key=lambda pair: len(pair[1]), default=(None, ()))
    if table is None or not columns or not table.rows:
        return None
    measures = [column for column in columns if table.is_numeric(column)]
    groups = [column for column in columns if column not in measures]
    return Question(
        asks=asks,
        table=table,
        measure=measures[0] if measures else None,
        by=groups[0] if groups and "by" in asks else None,
        named=columns[0],
    )


def _about_column(question: Question, language: Language) -> str | None:
    """The first reading of the question that holds."""
    if question.by is not None and (question.measure or "count" in question.asks):
        return _grouped(question, question.by, language)
    asked = [ask for ask in ("average", "highest", "lowest", "total") if ask in question.asks]
    if question.measure is not None and asked:
        return _aggregate(question.table, question.measure, asked[0], language)
    if question.named is not None and "distinct" in question.asks:
        values = {value for value in question.table.values(question.named) if value is not None}
        facts = {"column": question.named, "count": str(len(values)), "name": question.table.name}
        return _words(language, "distinct", **facts)
    if question.named is not None and "count" in question.asks:
        return _filled(question.table, question.named, language)
    return None


def _aggregate(table: Table, column: str, ask: str, language: Language) -> str:
    numbers = table.numbers(column)
    value, count = _AGGREGATES[ask](numbers), str(len(numbers))
    return _words(language, ask, column=column, value=_number(value, language), count=count)


def _filled(table: Table, column: str, language: Language) -> str:
    filled = sum(value not in (None, "") for value in table.values(column))
    facts = {"count": filled, "blanks": len(table.rows) - filled, "rows": len(table.rows)}
    told = {key: spoken(value, language) for key, value in facts.items()}
    return _words(language, "count_of", column=column, name=table.name, **told)


def _grouped(question: Question, by: str, language: Language) -> str:
    groups: dict[str, list[float]] = {}
    measure = question.measure
    amounts: Iterable[Cell] = question.table.values(measure) if measure else []
    keys = question.table.values(by)
    for key, amount in zip(keys, amounts or [1] * len(keys), strict=False):
        if isinstance(amount, int | float) and key not in (None, ""):
            groups.setdefault(str(key), []).append(float(amount))
    ask = next((a for a in ("average", "highest", "lowest") if a in question.asks), "total")
    combined = {
        key: sum(values) / len(values) if ask == "average" else sum(values)
        for key, values in groups.items()
    }
    ranked = sorted(combined.items(), key=_amount, reverse=ask != "lowest")
    if not measure:
        return _words(language, "group_count", column=by, list=_list(ranked, language))
    first = ranked[0]
    return _words(
        language,
        f"group_{ask}",
        measure=measure,
        column=by,
        list=_list(ranked, language),
        key=first[0],
        value=_number(first[1], language),
    )


def _amount(pair: tuple[str, float]) -> float:
    return pair[1]


def _list(ranked: list[tuple[str, float]], language: Language) -> str:
    told = [f"{key} {_number(value, language)}" for key, value in ranked[:MAX_GROUPS]]
    rest = len(ranked) - MAX_GROUPS
    return ", ".join([*told, _words(language, "more", count=str(rest))] if rest > 0 else told)


def _structure(
    progress: Progress, tables: tuple[Table, ...], language: Language, asks: tuple[str, ...]
) -> list[str]:
    told: list[str] = []
    sheets = sheet_names(progress)
    if sheets and "structure" in asks:
        told.append(_words(language, "sheets", count=str(len(sheets)), sheets=", ".join(sheets)))
    key = "columns" if "structure" in asks else "rows"
    rows = {str(source.get("name")): int(source.get("rows", 0)) for source in progress.sources}
    for table in tables:
        count = spoken(rows.get(table.name, len(table.rows)), language)
        columns = ", ".join(column for column in table.columns if column)
        told.append(_words(language, key, name=table.name, rows=count, columns=columns))
    return told


def _named_columns(prompt: str, table: Table) -> tuple[str, ...]:
    """Columns whose names stand in the question, in the order in which they stand there."""
    text = prompt.casefold()
    places: dict[str, int] = {}
    for column in table.columns:
        words = re.escape(column.casefold().replace("_", " ").strip())
        found = re.search(rf"\b{words}(?:e?s|n|en)?\b", text.replace("_", " ")) if words else None
        if found:
            places[column] = found.start()
    return tuple(sorted(places, key=places.__getitem__))


def _number(value: float, language: Language) -> str:
    return spoken(round(value, 2), language)


def _mentions(prompt: str, words: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", prompt.casefold()) for word in words)


_AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "average": lambda numbers: sum(numbers) / len(numbers),
    "highest": max,
    "lowest": min,
    "total": sum,
}


def _words(language: Language, label: str, **facts: str) -> str:
    return str(_table()[language][label]).format(**facts)


def _asks() -> dict[str, list[str]]:
    return _table()["asks"]


@cache
def _table() -> dict[str, Any]:
    text = files("docsmith.agent.offline.text").joinpath("questions.toml").read_text("utf-8")
    return tomllib.loads(text)
