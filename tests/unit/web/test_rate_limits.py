"""Every answer to a key says what is left; beyond the limit 429 says when to come back."""

from tests.unit.web.conftest import House


def test_the_hundred_and_twenty_first_request_of_a_minute_is_refused(house: House) -> None:
    world, client = house.world, house.client
    first = client.get("/api/v1/tasks")
    assert first.headers["RateLimit-Limit"] == "120"
    assert first.headers["RateLimit-Remaining"] == "119"
    answers = [client.get("/api/v1/tasks") for _ in range(120)]
    assert answers[-2].status_code == 200
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.json()["error"] == "rate_limited"
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.headers["RateLimit-Remaining"] == "0"
    world.clock.advance(seconds=2)
    assert client.get("/api/v1/tasks").status_code == 200
