"""What a layout of ours is made of, as values: placeholders, where these stand, how they look."""

from dataclasses import dataclass

from docsmith.documents.slides.elements import Holder
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.xml.drawing import TextLook


@dataclass(frozen=True, slots=True)
class HolderSpec:
    """A placeholder of a layout. `prompt` is what an empty one says in PowerPoint."""

    holder: Holder
    name: str
    rect: Rect
    look: TextLook
    prompt: str
    anchor: str = "t"


@dataclass(frozen=True, slots=True)
class LayoutSpec:
    """A layout. `dark` ones stand on the panel; `tiles` is how many columns of tiles they have."""

    name: str
    type: str
    holders: tuple[HolderSpec, ...]
    dark: bool = False
    tiles: int = 0
    foot: Rect | None = None
    """Where the footer stands when the page number has no place."""

    def spec(self, holder: Holder) -> HolderSpec | None:
        return next((h for h in self.holders if h.holder == holder), None)
