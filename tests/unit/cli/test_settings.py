"""What the command reads from its environment."""

from pathlib import Path

from docsmith_cli.settings import read


def test_a_deployment_is_named_by_two_variables() -> None:
    settings = read({"DOCSMITH_URL": "https://a/api/v1/", "DOCSMITH_API_KEY": "sk"}, Path("/home"))
    assert (settings.url, settings.api_key) == ("https://a/api/v1", "sk")


def test_empty_variables_count_as_absent() -> None:
    settings = read({"DOCSMITH_URL": "", "DOCSMITH_API_KEY": ""}, Path("/home"))
    assert (settings.url, settings.api_key) == (None, None)


def test_the_cache_is_where_the_user_keeps_caches() -> None:
    assert read({"XDG_CACHE_HOME": "/c"}, Path("/home")).cache == Path("/c/docsmith")
    assert read({}, Path("/home")).cache.is_relative_to("/home")
