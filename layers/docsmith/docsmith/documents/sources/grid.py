"""A grid of raw cells: find its header, name its columns, square its rows.

Every reader of a kind of file ends here: `table_of` makes the typed table.
"""

from collections import Counter
from collections.abc import Sequence

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.sources.dates import parse_date
from docsmith.documents.sources.infer import RawCell, customs_of, typed_column
from docsmith.documents.sources.numbers import parse_number
from docsmith.documents.sources.table import SourceTable

_MAX_COLUMNS = 500
_MAX_CELLS = 6_000_000
_MAX_TEXT = 32_767
Row = Sequence[RawCell]


def table_of(
    name: str,
    rows: list[Row],
    *,
    max_rows: int,
    semicolons: bool = False,
    parts: tuple[str, ...] = (),
    first_line: int = 1,
) -> SourceTable:
    """The typed table in a grid. Raises `UnreadableSource` when rows are wider than the header."""
    notes: list[str] = []
    numbered = [(i, row) for i, row in enumerate(rows, first_line) if not _is_blank(row)]
    if not numbered:
        raise UnreadableSource("the file is empty")
    width = _width(numbered)
    numbered = _without_preamble(numbered, width, notes)
    header, body = _split_header(numbered, width, notes)
    if not body:
        raise UnreadableSource("the file has a header but no rows")
    if len(body) > max_rows:
        raise UnreadableSource(f"the file has {len(body):,} rows; at most {max_rows:,} are read")
    names = column_names(header, notes)
    columns = _columns(body, len(names), notes)
    customs = customs_of(columns, semicolons)
    typed = tuple(typed_column(n, c, customs) for n, c in zip(names, columns, strict=True))
    return SourceTable(name, typed, len(body), tuple(notes), parts)


def _is_blank(row: Row) -> bool:
    return all(c is None or (isinstance(c, str) and not c.strip()) for c in row)


def _trimmed(row: Row) -> int:
    """How many fields a row has without the blank ones at its end."""
    width = len(row)
    while width and (row[width - 1] is None or not str(row[width - 1]).strip()):
        width -= 1
    return width


def _width(numbered: list[tuple[int, Row]]) -> int:
    """The number of columns: what most of the first rows have, or the header if that is wider."""
    sample = [len(row) for _, row in numbered[:200]]
    common = Counter(sample).most_common(1)[0][0]
    width = max(common, _trimmed(numbered[0][1]))
    if width > _MAX_COLUMNS:
        raise UnreadableSource(f"the file has {width} columns; at most {_MAX_COLUMNS} are read")
    if width * len(numbered) > _MAX_CELLS:
        raise UnreadableSource(f"the file has more than {_MAX_CELLS:,} cells")
    return width


def _without_preamble(
    numbered: list[tuple[int, Row]], width: int, notes: list[str]
) -> list[tuple[int, Row]]:
    """Titles that stand above the header of a report are left out."""
    skipped = 0
    while width > 1 and skipped < min(10, len(numbered) - 2):
        if _trimmed(numbered[skipped][1]) > 1:
            break
        skipped += 1
    if skipped:
        notes.append(f"{skipped} lines above the header are left out")
    return numbered[skipped:]


def _split_header(
    numbered: list[tuple[int, Row]], width: int, notes: list[str]
) -> tuple[Row, list[tuple[int, Row]]]:
    first = numbered[0][1]
    if _looks_like_data(first):
        notes.append("the file has no header; columns are named by their position")
        return ("",) * width, numbered
    return [*first, *("",) * (width - len(first))], numbered[1:]


def _looks_like_data(row: Row) -> bool:
    """A header holds no number and no date, except years as in `Region;2024;2025`."""
    for cell in row:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        if isinstance(cell, bool):
            return True
        text = str(cell).strip()
        if text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2200:
            continue
        if not isinstance(cell, str) or parse_date(text, True) is not None:
            return len(row) > 1
        if parse_number(text, "point") is not None or parse_number(text, "comma") is not None:
            return True
    return False


def column_names(header: Row, notes: list[str]) -> list[str]:
    """Names fit for an Excel table: filled, at most 255 characters, different without regard to
    case.
    """
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(header, 1):
        base = " ".join(str(cell if cell is not None else "").split())[:240]
        if not base:
            base = f"Column {position}"
        name, n = base, 2
        while name.casefold() in taken:
            name, n = f"{base} {n}", n + 1
        if name != base:
            notes.append(f"a second column named '{base}' is called '{name}'")
        taken.add(name.casefold())
        names.append(name)
    return names


def _columns(body: list[tuple[int, Row]], width: int, notes: list[str]) -> list[list[RawCell]]:
    """Rows squared to the width: short ones are padded, long ones must be blank beyond it."""
    short = 0
    columns: list[list[RawCell]] = [[] for _ in range(width)]
    appenders = [column.append for column in columns]
    for line, row in body:
        if len(row) < width:
            short += 1
            row = [*row, *(None,) * (width - len(row))]
        elif len(row) > width and _trimmed(row) > width:
            raise UnreadableSource(
                f"row {line} has {_trimmed(row)} fields, but the header has {width}"
            )
        for append, cell in zip(appenders, row, strict=False):
            append(_cut(cell))
    if short:
        notes.append(f"{short} rows were shorter than the header and are filled with blanks")
    return columns


def _cut(cell: RawCell) -> RawCell:
    if isinstance(cell, str) and len(cell) > _MAX_TEXT:
        return cell[:_MAX_TEXT]
    return cell
