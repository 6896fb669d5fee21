"""What a deployment is made of, and whether that has changed."""

import hashlib
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from docsmith_cli.problems import StackProblem

_FOLDERS = ("functions", "layers", "statemachines")
_NOT_INPUT = frozenset({"__pycache__", ".DS_Store"})
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}


def parameters(port: int, further: str = "") -> dict[str, str]:
    """Where the deployment on this machine differs from production: here, and in what `further`
    asks for, such as `PoolSize=8,MaxTurns=20`. Raises `StackProblem`.

    The REST API's id is given by MiniStack, so the functions fill the two places in PublicUrl.
    """
    values = {
        "PythonRuntime": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "Architecture": architecture(platform.machine()),
        "Transport": "buffered",
        "SyncCeilingSeconds": "290",
        "PublicUrl": f"http://127.0.0.1:{port}/_aws/execute-api/{{api_id}}/{{stage}}",
        "AllowedWebhookHosts": "127.0.0.1,localhost",
    }
    return values | _read(further)


def _read(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, value = part.partition("=")
        if not sign or not name.strip().isalnum():
            raise StackProblem(f"DOCSMITH_PARAMETERS: {part} is not of the form Name=value")
        found[name.strip()] = value.strip()
    return found


def architecture(machine: str) -> str:
    """Lambda's name for this machine."""
    if name := _ARCHITECTURES.get(machine.lower()):
        return name
    raise StackProblem(f"no Lambda runs on a machine of the kind {machine}")


def fingerprint(root: Path, values: Mapping[str, str], *tools: str) -> str:
    """The hash of the template, of all it refers to, of the parameters and of the tools."""
    digest = hashlib.sha256("\0".join(tools).encode())
    for name in sorted(values):
        digest.update(f"{name}={values[name]}\0".encode())
    for path in _files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    yield root / "template.yaml"
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not _NOT_INPUT.intersection(path.parts):
                yield path
