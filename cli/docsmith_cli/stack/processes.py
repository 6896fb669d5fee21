"""Processes that outlive the command, recognised by number and start time together.

A number alone is reused by the system: what has the number of a process that died long ago is not
ours, and is left alone.
"""

import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_POLL_S = 0.1


@dataclass(frozen=True)
class Process:
    """`started` is the system's own mark of the start; only equality means anything."""

    pid: int
    started: str


def identify(pid: int) -> Process | None:
    """The process that has this number now, or None."""
    started = _started_by_proc(pid) if (_PROC / "self" / "stat").exists() else _started_by_ps(pid)
    return Process(pid, started) if started else None


def is_alive(process: Process) -> bool:
    """Whether that very process still runs."""
    return identify(process.pid) == process


def stop(process: Process, grace_s: float) -> bool:
    """Ask it to end and wait; False when it has not after `grace_s` seconds. Never kills."""
    if not is_alive(process):
        return True
    os.kill(process.pid, signal.SIGTERM)
    return wait(process, grace_s)


def wait(process: Process, timeout_s: float) -> bool:
    """Wait for its end; whether it came in time."""
    if not hasattr(os, "pidfd_open"):
        return _wait_by_polling(process, timeout_s)
    try:
        descriptor = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return True
    try:
        if is_alive(process):
            select.select([descriptor], [], [], timeout_s)
    finally:
        os.close(descriptor)
    return not is_alive(process)


def _wait_by_polling(process: Process, timeout_s: float) -> bool:
    # Where the system offers no event for the end of somebody else's child.
    deadline = time.monotonic() + timeout_s
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    return not is_alive(process)


def _started_by_proc(pid: int) -> str | None:
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name, in brackets, may contain anything: fields are counted after the last bracket.
    fields = stat.rpartition(")")[2].split()
    state, ticks = fields[0], fields[19]
    if state in "ZX":
        return None
    boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}/{ticks}"


def _started_by_ps(pid: int) -> str | None:
    asked = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None
