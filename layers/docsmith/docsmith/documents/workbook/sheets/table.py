"""A table part."""

from collections.abc import Sequence

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.workbook.cells import Area
from docsmith.documents.workbook.style_xml import MAIN


def table_xml(
    number: int,
    name: str,
    area: Area,
    columns: Sequence[str],
    formulas: dict[str, str],
    totals: Sequence[tuple[str, str]] | None,
) -> str:
    """A table part. `totals` gives for each column its label or its function (`sum`)."""
    inner = "".join(
        _table_column(i, c, formulas.get(c), totals[i - 1] if totals else None)
        for i, c in enumerate(columns, 1)
    )
    body = Area(area.top, area.left, area.bottom - (1 if totals else 0), area.right)
    count = ' totalsRowCount="1"' if totals else ' totalsRowShown="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<table xmlns="{MAIN}" id="{number}" name="{attribute(name)}" '
        f'displayName="{attribute(name)}" ref="{area.text}"{count}>'
        f'<autoFilter ref="{body.text}"/>'
        f'<tableColumns count="{len(columns)}">{inner}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" '
        'showRowStripes="1" showColumnStripes="0"/></table>'
    )


def _table_column(
    number: int, name: str, formula: str | None, total: tuple[str, str] | None
) -> str:
    flags = f'id="{number}" name="{attribute(name)}"'
    if total and total[0] == "label":
        flags += f' totalsRowLabel="{attribute(total[1])}"'
    if total and total[0] == "function":
        flags += f' totalsRowFunction="{total[1]}"'
    if formula is None:
        return f"<tableColumn {flags}/>"
    return (
        f"<tableColumn {flags}><calculatedColumnFormula>{escaped(formula)}"
        "</calculatedColumnFormula></tableColumn>"
    )
