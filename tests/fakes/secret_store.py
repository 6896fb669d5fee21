"""A secret in memory."""


class InMemorySecret:
    """What was written last."""

    def __init__(self) -> None:
        self.text: str | None = None

    def write(self, text: str) -> None:
        self.text = text
