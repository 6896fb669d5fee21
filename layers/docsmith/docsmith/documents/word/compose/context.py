"""What composing one document needs and gathers: look, figures, footnotes, media, counters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docsmith.documents.operations.word_content import Chart
from docsmith.documents.word.design.look import Look, Page
from docsmith.documents.word.inline import Piece, pieces_of
from docsmith.documents.word.nodes import Para, Span
from docsmith.documents.word.pictures import Picture
from docsmith.documents.word.story import Story

if TYPE_CHECKING:
    from docsmith.documents.word.upload.measuring import Measurer


@dataclass(frozen=True, slots=True)
class ChartMedia:
    """A chart to be written: categories, series with names and values, how numbers are written."""

    op: Chart
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    number_format: str


Media = Picture | ChartMedia


@dataclass(slots=True)
class Context:
    """`cited` gives each source its number in the order of first citation. `taken` are the names
    of bookmarks that an uploaded document has, case folded.
    """

    story: Story
    look: Look
    figures: Mapping[str, str]
    cited: Mapping[str, int]
    page: Page
    media: dict[str, Media] = field(default_factory=dict[str, Media])
    footnotes: list[Para] = field(default_factory=list[Para])
    tables: int = 0
    drawn: int = 0
    lists: int = 0
    headings: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    bookmarks: int = 0
    chart_prefix: str = "chart"
    taken: frozenset[str] = frozenset()
    measurer: "Measurer | None" = None
    """Of an uploaded document that a contents list of ours names the headings of."""
    own_references: bool = False
    """Whether a list of references is written here, and not only in the uploaded document."""

    def spans(self, text: str, notes: Mapping[str, str] | None = None) -> tuple[Span, ...]:
        """The spans of a text; its footnotes are taken up here."""
        return tuple(self._span(piece, notes or {}) for piece in pieces_of(text))

    def para(self, text: str, style: str, notes: Mapping[str, str] | None = None) -> Para:
        return Para(self.spans(text, notes), style)

    def _span(self, piece: Piece, notes: Mapping[str, str]) -> Span:
        match piece.kind:
            case "figure":
                return _looking(piece, self.figures.get(piece.text, ""))
            case "break":
                return Span(line_break=True)
            case "note":
                return Span(footnote=self._footnote(notes.get(piece.text, "")))
            case "cite":
                number = self.cited.get(piece.text, 0)
                return Span(f"[{number}]", link=f"#{self.anchor(piece.text)}")
            case _:
                return _looking(piece, piece.text)

    def _footnote(self, text: str) -> int:
        spans = tuple(s for s in self.spans(text) if not s.footnote)
        self.footnotes.append(Para(spans, "FootnoteText"))
        return len(self.footnotes)

    def bookmark(self) -> str:
        """A name for a heading that no other bookmark has."""
        self.bookmarks += 1
        while f"_toc{self.bookmarks:08}" in self.taken:
            self.bookmarks += 1
        return f"_Toc{self.bookmarks:08}"

    def anchor(self, key: str) -> str:
        """The bookmark of a source in the list of references."""
        name = f"ref_{key}"
        while self.own_references and name.casefold() in self.taken:
            name += "_"
        return name


def _looking(piece: Piece, text: str) -> Span:
    return Span(
        text,
        bold=piece.bold,
        italic=piece.italic,
        strike=piece.strike,
        code=piece.code,
        link=piece.link,
    )
