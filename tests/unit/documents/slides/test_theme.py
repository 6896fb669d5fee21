"""A palette from any one colour keeps its contrasts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from docsmith.documents.slides.colors import contrast, lch_of
from docsmith.documents.slides.theme import theme_of

COLORS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


@settings(max_examples=80, deadline=None)
@given(color=COLORS, mode=st.sampled_from(["light", "dark"]))
def test_text_can_be_read_on_every_ground(color: str, mode: str) -> None:
    theme = theme_of(color, mode=mode)  # type: ignore[arg-type]
    for ground in ("paper", "card"):
        assert contrast(theme.hex("ink"), theme.hex(ground)) >= 7
        assert contrast(theme.hex("accent"), theme.hex(ground)) >= 4.5
        assert contrast(theme.hex("muted"), theme.hex(ground)) >= 4.5
    assert contrast(theme.hex("light"), theme.hex("panel")) >= 7
    for ground in ("accent", "spark", "accent3", "accent5", "accent6", "panel", "rule"):
        assert contrast(theme.hex(theme.on(ground)), theme.hex(ground)) >= 3


@settings(max_examples=60, deadline=None)
@given(color=COLORS)
def test_a_colour_survives_its_parts(color: str) -> None:
    back = lch_of(color).hex
    assert all(abs(int(color[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 2 for i in (0, 2, 4))


def test_the_brand_colour_is_kept_where_it_can_be_read() -> None:
    assert theme_of("#0B5D4E").hex("accent") == "0B5D4E"
    assert theme_of("#FFE000").hex("accent") != "FFE000"


def test_the_default_is_nobodys_default() -> None:
    theme = theme_of()
    assert theme.hex("accent") not in {"4472C4", "5B9BD5", "0F4761", "156082"}
    assert theme.major != theme.minor
