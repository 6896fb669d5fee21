"""Randomness that is the same in every run."""

import random
from threading import Lock


class SeededEntropy:
    """Bytes from a seeded generator; safe to share between threads."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._lock = Lock()

    def token_bytes(self, size: int, /) -> bytes:
        with self._lock:
            return self._random.randbytes(size)
