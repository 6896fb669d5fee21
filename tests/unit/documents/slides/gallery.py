"""One slide of each layout, as somebody would write it: what tests, mutations and pictures show."""

from typing import Any

from tests.unit.documents.slides.building import built, photo, sales, slide

from docsmith.documents.model import Document

SAY = "Say what follows from this."
SOURCE = "Source: sales.csv"

SLIDES: tuple[dict[str, Any], ...] = (
    slide(
        "title",
        title="Northwind grows faster where it sells direct",
        subtitle="Quarterly review for the board",
        presenter="Anna Berger, CFO",
        date="24 November 2026",
        notes=SAY,
    ),
    slide(
        "agenda",
        title="Three questions for this morning",
        items=[
            "Where we stand",
            {"text": "What moved", "detail": "Regions, channels"},
            "What next",
        ],
        notes=SAY,
    ),
    slide("section", title="Where we stand", subtitle="Ahead of plan", section="Stand", notes=SAY),
    slide(
        "kpis",
        title="Revenue is ahead of plan while the margin slipped",
        kpis=[
            {"label": "Revenue", "data": {"slot": "sales", "measure": "Amount"}, "good": True},
            {"label": "Gross margin", "value": "41.2%", "change": "−0.5 points", "good": False},
            {"label": "Orders", "data": {"slot": "sales", "aggregate": "count"}},
        ],
        note="Margin excludes a one-off credit.",
        notes=SAY,
    ),
    slide(
        "chart",
        title="The north and the west bring in most",
        chart={
            "kind": "bar",
            "caption": "Amount by region",
            "data": {"slot": "sales", "by": "Region", "measure": "Amount"},
            "highlight": "West",
        },
        source=SOURCE,
        notes=SAY,
    ),
    slide(
        "bullets",
        title="Three decisions would bring the margin back",
        points=[
            {"text": "Two carriers", "detail": "Framework contract by January."},
            {"text": "List prices", "detail": "Only accessories, from February."},
            {"text": "One depot less", "detail": "Its volume fits into Dijon."},
        ],
        notes=SAY,
    ),
    slide(
        "chart_text",
        title="The year ends higher than it began",
        chart={
            "kind": "line",
            "caption": "Amount by month",
            "data": {"slot": "sales", "by": "Date", "measure": "Amount"},
        },
        points=["Growth in **every month**", "No summer dip"],
        source=SOURCE,
        notes=SAY,
    ),
    slide(
        "table",
        title="Two channels share the business",
        table={"data": {"slot": "sales", "by": "Channel", "measure": "Amount", "share": True}},
        source=SOURCE,
        notes=SAY,
    ),
    slide(
        "two_columns",
        title="What works and what does not",
        left={"heading": "Works", "points": ["Joint visits", "Training days"]},
        right={"heading": "Does not", "points": ["Two portals", "Late rebates"]},
        notes=SAY,
    ),
    slide(
        "timeline",
        title="The change falls into quiet weeks",
        events=[
            {"when": "Nov", "what": "Decision", "state": "done"},
            {"when": "Jan", "what": "Pilot", "detail": "200 parcels a day", "state": "now"},
            {"when": "Feb", "what": "All regions"},
            {"when": "Apr", "what": "Review"},
        ],
        notes=SAY,
    ),
    slide(
        "comparison",
        title="Two carriers cost little and save much",
        options=[
            {"heading": "One carrier", "points": ["No fallback", "Prices rose"]},
            {"heading": "Two carriers", "points": ["Fallback in a day"], "highlight": True},
        ],
        verdict="We propose two carriers.",
        notes=SAY,
    ),
    slide(
        "process",
        title="From quote to cash in four steps",
        steps=[{"title": t, "detail": "In one day."} for t in ("Quote", "Order", "Ship", "Bill")],
        notes=SAY,
    ),
    slide(
        "team",
        title="Three people carry the change",
        people=[
            {"name": "Anna Berger", "role": "Sponsor"},
            {"name": "Emil Lindqvist", "role": "Lead", "detail": "Full time"},
            {"name": "Giulia Rossi", "role": "Sales", "image": "photo"},
        ],
        notes=SAY,
    ),
    slide(
        "image_text",
        title="The new depot is ready",
        image={"slot": "photo", "alt": "The depot from above", "caption": "Photo: October"},
        points=["12,000 m² under one roof", "Rail siding from March"],
        notes=SAY,
    ),
    slide(
        "quote", quote="I trust the stock figures **now**.", author="Emil", role="Sales", notes=SAY
    ),
    slide("image", title="Parcels a day", image={"slot": "photo", "alt": "A map"}, notes=SAY),
    slide("statement", statement="A waiting quote costs **one order in nine**.", notes=SAY),
    slide(
        "closing",
        title="We ask for two decisions",
        actions=[
            {"what": "Approve the contract", "who": "Board", "when": "today"},
            {"what": "Move"},
        ],
        contact="anna@northwind.example",
        notes=SAY,
    ),
)


def gallery(**settings: Any) -> Document:
    """The whole gallery under these settings of the deck."""
    deck = {"op": "deck", "footer": "Northwind · November 2026", **settings}
    return built(deck, *SLIDES, sales=sales(), photo=photo())
