"""What an operation is applied to, and what it leaves behind: the story, the traces."""

from dataclasses import dataclass, field

from docsmith.documents.operations.base import OperationBase
from docsmith.documents.word.story import Story


@dataclass(frozen=True, slots=True)
class Written:
    """Content that a batch wrote: what it names is looked up when the whole batch stands."""

    content: OperationBase
    block: str
    path: str


@dataclass(slots=True)
class Changes:
    """One replay or one batch. `number` is that of the operation under way, from 1."""

    story: Story
    number: int = 0
    path: str = ""
    touched: list[str] = field(default_factory=list[str])
    new: list[Written] = field(default_factory=list[Written])

    def touch(self, block: str) -> None:
        self.touched.append(block)

    def written(self, content: OperationBase, block: str, path: str = "") -> None:
        self.new.append(Written(content, block, ".".join(p for p in (self.path, path) if p)))
