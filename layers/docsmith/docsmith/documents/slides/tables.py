"""Tables: rows given or computed, column widths by what stands in them, sizes that fit."""

from collections.abc import Sequence

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.slides_content import NumberStyle, TableQuery, TableSlot
from docsmith.documents.slides import metrics
from docsmith.documents.slides.elements import Holder, TableFrame
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.measured import measured
from docsmith.documents.slides.numerals import digits_of, sign_of, spoken
from docsmith.documents.slides.page import Page

PAD_X, PAD_Y = 8.0, 5.0
SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_WORDS = {"en": ("Total", "Share"), "de": ("Gesamt", "Anteil")}
Cells = tuple[tuple[str, ...], ...]


def table_frame(slot: TableSlot, room: Rect, page: Page, title: str) -> TableFrame:
    """The table, placed. Raises `OperationRefused` when it is ragged or does not fit."""
    rows, numeric, total = _cells(slot, page)
    for size in SIZES:
        widths = _widths(rows, numeric, size, room.w, page)
        heights = _heights(rows, widths, size, page)
        if sum(heights) <= room.h and _words_fit(rows, widths, size, page):
            heights = _airy(heights, room.h, size)
            box = Rect(room.x, room.y, room.w, sum(heights))
            alt = f"{title}: {', '.join(rows[0])}"[:400]
            return TableFrame(
                box,
                rows,
                widths,
                heights,
                numeric,
                size,
                alt,
                "Table",
                total,
                slot.highlight,
                Holder("tbl", 1),
            )
    reason = f"the table does not fit: {len(rows)} rows of {len(rows[0])} columns"
    raise OperationRefused("table.rows", reason, hint="shorten the cells, or use fewer rows")


def _cells(slot: TableSlot, page: Page) -> tuple[Cells, tuple[bool, ...], bool]:
    if slot.data is not None:
        return computed(slot.data, slot, page)
    if not slot.header or not slot.rows:
        raise OperationRefused("table", "give header and rows, or data to compute them from")
    for i, row in enumerate(slot.rows):
        if len(row) != len(slot.header):
            reason = f"{len(row)} cells for {len(slot.header)} columns"
            raise OperationRefused(f"table.rows[{i}]", reason)
    columns = list(zip(*slot.rows, strict=True))
    numeric = tuple(all(_is_figure(c) for c in column) for column in columns)
    styles: list[NumberStyle] = [slot.styles.get(n, slot.style) for n in slot.header]
    shown = tuple(
        tuple(_shown(c, s, slot.currency, page.language) for c, s in zip(row, styles, strict=True))
        for row in slot.rows
    )
    return (slot.header, *shown), numeric, slot.total


def computed(
    query: TableQuery, slot: TableSlot, page: Page
) -> tuple[Cells, tuple[bool, ...], bool]:
    """One row a group, with further measures, shares and a total as asked."""
    answer = measured(query, page.sources, "table.data")
    words = _WORDS["de" if page.language == "de" else "en"]
    columns = answer.columns
    if len(answer.categories) > 12:
        reason = f"{len(answer.categories)} rows; at most 12 fit"
        raise OperationRefused("table.data.top", reason, hint="give top")
    currency = slot.currency or answer.currency
    whole = columns[0].total or 0.0
    share = query.share and not query.split and whole > 0
    styles: list[NumberStyle] = [slot.styles.get(c.name) or c.style or slot.style for c in columns]
    signs = [currency if i == 0 or query.split else c.currency for i, c in enumerate(columns)]
    places = [digits_of((*c.values, c.total), s) for c, s in zip(columns, styles, strict=True)]
    heads = [headed(c.name, s, sign) for c, s, sign in zip(columns, styles, signs, strict=True)]
    header = (query.by, *heads, *((words[1],) if share else ()))

    def line(label: str, values: Sequence[float | None]) -> tuple[str, ...]:
        each = zip(values, styles, signs, places, strict=True)
        told = [spoken(v, style, sign, page.language, n) for v, style, sign, n in each]
        part = (
            (spoken((values[0] or 0.0) / whole, "percent", None, page.language),) if share else ()
        )
        return (label, *told, *part)

    body = [line(c, [col.values[i] for col in columns]) for i, c in enumerate(answer.categories)]
    adds = query.total and query.aggregate in ("sum", "count")
    if adds:
        body.append(line(words[0], [col.total for col in columns]))
    return (header, *body), (False, *[True] * (len(header) - 1)), adds


def headed(name: str, style: NumberStyle, currency: str | None) -> str:
    """The heading with its currency, where the cells beneath do not show it."""
    if currency is None or style in ("money", "compact", "percent"):
        return name
    return f"{name}, {sign_of(currency)}"


def _is_figure(cell: str | int | float | None) -> bool:
    if cell is None or isinstance(cell, int | float):
        return True
    kept = cell.strip().strip("+-−–€$£%()x× ")
    return (
        not kept or kept.replace(",", "").replace(".", "").replace(" ", "").rstrip("mkbn").isdigit()
    )


def _shown(
    cell: str | int | float | None, style: NumberStyle, currency: str | None, language: str
) -> str:
    if isinstance(cell, str):
        return cell
    return spoken(None if cell is None else float(cell), style, currency, language)


def _widths(
    rows: Cells, numeric: Sequence[bool], size: float, room: float, page: Page
) -> tuple[float, ...]:
    """Natural widths, stretched or squeezed to the room; text columns take the difference."""
    family = page.theme.minor
    count = len(rows[0])
    natural = [
        max(metrics.width(row[i], family, True) for row in rows) * size + 2 * PAD_X + 4
        for i in range(count)
    ]
    capped = [min(w, room * (0.5 if count > 2 else 0.6)) for w in natural]
    spare = room - sum(capped)
    if spare >= 0:
        return tuple(w + spare / count for w in capped)
    least = [
        max(metrics.widest_word(row[i], family, size, True) for row in rows) + 2 * PAD_X + 2
        for i in range(count)
    ]
    fixed = [max(w, n) if f else n for w, n, f in zip(capped, least, numeric, strict=True)]
    left = room - sum(fixed)
    wish = [max(0.0, w - f) for w, f in zip(capped, fixed, strict=True)]
    total = sum(wish) or 1.0
    return tuple(f + max(0.0, left) * w / total for f, w in zip(fixed, wish, strict=True))


def _heights(rows: Cells, widths: Sequence[float], size: float, page: Page) -> tuple[float, ...]:
    family = page.theme.minor
    line = size * metrics.pitch(family)
    out: list[float] = []
    for row in rows:
        lines = max(
            metrics.line_count(cell, family, size, True, w - 2 * PAD_X)
            for cell, w in zip(row, widths, strict=True)
        )
        out.append(lines * line + 2 * PAD_Y)
    return tuple(out)


def _airy(heights: Sequence[float], room: float, size: float) -> tuple[float, ...]:
    """Rows a little higher where there is room."""
    most = size * 2.7
    spare = (room - sum(heights)) / len(heights)
    return tuple(h + max(0.0, min(spare, most - h)) for h in heights)


def _words_fit(rows: Cells, widths: Sequence[float], size: float, page: Page) -> bool:
    family = page.theme.minor
    return all(
        metrics.widest_word(cell, family, size, True) <= w - 2 * PAD_X + 0.5
        for row in rows
        for cell, w in zip(row, widths, strict=True)
    )


def table_cells(slot: TableSlot, page: Page) -> Cells:
    """The rows as shown, the header first."""
    return _cells(slot, page)[0]
