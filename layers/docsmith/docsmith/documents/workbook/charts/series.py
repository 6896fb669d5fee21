"""A series of a chart with the values it shows cached."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import escaped
from docsmith.documents.workbook.chart_data import ChartData, Range, Series


def series_head(index: int, series: Series) -> str:
    if series.name_formula:
        name = (
            f"<c:strRef><c:f>{escaped(series.name_formula)}</c:f><c:strCache>"
            f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escaped(series.name)}</c:v></c:pt>'
            "</c:strCache></c:strRef>"
        )
    else:
        name = f"<c:v>{escaped(series.name)}</c:v>"
    return f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>{name}</c:tx>'


def series_xml(
    index: int, series: Series, data: ChartData, paint: str, before: str = "", after: str = ""
) -> str:
    return (
        f"{series_head(index, series)}{paint}{before}{data.labels}<c:cat>{categories_xml(data.categories)}</c:cat>"
        f"<c:val>{numbers_xml(series.values)}</c:val>{after}</c:ser>"
    )


def categories_xml(found: Range) -> str:
    """Categories: dates and numbers as numbers with their format, everything else as text."""
    if found.numeric:
        return numbers_xml(found)
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escaped(t)}</c:v></c:pt>' for i, t in enumerate(found.texts) if t
    )
    return (
        f'<c:strRef><c:f>{escaped(found.formula)}</c:f><c:strCache><c:ptCount val="{len(found.texts)}"/>'
        f"{points}</c:strCache></c:strRef>"
    )


def numbers_xml(found: Range) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>'
        for i, v in enumerate(found.values)
        if isinstance(v, int | float) and not isinstance(v, bool)
    )
    return (
        f"<c:numRef><c:f>{escaped(found.formula)}</c:f><c:numCache>"
        f"<c:formatCode>{escaped(found.format)}</c:formatCode>"
        f'<c:ptCount val="{len(found.values)}"/>{points}</c:numCache></c:numRef>'
    )
