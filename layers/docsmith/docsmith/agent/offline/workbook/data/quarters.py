"""The lines of a split by quarter: `Q1 2025`, from which the formulas read the days it lasts."""

from docsmith.agent.offline.workbook.data.lines import Line

_YEAR = "VALUE(RIGHT($A{row},4))"
_QUARTER = "VALUE(MID($A{row},2,1))"
_NEXT = (
    '=IF(MID($A{above},2,1)="4","Q1 "&(VALUE(RIGHT($A{above},4))+1),'
    '"Q"&(VALUE(MID($A{above},2,1))+1)&" "&RIGHT($A{above},4))'
)


def quarter_lines(column: str, start: str, count: int) -> tuple[Line, ...]:
    """`start` is the formula of the first day, without its `=`."""
    bounds = (
        (column, f'">="&DATE({_YEAR},3*{_QUARTER}-2,1)'),
        (column, f'"<"&DATE({_YEAR},3*{_QUARTER}+1,1)'),
    )
    first = f'="Q"&ROUNDUP(MONTH({start})/3,0)&" "&YEAR({start})'
    labels = [first if number == 0 else _NEXT for number in range(count)]
    return tuple(Line(label=label, style="label", criteria=bounds) for label in labels)
