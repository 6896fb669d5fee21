"""Keep a slot while long work goes on: a thread renews the lease and notices the task's end.

The claim fences what a zombie writes; this spares the owner the work itself.
"""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from docsmith.domain.clock import Clock
from docsmith.domain.errors import StorageError
from docsmith.domain.pool import HEARTBEAT
from docsmith.domain.task import Task
from docsmith.usecases.pool import hold_slot
from docsmith.usecases.records import Records


@contextmanager
def beating(
    task: Task, *, records: Records, clock: Clock, every_s: float = HEARTBEAT.total_seconds()
) -> Generator[Event]:
    """Beat until the block ends. The event is set when the task ended.

    A store that does not answer is asked again with the next beat: a lease outlasts several. A slot
    that somebody else took meanwhile is no reason to stop: the work is half done, and a pool that
    is one above its size for a moment costs less than doing it again.
    """
    done, over = Event(), Event()

    def beat() -> None:
        while not done.wait(every_s) and not over.is_set():
            with suppress(StorageError):
                _beat(task, over, records=records, clock=clock)

    thread = Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield over
    finally:
        done.set()
        thread.join()


def _beat(task: Task, over: Event, *, records: Records, clock: Clock) -> None:
    stored = records.get(Task, task.task_id)
    if stored is None or stored.value.is_terminal:
        over.set()
    else:
        hold_slot(task, records=records, now=clock())
