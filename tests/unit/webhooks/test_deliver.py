"""The dispatcher: what is sent, when, how often, and what it leaves behind."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.clock import START
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.clock import epoch, iso
from docsmith.domain.errors import StorageError
from docsmith.domain.pool import SlotLease
from docsmith.domain.retries import SCHEDULE_S, Answer
from docsmith.domain.signature import hex_signature
from docsmith.domain.task import Failure
from docsmith.domain.ticket import Purpose, verify
from docsmith.domain.webhook import Delivery, DeliveryStatus, Event
from docsmith.usecases.delivery_course import CLAIM
from docsmith.usecases.records import Remove

FAILED = Answer(status=503, latency_ms=7, response="busy")


def test_a_completed_task_is_told_in_the_words_of_the_contract(dispatch: Dispatch) -> None:
    task = dispatch.completed(webhook_url="https://customer.example/own")
    [delivery] = dispatch.all()
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    [sent] = dispatch.sender.sent
    assert sent.url == "https://customer.example/own"
    body = sent.json
    assert list(body) == [
        "event", "delivery_id", "run_id", "task_id", "agent_name", "format", "status",
        "download_url", "edit_url", "summary", "artifacts", "credits_used", "duration_ms",
        "created_at",
    ]  # fmt: skip
    assert body["event"] == "run.completed"
    assert (body["run_id"], body["task_id"]) == (task.run_id, task.task_id)
    assert body["delivery_id"] == delivery.delivery_id
    assert (body["agent_name"], body["format"]) == ("excel_agent_api", "excel")
    assert (body["status"], body["summary"]) == ("completed", "A budget.")
    assert body["created_at"] == iso(delivery.created_at)
    ticket = body["download_url"].split("ticket=")[1]
    keys = dispatch.world.keys.current()
    assert verify(ticket, Purpose.DOWNLOAD, keys=keys, now=START).run_id == task.run_id


def test_every_header_of_the_contract_is_there(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    dispatch.deliver(delivery.delivery_id)
    [sent] = dispatch.sender.sent
    secret = dispatch.world.sealer.open(dispatch.caller.organisation.webhook_secret)
    now = epoch(dispatch.world.clock())
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["x-overten-event"] == "run.completed"
    assert sent.headers["x-overten-timestamp"] == sent.headers["webhook-timestamp"] == str(now)
    assert sent.headers["x-overten-signature"] == hex_signature(
        secret, timestamp=now, body=sent.body
    )
    assert sent.headers["webhook-id"] == delivery.delivery_id
    assert sent.headers["webhook-signature"].startswith("v1,")
    assert "x-overten-replay" not in sent.headers


def test_a_failed_task_tells_its_error_and_no_links(dispatch: Dispatch) -> None:
    task = dispatch.world.running(
        dispatch.world.submitted(dispatch.caller, webhook_url="https://customer.example/own")
    )
    dispatch.world.end.fail(task.task_id, Failure(code="timeout", message="Too late."))
    dispatch.deliver(dispatch.all()[0].delivery_id)
    body = dispatch.sender.sent[0].json
    assert body["error"] == {"code": "timeout", "message": "Too late."}
    assert (body["event"], body["status"]) == ("run.failed", "failed")
    assert "download_url" not in body


def test_every_attempt_is_in_the_log(dispatch: Dispatch) -> None:
    dispatch.sender.answers = [FAILED, Answer(error="Timed out.", latency_ms=15_000), Answer(200)]
    delivery = dispatch.pending()
    for _ in range(3):
        dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
    log = [
        (a.number, a.status, a.latency_ms, a.response, a.error) for a in dispatch.attempts(delivery)
    ]
    assert log == [
        (1, 503, 7, "busy", None),
        (2, None, 15_000, "", "Timed out."),
        (3, 200, 0, "", None),
    ]
    assert dispatch.now(delivery).status is DeliveryStatus.DELIVERED


def test_attempts_share_their_id_and_body_of_facts_but_not_their_timestamp(
    dispatch: Dispatch,
) -> None:
    dispatch.sender.answers = [FAILED]
    delivery = dispatch.pending()
    for _ in range(3):
        dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
    sent = dispatch.sender.sent
    assert {s.headers["webhook-id"] for s in sent} == {delivery.delivery_id}
    assert len({s.headers["webhook-timestamp"] for s in sent}) == 3
    assert len({s.headers["webhook-signature"] for s in sent}) == 3


def test_links_are_fresh_at_every_attempt(dispatch: Dispatch) -> None:
    dispatch.sender.answers = [FAILED]
    delivery = dispatch.pending()
    for _ in range(6):
        dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
    first, last = (dispatch.sender.sent[i].json["download_url"] for i in (0, -1))
    assert first != last


def test_a_receiver_that_never_answers_is_asked_eight_times_and_then_listed(
    dispatch: Dispatch,
) -> None:
    dispatch.sender.answers = [Answer(error="Timed out.")]
    delivery = dispatch.pending()
    times = list[float]()
    while not dispatch.now(delivery).status.is_terminal:
        dispatch.wait_until_due(delivery)
        times.append((dispatch.world.clock() - START).total_seconds())
        dispatch.deliver(delivery.delivery_id)
    assert len(dispatch.sender.sent) == len(dispatch.attempts(delivery)) == 8
    ended = dispatch.now(delivery)
    assert (ended.status, ended.due_at) == (DeliveryStatus.EXHAUSTED, None)
    assert ended.reason == "8 attempts failed."
    assert 0.9 * sum(SCHEDULE_S) <= times[-1] <= 1.1 * sum(SCHEDULE_S)
    assert dispatch.world.records.due(Delivery, dispatch.world.clock() + timedelta(days=9)) == []


def test_the_next_attempt_is_put_on_the_queue_for_its_time(dispatch: Dispatch) -> None:
    dispatch.sender.answers = [FAILED]
    delivery = dispatch.pending()
    for _ in range(4):
        due = dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
        sent, delay_s = dispatch.world.deliveries.sent[-1]
        due = dispatch.now(delivery).due_at
        assert due is not None
        wait = (due - dispatch.world.clock()).total_seconds()
        assert sent == delivery.delivery_id
        assert delay_s in (min(int(wait) + 1, 900), int(wait))


def test_doubled_messages_send_once(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    again = list[str]()
    dispatch.sender.during = [lambda: again.append(dispatch.deliver(delivery.delivery_id))]
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    assert dispatch.deliver(delivery.delivery_id) == "settled"
    assert again == ["in_flight"]
    assert len(dispatch.sender.sent) == 1


def test_a_message_that_comes_before_its_time_sends_nothing(dispatch: Dispatch) -> None:
    dispatch.sender.answers = [FAILED]
    delivery = dispatch.pending()
    dispatch.deliver(delivery.delivery_id)
    assert dispatch.deliver(delivery.delivery_id) == "early"
    assert len(dispatch.sender.sent) == 1


def test_two_dispatchers_at_the_same_instant_send_once(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    other = list[str]()
    dispatch.world.records.before_commit = [
        lambda: other.append(dispatch.deliver(delivery.delivery_id))
    ]
    assert dispatch.deliver(delivery.delivery_id) == "overtaken"
    assert other == ["delivered"]
    assert len(dispatch.sender.sent) == 1


def test_a_dispatcher_killed_after_sending_leaves_a_claim_that_ends(dispatch: Dispatch) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    delivery = dispatch.pending()
    dispatch.sender.during = [die]
    with pytest.raises(KeyboardInterrupt):
        dispatch.deliver(delivery.delivery_id)
    assert dispatch.deliver(delivery.delivery_id) == "in_flight"
    dispatch.world.clock.now += CLAIM + timedelta(seconds=31)
    before = len(dispatch.world.deliveries.sent)
    assert dispatch.world.sweep()["resent"] == 1
    assert dispatch.world.deliveries.sent[before:] == [(delivery.delivery_id, 0)]
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    first, second = dispatch.sender.sent
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    log = [(a.number, a.status, a.error) for a in dispatch.attempts(delivery)]
    assert log == [
        (1, None, "The dispatcher stopped before the answer was recorded."),
        (2, 200, None),
    ]


def test_a_dispatcher_that_dies_each_time_does_not_send_forever(dispatch: Dispatch) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    delivery = dispatch.pending()
    for _ in SCHEDULE_S:
        dispatch.sender.during = [die]
        with pytest.raises(KeyboardInterrupt):
            dispatch.deliver(delivery.delivery_id)
        dispatch.world.clock.now += CLAIM
    assert dispatch.deliver(delivery.delivery_id) == "exhausted"
    assert len(dispatch.sender.sent) == len(dispatch.attempts(delivery)) == 8


def test_an_answer_that_comes_after_the_claim_ended_does_not_undo_the_other_dispatcher(
    dispatch: Dispatch,
) -> None:
    delivery = dispatch.pending()

    def slow() -> None:
        dispatch.world.clock.now += CLAIM
        assert dispatch.deliver(delivery.delivery_id) == "delivered"

    dispatch.sender.answers = [Answer(200)]
    dispatch.sender.during = [slow]
    assert dispatch.deliver(delivery.delivery_id) == "overtaken"
    assert dispatch.now(delivery).status is DeliveryStatus.DELIVERED


def test_a_fault_of_the_store_goes_back_to_the_queue(dispatch: Dispatch) -> None:
    def broken() -> None:
        raise StorageError

    delivery = dispatch.pending()
    dispatch.world.records.before_commit = [broken]
    with pytest.raises(StorageError):
        dispatch.deliver(delivery.delivery_id)
    assert dispatch.deliver(delivery.delivery_id) == "delivered"


def test_gone_ends_the_subscription_and_what_still_waits_for_it(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    first, second = dispatch.told(), dispatch.told()
    dispatch.sender.answers = [Answer(410)]
    assert dispatch.deliver(first.delivery_id) == "disabled"
    off = dispatch.subscribed(subscription)
    assert (off.active, off.disabled_reason) == (False, "The receiver answered 410 Gone.")
    assert dispatch.deliver(second.delivery_id) == "disabled"
    assert dispatch.now(second).reason == "The receiver answered 410 Gone."
    assert len(dispatch.sender.sent) == 1


def test_five_days_of_failures_switch_the_subscription_off_visibly(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    dispatch.sender.answers = [FAILED]
    for _ in range(6):
        delivery = dispatch.told()
        dispatch.deliver(delivery.delivery_id)
        dispatch.world.clock.advance(days=1)
    off = dispatch.subscribed(subscription)
    assert (off.active, off.disabled_reason) == (False, "Nothing but failures for 5 days.")
    assert len(dispatch.sender.sent) == 6
    dispatch.completed()
    assert len(dispatch.all()) == 6, "nothing new is written for a subscription that is off"


def test_a_success_in_between_keeps_the_subscription_on(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    dispatch.sender.answers = [FAILED, FAILED, FAILED, Answer(200), FAILED]
    for _ in range(7):
        dispatch.deliver(dispatch.told().delivery_id)
        dispatch.world.clock.advance(days=1)
    assert dispatch.subscribed(subscription).active


def test_what_an_attempt_says_of_its_subscription_survives_a_change_at_the_same_time(
    dispatch: Dispatch,
) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    dispatch.sender.answers = [Answer(410)]
    dispatch.sender.during = [
        lambda: dispatch.world.subscribe.change(
            dispatch.owner, subscription.webhook_id, {"description": "changed"}
        )
    ]
    dispatch.deliver(delivery.delivery_id)
    off = dispatch.subscribed(subscription)
    assert (off.active, off.description) == (False, "changed")


def test_a_subscription_deleted_while_sending_is_no_fault(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    dispatch.sender.answers = [FAILED]
    dispatch.sender.during = [
        lambda: dispatch.world.subscribe.delete(dispatch.owner, subscription.webhook_id)
    ]
    assert dispatch.deliver(delivery.delivery_id) == "pending"
    dispatch.wait_until_due(delivery)
    assert dispatch.deliver(delivery.delivery_id) == "disabled"
    assert dispatch.now(delivery).reason == "The subscription was deleted."


def test_a_subscription_that_moved_is_told_at_its_new_address(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.told()
    moved = {"url": "https://customer.example/new"}
    dispatch.world.subscribe.change(dispatch.owner, subscription.webhook_id, moved)
    dispatch.deliver(delivery.delivery_id)
    assert dispatch.sender.sent[0].url == "https://customer.example/new"
    assert dispatch.now(delivery).url == "https://customer.example/new"


def test_both_secrets_sign_while_they_overlap_and_then_only_the_new_one(
    dispatch: Dispatch,
) -> None:
    subscription, _ = dispatch.subscription()
    dispatch.world.subscribe.rotate(dispatch.owner, subscription.webhook_id)
    dispatch.deliver(dispatch.told().delivery_id)
    dispatch.world.clock.advance(hours=24)
    dispatch.deliver(dispatch.told().delivery_id)
    counts = [len(s.headers["webhook-signature"].split(" ")) for s in dispatch.sender.sent]
    assert counts == [2, 1]


def test_an_endpoint_is_sent_no_more_at_once_than_it_has_places(dispatch: Dispatch) -> None:
    dispatch.with_policy(places=3)
    deliveries = [dispatch.pending() for _ in range(6)]
    outcomes = list[str]()

    def meanwhile() -> None:
        if len(deliveries) > 1:
            deliveries.pop(0)
            outcomes.append(dispatch.deliver(deliveries[0].delivery_id))

    dispatch.sender.during = [meanwhile] * 6
    outcomes.append(dispatch.deliver(deliveries[0].delivery_id))
    assert len(dispatch.sender.sent) == 3
    assert sorted(outcomes) == ["delivered"] * 3 + ["pending"]


def test_a_delivery_that_stood_back_comes_back_and_counts_no_attempt(dispatch: Dispatch) -> None:
    dispatch.with_policy(places=1)
    first, second = dispatch.pending(), dispatch.pending()
    dispatch.sender.during = [lambda: dispatch.deliver(second.delivery_id)]
    dispatch.deliver(first.delivery_id)
    waiting = dispatch.now(second)
    assert (waiting.attempts, waiting.waits) == (0, 1)
    sent, delay_s = dispatch.world.deliveries.sent[-1]
    assert sent == second.delivery_id
    assert 1 <= delay_s <= 2
    dispatch.wait_until_due(second)
    assert dispatch.deliver(second.delivery_id) == "delivered"
    assert dispatch.attempts(second)[0].number == 1


def test_endpoints_do_not_share_places(dispatch: Dispatch) -> None:
    dispatch.with_policy(places=1)
    slow = dispatch.pending("https://slow.example/")
    quick = dispatch.pending("https://quick.example/")
    other = Dispatch(world=dispatch.world, sender=dispatch.sender, policy=dispatch.policy)
    same_host = other.pending("https://slow.example/")
    outcomes = list[str]()
    dispatch.sender.during = [
        lambda: outcomes.append(dispatch.deliver(quick.delivery_id)),
        lambda: outcomes.append(dispatch.deliver(same_host.delivery_id)),
    ]
    dispatch.deliver(slow.delivery_id)
    assert outcomes == ["delivered", "delivered"]


def test_places_are_free_again_afterwards(dispatch: Dispatch) -> None:
    dispatch.sender.answers = [FAILED]
    for _ in range(3):
        dispatch.deliver(dispatch.pending().delivery_id)
    held = [lease for lease in dispatch.world.records.every(SlotLease) if lease.pool != "live"]
    assert held == []


def test_a_place_lost_meanwhile_does_not_lose_the_answer(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()

    def expire() -> None:
        dispatch.world.clock.now += CLAIM - timedelta(seconds=1)
        for lease in dispatch.world.records.every(SlotLease):
            if lease.pool.startswith("hook:"):
                dispatch.world.records.transact(Remove(lease))

    dispatch.sender.during = [expire]
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    assert len(dispatch.attempts(delivery)) == 1


def test_a_task_that_is_gone_ends_its_delivery(dispatch: Dispatch) -> None:
    delivery = dispatch.pending()
    dispatch.world.clock.advance(days=31)
    assert dispatch.deliver(delivery.delivery_id) == "exhausted"
    assert dispatch.now(delivery).reason == "The task is gone."
    assert dispatch.sender.sent == []


def test_an_unknown_delivery_is_settled(dispatch: Dispatch) -> None:
    assert dispatch.deliver("dlv_unknown") == "settled"


def test_a_test_event_says_what_it_is(dispatch: Dispatch) -> None:
    subscription, _ = dispatch.subscription()
    delivery = dispatch.world.subscribe.test(dispatch.owner, subscription.webhook_id)
    assert dispatch.deliver(delivery.delivery_id) == "delivered"
    body = dispatch.sender.sent[0].json
    assert body["event"] == dispatch.sender.sent[0].headers["x-overten-event"] == "webhook.test"
    assert body["webhook_id"] == subscription.webhook_id


def test_a_resumed_run_is_told_of_again(dispatch: Dispatch) -> None:
    dispatch.subscription()
    first = dispatch.completed()
    again = dispatch.world.submitted(dispatch.caller, run_id=first.run_id)
    second = dispatch.world.completed(dispatch.world.running(again), number=2)
    bodies = list[dict[str, object]]()
    for delivery in dispatch.all():
        dispatch.deliver(delivery.delivery_id)
        bodies.append(dispatch.sender.sent[-1].json)
    assert {body["run_id"] for body in bodies} == {first.run_id}
    assert {body["task_id"] for body in bodies} == {first.task_id, second.task_id}
    assert len({body["delivery_id"] for body in bodies}) == 2


def test_only_who_asked_for_cancellations_is_told_of_them(dispatch: Dispatch) -> None:
    dispatch.subscription(url="https://customer.example/completed")
    dispatch.subscription(Event.RUN_CANCELLED, url="https://customer.example/cancelled")
    task = dispatch.world.submitted(dispatch.caller)
    dispatch.world.end.cancel(task.task_id)
    assert [delivery.url for delivery in dispatch.all()] == ["https://customer.example/cancelled"]


@given(answers=st.lists(st.sampled_from([200, 302, 404, 408, 410, 429, 500, None]), min_size=8))
def test_every_delivery_ends_delivered_exhausted_or_disabled(answers: list[int | None]) -> None:
    dispatch = Dispatch()
    dispatch.sender.answers = [Answer(status=status) for status in answers]
    delivery = dispatch.pending()
    for _ in SCHEDULE_S:
        if dispatch.now(delivery).status.is_terminal:
            break
        dispatch.wait_until_due(delivery)
        dispatch.deliver(delivery.delivery_id)
    ended = dispatch.now(delivery)
    assert ended.status.is_terminal
    assert (200 in answers[: len(dispatch.sender.sent)]) == (ended.status == "delivered")
    assert [a.number for a in dispatch.attempts(delivery)] == list(range(1, ended.attempts + 1))
