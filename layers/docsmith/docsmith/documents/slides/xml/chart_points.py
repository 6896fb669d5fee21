"""Single bars of a chart in colours of their own."""

from docsmith.documents.slides.elements import Plot
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import solid


def points_of(plot: Plot, theme: Theme, *, lone: bool) -> str:
    """What stands back, and, in a `lone` series, the bar that is lit."""
    tokens = dict.fromkeys(plot.faint, "rule")
    if lone and plot.highlight is not None:
        tokens[plot.categories.index(plot.highlight)] = "accent"
    return "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{solid(tokens[i], theme)}</c:spPr></c:dPt>"
        for i in sorted(tokens)
    )
