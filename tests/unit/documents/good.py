"""Good workbooks, each in two hands: written by our operations, and by openpyxl as an upload.

Checks must be silent on all of them; `mutations.py` breaks them one fault at a time.
"""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from tests.unit.documents.building import built

from docsmith.documents.model import Document, Format

FORMATS = {
    "header": "General", "label": "General", "title": "General", "text": "General",
    "input": "#,##0", "calc": "#,##0", "total": "#,##0", "percent": "0.0%", "input_percent": "0.0%",
    "check": "0;-0;0", "date": "yyyy-mm-dd", "year": "0", "money": "#,##0.00",
}  # fmt: skip


@dataclass
class Plan:
    """Cells by sheet: (address, value, style). `checks` and `inputs` say where some of them
    stand.
    """

    name: str
    sheets: dict[str, list[tuple[str, Any, str]]] = field(default_factory=dict)

    def put(self, sheet: str, cell: str, value: Any, style: str) -> None:
        self.sheets.setdefault(sheet, []).append((cell, value, style))

    def row(self, sheet: str, row: int, label: str, values: list[Any], style: str) -> None:
        self.put(sheet, f"A{row}", label, "total" if style == "total" else "label")
        for i, value in enumerate(values):
            self.put(sheet, f"{get_column_letter(i + 2)}{row}", value, style)

    def fill(self, sheet: str, row: int, label: str, formula: str, count: int, style: str) -> None:
        """A formula with {c} for the column and {p} for the one before."""
        values = [
            formula.format(c=get_column_letter(i + 2), p=get_column_letter(i + 1))
            for i in range(count)
        ]
        self.row(sheet, row, label, values, style)


def model() -> Plan:
    """Assumptions, a five-year income statement and balance sheet that balances, checks."""
    plan = Plan("model")
    years = [2026, 2027, 2028, 2029, 2030]
    plan.put("Assumptions", "A1", "Assumptions", "title")
    plan.row("Assumptions", 3, "Fiscal year", years, "header")
    plan.row("Assumptions", 4, "Revenue growth", [0.12, 0.11, 0.1, 0.08, 0.07], "input_percent")
    plan.row("Assumptions", 5, "Gross margin", [0.55, 0.56, 0.57, 0.58, 0.58], "input_percent")
    plan.row("Assumptions", 6, "Operating costs", [420000, 440000, 465000, 480000, 500000], "input")
    plan.row("Assumptions", 7, "Tax rate", [0.25, 0.25, 0.25, 0.25, 0.25], "input_percent")
    plan.put("Assumptions", "A9", "Opening revenue", "label")
    plan.put("Assumptions", "B9", 1200000, "input")
    plan.put("Assumptions", "A10", "Opening cash", "label")
    plan.put("Assumptions", "B10", 150000, "input")
    plan.row("Model", 1, "Fiscal year", years, "header")
    first, rest = "=Assumptions!$B$9*(1+Assumptions!B4)", "={p}2*(1+Assumptions!{c}4)"
    plan.put("Model", "A2", "Revenue", "label")
    plan.put("Model", "B2", first, "calc")
    for c, p in zip("CDEF", "BCDE", strict=True):
        plan.put("Model", f"{c}2", rest.format(c=c, p=p), "calc")
    plan.fill("Model", 3, "Gross profit", "={c}2*Assumptions!{c}5", 5, "calc")
    plan.fill("Model", 4, "Operating costs", "=-Assumptions!{c}6", 5, "calc")
    plan.fill("Model", 5, "Profit before tax", "={c}3+{c}4", 5, "total")
    plan.fill("Model", 6, "Tax", "=-MAX(0,{c}5)*Assumptions!{c}7", 5, "calc")
    plan.fill("Model", 7, "Net profit", "={c}5+{c}6", 5, "total")
    plan.put("Model", "A9", "Cash", "label")
    plan.put("Model", "B9", "=Assumptions!$B$10+B7", "calc")
    for c, p in zip("CDEF", "BCDE", strict=True):
        plan.put("Model", f"{c}9", f"={p}9+{c}7", "calc")
    plan.put("Model", "A10", "Equity", "label")
    plan.put("Model", "B10", "=Assumptions!$B$10+B7", "calc")
    for c, p in zip("CDEF", "BCDE", strict=True):
        plan.put("Model", f"{c}10", f"={p}10+{c}7", "calc")
    plan.fill("Model", 11, "Balance check", "=ROUND({c}9-{c}10,2)", 5, "check")
    return plan


def budget() -> Plan:
    """Twelve months with totals along both sides."""
    plan = Plan("budget")
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    plan.put("Budget", "A1", "Budget 2026", "title")
    plan.row("Budget", 3, "EUR", [*months, "Total"], "header")
    lines = {"Rent": 4200, "Salaries": 38000, "Software": 2100, "Travel": 1500, "Marketing": 5200}
    for i, (label, amount) in enumerate(lines.items(), 4):
        plan.row("Budget", i, label, [amount + 35 * i * m for m in range(12)], "input")
        plan.put("Budget", f"N{i}", f"=SUM(B{i}:M{i})", "total")
    plan.fill("Budget", 9, "Total costs", "=SUM({c}4:{c}8)", 13, "total")
    plan.row("Budget", 11, "Revenue", [62000 + 900 * m for m in range(12)], "input")
    plan.put("Budget", "N11", "=SUM(B11:M11)", "total")
    plan.fill("Budget", 12, "Result", "={c}11-{c}9", 13, "total")
    plan.fill("Budget", 13, "Margin", "=IF({c}11=0,0,{c}12/{c}11)", 13, "percent")
    plan.put("Budget", "A15", "Totals check", "label")
    plan.put("Budget", "B15", "=ROUND(N9-SUM(N4:N8),2)", "check")
    return plan


def loan() -> Plan:
    """A loan of 36 months, downwards."""
    plan = Plan("loan")
    plan.put("Loan", "A1", "Loan schedule", "title")
    for row, (label, value, style) in enumerate(
        (
            ("Amount", 250000, "input"),
            ("Annual rate", 0.048, "input_percent"),
            ("Months", 36, "input"),
        ),
        3,
    ):
        plan.put("Loan", f"A{row}", label, "label")
        plan.put("Loan", f"B{row}", value, style)
    plan.put("Loan", "A6", "Payment", "label")
    plan.put("Loan", "B6", "=-PMT(B4/12,B5,B3)", "money")
    plan.row("Loan", 8, "Month", ["Opening", "Interest", "Repayment", "Closing"], "header")
    for n in range(1, 37):
        row = 8 + n
        plan.put("Loan", f"A{row}", n, "calc")
        plan.put("Loan", f"B{row}", "=$B$3" if n == 1 else f"=E{row - 1}", "money")
        plan.put("Loan", f"C{row}", f"=B{row}*$B$4/12", "money")
        plan.put("Loan", f"D{row}", f"=$B$6-C{row}", "money")
        plan.put("Loan", f"E{row}", f"=B{row}-D{row}", "money")
    plan.put("Loan", "A46", "Repaid check", "label")
    plan.put("Loan", "B46", "=ROUND(E44,2)", "check")
    return plan


def summary() -> Plan:
    """Order lines and a summary over them."""
    plan = Plan("summary")
    plan.put("Summary", "A1", "Sales by region", "title")
    plan.row("Summary", 3, "Region", ["Revenue", "Orders", "Average", "Share"], "header")
    for i, region in enumerate(("North", "South", "West", "East"), 4):
        plan.put("Summary", f"A{i}", region, "label")
        plan.put("Summary", f"B{i}", f"=SUMIFS(Lines!$C$2:$C$61,Lines!$B$2:$B$61,A{i})", "calc")
        plan.put("Summary", f"C{i}", f"=COUNTIFS(Lines!$B$2:$B$61,A{i})", "calc")
        plan.put("Summary", f"D{i}", f"=IF(C{i}=0,0,B{i}/C{i})", "money")
        plan.put("Summary", f"E{i}", f"=B{i}/B$8", "percent")
    plan.row("Summary", 8, "Total", ["=SUM(B4:B7)", "=SUM(C4:C7)"], "total")
    plan.put("Summary", "D8", "=IF(C8=0,0,B8/C8)", "money")
    plan.put("Summary", "E8", "=SUM(E4:E7)", "percent")
    plan.put("Summary", "A10", "Total check", "label")
    plan.put("Summary", "B10", "=ROUND(B8-SUM(Lines!$C$2:$C$61),2)", "check")
    plan.row("Lines", 1, "Order", ["Region", "Amount"], "header")
    for n in range(60):
        plan.put("Lines", f"A{n + 2}", f"SO-{n:03}", "text")
        plan.put("Lines", f"B{n + 2}", ("North", "South", "West", "East")[n * 7 % 4], "text")
        plan.put("Lines", f"C{n + 2}", 120.5 + n * 13.25, "money")
    return plan


PLANS = (model, budget, loan, summary)


def ours(plan: Plan) -> Document:
    """By our operations."""
    ops: list[dict[str, Any]] = [{"op": "add_sheet", "sheet": name} for name in plan.sheets]
    for name, items in plan.sheets.items():
        cells = [{"cell": at, "value": value, **_style(style)} for at, value, style in items]
        ops.append({"op": "set_cells", "sheet": name, "cells": cells})
    return built(*ops)


def _style(style: str) -> dict[str, str]:
    if style == "input_percent":
        return {"style": "input", "number_format": "0.0%"}
    return (
        {"style": style, "number_format": FORMATS[style]}
        if style in {"check"}
        else {"style": style}
    )


def theirs(plan: Plan) -> Document:
    """By openpyxl, as an uploaded file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, items in plan.sheets.items():
        sheet = book.create_sheet(name)
        sheet.column_dimensions["A"].width = 24
        for column in range(2, 16):
            sheet.column_dimensions[get_column_letter(column)].width = 14
        for at, value, style in items:
            cell = sheet[at]
            cell.value = value
            cell.number_format = (
                "0" if isinstance(value, int) and style == "header" else FORMATS[style]
            )
            color = "FF0000FF" if style in {"input", "input_percent"} else "FF000000"
            cell.font = Font(bold=style in {"header", "total", "title"}, color=color)
            if style == "header":
                cell.fill = PatternFill("solid", fgColor="FFD9E1F2")
    buffer = io.BytesIO()
    book.save(buffer)
    return Document(Format.EXCEL, base=buffer.getvalue())


def good_documents() -> list[tuple[str, Plan, Document]]:
    """Every plan in both hands: half of them not made by our writer."""
    plans = [make() for make in PLANS]
    return [
        (f"{plan.name} ({hand.__name__})", plan, hand(plan))
        for plan in plans
        for hand in (ours, theirs)
    ]


EXCEL_MADE = Path(__file__).parents[2] / "data" / "excel_made"
_WITH_FORMULAS = (
    "agate-excel-test", "poi-48539", "poi-57535", "poi-60509", "poi-ExcelTables", "poi-ForShifting",
    "poi-FormatKM", "poi-NewStyleConditionalFormattings", "poi-TestShiftRowSharedFormula",
    "poi-WithThreeCharts", "poi-WithVariousData", "poi-shared_formulas",
    "poi-simple-monthly-budget", "tablib-cell-values", "xlcalculator-PMT", "xlcalculator-SUMIFS",
    "xlcalculator-VDB", "xlcalculator-VLOOKUP", "xlcalculator-XNPV", "xlcalculator-double_minus",
)  # fmt: skip


def excel_made() -> list[tuple[str, Document]]:
    """Workbooks that Microsoft Excel wrote, each as an upload: nobody's good examples, but real."""
    return [
        (name, Document(Format.EXCEL, base=(EXCEL_MADE / f"{name}.xlsx").read_bytes()))
        for name in _WITH_FORMULAS
    ]


LIBREOFFICE_MADE = EXCEL_MADE.with_name("libreoffice_made")


def libreoffice_made() -> list[tuple[str, Document]]:
    """Workbooks that LibreOffice wrote, each as an upload: good examples in two languages."""
    return [
        (path.stem, Document(Format.EXCEL, base=path.read_bytes()))
        for path in sorted(LIBREOFFICE_MADE.glob("*.xlsx"))
    ]
