"""The corpus of formulas: 400 and more over 78 functions and beyond, with the values
LibreOffice gives.

    python -m tests.integration.formula_corpus      writes tests/data/formulas/corpus.json

`documented` values are Excel's documented results, for functions LibreOffice 7.4 does not
have and for
the array traps. The unit tests compare our engine with the stored values; the integration test asks
LibreOffice again.
"""

import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl

from docsmith.documents.workbook.formulas.spelling import stored

STORE = Path(__file__).parents[1] / "data" / "formulas" / "corpus.json"

# A1:A10 numbers, B1:B10 regions, C1:C10 dates, D1:D10 amounts with a gap, E1:E5 flows, F1:F3 texts
DATA: dict[str, list[Any]] = {
    "A": [3, 8, 1, 9, 4, 7, 2, 10, 6, 5],
    "B": ["North", "South", "North", "West", "South", "North", "East", "West", "North", "South"],
    "C": [45292, 45323, 45352, 45383, 45413, 45444, 45474, 45505, 45536, 45566],
    "D": [120.5, -40, 0, 310.25, None, 99.99, 1000, -0.5, 12.125, 77],
    "E": [-1000, 300, 420, 260, 390],
    "F": [" Ab c ", "x-y_z", "1,234"],
}

TEMPLATES: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...] = (
    ("SUM({})", (("A1:A10",), ("D1:D10",), ("A1:A3,D1:D4,5",), ("A:A",))),
    ("SUMIF(B1:B10,{},A1:A10)", (('"North"',), ('"S*"',), ('"<>North"',), ("B4",))),
    ("SUMIF(A1:A10,{})", (('">5"',), ('"<=3"',), ("7",))),
    (
        "SUMIFS(D1:D10,B1:B10,{},A1:A10,{})",
        (('"North"', '">2"'), ('"South"', '"<6"'), ('"West"', '"<>9"')),
    ),
    (
        "SUMIFS(A1:A10,C1:C10,{},C1:C10,{})",
        (('">="&DATE(2024,3,1)', '"<"&DATE(2024,6,1)'), ('">45400"', '"<45600"')),
    ),
    ("COUNT({})", (("A1:A10",), ("D1:D10",), ("B1:B10",))),
    ("COUNTA({})", (("D1:D10",), ("F1:F5",))),
    ("COUNTBLANK({})", (("D1:D10",), ("A1:A10",))),
    (
        "COUNTIF({},{})",
        (("B1:B10", '"North"'), ("A1:A10", '">=6"'), ("D1:D10", '"<0"'), ("B1:B10", '"?est"')),
    ),
    ("COUNTIFS(B1:B10,{},A1:A10,{})", (('"North"', '">2"'), ('"S*"', '"<=5"'))),
    ("AVERAGE({})", (("A1:A10",), ("D1:D10",))),
    ("AVERAGEIF(B1:B10,{},A1:A10)", (('"North"',), ('"West"',))),
    ("AVERAGEIFS(D1:D10,B1:B10,{},A1:A10,{})", (('"North"', '">1"'),)),
    (
        "{}(A1:A10)",
        (
            ("MAX",),
            ("MIN",),
            ("MEDIAN",),
            ("STDEV",),
            ("STDEVP",),
            ("VAR",),
            ("VARP",),
            ("PRODUCT",),
            ("GEOMEAN",),
            ("HARMEAN",),
            ("AVEDEV",),
            ("DEVSQ",),
            ("KURT",),
            ("SKEW",),
            ("SUMSQ",),
        ),
    ),
    ("{}(D1:D10)", (("MAX",), ("MIN",), ("MEDIAN",), ("STDEV",), ("VAR",), ("MAXA",), ("MINA",))),
    ("{}(A1:A10)", (("STDEV.S",), ("STDEV.P",), ("VAR.S",), ("VAR.P",))),
    (
        "{}(A1:A10,{})",
        (
            ("LARGE", 2),
            ("LARGE", 10),
            ("SMALL", 3),
            ("PERCENTILE", 0.3),
            ("PERCENTILE", 0.9),
            ("QUARTILE", 1),
            ("QUARTILE", 3),
            ("PERCENTILE.INC", 0.25),
            ("PERCENTILE.EXC", 0.25),
            ("TRIMMEAN", 0.2),
        ),
    ),
    ("RANK({},A1:A10,{})", ((8, 0), (8, 1), (3, 0))),
    (
        "{}(A1:A10,D1:D10)",
        (("CORREL",), ("SLOPE",), ("INTERCEPT",), ("RSQ",), ("COVAR",), ("STEYX",)),
    ),
    ("FORECAST({},D1:D10,A1:A10)", ((11,), (4.5,))),
    (
        "SUMPRODUCT({})",
        (
            ("A1:A10,D1:D10",),
            ("(A1:A10>4)*1",),
            ('(B1:B10="North")*A1:A10',),
            ("(A1:A10>2)*(D1:D10>0)*D1:D10",),
        ),
    ),
    ("SUBTOTAL({},A1:A10)", ((1,), (2,), (4,), (5,), (9,), (109,))),
    ("ROUND({},{})", ((2.345, 2), (-2.5, 0), (1234.567, -2), (0.5, 0), (1.005, 2))),
    ("ROUNDUP({},{})", ((2.341, 2), (-2.1, 0), (1234, -2))),
    ("ROUNDDOWN({},{})", ((2.349, 2), (-2.9, 0), (1299, -2))),
    ("MROUND({},{})", ((17, 5), (1.3, 0.2), (7, 3))),
    ("CEILING({},{})", ((2.1, 1), (17, 5), (0.23, 0.1))),
    ("FLOOR({},{})", ((2.9, 1), (17, 5), (0.27, 0.1))),
    ("INT({})", ((2.7,), (-2.7,), (0,))),
    ("TRUNC({})", ((2.7,), (-2.7,), ("3.14159,3",))),
    ("MOD({},{})", ((10, 3), (-10, 3), (10, -3), (5.5, 2))),
    ("ABS({})", ((-3.5,), (0,), (7,))),
    ("SIGN({})", ((-3,), (0,), (9,))),
    ("POWER({},{})", ((2, 10), (9, 0.5), (-2, 3))),
    ("SQRT({})", ((16,), (2,), (-1,))),
    ("EXP({})", ((0,), (1,), (-2.5,))),
    ("LN({})", ((1,), (10,), (0,))),
    ("LOG({})", ((100,), ("8,2",))),
    ("LOG10({})", ((1000,), (0.01,))),
    ("GCD({})", (("12,18",), ("7,13",))),
    ("LCM({})", (("4,6",), ("5,7",))),
    ("FACT({})", ((5,), (0,))),
    ("COMBIN({},{})", ((5, 2), (10, 3))),
    (
        "{}({})",
        (
            ("SIN", 1),
            ("COS", 1),
            ("TAN", 1),
            ("ATAN", 1),
            ("ASIN", 0.5),
            ("ACOS", 0.5),
            ("RADIANS", 180),
            ("DEGREES", 3),
            ("EVEN", 3),
            ("ODD", 4),
        ),
    ),
    ("QUOTIENT({},{})", ((17, 5), (-17, 5))),
    ("PI()*{}", ((1,), (2,))),
    ("NPV({},{})", ((0.08, "E2:E5"), (0.1, "E1:E5"), (0.05, "100,200,300"))),
    ("IRR({})", (("E1:E5",), ("E1:E5,0.2",))),
    ("MIRR(E1:E5,{},{})", ((0.08, 0.06), (0.1, 0.12))),
    ("XNPV({},E1:E5,C1:C5)", ((0.08,), (0.12,))),
    ("XIRR(E1:E5,C1:C5)", ((),)),
    ("PMT({},{},{})", ((0.05, 10, 1000), ("0.06/12", 360, 250000), (0, 12, 1200))),
    ("PMT({},{},{},{},{})", ((0.05, 10, 1000, 200, 1), (0.04, 5, -900, 0, 0))),
    ("IPMT({},{},{},{})", ((0.05, 1, 10, 1000), ("0.06/12", 24, 360, 250000))),
    ("PPMT({},{},{},{})", ((0.05, 1, 10, 1000), ("0.06/12", 24, 360, 250000))),
    ("PV({},{},{})", ((0.05, 10, -100), (0.01, 24, -50))),
    ("FV({},{},{})", ((0.05, 10, -100), (0.01, 24, -50))),
    ("FV({},{},{},{},{})", ((0.05, 10, -100, -500, 1),)),
    ("NPER({},{},{})", ((0.05, -130, 1000), (0.01, -50, 900))),
    ("RATE({},{},{})", ((10, -130, 1000), (360, -1500, 250000))),
    ("CUMIPMT({},{},{},{},{},{})", ((0.01, 24, 1000, 1, 12, 0),)),
    ("CUMPRINC({},{},{},{},{},{})", ((0.01, 24, 1000, 1, 12, 0),)),
    ("SLN({},{},{})", ((1000, 100, 5),)),
    ("SYD({},{},{},{})", ((1000, 100, 5, 2),)),
    ("DDB({},{},{},{})", ((1000, 100, 5, 1), (1000, 100, 5, 4))),
    ("DB({},{},{},{})", ((1000, 100, 5, 1), (1000, 100, 5, 3))),
    ("EFFECT({},{})", ((0.06, 12), (0.05, 4))),
    ("NOMINAL({},{})", ((0.06, 12), (0.05, 4))),
    ("DATE({},{},{})", ((2026, 2, 29), (2024, 14, 1), (2026, 1, 0))),
    ("EDATE({},{})", (("DATE(2026,1,31)", 1), ("DATE(2024,2,29)", 12), ("DATE(2026,5,15)", -3))),
    (
        "EOMONTH({},{})",
        (("DATE(2026,1,15)", 0), ("DATE(2026,1,15)", 1), ("DATE(2024,1,31)", 1), ("C3", -2)),
    ),
    ("{}(DATE(2026,11,24))", (("YEAR",), ("MONTH",), ("DAY",), ("WEEKDAY",), ("WEEKNUM",))),
    ("WEEKDAY(DATE(2026,11,24),{})", ((1,), (2,), (3,))),
    ("DATEDIF(DATE(2024,1,15),DATE(2026,11,24),{})", (('"Y"',), ('"M"',), ('"D"',), ('"YM"',))),
    ("DAYS({},{})", (("DATE(2026,11,24)", "DATE(2026,1,1)"),)),
    ("DAYS360({},{})", (("DATE(2026,1,31)", "DATE(2026,11,30)"),)),
    (
        "YEARFRAC({},{},{})",
        tuple(
            (a, b, n)
            for (a, b), n in itertools.product(
                (("DATE(2026,1,1)", "DATE(2026,7,1)"), ("DATE(2024,2,29)", "DATE(2026,2,28)")),
                (0, 2, 3, 4),
            )
        ),
    ),
    (
        "NETWORKDAYS({})",
        (("DATE(2026,11,1),DATE(2026,11,30)",), ("DATE(2026,11,1),DATE(2026,11,30),C1:C3",)),
    ),
    (
        "WORKDAY({},{})",
        (("DATE(2026,11,24)", 5), ("DATE(2026,11,27)", 1), ("DATE(2026,11,24)", -10)),
    ),
    ("{}(TIME(13,45,30))", (("HOUR",), ("MINUTE",), ("SECOND",))),
    ("DATEVALUE({})", (('"2026-11-24"',),)),
    (
        "IF({},{},{})",
        (("A1>2", 1, 2), ("A1>5", '"a"', '"b"'), ("D5=0", 1, 2), ('B1="north"', 1, 0)),
    ),
    ("IFERROR({},{})", (("1/0", -1), ("5/2", 0), ('VLOOKUP("q",B1:C9,2,FALSE)', '"none"'))),
    ("IFNA({},{})", (('MATCH("q",B1:B10,0)', 0), ("3", 1))),
    ("AND({})", (("A1>2,A2>2",), ("TRUE,FALSE",))),
    ("OR({})", (("A1>5,A2>5",), ("FALSE,FALSE",))),
    ("NOT({})", (("A1>5",), ("TRUE",))),
    ("XOR({})", (("TRUE,TRUE",), ("TRUE,FALSE",))),
    ("CHOOSE({},10,20,30)", ((1,), (3,))),
    ("IFS(A1>5,1,A1>2,{})", ((2,), (7,))),
    ('SWITCH({},1,"one",2,"two","other")', ((1,), (2,), (9,))),
    ("VLOOKUP({},B1:D10,{},FALSE)", (('"West"', 2), ('"East"', 3), ('"Nowhere"', 2))),
    ("VLOOKUP({},C1:D10,2,TRUE)", ((45330,), (45500,))),
    ("HLOOKUP({},A1:F3,{},FALSE)", ((3, 2), (3, 3))),
    (
        "MATCH({},{},{})",
        (('"West"', "B1:B10", 0), (45400, "C1:C10", 1), (4, "A1:A10", 0), (99, "A1:A10", 0)),
    ),
    (
        "INDEX({})",
        (("A1:D10,3,2",), ("A1:A10,4",), ("A1:A10,99",), ("A1:D10,MATCH(9,A1:A10,0),4",)),
    ),
    ("LOOKUP({},C1:C10,A1:A10)", ((45400,), (45600,))),
    ("SUM(OFFSET(A1,{},0,{},1))", ((2, 3), (0, 5))),
    ("SUM(INDIRECT({}))", (('"A1:A4"',), ('"A"&2&":A"&5',))),
    ("ROW({})", (("A7",),)),
    ("COLUMN({})", (("D7",),)),
    ("ROWS({})", (("A1:C9",),)),
    ("COLUMNS({})", (("A1:C9",),)),
    ("{}(F1)", (("LEN",), ("TRIM",), ("UPPER",), ("LOWER",), ("PROPER",), ("CLEAN",))),
    ("LEFT({},{})", (("B1", 2), ('"abc"', 9))),
    ("RIGHT({},{})", (("B1", 2), ('"abc"', 1))),
    ("MID({},{},{})", (("B1", 2, 3), ('"abcdef"', 3, 99))),
    ("FIND({},{})", (('"-"', "F2"), ('"q"', "F2"))),
    ("SEARCH({},{})", (('"Y"', "F2"), ('"?_"', "F2"))),
    ("SUBSTITUTE({})", (('F2,"-","+"',), ('"aaa","a","b",2',))),
    ("REPLACE({},{},{},{})", (('"abcdef"', 2, 3, '"X"'),)),
    ("REPT({},{})", (('"ab"', 3),)),
    ("CONCATENATE({})", (('B1,"-",A1',),)),
    ('B1&" "&{}', (("A1",), ('TEXT(D4,"0.0")',))),
    ("TEXTJOIN({})", (('", ",TRUE,B1:B4',), ('"-",FALSE,A1:A3',))),
    ("CONCAT({})", (("B1:B3",),)),
    (
        "TEXT({},{})",
        (
            (1234.567, '"#,##0.00"'),
            (0.256, '"0.0%"'),
            (45292, '"yyyy-mm-dd"'),
            (45292, '"mmm yyyy"'),
            (-5, '"0;(0)"'),
            (0, '"0;-0;""zero"""'),
            (1234567, '"#,##0,"'),
            (7, '"000"'),
            (0.5, '"0%"'),
            (3.14159, '"0.00"'),
            (310.25, '"0.0"'),
            (2.5, '"0"'),
            (0.125, '"0.00"'),
            (1.005, '"0.00"'),
            (-0.125, '"0.00"'),
            (0.0125, '"0.0%"'),
            (1500, '"#,##0,"'),
            ("A1/3", '"0.000"'),
            ("SUM(A1:A10)/8", '"#,##0.0"'),
        ),
    ),
    ("VALUE({})", (('"12.5"',), ('"1,234"',), ('"12%"',))),
    ("ROUND({},{})", ((310.25, 1), (-310.25, 1), (2.675, 2), (1e-7, 3), (123456789.125, 2))),
    ("SUM({})/COUNT({})", (("A1:A10", "D1:D10"), ("D1:D10", "D1:D10"))),
    ("IF(AND({},{}),1,0)", (("A1>1", 'B1="North"'), ("A2>9", "TRUE"))),
    ("SUM(A{}:A{})-SUM(A1:A2)", ((1, 5), (3, 10), (10, 3))),
    ("EXACT({},{})", (('"a"', '"A"'), ('"a"', '"a"'))),
    ("CHAR({})", ((65,),)),
    ("CODE({})", (('"A"',),)),
    (
        "{}({})",
        (
            ("ISBLANK", "D5"),
            ("ISBLANK", "A1"),
            ("ISNUMBER", "A1"),
            ("ISNUMBER", "B1"),
            ("ISTEXT", "B1"),
            ("ISERROR", "1/0"),
            ("ISNA", "NA()"),
            ("ISEVEN", "4"),
            ("ISODD", "4"),
            ("ISLOGICAL", "TRUE"),
            ("N", "TRUE"),
        ),
    ),
    ("MAXIFS(A1:A10,B1:B10,{})", (('"North"',), ('"South"',))),
    ("MINIFS(A1:A10,B1:B10,{})", (('"North"',), ('"West"',))),
    ("NORM.DIST({},{},{},TRUE)", ((42, 40, 1.5),)),
    ("NORM.S.INV({})", ((0.975,), (0.2,))),
    ("NORM.S.DIST({},TRUE)", ((1.2,),)),
    ("BASE({},{})", ((255, 16), (10, 2))),
    ("DEC2HEX({})", ((255,),)),
    ("HEX2DEC({})", (('"FF"',),)),
    (
        "{}",
        (
            ("1+2*3^2",),
            ("-2^2",),
            ("2^-1",),
            ("10%*50",),
            ("(1+2)*-3",),
            ("1/3",),
            ("5>3",),
            ('"a"<"B"',),
            ('A1&""',),
            ("D5+1",),
            ("TRUE+1",),
            ("1E3+1",),
            ("A1:A1",),
            ("0.1+0.2-0.3",),
            ("3=3.0",),
            ('"3"*2',),
            ("1/0",),
            ("B1*2",),
            ("SQRT(-4)",),
            ("NA()",),
        ),
    ),
)

DOCUMENTED: dict[str, Any] = {
    "XLOOKUP(9,A1:A10,B1:B10)": "West",
    'XLOOKUP(99,A1:A10,B1:B10,"none")': "none",
    "XLOOKUP(45400,C1:C10,A1:A10,,-1)": 9,
    "XMATCH(4,A1:A10)": 5,
    "LET(x,A1*2,y,3,x+y)": 9,
    'SUM(FILTER(A1:A10,B1:B10="North"))': 17,
    "COUNTA(UNIQUE(B1:B10))": 4,
    "SUM(SEQUENCE(4))": 10,
    "SUM(SORT(A1:A10))": 55,
    'TEXTBEFORE(F2,"-")': "x",
    'TEXTAFTER(F2,"_")': "z",
    "ISOWEEKNUM(DATE(2026,1,1))": 1,
    "PDURATION(0.025,2000,2200)": 3.859866162622655,
    "RRI(96,10000,11000)": 0.0009933073762913303,
}

TRAPS: dict[str, Any] = {
    "SUMPRODUCT((MONTH(C1:C10)=3)*A1:A10)": 1,
    "SUMPRODUCT(ABS(D1:D10))": 1660.365,
    "SUM((YEAR(C1:C10)=2024)*1)": 10,
    "SUMPRODUCT(--(MONTH(C1:C10)=3))": 1,
    "SUM(IF(A1:A10>5,A1:A10,0))": 40,
    "MAX(LEN(B1:B10))": 5,
    "AND(A1:A10>0)": True,
    "SUM(ROUND(D1:D10,0))": 1578,
    'INDEX(A1:A10,MATCH(1,(B1:B10="West")*(A1:A10>9),0))': 10,
    "SUM(1/COUNTIF(B1:B10,B1:B10))": 4,
    "A1:A3*2": 6,
    "UNIQUE(B1:B10)": "North",
}
"""Excel's results (as array formulas where need be): each is refused, so that no wrong value
is stored.
"""


def formulas() -> list[str]:
    """Every formula that both engines are asked."""
    return list(dict.fromkeys(t.format(*args) for t, variants in TEMPLATES for args in variants))


def functions(texts: list[str]) -> set[str]:
    """The functions that occur."""
    from docsmith.documents.workbook.formulas.tokens import Kind, tokens

    return {t.text.upper() for f in texts for t in tokens(f) if t.kind is Kind.FUNCTION}


def by_libreoffice(texts: list[str]) -> dict[str, Any]:
    """Their values, by converting a workbook."""
    book = openpyxl.Workbook()
    data = book.active
    for column, values in DATA.items():
        for row, value in enumerate(values, 1):
            data[f"{column}{row}"] = value
    for row, text in enumerate(texts, 1):
        data[f"J{row}"] = f"={stored(text)}"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "corpus.xlsx"
        book.save(source)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        out = Path(folder) / "out"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(out),
            str(source)], check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        made = openpyxl.load_workbook(out / "corpus.xlsx", data_only=True).active
        return {text: _plain(made[f"J{row}"].value) for row, text in enumerate(texts, 1)}


def _plain(value: Any) -> Any:
    from datetime import date, datetime, time, timedelta

    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds() / 86400
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    return value


def main() -> None:
    if shutil.which("soffice") is None:
        sys.exit("LibreOffice is not installed")
    texts = formulas()
    values = by_libreoffice(texts)
    STORE.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in values.items()]
    STORE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(len(texts), "formulas,", len(functions(texts)), "functions")


if __name__ == "__main__":
    main()
