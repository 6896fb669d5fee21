"""An invoice, or a quotation: parties, lines with amounts, tax, total, due date, on one page."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.numbers import number_of
from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.grid import on
from docsmith.agent.offline.workbook.model.labels import labels
from docsmith.agent.turns import Json, Value

FIRST = 17
"""Row of the first line."""
SPARE = 3
"""Empty lines below those of the prompt."""
VAT = {"en": 0.2, "de": 0.19}
_TERM = re.compile(
    r"\b(?:due|payable|payment|net|terms?|zahlbar|zahlungsziel|fällig|binnen|innerhalb)\D{0,20}?"
    r"(\d{1,3})\s*(?:days|tage)|(\d{1,3})\s*(?:days|tage)\s*(?:net|netto|terms|zahlungsziel)",
    re.IGNORECASE,
)
"""Days to pay; the days that are being invoiced are none."""
TERMS = {"en": 30, "de": 14}
_LINE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*"
    r"(?:x|×|hours? of|hrs? of|days? of|stunden|std\.?|tage|stück|hours?|days?)?\s+"
    r"([A-Za-zÄÖÜäöüß][\wÄÖÜäöüß \-]{1,40}?)\s+(?:at|à|a|@|zu|je|for|für)\s+"
    r"(?:[€$£]\s?|EUR\s|USD\s)?"
    r"(\d[\d.,]*\d|\d)",
    re.I,
)
_NUMBER = re.compile(r"\b((?:INV|RE|R|AN|Q)?[-#]?\d{4}[-/]\d{1,5}|INV[-#]?\d+|RE[-#]?\d+)\b", re.I)


class Line(Value):
    """One position; without a price it is to be filled in."""

    text: str
    quantity: float
    price: float | None = None


def plan_invoice(brief: Brief) -> Plan:
    words = labels("invoice", brief.language)
    is_quote = re.search(r"\b(quot|angebot|offer)", brief.prompt, re.I) is not None
    title = words["quote_title"] if is_quote else words["invoice"]
    lines = lines_of(brief)
    told = sum(line.price is not None for line in lines)
    total = on(title, f"F{FIRST + len(lines) + SPARE + 2}")
    return Plan(
        title=title,
        outline=(f"{title}: {len(lines)}",),
        sections=(Section(name="invoice", ops=tuple(_ops(brief, title, lines))),),
        sheets=(title,),
        language=brief.language,
        headlines=(Headline(label=words["total"], place=total),) if told else (),
        remarks=(words["note"],),
    )


def lines_of(brief: Brief) -> tuple[Line, ...]:
    """`10 hours of design at 95` and the like; else what the prompt lists; else one to fill in."""
    found = [
        Line(text=text.strip().capitalize(), quantity=number_of(count), price=number_of(price))
        for count, text, price in _LINE.findall(brief.prompt)
    ]
    if found:
        return tuple(found)
    listed = [Line(text=item, quantity=1) for item in brief.items]
    word = labels("invoice", brief.language)["item"]
    return tuple(listed) or (Line(text=word.format(number=1), quantity=1),)


def _ops(brief: Brief, sheet: str, lines: tuple[Line, ...]) -> Iterator[Json]:
    last = FIRST + len(lines) + SPARE - 1
    cells: list[ops.CellOp] = [("A1", sheet, "title"), *_parties(brief), *_facts(brief)]
    cells += _lines(brief, lines, last)
    cells += _totals(brief, last)
    yield ops.add_sheet(sheet)
    yield ops.set_cells(sheet, cells)
    yield ops.style(sheet, f"D{FIRST - 1}:F{FIRST - 1}", align="right")
    yield ops.style(sheet, f"B{FIRST}:B{last}", wrap=True)
    yield ops.validation(sheet, f"D{FIRST}:E{last}", "decimal", minimum=0)
    yield ops.style(sheet, f"A{FIRST}:A{last}", align="left")
    for place in ("A4:B6", "A9:B10"):
        yield ops.style(sheet, place, "input", number_format="@")
    widths = {"A": 8, "B": 36, "C": 3, "D": 11, "E": 23, "F": 16}
    area = f"A1:F{last + 8}"
    yield ops.layout(sheet, widths, landscape=False, print_area=area)


def _parties(brief: Brief) -> Iterator[ops.CellOp]:
    words = labels("invoice", brief.language)
    yield "A3", words["from"], "note"
    for row, key in enumerate(("your_company", "your_address", "your_id"), 4):
        yield f"A{row}", words[key], "input", "@"
    yield "A8", words["to"], "note"
    yield "A9", brief.party or words["customer"], "input", "@"
    yield "A10", words["customer_address"], "input", "@"


def _facts(brief: Brief) -> Iterator[ops.CellOp]:
    """Number, date, term and tax on the right; the due date follows."""
    words, number = labels("invoice", brief.language), _NUMBER.search(brief.prompt)
    vat = brief.figure("vat", "tax", "mwst", "steuer", "ust", percent=True)
    days = _TERM.search(brief.prompt)
    term = int(days[1] or days[2]) if days else TERMS[brief.language]
    first = f"{brief.day.year}-001"
    values = (
        ("number", number.group(1) if number else first, "@"),
        ("date", brief.day.isoformat(), "dd mmm yyyy"),
        ("terms", term, "0"),
        ("vat", vat.value if vat else VAT[brief.language], "0.0%"),
    )
    for row, (key, value, number_format) in enumerate(values, 3):
        yield f"E{row}", words[key], "label"
        yield f"F{row}", value, "input", number_format
    yield "E7", words["due"], "label"
    yield "F7", "=F4+F5", "date"


def _lines(brief: Brief, lines: tuple[Line, ...], last: int) -> Iterator[ops.CellOp]:
    words = labels("invoice", brief.language)
    heads = {"A": "pos", "B": "description", "C": "", "D": "quantity", "E": "price", "F": "amount"}
    for column, key in heads.items():
        yield f"{column}{FIRST - 1}", words[key] if key else None, "header"
    for row in range(FIRST, last + 1):
        index = row - FIRST
        line = lines[index] if index < len(lines) else None
        yield f"A{row}", index + 1 if line else None, "text"
        yield f"B{row}", line.text if line else None, "input", "@"
        yield f"D{row}", line.quantity if line else None, "input", "#,##0.##"
        yield f"E{row}", line.price if line else None, "input", "#,##0.00"
        yield f"F{row}", f"=D{row}*E{row}", "money"


def _totals(brief: Brief, last: int) -> Iterator[ops.CellOp]:
    words, sign = labels("invoice", brief.language), brief.currency
    unit = f" ({sign})" if sign else ""
    yield f"E{last + 1}", words["subtotal"], "label"
    yield f"F{last + 1}", f"=SUM(F{FIRST}:F{last})", "subtotal", ops.MONEY
    yield f"E{last + 2}", words["tax"], "label"
    yield f"F{last + 2}", f"=ROUND(F{last + 1}*F6,2)", "money"
    yield f"E{last + 3}", words["total"] + unit, "total"
    yield f"F{last + 3}", f"=F{last + 1}+F{last + 2}", "total", ops.MONEY
    for row, key in enumerate(("pay", "bank", "note"), last + 5):
        yield f"A{row}", words[key], "note"
