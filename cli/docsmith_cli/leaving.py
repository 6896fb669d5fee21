"""What somebody who stops watching is told: it goes on; how to come back, and how to end it."""

from collections.abc import Callable

from docsmith_cli.speaking import Speaker


def offer_cancel(
    speaker: Speaker, *, what: str, watch: str, cancel: str, act: Callable[[], str]
) -> None:
    """Name the commands `watch` and `cancel`; at a terminal, ask, and `act` when that is wanted.

    `act` says what came of it.
    """
    speaker.note(
        f"\nThe {what} goes on. Pick it up again: docsmith {watch}\nOr end it: docsmith {cancel}"
    )
    if speaker.asks() and speaker.ask("Cancel it now? [y/N] ").lower().startswith("y"):
        speaker.note(act())
