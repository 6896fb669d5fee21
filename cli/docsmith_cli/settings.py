"""What the command reads from its environment, once."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`url` and `api_key` name a deployment to talk to; without them it is the local stack.

    `iam` has the local stack evaluate the policies of every role; it counts at its next start.
    `parameters` go beside those of this machine into the local deployment: `PoolSize=8,…`.
    `cache` is where the tools' environments live, shared by all checkouts of this user.
    `environment` is handed on, cleaned, to the programs that are started.
    """

    url: str | None
    api_key: str | None
    iam: bool
    cache: Path
    parameters: str = ""
    environment: Mapping[str, str]


def from_environment() -> Settings:
    """The settings of this process."""
    return read(os.environ, Path.home())


def read(environment: Mapping[str, str], home: Path) -> Settings:
    """The settings that `environment` asks for; empty variables count as absent."""
    return Settings(
        url=environment.get("DOCSMITH_URL", "").rstrip("/") or None,
        api_key=environment.get("DOCSMITH_API_KEY") or None,
        iam=environment.get("DOCSMITH_IAM", "").lower() in {"1", "true", "yes"},
        cache=_cache(environment, home),
        parameters=environment.get("DOCSMITH_PARAMETERS", ""),
        environment=dict(environment),
    )


def _cache(environment: Mapping[str, str], home: Path) -> Path:
    if chosen := environment.get("XDG_CACHE_HOME"):
        return Path(chosen) / "docsmith"
    folder = "Library/Caches" if platform.system() == "Darwin" else ".cache"
    return home / folder / "docsmith"
