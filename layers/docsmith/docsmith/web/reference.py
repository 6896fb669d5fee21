"""The API's reference: `openapi.json` with the address clients use, and a page without scripts.

Both are served beside the API and under its base URL, since readers look in either place.
"""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from docsmith.web.caller import API_PATH, base_url
from docsmith.web.services import ServicesDep

_METHODS = ("get", "post", "put", "patch", "delete")
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #8884; padding: .75rem 0; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; text-transform: capitalize; }
h3 { font: 600 .95rem ui-monospace, monospace; margin: 0; }
b { display: inline-block; min-width: 4.5rem; color: #1b6d5a; }
p { margin: .25rem 0; } summary { cursor: pointer; color: #888; }
pre { overflow: auto; background: #8881; padding: .75rem; border-radius: .4rem; font-size: .85rem; }
td, th { text-align: left; padding: .1rem 1rem .1rem 0; vertical-align: top; font-size: .9rem; }
"""


def install(app: FastAPI) -> None:
    """Give an app its two documents, at the root and under the API's path."""

    def openapi(request: Request, services: ServicesDep) -> JSONResponse:
        address = base_url(request, services).removesuffix(API_PATH)
        return JSONResponse({**app.openapi(), "servers": [{"url": address}]})

    def docs() -> HTMLResponse:
        return HTMLResponse(page(app.openapi()))

    for prefix in ("", API_PATH):
        app.add_api_route(f"{prefix}/openapi.json", openapi, include_in_schema=False)
        app.add_api_route(f"{prefix}/docs", docs, include_in_schema=False)


def page(schema: Mapping[str, Any]) -> str:
    """Every route by its tag: what it does, what it takes, what it answers."""
    groups: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                route = methods[method]
                tag = (route.get("tags") or ["other"])[0]
                groups.setdefault(tag, []).append("".join(_route(method, path, route)))
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(routes)}" for tag, routes in groups.items())
    schemas = escape(json.dumps(schema.get("components", {}).get("schemas", {}), indent=2))
    title = escape(schema["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{title} API</h1><p>{escape(schema['info'].get('description', ''))} "
        'Machine-readable: <a href="openapi.json">openapi.json</a>.</p>'
        f"{body}<h2>Schemas</h2><pre>{schemas}</pre></html>"
    )


def _route(method: str, path: str, route: Mapping[str, Any]) -> Iterator[str]:
    yield f"<section><h3><b>{method.upper()}</b> {escape(path)}</h3>"
    words = route.get("description") or route.get("summary", "")
    yield f"<p>{escape(words)}</p>"
    rows = "".join(_parameter(one) for one in route.get("parameters", []))
    if rows:
        yield f"<table>{rows}</table>"
    body = route.get("requestBody", {}).get("content")
    if body:
        yield f"<details><summary>body</summary><pre>{_json(body)}</pre></details>"
    answers = ", ".join(sorted(route.get("responses", {})))
    yield f"<p><small>answers {escape(answers)}</small></p></section>"


def _parameter(parameter: Mapping[str, Any]) -> str:
    words = parameter.get("description") or parameter.get("schema", {}).get("description", "")
    return (
        f"<tr><th>{escape(parameter['name'])}</th><td>{escape(parameter['in'])}</td>"
        f"<td>{escape(words)}</td></tr>"
    )


def _json(value: Any) -> str:
    return escape(json.dumps(value, indent=2))
