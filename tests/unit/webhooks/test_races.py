"""What two at the same time do to deliveries and subscriptions."""

from collections.abc import Callable

import pytest
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.errors import Conflict, NotFound
from docsmith.domain.pool import SlotLease
from docsmith.domain.retries import Answer
from docsmith.domain.webhook import Announcement, Delivery, Subscription
from docsmith.usecases.endpoint_places import endpoint_pool, free_places
from docsmith.usecases.records import Insert, Remove, Replace
from docsmith.usecases.resend_deliveries import PATIENCE, ResendDeliveries


def touch(dispatch: Dispatch, subscription: Subscription) -> Callable[[], None]:
    """Somebody else changes the subscription just before."""

    def change() -> None:
        stored = dispatch.world.subscribe.get(dispatch.owner, subscription.webhook_id)
        dispatch.world.records.transact(Replace(stored.value, stored.version))

    return change


def test_a_change_is_made_against_others_who_change_at_the_same_time(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    dispatch.world.records.before_commit = [touch(dispatch, subscription)]
    changed = dispatch.world.subscribe.change(
        dispatch.owner, subscription.webhook_id, {"description": "orders"}
    )
    assert dispatch.subscribed(subscription) == changed


@pytest.mark.parametrize("act", ["change", "rotate"])
def test_a_change_that_never_comes_through_is_a_conflict(dispatch: Dispatch, act: str) -> None:
    subscription, _ = dispatch.subscription()
    races: list[Callable[[], object]] = []
    for _ in range(4):
        races += [touch(dispatch, subscription), lambda: None]
    dispatch.world.records.before_commit = races
    subscribe, ids = dispatch.world.subscribe, (dispatch.owner, subscription.webhook_id)
    acts = {"change": lambda: subscribe.change(*ids, {}), "rotate": lambda: subscribe.rotate(*ids)}
    with pytest.raises(Conflict, match="being changed"):
        acts[act]()


def test_a_rotation_keeps_the_secret_before_it_and_forgets_the_ones_before(
    dispatch: Dispatch,
) -> None:
    subscription, first = dispatch.subscription()
    dispatch.world.records.before_commit = [touch(dispatch, subscription)]
    _, second = dispatch.world.subscribe.rotate(dispatch.owner, subscription.webhook_id)
    after, third = dispatch.world.subscribe.rotate(dispatch.owner, subscription.webhook_id)
    opened = [dispatch.world.sealer.open(sealed) for sealed in after.secrets]
    assert opened == [third, second]
    assert first not in opened


def test_a_subscription_deleted_twice_is_gone_and_counted_once(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    again = lambda: dispatch.world.subscribe.delete(  # noqa: E731
        dispatch.owner, subscription.webhook_id
    )
    dispatch.world.records.before_commit = [again]
    with pytest.raises(NotFound):
        again()
    assert dispatch.world.records.counters("webhooks", dispatch.owner) == {"subscriptions": 0}


def test_a_test_of_a_subscription_that_is_off_is_a_conflict(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    dispatch.world.subscribe.change(dispatch.owner, subscription.webhook_id, {"active": False})
    with pytest.raises(Conflict, match="The subscription is off"):
        dispatch.world.subscribe.test(dispatch.owner, subscription.webhook_id)


def test_a_place_taken_at_the_last_moment_makes_room_for_the_next_one(dispatch: Dispatch) -> None:
    first, second = dispatch.pending(), dispatch.pending()
    dispatch.with_policy(places=2)

    def race() -> None:
        dispatch.sender.during = [lambda: outcomes.append(dispatch.deliver(first.delivery_id))]
        outcomes.append(dispatch.deliver(second.delivery_id))

    outcomes: list[str] = []
    dispatch.sender.during = [race]
    third = dispatch.pending()
    assert dispatch.deliver(third.delivery_id) == "delivered"
    assert sorted(outcomes) == ["delivered", "pending"]


def test_a_lease_written_between_reading_and_claiming_costs_only_that_place(
    dispatch: Dispatch,
) -> None:
    delivery, taken = dispatch.pending(), list[SlotLease]()

    def take() -> None:
        [first, *_] = free_places(
            endpoint_pool(dispatch.owner, "https://customer.example:443"),
            owner=delivery.delivery_id,
            organisation=dispatch.owner,
            size=dispatch.policy.places,
            until=dispatch.world.clock(),
            records=dispatch.world.records,
        )
        taken.append(first)
        dispatch.world.records.transact(Insert(first))

    dispatch.world.records.before_commit = [take]
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    assert len(taken) == 1
    assert dispatch.now(delivery).attempts == 1


def test_a_url_that_is_not_allowed_any_more_is_a_failure_like_any_other(
    dispatch: Dispatch,
) -> None:
    delivery = dispatch.pending()
    stored = dispatch.world.records.get(Delivery, delivery.delivery_id)
    assert stored is not None
    moved = stored.value.with_(url="http://127.0.0.1:9/")
    dispatch.world.records.transact(Replace(moved, stored.version, due_at=moved.due_at))
    dispatch.sender.answers = [Answer(error="The URL is not an https URL.")]
    assert dispatch.deliver(delivery.delivery_id) == "pending"


def test_an_organisation_that_is_gone_ends_its_deliveries(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    dispatch.world.records.transact(Remove(dispatch.caller.organisation))
    assert dispatch.deliver(delivery.delivery_id) == "disabled"
    assert dispatch.now(delivery).reason == "The organisation was deleted."


def test_a_subscription_that_everybody_changes_is_noted_as_well_as_can_be(
    dispatch: Dispatch,
) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    races: list[Callable[[], object]] = [lambda: None, lambda: None]
    for _ in range(4):
        races += [touch(dispatch, subscription), lambda: None]
    dispatch.world.records.before_commit = races
    dispatch.sender.answers = [Answer(status=500)]
    assert dispatch.deliver(delivery.delivery_id) == "pending"
    assert dispatch.subscribed(subscription).failing_since is None
    dispatch.world.records.before_commit = []


def test_a_subscription_disabled_meanwhile_stays_as_it_is(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    off = {"active": False}
    dispatch.sender.during = [
        lambda: dispatch.world.subscribe.change(dispatch.owner, subscription.webhook_id, off)
    ]
    dispatch.sender.answers = [Answer(status=410)]
    assert dispatch.deliver(delivery.delivery_id) == "disabled"
    assert dispatch.subscribed(subscription).disabled_reason is None


def test_a_replay_of_a_requests_own_url_needs_no_subscription(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    dispatch.deliver(delivery.delivery_id)
    assert dispatch.world.replay.one(dispatch.owner, delivery.delivery_id).replays == 1


def test_the_sweep_steps_back_from_what_moves_while_it_looks(dispatch: Dispatch) -> None:
    first, second = dispatch.pending(), dispatch.pending()
    dispatch.world.clock.now += PATIENCE
    dispatch.world.deliveries.sent.clear()
    deliver, resend = (
        dispatch.deliver,
        ResendDeliveries(dispatch.world.records, dispatch.world.deliveries, dispatch.world.clock),
    )

    def both() -> None:
        deliver(first.delivery_id)
        dispatch.world.records.transact(Remove(second))

    dispatch.world.records.before_commit = [both]
    assert resend() == 0
    assert dispatch.world.deliveries.sent == []


def test_the_sweep_stops_after_a_thousand(dispatch: Dispatch) -> None:
    now = dispatch.world.clock()
    for number in range(1_020):
        value = Announcement(task_id=f"task_{number:05d}", organisation="o", created_at=now)
        dispatch.world.records.transact(Insert(value, due_at=now))
    dispatch.world.clock.now += PATIENCE
    resend = ResendDeliveries(
        dispatch.world.records, dispatch.world.deliveries, dispatch.world.clock
    )
    assert (resend(), resend()) == (1_000, 20)


def test_two_dispatchers_that_both_find_the_subscription_deleted_end_it_once(
    dispatch: Dispatch,
) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    dispatch.world.subscribe.delete(dispatch.owner, subscription.webhook_id)
    dispatch.world.records.before_commit = [lambda: dispatch.deliver(delivery.delivery_id)]
    assert dispatch.deliver(delivery.delivery_id) == "overtaken"
    assert dispatch.now(delivery).status == "disabled"
