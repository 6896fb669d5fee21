"""A finished document on this machine's disk."""

import os
import tempfile
from email.message import Message
from pathlib import Path

import httpx

from docsmith_cli.problems import Problem, UsageProblem

_CHUNK = 1 << 16


def check_writable(out: Path | None) -> None:
    """Refuse, before anything is started, an --out that could not be written later."""
    if out is None:
        return
    if out.is_dir():
        raise UsageProblem(f"--out {out}: is a folder, name the file")
    if not out.absolute().parent.is_dir():
        raise UsageProblem(f"--out {out}: there is no folder {out.parent}")


def save(http: httpx.Client, url: str, out: Path | None, *, folder: Path) -> Path:
    """Download `url` to `out`, or under its own name into `folder`, never over another file.

    Nothing half-written stays behind: the bytes arrive under another name first.
    """
    try:
        with http.stream("GET", url, follow_redirects=True) as response:
            return _saved(response, out, folder)
    except httpx.TransportError as error:
        raise Problem(f"the download broke off: {error or type(error).__name__}") from error


def named_by(disposition: str | None) -> str:
    """The file name in a Content-Disposition header, without any path."""
    message = Message()
    message["Content-Disposition"] = disposition or "attachment"
    name = (message.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1]
    return name.strip(". ") or "document"


def free_name(path: Path) -> Path:
    """`path`, or `name (2).ext`, … when there is such a file already."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def _saved(response: httpx.Response, out: Path | None, folder: Path) -> Path:
    if response.is_error:
        raise Problem(f"the download was refused (HTTP {response.status_code})")
    path = out or free_name(folder / named_by(response.headers.get("Content-Disposition")))
    _write(response, path)
    return path


def _write(response: httpx.Response, path: Path) -> None:
    descriptor, scratch = tempfile.mkstemp(dir=path.absolute().parent, prefix=".docsmith-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in response.iter_bytes(_CHUNK):
                file.write(chunk)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
