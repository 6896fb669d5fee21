"""`sam build`, and the byte code that lets what it built start fast on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docsmith_cli.stack.paths import Paths
from docsmith_cli.stack.programs import cleaned, run


@dataclass(frozen=True, kw_only=True)
class Builder:
    """`sam` and `worker` are interpreters: of SAM CLI, and the one that will run the handlers."""

    sam: Path
    worker: Path
    environment: Mapping[str, str]

    def build(self, paths: Paths, parameters: Mapping[str, str]) -> Path:
        """Build into `.docsmith/build`; answers the built template."""
        self._sam_build(paths, parameters)
        self._compile(paths)
        return paths.build / "template.yaml"

    def _sam_build(self, paths: Paths, parameters: Mapping[str, str]) -> None:
        overrides = [f"{name}={value}" for name, value in sorted(parameters.items())]
        command = [self.sam, "-m", "samcli", "build", "--cached", "--parallel"]
        folders = ("--build-dir", paths.build, "--cache-dir", paths.home / "build-cache")
        run(
            [*command, *folders, "-t", paths.template, "--parameter-overrides", *overrides],
            log=paths.log("build"),
            environment=self._environment(),
            folder=paths.root,
        )

    def _environment(self) -> dict[str, str]:
        clean = cleaned(self.environment)
        # `sam build` takes pythonX.Y and its pip from the path: those beside SAM CLI.
        path = f"{self.sam.parent}:{clean.get('PATH', '/usr/bin:/bin')}"
        return {**clean, "PATH": path, "SAM_CLI_TELEMETRY": "0"}

    def _compile(self, paths: Paths) -> None:
        command = (self.worker, "-m", "compileall", "-q", "-j", "0")
        run(
            [*command, "--invalidation-mode", "unchecked-hash", paths.build],
            log=paths.log("build"),
            environment=cleaned(self.environment),
            folder=paths.root,
        )
