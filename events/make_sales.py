"""Write `sales.csv` beside this file: 2,400 order lines of a fictional office supplier,
always the same.

    python events/make_sales.py

It is made to look like an export that people really send: two years of orders with seasons
and growth,
some blank cells, a few odd values ("n/a", a price with its currency, a quantity in words),
returns with negative quantities, a note that begins with `=`.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

LINES = 2400
HEADER = (
    "Order ID", "Order Date", "Region", "Country", "Channel", "Customer", "Product", "Category",
    "Quantity", "Unit Price", "Discount", "Amount", "Sales Rep", "Note",
)  # fmt: skip
REGIONS = {
    "North": ("Sweden", "Norway", "Denmark"),
    "West": ("France", "Belgium", "Netherlands"),
    "Central": ("Germany", "Austria", "Switzerland"),
    "South": ("Italy", "Spain", "Portugal"),
}
WEIGHTS = {"North": 18, "West": 27, "Central": 36, "South": 19}
PRODUCTS = (
    ("Desk Alto 160", "Furniture", 489.0, 6),
    ("Desk Alto 120", "Furniture", 379.0, 7),
    ("Chair Lumo", "Furniture", 259.0, 13),
    ("Chair Lumo Pro", "Furniture", 419.0, 6),
    ("Cabinet Stow", "Furniture", 219.5, 5),
    ("Monitor Arm", "Accessories", 89.9, 12),
    ("Desk Lamp Halo", "Accessories", 64.5, 11),
    ("Cable Tray", "Accessories", 24.9, 10),
    ("Whiteboard 180", "Accessories", 149.0, 5),
    ("Acoustic Panel", "Acoustics", 119.0, 9),
    ("Phone Booth Solo", "Acoustics", 3890.0, 1),
    ("Assembly Service", "Services", 75.0, 8),
)
CHANNELS = (("Direct", 42), ("Online", 38), ("Partner", 20))
REPS = ("A. Berger", "C. Duval", "E. Lindqvist", "G. Rossi", "J. Novak", "M. Costa", "S. Keller")
STEMS = (
    "Alder",
    "Birch",
    "Cobalt",
    "Delta",
    "Elm",
    "Fjord",
    "Granit",
    "Hafen",
    "Iris",
    "Juno",
    "Kestrel",
)
ENDS = ("Consulting", "Logistics", "Media", "Systems", "Partners", "Labs")
SEASON = (0.86, 0.90, 1.05, 0.98, 1.0, 1.04, 0.82, 0.74, 1.12, 1.16, 1.25, 1.08)
START = date(2024, 1, 2)


def order_dates(pick: random.Random) -> list[date]:
    """Working days of two years, more of them in strong months and in the second year."""
    days = [START + timedelta(days=i) for i in range(728)]
    days = [d for d in days if d.weekday() < 5]
    weights = [SEASON[d.month - 1] * (1.14 if d.year > 2024 else 1.0) for d in days]
    return sorted(pick.choices(days, weights, k=LINES))


def order_line(pick: random.Random, number: int, day: date) -> list[object]:
    """One clean line."""
    region = pick.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    name, category, price, _ = pick.choices(PRODUCTS, [p[3] for p in PRODUCTS])[0]
    channel = pick.choices([c for c, _ in CHANNELS], [w for _, w in CHANNELS])[0]
    quantity = max(1, round(pick.lognormvariate(1.4, 0.8))) if price < 1000 else pick.randint(1, 3)
    price = round(price * (1.03 if day.year > 2024 else 1.0), 2)
    discount = pick.choices((0, 0.05, 0.1, 0.15), (58, 22, 14, 6))[0]
    customer = f"{pick.choice(STEMS)} {pick.choice(ENDS)}"
    amount = round(quantity * price * (1 - discount), 2)
    return [
        f"SO-{number:05d}", day.isoformat(), region, pick.choice(REGIONS[region]), channel,
        customer, name, category, quantity, f"{price:.2f}", f"{discount:.0%}", f"{amount:.2f}",
        pick.choice(REPS), "",
    ]  # fmt: skip


def spoiled(pick: random.Random, line: list[object], number: int) -> list[object]:
    """What people do to exports: gaps, words in number columns, returns, formulas as notes."""
    if pick.random() < 0.012:
        line[12] = ""
    if pick.random() < 0.008:
        line[5] = ""
    if pick.random() < 0.012:
        line[8], line[11], line[13] = -1, f"-{line[9]}", "return"
    odd = {
        311: (9, "n/a"),
        702: (8, "two"),
        1188: (9, f"€ {line[9]}"),
        1505: (13, '=HYPERLINK("http://example.com","open")'),
        1777: (2, " central "),
        2016: (13, "+49 30 5550 100"),
        2203: (13, "@warehouse: call first"),
    }
    if number in odd:
        column, value = odd[number]
        line[column] = value
    return line


def main() -> None:
    pick = random.Random(20_241_104)  # noqa: S311 - the same lines every time, no secret
    path = Path(__file__).with_name("sales.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, day in enumerate(order_dates(pick), 1):
            writer.writerow(spoiled(pick, order_line(pick, number, day), number))


if __name__ == "__main__":
    main()
