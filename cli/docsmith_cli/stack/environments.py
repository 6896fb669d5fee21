"""Environments of their own for the two tools: MiniStack pins botocore, SAM CLI pins much more.

An environment is named by the hash of what it is made of, so that it is made once per user and
machine, shared by all checkouts, and replaced when a pin changes. It is made under another name and
moved when complete: a folder with the right name is always whole.
"""

import hashlib
import platform
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docsmith_cli.problems import StackProblem
from docsmith_cli.speaking import Speaker
from docsmith_cli.stack.locks import locked
from docsmith_cli.stack.programs import cleaned, run

# Part of every name: raise it when the way in which they are made changes.
_RECIPE = 1


@dataclass(frozen=True, kw_only=True)
class Tool:
    """`compiled`: whether its byte code is made in advance, for programs that start often."""

    name: str
    title: str
    compiled: bool

    @property
    def requirements(self) -> Path:
        """The full closure, pinned and with hashes."""
        return Path(__file__).with_name(f"{self.name}.txt")


MINISTACK = Tool(name="ministack", title="MiniStack, a local AWS", compiled=True)
SAM = Tool(name="sam", title="SAM CLI, which builds the template", compiled=False)


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Where environments are kept, and how they are made."""

    cache: Path
    log: Path
    environment: Mapping[str, str]

    def python(self, tool: Tool, speaker: Speaker) -> Path:
        """The interpreter of the tool's environment, which is made if there is none."""
        folder = self.cache / f"{tool.name}-{key(tool)}"
        if not folder.is_dir():
            with locked(
                self.cache / f"{tool.name}.lock",
                lambda: speaker.note(f"waiting for another docsmith that installs {tool.title}"),
            ):
                if not folder.is_dir():
                    with speaker.step(f"Installing {tool.title}"):
                        self._make(tool, folder)
        return folder / "bin" / "python"

    def _make(self, tool: Tool, folder: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self.cache, prefix=f".{tool.name}-") as scratch:
            made = Path(scratch) / "environment"
            # Relocatable and seeded: it is moved below, and `sam build` calls its pip.
            self._uv("venv", "--relocatable", "--seed", "--python", sys.executable, made)
            self._install(tool, made)
            if tool.compiled:
                self._compile(made, folder)
            made.rename(folder)

    def _install(self, tool: Tool, made: Path) -> None:
        # The file is the whole closure: without --no-deps uv would ask the index for metadata.
        arguments = (
            *("pip", "install", "--no-deps", "--require-hashes"),
            *("--python", made / "bin" / "python", "-r", tool.requirements),
        )
        try:
            self._uv(*arguments, "--offline")
        except StackProblem:
            self._uv(*arguments)

    def _compile(self, made: Path, folder: Path) -> None:
        lib = made / "lib"
        moved = ("-s", str(made), "-p", str(folder))
        command = [made / "bin" / "python", "-m", "compileall", "-q", "-j", "0", *moved]
        run(
            [*command, "--invalidation-mode", "unchecked-hash", lib],
            log=self.log,
            environment=cleaned(self.environment),
            folder=self.cache,
        )

    def _uv(self, *arguments: str | Path) -> None:
        from uv import find_uv_bin

        command = (find_uv_bin(), *arguments, "--no-progress", "--color", "never")
        run(command, log=self.log, environment=cleaned(self.environment), folder=self.cache)


def key(tool: Tool) -> str:
    """What the environment is made of, as 16 hex digits."""
    digest = hashlib.sha256(tool.requirements.read_bytes())
    digest.update(f"{_RECIPE} {sys.version} {platform.platform()} {tool.compiled}".encode())
    return digest.hexdigest()[:16]
