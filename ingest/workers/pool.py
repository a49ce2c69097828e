"""The pool of workers: many threads ask, a few processes read, in the order of asking."""

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from ingest.errors import NotNow, StoreUnavailable, said
from ingest.workers.allowance import Allowance
from ingest.workers.child import Job, Read, read_file
from ingest.workers.process import Worker
from ingest.workers.verdicts import End, ReaderFault, verdict
from ingest.workers.wire import Frame
from parsers.artifact import Artifact
from parsers.facts import FileFacts, to_json

log = structlog.get_logger()
_TRIES = 2
_CLOSE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class WorkerState:
    """One place of the pool, for metrics and the watchdog. The counts outlive the processes that come and go in it."""

    number: int
    pid: int | None  # None: not started yet, or just ended
    files_done: int  # answered, or given up
    busy_since: float | None  # on the clock of `time.monotonic`; None while idle
    started: int  # processes so far
    lost: int  # of these, how many ended while they read
    resident: int  # bytes, after the last file


class _Place:
    """Where one worker at a time works."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.worker: Worker | None = None
        self.files_done = self.started = self.lost = 0
        self.busy_since: float | None = None

    def state(self) -> WorkerState:
        worker = self.worker
        return WorkerState(
            self.number,
            worker.pid if worker else None,
            self.files_done,
            self.busy_since,
            self.started,
            self.lost,
            worker.resident if worker else 0,
        )


class Readers:
    """A pool of `size` workers, each started when first needed; all methods may be called from any thread."""

    def __init__(
        self,
        cited: frozenset[str],
        size: int,
        allowance: Allowance = Allowance(),  # noqa: B008 - an immutable value
        read: Read = read_file,
    ) -> None:
        self._cited = cited
        self._allowance = allowance
        self._read = read  # of a module, so that the worker can import it
        self._places = tuple(_Place(number) for number in range(1, size + 1))
        self._free = list(reversed(self._places))
        self._queue: deque[object] = deque()  # whoever waits for a place, first come first served
        self._changed = threading.Condition()
        self._closed = False

    def read(self, artifact: Artifact, spool: Path) -> str:
        """What a file says, as JSON. A file that twice ends its worker is refused or unreadable, and says why.

        Raises `StoreUnavailable` where the disk fails us, `ReaderLost` where the reader was stopped from outside,
        other `NotNow` where no reader can be had (these say nothing about the file), and `ReaderFault` for a fault
        of our own code.
        """
        size = _size(artifact)
        seconds = self._allowance.work(size)
        job = Job(str(artifact.path), artifact.name, artifact.media_type, str(spool), seconds)
        ends: list[End] = []
        while True:
            with self._place() as place:
                outcome = self._worker(place).ask(job, size)
                self._check_open()  # what we have ended ourselves is nobody's fault
                place.lost += isinstance(outcome, End)
                if isinstance(outcome, Frame):
                    place.files_done += 1
                    return _understood(outcome)
                ends.append(outcome)
                log.warning(
                    "reader ended",
                    how=outcome.how,
                    signal=outcome.signal,
                    place=outcome.place,
                    file=artifact.path.name[:16],
                )
                if len(ends) == _TRIES:
                    place.files_done += 1
                    status, reason = verdict(ends, size, self._allowance)
                    return to_json(FileFacts("unknown", artifact.media_type, status, reason))
            _sweep(spool)

    def state(self) -> tuple[WorkerState, ...]:
        """How each worker stands."""
        with self._changed:
            return tuple(place.state() for place in self._places)

    def close(self) -> None:
        """End all workers at once, also those at work; whoever waits gets `NotNow`. No process of ours remains."""
        end = time.monotonic() + _CLOSE_SECONDS
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            for place in self._places:
                if place.worker:
                    place.worker.kill()
            idle = [place for place in self._free if place.worker]
        for place in idle:
            self._empty(place)
        with self._changed:  # whoever has a place, or was just starting a worker, ends that worker and comes back
            while len(self._free) < len(self._places) and time.monotonic() < end:
                self._changed.wait(0.1)

    @contextlib.contextmanager
    def _place(self) -> Iterator[_Place]:
        place = self._take()
        try:
            yield place
        finally:
            try:
                worker = place.worker
                if worker and (worker.spent or worker.ended or self._closed):
                    self._empty(place)
            finally:  # whatever went wrong: a place that is not given back is waited for without end
                with self._changed:
                    place.busy_since = None
                    # Places that have a worker are taken first, so that a quiet time needs one process.
                    self._free.insert(len(self._free) if place.worker else 0, place)
                    self._changed.notify_all()

    def _empty(self, place: _Place) -> None:
        worker, place.worker = place.worker, None
        if worker:
            worker.end()

    def _take(self) -> _Place:
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
            try:
                while not self._closed and not (self._free and self._queue[0] is ticket):
                    self._changed.wait()
                self._check_open()
                place = self._free.pop()
                place.busy_since = time.monotonic()
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()
        return place

    def _worker(self, place: _Place) -> Worker:
        if place.worker and place.worker.gone:
            self._empty(place)
        if place.worker is None:
            place.worker = Worker(self._read, self._cited, self._allowance)
            place.started += 1
        self._check_open()
        return place.worker

    def _check_open(self) -> None:
        if self._closed:
            raise NotNow("Chương trình đang dừng; tệp chưa đọc xong sẽ được đọc lại ở lượt sau.")


def _size(artifact: Artifact) -> int:
    try:
        return artifact.size
    except OSError as error:
        raise _disk(error.errno) from error


def _understood(frame: Frame) -> str:
    """The JSON of an answer; raises what the worker could not get over."""
    body = frame.body.decode()
    if frame.kind == "world":
        raise _disk(int(body))
    if frame.kind == "fault":
        raise ReaderFault(body)
    return body


def _disk(number: int | None) -> StoreUnavailable:
    return StoreUnavailable(
        f"Ổ đĩa không cho đọc bản gốc hoặc ghi tệp tạm ({said(OSError(number or 0, os.strerror(number or 0)))}); "
        "hãy kiểm tra dung lượng và quyền ghi của ổ đĩa. Lượt sau sẽ tự thử lại."
    )


def _sweep(spool: Path) -> None:
    """Remove what a worker was just writing when it ended; the second try may need the room."""
    for part in spool.glob("*.part"):
        with contextlib.suppress(OSError):
            part.unlink()
