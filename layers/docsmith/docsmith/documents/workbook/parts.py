"""The small fixed parts of a workbook package: content types, relationships, properties, theme,
drawings.
"""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from collections.abc import Iterable, Sequence

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.operations.workbook import Chart
from docsmith.documents.workbook.cells import parse_cell
from docsmith.documents.workbook.styles import Palette

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_SHEET = f"{_TYPES}.spreadsheetml"
CONTENT_TYPES = {
    "xl/workbook.xml": f"{_SHEET}.sheet.main+xml",
    "xl/worksheets/": f"{_SHEET}.worksheet+xml",
    "xl/theme/": f"{_TYPES}.theme+xml",
    "xl/styles.xml": f"{_SHEET}.styles+xml",
    "xl/sharedStrings.xml": f"{_SHEET}.sharedStrings+xml",
    "xl/tables/": f"{_SHEET}.table+xml",
    "xl/charts/": f"{_TYPES}.drawingml.chart+xml",
    "xl/drawings/": f"{_TYPES}.drawing+xml",
    "xl/comments": f"{_SHEET}.comments+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_TYPES}.extended-properties+xml",
}
_EMU = 360_000
_STAMP = "2000-01-01T00:00:00Z"


def content_types(names: Iterable[str]) -> str:
    """`[Content_Types].xml` for these parts."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name in names
        if (kind := content_type(name))
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def content_type(name: str) -> str | None:
    if name.endswith((".rels", ".vml")):
        return None
    return next((t for start, t in CONTENT_TYPES.items() if name.startswith(start)), None)


def relationships(targets: Sequence[tuple[str, str, str]]) -> str:
    """A `.rels` part from (id, last word of the type, target)."""
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{_relation(kind)}" Target="{attribute(target)}"/>'
        for id_, kind, target in targets
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _relation(kind: str) -> str:
    if kind == "core-properties":
        return f"{PACKAGE}/relationships/metadata/core-properties"
    return f"{OFFICE}/{kind}"


def core_properties(title: str) -> str:
    """Fixed times: the bytes of a document depend on its operations alone."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>Docsmith</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:modified></cp:coreProperties>'
    )


def app_properties() -> str:
    return (
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Docsmith</Application></Properties>"
    )


def drawing(charts: Sequence[Chart], ids: Sequence[str] = (), first: int = 1) -> str:
    """The drawing part of a sheet: each chart at its anchor, with its size and alternative text.

    `ids` are the relationships of the charts, `rId1` and on by default; shapes are numbered after `first`.
    """
    named = list(ids) or [f"rId{i}" for i in range(1, len(charts) + 1)]
    frames = "".join(_frame(first + i, c, named[i]) for i, c in enumerate(charts))
    return (
        f'{XML}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{frames}</xdr:wsDr>'
    )


def _frame(number: int, chart: Chart, relation: str) -> str:
    row, column = parse_cell(chart.anchor)
    alt = attribute(chart.alt or f"{chart.kind.replace('_', ' ')} chart: {chart.title}")
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column - 1}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{round(chart.width_cm * _EMU)}" cy="{round(chart.height_cm * _EMU)}"/>'
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number + 1}" name="Chart {number}" descr="{alt}"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:r="{OFFICE}" r:id="{relation}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        "<xdr:clientData/></xdr:oneCellAnchor>"
    )


def theme(palette: Palette) -> str:
    """An Office theme with the colours and the font of the palette."""
    c = palette.colors
    fixed = (
        ("dk1", c["ink"]), ("lt1", c["paper"]), ("dk2", c["primary"]), ("lt2", c["band"]),
    )  # fmt: skip
    accents = [(f"accent{i}", palette.series[(i - 1) % len(palette.series)]) for i in range(1, 7)]
    links = [("hlink", c["accent"]), ("folHlink", c["muted"])]
    colors = "".join(
        f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in (*fixed, *accents, *links)
    )
    font = f'<a:latin typeface="{attribute(palette.font)}"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = (
        f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{solid}<a:prstDash val="solid"/></a:ln>'
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Docsmith">'
        f'<a:themeElements><a:clrScheme name="Docsmith">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Docsmith"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Docsmith"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
