"""Follow-ups on a run: what a later prompt asks of the workbook that is there.

An intent is recognised by its words and carried out from the outline alone, so that edits made by
hand in between are respected. What is not recognised is refused, saying what can be done.
"""

import re
from collections.abc import Callable, Iterable

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import sheet_name, unused
from docsmith.agent.offline.workbook.forecast import forecast_ops, time_series
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.offline.workbook.next_year import budget_lines, next_year_ops
from docsmith.agent.offline.workbook.outline import Outline, Series, SheetOutline, outline_of
from docsmith.agent.offline.workbook.setting import settings_of, wants_setting
from docsmith.agent.offline.workbook.thousands import grids_of, thousands_ops
from docsmith.agent.turns import Json, Value

_SHEET = r"(?:(?:the|das|den|die)\s+)?(?:(?:sheet|tab|worksheet|blatt|tabellenblatt)\s+)?"
_NAME = r"[\"“„'»]?(?P<{0}>[^\"“”„'»«.,]+?)[\"“”'«]?"
_RENAME = re.compile(
    rf"\b(?:rename|call|benenne|nenne)\s+{_SHEET}{_NAME.format('old')}\s+"
    rf"(?:to|into|in|zu|as|auf)\s+{_NAME.format('new')}\s*(?:um)?\s*(?:[.,]|$)",
    re.I,
)
_DELETE = re.compile(
    rf"\b(?:delete|remove|drop|lösche|entferne)\s+{_SHEET}{_NAME.format('old')}"
    r"(?:\s+(?:sheet|tab|blatt))?\s*(?:[.,]|$)",
    re.I,
)
_FORECAST = re.compile(r"forecast|prognose|projection|vorschau|next year|nächstes jahr", re.I)
_CHART = re.compile(r"chart|graph|diagramm|plot|grafik", re.I)
_THOUSANDS = re.compile(r"in thousands|in tausend|in tsd|in k\b|in t€", re.I)
_LAST_ROW = re.compile(r"(\d+)$")
_MOST_ROWS = 400
"""Of a sheet that is read whole to find a line in it."""
KINDS = {
    "pie": ("pie", "torte", "kreis"),
    "doughnut": ("doughnut", "donut", "ring"),
    "line": ("line", "linie", "trend", "verlauf"),
    "bar": ("bar", "balken"),
    "area": ("area", "fläche"),
}


class Change(Value):
    """What an intent does to the workbook, and what is said of it."""

    ops: tuple[Json, ...]
    remark: str


def plan_followup(wish: Wish) -> Plan:
    """The plan of a later task; a refusal when no intent is recognised."""
    brief, outline = wish.brief, outline_of(wish.outline)
    words = labels("followup", brief.language)
    found = [made for intent in INTENTS if (made := intent(wish, outline))]
    missing = (*_without_forecast(wish, outline), *_unset(wish))
    if not found:
        refusal = "; ".join(missing) or words["cannot"]
        return Plan(title="", language=brief.language, refusal=refusal)
    return Plan(
        title=words["title"],
        outline=tuple(change.remark for change in found),
        sections=tuple(
            Section(name=f"change {number}", ops=change.ops)
            for number, change in enumerate(found, 1)
        ),
        language=brief.language,
        remarks=(*(change.remark for change in found), *missing),
    )


def more_reads(prompt: str, outline: Json) -> tuple[Json, ...]:
    """What to read of the document before a follow-up is planned: `document_read` arguments."""
    sheets = [s for s in outline_of(outline).sheets if s.used and not s.is_data]
    shown = [s for s in sheets if s.formulas] if _THOUSANDS.search(prompt) else []
    typed = [s for s in sheets if _is_short(s)] if wants_setting(prompt) else []
    looks = [s for s in sheets if s in shown or s in typed]
    return tuple(
        {"scope": on(sheet.name, sheet.used or ""), "mode": mode}
        for mode, chosen in (("values", shown), ("formulas", typed), ("formats", looks))
        for sheet in chosen
    )


def _is_short(sheet: SheetOutline) -> bool:
    """Whether a sheet is one of labels and figures, not a list of records."""
    last = _LAST_ROW.search(sheet.used or "")
    return last is not None and int(last[1]) <= _MOST_ROWS


def _rename(wish: Wish, outline: Outline) -> Change | None:
    match = _RENAME.search(wish.brief.prompt)
    sheet = outline.sheet(match.group("old")) if match else None
    if not match or not sheet:
        return None
    new = unused(sheet_name(match.group("new").strip()), outline.names)
    remark = labels("followup", wish.brief.language)["renamed"].format(old=sheet.name, new=new)
    return Change(ops=(ops.rename_sheet(sheet.name, new),), remark=remark)


def _set(wish: Wish, outline: Outline) -> Change | None:
    setting = settings_of(wish.brief.prompt, wish.views, wish.brief.language)
    if not setting.ops:
        return None
    return Change(ops=setting.ops, remark=" ".join(setting.remarks))


def _unset(wish: Wish) -> tuple[str, ...]:
    """What was to be set and is not there; a growth that comes with a forecast is its own."""
    if _FORECAST.search(wish.brief.prompt):
        return ()
    return settings_of(wish.brief.prompt, wish.views, wish.brief.language).missing


def _delete(wish: Wish, outline: Outline) -> Change | None:
    match = _DELETE.search(wish.brief.prompt)
    sheet = outline.sheet(match.group("old")) if match else None
    if not sheet or len(outline.sheets) < 2:
        return None
    remark = labels("followup", wish.brief.language)["deleted"].format(old=sheet.name)
    return Change(ops=(ops.delete_sheet(sheet.name),), remark=remark)


def _forecast(wish: Wish, outline: Outline) -> Change | None:
    if not _FORECAST.search(wish.brief.prompt):
        return None
    remark = labels("followup", wish.brief.language)["forecast"]
    if series := time_series(outline):
        return Change(ops=tuple(forecast_ops(wish.brief, outline, series)), remark=remark)
    if lines := budget_lines(outline):
        return Change(ops=tuple(next_year_ops(wish.brief, outline, lines)), remark=remark)
    return None


def _without_forecast(wish: Wish, outline: Outline) -> tuple[str, ...]:
    """Why a forecast that was asked for is not made: what there is to split by, and no period."""
    asked = _FORECAST.search(wish.brief.prompt)
    if not asked or time_series(outline) or budget_lines(outline):
        return ()
    words = labels("followup", wish.brief.language)
    stems = ", ".join(series.stem.replace("_", " ") for series in outline.series)
    text = words["no_period"].format(names=stems) if stems else words["no_series"]
    return (text,)


def _chart(wish: Wish, outline: Outline) -> Change | None:
    if not _CHART.search(wish.brief.prompt) or not outline.series:
        return None
    series = _wanted(wish.brief.prompt, outline.series)
    text = wish.brief.prompt.casefold()
    kind = next((kind for kind, words in KINDS.items() if any(w in text for w in words)), "column")
    title = series.stem.replace("_", " ")
    sheet = unused(
        sheet_name(f"{labels('followup', wish.brief.language)['chart']} {title}"), outline.names
    )
    categories, values = series.columns
    remark = labels("followup", wish.brief.language)["charted"].format(name=title, sheet=sheet)
    made = (
        ops.add_sheet(sheet),
        ops.set_cells(sheet, [("A1", title, "title")]),
        ops.chart(sheet, "A3", kind, title, categories, [{"name": title, "values": values}],
                  width_cm=22, height_cm=11),
        ops.layout(sheet, landscape=True),
    )  # fmt: skip
    return Change(ops=made, remark=remark)


def _thousands(wish: Wish, outline: Outline) -> Change | None:
    if not _THOUSANDS.search(wish.brief.prompt):
        return None
    words = labels("followup", wish.brief.language)
    made = [
        op for grid in grids_of(wish.views) for op in thousands_ops(grid, words["in_thousands"])
    ]
    return Change(ops=tuple(made), remark=words["thousands"]) if made else None


def _wanted(prompt: str, series: Iterable[Series]) -> Series:
    """The series that the prompt's words name best; the first where none is named."""
    text = prompt.casefold()
    known = list(series)
    hits = {one.stem: sum(word in text for word in _stems(one.stem)) for one in known}
    return max(known, key=lambda one: (hits[one.stem], -len(one.stem) if hits[one.stem] else 0))


def _stems(stem: str) -> list[str]:
    """Words of a name, without plural endings, so that `regions` finds `Region`."""
    return [word.rstrip("s") for word in stem.casefold().split("_") if len(word) > 2]


Intent = Callable[[Wish, Outline], Change | None]
INTENTS: tuple[Intent, ...] = (_set, _forecast, _chart, _thousands, _rename, _delete)
"""In the order in which changes are made: names last, so that earlier ones still hold."""
