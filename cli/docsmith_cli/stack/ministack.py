"""The MiniStack process: started in the background, on loopback, with its state kept on disk."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from docsmith_cli.problems import StackProblem
from docsmith_cli.stack import processes
from docsmith_cli.stack.paths import Paths
from docsmith_cli.stack.processes import Process
from docsmith_cli.stack.programs import cleaned

HOST = "127.0.0.1"
REGION = "us-east-1"
_READY_S = 60.0
_STOP_S = 60.0
_POLL_S = 0.05
_LOG_LIMIT = 20_000_000
_PATIENT = Path(__file__).with_name("patient.py")


@dataclass(frozen=True, kw_only=True)
class Running:
    """A MiniStack that was started by this checkout; with `iam` it evaluates policies."""

    process: Process
    port: int
    iam: bool = False

    @property
    def endpoint(self) -> str:
        """Where every AWS service of it answers."""
        return f"http://{HOST}:{self.port}"


def recorded(paths: Paths) -> Running | None:
    """What was last started here, whether it still runs or not."""
    try:
        facts = json.loads(paths.running.read_text())
        process = Process(facts["pid"], facts["started"])
        return Running(process=process, port=facts["port"], iam=facts.get("iam", False))
    except (FileNotFoundError, ValueError, KeyError):
        return None


def running(paths: Paths) -> Running | None:
    """What runs now: a record whose process is gone, or is another one by now, counts as none."""
    found = recorded(paths)
    return found if found and processes.is_alive(found.process) else None


def start(
    python: Path, paths: Paths, environment: Mapping[str, str], *, port: int, iam: bool
) -> Running:
    """Start and wait until it answers; with `iam`, every policy is evaluated."""
    _clear(paths)
    switches = {"AUTH": "true"} if iam else {}
    child = _spawn(python, paths, environment_for(environment, paths, port) | switches)
    process = processes.identify(child.pid)
    if process is None or not _answers(child, port):
        child.terminate()
        raise StackProblem("MiniStack did not start", log=paths.log("ministack"))
    started = Running(process=process, port=port, iam=iam)
    paths.running.write_text(json.dumps({**asdict(process), "port": port, "iam": iam}))
    return started


def stop(paths: Paths) -> bool:
    """Stop it, letting it save its state; False when there was nothing to stop."""
    found = running(paths)
    if found is None:
        return False
    if not processes.stop(found.process, _STOP_S):
        raise StackProblem(
            f"process {found.process.pid} is still saving its state after {_STOP_S:.0f} s",
            log=paths.log("ministack"),
        )
    return True


def free_port(wanted: int | None, last: int | None) -> int:
    """`wanted`, which must be free; else the last one, if it is; else any."""
    if wanted is not None:
        if not _is_free(wanted):
            raise StackProblem(f"port {wanted} is in use by another program")
        return wanted
    if last is not None and _is_free(last):
        return last
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment_for(base: Mapping[str, str], paths: Paths, port: int) -> dict[str, str]:
    """The environment of MiniStack, which its workers inherit."""
    nowhere = "/dev/null"
    loopback = f"{HOST},localhost"
    return {
        **cleaned(base),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(paths.home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(paths.home / "s3"),
        "TMPDIR": str(paths.scratch),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        # Containers of another MiniStack on this machine are none of our business.
        "DOCKER_HOST": "unix:///nonexistent",
        # A waiting API call holds one of its threads for up to 290 s.
        "MINISTACK_WORKER_THREADS": "256",
        "AWS_CONFIG_FILE": nowhere,
        "AWS_SHARED_CREDENTIALS_FILE": nowhere,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": ",".join(filter(None, (base.get("NO_PROXY"), loopback))),
        "no_proxy": ",".join(filter(None, (base.get("no_proxy"), loopback))),
    }


def _clear(paths: Paths) -> None:
    # Workers leave their unpacked zips behind when MiniStack ends.
    shutil.rmtree(paths.scratch, ignore_errors=True)
    paths.scratch.mkdir(parents=True)
    log = paths.log("ministack")
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.old"))


def _spawn(python: Path, paths: Paths, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with paths.log("ministack").open("ab") as log:
        return subprocess.Popen(
            [python, "-P", _PATIENT],  # -P: the modules beside it are not MiniStack's
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=paths.home,
            env=dict(environment),
            start_new_session=True,
        )


def _answers(child: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _READY_S
    while child.poll() is None and time.monotonic() < deadline:
        if not _is_free(port):
            return True
        time.sleep(_POLL_S)
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0
