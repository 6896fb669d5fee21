"""What every store of objects promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from tests.contract.conftest import REGION
from tests.fakes.objects import Download, InMemoryObjects

from docsmith.adapters.s3_objects import S3Objects
from docsmith.domain.errors import NotFound
from docsmith.usecases.ports import AlreadyThere, ObjectInfo, Objects, PresignedUpload


@dataclass(frozen=True, slots=True)
class Store:
    """A store, and a client that follows its links."""

    objects: Objects
    download: Callable[[str], Download]
    upload: Callable[[PresignedUpload, bytes], None]


def follow(url: str) -> Download:
    answer = requests.get(url, timeout=5)
    answer.raise_for_status()
    headers = answer.headers
    return Download(answer.content, headers["Content-Type"], headers["Content-Disposition"])


def post(upload: PresignedUpload, content: bytes) -> None:
    answer = requests.post(upload.url, dict(upload.fields), files={"file": content}, timeout=5)
    answer.raise_for_status()


@pytest.fixture(scope="module")
def s3(aws: None) -> Any:
    return boto3.client("s3", REGION, config=Config(signature_version="s3v4"))


@pytest.fixture(params=["fake", "s3"])
def store(request: pytest.FixtureRequest, unique: str) -> Store:
    if request.param == "fake":
        fake = InMemoryObjects()
        return Store(fake, fake.download, fake.upload)
    client = request.getfixturevalue("s3")
    client.create_bucket(Bucket=unique, CreateBucketConfiguration={"LocationConstraint": REGION})
    return Store(S3Objects(client=client, bucket=unique), follow, post)


@pytest.fixture
def objects(store: Store) -> Objects:
    return store.objects


def test_an_object_is_read_back_as_it_was_written(objects: Objects) -> None:
    objects.put_new("orgs/o/a b/ü.bin", b"\x00\xff", content_type="application/pdf")
    assert objects.get("orgs/o/a b/ü.bin") == b"\x00\xff"
    assert objects.info("orgs/o/a b/ü.bin") == ObjectInfo(2, "application/pdf")


def test_the_head_of_an_object_is_as_long_as_asked_or_as_the_object(objects: Objects) -> None:
    objects.put_new("key", b"0123456789", content_type="text/plain")
    assert objects.head("key", 4) == b"0123"
    assert objects.head("key", 1_000) == b"0123456789"
    with pytest.raises(NotFound):
        objects.head("nothing", 4)


def test_whoever_writes_second_overwrites_nothing(objects: Objects) -> None:
    objects.put_new("key", b"first", content_type="text/plain")
    with pytest.raises(AlreadyThere):
        objects.put_new("key", b"second", content_type="text/plain")
    assert objects.get("key") == b"first"


def test_what_was_never_written_is_not_there(objects: Objects) -> None:
    with pytest.raises(NotFound):
        objects.get("key")
    assert objects.info("key") is None


def test_a_deleted_object_is_not_there_and_deleting_it_again_is_harmless(objects: Objects) -> None:
    objects.put_new("key", b"x", content_type="text/plain")
    objects.delete("key")
    objects.delete("key")
    assert objects.info("key") is None


def test_a_prefix_is_deleted_with_all_below_it_and_nothing_beside_it(objects: Objects) -> None:
    for key in ("runs/1/a", "runs/1/b/c", "runs/10/a", "runs/2/a"):
        objects.put_new(key, b"x", content_type="text/plain")
    assert objects.delete_prefix("runs/1/") == 2
    assert objects.delete_prefix("runs/1/") == 0
    assert objects.info("runs/10/a") is not None
    assert objects.info("runs/2/a") is not None


def test_a_presigned_link_downloads_under_its_name_and_type(store: Store) -> None:
    store.objects.put_new("key", b"bytes", content_type="text/plain")
    name, media_type = 'Größe "Q1".xlsx', "application/vnd.ms-excel"
    url = store.objects.presigned_get("key", file_name=name, content_type=media_type, seconds=60)
    found = store.download(url)
    assert (found.content, found.content_type) == (b"bytes", media_type)
    assert found.disposition.startswith("attachment; ")
    assert "Gr%C3%B6%C3%9Fe%20%22Q1%22.xlsx" in found.disposition


def test_a_presigned_upload_stores_the_object_with_its_type(store: Store) -> None:
    upload = store.objects.presigned_post("key", content_type="text/csv", max_bytes=10, seconds=60)
    assert upload.url.startswith("https://")
    store.upload(upload, b"a,b\n1,2")
    assert store.objects.get("key") == b"a,b\n1,2"
    assert store.objects.info("key") == ObjectInfo(7, "text/csv")
