"""The editor in a real browser: three kinds, edits, undo, conflicts, hostile texts, embedding."""

import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl.styles import Font
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.e2e.stack import Stack, docsmith

CHROMIUM = "/usr/bin/chromium"
XSS = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\'&'
_SERIOUS = ("serious", "critical")
_ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@dataclass(frozen=True)
class Made:
    """A run that was made through the API."""

    run_id: str
    edit_url: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which no error goes unseen."""
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def made(stack: Stack, kind: str, prompt: str) -> Made:
    with stack.client() as client:
        answer = client.post(f"/{kind}/generate", json={"prompt": prompt})
        body = answer.raise_for_status().json()
        assert answer.status_code == 200, body
    return Made(body["run_id"], body["edit_url"])


@pytest.fixture(scope="module")
def workbook(stack: Stack) -> Made:
    return made(stack, "excel", "A three-year financial model for a bakery")


@pytest.fixture(scope="module")
def text(stack: Stack) -> Made:
    return made(stack, "word", "A letter to our customers about new opening hours")


@pytest.fixture(scope="module")
def deck(stack: Stack) -> Made:
    return made(stack, "slides", "A deck of 6 slides about a bike-sharing service")


def opened(page: Page, run: Made) -> None:
    page.goto(run.edit_url)
    expect(page.locator("#status")).to_have_text("Saved")


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_text("Saved", timeout=30_000)


def type_into(page: Page, cell: str, text: str) -> None:
    """Select a cell that is in sight, type over it, and wait until it is saved."""
    page.locator(f"[data-cell={cell}]").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_be_enabled(timeout=30_000)
    saved(page)


def test_the_page_asks_nobody_else_sets_no_cookie_and_is_small(
    page: Page, workbook: Made, stack: Stack
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, workbook)
    ours = urlsplit(stack.url).netloc
    assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {ours}
    assert page.context.cookies() == []
    assert len(page.content().encode()) < 300_000


def test_a_workbook_is_a_grid_with_its_sheets_and_charts(page: Page, workbook: Made) -> None:
    opened(page, workbook)
    expect(page.get_by_role("tab").first).to_be_visible()
    assert page.get_by_role("tab").count() >= 3
    expect(page.locator(".figure svg[role=img]").first).to_be_visible()
    expect(page.locator("[data-cell=A1]")).not_to_be_empty()


def test_a_changed_input_repaints_what_depends_on_it_and_undo_brings_it_back(
    page: Page, workbook: Made
) -> None:
    opened(page, workbook)
    page.get_by_role("tab", name="Assumptions").click()
    inputs = page.locator(".cell").filter(has_text="10,000,000")
    cell = inputs.first.get_attribute("data-cell") or ""
    page.get_by_role("tab", name="Summary").click()
    before = page.locator("[data-cell=A5]").inner_text()
    page.get_by_role("tab", name="Assumptions").click()
    type_into(page, cell, "20000000")
    expect(page.locator(f"[data-cell={cell}]")).to_have_text("20,000,000")
    page.get_by_role("tab", name="Summary").click()
    expect(page.locator("[data-cell=A5]")).not_to_have_text(before)
    page.locator("#undo").click()
    expect(page.locator("[data-cell=A5]")).to_have_text(before, timeout=30_000)
    saved(page)


def test_a_double_click_edits_the_formula_and_escape_leaves_it(page: Page, workbook: Made) -> None:
    opened(page, workbook)
    cell = page.locator(".cell").filter(has_text="20.0%").first
    before = cell.inner_text()
    name = cell.get_attribute("data-cell")
    cell.dblclick()
    expect(page.locator(".celledit")).to_be_focused()
    expect(page.locator(".celledit")).to_have_value(re.compile("^="))
    page.keyboard.type("+1")
    page.keyboard.press("Escape")
    expect(page.locator(f"[data-cell={name}]")).to_have_text(before)
    expect(page.locator("#status")).to_have_text("Saved")


def test_closing_the_tab_keeps_what_was_being_typed(
    browser: Browser, page: Page, stack: Stack
) -> None:
    run = made(stack, "excel", "A school budget")
    opened(page, run)
    page.locator("[data-cell=A1]").click()
    page.keyboard.type("Typed and left")
    page.goto("about:blank")
    opened(page, run)
    expect(page.locator("[data-cell=A1]")).to_have_text("Typed and left")


def test_an_uploaded_workbook_keeps_its_formats_when_a_cell_is_edited(
    page: Page, stack: Stack
) -> None:
    sheet = openpyxl.Workbook()
    cell = sheet.active["B2"]  # pyright: ignore[reportOptionalSubscript]
    cell.value, cell.number_format, cell.font = 0.5, "0.0%", Font(bold=True, color="FF0000")
    sheet.active["B3"] = "=B2*2"  # pyright: ignore[reportOptionalSubscript]
    out = io.BytesIO()
    sheet.save(out)
    with stack.client() as client:
        sent = {"file": ("theirs.xlsx", out.getvalue(), "application/octet-stream")}
        file = client.post("/files", data={"purpose": "init"}, files=sent).json()
        body = {"prompt": "Rename the sheet Sheet to Plan", "init_file": file["file_id"]}
        answer = client.post("/excel/generate", json=body).raise_for_status().json()
        run = Made(answer["run_id"], answer["edit_url"])
        opened(page, run)
        type_into(page, "B2", "75%")
        expect(page.locator("[data-cell=B3]")).to_have_text("1.5")
        got = client.get(f"/runs/{run.run_id}/download", follow_redirects=True)
    changed = openpyxl.load_workbook(io.BytesIO(got.content))["Plan"]["B2"]
    assert (changed.value, changed.number_format, changed.font.b) == (0.75, "0.0%", True)


def test_a_formula_that_reaches_out_is_refused_with_the_reason(page: Page, workbook: Made) -> None:
    opened(page, workbook)
    page.locator("[data-cell=A1]").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type('=WEBSERVICE("https://example.com")')
    page.keyboard.press("Enter")
    expect(page.locator(".toast[data-tone=bad]")).to_contain_text("Not saved")


def test_a_text_shows_its_page_and_a_paragraph_is_said_otherwise(page: Page, text: Made) -> None:
    opened(page, text)
    expect(page.get_by_role("region", name="Page 1")).to_be_visible()
    paragraph = page.locator(".paper p.editable").first
    paragraph.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Ab Montag öffnen wir um sieben. 営業時間が変わります。")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_be_enabled(timeout=30_000)
    saved(page)
    page.reload()
    expect(page.locator(".paper")).to_contain_text("営業時間が変わります。")


def test_a_deck_shows_its_slides_and_a_title_is_said_otherwise(page: Page, deck: Made) -> None:
    opened(page, deck)
    assert page.get_by_role("option").count() == 6
    page.locator(".slide.large .editable").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Räder für alle")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_be_enabled(timeout=30_000)
    saved(page)
    expect(page.get_by_role("option").first).to_have_attribute(
        "aria-label", "Slide 1: Räder für alle"
    )


def test_texts_that_look_like_markup_stay_texts(page: Page, stack: Stack) -> None:
    run = made(stack, "excel", "A marketing budget")
    opened(page, run)
    title = page.title()
    name = page.locator("[data-cell=A1]").inner_text()
    type_into(page, "A1", XSS)
    expect(page.locator("[data-cell=A1]")).to_have_text(XSS)
    page.reload()
    expect(page.locator("[data-cell=A1]")).to_have_text(XSS)
    expect(page.locator("#history")).to_contain_text("<img")
    page.get_by_role("button", name="What changed").first.click()
    expect(page.locator(".change ins").first).to_have_text(XSS)
    assert name
    assert page.locator("img").count() == 0
    assert page.title() == title


def test_of_two_who_edit_at_once_the_second_sees_both_sides(
    browser: Browser, page: Page, stack: Stack
) -> None:
    run = made(stack, "excel", "A travel budget")
    opened(page, run)
    with stack.client() as client:
        _edit(client, run, 1, "A1", "Theirs")
    page.locator("[data-cell=A1]").click()
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Theirs")
    expect(dialog).to_contain_text("Mine")
    dialog.get_by_role("button", name="Keep mine").click()
    saved(page)
    page.reload()
    expect(page.locator("[data-cell=A1]")).to_have_text("Mine")


def _edit(client: httpx.Client, run: Made, base: int, cell: str, value: Any) -> dict[str, Any]:
    view = client.get(f"/runs/{run.run_id}/view").raise_for_status().json()
    sheet = view["head"]["parts"][0]["name"]
    op = {"op": "set_cells", "sheet": sheet, "cells": [{"cell": cell, "value": value}]}
    body = {"base_revision": base, "ops": [op]}
    answer = client.post(f"/runs/{run.run_id}/edits", json=body)
    return answer.raise_for_status().json()


def test_asking_for_a_change_is_followed_to_the_new_revision(page: Page, stack: Stack) -> None:
    run = made(stack, "excel", "A household budget")
    opened(page, run)
    page.get_by_label("Ask for a change").fill("Rename the sheet Budget to Plan")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#notice")).to_contain_text("The agent is at work")
    expect(page.locator("#progress .done")).to_be_visible(timeout=60_000)
    saved(page)
    expect(page.locator("#history > li")).to_have_count(2)


def test_an_earlier_revision_is_restored_as_a_new_one(page: Page, stack: Stack) -> None:
    run = made(stack, "excel", "A garden budget")
    opened(page, run)
    before = page.locator("[data-cell=A1]").inner_text()
    type_into(page, "A1", "Changed")
    expect(page.locator("#history > li")).to_have_count(2)
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("[data-cell=A1]")).to_have_text(before)
    expect(page.locator("#history > li")).to_have_count(3)


def test_five_thousand_rows_scroll_with_few_of_them_in_the_page(page: Page, stack: Stack) -> None:
    rows = "Day,Town,Sales\n" + "\n".join(f"2026-01-01,Town {n},{n}" for n in range(5000))
    with stack.client() as client:
        sent = {"file": ("sales.csv", rows.encode(), "text/csv")}
        file = client.post("/files", data={"purpose": "reference"}, files=sent).json()
        body = {
            "prompt": "Analyse the sales",
            "data_sources": [{"file_id": file["file_id"], "kind": "csv"}],
        }
        answer = client.post("/excel/generate", json=body).raise_for_status().json()
    opened(page, Made(answer["run_id"], answer["edit_url"]))
    for tab in page.get_by_role("tab").all():
        tab.click()
        if int(page.locator("#grid").get_attribute("aria-rowcount") or 0) > 5000:
            break
    page.locator("#grid").focus()
    page.keyboard.press("Control+ArrowDown")
    expect(page.locator("[data-cell=A5001]")).not_to_be_empty()
    assert page.locator(".row").count() < 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["workbook", "text", "deck"])
def test_axe_finds_nothing_serious(
    request: pytest.FixtureRequest, page: Page, kind: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, request.getfixturevalue(kind))
    expect(page.locator("#history > li").first).to_be_visible()
    found = Axe().run(page, context={"exclude": [[".cell"]]}).response["violations"]
    serious = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in _SERIOUS]
    assert serious == []


def test_an_expired_or_forged_link_says_so_and_how_to_go_on(page: Page, workbook: Made) -> None:
    answer = page.goto(workbook.edit_url + "x")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading")).to_contain_text("does not open a document")
    expect(page.locator("main")).to_contain_text("GET /runs/{run_id}")


class _Host(BaseHTTPRequestHandler):
    """A page of somebody else that embeds the editor."""

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


@pytest.fixture
def host(workbook: Made) -> Iterator[str]:
    """The origin of a page that embeds the workbook's editor."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, workbook.edit_url))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_foreign_origin_may_not_embed_the_editor(page: Page, host: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(host)
    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in text for text in refused)
    assert page.locator("#told").inner_text() == ""


def test_an_origin_of_the_organisation_embeds_it_and_is_told_what_happens(
    page: Page, host: str, stack: Stack
) -> None:
    allow(stack, host)
    page.goto(host)
    expect(page.locator("#told")).to_contain_text("loaded")
    frame = page.frame_locator("iframe")
    frame.locator("[data-cell=A1]").click()
    page.keyboard.type("Embedded")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("saved", timeout=30_000)


def allow(stack: Stack, origin: str) -> None:
    """Let an origin embed the editors of the stack's organisation."""
    with stack.client() as client:
        owner = client.get("/verify").raise_for_status().json()["organisation_id"]
    docsmith("orgs", "origins", owner, origin)
