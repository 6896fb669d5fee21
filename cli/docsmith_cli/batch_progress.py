"""Showing a batch's way: a bar with counts where somebody looks, a line per change in a log."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docsmith_cli.batches import Batch, describe
from docsmith_cli.speaking import Speaker

if TYPE_CHECKING:
    from rich.progress import Progress


def show(states: Iterable[Batch], speaker: Speaker) -> Batch:
    """Consume the states, showing each; answers the last one."""
    return _as_bar(states, speaker) if speaker.is_terminal() else _as_lines(states, speaker)


def _as_lines(states: Iterable[Batch], speaker: Speaker) -> Batch:
    last: Batch | None = None
    for batch in states:
        if last is None or describe(last) != describe(batch):
            speaker.note(describe(batch))
        last = batch
    return _ended(last)


def _as_bar(states: Iterable[Batch], speaker: Speaker) -> Batch:
    last: Batch | None = None
    with _bar(speaker) as bar:
        shown = bar.add_task("", total=None)
        for batch in states:
            total = batch.total or None
            bar.update(shown, total=total, completed=batch.over, description=describe(batch))
            last = batch
    return _ended(last)


def _bar(speaker: Speaker) -> "Progress":
    # Imported here: rich costs a tenth of a second that the other words do not pay.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=Console(file=speaker.notes),
    )


def _ended(last: Batch | None) -> Batch:
    if last is None:
        raise AssertionError("a batch is followed from its first state on")
    return last
