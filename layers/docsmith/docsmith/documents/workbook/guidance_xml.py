"""Conditional formats, validations and notes as XML."""

# ruff: noqa: E501 - XML in one line reads better than cut in two

from collections.abc import Sequence

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.operations.workbook_guidance import Conditional, Validation
from docsmith.documents.workbook.book import Rule, Sheet
from docsmith.documents.workbook.cells import cell_text
from docsmith.documents.workbook.formulas.spelling import stored
from docsmith.documents.workbook.style_xml import MAIN, Styles
from docsmith.documents.workbook.styles import Palette

_FILLS = {
    "good": "E3F3EA",
    "bad": "FBE6E4",
    "warn": "FDF1DC",
    "accent": "E4EEF7",
    "muted": "EEF1F4",
}
_OPERATORS = {
    "greater": "greaterThan",
    "less": "lessThan",
    "equal": "equal",
    "not_equal": "notEqual",
    "between": "between",
}
_KINDS = {
    "list": "list",
    "whole": "whole",
    "decimal": "decimal",
    "date": "date",
    "text_length": "textLength",
    "custom": "custom",
}


def guidance_xml(sheet: Sheet, styles: Styles, palette: Palette) -> str:
    """Conditional formats, then validations, in the order the schema wants."""
    rules = [r for r in sheet.rules if isinstance(r.op, Conditional)]
    conditions = "".join(
        _conditional(r, r.op, i, styles, palette)
        for i, r in enumerate(rules, 1)
        if isinstance(r.op, Conditional)
    )
    checks = [r for r in sheet.rules if isinstance(r.op, Validation)]
    inner = "".join(_validation(r, r.op) for r in checks if isinstance(r.op, Validation))
    return conditions + (
        f'<dataValidations count="{len(checks)}">{inner}</dataValidations>' if checks else ""
    )


def _conditional(
    rule: Rule, op: Conditional, priority: int, styles: Styles, palette: Palette
) -> str:
    inner = _rule(rule, op, priority, styles, palette)
    return f'<conditionalFormatting sqref="{rule.area.text}">{inner}</conditionalFormatting>'


def _rule(rule: Rule, op: Conditional, priority: int, styles: Styles, palette: Palette) -> str:
    if op.kind == "color_scale":
        colors = "".join(f'<color rgb="FF{c}"/>' for c in ("FFFFFF", "BFD7EA"))
        ends = '<cfvo type="min"/><cfvo type="max"/>'
        return f'<cfRule type="colorScale" priority="{priority}"><colorScale>{ends}{colors}</colorScale></cfRule>'
    if op.kind == "data_bar":
        bar = f'<cfvo type="min"/><cfvo type="max"/><color rgb="FF{palette.series[6]}"/>'
        return f'<cfRule type="dataBar" priority="{priority}"><dataBar>{bar}</dataBar></cfRule>'
    if op.kind == "icons":
        steps = "".join(f'<cfvo type="percent" val="{v}"/>' for v in (0, 33, 67))
        return f'<cfRule type="iconSet" priority="{priority}"><iconSet iconSet="3Arrows">{steps}</iconSet></cfRule>'
    color = palette.colors[op.format]
    look = styles.differential_index(
        f'<dxf><font><color rgb="FF{color}"/></font><fill><patternFill patternType="solid">'
        f'<fgColor rgb="FF{_FILLS[op.format]}"/><bgColor rgb="FF{_FILLS[op.format]}"/></patternFill></fill></dxf>'
    )
    flags = f'dxfId="{look}" priority="{priority}"'
    formulas = "".join(f"<formula>{escaped(stored(f))}</formula>" for f in rule.formulas)
    return _ruled(op, flags, formulas)


def _ruled(op: Conditional, flags: str, formulas: str) -> str:
    if op.kind in _OPERATORS:
        return f'<cfRule type="cellIs" {flags} operator="{_OPERATORS[op.kind]}">{formulas}</cfRule>'
    if op.kind == "text_contains":
        text = attribute(str(op.value))
        return f'<cfRule type="containsText" {flags} operator="containsText" text="{text}">{formulas}</cfRule>'
    if op.kind in {"top", "bottom"}:
        rank = int(op.value) if isinstance(op.value, int | float) else 10
        low = ' bottom="1"' if op.kind == "bottom" else ""
        return f'<cfRule type="top10" {flags}{low} rank="{max(1, min(rank, 1000))}"/>'
    if op.kind == "duplicates":
        return f'<cfRule type="duplicateValues" {flags}/>'
    return f'<cfRule type="expression" {flags}>{formulas}</cfRule>'


def _validation(rule: Rule, op: Validation) -> str:
    flags = f'type="{_KINDS[op.kind]}" allowBlank="{int(op.allow_blank)}" showInputMessage="1"'
    flags += ' showErrorMessage="1"'
    if op.kind not in {"list", "custom"}:
        both = op.minimum is not None and op.maximum is not None
        single = "greaterThanOrEqual" if op.minimum is not None else "lessThanOrEqual"
        flags += f' operator="{"between" if both else single}"'
    if op.message:
        flags += f' error="{attribute(op.message)}"'
    if op.prompt:
        flags += f' prompt="{attribute(op.prompt)}"'
    inner = "".join(
        f"<formula{i}>{escaped(stored(f))}</formula{i}>" for i, f in enumerate(rule.formulas, 1)
    )
    return f'<dataValidation {flags} sqref="{rule.area.text}">{inner}</dataValidation>'


def notes_of(sheet: Sheet) -> list[tuple[int, int, str]]:
    """The notes of a sheet in the order of rows."""
    return [(r, c, cell.note) for (r, c), cell in sorted(sheet.cells.items()) if cell.note]


def comments_xml(notes: Sequence[tuple[int, int, str]]) -> str:
    """The comments part."""
    inner = "".join(
        f'<comment ref="{cell_text(r, c)}" authorId="0"><text><r><rPr><sz val="9"/><rFont val="Calibri"/>'
        f'</rPr><t xml:space="preserve">{escaped(text)}</t></r></text></comment>'
        for r, c, text in notes
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
        f"<authors><author>Docsmith</author></authors><commentList>{inner}</commentList></comments>"
    )


def notes_drawing(notes: Sequence[tuple[int, int, str]]) -> str:
    """The legacy drawing that Excel needs to show notes."""
    shapes = "".join(_note_shape(i, *n) for i, n in enumerate(notes, 1))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f"{shapes}</xml>"
    )


def _note_shape(number: int, row: int, column: int, text: str) -> str:
    height = 3 + min(12, len(text) // 28)
    anchor = f"{column}, 12, {row - 1}, 6, {column + 2}, 60, {row - 1 + height}, 4"
    return (
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#fffbe6" o:insetmode="auto">'
        '<v:fill color2="#fffbe6"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox/>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )
