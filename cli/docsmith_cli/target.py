"""Which API a command talks to: the deployment that was named, else this checkout's own stack."""

from pathlib import Path

from docsmith_cli.api import Api
from docsmith_cli.problems import StackProblem, UsageProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker


def started(settings: Settings, speaker: Speaker) -> Api:
    """The API, whose local stack is brought up if it is not."""
    if settings.url:
        return _named(settings)
    from docsmith_cli.stack.paths import checkout
    from docsmith_cli.stack.up import bring_up

    endpoint = bring_up(checkout(Path.cwd()), settings, speaker, None)
    return Api(endpoint.url, endpoint.api_key)


def running(settings: Settings) -> Api:
    """The API, for what makes no sense on a stack that was not up before."""
    if settings.url:
        return _named(settings)
    from docsmith_cli.stack.paths import checkout
    from docsmith_cli.stack.up import endpoint_of

    endpoint = endpoint_of(checkout(Path.cwd()))
    if endpoint is None:
        raise StackProblem("the local stack is not up: start it with `docsmith up`")
    return Api(endpoint.url, endpoint.api_key)


def _named(settings: Settings) -> Api:
    if not settings.api_key:
        raise UsageProblem("DOCSMITH_URL is set, but DOCSMITH_API_KEY is not")
    url = settings.url or ""
    return Api(url if url.endswith("/api/v1") else f"{url}/api/v1", settings.api_key)
