"""How nouns lie in the one table: their keys, and under whom they are listed.

`pk` is the noun's own identity, so that a role's LeadingKeys can name the nouns it may touch. A
noun that lives inside another (a revision in its run, a slot in its pool) shares its partition and
is listed from there; the others are listed by organisation, through the index `by_owner`.
"""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false
# The rows of the table below are lambdas; `Layout` types them.

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docsmith.domain.account import ApiKey, Organisation
from docsmith.domain.batch import Batch, BatchItem, LineFailure
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.files import StoredFile
from docsmith.domain.idempotency import IdempotencyRecord
from docsmith.domain.images import StoredImage
from docsmith.domain.pool import SlotLease, Waiter
from docsmith.domain.rate import RateBucket
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Task
from docsmith.domain.value import Value
from docsmith.domain.webhook import Announcement, Attempt, Delivery, Subscription

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """`identity` takes a value to the parts of its key; `key` takes those parts to pk and sk."""

    identity: Callable[[Any], tuple[str | int, ...]]
    key: Callable[..., Key]
    owner: Callable[[Any], str] | None = None
    """Set when the noun is listed by organisation through the index."""
    inside: tuple[str, str] | None = None
    """pk format and sk prefix, when the noun is listed from its own partition."""
    order: Callable[[Any], str] | None = None
    """What sorts the list of an owner."""


LAYOUTS: dict[type[Value], Layout] = {
    Task: Layout(
        identity=lambda v: (v.task_id,),
        key=lambda task_id: (f"TASK#{task_id}", "TASK"),
        owner=lambda v: v.organisation,
        order=lambda v: v.task_id,
    ),
    Run: Layout(
        identity=lambda v: (v.run_id,),
        key=lambda run_id: (f"RUN#{run_id}", "RUN"),
        owner=lambda v: v.organisation,
        order=lambda v: v.run_id,
    ),
    Revision: Layout(
        identity=lambda v: (v.run_id, v.number),
        key=lambda run_id, number: (f"RUN#{run_id}", f"REV#{number:06d}"),
        inside=("RUN#{}", "REV#"),
    ),
    Organisation: Layout(
        identity=lambda v: (v.organisation_id,),
        key=lambda organisation: (f"ORG#{organisation}", "ORG"),
        owner=lambda v: "*",
        order=lambda v: v.organisation_id,
    ),
    ApiKey: Layout(
        identity=lambda v: (v.digest,),
        key=lambda digest: (f"KEY#{digest}", "KEY"),
        owner=lambda v: v.organisation,
        order=lambda v: v.key_id,
    ),
    IdempotencyRecord: Layout(
        identity=lambda v: (v.organisation, v.digest),
        key=lambda organisation, digest: (f"IDEM#{organisation}#{digest}", "IDEM"),
    ),
    RateBucket: Layout(
        identity=lambda v: (v.key_id,),
        key=lambda key_id: (f"RATE#{key_id}", "RATE"),
    ),
    StoredFile: Layout(
        identity=lambda v: (v.file_id,),
        key=lambda file_id: (f"FILE#{file_id}", "FILE"),
        owner=lambda v: v.organisation,
        order=lambda v: v.file_id,
    ),
    StoredImage: Layout(
        identity=lambda v: (v.image_id,),
        key=lambda image_id: (f"IMAGE#{image_id}", "IMAGE"),
        owner=lambda v: v.organisation,
        order=lambda v: v.image_id,
    ),
    SlotLease: Layout(
        identity=lambda v: (v.pool, v.number),
        key=lambda pool, number: (f"POOL#{pool}", f"SLOT#{number:05d}"),
        inside=("POOL#{}", "SLOT#"),
    ),
    Waiter: Layout(
        identity=lambda v: (v.pool, v.task_id),
        key=lambda pool, task_id: (f"POOL#{pool}", f"WAIT#{task_id}"),
        inside=("POOL#{}", "WAIT#"),
    ),
    LedgerEntry: Layout(
        identity=lambda v: (v.organisation, v.entry_id),
        key=lambda organisation, entry: (
            f"ORG#{organisation}",
            f"LEDGER#{str(entry).partition('_')[2]}",  # the ULID alone: the list is by time
        ),
        inside=("ORG#{}", "LEDGER#"),
    ),
    Subscription: Layout(
        identity=lambda v: (v.organisation, v.webhook_id),
        # A partition apart from the organisation's: whoever sends may write here, not there.
        key=lambda organisation, webhook: (f"WEBHOOKS#{organisation}", f"WEBHOOK#{webhook}"),
        inside=("WEBHOOKS#{}", "WEBHOOK#"),
    ),
    Delivery: Layout(
        identity=lambda v: (v.delivery_id,),
        key=lambda delivery: (f"DELIVERY#{delivery}", "DELIVERY"),
        owner=lambda v: v.organisation,
        order=lambda v: v.delivery_id,
    ),
    Attempt: Layout(
        identity=lambda v: (v.delivery_id, v.number),
        key=lambda delivery, number: (f"DELIVERY#{delivery}", f"ATTEMPT#{number:04d}"),
        inside=("DELIVERY#{}", "ATTEMPT#"),
    ),
    Batch: Layout(
        identity=lambda v: (v.batch_id,),
        key=lambda batch: (f"BATCH#{batch}", "BATCH"),
        owner=lambda v: v.organisation,
        order=lambda v: v.batch_id,
    ),
    BatchItem: Layout(
        identity=lambda v: (v.batch_id, v.number),
        key=lambda batch, number: (f"BATCH#{batch}", f"LINE#{number:07d}"),
        inside=("BATCH#{}", "LINE#"),
    ),
    LineFailure: Layout(
        identity=lambda v: (v.batch_id, v.number),
        key=lambda batch, number: (f"BATCH#{batch}", f"FAILURE#{number:07d}"),
        inside=("BATCH#{}", "FAILURE#"),
    ),
    Announcement: Layout(
        identity=lambda v: (v.task_id,),
        key=lambda task_id: (f"ANNOUNCE#{task_id}", "ANNOUNCE"),
    ),
}


def key_of(value: Value) -> Key:
    layout = LAYOUTS[type(value)]
    return layout.key(*layout.identity(value))


def counter_key(kind: str, owner: str) -> Key:
    """Counters have partitions of their own, since many writers share them."""
    return f"COUNT#{owner}", kind
