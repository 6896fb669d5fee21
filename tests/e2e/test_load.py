"""Twenty-five tasks at once, a pool of four: none is lost or made twice, each is charged once.

The smoke of `python -m tests.bench load`, which does the same with hundreds, and measures.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.bench.load import enterprise, kept, read_books
from tests.bench.load_clients import together, work_through
from tests.bench.measure import Verdict
from tests.e2e.faulty import Faulty
from tests.e2e.stack import Stack

TASKS, CLIENTS = 25, 5


def test_of_twenty_five_tasks_at_once_none_is_lost_or_made_or_charged_twice(
    faulty: Faulty,
) -> None:
    def operate(*words: str) -> str:
        ended = faulty.hooks.checkout.docsmith(*words)
        assert ended.code == 0, ended.notes
        return ended.out

    faulty.break_by()
    stack = enterprise(Stack(faulty.hooks.url, faulty.hooks.api_key), operate)
    shares = [[f"load-{n}" for n in range(first, TASKS, CLIENTS)] for first in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        told = together(list(clients.map(partial(work_through, stack), shares)))
    (figure,) = kept(TASKS, told, read_books(stack))
    assert figure.verdict is Verdict.HOLDS, figure
