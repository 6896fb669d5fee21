"""The document as it stands, from its outline: blocks, and sections from heading to heading."""

import re

from docsmith.agent.offline.words import Language
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
    language: Language = "en"
    """In which the document is written."""
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

    def free_number(self, key: str) -> int:
        """The first number that no figures of a split of this source go by."""
        taken = (re.match(rf"{key}_d(\d+)_", name) for name in self.figures)
        return max((int(match.group(1)) for match in taken if match), default=0) + 1

    def first(self, *kinds: str) -> Block | None:
        return next((block for block in self.blocks if block.op in kinds), None)

    def before(self, title: str) -> str | None:
        """The block before the section of that title."""
        part = next((part for part in self.parts if part.title == title), None)
        if part is None:
            return None
        index = [block.id for block in self.blocks].index(part.first)
        return self.blocks[index - 1].id if index else None

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


def standing_of(outline: Json, language: Language = "en") -> Standing:
    """The `language` is that of the request: for a document in neither of ours."""
    code = str(outline.get("language", "")).partition("-")[0]
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
        language="de" if code == "de" else "en" if code == "en" else language,
        uploaded=outline.get("design") == "uploaded",
    )


def _level(block: Json) -> int:
    level = block.get("level")
    if isinstance(level, int):
        return level
    return 1 if block.get("op") == "heading" else 0
