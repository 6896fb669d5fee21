"""The template as AWS's own tool judges it: `sam validate --lint`, from the pinned SAM CLI."""

import os
import subprocess
from pathlib import Path

from tests.e2e.stack import ROOT

from docsmith_cli import settings
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack.environments import SAM, Workshop


def test_the_template_is_valid(tmp_path: Path) -> None:
    chosen = settings.from_environment()
    workshop = Workshop(cache=chosen.cache, log=tmp_path / "log", environment=os.environ)
    sam = workshop.python(SAM, Speaker())
    done = subprocess.run(
        [sam, "-m", "samcli", "validate", "--lint", "-t", str(ROOT / "template.yaml")],
        capture_output=True,
        text=True,
        env={**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-central-1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
