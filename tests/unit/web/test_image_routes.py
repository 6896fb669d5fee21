"""POST, GET and DELETE /images."""

from typing import Any

import pytest
from tests.unit.domain.test_images import a_picture
from tests.unit.web.conftest import House

from docsmith.usecases.ports import PresignedUpload

API = "/api/v1"
PNG = a_picture("PNG")


def send(house: House, content: bytes = PNG, **fields: Any) -> Any:
    return house.client.post(
        f"{API}/images", files={"file": ("port.png", content, "image/png")}, data=fields
    )


def test_an_image_is_kept_with_its_tags_and_caption(house: House) -> None:
    answer = send(house, tags=["cover, port", "port", " "], caption=" The port ")
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["image_id"].startswith("img_")
    del body["image_id"], body["created_at"]
    assert body == {
        "file_name": "port.png",
        "tags": ["cover", "port"],
        "caption": "The port",
        "content_type": "image/png",
        "width": 40,
        "height": 30,
        "size": len(PNG),
        "status": "ready",
    }


ANNOUNCED = {"file_name": "port.png", "size": 5_000_000, "content_type": "image/png"}


def test_a_large_image_is_announced_uploaded_and_used(house: House) -> None:
    words = {"tags": [" port ", "port", ""], "caption": " The port "}
    body = house.client.post(f"{API}/images", json=ANNOUNCED | words).json()
    path = f"{API}/images/{body['image_id']}"
    assert (body["status"], body["tags"], body["caption"]) == ("pending", ["port"], "The port")
    assert "width" not in body
    request = {"prompt": "A report", "image_assets": [{"image_id": body["image_id"]}]}
    early = house.client.post(f"{API}/excel/generate", json=request)
    assert (early.status_code, early.json()["error"]) == (422, "validation_error")
    assert house.client.get(path).json()["status"] == "pending"
    house.world.objects.upload(PresignedUpload(**body["upload"]), PNG)
    used = house.client.post(f"{API}/excel/generate", json=request | {"async": True})
    assert used.status_code == 202, used.text
    ready = house.client.get(path).json()
    assert (ready["status"], ready["width"], ready["size"]) == ("ready", 40, len(PNG))
    assert "upload" not in ready


@pytest.mark.parametrize(
    "wrong",
    [
        {"content_type": "image/svg+xml"},
        {"size": 0},
        {"size": "5"},
        {"file_name": ""},
        {"tags": ["x"] * 21},
        {"tags": ["x" * 101]},
        {"caption": "x" * 1001},
    ],
)
def test_an_announcement_that_will_not_do_is_refused(house: House, wrong: dict[str, Any]) -> None:
    answer = house.client.post(f"{API}/images", json=ANNOUNCED | wrong)
    assert (answer.status_code, answer.json()["error"]) == (422, "validation_error")
    assert next(iter(wrong)) in answer.text


def test_an_announcement_that_is_no_json_or_too_large_is_refused(house: House) -> None:
    json = {"content-type": "application/json"}
    broken = house.client.post(f"{API}/images", content=b"{", headers=json)
    assert (broken.status_code, broken.json()["error"]) == (400, "invalid_request")
    large = house.client.post(f"{API}/images", json=ANNOUNCED | {"size": 10_000_001})
    assert (large.status_code, large.json()["error"]) == (413, "payload_too_large")


def test_images_are_listed_read_and_deleted(house: House) -> None:
    image_id = send(house).json()["image_id"]
    assert [i["image_id"] for i in house.client.get(f"{API}/images").json()["data"]] == [image_id]
    assert house.client.get(f"{API}/images/{image_id}").status_code == 200
    other = house.stranger()
    assert house.client.get(f"{API}/images/{image_id}", headers=other).status_code == 404
    assert house.client.delete(f"{API}/images/{image_id}").status_code == 204
    assert house.client.get(f"{API}/images/{image_id}").status_code == 404
    assert house.client.get(f"{API}/images").json() == {"data": [], "next_cursor": None}
    request = {"prompt": "A report", "image_assets": [{"image_id": image_id}]}
    assert house.client.post(f"{API}/excel/generate", json=request).status_code == 404


def test_what_is_no_image_is_refused(house: House) -> None:
    answer = send(house, b"text")
    assert (answer.status_code, answer.json()["error"]) == (422, "unreadable_file")


@pytest.mark.parametrize(
    "fields",
    [{"tags": ["x" * 101]}, {"tags": ",".join(str(n) for n in range(21))}, {"caption": "x" * 1001}],
)
def test_words_that_are_too_many_are_refused(house: House, fields: dict[str, Any]) -> None:
    answer = send(house, **fields)
    assert (answer.status_code, answer.json()["error"]) == (422, "validation_error")


def test_a_form_without_a_file_and_other_bodies_are_refused(house: House) -> None:
    missing = house.client.post(f"{API}/images", files={"other": ("a", b"b")})
    assert (missing.status_code, missing.json()["error"]) == (422, "validation_error")
    answer = house.client.post(f"{API}/images", content=b"x", headers={"content-type": "image/png"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
