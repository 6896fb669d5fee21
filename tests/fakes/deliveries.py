"""The delivery queue as a list of what was sent."""


class InMemoryDeliveries:
    """`sent` holds (delivery id, delay in seconds), in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, int]] = []

    def send(self, delivery_id: str, *, delay_s: int = 0) -> None:
        self.sent.append((delivery_id, min(delay_s, 900)))
