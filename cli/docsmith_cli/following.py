"""Following a task to its end, one change at a time."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from docsmith_cli.api import Api
from docsmith_cli.tasks import Task

_WAIT_S = 20
# When the API has no place left to hold a long poll, it answers at once: do not ask in a circle.
_AT_LEAST_S = 0.5
# Somebody who waits should see that we do, too.
_QUIET_S = 15.0


def follow(
    api: Api,
    task_id: str,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Task]:
    """Every state of the task that can be told apart, the terminal one last.

    While nothing changes, the same state comes again now and then, with how long it has lasted.
    """
    etag: str | None = None
    shown: Task | None = None
    since = told = clock()
    while shown is None or not shown.is_terminal:
        asked = clock()
        task, etag = api.task_after(task_id, etag, wait_s=_WAIT_S if shown else 0)
        if task is not None and task != shown:
            shown, since, told = task, asked, asked
            yield task
        elif shown is not None and asked - told >= _QUIET_S:
            told = asked
            yield replace(shown, unchanged_s=int(told - since))
        elif clock() - asked < _AT_LEAST_S:
            sleep(_AT_LEAST_S)
