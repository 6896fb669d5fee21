"""Bringing the stack of a checkout up: each part only if it is not as it should be already."""

import json
from dataclasses import asdict, dataclass
from functools import partial

from docsmith_cli.operating import Operator
from docsmith_cli.problems import StackProblem
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack import account, clients, inputs, ministack
from docsmith_cli.stack.account import Account
from docsmith_cli.stack.deploy import STACK, Deployment, deployment
from docsmith_cli.stack.environments import MINISTACK, SAM, Workshop, key
from docsmith_cli.stack.locks import locked
from docsmith_cli.stack.ministack import Running
from docsmith_cli.stack.paths import Paths
from docsmith_cli.stack.processes import Process
from docsmith_cli.stack.rollout import Rollout, url_of


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where the API is, and a key for it; `url` ends in /api/v1."""

    url: str
    api_key: str


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What is deployed: from which inputs, CloudFormation's mark of it, and which process has it.

    As long as that process lives, nobody has to be asked whether the stack is still there.
    """

    inputs: str
    mark: str
    url: str
    pid: int
    started: str

    @property
    def process(self) -> Process:
        """The process in which it was last seen."""
        return Process(self.pid, self.started)


def bring_up(paths: Paths, settings: Settings, speaker: Speaker, port: int | None) -> Endpoint:
    """Start, deploy and make an account, as far as needed; safe to call twice, and at once."""
    with locked(paths.lock, partial(speaker.note, "waiting for another docsmith in this checkout")):
        return _Ascent(paths, settings, speaker).endpoint(port)


def bring_down(paths: Paths, speaker: Speaker) -> bool:
    """Stop what runs, keeping its state; False when nothing did."""
    with locked(paths.lock, partial(speaker.note, "waiting for another docsmith in this checkout")):
        return ministack.stop(paths)


def recorded(paths: Paths) -> Deployed | None:
    """What was last deployed here."""
    try:
        return Deployed(**json.loads(paths.deployed.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def wanted(paths: Paths, port: int, parameters: str) -> str:
    """The fingerprint that a deployment of the sources as they are now has."""
    values = inputs.parameters(port, parameters)
    return inputs.fingerprint(paths.root, values, key(MINISTACK), key(SAM))


def endpoint_of(paths: Paths) -> Endpoint | None:
    """The API of a stack that is up, current or not, without touching anything."""
    deployed, known = recorded(paths), account.recorded(paths)
    if ministack.running(paths) is None or deployed is None or known is None:
        return None
    return Endpoint(url=deployed.url, api_key=known.api_key)


@dataclass(frozen=True)
class _Ascent:
    paths: Paths
    settings: Settings
    speaker: Speaker

    def endpoint(self, port: int | None) -> Endpoint:
        running = self._running(port)
        last = recorded(self.paths)
        if last is not None and self._is_current(last, running):
            known = account.recorded(self.paths)
            if known is not None and last.process == running.process:
                return Endpoint(url=last.url, api_key=known.api_key)
        deployed = self._deployed(running, last)
        self._remember(running, deployed)
        known = self._account(running, deployed)
        return Endpoint(url=url_of(running, deployed), api_key=known.api_key)

    def _running(self, port: int | None) -> Running:
        found = ministack.running(self.paths)
        if found is None:
            return self._start(port)
        if port not in (None, found.port):
            raise StackProblem(
                f"the stack is up on port {found.port}: run `docsmith down` before another port"
            )
        if self.settings.iam and not found.iam:
            raise StackProblem(
                "the stack is up and evaluates no policies: run `docsmith down` before DOCSMITH_IAM"
            )
        return found

    def _start(self, port: int | None) -> Running:
        last = ministack.recorded(self.paths)
        chosen = ministack.free_port(port, last.port if last else None)
        python = self._workshop().python(MINISTACK, self.speaker)
        with self.speaker.step("Starting the local stack"):
            return ministack.start(
                python,
                self.paths,
                self.settings.environment,
                port=chosen,
                iam=self.settings.iam,
            )

    def _is_current(self, last: Deployed, running: Running) -> bool:
        return last.inputs == wanted(self.paths, running.port, self.settings.parameters)

    def _deployed(self, running: Running, last: Deployed | None) -> Deployment:
        if last is not None and self._is_current(last, running):
            with clients.refusals_told():
                found = deployment(clients.local("cloudformation", running.endpoint))
            if found is not None and found.mark == last.mark:
                return found
        rollout = Rollout(
            paths=self.paths,
            workshop=self._workshop(),
            speaker=self.speaker,
            parameters=self.settings.parameters,
        )
        return rollout.deploy(running)

    def _account(self, running: Running, deployed: Deployment) -> Account:
        known = account.recorded(self.paths)
        if known is not None and account.is_known(url_of(running, deployed), known):
            return known
        with self.speaker.step("Making a local organisation and its API key"):
            return account.make(
                self.paths, Operator(clients.local("lambda", running.endpoint), STACK)
            )

    def _remember(self, running: Running, deployed: Deployment) -> None:
        noted = Deployed(
            inputs=wanted(self.paths, running.port, self.settings.parameters),
            mark=deployed.mark,
            url=url_of(running, deployed),
            **asdict(running.process),
        )
        self.paths.deployed.write_text(json.dumps(asdict(noted)))

    def _workshop(self) -> Workshop:
        return Workshop(
            cache=self.settings.cache,
            log=self.paths.log("install"),
            environment=self.settings.environment,
        )
