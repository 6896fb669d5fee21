"""Text in pages that fit a model, each with its place in the file."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice

PAGE_CHARACTERS = 4_000
MAX_CHARACTERS = 400_000
MAX_PIECES = 200_000
LONGEST_PIECE = 20_000

Piece = tuple[str, str]
"""A place and the text that stands there: `("¶ 12", "Prices rose.")`."""


@dataclass(frozen=True, slots=True)
class ContextPage:
    """Text and where it stands."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class ContextText:
    """A file as text. `cut` says that it was longer than what is kept."""

    name: str
    kind: str
    pages: tuple[ContextPage, ...]
    cut: bool = False

    @property
    def characters(self) -> int:
        return sum(len(page.text) for page in self.pages)

    def as_json(self) -> bytes:
        """For storage; `from_json` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "ContextText":
        facts = json.loads(content)
        pages = tuple(ContextPage(**page) for page in facts.pop("pages"))
        return cls(pages=pages, **facts)


def grouped(pieces: Iterable[Piece], unit: str) -> Iterator[ContextPage]:
    """Pieces in pages: `unit` and the first to the last place, such as `lines 1-80`."""
    places: list[str] = []
    texts: list[str] = []
    size = 0
    for place, text in islice(pieces, MAX_PIECES):
        text = text[:LONGEST_PIECE]
        if texts and size + len(text) > PAGE_CHARACTERS:
            yield _page(unit, places, texts)
            places, texts, size = [], [], 0
        places.append(place)
        texts.append(text)
        size += len(text) + 1
    if texts:
        yield _page(unit, places, texts)


def within_limit(pages: Iterable[ContextPage]) -> tuple[tuple[ContextPage, ...], bool]:
    """The pages that are kept, empty ones left out, and whether any were left off."""
    kept: list[ContextPage] = []
    size = 0
    for page in pages:
        if not page.text.strip():
            continue
        if size + len(page.text) > MAX_CHARACTERS:
            return tuple(kept), True
        kept.append(page)
        size += len(page.text)
    return tuple(kept), False


def _page(unit: str, places: list[str], texts: list[str]) -> ContextPage:
    first, last = places[0], places[-1]
    span = first if first == last else f"{first}-{last}"
    return ContextPage(f"{unit} {span}", "\n".join(texts))
