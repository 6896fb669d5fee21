"""Running the command in the test's process, as somebody at a terminal or a script would see it."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsmith_cli import arguments, main
from docsmith_cli.settings import Settings
from docsmith_cli.speaking import Speaker


@dataclass(frozen=True)
class Seen:
    """What came of a command."""

    code: int
    out: str
    notes: str

    @property
    def json(self) -> Any:
        """The one object on the one line of output."""
        (line,) = self.out.splitlines()
        return json.loads(line)


class Terminal(io.StringIO):
    """Somebody looks."""

    def isatty(self) -> bool:
        return True


def docsmith(
    *words: str,
    url: str | None,
    api_key: str | None,
    cache: Path = Path("/nonexistent"),
    notes: io.StringIO | None = None,
) -> Seen:
    """Run `docsmith words…` against an API."""
    settings = Settings(url=url, api_key=api_key, iam=False, cache=cache, environment={})
    out, notes = io.StringIO(), notes or io.StringIO()
    code = main.run(arguments.parser().parse_args(words), settings, Speaker(out, notes))
    return Seen(code, out.getvalue(), notes.getvalue())
