"""A checkout of its own, with its own stack, driven by the command as users run it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PARTS = ("template.yaml", "functions", "layers", "statemachines", "cli")
# A first start builds and deploys everything, on a machine that may be busy.
_TIMEOUT_S = 600


@dataclass(frozen=True)
class Ended:
    """What came of a command."""

    code: int
    out: str
    notes: str

    @property
    def json(self) -> Any:
        """The one object on the one line of output."""
        (line,) = self.out.splitlines()
        return json.loads(line)


@dataclass(frozen=True)
class Checkout:
    """A copy of what is deployed; its `.docsmith/` is nobody else's.

    Roles are evaluated when `iam` says so: as the tests' own environment has it, if nobody else.
    """

    root: Path
    iam: str = field(default_factory=lambda: os.environ.get("DOCSMITH_IAM", ""))

    def docsmith(self, *words: str, env: Mapping[str, str] | None = None) -> Ended:
        """Run `docsmith words…` in the checkout, to its end."""
        process = self.start(*words, env=env)
        out, notes = process.communicate(timeout=_TIMEOUT_S)
        return Ended(process.returncode, out, notes)

    def start(self, *words: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start `docsmith words…` and do not wait."""
        clean = {name: value for name, value in os.environ.items() if "DOCSMITH" not in name}
        return subprocess.Popen(
            [sys.executable, "-m", "docsmith_cli.main", *words],
            cwd=self.root,
            env={**clean, **self._own, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def _own(self) -> dict[str, str]:
        return {"PYTHONPATH": str(ROOT / "cli"), "DOCSMITH_IAM": self.iam}

    def record(self, name: str) -> Any:
        """A JSON file under `.docsmith/`."""
        return json.loads((self.root / ".docsmith" / f"{name}.json").read_text())


def copied(to: Path) -> Checkout:
    """A copy of this checkout's deployable parts, and of the dependencies that it has built."""
    to.mkdir()
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, to / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / part)
    _take_dependencies(to)
    return Checkout(to)


def _take_dependencies(to: Path) -> None:
    """What `sam build` needs so as not to install them again: it knows folders by their paths."""
    built, kept = ROOT / ".docsmith" / "build.toml", ROOT / ".aws-sam" / "deps"
    if not (built.is_file() and kept.is_dir()):
        return
    shutil.copytree(kept, to / ".aws-sam" / "deps")
    (to / ".docsmith").mkdir()
    there = built.read_text().replace(str(ROOT), str(to.resolve()))
    (to / ".docsmith" / "build.toml").write_text(there)
