"""Whatever is done to a workbook: it opens, its stored values are right, its bytes are the
same again.
"""

import tempfile
from pathlib import Path

import ironcalc
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.building import built, cells, opened, sheet, tried

from docsmith.documents.interface import fold, render

NAMES = ("One", "Two")
START = (
    sheet("One"),
    sheet("Two"),
    {
        "op": "write_block",
        "sheet": "One",
        "anchor": "A1",
        "header": ["Item", "Jan", "Feb", "Mar"],
        "rows": [
            {"label": "Units", "values": [10, 20, 30], "key": "u", "style": "input"},
            {"label": "Double", "formula": "={col}{row:u}*2"},
            {"label": "Sum", "formula": "=SUM({first}{row:u}:{col}{row:u})", "style": "total"},
        ],
    },
    cells("Two", A1="=One!B3+One!D4", B1="=SUM(One!B2:D2)"),
)
rows, counts = st.integers(1, 8), st.integers(1, 2)
letters = st.sampled_from("ABCDEF")
name = st.sampled_from(NAMES)

operation = st.one_of(
    st.builds(
        lambda s, c, r, v: cells(s, **{f"{c}{r}": v}),
        name,
        letters,
        rows,
        st.one_of(
            st.integers(-99, 99), st.sampled_from(["text", "=A1+1", "=SUM(B1:C3)", "=One!B2*2"])
        ),
    ),
    st.builds(
        lambda s, r, n: {"op": "insert_rows", "sheet": s, "before": r, "count": n},
        name,
        rows,
        counts,
    ),
    st.builds(
        lambda s, r, n: {"op": "delete_rows", "sheet": s, "first": r, "count": n},
        name,
        rows,
        counts,
    ),
    st.builds(
        lambda s, c, n: {"op": "insert_columns", "sheet": s, "before": c, "count": n},
        name,
        letters,
        counts,
    ),
    st.builds(
        lambda s, c, n: {"op": "delete_columns", "sheet": s, "first": c, "count": n},
        name,
        letters,
        counts,
    ),
    st.builds(
        lambda s, c, r: {"op": "style", "sheet": s, "range": f"{c}{r}", "style": "percent"},
        name,
        letters,
        rows,
    ),
    st.builds(
        lambda s, c, r: {"op": "note", "sheet": s, "cell": f"{c}{r}", "text": "n"},
        name,
        letters,
        rows,
    ),
    st.builds(lambda s, c, r: {"op": "clear", "sheet": s, "range": f"{c}{r}"}, name, letters, rows),
)


@given(st.lists(operation, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_any_batches_leave_a_sound_workbook(ops):
    document = built(*START)
    for op in ops:
        applied = tried(document, op)
        assert applied.errors or applied.document.version == document.version + 1
        document = applied.document
    content = render(document)
    assert fold(None, document.ops, {}) == content
    stored, shown = opened(document, values=True), opened(document)
    for text, value in recomputed(content, shown).items():
        where, cell = text
        got = stored[where][cell].value
        assert got == value or (isinstance(value, str) and got in {value, None}), (text, got, value)


def recomputed(content: bytes, book) -> dict[tuple[str, str], object]:
    """What the engine makes of the finished file, for every formula."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.xlsx"
        path.write_bytes(content)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        model.evaluate()
    return {
        (ws.title, cell.coordinate): model.get_cell_value(i, cell.row, cell.column)
        for i, ws in enumerate(book)
        for line in ws.iter_rows()
        for cell in line
        if cell.data_type == "f"
    }
