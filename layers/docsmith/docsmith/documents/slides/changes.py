"""One replay or one batch under way: the deck, and which slide each operation touched."""

from dataclasses import dataclass, field

from docsmith.documents.errors import OperationRefused
from docsmith.documents.slides.deck import Deck, Slide

MAX_SLIDES = 200


@dataclass(slots=True)
class Changes:
    """`path` is that of the operation that is being applied."""

    deck: Deck
    touched: dict[str, str] = field(default_factory=dict[str, str])
    """Slide id to the path of the last operation that touched it."""
    path: str = ""
    everything: bool = False

    def touch(self, slide_id: str) -> None:
        self.touched[slide_id] = self.path

    def free_id(self, wanted: str | None, prefix: str = "s") -> str:
        taken = {slide.id for slide in self.deck.slides}
        if wanted is not None:
            if wanted in taken:
                raise OperationRefused("id", f"there is a slide '{wanted}' already")
            return wanted
        self.deck.made += 1
        while f"{prefix}{self.deck.made}" in taken:
            self.deck.made += 1
        return f"{prefix}{self.deck.made}"

    def insert(self, slide: Slide, before: str | None) -> None:
        slides = self.deck.slides
        if len(slides) >= MAX_SLIDES:
            raise OperationRefused("op", f"a deck has at most {MAX_SLIDES} slides")
        at = len(slides) if before is None else self.deck.index(before, "before")
        slides.insert(at, slide)
        self.touch(slide.id)
