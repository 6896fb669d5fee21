"""Whatever the prompt or the data, the offline author plans operations that are well formed."""

import json
import string

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.plan import Plan
from docsmith.agent.offline.source import source_view
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook.data.paging import page_breaks, rows_a_page
from docsmith.agent.offline.workbook.planner import MODELS, plan_workbook
from docsmith.documents.operations.excel import WorkbookOperation as Operation

OPERATION: TypeAdapter[object] = TypeAdapter(Operation)
LETTERS = string.ascii_letters + string.digits + " =+-@'\"[]#€%_äß/:*?\\"
names = st.text(LETTERS, max_size=40)
cells = st.one_of(names, st.integers(-(10**6), 10**6), st.booleans(), st.none())
days = st.dates().map(str)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, object]:
    kind = draw(
        st.sampled_from(
            [
                "text",
                "integer",
                "number",
                "money",
                "percent",
                "date",
                "datetime",
                "boolean",
                "blank",
            ]
        )
    )
    bound = days if kind.startswith("date") else st.integers(-5, 10**7)
    return {
        "name": draw(names),
        "type": kind,
        "distinct": draw(st.integers(0, 60)),
        "blanks": draw(st.integers(0, 5)),
        "min": draw(bound),
        "max": draw(bound),
        "top": [[value, 2] for value in draw(st.lists(cells, max_size=6))],
        "notes": draw(st.lists(names, max_size=1)),
    }


sources = st.builds(
    lambda found, rows: {"slot": "a", "name": "=x.csv", "rows": rows, "columns": found},
    st.lists(columns(), min_size=1, max_size=8),
    st.integers(0, 3000),
)


def well_formed(plan: Plan) -> None:
    added = [
        op["sheet"].casefold() for s in plan.sections for op in s.ops if op["op"] == "add_sheet"
    ]
    assert len(added) == len(set(added))
    for section in plan.sections:
        for op in section.ops:
            OPERATION.validate_python(json.loads(json.dumps(op)))


def labels_of(plan: Plan) -> list[str]:
    looks = {"title", "subtitle", "kpi_label", "note", "header"}
    return [
        str(cell["value"])
        for section in plan.sections
        for op in section.ops
        if op["op"] == "set_cells"
        for cell in op["cells"]
        if cell.get("style") in looks
    ]


@given(sources)
@settings(max_examples=60, deadline=None)
def test_any_source_is_reported_by_operations_that_are_well_formed(source: dict[str, object]):
    plan = plan_workbook(Wish(brief=brief_of("Report"), sources=(source_view(source),)))
    well_formed(plan)
    assert not [label for label in labels_of(plan) if label.startswith("=")]


@given(st.text(max_size=120), st.sampled_from(sorted(MODELS)))
@settings(max_examples=60, deadline=None)
def test_any_prompt_makes_a_model_that_is_well_formed(prompt: str, kind: str):
    brief = brief_of(prompt).model_copy(update={"kind": kind})
    plan = MODELS[kind](brief)
    well_formed(plan)
    assert not plan.title.startswith("=")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(20, 80))
@settings(max_examples=80, deadline=None)
def test_a_block_that_fits_on_a_page_is_not_cut(heights: list[int], page: int):
    tops = [8]
    for height in heights:
        tops.append(tops[-1] + height + 2)
    blocks = [(top, top + height - 1) for top, height in zip(tops, heights, strict=False)]
    starts = sorted({1, *page_breaks(blocks, page)})
    for top, bottom in blocks:
        start = max(row for row in starts if row <= top)
        following = min((row for row in starts if row > top), default=bottom + 1)
        assert following > bottom
        if bottom - top < page - 10:
            offset = 2 if start == 1 else 0
            first, last = ((row - start + offset) // page for row in (top, bottom))
            assert first == last or top - start + offset >= page


def test_a_page_that_fits_is_not_shrunk():
    assert rows_a_page(10, 5) == rows_a_page(20, 5)
    assert rows_a_page(300, 16) > rows_a_page(100, 16)
