"""A manifest on this machine's disk: files that its lines name are uploaded, the rest stays.

`data_source` of a line may be a path, seen from the manifest; the API is told the file's id.
"""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docsmith_cli.problems import UsageProblem

COLUMN = "data_source"
Send = Callable[[Path], str]


def with_files_sent(path: Path, send: Send) -> bytes:
    """The manifest as it goes to the API. Each file is sent once, however many lines name it."""
    content = path.read_bytes()
    if COLUMN.encode() not in content:
        return content
    sent: dict[Path, str] = {}

    def file_id(named: str) -> str:
        file = path.parent / named
        if not named or not file.is_file():
            return named
        if file not in sent:
            sent[file] = send(file)
        return sent[file]

    rewrite = _csv if path.suffix.lower() in (".csv", ".tsv") else _json_lines
    try:
        changed = rewrite(content.decode("utf-8-sig"), file_id)
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{path}: names files, so it must be UTF-8") from error
    return changed.encode() if sent else content


def _csv(text: str, file_id: Callable[[str], str]) -> str:
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    names = [name.strip() for name in rows[0]]
    if COLUMN not in names:
        return text
    place = names.index(COLUMN)
    for row in rows[1:]:
        if len(row) > place:
            row[place] = file_id(row[place].strip())
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _json_lines(text: str, file_id: Callable[[str], str]) -> str:
    return "\n".join(_json_line(line, file_id) for line in text.split("\n"))


def _json_line(line: str, file_id: Callable[[str], str]) -> str:
    """What is no JSON object stays as it is: the API says what is wrong with it."""
    try:
        fields: Any = json.loads(line)
        fields[COLUMN] = file_id(str(fields[COLUMN]))
    except (ValueError, TypeError, KeyError):
        return line
    return json.dumps(fields, ensure_ascii=False)
