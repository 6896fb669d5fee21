"""Running other people's programs: a cleaned environment, all output in a log, no shell."""

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from docsmith_cli.problems import StackProblem

# What of the caller's shell must not reach into the stack: other accounts, other interpreters.
_FOREIGN = ("AWS_", "PYTHON", "LAMBDA_", "DOCSMITH_", "MINISTACK_", "LOCALSTACK_")
_FOREIGN_NAMES = frozenset({"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "DOCKER_HOST", "AUTH"})
_KEPT = frozenset({"AWS_CA_BUNDLE"})


def cleaned(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` without what would point a program at another account or interpreter."""
    return {
        name: value
        for name, value in environment.items()
        if name in _KEPT or not (name.startswith(_FOREIGN) or name in _FOREIGN_NAMES)
    }


def run(
    command: Sequence[str | Path], *, log: Path, environment: Mapping[str, str], folder: Path
) -> None:
    """Run to the end with its output appended to `log`; StackProblem when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        file.write(f"\n--- {datetime.now(UTC):%F %T}Z {Path(command[0]).name}\n".encode())
        file.flush()
        ended = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            check=False,
        )
    if ended.returncode:
        raise StackProblem(_last_words(log), log=log)


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()[-20:]]
    said = [line for line in lines if line and not line.startswith("---")]
    errors = [line for line in said if "error" in line.lower()]
    return (errors or said or ["it failed without a word"])[-1][:300]
