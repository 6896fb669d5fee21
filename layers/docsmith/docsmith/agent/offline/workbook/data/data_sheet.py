"""The sheet that holds a source: the data as a table, with the amount computed where no column has
it.
"""

from docsmith.agent.offline.workbook import ops
from docsmith.agent.offline.workbook.data.facts import Facts
from docsmith.agent.turns import Json

PORTRAIT_COLUMNS = 7


def data_ops(facts: Facts) -> tuple[Json, ...]:
    """The sheet, its table, its layout: header frozen and repeated on paper."""
    load = ops.load_data(
        facts.source.slot,
        facts.sheet,
        facts.table,
        rename=facts.renamed or None,
        computed=[_amount(facts)] if facts.roles.computes_amount else None,
    )
    wide = len(facts.source.columns) > PORTRAIT_COLUMNS
    look = ops.layout(facts.sheet, autofit=True, freeze="A2", landscape=wide, repeat_rows="1:1")
    return (ops.add_sheet(facts.sheet), load, look)


def amount_formula(facts: Facts) -> str:
    """Quantity × price, less a discount told as a fraction; empty where either is missing."""
    quantity, price = _own(facts, facts.roles.quantity), _own(facts, facts.roles.price)
    known = f"AND(ISNUMBER({quantity}),ISNUMBER({price}))"
    return f'=IF({known},{quantity}*{price}{_less(facts)},"")'


def amount_in_words(facts: Facts) -> str:
    """`Menge × Einzelpreis × (1 − Rabatt)`."""
    names = [facts.shown(name) for name in (facts.roles.quantity, facts.roles.price) if name]
    less = [f"(1 − {facts.shown(facts.roles.discount or '')})"] if _less(facts) else []
    return " × ".join(names + less)


def _amount(facts: Facts) -> Json:
    style = "money"
    return {"name": facts.amount_name, "formula": amount_formula(facts), "style": style}


def _less(facts: Facts) -> str:
    column = facts.source.column(facts.roles.discount or "")
    top = column.maximum if column else None
    is_fraction = isinstance(top, int | float) and 0 < top <= 1
    return f"*(1-N({_own(facts, facts.roles.discount)}))" if is_fraction else ""


def _own(facts: Facts, name: str | None) -> str:
    """The row's own cell: `[@[Unit price]]`, `[@Menge]`."""
    shown = facts.shown(name or "")
    return f"[@{shown}]" if shown.isidentifier() else f"[@[{shown}]]"
