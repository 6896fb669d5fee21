"""The editor in a real browser, as tests of it use it: documents, pages, and a host that embeds."""

import io
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import docx
import httpx
import openpyxl
import openpyxl.drawing.image
import pptx
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from PIL import Image
from playwright.sync_api import Page, expect
from pptx.util import Inches
from tests.e2e.stack import Stack, until_over

XSS = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\'&'
ROWS = 5_000
PATIENCE_MS = 60_000
"""A page waits for a function, which may start cold on a machine that is busy with other stacks."""
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Made:
    """A run that was made through the API."""

    run_id: str
    edit_url: str

    @property
    def token(self) -> str:
        return self.edit_url.partition("token=")[2]


def made(stack: Stack, kind: str, prompt: str, **fields: Any) -> Made:
    body = {"prompt": prompt, "async": True, **fields}
    with stack.client() as client:
        accepted = client.post(f"/{kind}/generate", json=body).raise_for_status().json()
        task = until_over(client, accepted["task_id"])
    assert task["status"] == "completed", task
    return Made(task["run_id"], task["result"]["edit_url"])


def uploaded(stack: Stack, kind: str, name: str, content: bytes, prompt: str) -> Made:
    """A document that somebody sent, changed once by the agent; its name is hostile."""
    with stack.client() as client:
        sent = {"file": (name, content, "application/octet-stream")}
        file = client.post("/files", data={"purpose": "init"}, files=sent).raise_for_status().json()
    return made(stack, kind, prompt, init_file=file["file_id"], file_name=XSS)


def a_picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "#0b5d4e").save(out, "PNG")
    out.seek(0)
    return out


def a_book() -> bytes:
    """5,000 rows, a look that is not ours, a formula, a chart, a picture, hostile texts."""
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append(["Day", XSS, "Sales"])
    for number in range(ROWS):
        sheet.append(["2026-01-01", f"Town {number}", number])
    cell = sheet["E2"]
    cell.value, cell.number_format, cell.font = 0.5, "0.0%", Font(bold=True, color="FF0000")
    sheet["E3"] = "=E2*2"
    chart = BarChart()
    chart.title = XSS
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=5), titles_from_data=True)
    sheet.add_chart(chart, "G2")
    sheet.add_image(openpyxl.drawing.image.Image(a_picture()), "G20")
    return _saved(book)


def a_text() -> bytes:
    """A picture, a table, hostile texts."""
    text = docx.Document()
    text.add_heading("Öffnungszeiten 営業時間", 1)
    text.add_paragraph(XSS)
    text.add_picture(a_picture())
    text.add_table(2, 2).cell(0, 0).text = "Montag"
    return _saved(text)


def a_deck() -> bytes:
    """A picture, notes, hostile texts."""
    deck: Any = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = XSS
    slide.placeholders[1].text = "First point"
    slide.shapes.add_picture(a_picture(), Inches(6), Inches(4))
    slide.notes_slide.notes_text_frame.text = XSS
    return _saved(deck)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened(page: Page, run: Made) -> None:
    page.goto(run.edit_url)
    expect(page.locator("#status")).to_have_text("Saved")


def saved(page: Page) -> None:
    expect(page.locator("#undo")).to_be_enabled()
    expect(page.locator("#status")).to_have_text("Saved")


def type_into(page: Page, cell: str, text: str) -> None:
    """Select a cell that is in sight, type over it, and wait until it is saved."""
    page.locator(f"[data-cell={cell}]").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    saved(page)


def say(page: Page, place: str, text: str) -> None:
    """Say a paragraph, a table cell or a text of a slide otherwise."""
    page.locator(place).first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    saved(page)


def head_of(client: httpx.Client, run: Made) -> int:
    return int(client.get(f"/runs/{run.run_id}").raise_for_status().json()["head"])


def downloaded(client: httpx.Client, run: Made) -> bytes:
    answer = client.get(f"/runs/{run.run_id}/download", follow_redirects=True)
    return answer.raise_for_status().content


def edited_elsewhere(client: httpx.Client, run: Made, cell: str, value: Any) -> None:
    """Somebody else changes a cell of the first sheet."""
    view = client.get(f"/runs/{run.run_id}/view").raise_for_status().json()
    sheet = view["head"]["parts"][0]["name"]
    op = {"op": "set_cells", "sheet": sheet, "cells": [{"cell": cell, "value": value}]}
    body = {"base_revision": view["revision"], "ops": [op]}
    client.post(f"/runs/{run.run_id}/edits", json=body).raise_for_status()


class _Host(BaseHTTPRequestHandler):
    """A page of somebody else that embeds the editor and shows what it is told."""

    def __init__(self, url: str, *args: Any) -> None:
        self.url = url
        super().__init__(*args)

    def do_GET(self) -> None:
        html = (
            "<title>host</title><p id=told></p><script>addEventListener('message', e => "
            "{ document.getElementById('told').textContent += e.data.type + ' '; })</script>"
            f'<iframe src="{self.url}" width=1000 height=700></iframe>'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(html.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def hosting(url: str) -> Generator[str]:
    """The origin of a page that embeds that address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, url))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
