"""Sets a figure beside its label: `change the rent to 900`, `setze den Umsatzsteuersatz auf 7 %`.

The cells are read as they are now. A figure is set when one line is meant and it is typed; else
what was found is said, so that the next request can name it.
"""

import re
from collections.abc import Iterable, Iterator

from docsmith.agent.offline.numbers import Figure, figures_in
from docsmith.agent.offline.words import Language, spoken, spoken_share
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import Place, on, ref
from docsmith.agent.offline.workbook.lines import Line, Sheet, lines_called, sheets_of
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.turns import Json, Value

_VERB = (
    r"(?:change|set|update|adjust|increase|raise|lower|reduce|put|ändere|setze?|stelle?|passe|"
    r"erhöhe|senke|korrigiere|aktualisiere)"
)
_LABEL = r"(?:(?:the|our|my|den|die|das|der|unsere[nr]?|meine[nr]?)\s+)?(?P<label>[^;:\n]{2,60}?)"
_VALUE = (
    r"(?P<value>(?:[€$£]\s?)?-?\d[\d.,']*(?:\s?(?:%|€|\$|£|(?:percent|prozent|k|tsd|thousand|mio|m|"
    r"million|eur|euro|usd|gbp|chf)\b))?)"
)
_ASKED = re.compile(
    rf"(?:\b{_VERB}\b|,|\band\b|\bund\b)\s+{_LABEL}\s+(?:to|at|auf|zu)\s+{_VALUE}", re.I
)
_WANTS = re.compile(rf"\b{_VERB}\b.*\b(?:to|at|auf|zu)\s+[€$£]?\s?-?\d", re.I | re.S)
_OF = re.compile(r"\s+(?:in|for|of|im|für|von|des|der)\s+", re.I)
_SHOWN = 5


class Setting(Value):
    """What is set, and what is said of it: of what could not be set, why."""

    ops: tuple[Json, ...] = ()
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def wants_setting(prompt: str) -> bool:
    """Whether a prompt asks for a figure to be set."""
    return _WANTS.search(prompt) is not None


def settings_of(prompt: str, views: Iterable[Json], language: Language) -> Setting:
    """All that the prompt sets, in order."""
    sheets = sheets_of(views)
    made, remarks, missing = list[Json](), list[str](), list[str]()
    for match in _ASKED.finditer(prompt) if wants_setting(prompt) else ():
        figure = figures_in(match["value"])[0]
        one = _set(match["label"].strip(" \"'“”„"), figure, _sign(match), sheets, language)
        made += one.ops
        remarks += one.remarks
        missing += one.missing
    return Setting(ops=tuple(made), remarks=tuple(remarks), missing=tuple(missing))


def _sign(match: re.Match[str]) -> int:
    return -1 if "-" in match["value"] else 1


def _set(
    label: str, figure: Figure, sign: int, sheets: tuple[Sheet, ...], language: Language
) -> Setting:
    words = labels("followup", language)
    lines, column = _lines(label, sheets)
    typed = [line for line in lines if line.typed]
    if not typed:
        key, known = ("computed", _places(lines)) if lines else ("nothing_called", _known(sheets))
        return Setting(missing=(words[key].format(label=label, known=known),))
    inputs = [line for line in typed if line.is_input] or typed
    if len(inputs) > 1:
        said = words["several_called"].format(label=label, known=_places(inputs))
        return Setting(missing=(said,))
    line = inputs[0]
    places = line.under(column) if column else line.typed
    if len(places) > 1 and not line.is_uniform(places):
        known = ", ".join(line.heads(places))
        return Setting(missing=(words["several_columns"].format(label=line.label, known=known),))
    signed = figure.model_copy(update={"value": sign * figure.value})
    return _written(line, places, signed, language)


def _lines(label: str, sheets: tuple[Sheet, ...]) -> tuple[list[Line], str]:
    """The lines that are called so, and the column that the words name beside it."""
    found = lines_called(label, sheets)
    if sum(bool(line.typed) for line in found) == 1:
        return found, ""
    for cut in _OF.finditer(label):
        one, other = label[: cut.start()], label[cut.end() :]
        for name, column in ((one, other), (other, one)):
            lines = [line for line in lines_called(name, sheets) if line.under(column)]
            if lines:
                return lines, column
    return found, ""


def _written(line: Line, places: tuple[Place, ...], figure: Figure, language: Language) -> Setting:
    words, sheet = labels("followup", language), line.sheet
    values = {place: _fitting(figure, sheet, place) for place in places}
    cells: list[ops.CellOp] = [(ref(c, r), values[r, c], None) for r, c in places]
    basis = sheet.saying(_both("assumed"), places[-1])
    if basis is not None:
        cells.append((ref(basis[1], basis[0]), labels("shared", language)["from_prompt"], None))
    first, last = places[0], places[-1]
    shown = _shown(values[first], sheet.is_percent(first), language)
    place = on(sheet.name, f"{ref(first[1], first[0])}")
    if len(places) > 1:
        span = f"{place}:{ref(last[1], last[0])}"
        facts = {"label": line.label, "value": shown, "count": len(places), "place": span}
        said = words["set_all"].format(**facts)
    else:
        old = _shown(sheet.cells[first], sheet.is_percent(first), language)
        said = words["set"].format(label=line.label, value=shown, place=place, old=old)
    return Setting(ops=(ops.set_cells(sheet.name, cells),), remarks=(said,))


def _both(key: str) -> tuple[str, str]:
    return labels("shared", "en")[key], labels("shared", "de")[key]


def _fitting(figure: Figure, sheet: Sheet, place: Place) -> int | float:
    """The figure as its cell holds it: 19 % is 0.19 where shares are shown as such, else 19."""
    old, value = sheet.cells[place], figure.value
    large = isinstance(old, int | float) and abs(old) > 1
    if figure.percent and not sheet.is_percent(place) and large:
        value *= 100
    if not figure.percent and sheet.is_percent(place) and abs(value) > 1:
        value /= 100
    value = round(value, 10)
    return int(value) if float(value).is_integer() else value


def _shown(value: object, percent: bool, language: Language) -> str:
    return spoken_share(value, language) if percent else spoken(value, language)


def _places(lines: Iterable[Line]) -> str:
    known = [f"{line.label} ({line.place})" for line in lines]
    return ", ".join(known[:_SHOWN])


def _known(sheets: tuple[Sheet, ...]) -> str:
    """Lines that could be set, for whoever asked for one that is not there."""
    return ", ".join(dict.fromkeys(_labels(sheets))) or "–"


def _labels(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    found = (line for sheet in sheets for line in sheet.lines if line.typed)
    chosen = sorted(found, key=lambda line: not line.is_input)
    yield from (line.label for line in chosen[: 2 * _SHOWN])
