"""One worker as its parent sees it: start it, ask it for one file, notice how it ended, end it."""

import contextlib
import multiprocessing
import os
import socket
import threading
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from ingest.errors import NotNow
from ingest.workers.allowance import Allowance
from ingest.workers.child import Job, Read, serve
from ingest.workers.verdicts import End, end_of, end_of_patience
from ingest.workers.wire import Broken, Frame, Late, receive, send
from parsers.facts import READING_VERSION

_CONTEXT = multiprocessing.get_context("forkserver")
# multiprocessing runs the main script once more in each worker, and the one of `tiepnhan` imports the commands.
_CONTEXT.set_forkserver_preload(["ingest.cli", "ingest.workers.preload"])
# multiprocessing looks at all its children whenever it starts one; a second thread doing so loses an exit code.
_ONE_AT_A_TIME = threading.Lock()
_START_PAUSES = (0.1, 0.5)
_SEND_SECONDS = 30.0
_GOING_SECONDS = 0.5
_END_SECONDS = 5.0
_GONE = {"Z", "X", ""}
_NOISE = 64 << 10
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class _Peak:
    """The most address space and the last resident memory seen of a process while it was waited for."""

    pid: int
    space: int = 0
    resident: int = 0

    def look(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            space, resident, *_ = Path(f"/proc/{self.pid}/statm").read_text().split()
            self.space = max(self.space, int(space) * _PAGE)
            self.resident = int(resident) * _PAGE


class Worker:
    """A running process. Raises `NotNow` where the machine lets us start none."""

    def __init__(self, read: Read, cited: frozenset[str], allowance: Allowance) -> None:
        self._allowance = allowance
        self._killing = threading.Lock()
        self._start(read, cited)
        self._peak = _Peak(self.pid)
        try:
            ready = receive(self._wire, _NOISE, allowance.start_seconds)
        except (Broken, Late) as error:
            self.end()
            raise _not_started(type(error).__name__) from error
        if ready.body.decode(errors="replace") != READING_VERSION:
            self.end()
            raise NotNow("Phần mềm đã được cập nhật trong khi đang chạy; hãy khởi động lại để đọc tiếp.")
        self.files = 0
        self.resident = ready.resident
        self._open_files = self._open_files_at_start = ready.open_files

    def _start(self, read: Read, cited: frozenset[str]) -> None:
        """Start the process; once more where the fork server has died: that is noticed, and mended, a little later."""
        for pause in (*_START_PAUSES, None):
            try:
                with contextlib.ExitStack() as opened:
                    self._open(opened, read, cited)
                return
            except (OSError, EOFError) as error:  # no memory, no process, no handle
                if pause is None or not isinstance(error, ConnectionError | EOFError):
                    raise _not_started(type(error).__name__) from error
            time.sleep(pause)

    def _open(self, opened: contextlib.ExitStack, read: Read, cited: frozenset[str]) -> None:
        """Make the three connections and the process; what is ours stays open only when all have worked."""
        ours, theirs = socket.socketpair()
        opened.enter_context(theirs)
        with contextlib.ExitStack() as kept:
            self._wire = kept.enter_context(ours)
            their_lifeline, lifeline = _CONTEXT.Pipe(duplex=False)
            opened.enter_context(their_lifeline)
            self._lifeline = kept.enter_context(lifeline)
            noise, their_noise = _CONTEXT.Pipe(duplex=False)
            opened.enter_context(their_noise)
            self._noise = kept.enter_context(noise)
            os.set_blocking(noise.fileno(), False)
            self._process: BaseProcess = _CONTEXT.Process(
                target=serve,
                args=(theirs, their_lifeline, their_noise, read, cited, self._allowance),
                daemon=True,
            )
            with _ONE_AT_A_TIME:
                self._process.start()
            kept.pop_all()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def ended(self) -> bool:
        return self._lifeline.closed

    @property
    def gone(self) -> bool:
        """Whether the process has ended; where nobody had asked it anything, that is no file's fault."""
        with _ONE_AT_A_TIME:
            return self._process.exitcode is not None

    @property
    def spent(self) -> bool:
        """Whether it has read its share, or keeps memory or open files that it should have given back."""
        allowance = self._allowance
        return (
            self.files >= allowance.files
            or self.resident > allowance.resident
            or self._open_files > self._open_files_at_start + allowance.leaked_files
        )

    def ask(self, job: Job, size: int) -> Frame | End:
        """The worker's answer, or how it ended instead; it is dead then."""
        self.files += 1
        self._drain()
        self._peak = _Peak(self.pid)
        clock = self._allowance.clock(size)
        try:
            send(self._wire, Frame("job", job.to_json()), min(_SEND_SECONDS, clock))
            frame = receive(self._wire, self._allowance.answer_bytes, clock, self._peak.look)
        except Late:
            state = _state(self.pid)
            end = end_of_patience(state, self._drain())
        except Broken:
            code = self._exit_code(_GOING_SECONDS)
            if code is None and _state(self.pid) in _GONE:
                code = self._exit_code(_END_SECONDS)  # it has ended; the fork server has not come to say how
            end = end_of(code, self._drain(), self._peak.space, self._allowance)
        else:
            if _sound(frame):
                self.resident, self._open_files = frame.resident, frame.open_files
                return frame
            end = End("crash", "garbled answer")
        self.end()
        return end

    def kill(self) -> None:
        """Have the process killed, whatever it is doing; may be called from another thread than the one that asks."""
        with self._killing:
            if not self._lifeline.closed:
                with contextlib.suppress(OSError):
                    self._wire.shutdown(socket.SHUT_RDWR)  # wakes the thread that asks
                self._lifeline.close()

    def end(self) -> None:
        """Kill the process, wait until it is gone and let go of it; for the thread that has it."""
        self.kill()
        if self._exit_code(_END_SECONDS) is None:  # it was not yet so far as to hold on to the lifeline
            with _ONE_AT_A_TIME:
                self._process.kill()
            self._exit_code(_END_SECONDS)
        self._noise.close()
        self._wire.close()

    def _exit_code(self, seconds: float) -> int | None:
        end = time.monotonic() + seconds
        pause = 0.001
        while True:
            with _ONE_AT_A_TIME:
                code = self._process.exitcode
            if code is not None or time.monotonic() > end:
                return code
            time.sleep(pause)
            pause = min(2 * pause, 0.05)

    def _drain(self) -> str:
        """What the worker, or a library in it, has printed since we last looked."""
        try:
            return os.read(self._noise.fileno(), _NOISE).decode(errors="replace")
        except OSError:
            return ""


def _not_started(why: str) -> NotNow:
    return NotNow(
        f"Chưa khởi động được tiến trình đọc tệp ({why}); hãy kiểm tra bộ nhớ và số tiến trình của máy. "
        "Lượt sau sẽ tự thử lại."
    )


def _sound(frame: Frame) -> bool:
    try:
        body = frame.body.decode()
    except UnicodeDecodeError:
        return False
    return frame.kind in {"facts", "fault"} or (frame.kind == "world" and body.isdecimal() and len(body) < 5)


def _state(pid: int) -> str:
    """R running, S asleep, D waiting for a disk, T stopped …; "" where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""
