"""The outline that `document_read` gives of a workbook, typed."""

from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object

LABELS, VALUES = "_labels", "_values"


class SheetOutline(Value):
    """A sheet: its used range, how many formulas it holds, whether it holds loaded data."""

    name: str
    used: str | None = None
    formulas: int = 0
    is_data: bool = False
    labels: tuple[str, ...] = ()
    """Texts of its first columns."""


class Series(Value):
    """A pair of workbook names that a report defines: labels and the figures beside them."""

    stem: str
    labels: str
    values: str

    @property
    def sheet(self) -> str:
        return self.values.rpartition("!")[0].strip("'").replace("''", "'")

    @property
    def columns(self) -> tuple[str, str]:
        """The two ranges with their sheet, as a chart needs them."""
        places = [text.rpartition("!")[2].replace("$", "") for text in (self.labels, self.values)]
        return on(self.sheet, places[0]), on(self.sheet, places[1])


class Outline(Value):
    sheets: tuple[SheetOutline, ...] = ()
    series: tuple[Series, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.sheets)

    def sheet(self, name: str) -> SheetOutline | None:
        """The sheet of that name, ignoring case, quotes and surrounding blanks."""
        wanted = name.strip(" \"'“”„»«").casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == wanted), None)


def outline_of(content: Json | None) -> Outline:
    """Read the content of an outline; unknown parts are passed over."""
    raw = content or {}
    return Outline(
        sheets=tuple(_sheet(as_object(item)) for item in as_list(raw.get("sheets"))),
        series=_series({k: str(v) for k, v in as_object(raw.get("names")).items()}),
    )


def _sheet(raw: Json) -> SheetOutline:
    formulas = raw.get("formulas")
    return SheetOutline(
        name=str(raw.get("sheet", "")),
        used=str(raw["used"]) if raw.get("used") else None,
        formulas=formulas if isinstance(formulas, int) else 0,
        is_data=bool(raw.get("data")),
        labels=tuple(str(text) for text in as_object(raw.get("labels")).values()),
    )


def _series(names: dict[str, str]) -> tuple[Series, ...]:
    stems = [name.removesuffix(VALUES) for name in names if name.endswith(VALUES)]
    return tuple(
        Series(stem=stem, labels=names[stem + LABELS], values=names[stem + VALUES])
        for stem in stems
        if stem + LABELS in names
    )
