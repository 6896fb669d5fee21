"""Every route against its own description: no 5xx, and only statuses that it declares."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import status_code_conformance
from tests.fakes.world import World

from docsmith.web.app import create_app

load_all_checks()

WORLD = World()
SECRET = WORLD.operate.create_key(WORLD.organisation().organisation_id)[1]
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create_app(WORLD.services()))


@SCHEMA.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_a_route_or_gets_an_undeclared_status(case: schemathesis.Case) -> None:
    WORLD.clock.advance(seconds=120)  # so that no rate limit hides a route
    answer = case.call(headers={"X-API-Key": SECRET})
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, checks=[status_code_conformance])
