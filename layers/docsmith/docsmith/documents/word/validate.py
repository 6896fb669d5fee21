"""Whether what a batch wrote can stand: its names are known, its sources readable, its shapes
fit.
"""

from collections.abc import Iterator

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.base import OperationBase
from docsmith.documents.operations.word_content import Chart, Contents, Image, Table, Title
from docsmith.documents.operations.word_data import Figures
from docsmith.documents.word.computed import computed_table, figure_names, figures_in
from docsmith.documents.word.data.profile import profile_of
from docsmith.documents.word.inline import Piece, pieces_of, safe_link
from docsmith.documents.word.pictures import picture_of
from docsmith.documents.word.story import Story
from docsmith.documents.word.texts import texts_of

MAX_POINTS = 200


def refusals_of(story: Story, content: OperationBase) -> Iterator[OperationRefused]:
    """Every reason why this content cannot stand in this story; paths relative to it."""
    try:
        _refuse_shape(story, content)
    except OperationRefused as refused:
        yield refused
    notes = getattr(content, "notes", {})
    for path, text in texts_of(content):
        for piece in pieces_of(text):
            refused = _refused_piece(story, piece, path, frozenset(notes))
            if refused is not None:
                yield refused


def _refused_piece(
    story: Story, piece: Piece, path: str, notes: frozenset[str]
) -> OperationRefused | None:
    match piece.kind:
        case "figure" if piece.text not in figure_names(story):
            known = figure_names(story)
            return OperationRefused(path, f"no figure is named '{piece.text}'", known[:40])
        case "cite" if piece.text not in story.sources:
            known = tuple(story.sources)
            hint = "define it first with an operation source"
            return OperationRefused(path, f"no source has the key '{piece.text}'", known, hint)
        case "note" if piece.text not in notes:
            return OperationRefused(path, f"the footnote '{piece.text}' has no text in notes")
        case "text" if piece.link and not safe_link(piece.link):
            allowed = ("https://…", "http://…", "mailto:…")
            return OperationRefused(path, f"'{piece.link[:80]}' is no link we write", allowed)
        case _:
            return None


def _refuse_shape(story: Story, content: OperationBase) -> None:
    match content:
        case Figures():
            figures_in(story, content)
        case Table():
            _refuse_table(story, content)
        case Chart():
            _refuse_chart(story, content)
        case Image():
            picture_of(story.inputs, content.slot)
        case Title() if story.original is not None and content.cover:
            if story.blocks and story.blocks[0].content is not content:
                hint = "use insert_before with the first block"
                raise OperationRefused("cover", "a cover stands before everything else", hint=hint)
        case Contents():
            mine = sum(isinstance(block.content, Contents) for block in story.blocks)
            theirs = story.original is not None and story.original.lists_contents
            if mine + theirs > 1:
                raise OperationRefused("op", "the document has a contents list already")
        case _:
            return


def _refuse_table(story: Story, table: Table) -> None:
    if table.is_computed:
        if table.rows or table.header or (table.query and table.profile):
            raise OperationRefused("rows", "give one: a query, a profile, or header and rows")
        if table.query is not None:
            computed_table(story, table.query)
        elif table.profile is not None:
            profile_of(story.inputs, table.profile, story.language)
        return
    if not table.rows:
        raise OperationRefused("rows", "a table needs rows, or a query")
    width = len(table.header) or len(table.rows[0])
    for index, row in enumerate(table.rows):
        if len(row) != width:
            raise OperationRefused(f"rows[{index}]", f"has {len(row)} cells; the table has {width}")
    if not table.header:
        raise OperationRefused("header", "a table needs a header row")


def _refuse_chart(story: Story, chart: Chart) -> None:
    if chart.query is not None:
        if chart.categories or chart.series:
            raise OperationRefused("series", "give either a query or categories and series")
        found = computed_table(story, chart.query)
        if not found.body:
            raise OperationRefused("query", "gives no rows to draw")
        return
    if not chart.series or not chart.categories:
        raise OperationRefused("series", "a chart needs categories and series, or a query")
    if len(chart.categories) > MAX_POINTS:
        raise OperationRefused("categories", f"at most {MAX_POINTS} can be read in a chart")
    for index, series in enumerate(chart.series):
        if len(series.values) != len(chart.categories):
            reason = f"has {len(series.values)} values for {len(chart.categories)} categories"
            raise OperationRefused(f"series[{index}].values", reason)
    if chart.kind in {"pie", "doughnut"} and len(chart.series) > 1:
        raise OperationRefused("series", f"a {chart.kind} shows one series")
