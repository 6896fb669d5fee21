"""Colours as six hex digits: contrast by WCAG, mixing, and a brand colour made fit for text."""

WHITE = "FFFFFF"
TEXT_CONTRAST = 4.5


def luminance(color: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(color: str, other: str, part: float) -> str:
    """`part` of the other colour in this one."""
    pairs = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def readable(color: str, on: str = WHITE, least: float = TEXT_CONTRAST) -> str:
    """The colour, darkened as far as text of it needs on this ground."""
    for step in range(20):
        candidate = mixed(color, "000000", step * 0.05)
        if contrast(candidate, on) >= least:
            return candidate
    return "000000"
