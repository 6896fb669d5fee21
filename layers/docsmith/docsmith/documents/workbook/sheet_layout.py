"""How a sheet is shown and printed; see `Layout` of the operations."""

from dataclasses import dataclass, field

from docsmith.documents.operations.workbook_layout import Layout
from docsmith.documents.workbook.cells import Area

Place = tuple[int, int]


@dataclass(slots=True)
class SheetLayout:
    """How a sheet is shown and printed; see `Layout` of the operations."""

    widths: dict[int, float] = field(default_factory=dict[int, float])
    heights: dict[int, float] = field(default_factory=dict[int, float])
    hidden_columns: set[int] = field(default_factory=set[int])
    freeze: Place | None = None
    gridlines: bool = False
    zoom: int = 100
    landscape: bool | None = None
    fit_width: bool = True
    repeat_rows: tuple[int, int] | None = None
    print_area: Area | None = None
    page_breaks: tuple[int, ...] = ()
    paper: str = "a4"
    header: str | None = None
    footer: str | None = None
    asked: set[str] = field(default_factory=set[str])
    """Fields that an operation set: of an uploaded sheet, only these are written."""

    def take(self, op: Layout) -> None:
        """Every field the operation sets, except those that need parsing."""
        self.asked |= {name for name in op.model_fields_set if getattr(op, name) not in (None, ())}
        for name in ("gridlines", "zoom", "landscape", "fit_width", "paper", "header", "footer"):
            value = getattr(op, name)
            if value is not None:
                setattr(self, name, value)
        if op.autofit:
            self.widths.clear()
