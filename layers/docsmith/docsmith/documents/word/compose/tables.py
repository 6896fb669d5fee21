"""Tables: typed in or computed, captions above, widths that fit, numbers at the right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docsmith.documents.operations import word_content as op
from docsmith.documents.word.compose.context import Context
from docsmith.documents.word.compose.widths import (
    SMALLER,
    Texts,
    column_widths,
    fitting_size,
)
from docsmith.documents.word.computed import computed_table
from docsmith.documents.word.data.numbers import NumberLook
from docsmith.documents.word.data.profile import NUMERIC, profile_of
from docsmith.documents.word.inline import plain
from docsmith.documents.word.nodes import Cell, Grid, Node, Para, Row, Span

_NUMBER = re.compile(r"^[(+\-−–]?\s?[€$£¥]?\s?\d[\d.,'\u00a0\u202f ]*\s?[%€$£¥kKmM]?\)?$|^[–-]$")
_AMOUNT = 100


def table(context: Context, block: op.Table) -> Iterator[Node]:
    texts = texts_of(context, block)
    size = fitting_size(context, texts)
    if block.caption:
        context.tables += 1
        yield caption(context, "table", context.tables, block.caption, "Caption")
    aligns = tuple(_align(block, i, numeric) for i, numeric in enumerate(texts.numeric))
    yield Grid(
        rows=(
            _sized(_header(context, texts, aligns), size),
            *(
                _sized(
                    _row(
                        context, block, row, aligns, total=texts.total and i == len(texts.rows) - 1
                    ),
                    size,
                )
                for i, row in enumerate(texts.rows)
            ),
        ),
        widths=column_widths(context, block, texts, size),
        total=texts.total,
        alt=plain(block.caption or ", ".join(texts.header)),
        followed=bool(block.source),
    )
    if block.source:
        yield source_line(context, block.source, block.notes)
    else:
        yield Para((), "AfterTable")


def caption(context: Context, kind: str, number: int, text: str, style: str) -> Para:
    """`Table 3: text`, its number a field that Word counts."""
    label = context.look.language.label(kind)
    return Para(
        (
            Span(f"{label}\u00a0"),
            Span(str(number), field=f"SEQ {label} \\* ARABIC"),
            Span(": "),
            *context.spans(text),
        ),
        style,
        keep_next=style == "Caption",
    )


def source_line(context: Context, text: str, notes: dict[str, str] | None = None) -> Para:
    label = context.look.language.label("source", text="\0")
    before, after = label.split("\0")
    spans = (Span(before), *context.spans(text, notes), *((Span(after),) if after else ()))
    return Para(spans, "SourceLine")


def texts_of(context: Context, block: op.Table) -> Texts:
    """What the cells say."""
    if block.profile is not None:
        header, *body = profile_of(context.story.inputs, block.profile, context.look.language)
        return Texts(header, tuple(body), NUMERIC, total=False)
    if block.query is not None:
        found = computed_table(context.story, block.query)
        rows = found.written(context.look.language)
        total = bool(found.lines) and found.lines[-1].kind == "total"
        numeric = (False, *(True for _ in found.columns))
        return Texts((found.label, *found.columns), rows, numeric, total)
    columns = [_column(context, block, i) for i in range(len(block.header))]
    rows = tuple(zip(*(column for column, _ in columns), strict=True))
    return Texts(block.header, rows, tuple(numeric for _, numeric in columns), block.total_row)


def _column(context: Context, block: op.Table, index: int) -> tuple[list[str], bool]:
    """The texts of a column and whether they are numbers."""
    values = [row[index] for row in block.rows]
    style = block.columns[index].style if index < len(block.columns) else None
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if not numbers:
        texts = ["" if v is None else _word(v) for v in values]
        filled = [t for t in texts if t]
        shown = bool(filled) and all(_NUMBER.match(plain(t)) for t in filled)
        return texts, (shown and style != "text") or style in {
            "integer",
            "money",
            "percent",
            "number",
        }
    look = _look(style, numbers, block.header[index])
    high = max(abs(n) for n in numbers)
    language = context.look.language
    return [
        look.written(float(v), language, among=high)
        if isinstance(v, int | float) and not isinstance(v, bool)
        else ("" if v is None else _word(v))
        for v in values
    ], True


def _look(style: str | None, numbers: Sequence[float], header: str) -> NumberLook:
    whole = all(float(n).is_integer() for n in numbers)
    if style in {"integer", "number", "money", "percent"}:
        return NumberLook(style)  # type: ignore[arg-type]
    years = whole and all(1900 <= n <= 2100 for n in numbers)
    if years and re.search(r"year|jahr|année|年|عام|سنة", header, re.I):
        return NumberLook("integer", plain=True)
    return NumberLook("integer") if whole else NumberLook("number", _places(numbers))


def _places(numbers: Sequence[float]) -> int:
    """One decimal is for small numbers; amounts have two."""
    places = min(2, max(len(repr(float(n)).partition(".")[2]) for n in numbers))
    return 2 if max(abs(n) for n in numbers) >= _AMOUNT else places


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    return str(value)


def _align(block: op.Table, index: int, numeric: bool) -> str:
    given = block.columns[index].align if index < len(block.columns) else None
    return given or ("right" if numeric else "left")


def _header(context: Context, texts: Texts, aligns: tuple[str, ...]) -> Row:
    cells = tuple(
        Cell((_para(context, text, "TableHeader", align),))
        for text, align in zip(texts.header, aligns, strict=True)
    )
    return Row(cells, header=True)


def _row(
    context: Context,
    block: op.Table,
    texts: tuple[str, ...],
    aligns: tuple[str, ...],
    *,
    total: bool,
) -> Row:
    return Row(
        tuple(
            Cell(
                (_para(context, text, "TableTotal" if total else "TableText", align, block.notes),)
            )
            for text, align in zip(texts, aligns, strict=True)
        )
    )


_RIGHT = {
    "TableText": "TableNumber",
    "TableHeader": "TableNumberHeader",
    "TableTotal": "TableNumberTotal",
}


def _para(
    context: Context, text: str, style: str, align: str, notes: dict[str, str] | None = None
) -> Para:
    spans = context.spans(text, notes) if text else ()
    if align == "right":
        return Para(spans, _RIGHT[style])
    return Para(spans, style, align="center" if align == "center" else None)


def _sized(row: Row, size: float) -> Row:
    """The row in another size than its style's; as it is in the usual one."""
    if size not in SMALLER:
        return row
    return replace(row, cells=tuple(_small_cell(cell, size) for cell in row.cells))


def _small_cell(cell: Cell, size: float) -> Cell:
    paras = tuple(
        replace(p, spans=tuple(replace(s, size=size) for s in p.spans)) for p in cell.paras
    )
    return replace(cell, paras=paras)
