"""Formulas over a table: wholes, parts under criteria, and what checks them. Structured references
only.
"""

from docsmith.agent.offline.workbook.data.facts import Facts, Measure

Criteria = tuple[tuple[str, str], ...]
"""Column of the table and the criterion as it stands in the formula."""


def whole(facts: Facts, measure: Measure) -> str:
    """The measure over all rows, without the leading `=`."""
    if measure.column is None:
        return f"ROWS({facts.ref(facts.source.columns[0].name)})"
    column = facts.ref(measure.column)
    return f"IFERROR(AVERAGE({column}),0)" if measure.how == "average" else f"SUM({column})"


def part(facts: Facts, measure: Measure, criteria: Criteria) -> str:
    """The measure over the rows that meet all criteria, without the leading `=`."""
    pairs = ",".join(f"{facts.ref(column)},{criterion}" for column, criterion in criteria)
    if measure.column is None:
        return f"COUNTIFS({pairs})"
    column = facts.ref(measure.column)
    if measure.how == "average":
        return f"IFERROR(AVERAGEIFS({column},{pairs}),0)"
    return f"SUMIFS({column},{pairs})"


def ratio(over: str, under: str) -> str:
    """A division that is 0 where nothing is divided by."""
    return f"=IF({under}=0,0,{over}/{under})"
