"""The provider's prompt cache, by real comparison of prefixes: what a call reads and writes.

A prefix is tools, system and messages up to a marked block. A call looks back from each of its
marks over at most 20 blocks for the longest prefix that an earlier call wrote at its own marks. A
token is four characters. Time plays no part: tests are quicker than five minutes.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from tests.fakes.messages_rules import plain

Json = dict[str, Any]
LEAST_TOKENS = 1_024
LOOK_BACK = 20
CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of one call's input: read from the cache, written to it, neither."""

    read: int
    written: int
    uncached: int

    @property
    def total(self) -> int:
        return self.read + self.written + self.uncached


class PrefixCache:
    """All prefixes that were written so far, by their hash."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def count(self, body: Json) -> Count:
        """What this call reads, writes and leaves uncached; remembers what it writes."""
        units = _units(body)
        ends = [index for index, (_, marked) in enumerate(units) if marked]
        hashes, tokens = _prefixes(body["model"], units)
        total = tokens[-1]
        if not ends or tokens[ends[-1]] < LEAST_TOKENS:
            return Count(0, 0, total)
        read = max((tokens[i] for i in _candidates(ends) if hashes[i] in self._known), default=0)
        self._known |= {hashes[index] for index in ends}
        return Count(read, tokens[ends[-1]] - read, total - tokens[ends[-1]])


def size_of(body: Json) -> int:
    """Tokens of a call's whole input."""
    return _prefixes(body["model"], _units(body))[1][-1]


def _candidates(ends: list[int]) -> set[int]:
    return {index for end in ends for index in range(max(0, end - LOOK_BACK), end + 1)}


def _units(body: Json) -> list[tuple[str, bool]]:
    """The blocks of a call in their order, each with whether it is marked."""
    units = [(json.dumps(plain(tool)), "cache_control" in tool) for tool in body.get("tools", [])]
    system = body.get("system", [])
    blocks: list[tuple[str, Json]] = [("system", block) for block in system]
    for message in body["messages"]:
        blocks += [(message["role"], block) for block in message["content"]]
    units += [(role + json.dumps(plain(block)), "cache_control" in block) for role, block in blocks]
    return units


def _prefixes(model: str, units: list[tuple[str, bool]]) -> tuple[list[str], list[int]]:
    digest, characters = hashlib.sha256(model.encode()), 0
    hashes: list[str] = []
    tokens: list[int] = []
    for text, _ in units:
        digest.update(text.encode() + b"\n")
        characters += len(text)
        hashes.append(digest.hexdigest())
        tokens.append(-(-characters // CHARACTERS_PER_TOKEN))
    return hashes, tokens
