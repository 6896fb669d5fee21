"""An uploaded document: opened safely, its blocks told, edited in place."""

# pyright: basic
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Original:
    keys: tuple[str, ...] = ()
    language: str = "en"

    def text_of(self, key: str) -> str:
        return ""

    def set_text(self, key: str, text: str, *, row: int | None, column: int | None) -> None: ...
    def replace_text(self, key: str, change: Callable[[str], str]) -> bool:
        return False

    def replace_in_frames(self, change: Callable[[str], str]) -> int:
        return 0

    def add_row(self, key: str, cells: Sequence[Any], row: int | None) -> None: ...
    def delete_row(self, key: str, row: int) -> None: ...
    def refuse_removal(self, keys: Sequence[str]) -> None: ...
    def refuse_move(self, keys: Sequence[str]) -> None: ...


def open_original(content: bytes) -> Original:
    return Original()
