"""All that a planner may know: the brief, the sources, and the document as it stands."""

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.source import SourceView
from docsmith.agent.turns import Json, Value


class Wish(Value):
    """`outline` is what `document_read` said of the document when the task began; None for a new
    one.
    """

    brief: Brief
    sources: tuple[SourceView, ...] = ()
    outline: Json | None = None
    brand: Json | None = None
    images: tuple[Json, ...] = ()
    """What is known of each image that came: `slot`, `tags`, `caption`."""
    views: tuple[Json, ...] = ()
    """Pages of the document that the planner's `more_reads` asked for, each with its `mode`."""
    loaded: tuple[str, ...] = ()
    """Slots that the document holds already."""
