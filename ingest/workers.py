"""Reading files in processes of their own: a file that crashes, hangs or devours memory costs one file, not the pass.

Each worker is one persistent process (forkserver: this process has threads), limited in memory, open files and core
dumps, and killed when a file takes too long. Values travel as JSON; the files inside a file lie in the spool.
"""

import contextlib
import multiprocessing
import queue
import resource
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from parsers.artifact import Artifact, Spool
from parsers.facts import FileFacts, file_facts, to_json
from parsers.parse import parse_file

_MEMORY = 2 << 30
_SECONDS = 120.0
_FILES_PER_WORKER = 500
_TRIES = 2
_CONTEXT = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class _Job:
    path: str
    name: str
    media_type: str
    spool: str


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, cited: frozenset[str]) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(target=_serve, args=(theirs, cited), daemon=True)
        self.process.start()
        theirs.close()
        self.files = 0

    def ask(self, job: _Job, seconds: float) -> str | None:
        """The JSON of the facts; None when the process died or took too long (it is dead then)."""
        self.files += 1
        try:
            self.pipe.send(job)
            if self.pipe.poll(seconds):
                answer: str = self.pipe.recv()
                return answer
        except (EOFError, OSError):
            pass
        self.stop()
        return None

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        with contextlib.suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join()


class Readers:
    """A pool of workers; `read` may be called from several threads."""

    def __init__(self, cited: frozenset[str], size: int, seconds: float = _SECONDS) -> None:
        self._cited = cited
        self._seconds = seconds
        self._idle: queue.Queue[_Worker | None] = queue.Queue()
        for _ in range(size):
            self._idle.put(None)  # started when first needed

    def read(self, artifact: Artifact, spool: Path) -> str:
        """What a file says, as JSON. A file that twice ends its worker is unreadable, and says so."""
        job = _Job(str(artifact.path), artifact.name, artifact.media_type, str(spool))
        for _ in range(_TRIES):
            with self._worker() as worker:
                answer = worker.ask(job, self._seconds)
            if answer is not None:
                return answer
        return to_json(FileFacts("unknown", artifact.media_type, "unreadable", "reading it ended the reader twice"))

    @contextlib.contextmanager
    def _worker(self) -> Iterator[_Worker]:
        worker = self._idle.get() or _Worker(self._cited)
        try:
            yield worker
        except BaseException:
            worker.stop()
            raise
        finally:
            if worker.files >= _FILES_PER_WORKER:
                worker.stop()
            self._idle.put(worker if worker.process.is_alive() else None)

    def close(self) -> None:
        """End all idle workers."""
        with contextlib.suppress(queue.Empty):
            while True:
                worker = self._idle.get_nowait()
                if worker:
                    worker.stop()


def _serve(pipe: Connection, cited: frozenset[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we stop
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(128, hard), hard))
    while True:
        try:
            job: _Job = pipe.recv()
        except (EOFError, OSError):
            return  # the parent has gone or let us go
        artifact = Artifact(Path(job.path), job.name, job.media_type)
        with contextlib.suppress(OSError):  # the parent has gone meanwhile
            pipe.send(to_json(file_facts(parse_file(artifact, Spool(Path(job.spool))), cited)))
