"""The rows of the three statements, as rows of a block: formulas filled along the years.

`names` are the quoted names of the sheets `drivers`, `income`, `balance`, `cash`. A row's `first`
is what stands in the opening year; an empty text where that year has no figure.
"""

from collections.abc import Iterator, Mapping

from docsmith.agent.offline.workbook.ops import row
from docsmith.agent.turns import Json

Words = Mapping[str, str]
Names = Mapping[str, str]
DRIVERS = (
    ("growth", None, "0.0%"),
    ("gross_margin", 0.55, "0.0%"),
    ("opex_share", 0.35, "0.0%"),
    ("capex_share", 0.06, "0.0%"),
    ("dep_rate", 0.15, "0.0%"),
    ("tax_rate", 0.25, "0.0%"),
    ("interest_rate", 0.05, "0.0%"),
    ("dso", 45, "0"),
    ("dio", 50, "0"),
    ("dpo", 50, "0"),
    ("borrowing", 0, "#,##0"),
    ("payout", 0.3, "0.0%"),
)
"""Key, assumed value, number format; growth is the prompt's, or assumed."""


def driver_rows(words: Words, names: Names, years: int, growth: float) -> Iterator[Json]:
    for key, value, number_format in DRIVERS:
        yield row(
            words[key],
            values=["", *[growth if value is None else value] * years],
            key=key,
            style="input",
            number_format=number_format,
        )


def income_rows(words: Words, names: Names, years: int, growth: float) -> Iterator[Json]:
    drivers, balance = names["drivers"], names["balance"]

    def line(key: str, formula: str, style: str = "calc", first: str = "") -> Json:
        return row(words[key], formula=f"={formula}", key=key, style=style, first=first)

    def driver(key: str) -> str:
        return f"{drivers}!{{col}}{{row:{drivers}!{key}}}"

    def opening(key: str) -> str:
        return f"{balance}!{{prev}}{_place('balance', key)}"

    revenue = f"{{prev}}{{row}}*(1+{driver('growth')})"
    yield line("revenue", revenue, first="=Opening_revenue")
    yield line("cogs", f"-{{col}}{{row:revenue}}*(1-{driver('gross_margin')})")
    yield line("gross", "{col}{row:revenue}+{col}{row:cogs}", "subtotal")
    yield line("opex", f"-{{col}}{{row:revenue}}*{driver('opex_share')}")
    yield line("ebitda", "{col}{row:gross}+{col}{row:opex}", "subtotal")
    yield line("dep", f"-{opening('ppe')}*{driver('dep_rate')}")
    yield line("ebit", "{col}{row:ebitda}+{col}{row:dep}", "subtotal")
    yield line("interest", f"-{opening('debt')}*{driver('interest_rate')}")
    yield line("ebt", "{col}{row:ebit}+{col}{row:interest}", "subtotal")
    yield line("tax", f"-MAX(0,{{col}}{{row:ebt}})*{driver('tax_rate')}")
    yield line("net", "{col}{row:ebt}+{col}{row:tax}", "total")
    share = "IF({col}{row:revenue}=0,0,{col}{row:%s}/{col}{row:revenue})"
    yield line("ebitda_margin", share % "ebitda", "percent")
    yield line("net_margin", share % "net", "percent")


BALANCE_KEYS = (
    "cash",
    "receivables",
    "inventory",
    "ppe",
    "assets",
    "payables",
    "debt",
    "capital",
    "retained",
    "funding",
    "check",
)
CASH_KEYS = (
    "net",
    "add_dep",
    "change_receivables",
    "change_inventory",
    "change_payables",
    "operating",
    "capex",
    "borrowed",
    "dividends",
    "financing",
    "net_change",
    "opening_cash",
    "closing_cash",
)
FIRST_ROW = 4


def balance_rows(words: Words, names: Names, years: int, growth: float) -> Iterator[Json]:
    drivers, income, cash = names["drivers"], names["income"], names["cash"]

    def line(key: str, label: str, formula: str, first: str | None, style: str = "calc") -> Json:
        opening = None if first is None else f"={first}"
        return row(words[label], formula=f"={formula}", key=key, style=style, first=opening)

    def days(base: str, key: str) -> str:
        figure = f"{income}!{{col}}{{row:{income}!{base}}}"
        sign = "-" if base == "cogs" else ""
        return f"{sign}{figure}*{drivers}!{{col}}{{row:{drivers}!{key}}}/Days_a_year"

    def flow(key: str) -> str:
        return f"{cash}!{{col}}{_place('cash', key)}"

    net = f"{income}!{{col}}{{row:{income}!net}}"
    depreciation = f"{income}!{{col}}{{row:{income}!dep}}"
    equity = "Opening_payables-Opening_debt"
    yield line("cash", "cash_row", flow("closing_cash"), "Opening_cash")
    yield line("receivables", "receivables", days("revenue", "dso"), "Opening_receivables")
    yield line("inventory", "inventory", days("cogs", "dio"), "Opening_inventory")
    assets = f"{{prev}}{{row}}-{flow('capex')}+{depreciation}"
    yield line("ppe", "ppe", assets, "Opening_fixed_assets")
    yield line("assets", "assets", "SUM({col}{row:cash}:{col}{row:ppe})", None, "total")
    yield line("payables", "payables", days("cogs", "dpo"), "Opening_payables")
    yield line("debt", "debt", f"{{prev}}{{row}}+{flow('borrowed')}", "Opening_debt")
    yield line("capital", "capital", "{prev}{row}", f"{{col}}{{row:assets}}-{equity}")
    yield line("retained", "retained", f"{{prev}}{{row}}+{net}+{flow('dividends')}", "0")
    total = "SUM({col}{row:payables}:{col}{row:retained})"
    yield line("funding", "funding", total, None, "total")
    check = "ROUND({col}{row:assets}-{col}{row:funding},2)"
    yield line("check", "balance_check", check, None, "subtotal")


def cash_rows(words: Words, names: Names, years: int, growth: float) -> Iterator[Json]:
    drivers, income, balance = names["drivers"], names["income"], names["balance"]

    def line(key: str, label: str, formula: str, style: str = "calc") -> Json:
        return row(words[label], formula=f"={formula}", key=key, style=style, first="")

    def driver(key: str) -> str:
        return f"{drivers}!{{col}}{{row:{drivers}!{key}}}"

    def profit(key: str) -> str:
        return f"{income}!{{col}}{{row:{income}!{key}}}"

    def change(key: str) -> str:
        place = f"{{row:{balance}!{key}}}"
        return f"{balance}!{{col}}{place}-{balance}!{{prev}}{place}"

    yield line("net", "net", profit("net"))
    yield line("add_dep", "add_dep", f"-{profit('dep')}")
    yield line("change_receivables", "change_receivables", f"-({change('receivables')})")
    yield line("change_inventory", "change_inventory", f"-({change('inventory')})")
    yield line("change_payables", "change_payables", change("payables"))
    operating = "SUM({col}{row:net}:{col}{row:change_payables})"
    yield line("operating", "operating", operating, "subtotal")
    yield line("capex", "capex", f"-{profit('revenue')}*{driver('capex_share')}")
    yield line("borrowed", "borrowed", driver("borrowing"))
    yield line("dividends", "dividends", f"-MAX(0,{profit('net')})*{driver('payout')}")
    yield line("financing", "financing", "{col}{row:borrowed}+{col}{row:dividends}", "subtotal")
    total = "{col}{row:operating}+{col}{row:capex}+{col}{row:financing}"
    yield line("net_change", "net_change", total, "total")
    yield line("opening_cash", "opening_cash", f"{balance}!{{prev}}{{row:{balance}!cash}}")
    closing = "{col}{row:opening_cash}+{col}{row:net_change}"
    yield line("closing_cash", "closing_cash", closing, "total")


def _place(sheet: str, key: str) -> int:
    """The row of a line on a sheet that is written later, so that no key exists yet."""
    keys = {"balance": BALANCE_KEYS, "cash": CASH_KEYS}[sheet]
    return FIRST_ROW + keys.index(key)
