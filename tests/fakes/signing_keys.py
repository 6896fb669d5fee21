"""Signing keys that a test rotates."""


class FakeSigningKeys:
    """The newest key first; one before it is still known."""

    def __init__(self, *keys: bytes) -> None:
        self._keys = keys or (b"the first key of the tests",)

    def current(self) -> tuple[bytes, ...]:
        return self._keys[:2]

    def rotate(self, key: bytes) -> None:
        self._keys = (key, *self._keys)
