"""The reference stands where readers look, names the address they use, and needs no script."""

import pytest
from tests.unit.web.conftest import House


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_the_description_names_the_address_that_clients_use(house: House, prefix: str) -> None:
    described = house.client.get(f"{prefix}/openapi.json").json()
    assert described["servers"] == [{"url": "https://api.test/prod"}]
    assert "/api/v1/excel/generate" in described["paths"]


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_the_page_shows_every_route_without_a_script(house: House, prefix: str) -> None:
    answer = house.client.get(f"{prefix}/docs")
    assert answer.headers["content-type"].startswith("text/html")
    described = house.client.get("/openapi.json").json()
    for path in described["paths"]:
        assert path in answer.text
    assert "<script" not in answer.text
    assert 'href="openapi.json"' in answer.text
