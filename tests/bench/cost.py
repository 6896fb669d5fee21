"""What AWS would charge for a task, from counted calls and billed memory: an estimate, dated.

List prices of us-east-1 in November 2026, without free tiers. Seconds are this machine's.
"""

from tests.bench.machine import Bill
from tests.template.template import functions, template

TRANSITION = 25e-6
"""US$ for a state transition of a Standard machine."""
GB_SECOND = 13.3334e-6
"""US$ for a GB-second on arm64."""
INVOCATION = 0.2e-6
WRITE_UNIT = 0.625e-6
"""US$ for a write of 1 kB on demand; a transaction takes two."""
READ_UNIT = 0.125e-6
PUT_OBJECT = 5e-6
GET_OBJECT = 0.4e-6
MESSAGE = 0.4e-6
_ITEM_KB = 3
"""A task's item rounded up."""

_PRICES = {
    "dynamodb:GetItem": READ_UNIT,
    "dynamodb:Query": READ_UNIT,
    "dynamodb:PutItem": WRITE_UNIT * _ITEM_KB,
    "dynamodb:UpdateItem": WRITE_UNIT * _ITEM_KB,
    "dynamodb:DeleteItem": WRITE_UNIT * _ITEM_KB,
    "dynamodb:TransactWriteItems": WRITE_UNIT * _ITEM_KB * 2 * 4,
    "s3:PutObject": PUT_OBJECT,
    "s3:GetObject": GET_OBJECT,
    "s3:HeadObject": GET_OBJECT,
    "sqs:SendMessage": MESSAGE,
}
_INDEXES = 1.5
"""Each write is repeated in the indexes it appears in."""


def usd_of(bill: Bill, *, turns: int) -> float:
    """US$ of a task of so many turns: the steps outside the loop once, the loop scaled."""
    loop = ("AgentTurn", "ExecutePlan")
    once = sum(_step(bill, i) for i, step in enumerate(bill.steps) if step.state not in loop)
    looped = sum(_step(bill, i) for i, step in enumerate(bill.steps) if step.state in loop)
    return once + looped / bill.turns * turns


def _step(bill: Bill, number: int) -> float:
    step = bill.steps[number]
    memory = functions()[step.function].get("MemorySize") or _default_memory()
    compute = step.seconds * memory / 1024 * GB_SECOND + INVOCATION
    calls = sum(_PRICES.get(call, 0.0) * count for call, count in step.calls.items())
    return compute + calls * _INDEXES + 2 * TRANSITION


def _default_memory() -> int:
    return int(template()["Globals"]["Function"]["MemorySize"])
