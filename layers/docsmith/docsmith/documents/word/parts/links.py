"""The relationships of one part, gathered while it is written; equal targets share an id."""

from dataclasses import dataclass, field

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.word.parts.names import XML, R

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OUTSIDE = ' TargetMode="External"'


@dataclass(slots=True)
class Links:
    """`first` is the number of the first id that may be given. `drawings` counts drawing ids,
    shared by all parts of a document.
    """

    first: int = 1
    found: dict[tuple[str, str, bool], str] = field(
        default_factory=dict[tuple[str, str, bool], str]
    )
    drawings: list[int] = field(default_factory=lambda: [0])

    def to(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship; `kind` is the last word of its type."""
        key = (kind, target, external)
        if key not in self.found:
            self.found[key] = f"rId{self.first + len(self.found)}"
        return self.found[key]

    def drawing(self) -> int:
        self.drawings[0] += 1
        return self.drawings[0]

    def elements(self) -> str:
        """The relationships as XML elements."""
        return "".join(
            f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{attribute(target)}"'
            f"{_OUTSIDE if external else ''}/>"
            for (kind, target, external), id_ in self.found.items()
        )

    def xml(self) -> str:
        return f'{XML}<Relationships xmlns="{_PACKAGE}">{self.elements()}</Relationships>'
