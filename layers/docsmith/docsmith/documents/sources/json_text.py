"""A JSON or JSON-lines file: the list of records in it, flattened one level, as rows."""

import json
from typing import Any, cast

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.sources.csv_text import decode

Grid = list[list[Any]]


def grids_of(content: bytes) -> dict[str, Grid]:
    """Every list of records in the file, by its key; the file's own list is named ``."""
    found = _lists(_loaded(decode(content)))
    if not found:
        raise UnreadableSource("the JSON holds no list of records")
    return {name: _grid(records) for name, records in found.items()}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:5]):
            return _json_lines(lines)
        raise UnreadableSource(f"the file is not valid JSON: {error}") from error


def _json_lines(lines: list[str]) -> list[Any]:
    records: list[Any] = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise UnreadableSource(f"line {number} is not valid JSON: {error.msg}") from error
    return records


def _lists(value: Any) -> dict[str, list[Any]]:
    if isinstance(value, list):
        return {"": cast("list[Any]", value)} if value else {}
    if not isinstance(value, dict):
        return {}
    record = cast("dict[str, Any]", value)
    if isinstance(record.get("columns"), list) and isinstance(record.get("data"), list):
        return {"": [record["columns"], *record["data"]]}
    if record and all(isinstance(v, list) for v in record.values()):
        flat = [v for v in record.values() if all(not isinstance(c, dict | list) for c in v)]
        if len(flat) == len(record) and len({len(v) for v in flat}) == 1:
            return {"": [list(record), *(list(row) for row in zip(*flat, strict=True))]}
    return {
        k: cast("list[Any]", v)
        for k, v in record.items()
        if isinstance(v, list) and v and isinstance(v[0], dict | list)
    }


def _grid(records: list[Any]) -> Grid:
    if all(isinstance(r, list) for r in records):
        return [[_cell(c) for c in row] for row in cast("list[list[Any]]", records)]
    if not all(isinstance(r, dict) for r in records):
        return [["value"], *([_cell(r)] for r in records)]
    flat = [_flattened(cast("dict[str, Any]", r)) for r in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    return [list(names), *([record.get(name) for name in names] for record in flat)]


def _flattened(record: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            for inner, cell in cast("dict[str, Any]", value).items():
                out[f"{key}.{inner}"] = _cell(cell)
        else:
            out[str(key)] = _cell(value)
    return out


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)
    return value
