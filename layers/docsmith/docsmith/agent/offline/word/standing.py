"""The document as it stands, from its outline: blocks, and sections from heading to heading."""

from docsmith.agent.turns import Json, Value
from docsmith.agent.wire import as_list, as_object


class Block(Value):
    id: str
    op: str
    text: str = ""
    level: int = 0

    @property
    def is_heading(self) -> bool:
        return self.op == "heading"


class Part(Value):
    """A heading with what stands under it, up to the next heading of its level or above."""

    title: str
    level: int
    first: str
    last: str


class Standing(Value):
    blocks: tuple[Block, ...]
    figures: tuple[str, ...] = ()
    uploaded: bool = False
    """Whether somebody else made it: then its look is not ours to change."""

    @property
    def parts(self) -> tuple[Part, ...]:
        out: list[Part] = []
        for index, block in enumerate(self.blocks):
            if not block.is_heading:
                continue
            end = index
            for later in self.blocks[index + 1 :]:
                if later.op == "references" or (later.is_heading and later.level <= block.level):
                    break
                end += 1
            out.append(
                Part(
                    title=block.text,
                    level=block.level,
                    first=block.id,
                    last=self.blocks[end].id,
                )
            )
        return tuple(out)

    def part(self, words: str) -> Part | None:
        """The section whose heading says these words, the shortest heading first."""
        wanted = words.casefold().strip(" .\"'“”„")
        fitting = [p for p in self.parts if wanted and wanted in p.title.casefold()]
        return min(fitting, key=lambda part: len(part.title), default=None)

    def first(self, *kinds: str) -> Block | None:
        return next((block for block in self.blocks if block.op in kinds), None)

    @property
    def end(self) -> str | None:
        """The last block of the text proper: what is added goes after it."""
        closing = next(
            (i for i, b in enumerate(self.blocks) if b.op in {"references", "signatures"}), None
        )
        kept = self.blocks[:closing] if closing is not None else self.blocks
        if closing is not None and kept and kept[-1].is_heading:
            kept = kept[:-1]
        return kept[-1].id if kept else None


def standing_of(outline: Json) -> Standing:
    blocks = (as_object(block) for block in as_list(outline.get("blocks")))
    return Standing(
        blocks=tuple(
            Block(
                id=str(block.get("id", "")),
                op=str(block.get("op", "")),
                text=str(block.get("text", "")),
                level=_level(block),
            )
            for block in blocks
        ),
        figures=tuple(str(name) for name in as_list(outline.get("figures"))),
        uploaded=outline.get("design") == "uploaded",
    )


def _level(block: Json) -> int:
    level = block.get("level")
    if isinstance(level, int):
        return level
    return 1 if block.get("op") == "heading" else 0
