"""Who may open the editor: links and their ends, hosts that embed it, the page of runs."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.editor_pages import Made, hosting, opened
from tests.e2e.stack import ROOT, Stack, docsmith


def link(stack: Stack, run: Made, scope: str) -> tuple[Made, str]:
    """A link of its own to the run, and its id."""
    with stack.client() as client:
        answer = client.post(f"/runs/{run.run_id}/links", json={"scope": scope})
        body = answer.raise_for_status().json()
    return Made(run.run_id, body["url"]), body["link_id"]


def revoke(stack: Stack, run: Made, link_id: str) -> None:
    with stack.client() as client:
        client.delete(f"/runs/{run.run_id}/links/{link_id}").raise_for_status()


def test_an_expired_or_forged_link_says_so_and_how_to_go_on(page: Page, workbook: Made) -> None:
    answer = page.goto(workbook.edit_url + "x")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading")).to_contain_text("does not open a document")
    expect(page.locator("main")).to_contain_text("GET /runs/{run_id}")


def test_a_session_that_nobody_used_ends_on_the_page(page: Page, workbook: Made) -> None:
    page.clock.install()
    opened(page, workbook)
    page.clock.fast_forward("16:00")
    expect(page.get_by_role("heading", name="This session is over")).to_be_visible()
    expect(page.locator("main")).to_contain_text("GET /runs/{run_id}")
    expect(page.locator("#status")).to_have_text("Expired")


def test_a_link_to_view_shows_the_document_and_lets_nothing_be_changed(
    page: Page, workbook: Made, stack: Stack
) -> None:
    shown, _ = link(stack, workbook, "view")
    page.goto(shown.edit_url)
    expect(page.locator("#status")).to_have_text("View only")
    expect(page.locator("#undo")).to_be_hidden()
    page.get_by_role("button", name="History", exact=True).click()
    expect(page.locator("#history > li").first).to_be_visible()
    expect(page.get_by_role("button", name="Restore")).to_have_count(0)
    expect(page.get_by_label("Ask for a change")).to_have_count(0)
    page.locator("[data-cell=A1]").click()
    before = page.locator("[data-cell=A1]").inner_text()
    page.keyboard.type("No")
    expect(page.locator(".celledit")).to_have_count(0)
    expect(page.locator("[data-cell=A1]")).to_have_text(before)
    with stack.client() as client:
        session = client.post(f"/runs/{shown.run_id}/session", json={"token": shown.token}).json()
    op = {"op": "set_cells", "sheet": "Summary", "cells": [{"cell": "A1", "value": "No"}]}
    with stack.client(key="none") as stranger:
        answer = stranger.post(
            f"/runs/{shown.run_id}/edits",
            json={"base_revision": 1, "ops": [op]},
            headers={"X-Session": session["session"]},
        )
    assert answer.status_code == 403


def test_a_revoked_link_ends_the_page_that_it_opened(
    page: Page, workbook: Made, stack: Stack
) -> None:
    given, link_id = link(stack, workbook, "edit")
    opened(page, given)
    revoke(stack, workbook, link_id)
    page.locator("[data-cell=A1]").click()
    page.keyboard.type("Too late")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This session is over")).to_be_visible()
    expect(page.locator("main")).to_contain_text("revoked")
    answer = page.goto(given.edit_url)
    assert answer is not None
    assert answer.status == 403


@pytest.fixture
def host(workbook: Made) -> Iterator[str]:
    """The origin of a page that embeds the workbook's editor."""
    with hosting(workbook.edit_url) as origin:
        yield origin


def test_a_foreign_origin_may_not_embed_the_editor(page: Page, host: str) -> None:
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(host)
    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.locator("#told").inner_text() == ""


def test_an_origin_of_the_organisation_embeds_it_and_is_told_what_happens(
    page: Page, host: str, workbook: Made, stack: Stack
) -> None:
    allow(stack, host)
    page.clock.install()
    page.goto(host)
    told = page.locator("#told")
    expect(told).to_have_text("loaded ")
    frame = page.frame_locator("iframe")
    frame.locator("[data-cell=A1]").click()
    page.keyboard.type("Embedded")
    page.keyboard.press("Enter")
    expect(told).to_have_text("loaded saved ")
    frame.locator("[data-cell=A9]").click()
    page.keyboard.type('=WEBSERVICE("https://example.com")')
    page.keyboard.press("Enter")
    expect(told).to_have_text("loaded saved error ")
    page.clock.fast_forward("16:00")
    expect(told).to_have_text("loaded saved error expired ")


def test_a_dead_link_tells_the_host_that_it_expired(
    page: Page, workbook: Made, stack: Stack
) -> None:
    with hosting(workbook.edit_url + "x") as origin:
        allow(stack, origin)
        page.goto(origin)
        expect(page.locator("#told")).to_have_text("expired ")


def allow(stack: Stack, origin: str) -> None:
    """Let an origin embed the editors of the stack's organisation."""
    with stack.client() as client:
        owner = client.get("/verify").raise_for_status().json()["organisation_id"]
    docsmith("orgs", "origins", owner, origin)


@pytest.fixture
def runs_page() -> Iterator[str]:
    """The address that `docsmith open` prints, while it serves the page."""
    command = [sys.executable, "-m", "docsmith_cli.main", "open"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "cli"), "BROWSER": "true"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.terminate()
    process.communicate(timeout=20)


def test_the_page_of_runs_lists_what_was_made_and_leads_to_it(
    page: Page, runs_page: str, workbook: Made
) -> None:
    page.goto(runs_page)
    entry = page.get_by_role("listitem").filter(has_text="financial model for a bakery").first
    expect(entry).to_contain_text("Workbook")
    expect(entry).to_contain_text("Ready")
    assert "#" not in page.url
    page.reload()
    expect(entry.get_by_role("link", name="Download")).to_be_visible()
    with page.expect_popup() as opening:
        entry.get_by_role("link", name="Open").click()
    expect(opening.value.locator("#status")).to_have_text("Saved")
