"""Operations that guide the reader: validation, conditional, note."""

from dataclasses import replace
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.workbook_guidance import Conditional, Note, Validation
from docsmith.documents.workbook.base.refusals import refuse_note
from docsmith.documents.workbook.book import Cell, Rule, Sheet
from docsmith.documents.workbook.cells import Area, cell_text, place, refused_area, refused_cell
from docsmith.documents.workbook.changes import Changes, Written
from docsmith.documents.workbook.chart_data import located
from docsmith.documents.workbook.display import serial
from docsmith.documents.workbook.formulas.policy import refuse_formula
from docsmith.documents.workbook.formulas.spelling import shown

_MAX_RULES = 200
_MAX_LIST = 255
_NEEDS_VALUE = {"greater", "less", "equal", "not_equal", "between", "text_contains", "formula"}


def validation(changes: Changes, op: Validation) -> None:
    sheet, area = _target(changes, op.sheet, op.range)
    formulas = _validation_formulas(changes, sheet, op)
    _add(changes, sheet, Rule("validation", area, formulas, op))


def _target(changes: Changes, name: str, text: str) -> tuple[Sheet, Area]:
    sheet = changes.sheet(name)
    if len(sheet.rules) >= _MAX_RULES:
        raise OperationRefused("sheet", f"a sheet has at most {_MAX_RULES} rules")
    return sheet, refused_area("range", text)


def _add(changes: Changes, sheet: Sheet, rule: Rule) -> None:
    path = f"{changes.path}.formula"
    corner = (rule.area.top, rule.area.left)
    changes.written += [
        Written(path, sheet, *corner, formula, rule=True)
        for formula in rule.formulas
        if not formula.startswith('"')
    ]
    sheet.rules.append(rule)
    changes.touch(sheet, rule.area)


def _validation_formulas(changes: Changes, sheet: Sheet, op: Validation) -> tuple[str, ...]:
    if op.kind == "list":
        return (_choices(changes, sheet, op),)
    if op.kind == "custom":
        if op.formula is None:
            raise OperationRefused("formula", "a custom validation needs a formula")
        return (_formula(op.formula, "formula"),)
    bounds = [
        (v, p) for v, p in ((op.minimum, "minimum"), (op.maximum, "maximum")) if v is not None
    ]
    if not bounds:
        raise OperationRefused("minimum", "give minimum, maximum or both")
    return tuple(_operand(value, path) for value, path in bounds)


def _choices(changes: Changes, sheet: Sheet, op: Validation) -> str:
    if (op.values is None) == (op.source is None):
        raise OperationRefused("values", "a list needs either values or source")
    if op.source is not None:
        try:
            home, area = located(changes.book, sheet, op.source)
        except ValueError as error:
            names = tuple(s.name for s in changes.book.sheets)
            raise OperationRefused("source", str(error), names) from error
        return place(home.name, area.absolute)
    choices = op.values or ()
    for i, choice in enumerate(choices):
        if "," in choice or '"' in choice:
            raise OperationRefused(
                f"values[{i}]", "a choice may not contain a comma or a quote", hint="use source"
            )
    joined = ",".join(choices)
    if len(joined) > _MAX_LIST or not choices:
        raise OperationRefused(
            "values",
            f"the choices have {len(joined)} characters; 1 to {_MAX_LIST}",
            hint="use source",
        )
    return f'"{joined}"'


def _formula(text: str, path: str) -> str:
    formula = shown(text[1:].strip())
    refuse_formula(formula, path)
    return formula


def _operand(value: float | str, path: str) -> str:
    """A number, a date as its number, a text in quotes, or a formula."""
    if isinstance(value, str):
        if value.startswith("="):
            return _formula(value, path)
        try:
            return str(serial(date.fromisoformat(value)))
        except ValueError:
            return '"' + value.replace('"', '""') + '"'
    return repr(int(value) if float(value).is_integer() else value)


def conditional(changes: Changes, op: Conditional) -> None:
    sheet, area = _target(changes, op.sheet, op.range)
    if op.kind in _NEEDS_VALUE and op.value is None:
        raise OperationRefused("value", f"'{op.kind}' needs a value")
    if op.kind == "between" and op.second is None:
        raise OperationRefused("second", "'between' needs a second value")
    _add(changes, sheet, Rule("conditional", area, _conditional_formulas(op, area), op))


def _conditional_formulas(op: Conditional, area: Area) -> tuple[str, ...]:
    corner = cell_text(area.top, area.left)
    if op.kind == "formula":
        if not isinstance(op.value, str) or not op.value.startswith("="):
            raise OperationRefused("value", "a formula begins with '='")
        return (_formula(op.value, "value"),)
    if op.kind == "text_contains":
        text = str(op.value).replace('"', '""')
        return (f'NOT(ISERROR(SEARCH("{text}",{corner})))',)
    if op.kind in {"greater", "less", "equal", "not_equal"} and op.value is not None:
        return (_operand(op.value, "value"),)
    if op.kind == "between" and op.value is not None and op.second is not None:
        return (_operand(op.value, "value"), _operand(op.second, "second"))
    if op.kind in {"top", "bottom"} and not isinstance(op.value, int | float | None):
        raise OperationRefused("value", "say how many, as a number")
    return ()


def note(changes: Changes, op: Note) -> None:
    sheet = changes.sheet(op.sheet)
    row, column = refused_cell("cell", op.cell)
    refuse_note(changes.book.base, sheet, "cell")
    sheet.cells[row, column] = replace(sheet.cell(row, column) or Cell(), note=op.text)
    changes.touch(sheet, Area(row, column, row, column))
