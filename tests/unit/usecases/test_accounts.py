"""Who calls and what the operator does: organisations, keys, credits; links that need no key."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fakes.nouns import BASE_URL, an_api_key, an_id
from tests.fakes.records import InMemoryRecords
from tests.fakes.world import World

from docsmith.domain.account import ApiKey, Scope, Tier, digest_of
from docsmith.domain.clock import Clock
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import Conflict, Forbidden, InvalidApiKey, NotFound
from docsmith.domain.ticket import Purpose, verify
from docsmith.domain.value import Value
from docsmith.usecases.authenticate import MEMORY
from docsmith.usecases.pool import PoolUse
from docsmith.usecases.records import Collision, Insert, Remove, Write


def test_a_key_opens_its_organisation_and_only_its_digest_is_kept(world: World) -> None:
    made = world.organisation()
    key, secret = world.operate.create_key(made.organisation_id)
    assert secret.startswith("sk_live_")
    assert key.digest == digest_of(secret)
    assert secret not in key.model_dump_json()
    assert world.authenticate(secret) == (key, made)


@pytest.mark.parametrize("secret", [None, "", "sk_live_unknown", "é" * 500])
def test_a_missing_or_unknown_key_opens_nothing(world: World, secret: str | None) -> None:
    with pytest.raises(InvalidApiKey):
        world.authenticate(secret)


def test_a_revoked_key_is_refused_within_thirty_seconds(world: World) -> None:
    made = world.organisation()
    key, secret = world.operate.create_key(made.organisation_id)
    world.authenticate(secret)
    world.operate.revoke_key(made.organisation_id, key.key_id)
    world.clock.now += MEMORY
    assert timedelta(seconds=30) >= MEMORY
    with pytest.raises(InvalidApiKey):
        world.authenticate(secret)


def test_a_key_is_read_once_in_a_while_not_at_every_call(world: World) -> None:
    made = world.organisation()
    key, secret = world.operate.create_key(made.organisation_id)
    world.authenticate(secret)
    world.records.transact(Remove(key))
    world.clock.now += MEMORY - timedelta(seconds=1)
    assert world.authenticate(secret)[0] == key


def test_a_key_of_an_organisation_that_was_deleted_opens_nothing(world: World) -> None:
    made = world.organisation()
    _, secret = world.operate.create_key(made.organisation_id)
    world.records.transact(Remove(made))
    with pytest.raises(InvalidApiKey):
        world.authenticate(secret)


def test_several_keys_live_at_once_each_with_its_scopes(world: World) -> None:
    made = world.organisation()
    one, _ = world.operate.create_key(made.organisation_id, scopes=frozenset({Scope.READ}))
    two, secret = world.operate.create_key(made.organisation_id, test=True)
    assert secret.startswith("sk_test_")
    assert {key.key_id for key in world.operate.list_keys(made.organisation_id)} == {
        one.key_id,
        two.key_id,
    }
    one.must_have(Scope.READ)
    with pytest.raises(Forbidden):
        one.must_have(Scope.GENERATE)


def test_a_webhook_secret_is_sealed_at_rest(world: World) -> None:
    made = world.organisation()
    assert not made.webhook_secret.startswith("whsec_")
    assert world.sealer.open(made.webhook_secret).startswith("whsec_")


def test_tier_and_origins_of_an_organisation_are_changed(world: World) -> None:
    made = world.organisation()
    world.operate.set_tier(made.organisation_id, Tier.PRO)
    changed = world.operate.set_origins(made.organisation_id, ("https://a.test",))
    assert (changed.tier, changed.origins) == (Tier.PRO, ("https://a.test",))
    assert world.operate.list_organisations() == [changed]


def test_two_operators_at_once_both_get_their_change(world: World) -> None:
    made = world.organisation()
    key, _ = world.operate.create_key(made.organisation_id)
    origins = ("https://a.test",)
    world.records.before_commit.append(
        lambda: world.operate.set_origins(made.organisation_id, origins)
    )
    changed = world.operate.set_tier(made.organisation_id, Tier.PRO)
    assert (changed.tier, changed.origins) == (Tier.PRO, origins)
    world.records.before_commit.append(
        lambda: world.operate.revoke_key(made.organisation_id, key.key_id)
    )
    revoked = world.operate.revoke_key(made.organisation_id, key.key_id)
    assert revoked.revoked_at == world.clock()


def test_the_pools_tell_who_runs_and_who_waits(world: World) -> None:
    caller = world.caller()
    for _ in range(3):
        world.queued(world.submitted(caller))
    pools = world.operate.read_pools()
    assert (pools["live"], pools["test"]) == (PoolUse(running=2, waiting=1), PoolUse(0, 0))


def test_a_key_that_is_revoked_again_keeps_the_time_of_the_first(world: World) -> None:
    made = world.organisation()
    key, _ = world.operate.create_key(made.organisation_id)
    first = world.operate.revoke_key(made.organisation_id, key.key_id)
    world.clock.advance(minutes=1)
    assert world.operate.revoke_key(made.organisation_id, key.key_id) == first


def test_an_act_gives_up_on_a_store_that_always_refuses(world: World) -> None:
    made = world.organisation()
    key, _ = world.operate.create_key(made.organisation_id)
    refusing = Refusing(world.clock)
    refusing.seed(made, key)
    operate = replace(world.operate, records=refusing)
    with pytest.raises(Conflict):
        operate.set_tier(made.organisation_id, Tier.PRO)
    with pytest.raises(Conflict):
        operate.revoke_key(made.organisation_id, key.key_id)


class Refusing(InMemoryRecords):
    """Records that others always change first."""

    def seed(self, *values: Value) -> None:
        super().transact(*(Insert(value) for value in values))

    def transact(self, *writes: Write, token: str | None = None) -> None:
        raise Collision((0,))


def test_credits_are_added_with_their_line_in_the_ledger(world: World) -> None:
    made = world.organisation(credits=0)
    assert world.operate.add_credits(made.organisation_id, 50, reason="paid") == {"available": 50}
    assert world.operate.add_credits(made.organisation_id, -20, reason="back") == {"available": 30}
    assert [entry.credits for entry in world.records.every(LedgerEntry)] == [50, -20]


def test_acts_on_what_is_not_there_are_refused(world: World) -> None:
    unknown = an_id("org_", 404)
    made = world.organisation()
    for act in (
        lambda: world.operate.create_key(unknown),
        lambda: world.operate.add_credits(unknown, 1, reason="x"),
        lambda: world.operate.set_tier(unknown, Tier.PRO),
        lambda: world.operate.revoke_key(made.organisation_id, an_id("key_", 404)),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_key_that_disappears_while_it_is_revoked_is_not_there(world: World) -> None:
    made = world.organisation()
    key = an_api_key(organisation=made.organisation_id)
    world.records.transact(Insert(key), Insert(an_api_key(2, organisation=made.organisation_id)))
    between_the_reads = Vanishing(world.clock, key)
    between_the_reads.transact(Insert(made), Insert(key))
    operate = replace(world.operate, records=between_the_reads)
    with pytest.raises(NotFound):
        operate.revoke_key(made.organisation_id, key.key_id)


class Vanishing(InMemoryRecords):
    """Records among which one is listed, but gone when it is read."""

    def __init__(self, clock: Clock, gone: ApiKey) -> None:
        super().__init__(clock)
        self._gone = gone

    def get(self, kind: Any, *key: Any) -> Any:
        return None if key == (self._gone.digest,) else super().get(kind, *key)


def test_links_are_signed_for_their_run_and_purpose(world: World) -> None:
    run_id = an_id("run_")
    download = world.links.download(BASE_URL, run_id, since=None, revision=2)
    edit = world.links.edit(BASE_URL, run_id, since=None)
    assert download.startswith(f"{BASE_URL}/runs/{run_id}/download?")
    assert edit.startswith(f"{BASE_URL}/edit/{run_id}?")
    keys = world.keys.current()
    ticket = parse_qs(urlsplit(download).query)["ticket"][0]
    opened = verify(ticket, Purpose.DOWNLOAD, keys=keys, now=world.clock())
    assert (opened.run_id, opened.revision) == (run_id, 2)
    token = parse_qs(urlsplit(edit).query)["token"][0]
    assert verify(token, Purpose.EDIT, keys=keys, now=world.clock()).run_id == run_id


def test_a_link_outlives_one_rotation_of_its_key(world: World) -> None:
    url = world.links.download(BASE_URL, an_id("run_"), since=None)
    ticket = parse_qs(urlsplit(url).query)["ticket"][0]
    world.keys.rotate(b"second")
    verify(ticket, Purpose.DOWNLOAD, keys=world.keys.current(), now=world.clock())
    world.keys.rotate(b"third")
    with pytest.raises(Forbidden):
        verify(ticket, Purpose.DOWNLOAD, keys=world.keys.current(), now=world.clock())
