"""The primary secret of an organisation: the operator rotates it, both sign for a while, and the
customer alone reads it.
"""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.account import Organisation
from docsmith.domain.errors import NotFound
from docsmith.usecases.operator_acts import perform


def rotated(dispatch: Dispatch, **event: object) -> dict[str, object]:
    act = {"act": "rotate_secret", "organisation_id": dispatch.owner, **event}
    answer = perform(dispatch.world.operate, act)
    assert answer["ok"], answer
    return answer["organisation"]


def secret(dispatch: Dispatch) -> str:
    """As `GET /verify` shows it."""
    known = dispatch.world.records_get(Organisation, dispatch.owner)
    return dispatch.world.sealer.open(known.webhook_secret)


def test_while_two_are_live_receivers_verify_with_either_and_then_with_the_new_one(
    dispatch: Dispatch,
) -> None:
    before = secret(dispatch)
    rotated(dispatch)
    after = secret(dispatch)
    assert before != after
    dispatch.deliver(dispatch.pending().delivery_id)
    dispatch.world.clock.advance(hours=24)
    dispatch.deliver(dispatch.pending().delivery_id)
    both, one = [sent.headers["webhook-signature"].split(" ") for sent in dispatch.sender.sent]
    assert (len(both), len(one)) == (2, 1)
    for sent, signature, key in zip(
        [dispatch.sender.sent[0]] * 2 + [dispatch.sender.sent[1]],
        [*both, *one],
        [after, before, after],
        strict=True,
    ):
        moment = datetime.fromtimestamp(int(sent.headers["webhook-timestamp"]), UTC)
        assert (
            Webhook(key).sign(sent.headers["webhook-id"], moment, sent.body.decode()) == signature
        )


def test_one_that_leaked_signs_nothing_any_more(dispatch: Dispatch) -> None:
    rotated(dispatch, overlap_seconds=0)
    dispatch.deliver(dispatch.pending().delivery_id)
    [sent] = dispatch.sender.sent
    assert len(sent.headers["webhook-signature"].split(" ")) == 1


def test_the_operator_is_told_until_when_but_never_sees_a_secret(dispatch: Dispatch) -> None:
    told = rotated(dispatch, overlap_seconds=60)
    assert str(told["previous_until"]).startswith("2026-03-02T09:31:00")
    assert not {"webhook_secret", "previous_secret"} & set(told)


@pytest.mark.parametrize("seconds", [-1, 10**9, 10**20, "soon"])
def test_an_overlap_that_makes_no_sense_is_refused(dispatch: Dispatch, seconds: object) -> None:
    act = {"act": "rotate_secret", "organisation_id": dispatch.owner, "overlap_seconds": seconds}
    answer = perform(dispatch.world.operate, act)
    assert (answer["ok"], answer["error"]) == (False, "validation_error")


def test_an_organisation_that_is_being_erased_has_no_secret_at_all(dispatch: Dispatch) -> None:
    rotated(dispatch)
    dispatch.world.operate.delete_organisation(dispatch.owner)
    known = dispatch.world.records_get(Organisation, dispatch.owner)
    assert (known.webhook_secret, known.previous_secret) == ("", "")
    with pytest.raises(NotFound):
        dispatch.world.operate.rotate_secret(dispatch.owner)
