"""Showing a task's way: a bar where somebody looks, a line per change in a log."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docsmith_cli.speaking import Speaker
from docsmith_cli.tasks import Task, describe

if TYPE_CHECKING:
    from rich.progress import Progress


def show(states: Iterable[Task], speaker: Speaker) -> Task:
    """Consume the states, showing each; answers the last one."""
    return _as_bar(states, speaker) if speaker.is_terminal() else _as_lines(states, speaker)


def line(task: Task) -> str:
    """`  45 %  writing (turn 3)`."""
    return f"{task.progress:4d} %  {describe(task)}"


def _as_lines(states: Iterable[Task], speaker: Speaker) -> Task:
    last: Task | None = None
    for task in states:
        if last is None or line(last) != line(task):
            speaker.note(line(task))
        last = task
    return _ended(last)


def _as_bar(states: Iterable[Task], speaker: Speaker) -> Task:
    last: Task | None = None
    with _bar(speaker) as bar:
        shown = bar.add_task("waiting", total=100)
        for task in states:
            bar.update(shown, completed=task.progress, description=describe(task))
            last = task
    return _ended(last)


def _bar(speaker: Speaker) -> "Progress":
    # Imported here: rich costs a tenth of a second that the other words do not pay.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    return Progress(
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=Console(file=speaker.notes),
    )


def _ended(last: Task | None) -> Task:
    if last is None:
        raise AssertionError("a task is followed from its first state on")
    return last
