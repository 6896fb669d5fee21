"""Numbers as a reader sees them: grouped, shortened, with a currency, in the deck's language."""

from collections.abc import Iterable

from docsmith.documents.operations.slides_content import NumberStyle

_SCALES = (
    (1e9, {"en": "bn", "de": " Mrd."}),
    (1e6, {"en": "m", "de": " Mio."}),
    (1e3, {"en": "k", "de": " Tsd."}),
)
_COMMAS = {1e9: 3, 1e6: 2, 1e3: 1}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


def sign_of(currency: str) -> str:
    """`€` for EUR; a currency without a sign by its code."""
    return _SIGNS.get(currency, currency)


def spoken(
    value: float | None,
    style: NumberStyle,
    currency: str | None = None,
    language: str = "en",
    digits: int | None = None,
) -> str:
    """`1,234`, `12.4 %`, `€1.2m`, `1,2 Mio. €`; an en dash for no value.

    `digits` after the point, of a plain number that stands in a column of such.
    """
    if value is None:
        return "–"
    if style == "percent":
        return local(f"{value * 100:.1f}", language) + (" %" if language == "de" else "%")
    money = currency if style in ("money", "compact") else None
    body = (
        short(abs(value), language) if style == "compact" else _grouped(abs(value), style, digits)
    )
    if style != "compact":
        body = local(body, language)
    sign = "−" if value < 0 else ""
    return sign + _with_currency(body, money, language)


def local(text: str, language: str) -> str:
    """A number written `1,234.5` as the language writes it."""
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def format_code(
    style: NumberStyle, currency: str | None, largest: float, language: str = "en"
) -> str:
    """The number format of a chart's axis and labels; large figures are shown in k, m or bn."""
    if style == "percent":
        return "0.0%" if largest < 0.1 else "0%"
    sign = _SIGNS.get(currency, currency) if currency and style != "number" else ""
    body, unit = "#,##0" if style != "number" or largest >= 100 else "#,##0.0", ""
    for scale, words in _SCALES:
        if largest >= max(scale, 1e4):
            digits = "#,##0" if scale == 1e3 else "#,##0.0"
            body, unit = digits + "," * _COMMAS[scale], words["de" if language == "de" else "en"]
            break
    if language == "de":
        tail = f"{unit} {sign}" if sign else unit
        return f'{body}"{tail}"' if tail else body
    head = f'"{sign}"' if sign else ""
    return f'{head}{body}"{unit}"' if unit else f"{head}{body}"


def short(value: float, language: str) -> str:
    """`968`, `1.2m`, `1,2 Mio.`, of what is not below zero."""
    for scale, words in _SCALES:
        if value >= scale:
            shown = value / scale
            digits = 0 if shown >= 100 else 1
            return (
                local(f"{shown:,.{digits}f}", language) + words["de" if language == "de" else "en"]
            )
    digits = 0 if value >= 100 or float(value).is_integer() else 1
    return local(f"{value:,.{digits}f}", language)


def digits_of(values: Iterable[float | None], style: NumberStyle) -> int | None:
    """How many digits after the point a column shows, alike in every row."""
    known = [abs(v) for v in values if v is not None]
    if style != "number" or all(float(v).is_integer() for v in known):
        return None
    return 2 if max(known) < 1000 else 1


def _grouped(value: float, style: NumberStyle, digits: int | None) -> str:
    if digits is not None:
        return f"{value:,.{digits}f}"
    if style == "number" and not float(value).is_integer():
        return f"{value:,.2f}" if value < 1000 else f"{value:,.1f}"
    return f"{value:,.0f}"


def _with_currency(body: str, currency: str | None, language: str) -> str:
    if not currency:
        return body
    sign = _SIGNS.get(currency, currency)
    if language == "de" or len(sign) > 1:
        return f"{body} {sign}"
    return f"{sign}{body}"
