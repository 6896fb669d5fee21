"""The tables behind a question: what is read, page by page, and what counts as a table."""

from docsmith.agent.brief import TaskMessage
from docsmith.agent.offline.progress import Exchange, Progress
from docsmith.agent.offline.text.tables import MAX_ROWS, missing_reads, tables_of
from docsmith.agent.turns import Json

OUTLINE = Exchange(
    name="document_read",
    arguments={"scope": "outline"},
    answer={"content": {"sheets": [{"sheet": "Sales"}, {"sheet": ""}]}},
)


def page(rows: dict[str, list[object]], next: str | None = None, **arguments: str) -> Exchange:
    answer: Json = {"content": {"sheet": "Sales", "rows": rows}, "next": next}
    return Exchange(name="document_read", arguments={"scope": "Sales", **arguments}, answer=answer)


def progress(
    *exchanges: Exchange, sources: tuple[Json, ...] = (), resuming: bool = True
) -> Progress:
    task = TaskMessage(prompt="How many?", sources=sources, resuming=resuming)
    return Progress(tasks=(task,), exchanges=exchanges)


def test_the_document_is_looked_at_before_its_sheets() -> None:
    assert missing_reads(progress()) == (("document_read", {"scope": "outline"}),)
    assert missing_reads(progress(OUTLINE)) == (("document_read", {"scope": "Sales"}),)


def test_a_sheet_is_read_to_its_end_one_page_after_the_other() -> None:
    first = page({"1": ["Region", "Revenue"], "2": ["North", 1]}, next="3")
    assert missing_reads(progress(OUTLINE, first)) == (
        ("document_read", {"scope": "Sales", "page": "3"}),
    )
    last = page({"3": ["South", 2]}, page="3")
    whole = progress(OUTLINE, first, last)
    assert missing_reads(whole) == ()
    (table,) = tables_of(whole)
    assert table.columns == ("Region", "Revenue")
    assert table.numbers("Revenue") == [1, 2]


def test_a_sheet_without_end_is_read_as_far_as_is_useful() -> None:
    rows: dict[str, list[object]] = {str(n): ["x", n] for n in range(1, MAX_ROWS + 2)}
    assert missing_reads(progress(OUTLINE, page(rows, next="more"))) == ()


def test_a_page_that_was_refused_is_not_asked_for_again() -> None:
    refused = page({}).model_copy(update={"is_error": True})
    assert missing_reads(progress(OUTLINE, refused)) == ()
    assert tables_of(progress(OUTLINE, refused)) == ()


def test_rows_of_dates_and_figures_are_no_header() -> None:
    rows: dict[str, list[object]] = {"1": ["2026-01-01", "2026-02-01"], "2": [1, 2]}
    assert tables_of(progress(OUTLINE, page(rows))) == ()


def test_a_source_that_was_not_described_is_read_first() -> None:
    asked = progress(sources=({"slot": "data"},), resuming=False)
    assert missing_reads(asked) == (("source_read", {"slot": "data"}),)


def test_yes_and_no_are_no_figures() -> None:
    rows: dict[str, list[object]] = {"1": ["Name", "Paid"], "2": ["A", True], "3": ["B"]}
    (table,) = tables_of(progress(OUTLINE, page(rows)))
    assert not table.is_numeric("Paid")
    assert table.values("Paid") == [True, None]


def test_a_source_without_columns_is_no_table() -> None:
    source: Json = {"slot": "data", "columns": [], "rows": 0}
    assert tables_of(progress(sources=(source,), resuming=False)) == ()
