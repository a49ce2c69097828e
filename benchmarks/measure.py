"""Running a command and measuring its whole process tree from outside: wall time, CPU time, peak memory.

The tree is the command's session. Memory is the sum of PSS (shared pages are counted once), looked at twenty times a
second; CPU is what each process had used when it was last seen, so that helpers that nobody waits for count as well.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_INTERVAL = 0.05
_PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run used. `server` is the CPU time of another session (the mail server), `all` that of the machine."""

    wall: float
    cpu: float
    peak: int  # bytes
    server: float
    all: float
    out: str

    @property
    def busy(self) -> float:
        """The part of all cores that the command and the server kept busy."""
        return (self.cpu + self.server) / (self.wall * (os.cpu_count() or 1))

    @property
    def foreign(self) -> float:
        """The part of all cores that everything else on the machine kept busy: where it is large, time is theirs."""
        return max(0.0, self.all / (self.wall * (os.cpu_count() or 1)) - self.busy)


class _Session:
    """The processes of one session, also those that have ended meanwhile."""

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._used: dict[int, float] = {}
        self.peak = 0

    def look(self, *, memory: bool) -> None:
        """See who is there now."""
        total = 0
        for entry in _PROC.iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):  # it ended meanwhile
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == self._leader:
                    self._used[int(entry.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
                    total += _pss(entry) if memory else 0
        self.peak = max(self.peak, total)

    @property
    def cpu(self) -> float:
        return sum(self._used.values())


def _pss(entry: Path) -> int:
    lines = (entry / "smaps_rollup").read_text().splitlines()
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def _machine() -> float:
    """Seconds that all cores together have been busy since the start, also with what the host took from us."""
    fields = [int(field) for field in (_PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    idle, waiting = fields[3], fields[4]
    return (sum(fields) - idle - waiting) / _TICKS


def measure(
    command: Sequence[str],
    *,
    cwd: Path,
    server: int = 0,
    until: Callable[[], bool] | None = None,
    seconds: float = _PATIENCE,
) -> Measured:
    """Run a command to its end; or, where `until` is given, until that holds, and end it then by SIGTERM.

    `server` is the session of the mail server. A command that fails or outlasts `seconds` is a RuntimeError.
    """
    served = _Session(server)
    served.look(memory=False)
    before, busy = served.cpu, _machine()
    with (cwd / "output.txt").open("w+", encoding="utf-8", errors="replace") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, env=_environment()
        )
        ended: list[float] = []
        waiter = threading.Thread(target=_wait, args=(process, ended), daemon=True)
        waiter.start()
        session = _Session(process.pid)
        done = False
        try:
            while not ended and not done and time.monotonic() - begun < seconds:
                session.look(memory=True)
                done = until is not None and until()
                time.sleep(_INTERVAL)
            finish = ended[0] if ended else time.monotonic()
            served.look(memory=False)
            busy = _machine() - busy
        finally:
            _end(process, waiter)
        output.seek(0)
        out = output.read()
    if not done and (process.returncode or until is not None):
        raise RuntimeError(
            f"{' '.join(command)}: status {process.returncode} after {finish - begun:.0f} s\n{out[-3000:]}"
        )
    return Measured(finish - begun, session.cpu, session.peak, served.cpu - before, busy, out)


def _wait(process: "subprocess.Popen[bytes]", ended: list[float]) -> None:
    process.wait()
    ended.append(time.monotonic())


def _end(process: "subprocess.Popen[bytes]", waiter: threading.Thread) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        waiter.join(20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    waiter.join()


def _environment() -> dict[str, str]:
    root = Path(__file__).resolve().parents[1]
    kept = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # else all is compiled
    return {**kept, "PYTHONPATH": str(root), "LC_ALL": "C.UTF-8"}
