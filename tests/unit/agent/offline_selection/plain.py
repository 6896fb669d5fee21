"""The same figures by other means: the csv module and plain sums, nothing of ours."""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

CSVS = Path(__file__).parents[3] / "data" / "csv"
Row = Mapping[str, str]


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    text = (CSVS / file).read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return tuple(csv.DictReader(text.splitlines(), delimiter=delimiter))


def number(text: str) -> float:
    """`1.250,50`, `1250.5`, `10 %`; nothing is 0."""
    plain = text.replace("%", "").replace("€", "").strip()
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    try:
        value = float(plain)
    except ValueError:
        return 0.0
    return value / 100 if "%" in text else value


def day(text: str) -> date:
    """ISO, `29/03/2026`, `07.01.2025`."""
    if "-" in text:
        return date.fromisoformat(text[:10])
    parts = [int(part) for part in text.replace("/", ".").split(".")]
    return date(parts[2], parts[1], parts[0])


def german_amount(row: Row) -> float:
    price = number(row["Einzelpreis (€)"])
    return number(row["Menge"]) * price * (1 - number(row["Rabatt"]))


def summed(
    file: str,
    by: Callable[[Row], str],
    of: Callable[[Row], float],
    where: Callable[[Row], bool] = lambda row: True,
    skip: int = 0,
) -> dict[str, float]:
    """What the chosen rows add up to, by label, from the one after `skip` on."""
    sums: dict[str, float] = defaultdict(float)
    for row in rows_of(file)[skip:]:
        if where(row):
            sums[by(row)] += of(row)
    return dict(sums)


def largest(sums: Mapping[str, float], count: int, rest: str) -> dict[str, float]:
    """The largest by themselves, the others as one."""
    order = sorted(sums, key=lambda label: -sums[label])
    kept = {label: sums[label] for label in order[:count]}
    return kept | {rest: sum(sums[label] for label in order[count:])}
