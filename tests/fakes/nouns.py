"""Nouns to test with: valid values, of which a test names only what it is about."""

from datetime import datetime
from typing import Any

from tests.fakes.clock import START

from docsmith.domain.account import ApiKey, Organisation, digest_of
from docsmith.domain.batch import Batch, BatchItem, LineFailure
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.files import FileStatus, Purpose, StoredFile
from docsmith.domain.idempotency import IdempotencyRecord
from docsmith.domain.images import StoredImage
from docsmith.domain.pool import SlotLease, Waiter
from docsmith.domain.rate import RateBucket
from docsmith.domain.run import Author, Revision, Run
from docsmith.domain.task import Failure, Kind, Status, Task
from docsmith.domain.webhook import Announcement, Attempt, Delivery, Event, Subscription

BASE_URL = "https://api.test/prod/api/v1"


def an_id(prefix: str, number: int = 1) -> str:
    """`task_0…1`: ids of one prefix sort by their number."""
    return f"{prefix}{number:026d}"


ORGANISATION = an_id("org_")


def a_task(number: int = 1, **changes: Any) -> Task:
    fields: dict[str, Any] = {
        "task_id": an_id("task_", number),
        "run_id": an_id("run_", number),
        "organisation": ORGANISATION,
        "key_id": an_id("key_"),
        "kind": Kind.EXCEL,
        "pool": "live",
        "request": {"prompt": "A budget"},
        "base_url": BASE_URL,
        "created_at": START,
    }
    return Task(**{**fields, **changes})


def a_run(number: int = 1, **changes: Any) -> Run:
    fields: dict[str, Any] = {
        "run_id": an_id("run_", number),
        "organisation": ORGANISATION,
        "kind": Kind.EXCEL,
        "title": "A budget",
        "created_at": START,
        "updated_at": START,
    }
    return Run(**{**fields, **changes})


def a_revision(number: int = 1, *, run: int = 1, **changes: Any) -> Revision:
    fields: dict[str, Any] = {
        "run_id": an_id("run_", run),
        "number": number,
        "author": Author.AGENT,
        "task_id": an_id("task_", run),
        "schema_version": 1,
        "state": f"state/{number}",
        "document": f"document/{number}",
        "file_name": "budget.xlsx",
        "size": 12,
        "sha256": "0" * 64,
        "summary": "A budget.",
        "created_at": START,
    }
    return Revision(**{**fields, **changes})


def an_organisation(number: int = 1, **changes: Any) -> Organisation:
    fields: dict[str, Any] = {
        "organisation_id": an_id("org_", number),
        "name": f"Organisation {number}",
        "webhook_secret": "sealed",
        "created_at": START,
    }
    return Organisation(**{**fields, **changes})


def an_api_key(number: int = 1, **changes: Any) -> ApiKey:
    fields: dict[str, Any] = {
        "key_id": an_id("key_", number),
        "organisation": ORGANISATION,
        "digest": digest_of(f"sk_live_{number}"),
        "hint": "sk_live_…",
        "created_at": START,
    }
    return ApiKey(**{**fields, **changes})


def a_lease(number: int = 0, **changes: Any) -> SlotLease:
    fields: dict[str, Any] = {
        "pool": "live",
        "number": number,
        "owner": an_id("task_", number),
        "organisation": ORGANISATION,
        "until": START,
    }
    return SlotLease(**{**fields, **changes})


def a_waiter(number: int = 1, **changes: Any) -> Waiter:
    fields: dict[str, Any] = {
        "pool": "live",
        "task_id": an_id("task_", number),
        "organisation": ORGANISATION,
        "running_limit": 5,
        "token": f"token-{number}",
        "since": START,
    }
    return Waiter(**{**fields, **changes})


def an_entry(number: int = 1, **changes: Any) -> LedgerEntry:
    fields: dict[str, Any] = {
        "organisation": ORGANISATION,
        "entry_id": an_id("task_", number),
        "credits": -1,
        "reason": "task completed",
        "created_at": START,
    }
    return LedgerEntry(**{**fields, **changes})


def a_file(number: int = 1, **changes: Any) -> StoredFile:
    fields: dict[str, Any] = {
        "file_id": an_id("file_", number),
        "organisation": ORGANISATION,
        "name": "orders.csv",
        "content_type": "text/csv",
        "purpose": Purpose.CONTEXT,
        "status": FileStatus.READY,
        "size": 3,
        "key": f"files/{number}",
        "created_at": START,
    }
    return StoredFile(**{**fields, **changes})


def an_image(number: int = 1, **changes: Any) -> StoredImage:
    fields: dict[str, Any] = {
        "image_id": an_id("img_", number),
        "organisation": ORGANISATION,
        "name": "harbour.png",
        "kind": "png",
        "width": 40,
        "height": 30,
        "size": 3,
        "sha256": "0" * 64,
        "key": f"images/{number}",
        "created_at": START,
    }
    return StoredImage(**{**fields, **changes})


def a_memory(number: int = 1, **changes: Any) -> IdempotencyRecord:
    fields: dict[str, Any] = {
        "organisation": ORGANISATION,
        "digest": f"{number:064d}",
        "fingerprint": "f",
        "task_id": an_id("task_", number),
        "created_at": START,
    }
    return IdempotencyRecord(**{**fields, **changes})


def a_subscription(number: int = 1, **changes: Any) -> Subscription:
    fields: dict[str, Any] = {
        "webhook_id": an_id("whk_", number),
        "organisation": ORGANISATION,
        "url": "https://customer.test/hook",
        "events": (Event.RUN_COMPLETED, Event.RUN_FAILED),
        "secrets": ("sealed",),
        "created_at": START,
    }
    return Subscription(**{**fields, **changes})


def a_delivery(number: int = 1, *, due_at: datetime | None = None, **changes: Any) -> Delivery:
    fields: dict[str, Any] = {
        "delivery_id": an_id("dlv_", number),
        "organisation": ORGANISATION,
        "url": "https://customer.test/hook",
        "event": Event.RUN_COMPLETED,
        "task_id": an_id("task_", number),
        "run_id": an_id("run_", number),
        "due_at": due_at,
        "created_at": START,
    }
    return Delivery(**{**fields, **changes})


def an_attempt(number: int = 1, *, delivery: int = 1, **changes: Any) -> Attempt:
    fields: dict[str, Any] = {
        "delivery_id": an_id("dlv_", delivery),
        "number": number,
        "at": START,
        "url": "https://customer.test/hook",
    }
    return Attempt(**{**fields, **changes})


def an_announcement(number: int = 1, **changes: Any) -> Announcement:
    fields: dict[str, Any] = {
        "task_id": an_id("task_", number),
        "organisation": ORGANISATION,
        "created_at": START,
    }
    return Announcement(**{**fields, **changes})


def a_batch(number: int = 1, **changes: Any) -> Batch:
    fields: dict[str, Any] = {
        "batch_id": an_id("bat_", number),
        "organisation": ORGANISATION,
        "key_id": an_id("key_"),
        "base_url": BASE_URL,
        "created_at": START,
    }
    return Batch(**{**fields, **changes})


def a_batch_item(number: int = 1, **changes: Any) -> BatchItem:
    fields: dict[str, Any] = {
        "batch_id": an_id("bat_"),
        "organisation": ORGANISATION,
        "number": number,
        "key": f"line {number}",
        "created_at": START,
    }
    return BatchItem(**{**fields, **changes})


def a_line_failure(number: int = 1, **changes: Any) -> LineFailure:
    fields: dict[str, Any] = {
        "batch_id": an_id("bat_"),
        "number": number,
        "key": f"line {number}",
        "status": Status.FAILED,
        "failure": Failure(code="model_error", message="It did not answer."),
    }
    return LineFailure(**{**fields, **changes})


def a_bucket(number: int = 1, **changes: Any) -> RateBucket:
    fields: dict[str, Any] = {
        "key_id": an_id("key_", number),
        "limit": 120,
        "tokens": 7.25,
        "at": START,
    }
    return RateBucket(**{**fields, **changes})
