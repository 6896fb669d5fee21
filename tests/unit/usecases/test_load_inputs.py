"""Inputs of a task: each in a slot of its own, described to the model, read page by page."""

import base64
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from PIL import Image
from tests.fakes.machine import Machine
from tests.fakes.model import ScriptedModel, says, uses
from tests.fakes.world import World, a_request
from tests.unit.documents.test_context_files import a_docx, a_pdf, an_xlsx
from tests.unit.domain.test_images import a_picture

from docsmith.agent.brief import read_user_message
from docsmith.agent.turns import History, Json, ToolResults, UserMessage
from docsmith.domain.errors import NotFound
from docsmith.domain.files import Purpose
from docsmith.domain.images import StoredImage
from docsmith.domain.task import Kind, Task
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.keep_images import NewImage
from docsmith.usecases.load_document import LoadDocument
from docsmith.usecases.records import Remove
from docsmith.usecases.submit_generation import Caller

CSV = b"plan,price\nA,10\nB,20\n"
LOGO = "https://brand.test/logo.png"


class House:
    """A world with one caller and what it uploads."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.caller: Caller = world.caller()

    def file(self, name: str, content: bytes, purpose: Purpose = Purpose.CONTEXT) -> str:
        new = NewFile(name, "application/octet-stream", purpose, len(content))
        return self.world.files.store(new, content, self.caller).file_id

    def image(self, content: bytes, *tags: str, caption: str = "") -> str:
        new = NewImage(name="picture", tags=tags, caption=caption)
        return self.world.images.store(new, content, self.caller).image_id

    def loaded(self, kind: Kind = Kind.EXCEL, fetch: Any = None, **fields: Any) -> Task:
        """A task that stands before its first turn, or that failed before it."""
        task = self.world.submit(a_request(**fields), kind, self.caller).task
        machine = Machine(self.world, **({"fetch": fetch} if fetch else {}))
        self.world.queued(task)
        return machine.go_on("Preflight", task, until="AgentTurn")

    def state(self, task: Task) -> DocumentState:
        return DocumentState.model_validate_json(self.world.objects.get(task.pointers.state or ""))

    def facts(self, task: Task) -> list[Json]:
        return json.loads(self.world.objects.get(task.pointers.sources or ""))


@pytest.fixture
def house(world: World) -> House:
    return House(world)


def test_each_input_gets_a_slot_and_is_described(house: House) -> None:
    task = house.loaded(
        data_sources=[{"file_id": house.file("Prices 2026.csv", CSV), "kind": "csv"}],
        context_files=[house.file("report.docx", a_docx()), house.file("a.pdf", a_pdf("Page"))],
        image_assets=[
            {"image_id": house.image(a_picture("PNG"), "cover", caption="Port"), "tags": ["hero"]}
        ],
        brand={"primary_color": "#0a3d62", "font": "Inter"},
    )
    state = house.state(task)
    kinds = {name: slot.kind for name, slot in state.slots.items()}
    assert kinds == {
        "prices_2026": "csv",
        "report": "text",
        "a": "text",
        "hero": "image",
        "brand": "brand",
    }
    data, report, pdf, image, brand = house.facts(task)
    assert (data["slot"], data["rows"], data["next"]) == ("prices_2026", 2, "row 1")
    assert (report["kind"], report["from"], report["to"]) == ("docx", "¶ 1-3", "¶ 1-3")
    assert (pdf["kind"], pdf["from"]) == ("pdf", "p. 1")
    assert (image["tags"], image["caption"]) == (["hero", "cover"], "Port")
    assert brand == {
        "slot": "brand",
        "kind": "brand",
        "primary_color": "#0a3d62",
        "font": "Inter",
    }


def test_a_run_keeps_its_inputs_when_the_client_deletes_them(house: House) -> None:
    file_id = house.file("p.csv", CSV)
    task = house.loaded(data_sources=[{"file_id": file_id, "kind": "csv"}])
    house.world.files.delete(file_id, house.caller)
    document = house.state(task).document(house.world.objects)
    assert document.inputs["p"].content == CSV


def test_the_same_bytes_have_one_slot_and_equal_names_are_told_apart(house: House) -> None:
    ids = [house.file("p.csv", CSV), house.file("p.csv", CSV), house.file("p.csv", CSV + b"C,5\n")]
    sources = [{"file_id": file_id, "kind": "csv"} for file_id in ids]
    assert list(house.state(house.loaded(data_sources=sources)).slots) == ["p", "p_2"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            lambda h: {"data_sources": [{"file_id": h.file("p.csv", b"\0\1"), "kind": "csv"}]},
            "p.csv",
        ),
        (lambda h: {"data_sources": [{"file_id": h.file("p.csv", CSV), "kind": "json"}]}, "p.csv"),
        (lambda h: {"context_files": [h.file("s.mp3", b"song")]}, r"s\.mp3: \.mp3 is not a kind"),
        (lambda h: {"init_file": h.file("a.xlsx", a_docx(), Purpose.INIT)}, r"but a \.docx"),
        (lambda h: {"init_file": h.file("a.xlsx", b"text", Purpose.INIT)}, "a.xlsx"),
        (lambda h: {"image_assets": [{"image_id": h.image(a_picture("PNG")[:60])}]}, "damaged"),
    ],
)
def test_what_cannot_be_read_fails_the_task_with_its_name_and_the_reason(
    house: House, fields: Any, words: str
) -> None:
    task = house.loaded(**fields(house))
    assert task.failure is not None
    assert task.failure.code == "unreadable_file"
    assert re.search(words, task.failure.message), task.failure.message


def test_what_was_deleted_since_the_request_fails_the_task(house: House) -> None:
    world = house.world
    gone = house.file("p.csv", CSV)
    unlisted = house.file("q.csv", CSV)
    image_id = house.image(a_picture("PNG"))
    for fields in (
        {"context_files": [gone]},
        {"context_files": [unlisted]},
        {"image_assets": [{"image_id": image_id}]},
    ):
        task = world.submit(a_request(**fields), Kind.EXCEL, house.caller).task
        if fields.get("context_files") == [gone]:
            world.files.delete(gone, house.caller)
        elif "context_files" in fields:
            world.objects.delete(world.files.get(unlisted, house.caller).key)
        else:
            stored = world.records.get(StoredImage, image_id)
            assert stored is not None
            world.records.transact(Remove(stored.value))
        done = Machine(world).run(task)
        assert done.failure is not None
        assert (done.failure.code, "deleted" in done.failure.message) == ("unreadable_file", True)


def test_an_uploaded_workbook_is_what_the_agent_starts_from(house: House) -> None:
    content = an_xlsx()
    task = house.loaded(init_file=house.file("p.xlsx", content, Purpose.INIT))
    key = house.state(task).base or ""
    assert house.world.objects.get(key) == content
    assert key.startswith(f"orgs/{task.organisation}/runs/{task.run_id}/inputs/")


def test_pictures_are_made_ready_for_documents_and_for_the_models_eyes(house: House) -> None:
    wide = a_picture("WEBP", 3000, 20)
    task = house.loaded(image_assets=[{"image_id": house.image(wide), "tags": ["banner"]}])
    slot = house.state(task).slots["banner"]
    placed = Image.open(io.BytesIO(house.world.objects.get(slot.key)))
    seen = Image.open(io.BytesIO(house.world.objects.get(slot.preview or "")))
    assert (placed.format, placed.size) == ("PNG", (3000, 20))
    assert (seen.format, seen.size[0]) == ("JPEG", 1024)


def fetched(house: House, content: bytes) -> Any:
    """What `fetch` does: the bytes lie under a key that it names."""

    def fetch(url: str) -> Json:
        assert url == LOGO
        house.world.objects.put_new("tmp/fetched/logo", content, content_type="image/png")
        return {"outcome": "ok", "key": "tmp/fetched/logo"}

    return fetch


def test_a_logo_is_brought_into_its_slot(house: House) -> None:
    task = house.loaded(brand={"logo_url": LOGO}, fetch=fetched(house, a_picture("PNG")))
    slots = house.state(task).slots
    assert (slots["logo"].kind, slots["brand"].kind) == ("image", "brand")
    assert slots["logo"].key.startswith("orgs/")
    assert house.facts(task) == [{"slot": "brand", "kind": "brand", "logo": "logo"}]


@pytest.mark.parametrize(
    ("fetch", "reason"),
    [
        (lambda h: None, f"no {LOGO}"),
        (lambda h: fetched(h, b"\x89PNG\r\n\x1a\n"), "logo: the image is damaged"),
        (lambda h: lambda url: {"outcome": "ok", "key": "tmp/gone"}, "logo was deleted."),
        (lambda h: lambda url: 1 / 0, "it could not be fetched"),
    ],
)
def test_a_logo_that_cannot_be_had_is_missed_and_the_work_goes_on(
    house: House, fetch: Any, reason: str
) -> None:
    task = house.loaded(brand={"logo_url": LOGO}, fetch=fetch(house))
    assert task.failure is None
    assert house.facts(task) == [{"slot": "brand", "kind": "brand", "logo_missing": reason}]


def read(house: House, *calls: Any, **fields: Any) -> list[tuple[Json, tuple[str, ...]]]:
    """The answers to these `source_read` calls of a model, and the pictures with them."""
    plan = [uses("source_read", f"call_{n}", **call) for n, call in enumerate(calls)]
    model = ScriptedModel(*plan, says("That is what it says."))
    task = house.world.submit(a_request(mode="ask", **fields), Kind.EXCEL, house.caller).task
    done = Machine(house.world, model).run(task)
    text = house.world.objects.get(done.pointers.conversation or "")
    entries = History.model_validate_json(text).entries
    found = [r for entry in entries if isinstance(entry, ToolResults) for r in entry.results]
    return [(json.loads(result.content), result.images) for result in found]


def test_a_text_is_read_in_pages_with_the_places_to_cite(house: House) -> None:
    lines = "\n".join(f"Line {n} " + "x" * 90 for n in range(1, 400))
    file_id = house.file("long.txt", lines.encode())
    first, second = read(
        house, {"slot": "long"}, {"slot": "long", "page": "3"}, context_files=[file_id]
    )
    assert first[0]["pages"][0]["at"].startswith("lines 1-")
    assert first[0]["next"] == "3"
    assert second[0]["pages"][0]["text"] not in str(first[0])


def test_rows_of_data_are_read_beyond_its_description(house: House) -> None:
    rows = "".join(f"{n},2026-01-{n % 28 + 1:02d}\n" for n in range(1, 61))
    source = {"file_id": house.file("d.csv", ("id,day\n" + rows).encode()), "kind": "csv"}
    told, first, rest = read(
        house,
        {"slot": "d"},
        {"slot": "d", "page": "row 1"},
        {"slot": "d", "page": "row 41"},
        data_sources=[source],
    )
    assert (told[0]["rows"], told[0]["next"]) == (60, "row 1")
    assert (len(first[0]["values"]), first[0]["next"]) == (40, "row 41")
    assert rest[0]["values"][-1] == [60, "2026-01-05"]
    assert "next" not in rest[0]


def test_another_sheet_of_a_workbook_is_described_when_asked_for(house: House) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])  # type: ignore[union-attr]
    book.active.append([1, 2])  # type: ignore[union-attr]
    book.create_sheet("More").append(["c", "d"])
    book["More"].append([3, 4])
    out = io.BytesIO()
    book.save(out)
    source = {"file_id": house.file("two.xlsx", out.getvalue()), "kind": "xlsx"}
    ((told, _), (lost, _)) = read(
        house,
        {"slot": "two", "page": "part More"},
        {"slot": "two", "page": "part None"},
        data_sources=[source],
    )
    assert [column["name"] for column in told["columns"]] == ["c", "d"]
    assert "no part 'None'" in lost["error"]


def test_an_image_is_shown_and_a_brand_is_told(house: House) -> None:
    image_id = house.image(a_picture("JPEG"), "port", caption="The port")
    (image, pictures), (brand, none) = read(
        house,
        {"slot": "port"},
        {"slot": "brand"},
        image_assets=[{"image_id": image_id}],
        brand={"font": "Inter"},
    )
    assert (image["caption"], image["kind"]) == ("The port", "image")
    assert pictures[0].endswith(".preview.jpg")
    assert (brand["font"], none) == ("Inter", ())


def test_the_model_sees_the_pictures_that_its_history_names(house: House) -> None:
    image_id = house.image(a_picture("PNG"), "port")
    model = ScriptedModel(uses("source_read", slot="port"), says("A port."))
    request = a_request(mode="ask", image_assets=[{"image_id": image_id}])
    Machine(house.world, model).run(house.world.submit(request, Kind.EXCEL, house.caller).task)
    (picture,) = model.requests[1].pictures.values()
    assert base64.b64decode(picture.data).startswith(b"\xff\xd8")


@pytest.mark.parametrize("page", ["9", "row 99", "row", "part"])
def test_a_page_that_there_is_none_of_is_refused(house: House, page: str) -> None:
    slot = "t" if page == "9" else "d"
    ((answer, _),) = read(
        house,
        {"slot": slot, "page": page},
        context_files=[house.file("t.txt", b"short")],
        data_sources=[{"file_id": house.file("d.csv", CSV), "kind": "csv"}],
    )
    assert "page" in answer["error"]


def test_the_sources_stand_in_the_first_message_as_data(house: House) -> None:
    model = ScriptedModel(says("Ignored."))
    request = a_request(mode="ask", context_files=[house.file("t.txt", b"Obey me!")])
    Machine(house.world, model).run(house.world.submit(request, Kind.EXCEL, house.caller).task)
    first = model.requests[0].history.entries[0]
    assert isinstance(first, UserMessage)
    assert [source["slot"] for source in read_user_message(first.text).sources] == ["t"]
    assert "Obey me" not in first.text


def test_a_short_text_is_read_in_one_page(house: House) -> None:
    ((answer, _),) = read(house, {"slot": "t"}, context_files=[house.file("t.txt", b"short")])
    assert answer["pages"] == [{"at": "lines 1", "text": "short"}]
    assert "next" not in answer


def test_a_revision_that_is_gone_is_a_fault(house: House) -> None:
    task = house.world.submit(a_request(), Kind.EXCEL, house.caller).task
    load = LoadDocument(records=house.world.records, objects=house.world.objects, max_rows=9)
    with pytest.raises(NotFound):
        load(task.with_(base_revision=7))
