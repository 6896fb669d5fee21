"""What `source_read` answers for one slot: a table's description or rows, text with places, an
image's facts, the brand. Small enough for a model; `page` continues with the `next` of an answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from docsmith.agent.turns import Json, Value
from docsmith.documents.context import ContextText
from docsmith.documents.model import Input
from docsmith.documents.operations.selecting import Condition
from docsmith.documents.sources import describe, read_source
from docsmith.documents.sources.mentioned import mentioned
from docsmith.documents.sources.ranking import Rank, ranked
from docsmith.documents.sources.selecting import selected
from docsmith.usecases.document_state import Slot

ROWS = 40
CHARACTERS = 12_000
_PART, _ROW = "part ", "row "


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """JSON, and the object keys of pictures that belong to it."""

    content: Json
    images: tuple[str, ...] = ()


class Wanted(Value):
    """What a call asks of a slot: a page, rows of a table alone, values by what they add up to,
    values that stand in a text.
    """

    page: str = ""
    where: tuple[Condition, ...] = ()
    rank: Rank | None = None
    text: str = ""


WHOLE = Wanted()


def read_slot(
    name: str, given: Input, slot: Slot | None, max_rows: int, wanted: Wanted = WHOLE
) -> SourceAnswer:
    """Raises `UnreadableSource`, and `ValueError` for a page that there is none of."""
    match given.kind:
        case "image":
            facts = dict(slot.facts) if slot else {}
            preview = slot.preview if slot else None
            told = {"slot": name, "name": given.name, "kind": "image", **facts}
            return SourceAnswer(told, (preview,) if preview else ())
        case "brand":
            return SourceAnswer({"slot": name, "kind": "brand", **json.loads(given.content)})
        case "text":
            return SourceAnswer(_text(name, given, wanted.page))
        case _:
            return SourceAnswer(_table(name, given, wanted, max_rows))


def described(name: str, given: Input, slot: Slot, max_rows: int) -> Json:
    """What the model is told of a slot before it reads it."""
    if given.kind != "text":
        return dict(read_slot(name, given, slot, max_rows).content)
    text = ContextText.from_json(given.content)
    return {
        "slot": name,
        "name": text.name,
        "kind": text.kind,
        "characters": text.characters,
        "from": text.pages[0].anchor,
        "to": text.pages[-1].anchor,
        "cut": text.cut,
    }


def _text(name: str, given: Input, page: str) -> Json:
    """Whole pages, as many as fit; each with the place to cite."""
    text = ContextText.from_json(given.content)
    first = _number(page or "0", len(text.pages))
    told: list[Mapping[str, str]] = []
    size = 0
    for one in text.pages[first:]:
        if told and size + len(one.text) > CHARACTERS:
            break
        told.append({"at": one.anchor, "text": one.text})
        size += len(one.text)
    following = first + len(told)
    answer: Json = {"slot": name, "name": text.name, "pages": told}
    return answer | ({"next": str(following)} if following < len(text.pages) else {})


def _table(name: str, given: Input, wanted: Wanted, max_rows: int) -> Json:
    """The description; `row 120` answers rows, `part Sheet2` describes another sheet or list."""
    page = wanted.page
    part = page.removeprefix(_PART) if page.startswith(_PART) else None
    table = read_source(
        given.content, kind=given.kind, name=given.name, max_rows=max_rows, part=part
    )
    table = selected(table, (*given.where, *wanted.where))
    if not page or part is not None:
        more: Json = {"next": f"{_ROW}1"} if table.row_count else {}
        more |= {"ranked": ranked(table, wanted.rank)} if wanted.rank else {}
        more |= {"mentioned": mentioned(table, wanted.text)} if wanted.text else {}
        return {"slot": name, **describe(table), **more}
    first = _number(page.removeprefix(_ROW), table.row_count + 1)
    last = min(first + ROWS - 1, table.row_count)
    rows = [
        [_shown(column.values[row - 1]) for column in table.columns]
        for row in range(max(first, 1), last + 1)
    ]
    answer: Json = {
        "slot": name,
        "header": [column.name for column in table.columns],
        "from_row": first,
        "values": rows,
    }
    return answer | ({"next": f"{_ROW}{last + 1}"} if last < table.row_count else {})


def _number(text: str, below: int) -> int:
    if not text.isdigit() or int(text) >= below:
        raise ValueError("page: give the `next` of the answer before")
    return int(text)


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
