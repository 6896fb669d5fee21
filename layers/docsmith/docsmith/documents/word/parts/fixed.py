"""The small parts of a new package: settings, footnotes, properties, fonts, content types."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from collections.abc import Iterable

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.design.look import Look
from docsmith.documents.word.nodes import Para
from docsmith.documents.word.parts.links import Links
from docsmith.documents.word.parts.names import PREFIXES, W14, XML, R, W
from docsmith.documents.word.parts.runs import run_xml

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_TYPES}.wordprocessingml"
_STAMP = "2000-01-01T00:00:00Z"
CONTENT_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header": f"{_WORD}.header+xml",
    "word/footer": f"{_WORD}.footer+xml",
    "word/theme/": f"{_TYPES}.theme+xml",
    "word/charts/": f"{_TYPES}.drawingml.chart+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_TYPES}.extended-properties+xml",
}
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": f"{_TYPES}.spreadsheetml.sheet",
}


def content_types(names: Iterable[str]) -> str:
    """`[Content_Types].xml` for these parts."""
    names = tuple(names)
    endings = {name.rpartition(".")[2] for name in names} | {"rels", "xml"}
    defaults = "".join(
        f'<Default Extension="{e}" ContentType="{DEFAULTS[e]}"/>' for e in DEFAULTS if e in endings
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name in names
        if (kind := override_of(name))
    )
    return f'{XML}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def override_of(name: str) -> str | None:
    if not name.endswith(".xml"):
        return None
    return next((kind for start, kind in CONTENT_TYPES.items() if name.startswith(start)), None)


def package_relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def core_properties(made: Composition, title: str) -> str:
    """Fixed times: the bytes of a document depend on its operations alone."""
    setup = made.story.setup
    words = ", ".join(setup.keywords or ())
    told = "".join(
        f"<{tag}>{escaped(text)}</{tag}>"
        for tag, text in (
            ("dc:title", title),
            ("dc:subject", setup.subject),
            ("dc:creator", setup.author or "Docsmith"),
            ("cp:keywords", words),
            ("dc:language", made.look.language.full),
        )
        if text
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{told}'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_STAMP}</dcterms:modified></cp:coreProperties>'
    )


def settings_xml(look: Look, *, footnotes: bool) -> str:
    """Mode of Word 2013 and later; nothing asks the reader to update fields."""
    decimal = "," if look.language.number(0.5, 1).startswith("0,") else "."
    notes = (
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        if footnotes
        else ""
    )
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'{XML}<w:settings xmlns:w="{W}" xmlns:w14="{W14}"><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>{notes}'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/>'
        f'<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="{uri}" w:val="1"/>'
        f'<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="{uri}" w:val="1"/>'
        f'<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="{uri}" w:val="1"/></w:compat>'
        f'<w:themeFontLang w:val="{look.language.full}"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
        'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
        'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        f'<w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val="{";" if decimal == "," else ","}"/></w:settings>'
    )


def footnotes_xml(notes: tuple[Para, ...], look: Look, links: Links) -> str:
    """The notes, after the two separators that Word expects."""
    apart = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, id_, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    inner = "".join(note_xml(note, number, look, links) for number, note in enumerate(notes, 1))
    return f"{XML}<w:footnotes {PREFIXES}>{apart}{inner}</w:footnotes>"


def note_xml(note: Para, number: int, look: Look, links: Links) -> str:
    runs = "".join(run_xml(span, look, links) for span in note.spans)
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{runs}</w:p></w:footnote>'
    )


def font_table(look: Look) -> str:
    fonts = (look.font, "Consolas", "Arial", look.east_font)
    inner = "".join(f'<w:font w:name="{attribute(name)}"/>' for name in dict.fromkeys(fonts))
    return f'{XML}<w:fonts xmlns:w="{W}">{inner}</w:fonts>'
