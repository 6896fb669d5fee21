"""What the prompt names to split by comes first: in the summary, and across the months."""

import random

import pytest
from tests.fakes.document_tools import Session, session
from tests.unit.agent.workbooks import blocking, sheets

from docsmith.agent.offline.brief import brief_of
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.offline.source import ColumnView, SourceView
from docsmith.agent.offline.workbook.data.facts import facts_of
from docsmith.agent.offline.workbook.data.matrix import matrix_of
from docsmith.agent.offline.workbook.data.summary import Summary


def source(*texts: tuple[str, int]) -> SourceView:
    """A year of sales with columns of that many distinct texts."""
    day = ColumnView(name="Datum", type="date", filled=500, distinct=300, minimum="2026-01-05",
                     maximum="2026-12-20")  # fmt: skip
    amount = ColumnView(name="Umsatz", type="money", filled=500, distinct=480, maximum=900.0)
    columns = [
        ColumnView(name=name, filled=500, distinct=distinct,
                   common=tuple(f"{name[:1]}{n}" for n in range(min(distinct, 10))))
        for name, distinct in texts
    ]  # fmt: skip
    return SourceView(slot="data1", name="s.csv", rows=500, columns=(day, *columns, amount))


def crossed(prompt: str, *texts: tuple[str, int]) -> str:
    facts = facts_of(source(*texts), brief_of(prompt), (), alone=True)
    matrix = matrix_of(facts, "X")
    assert matrix and matrix.rows.grain == "month"  # noqa: PT018
    return matrix.across


TEXTS = (("Region", 4), ("Produkt", 6), ("Kunde", 9), ("Vertriebskanal", 3))


@pytest.mark.parametrize(
    ("prompt", "texts", "across"),
    [
        ("Umsatzbericht nach Kunde und Monat", TEXTS, "Kunde"),
        ("Umsatz nach Kunden je Monat", TEXTS, "Kunde"),
        ("Sales by customer and month", (("Region", 4), ("customer_name", 9)), "customer_name"),
        ("Sales by country", (("Region", 4), ("Country", 9)), "Country"),
        ("Sales across countries", (("Region", 4), ("Country", 9)), "Country"),
        ("Sales report", (("Region", 4), ("Sales rep", 9)), "Region"),
        ("Umsatz nach Kunde und Monat", (("Region", 4), ("Kunde", 140)), "Kunde"),
    ],
)
def test_the_months_are_crossed_by_what_the_prompt_names(
    prompt: str, texts: tuple[tuple[str, int], ...], across: str
):
    assert crossed(prompt, *texts) == across


@pytest.mark.parametrize(
    ("prompt", "order"),
    [
        ("Umsatzbericht", ["Month", "Region", "Produkt"]),
        ("Umsatz nach Produkt", ["Produkt", "Month", "Region"]),
        ("Umsatz nach Produkt und Monat", ["Produkt", "Month", "Region"]),
        ("Umsatz nach Monat und Produkt", ["Month", "Produkt", "Region"]),
    ],
)
def test_splits_come_in_the_order_of_the_prompt(prompt: str, order: list[str]):
    facts = facts_of(source(*TEXTS[:2]), brief_of(prompt), (), alone=True)
    splits = Summary(facts=facts, sheet="S", title="", subtitle="").splits
    assert ["Month" if one.grain else one.column for one in splits] == order


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Session:
    drawn = random.Random(3)
    rows = [
        f"{drawn.randint(1, 28):02d}.{drawn.randint(1, 12):02d}.2026;{drawn.choice('NSOW')};"
        f"Kunde {drawn.randint(1, 40):02d};{drawn.randint(100, 9000)},50 €"
        for _ in range(300)
    ]
    file = tmp_path_factory.mktemp("asked") / "umsatz.csv"
    file.write_text("\n".join(("Datum;Region;Kunde;Umsatz", *rows)), encoding="utf-8")
    return session(OfflineModel(), file).ask("Umsatzbericht nach Kunde und Monat")


def test_a_report_by_many_customers_and_months_is_made_whole(run: Session):
    assert blocking(run) == []
    assert "Monat × Kunde" in sheets(run)
