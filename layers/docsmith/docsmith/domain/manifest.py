"""A manifest: one line for each document, as CSV with a header or as JSON Lines.

Read once, whole. A line that cannot be read is told with its number and keeps nobody else from
being made; a file that cannot be read at all raises.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsmith.domain.batch import MAX_LINES
from docsmith.domain.errors import PayloadTooLarge, UnreadableFile

_DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 100_000
"""Characters of a line: a state of the machine takes 256 KiB."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a line says, or why it says nothing. `number` counts the lines of the file from 1."""

    number: int
    fields: Mapping[str, Any]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """All lines in their order; `columns` are the header's, when there is a header."""

    rows: Sequence[Row]
    columns: tuple[str, ...] | None = None


def read_manifest(content: bytes, *, name: str) -> Rows:
    """Raises `UnreadableFile`, or `PayloadTooLarge` for more lines than a batch may have."""
    text = _text(content)
    if not text.strip():
        raise UnreadableFile("The manifest is empty.")
    is_csv = name.lower().endswith((".csv", ".tsv"))
    found = _read_csv(text) if is_csv else _read_lines(text)
    if not found.rows:
        raise UnreadableFile("The manifest has a header and no line.")
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _read_lines(text: str) -> Rows:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            rows.append(_json_row(number, line))
        _bounded(rows)
    return Rows(rows)


def _json_row(number: int, line: str) -> Row:
    if len(line) > LONGEST_LINE:
        return Row(number, {}, f"The line has more than {LONGEST_LINE:,} characters.")
    try:
        fields = json.loads(line)
        json.dumps(fields, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError):
        return Row(number, {}, "The line is not valid JSON.")
    if not isinstance(fields, dict):
        return Row(number, {}, "The line is no JSON object.")
    return Row(number, fields)  # pyright: ignore[reportUnknownArgumentType] - it came from JSON


def _read_csv(text: str) -> Rows:
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((row for row in reader if any(map(str.strip, row))), list[str]())
        columns = tuple(cell.strip() for cell in header)
        _check_header(columns)
        return Rows(tuple(_csv_rows(reader, columns)), columns)
    except csv.Error as error:
        raise UnreadableFile(f"The CSV cannot be read at line {reader.line_num}.") from error


def _check_header(columns: Sequence[str]) -> None:
    for column in columns:
        if not column:
            raise UnreadableFile("The header has a column without a name.")
        if columns.count(column) > 1:
            raise UnreadableFile(f"The header has the column {column} twice.")


def _csv_rows(reader: Any, columns: Sequence[str]) -> Iterator[Row]:
    """A row that spans lines has the number of its last one, as spreadsheets and editors count."""
    count = 0
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MAX_LINES:
            raise _too_many()
        yield _csv_row(reader.line_num, cells, columns)


def _csv_row(number: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    if sum(map(len, cells)) > LONGEST_LINE:
        return Row(number, {}, f"The line has more than {LONGEST_LINE:,} characters.")
    if len(cells) > len(columns):
        return Row(number, {}, f"The line has {len(cells)} values, the header {len(columns)}.")
    padded = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    return Row(number, dict(zip(columns, padded, strict=True)))


def _bounded(rows: Sequence[Row]) -> None:
    if len(rows) > MAX_LINES:
        raise _too_many()


def _too_many() -> PayloadTooLarge:
    return PayloadTooLarge(f"A manifest may have {MAX_LINES:,} lines: divide it into several.")
