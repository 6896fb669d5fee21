"""Our layouts, one by one: their placeholders on the grid."""

from collections.abc import Mapping
from functools import lru_cache

from docsmith.documents.slides.elements import Holder
from docsmith.documents.slides.grid import Grid, Rect
from docsmith.documents.slides.template.spec import HolderSpec, LayoutSpec
from docsmith.documents.slides.xml.drawing import TextLook

TILE = 135.0


@lru_cache(maxsize=4)
def layouts_of(grid: Grid) -> Mapping[str, LayoutSpec]:
    """Every layout by name, in the order in which PowerPoint lists them."""
    specs = (*_dark(grid), *_light(grid))
    return {spec.name: spec for spec in specs}


def _dark(grid: Grid) -> tuple[LayoutSpec, ...]:
    x = grid.body.x
    wide = grid.wide

    def room(tiles: int) -> float:
        return grid.width - TILE * (tiles if wide else 1) - 40 - x

    two, one = room(2), room(1)
    light = TextLook(20, "light")
    return (
        LayoutSpec(
            "Title",
            "title",
            (
                _title(Rect(x, 122, two, 190), 46, "ctrTitle", "light", "b"),
                HolderSpec(
                    Holder("subTitle", 1), "Subtitle", Rect(x, 326, two, 84), light, "Subtitle"
                ),
                HolderSpec(
                    Holder("body", 10),
                    "Presenter",
                    Rect(x, 452, two, 36),
                    TextLook(14, "light"),
                    "Presenter · date",
                    "b",
                ),
            ),
            dark=True,
            tiles=2,
        ),
        LayoutSpec(
            "Section",
            "secHead",
            (
                _title(Rect(x, 196, one, 110), 40, "title", "light", "t"),
                HolderSpec(
                    Holder("body", 10),
                    "Number",
                    Rect(x, 92, 160, 92),
                    TextLook(72, "spark", "major"),
                    "01",
                    "b",
                ),
                HolderSpec(
                    Holder("body", 1), "Subtitle", Rect(x, 320, one, 110), light, "What it is about"
                ),
            ),
            dark=True,
            tiles=1,
        ),
        LayoutSpec(
            "Quote",
            "cust",
            (
                _title(Rect(x, 70, one, 260), 34, "title", "light", "b", bold=False, spacing=1.05),
                HolderSpec(
                    Holder("body", 1),
                    "Author",
                    Rect(x, 354, one, 60),
                    TextLook(16, "light", bold=True),
                    "Author",
                ),
            ),
            dark=True,
            tiles=1,
        ),
        LayoutSpec(
            "Closing",
            "cust",
            (
                _title(Rect(x, 56, one, 96), 36, "title", "light", "b"),
                HolderSpec(
                    Holder("body", 1),
                    "Contact",
                    Rect(x, 448, one, 40),
                    TextLook(16, "light"),
                    "Contact",
                    "b",
                ),
            ),
            dark=True,
            tiles=1,
        ),
    )


def _light(grid: Grid) -> tuple[LayoutSpec, ...]:
    body = grid.body
    right = grid.span(9, 12)
    half = grid.width * 0.54
    narrow = half - 36 - grid.title.x
    left, other = body.columns(2, 40.0 if grid.wide else 28.0)
    head = TextLook(20, "accent", bold=True)
    return (
        LayoutSpec("Agenda", "cust", _heads(grid)),
        LayoutSpec(
            "Bullets",
            "obj",
            (*_heads(grid), _lead(grid), _content(1, body, 22)),
        ),
        LayoutSpec("Points", "cust", (*_heads(grid), _lead(grid))),
        LayoutSpec(
            "Two columns",
            "twoTxTwoObj",
            (
                *_heads(grid),
                HolderSpec(
                    Holder("body", 2),
                    "Left heading",
                    Rect(left.x, left.y + 8, left.w, 32),
                    head,
                    "Heading",
                    "ctr",
                ),
                _content(1, left.below(40, 10), 20, "Left"),
                HolderSpec(
                    Holder("body", 4),
                    "Right heading",
                    Rect(other.x, other.y + 8, other.w, 32),
                    head,
                    "Heading",
                    "ctr",
                ),
                _content(3, other.below(40, 10), 20, "Right"),
            ),
        ),
        LayoutSpec("Comparison", "cust", _heads(grid)),
        LayoutSpec("Figures", "cust", _heads(grid)),
        LayoutSpec("Chart", "chart", (*_heads(grid), _typed("chart", body.below(26)))),
        LayoutSpec(
            "Chart and text",
            "chartAndTx",
            (
                *_heads(grid),
                _typed("chart", grid.span(1, 8).below(26)),
                _content(2, Rect(right.x + 6, right.y + 12, right.w - 6, right.h - 36), 18),
            ),
        ),
        LayoutSpec("Table", "tbl", (*_heads(grid), _typed("tbl", body))),
        LayoutSpec("Image", "cust", (*_heads(grid), _typed("pic", body))),
        LayoutSpec(
            "Image and text",
            "picTx",
            (
                *_heads(grid, narrow),
                _content(2, Rect(body.x, body.y + 6, narrow, body.h - 6), 20),
                _typed("pic", Rect(half, 0, grid.width - half, grid.height)),
            ),
            foot=Rect(grid.footer.x, grid.footer.y, narrow, grid.footer.h),
        ),
        LayoutSpec(
            "Statement",
            "cust",
            (
                _title(
                    Rect(body.x, 110, body.w * (0.86 if grid.wide else 1.0), 220),
                    42,
                    "title",
                    "ink",
                    "b",
                    bold=False,
                    spacing=1.0,
                ),
                HolderSpec(
                    Holder("body", 1),
                    "Support",
                    Rect(body.x, 350, body.w * 0.72, 110),
                    TextLook(20, "muted"),
                    "Why it holds",
                ),
            ),
        ),
        LayoutSpec("Timeline", "cust", _heads(grid)),
        LayoutSpec("Process", "cust", _heads(grid)),
        LayoutSpec("Team", "cust", _heads(grid)),
        LayoutSpec("Title only", "titleOnly", _heads(grid)),
    )


def _heads(grid: Grid, width: float | None = None) -> tuple[HolderSpec, HolderSpec]:
    box = grid.title if width is None else Rect(grid.title.x, grid.title.y, width, grid.title.h)
    kicker = Rect(grid.kicker.x, grid.kicker.y, box.w, grid.kicker.h)
    return (
        _title(box, 28, "title", "ink", "t"),
        HolderSpec(
            Holder("body", 20),
            "Section",
            kicker,
            TextLook(12, "accent", bold=True),
            "Section",
            "ctr",
        ),
    )


def _title(
    rect: Rect,
    size: float,
    kind: str,
    color: str,
    anchor: str,
    *,
    bold: bool = True,
    spacing: float = 0.95,
) -> HolderSpec:
    look = TextLook(size, color, "major", bold, spacing)
    return HolderSpec(Holder(kind), "Title", rect, look, "Say the message in a sentence", anchor)


def _lead(grid: Grid) -> HolderSpec:
    look = TextLook(18, "muted")
    return HolderSpec(Holder("body", 11), "Lead", grid.body.top_part(44), look, "One sentence")


def _content(index: int, rect: Rect, size: float, name: str = "Content") -> HolderSpec:
    return HolderSpec(Holder("body", index), name, rect, TextLook(size, "ink"), "Content")


def _typed(kind: str, rect: Rect) -> HolderSpec:
    names = {"chart": "Chart", "tbl": "Table", "pic": "Picture"}
    look = TextLook(14, "muted")
    return HolderSpec(Holder(kind, 1), names[kind], rect, look, f"{names[kind]} here")
