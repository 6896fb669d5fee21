"""The words of `docsmith render`, and the request they ask for."""

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsmith_cli import uploading
from docsmith_cli.words import Words, add_json

_NAMED = re.compile(r"([a-z0-9_]+)=(.+)")
_HEX = re.compile(r"#?[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class NewData:
    """A file on this machine, and the input of the plan whose place it takes."""

    path: Path
    slot: str | None = None


def add_command(words: Words) -> None:
    """`render RUN --data FILE…`: the same plan, new data."""
    render = words.add_parser(
        "render",
        help="make a run's document anew from other data, without a model",
        description="Replays the operations of a run over other data or in another brand. "
        "The result is a run of its own; the run it is taken from stays as it is.",
    )
    render.add_argument("run_id", metavar="RUN", help="the run whose plan is replayed")
    render.add_argument(
        "--data",
        metavar="[INPUT=]FILE",
        type=new_data,
        action="append",
        default=[],
        help="the new data, in the order of the plan's inputs or by their names (repeat it)",
    )
    render.add_argument("--revision", metavar="N", type=int, help="of the run (default: newest)")
    render.add_argument("--color", metavar="HEX", type=_color, help="the brand's main colour")
    render.add_argument("--font", metavar="NAME", help="the brand's font")
    render.add_argument(
        "--keep-stale",
        action="store_true",
        help="deliver although texts quote figures of the old data; they are listed",
    )
    render.add_argument("--out", metavar="FILE", type=Path, help="save the document here")
    render.add_argument("--file-name", metavar="NAME", help="what the document is called")
    render.add_argument("--key", metavar="KEY", help="idempotency key: repeat safely")
    render.add_argument("--async", dest="detach", action="store_true", help="submit and leave")
    add_json(render)


def new_data(text: str) -> NewData:
    """`munich.csv`, or `sales=munich.csv`; a file of exactly that name goes first."""
    named = _NAMED.fullmatch(text)
    if named is None or Path(text).exists():
        return NewData(Path(text))
    return NewData(Path(named.group(2)), named.group(1))


def request_body(
    words: argparse.Namespace, data: Sequence[NewData], file_ids: Mapping[Path, str]
) -> dict[str, Any]:
    """The request that the words ask for; what was not said is left out."""
    brand = {"primary_color": words.color, "font": words.font}
    body: dict[str, Any] = {
        "data_sources": [_source(one, file_ids[one.path]) for one in data],
        "brand": {name: value for name, value in brand.items() if value},
        "revision": words.revision,
        "file_name": words.file_name,
        "stale": "report" if words.keep_stale else None,
    }
    return {name: value for name, value in body.items() if value}


def _source(one: NewData, file_id: str) -> dict[str, str]:
    source = {"file_id": file_id, "kind": uploading.data_kind(one.path)}
    return source | ({"slot": one.slot} if one.slot else {})


def _color(text: str) -> str:
    if not _HEX.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is no colour such as #0057B8")
    return text
