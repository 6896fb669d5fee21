"""The delivery log and its replay."""

from datetime import timedelta

import pytest
from tests.fakes.clock import START
from tests.fakes.nouns import a_delivery
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.errors import Conflict, NotFound
from docsmith.domain.retries import SCHEDULE_S, Answer
from docsmith.domain.webhook import Attempt, Delivery, DeliveryStatus
from docsmith.usecases.read_deliveries import DeliveryFilter, ReadDeliveries
from docsmith.usecases.records import Insert
from docsmith.usecases.resend_deliveries import AGAIN, PATIENCE

REFUSED = Answer(status=404)


def ended(dispatch: Dispatch, answer: Answer = REFUSED) -> Delivery:
    dispatch.sender.answers = [answer]
    delivery = dispatch.told()
    dispatch.deliver(delivery.delivery_id)
    dispatch.sender.answers = []
    return dispatch.now(delivery)


def test_a_replay_has_the_same_id_fresh_links_and_says_that_it_is_one(dispatch: Dispatch) -> None:
    dispatch.subscription()
    delivery = ended(dispatch)
    dispatch.world.clock.advance(days=3)
    dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    first, second = dispatch.sender.sent
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.json["download_url"] != second.json["download_url"]
    assert second.headers["x-overten-replay"] == "1"
    assert [a.status for a in dispatch.attempts(delivery)] == [404, 200]


def test_a_replay_has_a_full_round_of_attempts(dispatch: Dispatch) -> None:
    dispatch.subscription()
    delivery = ended(dispatch)
    dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)
    dispatch.sender.answers = [Answer(status=500)]
    while not dispatch.now(delivery).status.is_terminal:
        dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
    assert len(dispatch.sender.sent) == 1 + len(SCHEDULE_S)
    assert dispatch.now(delivery).status is DeliveryStatus.EXHAUSTED


def test_what_is_still_pending_is_not_replayed(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    with pytest.raises(Conflict, match="still pending"):
        dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)


def test_another_organisations_delivery_is_not_there(dispatch: Dispatch) -> None:
    dispatch.subscription()
    delivery = ended(dispatch)
    with pytest.raises(NotFound):
        dispatch.world.replay.one("org_other", delivery.delivery_id)


def test_nothing_is_replayed_to_a_subscription_that_is_off_until_it_is_on_again(
    dispatch: Dispatch,
) -> None:
    subscription, _ = dispatch.subscription()
    delivery = ended(dispatch, Answer(status=410))
    with pytest.raises(Conflict, match="Activate it first"):
        dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)
    dispatch.world.subscribe.change(dispatch.owner, subscription.webhook_id, {"active": True})
    dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)
    assert dispatch.deliver(delivery.delivery_id) == "delivered"


def test_nothing_is_replayed_to_a_subscription_that_was_deleted(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    delivery = ended(dispatch)
    dispatch.world.subscribe.delete(dispatch.owner, subscription.webhook_id)
    with pytest.raises(Conflict, match="was deleted"):
        dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)


def test_two_replays_at_once_are_one(dispatch: Dispatch) -> None:
    dispatch.subscription()
    delivery = ended(dispatch)
    again = lambda: dispatch.world.replay.one(dispatch.owner, delivery.delivery_id)  # noqa: E731
    dispatch.world.records.before_commit = [again]
    with pytest.raises(Conflict, match="changed meanwhile"):
        again()
    assert dispatch.now(delivery).replays == 1


def test_a_range_replays_what_was_not_delivered_since_then(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    old = ended(dispatch)
    dispatch.world.clock.advance(hours=1)
    since = dispatch.world.clock()
    delivered, first = ended(dispatch, Answer(status=200)), ended(dispatch)
    dispatch.world.clock.advance(hours=1)
    last = ended(dispatch)
    wanted = DeliveryFilter(
        webhook_id=subscription.webhook_id,
        statuses=frozenset({DeliveryStatus.EXHAUSTED}),
        since=since,
        until=dispatch.world.clock() + timedelta(seconds=1),
    )
    done = dispatch.world.replay.range(dispatch.owner, subscription.webhook_id, wanted)
    assert (done.count, done.next) == (2, None)
    replays = {d.delivery_id: d.replays for d in dispatch.all()}
    assert [replays[d.delivery_id] for d in (old, delivered, first, last)] == [0, 0, 1, 1]


def test_the_log_is_read_newest_first_page_by_page_each_delivery_once(dispatch: Dispatch) -> None:
    for _ in range(7):
        dispatch.pending()
        dispatch.world.clock.advance(seconds=1)
    reading = ReadDeliveries(dispatch.world.records)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = reading.page(dispatch.owner, DeliveryFilter(), limit=3, cursor=cursor)
        seen += [stored.value.delivery_id for stored in page.records]
        cursor = page.next
        if cursor is None:
            break
    newest = sorted(dispatch.all(), key=lambda d: d.created_at, reverse=True)
    assert seen == [d.delivery_id for d in newest]


def test_what_is_far_down_the_log_is_found_by_a_filter(dispatch: Dispatch) -> None:
    rare = dispatch.pending("https://rare.example/")
    dispatch.sender.answers = [REFUSED]
    dispatch.deliver(rare.delivery_id)
    for number in range(450):
        now = dispatch.world.clock.advance(seconds=1)
        newer = a_delivery(
            delivery_id=f"dlv_9{number:025d}", organisation=dispatch.owner, created_at=now
        )
        dispatch.world.records.transact(Insert(newer))
    reading = ReadDeliveries(dispatch.world.records)
    wanted = DeliveryFilter(statuses=frozenset({DeliveryStatus.EXHAUSTED}))
    [found] = reading.page(dispatch.owner, wanted, limit=20).records
    assert found.value.delivery_id == rare.delivery_id


def test_a_search_that_finds_nothing_for_long_hands_back_a_cursor(dispatch: Dispatch) -> None:
    for number in range(2_050):
        dispatch.world.records.transact(Insert(a_delivery(number, organisation=dispatch.owner)))
    reading = ReadDeliveries(dispatch.world.records)
    nothing = DeliveryFilter(statuses=frozenset({DeliveryStatus.DISABLED}))
    first = reading.page(dispatch.owner, nothing, limit=20)
    assert first.records == ()
    assert first.next is not None
    assert reading.page(dispatch.owner, nothing, limit=20, cursor=first.next).next is None


def test_a_log_of_more_attempts_than_a_page_is_read_whole(dispatch: Dispatch) -> None:
    for number in range(1, 152):
        attempt = Attempt(delivery_id="dlv_1", number=number, at=START, url="https://c.example/")
        dispatch.world.records.transact(Insert(attempt))
    log = ReadDeliveries(dispatch.world.records).attempts("dlv_1")
    assert [attempt.number for attempt in log] == list(range(1, 152))


def test_filters_take_only_what_they_name(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    task = dispatch.completed(webhook_url="https://customer.example/own")
    by_hook, by_task = (
        DeliveryFilter(webhook_id=subscription.webhook_id),
        DeliveryFilter(task_id=task.task_id),
    )
    reading = ReadDeliveries(dispatch.world.records)
    counts = [len(reading.page(dispatch.owner, f, limit=10).records) for f in (by_hook, by_task)]
    assert counts == [1, 2]
    nothing = DeliveryFilter(statuses=frozenset({DeliveryStatus.DISABLED}))
    assert reading.page(dispatch.owner, nothing, limit=10).records == ()


def test_the_sweep_sends_again_what_the_queue_dropped_but_not_twice_at_once(
    dispatch: Dispatch,
) -> None:
    delivery = dispatch.pending()
    dispatch.world.deliveries.sent.clear()
    assert "resent" not in dispatch.world.sweep()
    dispatch.world.clock.now += PATIENCE
    assert dispatch.world.sweep()["resent"] == 1
    assert dispatch.world.deliveries.sent == [(delivery.delivery_id, 0)]
    assert "resent" not in dispatch.world.sweep()
    dispatch.world.clock.now += AGAIN + PATIENCE
    assert dispatch.world.sweep()["resent"] == 1


def test_the_sweep_leaves_alone_what_is_being_sent(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    dispatch.world.clock.now += PATIENCE
    swept = list[object]()
    dispatch.sender.during = [lambda: swept.append(dispatch.world.sweep())]
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    assert swept == [{}]


def test_the_sweep_clears_a_backlog_of_hundreds(dispatch: Dispatch) -> None:
    for number in range(240):
        dispatch.world.subscribe.queue.send(f"other {number}")
    deliveries = [dispatch.pending() for _ in range(240)]
    dispatch.world.clock.now += PATIENCE
    assert dispatch.world.sweep()["resent"] == len(deliveries)
