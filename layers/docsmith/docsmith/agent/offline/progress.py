"""What the history says of the present task: what was asked, called and answered. Nothing is
remembered elsewhere.
"""

from docsmith.agent.brief import TaskMessage, is_task, read_user_message
from docsmith.agent.tools import Tool
from docsmith.agent.turns import Entry, History, Json, ToolResults, Turn, UserMessage, Value
from docsmith.agent.wire import as_list, as_object, parsed


class Exchange(Value):
    """One call and its answer; a call without an answer yet does not appear."""

    name: str
    arguments: Json
    answer: Json
    is_error: bool = False


class Progress(Value):
    """`tasks` are the run's requests, the present one last, to which `exchanges` belong."""

    tasks: tuple[TaskMessage, ...]
    exchanges: tuple[Exchange, ...] = ()
    earlier: tuple[Exchange, ...] = ()
    turns: int = 0

    @property
    def task(self) -> TaskMessage:
        return self.tasks[-1]

    @property
    def sources(self) -> tuple[Json, ...]:
        """What is known of each slot, later facts over earlier ones, in the order of slots."""
        known: dict[str, Json] = {}
        for task in self.tasks:
            for source in task.sources:
                _learn(known, source)
        for exchange in (*self.earlier, *self.exchanges):
            if exchange.name == Tool.SOURCE and not exchange.is_error and _is_whole(exchange):
                _learn(known, {"slot": exchange.arguments.get("slot", "")} | exchange.answer)
        return tuple(known[slot] for slot in sorted(known))

    @property
    def outline(self) -> Json | None:
        """The first outline read in this task: the document before this task touched it."""
        for exchange in self.exchanges:
            if exchange.name == Tool.READ and _is_outline(exchange) and not exchange.is_error:
                return as_object(exchange.answer.get("content"))
        return None

    @property
    def loaded(self) -> tuple[str, ...]:
        """Slots that earlier tasks of the run put into the document, whole or in part."""
        chosen = self.chosen
        slots = [str(op.get("slot")) for op in self._applied() if op.get("op") == "load_data"]
        return (*slots, *(chosen[slot] for slot in slots if slot in chosen))

    @property
    def chosen(self) -> dict[str, str]:
        """By the names that earlier tasks gave to rows, the slots that these are rows of."""
        ops = (op for op in self._applied() if op.get("op") == "select")
        return {str(op.get("name")): str(op.get("slot")) for op in ops}

    def _applied(self) -> list[Json]:
        return [
            as_object(op)
            for exchange in self.earlier
            if exchange.name == Tool.APPLY and not exchange.is_error
            for op in as_list(exchange.arguments.get("ops"))
        ]

    @property
    def views(self) -> tuple[Json, ...]:
        """What was read of ranges in this task, each page with the mode it was read in."""
        return tuple(
            as_object(e.answer.get("content")) | {"mode": e.arguments.get("mode", "values")}
            for e in self.exchanges
            if e.name == Tool.READ and not e.is_error and not _is_outline(e)
        )

    def rest_of(self, arguments: Json) -> Json | None:
        """The arguments that read on where this read stands; None when all was read."""
        page: object = None
        asked = False
        for exchange in self.exchanges:
            same = exchange.name == Tool.READ and _without_page(exchange.arguments) == arguments
            asked = asked or same
            page = exchange.answer.get("next") if same else page
        if not asked:
            return arguments
        return arguments | {"page": page} if page else None

    def said_of(self, arguments: Json) -> Exchange | None:
        """The answer to a `source_read` with just these arguments, in this task or before."""
        every = (*self.exchanges, *self.earlier)
        same = (e for e in every if e.name == Tool.SOURCE and e.arguments == arguments)
        return next(same, None)

    def asked(self, name: str, **arguments: str) -> bool:
        """Whether such a call was made and answered in this task, whatever the answer."""
        return any(
            exchange.name == name
            and all(exchange.arguments.get(key) == value for key, value in arguments.items())
            for exchange in self.exchanges
        )


def progress_of(history: History) -> Progress:
    """Read the history. Without a task message the first user message is taken as the prompt."""
    entries = history.entries
    messages = [e for e in entries if isinstance(e, UserMessage)]
    tasks = [message for message in messages if is_task(message)] or messages[:1]
    start = max((i for i, entry in enumerate(entries) if entry in tasks), default=0)
    return Progress(
        tasks=tuple(read_user_message(task.text) for task in tasks) or (TaskMessage(prompt=""),),
        exchanges=_exchanges(entries[start:]),
        earlier=_exchanges(entries[:start]),
        turns=history.turns,
    )


def _exchanges(entries: tuple[Entry, ...]) -> tuple[Exchange, ...]:
    out: list[Exchange] = []
    turn: Turn | None = None
    for entry in entries:
        if isinstance(entry, ToolResults) and turn:
            out += _pairs(turn, entry)
        turn = entry if isinstance(entry, Turn) else turn
    return tuple(out)


def _pairs(turn: Turn, results: ToolResults) -> list[Exchange]:
    answers = {result.call_id: result for result in results.results}
    return [
        Exchange(
            name=call.name,
            arguments=call.arguments,
            answer=parsed(answers[call.id].content),
            is_error=answers[call.id].is_error,
        )
        for call in turn.calls
        if call.id in answers
    ]


def _learn(known: dict[str, Json], source: Json) -> None:
    slot = str(source.get("slot", ""))
    known[slot] = known.get(slot, {}) | source


def _is_whole(exchange: Exchange) -> bool:
    """Whether it tells of a whole source, not of rows chosen from it."""
    return not exchange.arguments.keys() & {"where", "rank", "text"}


def _without_page(arguments: Json) -> Json:
    return {key: value for key, value in arguments.items() if key != "page"}


def _is_outline(exchange: Exchange) -> bool:
    return exchange.arguments.get("scope", "outline") == "outline"
