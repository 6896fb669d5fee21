"""What every place of manifests promises: one read is of what was accepted, or of nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber
from tests.contract.conftest import REGION
from tests.fakes.manifests import InMemoryManifests
from tests.fakes.objects import InMemoryObjects

from docsmith.adapters.s3_manifests import S3Manifests
from docsmith.domain.errors import Conflict, Forbidden, NotFound, StorageError
from docsmith.usecases.manifests import Manifests


@dataclass(frozen=True, slots=True)
class Drop:
    """A place where others write."""

    manifests: Manifests
    put: Callable[[str, bytes], None]
    delete: Callable[[str], None]


@pytest.fixture(params=["fake", "s3"])
def drop(request: pytest.FixtureRequest, unique: str) -> Drop:
    if request.param == "fake":
        objects = InMemoryObjects()
        fake = InMemoryManifests(objects)
        return Drop(fake, fake.put, objects.delete)
    request.getfixturevalue("aws")
    client: Any = boto3.client("s3", REGION)
    client.create_bucket(Bucket=unique, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(key: str, content: bytes) -> None:
        client.put_object(Bucket=unique, Key=key, Body=content)

    def delete(key: str) -> None:
        client.delete_object(Bucket=unique, Key=key)

    return Drop(S3Manifests(client=client, bucket=unique), put, delete)


def test_what_lies_there_is_known_by_its_size_and_the_end_of_its_key(drop: Drop) -> None:
    drop.put("batches/org_1/nightly.csv", b"name\nAnna\n")
    place = drop.manifests.look("batches/org_1/nightly.csv")
    assert place is not None
    assert (place.name, place.size) == ("nightly.csv", 10)
    assert drop.manifests.read(place) == b"name\nAnna\n"


def test_where_nothing_lies_there_is_no_place(drop: Drop) -> None:
    assert drop.manifests.look("batches/org_1/none.csv") is None


def test_what_was_written_anew_is_not_what_was_accepted(drop: Drop) -> None:
    drop.put("m.csv", b"old")
    place = drop.manifests.look("m.csv")
    assert place is not None
    drop.put("m.csv", b"new")
    with pytest.raises(Conflict, match=r"m\.csv was changed after it was accepted"):
        drop.manifests.read(place)
    drop.put("m.csv", b"old")
    assert drop.manifests.read(place) == b"old"


def test_what_was_taken_away_is_not_found(drop: Drop) -> None:
    drop.put("m.csv", b"old")
    place = drop.manifests.look("m.csv")
    assert place is not None
    drop.delete("m.csv")
    with pytest.raises(NotFound):
        drop.manifests.read(place)


def test_what_may_not_be_read_is_told_as_such() -> None:
    client: Any = boto3.client("s3", REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        stub.add_client_error("head_object", "403", http_status_code=403)
        with pytest.raises(Forbidden):
            S3Manifests(client=client, bucket="bucket").look("m.csv")


def test_a_service_that_nobody_reaches_is_told_as_such() -> None:
    client: Any = boto3.client(
        "s3",
        endpoint_url="http://127.0.0.1:1",
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    with pytest.raises(StorageError):
        S3Manifests(client=client, bucket="bucket").look("m.csv")
