"""The operator's acts by name: JSON in, JSON out, and what the audit keeps."""

import pytest
from tests.fakes.world import World

from docsmith.domain.account import Organisation
from docsmith.usecases.operator_acts import audited, perform


def test_the_audit_tells_the_act_and_of_whom_but_no_secret() -> None:
    added = {"act": "add_credits", "organisation_id": "org_1", "credits": 5}
    assert audited(added) == {
        "operator_act": "add_credits",
        "operator_organisation_id": "org_1",
        "operator_credits": 5,
    }
    assert audited({"act": "set_model_key", "key": "sk"}) == {"operator_act": "set_model_key"}


def test_the_operators_acts_speak_json(world: World) -> None:
    made = perform(world.operate, {"act": "create_organisation", "name": "Acme", "tier": "pro"})
    owner = made["organisation"]["organisation_id"]
    assert (made["ok"], made["organisation"]["tier"]) == (True, "pro")
    assert "webhook_secret" not in made["organisation"]
    key = perform(world.operate, {"act": "create_key", "organisation_id": owner, "test": True})
    assert key["secret"].startswith("sk_test_")
    assert "digest" not in key["key"]
    keys = perform(world.operate, {"act": "list_keys", "organisation_id": owner})
    assert keys["keys"] == [key["key"]]
    revoke = {"act": "revoke_key", "organisation_id": owner, "key_id": key["key"]["key_id"]}
    assert perform(world.operate, revoke)["key"]["revoked_at"] is not None
    credits = {"act": "add_credits", "organisation_id": owner, "credits": 7}
    assert perform(world.operate, credits)["balance"] == {"available": 7}
    origins = {"act": "set_origins", "organisation_id": owner, "origins": ["https://a.test"]}
    assert perform(world.operate, origins)["organisation"]["origins"] == ["https://a.test"]
    tier = {"act": "set_tier", "organisation_id": owner, "tier": "free"}
    assert perform(world.operate, tier)["organisation"]["tier"] == "free"
    pools = perform(world.operate, {"act": "read_pools"})["pools"]
    assert pools == {name: {"running": 0, "waiting": 0} for name in ("live", "test")}
    listed = perform(world.operate, {"act": "list_organisations"})
    assert [known["organisation_id"] for known in listed["organisations"]] == [owner]


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({}, "invalid_request"),
        ({"act": "drop_everything"}, "invalid_request"),
        ({"act": "create_organisation"}, "invalid_request"),
        ({"act": "create_organisation", "name": "A", "tier": "gold"}, "validation_error"),
        ({"act": "list_keys"}, "invalid_request"),
        ({"act": "create_key", "organisation_id": "org_404"}, "not_found"),
        ({"act": "add_credits", "organisation_id": "o", "credits": "x"}, "validation_error"),
    ],
)
def test_an_act_that_cannot_be_done_says_why(
    world: World, event: dict[str, object], error: str
) -> None:
    answer = perform(world.operate, event)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert answer["message"]
    assert world.records.every(Organisation) == []
