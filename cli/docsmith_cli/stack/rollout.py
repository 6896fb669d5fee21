"""From the checkout's sources to a deployed stack: build, package, deploy, complete."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docsmith_cli.problems import StackProblem
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack import clients, gateway, inputs, policies
from docsmith_cli.stack.build import Builder
from docsmith_cli.stack.deploy import BUCKET, STACK, Deployment, deploy, have_bucket, store_in
from docsmith_cli.stack.environments import MINISTACK, SAM, Workshop
from docsmith_cli.stack.ministack import Running
from docsmith_cli.stack.package import package
from docsmith_cli.stack.paths import Paths

_TEMPLATE = "template.json"


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """One deployment of this checkout into a running MiniStack, with the template's `parameters`
    beside this machine's own.
    """

    paths: Paths
    workshop: Workshop
    speaker: Speaker
    parameters: str = ""

    def deploy(self, running: Running) -> Deployment:
        """Build and deploy; answers what is deployed then."""
        values = inputs.parameters(running.port, self.parameters)
        built = self._build(values)
        with self.speaker.step("Deploying"), clients.refusals_told():
            deployed = self._deploy(running.endpoint, built, values)
            self._complete(running.endpoint, deployed)
        return deployed

    def _build(self, values: Mapping[str, str]) -> Path:
        builder = Builder(
            sam=self.workshop.python(SAM, self.speaker),
            worker=self.workshop.python(MINISTACK, self.speaker),
            environment=self.workshop.environment,
        )
        with self.speaker.step("Building functions and layers"):
            return builder.build(self.paths, values)

    def _deploy(self, endpoint: str, built: Path, values: Mapping[str, str]) -> Deployment:
        s3 = clients.local("s3", endpoint)
        have_bucket(s3)
        template = policies.over_plain_http(package(built, partial(store_in, s3)))
        s3.put_object(Bucket=BUCKET, Key=_TEMPLATE, Body=json.dumps(template).encode())
        url = f"{endpoint}/{BUCKET}/{_TEMPLATE}"
        return deploy(clients.local("cloudformation", endpoint), url, values)

    def _complete(self, endpoint: str, deployed: Deployment) -> None:
        policies.rename(clients.local("iam", endpoint))
        gateway.complete(
            clients.local("cloudformation", endpoint),
            clients.local("apigateway", endpoint),
            stack=STACK,
            api_id=output(deployed, "ApiId"),
            stage=output(deployed, "StageName"),
        )


def output(deployed: Deployment, name: str) -> str:
    """An output that the template must have."""
    if value := deployed.outputs.get(name):
        return value
    raise StackProblem(f"template.yaml has no output {name}, which the command needs")


def url_of(running: Running, deployed: Deployment) -> str:
    """The base URL of the deployed API."""
    place = inputs.parameters(running.port)["PublicUrl"]
    filled = place.format(api_id=output(deployed, "ApiId"), stage=output(deployed, "StageName"))
    return f"{filled}/api/v1"
