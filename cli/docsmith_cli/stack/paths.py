"""Where the stack of a checkout keeps things: everything is under `.docsmith/`."""

from dataclasses import dataclass
from pathlib import Path

from docsmith_cli.problems import StackProblem


@dataclass(frozen=True)
class Paths:
    """The files and folders of the checkout at `root`."""

    root: Path

    @property
    def home(self) -> Path:
        """The folder of everything that is not part of the repository."""
        return self.root / ".docsmith"

    @property
    def template(self) -> Path:
        """What is deployed."""
        return self.root / "template.yaml"

    @property
    def lock(self) -> Path:
        """Held while the stack is being changed."""
        return self.home / "lock"

    @property
    def running(self) -> Path:
        """The process that was started, and its port."""
        return self.home / "running.json"

    @property
    def deployed(self) -> Path:
        """What was deployed into it."""
        return self.home / "deployed.json"

    @property
    def account(self) -> Path:
        """The local organisation and its API key."""
        return self.home / "account.json"

    @property
    def build(self) -> Path:
        """What `sam build` makes."""
        return self.home / "build"

    @property
    def scratch(self) -> Path:
        """Temporary files of MiniStack and its workers; emptied before each start."""
        return self.home / "tmp"

    def log(self, name: str) -> Path:
        """The log of one program."""
        return self.home / f"{name}.log"

    def logs(self) -> list[Path]:
        """All logs there are."""
        return sorted(self.home.glob("*.log"))


def checkout(start: Path) -> Paths:
    """The checkout around `start`, else the one that this package was installed from."""
    origin = Path(__file__).resolve().parents[3]
    for folder in (start, *start.parents, origin):
        if (folder / "template.yaml").is_file() and (folder / "cli" / "docsmith_cli").is_dir():
            return Paths(folder)
    raise StackProblem(
        "no checkout of docsmith here: go to one, or set DOCSMITH_URL and DOCSMITH_API_KEY"
    )
