"""The same plan with new data: a run of its own, through the same machine, without any model."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from tests.fakes.machine import Machine
from tests.fakes.model import ScriptedModel
from tests.fakes.sales import Row, a_csv, rows_of
from tests.fakes.world import World, a_request
from tests.unit.domain.test_images import a_picture

from docsmith.domain.files import Purpose
from docsmith.domain.rendering import RenderRequest
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Kind, Status, Task
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.editing import EditRequest
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.records import Replace
from docsmith.usecases.submit_generation import Caller


class House:
    """A world with one caller, a machine, and what comes of both."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.caller: Caller = world.caller(test=True)
        self.machine = Machine(world, model=ScriptedModel())
        self._designs: dict[Kind, Task] = {}

    def file(self, name: str, content: bytes) -> dict[str, Any]:
        new = NewFile(name, "text/csv", Purpose.CONTEXT, len(content))
        return {"file_id": self.world.files.store(new, content, self.caller).file_id, "kind": "csv"}

    def designed(self, kind: Kind, **fields: Any) -> Task:
        """A document by the offline author over the sales of the head office."""
        given = {"data_sources": [self.file("sales.csv", a_csv(rows_of(100)))], **fields}
        request = a_request("Sales report by region and product", **given)
        return self.machine.run(self.world.submit(request, kind, self.caller).task)

    def design(self, kind: Kind) -> Task:
        """One that no test changes, made once."""
        if kind not in self._designs:
            self._designs[kind] = self.designed(kind)
        return self._designs[kind]

    def render(self, source: Task, *, caller: Caller | None = None, **fields: Any) -> Task:
        request = RenderRequest.model_validate(fields)
        made = self.world.render(source.run_id, request, caller or self.caller)
        return self.world.task(made.task) if made.attached else self.machine.run(made.task)

    def document(self, task: Task) -> io.BytesIO:
        return io.BytesIO(self.world.objects.get(task.pointers.document or ""))

    def revision(self, task: Task) -> Revision:
        stored = self.world.records.get(Revision, task.run_id, 1)
        assert stored is not None
        return stored.value


@pytest.fixture
def house(world: World) -> House:
    return House(world)


@pytest.fixture(scope="module")
def studio() -> House:
    """For tests that leave the design as it is."""
    return House(World())


def total(rows: list[Row], region: str | None = None) -> float:
    return sum(row[3] for row in rows if region in (None, row[1]))


def test_a_workbook_shows_the_figures_of_the_new_data(studio: House) -> None:
    source, rows = studio.design(Kind.EXCEL), rows_of(7)
    task = studio.render(source, data_sources=[studio.file("munich.csv", a_csv(rows))])
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    book = openpyxl.load_workbook(studio.document(task), data_only=True)
    values = {c.value for sheet in book for line in sheet.iter_rows() for c in line}
    assert total(rows) in values
    assert {total(rows, region) for region in ("North", "South", "East")} <= values
    assert "Source: munich.csv" in values
    assert not values & {total(rows_of(100)), "Source: sales.csv"}


def test_a_text_shows_the_figures_of_the_new_data(studio: House) -> None:
    source, rows = studio.design(Kind.WORD), rows_of(7)
    task = studio.render(source, data_sources=[studio.file("munich.csv", a_csv(rows))])
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    text = words_of(docx.Document(studio.document(task)))
    assert f"{total(rows):,.0f}" in text
    assert "munich.csv" in text
    assert f"{total(rows_of(100)):,.0f}" not in text
    assert "sales.csv" not in text


def test_a_deck_shows_the_figures_of_the_new_data(studio: House) -> None:
    source, rows = studio.design(Kind.SLIDES), rows_of(7)
    task = studio.render(source, data_sources=[studio.file("munich.csv", a_csv(rows))])
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    deck = pptx.Presentation(studio.document(task))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    figures = {v for chart in charts for series in chart.series for v in series.values}
    assert {total(rows, region) for region in ("North", "South", "East")} <= figures
    text = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert "munich.csv" in text
    assert "sales.csv" not in text


def words_of(document: Any) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_render_is_a_run_of_its_own_and_leaves_its_source_as_it_was(studio: House) -> None:
    source = studio.design(Kind.WORD)
    before = studio.world.records.get(Run, source.run_id)
    task = studio.render(source, data_sources=[studio.file("munich.csv", a_csv(rows_of(7)))])
    assert task.run_id != source.run_id
    assert studio.world.records.get(Run, source.run_id) == before
    assert task.outcome is not None
    assert task.outcome.revision == 1
    assert task.outcome.file_name == studio.revision(source).file_name
    assert "munich.csv" in task.outcome.summary
    assert source.run_id in task.outcome.summary


def test_no_author_and_no_validator_has_a_part_in_it(studio: House) -> None:
    source = studio.design(Kind.WORD)
    studio.machine.trace.clear()
    task = studio.render(source, data_sources=[studio.file("munich.csv", a_csv(rows_of(7)))])
    states = [name for name in studio.machine.trace if studio.machine.is_step(name)]
    assert states == [
        *("Preflight", "AcquirePool", "LoadDocument", "SaveDocument", "UploadResult", "Finish")
    ]
    assert (task.turns, task.spent, task.credits_used) == (0, {}, 0)


def test_a_live_key_holds_and_pays_nothing(studio: House) -> None:
    source = studio.design(Kind.WORD)
    live = studio.world.caller(studio.caller.organisation)
    before = studio.world.balance(live.organisation)
    task = studio.render(
        source, caller=live, data_sources=[studio.file("munich.csv", a_csv(rows_of(7)))]
    )
    assert (task.status, task.hold, task.credits_used) == (Status.COMPLETED, 0, 0)
    assert studio.world.balance(live.organisation) == before


def test_the_new_run_lasts_when_its_source_is_deleted(house: House) -> None:
    source = house.designed(Kind.SLIDES, brand={"primary_color": "#0057B8"})
    task = house.render(source, data_sources=[house.file("munich.csv", a_csv(rows_of(7)))])
    house.world.delete_run(source.run_id, house.caller.organisation.organisation_id)
    state = DocumentState.model_validate_json(house.world.objects.get(task.pointers.state or ""))
    assert state.document(house.world.objects).inputs.keys() == {"sales", "brand"}
    assert all(task.run_id in slot.key for slot in state.slots.values())


def test_a_column_that_is_gone_is_told_with_the_operation_that_reads_it(studio: House) -> None:
    source = studio.design(Kind.WORD)
    rows = [(day, region, revenue) for day, region, _, revenue in rows_of(7)]
    lacking = a_csv(rows, ("Date", "Region", "Revenue"))
    task = studio.render(source, data_sources=[studio.file("lacking.csv", lacking)])
    assert task.failure is not None
    assert task.failure.code == "validation_error"
    detail = task.failure.facts["detail"]
    assert {one["message"] for one in detail} == {"there is no column 'Product'"}
    assert all(one["field"].startswith(f"ops[{one['operation']}].") for one in detail)
    assert "Date, Region, Revenue" in detail[0]["hint"]
    assert task.credits_used is None


def test_periods_that_have_no_row_are_told_with_the_operation_of_the_split(studio: House) -> None:
    source = studio.design(Kind.EXCEL)
    longer = [*rows_of(7), ("2031-05-02", "North", "A", 12.5)]
    task = studio.render(source, data_sources=[studio.file("long.csv", a_csv(longer))])
    assert task.failure is not None
    first = task.failure.facts["detail"][0]
    assert (task.failure.code, first["type"]) == ("validation_error", "operation")
    assert "the check shows Check" in first["message"]
    assert "periods" in first["hint"]
    state = DocumentState.model_validate_json(studio.world.objects.get(task.pointers.state or ""))
    assert "check" in str(state.ops[int(first["operation"])])


@pytest.mark.parametrize("stale", ["refuse", "report"])
def test_an_edit_that_typed_a_value_over_the_data_is_seen(house: House, stale: str) -> None:
    source = house.designed(Kind.EXCEL)
    by_hand = {"op": "set_cells", "sheet": "Data", "cells": [{"cell": "D2", "value": 999_999}]}
    organisation = house.caller.organisation.organisation_id
    house.world.edits(
        EditRequest(
            run_id=source.run_id, organisation=organisation, base_revision=1, ops=(by_hand,)
        )
    )
    data = [house.file("munich.csv", a_csv(rows_of(7)))]
    task = house.render(source, data_sources=data, stale=stale)
    if stale == "refuse":
        assert task.failure is not None
        assert "typed over a value of the data in Data!D2" in task.failure.message
        assert task.failure.facts["detail"][0]["type"] == "stale_text"
    else:
        assert task.outcome is not None
        warnings = (task.outcome.quality or {})["warnings"]
        assert [w["id"] for w in warnings if "Data!D2" in w["message"]] == ["stale_text"]
        assert "1 place" in task.outcome.summary
    unedited = house.render(source, data_sources=data, revision=1)
    assert unedited.status is Status.COMPLETED


def test_the_brand_of_the_request_takes_the_place_of_the_plans(house: House) -> None:
    source = house.designed(Kind.SLIDES, brand={"primary_color": "#0057B8", "font": "Arial"})
    task = house.render(source, brand={"primary_color": "#AA0000"})
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    with zipfile.ZipFile(house.document(task)) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    assert "AA0000" in theme
    assert "0057B8" not in theme


def test_the_logo_goes_with_the_brand_it_came_with(house: House) -> None:
    world, key = house.world, "tmp/fetched/logo"
    world.objects.put_new(key, a_picture("PNG"), content_type="image/png")
    house.machine.fetch = lambda _: {"outcome": "ok", "key": key}
    branded = {"primary_color": "#0057B8", "logo_url": "https://brand.test/logo.png"}
    source = house.designed(Kind.WORD, brand=branded)
    state = DocumentState.model_validate_json(world.objects.get(source.pointers.state or ""))
    assert "logo" in state.slots
    task = house.render(source, brand={"primary_color": "#AA0000"})
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    state = DocumentState.model_validate_json(world.objects.get(task.pointers.state or ""))
    assert "logo" not in state.slots
    again = house.render(source, brand=branded | {"primary_color": "#AA0000"})
    state = DocumentState.model_validate_json(world.objects.get(again.pointers.state or ""))
    assert state.slots["logo"].key.startswith(f"orgs/{task.organisation}/runs/{again.run_id}/")


def test_an_uploaded_document_is_the_base_again(house: House) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet["A1"] = "Cover", "Our cover"
    out = io.BytesIO()
    book.save(out)
    new = NewFile("cover.xlsx", "application/x", Purpose.INIT, len(out.getvalue()))
    stored = house.world.files.store(new, out.getvalue(), house.caller)
    source = house.designed(Kind.EXCEL, init_file=stored.file_id)
    assert source.status is Status.COMPLETED, source.failure
    rows = rows_of(7)
    task = house.render(source, data_sources=[house.file("munich.csv", a_csv(rows))])
    assert (task.status, task.failure) == (Status.COMPLETED, None)
    made = openpyxl.load_workbook(house.document(task), data_only=True)
    assert made["Cover"]["A1"].value == "Our cover"
    assert total(rows) in {c.value for one in made for line in one.iter_rows() for c in line}


def test_what_cannot_be_read_fails_the_task_with_its_name(studio: House) -> None:
    source = studio.design(Kind.WORD)
    task = studio.render(source, data_sources=[studio.file("empty.csv", b"")])
    assert task.failure is not None
    assert task.failure.code == "unreadable_file"
    assert "empty.csv" in task.failure.message


def test_a_source_that_was_deleted_meanwhile_is_told(house: House) -> None:
    source = house.designed(Kind.WORD)
    request = RenderRequest.model_validate({"brand": {"primary_color": "#AA0000"}})
    made = house.world.render(source.run_id, request, house.caller)
    house.world.delete_run(source.run_id, house.caller.organisation.organisation_id)
    task = house.machine.run(made.task)
    assert task.failure is not None
    assert "was deleted" in task.failure.message


def test_a_plan_that_no_longer_replays_is_told_and_harms_nobody(house: House) -> None:
    source = house.designed(Kind.EXCEL)
    stored = house.world.records.get(Revision, source.run_id, 1)
    assert stored is not None
    state = DocumentState.model_validate_json(house.world.objects.get(stored.value.state))
    broken = state.with_(ops=({"op": "clear", "sheet": "Nowhere", "range": "A1"}, *state.ops))
    key = "states/broken.json"
    house.world.objects.put_new(key, broken.model_dump_json().encode(), content_type="x")
    house.world.records.transact(Replace(stored.value.with_(state=key), stored.version))
    task = house.render(source, data_sources=[house.file("munich.csv", a_csv(rows_of(7)))])
    assert task.failure is not None
    assert task.failure.code == "unreadable_file"
    assert "no sheet 'Nowhere'" in task.failure.message
