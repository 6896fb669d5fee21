"""The editor page: one file without a third party, and the headers that keep it to itself.

`page.html` has three places, `/*css*/`, `/*js*/` and `{{…}}`; what is put there of a run is JSON in
a script element that is never run, with `<` written so that no text can end the element.
"""

import base64
import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from fastapi.responses import HTMLResponse

from docsmith.domain.ids import Entropy

_NONCE_BYTES = 18
_SCRIPTS = (
    *("elements", "pages", "session", "host", "messages", "text_editing"),
    *("charts", "chart_bars", "chart_points"),
    *("cells", "sheets", "grid", "grid_editing"),
    *("prose_looks", "blocks", "prose", "slides", "deck"),
    *("saving", "asking", "history", "page"),
)
"""In the order in which they stand on each other."""
_STYLES = ("base", "bar", "panel", "messages", "grid", "prose", "deck", "narrow")


def page(facts: dict[str, Any], *, title: str, origins: Sequence[str], entropy: Entropy):
    """The page of a run, for the origins that may embed it."""
    return _answer("page.html", facts, title=title, origins=origins, entropy=entropy)


def refusal(
    facts: dict[str, Any], *, status: int, origins: Sequence[str], entropy: Entropy
) -> HTMLResponse:
    """The page that says why there is no document here, and what the host can do about it."""
    return _answer(
        "refusal.html",
        facts,
        title="This link does not open a document",
        origins=origins,
        entropy=entropy,
        status=status,
    )


def _answer(
    name: str,
    facts: dict[str, Any],
    *,
    title: str,
    origins: Sequence[str],
    entropy: Entropy,
    status: int = 200,
) -> HTMLResponse:
    nonce = base64.b64encode(entropy.token_bytes(_NONCE_BYTES)).decode()
    given = {**facts, "origins": [o for o in origins if o != "*"]}
    shown = {
        "{{nonce}}": nonce,
        "{{title}}": escape(title),
        "{{message}}": escape(str(facts.get("message", ""))),
        "{{facts}}": json.dumps(given, ensure_ascii=True).replace("<", "\\u003c"),
    }
    html = _page(name)
    for place, text in shown.items():
        html = html.replace(place, text)
    return HTMLResponse(html, status_code=status, headers=_headers(nonce, origins))


def _headers(nonce: str, origins: Sequence[str]) -> dict[str, str]:
    ancestors = " ".join(["'self'", *(o for o in origins if _is_origin(o))])
    rules = (
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'nonce-{nonce}'",
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {ancestors}",
    )
    return {
        "Content-Security-Policy": "; ".join(rules),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }


def _is_origin(text: str) -> bool:
    """Whether it may stand in a policy: scheme and host, no sign that would end the rule."""
    scheme, mark, host = text.partition("://")
    return bool(mark and host) and scheme in ("http", "https") and not set(host) & set(" ;,'\"/*")


@cache
def _page(name: str) -> str:
    """The page with its style and its program inside; facts are put in later."""
    folder = files(__package__ or "")
    html = folder.joinpath(name).read_text("utf-8")
    styles = (folder.joinpath(f"{name}.css").read_text("utf-8") for name in _STYLES)
    html = html.replace("/*css*/", "\n".join(styles))
    if "/*js*/" not in html:
        return html
    scripts = (folder.joinpath(f"{name}.js").read_text("utf-8") for name in _SCRIPTS)
    return html.replace("/*js*/", "\n".join(scripts))
