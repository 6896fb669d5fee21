"""What every store of records promises."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.clock import START, FakeClock
from tests.fakes.nouns import (
    ORGANISATION,
    a_batch,
    a_batch_item,
    a_bucket,
    a_delivery,
    a_file,
    a_lease,
    a_line_failure,
    a_memory,
    a_revision,
    a_run,
    a_subscription,
    a_task,
    a_waiter,
    an_announcement,
    an_api_key,
    an_attempt,
    an_entry,
    an_id,
    an_image,
    an_organisation,
)

from docsmith.adapters.dynamodb_layout import LAYOUTS
from docsmith.domain.account import ApiKey, Organisation
from docsmith.domain.batch import Batch, BatchItem, LineFailure
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import InvalidRequest
from docsmith.domain.files import StoredFile
from docsmith.domain.idempotency import IdempotencyRecord
from docsmith.domain.images import StoredImage
from docsmith.domain.pool import SlotLease, Waiter
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Phase, Task
from docsmith.domain.value import Value
from docsmith.domain.webhook import Attempt, Delivery, Subscription
from docsmith.usecases.records import (
    Collision,
    Count,
    Forget,
    Insert,
    Page,
    Records,
    Remove,
    Replace,
)

KEYS: list[tuple[Value, tuple[str | int, ...]]] = [
    (a_task(1), (an_id("task_"),)),
    (a_task(2).enter(Phase.PREFLIGHT, at=START + timedelta(microseconds=1)), (an_id("task_", 2),)),
    (a_run(1), (an_id("run_"),)),
    (a_revision(3), (an_id("run_"), 3)),
    (an_organisation(1, origins=("https://a.test",)), (an_id("org_"),)),
    (an_api_key(1), (an_api_key(1).digest,)),
    (a_lease(4), ("live", 4)),
    (a_waiter(5), ("live", an_id("task_", 5))),
    (an_entry(6, detail={"spent_usd": 0.5, "none": None}), (ORGANISATION, an_id("task_", 6))),
    (a_file(7), (an_id("file_", 7),)),
    (a_memory(8), (ORGANISATION, f"{8:064d}")),
    (a_subscription(9), (ORGANISATION, an_id("whk_", 9))),
    (a_delivery(10), (an_id("dlv_", 10),)),
    (a_delivery(11, due_at=START), (an_id("dlv_", 11),)),
    (a_bucket(12), (an_id("key_", 12),)),
    (an_attempt(3), (an_id("dlv_"), 3)),
    (an_announcement(13), (an_id("task_", 13),)),
    (an_image(14), (an_id("img_", 14),)),
    (a_batch(15, defaults={"format": "word"}), (an_id("bat_", 15),)),
    (a_batch_item(16, token="t"), (an_id("bat_"), 16)),
    (a_line_failure(17), (an_id("bat_"), 17)),
]
LISTED: list[tuple[type[Value], str, list[Value]]] = [
    (Task, ORGANISATION, [a_task(n) for n in range(1, 8)]),
    (Run, ORGANISATION, [a_run(n) for n in range(1, 8)]),
    (Revision, an_id("run_"), [a_revision(n) for n in range(1, 8)]),
    (Organisation, "*", [an_organisation(n) for n in range(1, 8)]),
    (ApiKey, ORGANISATION, [an_api_key(n) for n in range(1, 8)]),
    (SlotLease, "live", [a_lease(n) for n in range(1, 8)]),
    (Waiter, "live", [a_waiter(n) for n in range(1, 8)]),
    (LedgerEntry, ORGANISATION, [an_entry(n) for n in range(1, 8)]),
    (StoredFile, ORGANISATION, [a_file(n) for n in range(1, 8)]),
    (StoredImage, ORGANISATION, [an_image(n) for n in range(1, 8)]),
    (Subscription, ORGANISATION, [a_subscription(n) for n in range(1, 8)]),
    (Delivery, ORGANISATION, [a_delivery(n) for n in range(1, 8)]),
    (Attempt, an_id("dlv_"), [an_attempt(n) for n in range(1, 8)]),
    (Batch, ORGANISATION, [a_batch(n) for n in range(1, 8)]),
    (BatchItem, an_id("bat_"), [a_batch_item(n) for n in range(1, 8)]),
    (LineFailure, an_id("bat_"), [a_line_failure(n) for n in range(1, 8)]),
]


def refused(records: Records, *writes: Any, token: str | None = None) -> tuple[int, ...]:
    with pytest.raises(Collision) as collision:
        records.transact(*writes, token=token)
    return collision.value.refused


def walk(
    records: Records, kind: type[Any], owner: str, *, limit: int, newest_first: bool = False
) -> list[Page[Any]]:
    pages = [records.page(kind, owner, limit=limit, newest_first=newest_first)]
    while pages[-1].next is not None:
        page = records.page(
            kind, owner, after=pages[-1].next, limit=limit, newest_first=newest_first
        )
        pages.append(page)
    return pages


def values(pages: list[Page[Any]]) -> list[Any]:
    return [stored.value for page in pages for stored in page.records]


def test_every_noun_that_is_stored_is_under_this_contract() -> None:
    assert {type(value) for value, _ in KEYS} == set(LAYOUTS)
    listed = {kind for kind, layout in LAYOUTS.items() if layout.owner or layout.inside}
    assert {kind for kind, _, _ in LISTED} == listed


def test_every_noun_is_read_back_as_it_was_written(records: Records) -> None:
    for value, key in KEYS:
        records.transact(Insert(value))
        stored = records.get(type(value), *key)
        assert stored is not None
        assert (stored.value, stored.version) == (value, 1)


def test_what_was_never_written_is_not_there(records: Records) -> None:
    for value, key in KEYS:
        assert records.get(type(value), *key) is None


def test_a_key_that_no_record_can_have_is_not_there(records: Records) -> None:
    assert records.get(Task, "x" * 5000) is None
    assert records.get(Task, "") is None


def test_an_insert_over_a_record_is_refused(records: Records) -> None:
    records.transact(Insert(a_task()))
    assert refused(records, Insert(a_task(progress=5))) == (0,)


def test_a_replace_raises_the_version_by_one(records: Records) -> None:
    records.transact(Insert(a_run()))
    records.transact(Replace(a_run(head=1), 1))
    records.transact(Replace(a_run(head=2), 2))
    stored = records.get(Run, an_id("run_"))
    assert stored is not None
    assert (stored.value.head, stored.version) == (2, 3)


def test_a_replace_of_another_version_is_refused(records: Records) -> None:
    records.transact(Insert(a_run()))
    records.transact(Replace(a_run(head=1), 1))
    assert refused(records, Replace(a_run(head=9), 1)) == (0,)
    assert refused(records, Replace(a_run(head=9), 3)) == (0,)


def test_a_replace_of_what_is_not_there_is_refused(records: Records) -> None:
    assert refused(records, Replace(a_run(), 1)) == (0,)


def test_a_removed_record_is_not_there_and_may_be_written_again(records: Records) -> None:
    records.transact(Insert(a_file()))
    records.transact(Remove(a_file()))
    assert records.get(StoredFile, an_id("file_")) is None
    records.transact(Insert(a_file()))


def test_a_remove_at_another_version_or_of_nothing_is_refused(records: Records) -> None:
    assert refused(records, Remove(a_file())) == (0,)
    records.transact(Insert(a_file()))
    assert refused(records, Remove(a_file(), 2)) == (0,)
    records.transact(Remove(a_file(), 1))


def test_a_collision_names_the_refused_writes_and_nothing_is_written(records: Records) -> None:
    records.transact(Insert(a_task(1)), Insert(a_run(1)))
    writes = [
        Insert(a_task(2)),
        Insert(a_task(1)),
        Count("tasks", ORGANISATION, add={"open": 1}),
        Replace(a_run(1, head=4), 7),
        Count("balance", ORGANISATION, add={"available": -1}, at_least={"available": 1}),
    ]
    assert refused(records, *writes) == (1, 3, 4)
    assert records.get(Task, an_id("task_", 2)) is None
    assert records.counters("tasks", ORGANISATION) == {}


def test_counters_are_added_to_and_counted_from_nothing(records: Records) -> None:
    assert records.counters("tasks", "somebody") == {}
    records.transact(Count("tasks", "somebody", add={"open": 2, "held": -3}))
    records.transact(Count("tasks", "somebody", add={"open": -1}))
    assert records.counters("tasks", "somebody") == {"open": 1, "held": -3}
    assert records.counters("balance", "somebody") == {}
    assert records.counters("tasks", "somebody else") == {}


def test_counters_whose_time_is_over_are_not_read(records: Records, clock: FakeClock) -> None:
    ends = clock() + timedelta(hours=1)
    records.transact(Count("spend:today", "o", add={"micro_usd": 5}, expires_at=ends))
    records.transact(Count("spend:today", "o", add={"refused": 1}, expires_at=ends))
    assert records.counters("spend:today", "o") == {"micro_usd": 5, "refused": 1}
    clock.advance(hours=1)
    assert records.counters("spend:today", "o") == {}


def test_forgotten_counters_count_from_nothing_and_the_others_stay(records: Records) -> None:
    records.transact(
        Count("tasks", "o", add={"open": 5}),
        Count("balance", "o", add={"held": 2}),
        Count("tasks", "p", add={"open": 3}),
    )
    records.transact(Forget("tasks", "o"), Forget("never", "o"))
    counted = [records.counters(*of) for of in (("tasks", "o"), ("balance", "o"), ("tasks", "p"))]
    assert counted == [{}, {"held": 2}, {"open": 3}]


@pytest.mark.parametrize(
    ("held", "least", "allowed"), [(5, 5, True), (4, 5, False), (None, 0, True), (None, 1, False)]
)
def test_a_counter_must_hold_at_least(
    records: Records, held: int | None, least: int, allowed: bool
) -> None:
    if held is not None:
        records.transact(Count("balance", "o", add={"available": held}))
    taking = Count("balance", "o", add={"available": -1}, at_least={"available": least})
    if allowed:
        records.transact(taking)
    else:
        assert refused(records, taking) == (0,)


@pytest.mark.parametrize(
    ("held", "below", "allowed"), [(4, 5, True), (5, 5, False), (None, 1, True), (None, 0, False)]
)
def test_a_counter_must_be_below(
    records: Records, held: int | None, below: int, allowed: bool
) -> None:
    if held is not None:
        records.transact(Count("tasks", "o", add={"open": held}))
    adding = Count("tasks", "o", add={"open": 1}, below={"open": below})
    if allowed:
        records.transact(adding)
    else:
        assert refused(records, adding) == (0,)


def test_an_expired_record_is_not_there_and_may_be_inserted_over(
    records: Records, clock: FakeClock
) -> None:
    records.transact(Insert(a_memory(), expires_at=clock() + timedelta(seconds=10)))
    clock.advance(seconds=9)
    assert records.get(IdempotencyRecord, ORGANISATION, a_memory().digest) is not None
    assert refused(records, Insert(a_memory())) == (0,)
    clock.advance(seconds=1)
    assert records.get(IdempotencyRecord, ORGANISATION, a_memory().digest) is None
    records.transact(Insert(a_memory(task_id="task_again")))
    stored = records.get(IdempotencyRecord, ORGANISATION, a_memory().digest)
    assert stored is not None
    assert (stored.value.task_id, stored.version) == ("task_again", 1)


def test_expired_records_are_neither_listed_nor_due(records: Records, clock: FakeClock) -> None:
    soon = clock() + timedelta(seconds=5)
    records.transact(Insert(a_task(1), due_at=clock(), expires_at=soon), Insert(a_task(2)))
    clock.advance(seconds=5)
    assert values(walk(records, Task, ORGANISATION, limit=10)) == [a_task(2)]
    assert records.due(Task, clock()) == []


@pytest.mark.parametrize(
    ("kind", "owner", "listed"), LISTED, ids=lambda p: getattr(p, "__name__", "")
)
def test_pages_visit_each_record_once_in_the_order_of_ids(
    records: Records, kind: type[Value], owner: str, listed: list[Value]
) -> None:
    records.transact(*(Insert(value) for value in reversed(listed)))
    assert values(walk(records, kind, owner, limit=3)) == listed
    assert values(walk(records, kind, owner, limit=3, newest_first=True)) == listed[::-1]
    assert values(walk(records, kind, owner, limit=100)) == listed
    assert records.page(kind, "somebody else").records == ()


def test_pages_visit_each_record_once_while_new_ones_arrive(records: Records) -> None:
    records.transact(*(Insert(a_task(n)) for n in range(10, 20)))
    seen: list[Task] = []
    after: str | None = None
    for newer in range(20, 40):
        page = records.page(Task, ORGANISATION, after=after, limit=3, newest_first=True)
        seen += [stored.value for stored in page.records]
        records.transact(Insert(a_task(newer)))
        after = page.next
        if after is None:
            break
    assert seen == [a_task(n) for n in range(19, 9, -1)]


def test_a_page_goes_on_after_its_last_record_was_removed(records: Records) -> None:
    records.transact(*(Insert(a_waiter(n)) for n in range(1, 6)))
    first = records.page(Waiter, "live", limit=2)
    records.transact(Remove(a_waiter(2)))
    rest = records.page(Waiter, "live", after=first.next, limit=10)
    assert [stored.value for stored in rest.records] == [a_waiter(n) for n in (3, 4, 5)]


def test_the_ledger_is_listed_by_time_whatever_the_entries_are(records: Records) -> None:
    entries = [an_entry(1), an_entry(2, entry_id=an_id("adj_", 2)), an_entry(3)]
    records.transact(*(Insert(entry) for entry in entries))
    assert values(walk(records, LedgerEntry, ORGANISATION, limit=2)) == entries


def test_nouns_of_one_partition_are_not_listed_among_each_other(records: Records) -> None:
    records.transact(
        Insert(an_organisation()), Insert(an_entry()), Insert(a_subscription()),
        Insert(a_run()), Insert(a_revision()), Insert(a_lease(1)), Insert(a_waiter(1)),
    )  # fmt: skip
    assert values(walk(records, LedgerEntry, ORGANISATION, limit=9)) == [an_entry()]
    assert values(walk(records, Subscription, ORGANISATION, limit=9)) == [a_subscription()]
    assert values(walk(records, Revision, an_id("run_"), limit=9)) == [a_revision()]
    assert values(walk(records, SlotLease, "live", limit=9)) == [a_lease(1)]


@pytest.mark.parametrize(
    "cursor",
    ["x", "%%%", "é", "e30", "W10", "bnVsbA", "eyJwayI6e319", "eyJhIjp7IlMiOiJ4In19", "A" * 1999],
)
@pytest.mark.parametrize("kind", [Task, LedgerEntry])
def test_a_forged_cursor_is_an_invalid_request(
    records: Records, kind: type[Value], cursor: str
) -> None:
    records.transact(Insert(a_task()), Insert(an_entry()))
    with pytest.raises(InvalidRequest):
        records.page(kind, ORGANISATION, after=cursor)


@pytest.mark.parametrize("kind", [Task, Run, LedgerEntry, Revision])
def test_a_cursor_of_another_list_is_an_invalid_request(
    records: Records, kind: type[Value]
) -> None:
    other = "org_other"
    records.transact(*(Insert(a_task(n, organisation=other)) for n in (1, 2, 3)))
    records.transact(*(Insert(an_entry(n, organisation=other)) for n in (1, 2, 3)))
    for page in (
        records.page(Task, other, limit=1),
        records.page(LedgerEntry, other, limit=1),
    ):
        with pytest.raises(InvalidRequest):
            records.page(kind, ORGANISATION, after=page.next)


def test_a_rank_counts_the_records_of_its_kind_up_to_itself(records: Records) -> None:
    for number in (3, 1, 2):
        records.transact(Insert(a_waiter(number)), Insert(a_lease(number)))
    records.transact(Insert(a_waiter(1, pool="test")))
    assert [records.rank(Waiter, "live", an_id("task_", number)) for number in (1, 2, 3)] == [
        1,
        2,
        3,
    ]
    assert records.rank(Waiter, "live", an_id("task_", 0)) == 0
    assert records.rank(SlotLease, "live", 2) == 2


def test_a_rank_counts_beyond_the_megabyte_that_is_read_at_once(records: Records) -> None:
    for number in range(12):
        records.transact(Insert(a_waiter(number, token="t" * 120_000)))
    assert records.rank(Waiter, "live", an_id("task_", 11)) == 12


def test_a_rank_is_of_kinds_with_a_partition_of_their_owner(records: Records) -> None:
    with pytest.raises(TypeError):
        records.rank(Task, an_id("task_"))


def test_what_is_due_comes_by_kind_oldest_first(records: Records, clock: FakeClock) -> None:
    for n, seconds in ((1, 30), (2, 10), (3, 20), (4, 90)):
        records.transact(Insert(a_task(n), due_at=START + timedelta(seconds=seconds)))
    records.transact(Insert(a_task(5)), Insert(a_delivery(1), due_at=START))
    at = START + timedelta(seconds=30)
    assert records.due(Task, at) == [a_task(2), a_task(3), a_task(1)]
    assert records.due(Task, at, limit=2) == [a_task(2), a_task(3)]
    assert records.due(Task, START) == []
    assert records.due(Delivery, at) == [a_delivery(1)]


def test_a_change_moves_or_ends_what_is_due(records: Records) -> None:
    records.transact(Insert(a_task(1), due_at=START), Insert(a_task(2), due_at=START))
    records.transact(
        Replace(a_task(1), 1), Replace(a_task(2), 1, due_at=START + timedelta(hours=1))
    )
    assert records.due(Task, START + timedelta(minutes=59)) == []
    assert records.due(Task, START + timedelta(minutes=60)) == [a_task(2)]


def test_a_repeat_with_its_token_is_harmless(records: Records) -> None:
    writes = [Insert(a_task()), Count("tasks", ORGANISATION, add={"open": 1})]
    records.transact(*writes, token=a_task().task_id)
    records.transact(*writes, token=a_task().task_id)
    assert records.counters("tasks", ORGANISATION) == {"open": 1}
    assert refused(records, *writes) == (0,)


def test_a_refused_transaction_may_be_repeated_with_its_token(records: Records) -> None:
    taking = Count("balance", "o", add={"available": -1}, at_least={"available": 1})
    assert refused(records, taking, token="task_x") == (0,)
    records.transact(Count("balance", "o", add={"available": 1}))
    records.transact(taking, token="task_x")
    assert records.counters("balance", "o") == {"available": 0}
