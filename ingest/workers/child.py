"""The worker itself: takes one file after the other, reads it under its limits, answers, and dies with its parent."""

import errno
import faulthandler
import fcntl
import json
import math
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.workers.allowance import Allowance
from ingest.workers.wire import Broken, Frame, Kind, receive, send
from parsers.artifact import CHUNK, Artifact, Spool
from parsers.errors import Refused
from parsers.facts import READING_VERSION, FileFacts, file_facts, to_json
from parsers.parse import parse_file
from parsers.reading import Status

Read = Callable[[Artifact, Spool, frozenset[str]], str]

_JOB_BYTES = 4 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")
# What the disk, its mount or our own housekeeping do to us. Other numbers (a seek to nowhere) a file can bring about.
WORLD = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.ESTALE,
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EACCES,
        errno.EPERM,
        errno.ENFILE,
    }
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read. `name` and `media_type` are the labels that it came with."""

    path: str
    name: str
    media_type: str
    spool: str
    seconds: int

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, body: bytes) -> "Job":
        return cls(**json.loads(body))


def read_file(artifact: Artifact, spool: Spool, cited: frozenset[str]) -> str:
    """What a file says, as JSON."""
    return to_json(file_facts(parse_file(artifact, spool), cited))


def serve(
    wire: socket.socket,
    lifeline: Connection,
    noise: Connection,
    read: Read,
    cited: frozenset[str],
    allowance: Allowance,
) -> None:
    """Answer jobs until the parent closes its end."""
    _die_with(lifeline)
    _divert(noise)
    _limit(allowance)
    try:
        _say(wire, "ready", READING_VERSION.encode())
        while True:
            job = Job.from_json(receive(wire, _JOB_BYTES).body)
            _allow_seconds(job.seconds)
            kind, body = _answer(job, read, cited, allowance)
            if len(body) > allowance.answer_bytes:
                kind, body = "facts", _without(job, "refused", f"more than {allowance.answer_bytes} bytes of facts")
            _say(wire, kind, body)
    except Broken:
        return  # the parent let us go


def _die_with(lifeline: Connection) -> None:
    """Have the kernel kill us once the parent's end of this pipe is closed: by it, or by its death.

    Reading the end of the socket is not enough: a library that computes for minutes never comes to read it. And the
    parent of this process is the fork server, so that PR_SET_PDEATHSIG would watch the wrong one.
    """
    handle = lifeline.fileno()
    fcntl.fcntl(handle, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(handle, fcntl.F_SETFL, fcntl.fcntl(handle, fcntl.F_GETFL) | os.O_ASYNC)


def _divert(noise: Connection) -> None:
    """What libraries print goes to the parent's pipe, as far as it holds: no word of it reaches a command's output."""
    os.set_blocking(noise.fileno(), False)
    for stream in (1, 2):
        os.dup2(noise.fileno(), stream)
    sys.stderr = sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
    faulthandler.enable(2)
    faulthandler.register(signal.SIGXCPU, file=2, chain=True)


def _limit(allowance: Allowance) -> None:
    for kind, wanted in (
        (resource.RLIMIT_AS, allowance.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, allowance.file_bytes),
        (resource.RLIMIT_NOFILE, allowance.open_files),
    ):
        _, hard = resource.getrlimit(kind)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


def _allow_seconds(seconds: int) -> None:
    """The kernel counts since the start of the process: each file's seconds come on top of what was used before."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(usage.ru_utime + usage.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _say(wire: socket.socket, kind: Kind, body: bytes) -> None:
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    send(wire, Frame(kind, body, resident, len(list(Path("/proc/self/fd").iterdir()))))


# --- one file ------------------------------


@dataclass(frozen=True, slots=True)
class _WatchedSpool(Spool):
    """A spool that remembers what the disk refused: formats take such an error for damage of the file."""

    troubles: list[int] = field(default_factory=list)

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        try:
            return Spool.put(self, chunks)
        except OSError as error:
            if error.errno == errno.EFBIG:
                raise Refused("more bytes unpacked than one file may have") from error
            if error.errno in WORLD:
                self.troubles.append(error.errno)
            raise


def _answer(job: Job, read: Read, cited: frozenset[str], allowance: Allowance) -> tuple[Kind, bytes]:
    artifact = Artifact(Path(job.path), job.name, job.media_type)
    spool = _WatchedSpool(Path(job.spool))
    try:
        artifact.head(1)
        body = read(artifact, spool, cited).encode()
        if not spool.troubles and b'"status":"unreadable"' in body:
            _read_through(artifact.path)
    except MemoryError:
        return "facts", _without(job, "refused", f"more than {allowance.memory >> 20} MB of memory needed for reading")
    except RecursionError:
        return "facts", _without(job, "refused", "nested too deep: over the limit")
    except OSError as error:
        if error.errno in WORLD:
            return "world", str(error.errno).encode()
        return "fault", _fault(error)
    except Exception as error:  # noqa: BLE001 - border of one file: a fault of ours is told, and the worker goes on
        return "fault", _fault(error)
    if spool.troubles:
        return "world", str(spool.troubles[0]).encode()
    return "facts", body


def _read_through(path: Path) -> None:
    """Before a file is called damaged: is it, or can our disk not give its bytes? Raises `OSError` then."""
    with path.open("rb") as file:
        while file.read(CHUNK):
            pass


def _without(job: Job, status: Status, reason: str) -> bytes:
    return to_json(FileFacts("unknown", job.media_type, status, reason)).encode()


def _fault(error: Exception) -> bytes:
    """The kind of an exception and its line; never its text, which may hold what the file says."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{Path(code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}".encode()
