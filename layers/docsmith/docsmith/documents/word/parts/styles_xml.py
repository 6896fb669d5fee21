"""`styles.xml`: the styles of the design as real Word styles, tables and lists included."""
# ruff: noqa: E501 - XML in one line reads better than cut in two

from docsmith.documents.ooxml.text import attribute
from docsmith.documents.word.design.look import Look, Style, own_properties, raw_styles
from docsmith.documents.word.parts.names import MC, W14, XML, W

_QUICK = frozenset(
    {"Normal", "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "Heading4", "Quote"}
    | {
        "ListParagraph",
        "ListBullet",
        "ListNumber",
        "Caption",
        "Lead",
        "Callout",
        "SourceLine",
        "TOCHeading",
    }
)
_TEXT = frozenset({"size", "bold", "italic", "caps", "spaced", "color", "heading_font", "tabular"})


def styles_xml(look: Look) -> str:
    """The whole part."""
    paragraphs = "".join(style_xml(id, look) for id in raw_styles()["styles"])
    return (
        f'{XML}<w:styles xmlns:w="{W}" xmlns:mc="{MC}" xmlns:w14="{W14}" mc:Ignorable="w14">'
        f"{_defaults(look)}{paragraphs}{_characters(look)}{table_styles(look)}</w:styles>"
    )


def style_xml(id: str, look: Look) -> str:
    """One paragraph style: what it says beyond its base."""
    style, own = look.style(id), own_properties(id, look.design)
    name = attribute(style.name)
    default = ' w:default="1"' if id == "Normal" else ""
    custom = "" if _built_in(style) else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    after = f'<w:next w:val="{style.next}"/>' if style.next else ""
    quick = "<w:qFormat/>" if id in _QUICK else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{id}"><w:name w:val="{name}"/>'
        f"{based}{after}{_priority(style)}{quick}"
        f"{_paragraph(style, set(own), look)}{_run(style, set(own), look)}</w:style>"
    )


def _built_in(style: Style) -> bool:
    known = ("Normal", "Title", "Subtitle", "heading", "toc ", "TOC Heading", "Quote", "List ")
    return style.name.startswith(known) or style.name in {
        "caption", "footnote text", "header", "footer", "Closing", "Bibliography",
    }  # fmt: skip


def _priority(style: Style) -> str:
    number = {"Heading1": 9, "Heading2": 9, "Heading3": 9, "Heading4": 9, "Title": 10}.get(style.id)
    toc = 39 if style.id.startswith("TOC") else None
    found = number or toc
    return f'<w:uiPriority w:val="{found}"/>' if found else ""


def _paragraph(style: Style, own: set[str], look: Look) -> str:
    out = ""
    if "keep_next" in own:
        out += f'<w:keepNext w:val="{int(style.keep_next)}"/>'
    if "keep_lines" in own:
        out += f'<w:keepLines w:val="{int(style.keep_lines)}"/>'
    if style.id == "Normal":
        out += "<w:widowControl/>"
    if style.outline and look.numbered:
        level = f'<w:ilvl w:val="{style.outline - 1}"/>' if style.outline > 1 else ""
        out += f'<w:numPr>{level}<w:numId w:val="3"/></w:numPr>'
    out += _rules(style, look)
    if style.id == "Bibliography":
        out += f'<w:tabs><w:tab w:val="left" w:pos="{round(style.left * 20)}"/></w:tabs>'
    if look.language.right_to_left and style.id == "Normal":
        out += "<w:bidi/>"
    out += _spacing(style, own)
    if own & {"left", "right", "hanging"}:
        hang = f' w:hanging="{round(style.hanging * 20)}"' if style.hanging else ""
        out += (
            f'<w:ind w:left="{round(style.left * 20)}" w:right="{round(style.right * 20)}"{hang}/>'
        )
    if "align" in own:
        out += f'<w:jc w:val="{style.align}"/>'
    if style.outline:
        out += f'<w:outlineLvl w:val="{style.outline - 1}"/>'
    return f"<w:pPr>{out}</w:pPr>" if out else ""


def _rules(style: Style, look: Look) -> str:
    """The hairline above a footer, the bar beside a quotation."""
    if style.id == "Footer":
        return f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{look.color("line")}"/></w:pBdr>'
    if style.id == "Quote":
        return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{look.color("line")}"/></w:pBdr>'
    return ""


def _spacing(style: Style, own: set[str]) -> str:
    parts = ""
    if "before" in own:
        parts += f' w:before="{round(style.before * 20)}"'
    if "after" in own:
        parts += f' w:after="{round(style.after * 20)}"'
    if "line" in own:
        parts += f' w:line="{round(style.line * 240)}" w:lineRule="auto"'
    return f"<w:spacing{parts}/>" if parts else ""


def _run(style: Style, own: set[str], look: Look) -> str:
    if not own & _TEXT:
        return ""
    out = ""
    if "bold" in own:
        out += f'<w:b w:val="{int(style.bold)}"/><w:bCs w:val="{int(style.bold)}"/>'
    if "italic" in own:
        out += f'<w:i w:val="{int(style.italic)}"/><w:iCs w:val="{int(style.italic)}"/>'
    if "caps" in own and not look.language.right_to_left and not look.language.east_asian:
        out += "<w:caps/>"
    if "color" in own:
        out += f'<w:color w:val="{look.color(style.color)}"/>'
    if "spaced" in own and not look.language.right_to_left:
        out += f'<w:spacing w:val="{round(style.spaced * 20)}"/>'
    if "size" in own:
        half = round(style.size * 2)
        out += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    if "tabular" in own:
        out += '<w14:numSpacing w14:val="tabular"/>'
    return f"<w:rPr>{out}</w:rPr>"


def _defaults(look: Look) -> str:
    font, language = attribute(look.font), look.language
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{look.east_font}" w:cs="{_complex(look)}"/>'
    tag = language.full
    tongue = f'<w:lang w:val="{"en-US" if language.right_to_left or language.east_asian else tag}"'
    tongue += f' w:eastAsia="{tag if language.east_asian else "ja-JP"}"'
    tongue += f' w:bidi="{tag if language.right_to_left else "ar-SA"}"/>'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="21"/><w:szCs w:val="21"/>{tongue}'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _complex(look: Look) -> str:
    return "Arial" if look.language.right_to_left else attribute(look.font)


def _characters(look: Look) -> str:
    accent = look.color("accent")
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        f'<w:rPr><w:color w:val="{accent}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Code"><w:name w:val="Code"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.color("band")}"/></w:rPr></w:style>'
    )


def table_styles(look: Look) -> str:
    """`DocsmithTable` for data: ruled, no vertical lines; `DocsmithLayout` for cells that place."""
    strong, thin, band = look.color("primary"), look.color("line"), look.color("band")
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{_margins(0, 108, 0, 108)}</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="DocsmithTable"><w:name w:val="Docsmith Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        f"{_rule('bottom', strong, 8)}{_rule('insideH', thin, 4)}</w:tblBorders>{_margins(60, 115, 60, 115)}</w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_rule("top", strong, 12)}{_rule("bottom", strong, 8)}'
        f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{band}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders>{_rule("top", strong, 8)}</w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{band}"/></w:tcPr></w:tblStylePr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="DocsmithLayout"><w:name w:val="Docsmith Layout"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr>{_margins(70, 115, 70, 115)}</w:tblPr></w:style>'
    )


def _rule(side: str, color: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{color}"/>'


def _margins(top: int, left: int, bottom: int, right: int) -> str:
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"
