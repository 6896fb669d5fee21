"""A sheet on its way to a part: what it is written with, and the texts it shares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.workbook.book import Sheet
from docsmith.documents.workbook.engine import Values
from docsmith.documents.workbook.style_xml import MAIN, Styles

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(slots=True)
class Strings:
    """The shared strings of a workbook, in the order of first use."""

    index: dict[str, int] = field(default_factory=dict[str, int])
    uses: int = 0
    inline: bool = False
    """Write texts into their cells, so that an uploaded file's shared strings stay as they are."""

    def number(self, text: str) -> int:
        self.uses += 1
        return self.index.setdefault(text, len(self.index))

    def cell(self, text: str) -> str:
        """The rest of a `c` element that holds this text."""
        if self.inline:
            space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            return f' t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'
        return f' t="s"><v>{self.number(text)}</v></c>'

    def xml(self) -> Iterator[str]:
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{MAIN}" count="{self.uses}" uniqueCount="{len(self.index)}">'
        )
        for text in self.index:
            space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            yield f"<si><t{space}>{escaped(text)}</t></si>"
        yield "</sst>"


@dataclass(frozen=True, slots=True)
class SheetTask:
    """What the writer of one sheet needs. `respell` changes stored formulas, for the
    engine's copy.
    """

    sheet: Sheet
    styles: Styles
    strings: Strings
    values: Values
    respell: Callable[[str], str] | None = None
    active: bool = False
    bare: bool = False
    """For the engine's copy, which nobody looks at."""
    tail: str = ""
    """Elements that follow the print setup: drawings, table parts."""
    between: str = ""
    """Elements between merged cells and print setup: conditional formats, validations."""
