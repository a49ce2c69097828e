"""What a running daemon uses, as /proc tells from outside: memory, files, threads, children, sockets, who is left."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_ESTABLISHED, _CLOSE_WAIT = "01", "08"


@dataclass(frozen=True, slots=True)
class Gauges:
    """One look. Memory in bytes."""

    rss: int  # of the daemon's own process
    tree: int  # of everything that it started, too: memory that no file backs, shared pages counted once
    files: int  # that are no connection
    threads: int
    children: int
    zombies: int
    mail_sockets: int
    drive_sockets: int
    other_sockets: int  # whoever asks for health
    stale_sockets: int  # the other side has hung up and we have not
    cpu: float  # seconds, of the whole session, also of those that have ended


class Looker:
    """Looks at one daemon and at all that it started, also in sessions of their own, and remembers who they were."""

    def __init__(self, daemon: int, mail_port: int = 0, drive_port: int = 0) -> None:
        self._daemon = daemon
        self._ports = (mail_port, drive_port)
        self._used: dict[tuple[int, str], float] = {}

    def cpu(self) -> float:
        """Seconds that all of them have used; what one used after it was last looked at is missing."""
        self._tree()
        return sum(self._used.values())

    def look(self) -> Gauges:
        """Raises OSError where the daemon has gone."""
        own = _PROC / str(self._daemon)
        processes = self._tree()
        sockets = _sockets(own)
        mail, drive = self._ports
        ports = [port for port, state in sockets if state == _ESTABLISHED]
        return Gauges(
            rss=_status(own, "VmRSS"),
            tree=sum(_anonymous(_PROC / str(one.pid)) for one in processes),
            files=len(list((own / "fd").iterdir())) - len(sockets),
            threads=len(list((own / "task").iterdir())),
            children=len(processes) - 1,
            zombies=sum(one.state == "Z" for one in processes),
            mail_sockets=ports.count(mail),
            drive_sockets=ports.count(drive),
            other_sockets=sum(port not in self._ports for port in ports),
            stale_sockets=sum(state == _CLOSE_WAIT for _, state in sockets),
            cpu=sum(self._used.values()),
        )

    def readers(self) -> list[int]:
        """The processes that read files: those that a process of the daemon's has started in its turn."""
        return [one.pid for one in self._tree() if self._daemon not in {one.pid, one.parent}]

    def left(self) -> list[str]:
        """Whoever was ever seen and is still alive: its name and id, for people."""
        return [
            f"{one.name} ({one.pid})" for one in _processes() if (one.pid, one.begun) in self._used and one.state != "Z"
        ]

    def kill(self) -> None:
        """End whoever is left."""
        for one in _processes():
            if (one.pid, one.begun) in self._used:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)

    def _tree(self) -> "list[_Process]":
        children: dict[int, list[_Process]] = {}
        found = []
        for one in _processes():
            children.setdefault(one.parent, []).append(one)
            if one.pid == self._daemon:
                found.append(one)
        for one in found:
            found += children.get(one.pid, ())
            self._used[one.pid, one.begun] = one.used
        return found


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    state: str
    used: float  # CPU seconds
    begun: str  # tells it from a later process of the same id
    name: str


def _processes() -> Iterator[_Process]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it ended meanwhile
                head, _, rest = (entry / "stat").read_text(errors="replace").rpartition(")")
                fields = rest.split()
                used = (int(fields[11]) + int(fields[12])) / _TICKS
                yield _Process(int(entry.name), int(fields[1]), fields[0], used, fields[19], head.partition("(")[2])


def peak_of(pid: int) -> int:
    """The highest resident memory of a process so far; 0 where it has gone."""
    try:
        return _status(_PROC / str(pid), "VmHWM")
    except OSError:
        return 0


def _status(process: Path, key: str) -> int:
    for line in (process / "status").read_text().splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) << 10
    return 0


def _anonymous(process: Path) -> int:
    with contextlib.suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1]) << 10
    return 0


def _sockets(process: Path) -> list[tuple[int, str]]:
    """(port at the other end, state) of the process's own TCP connections."""
    inodes = set()
    for handle in (process / "fd").iterdir():
        with contextlib.suppress(OSError):
            target = str(handle.readlink())
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in (process / "net" / table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[9] in inodes:
                    found.append((int(fields[2].rpartition(":")[2], 16), fields[3]))
    return found


def sessions_on_server(config: Path, user: str) -> int:
    """How many connections of a user Dovecot has open."""
    done = subprocess.run(
        ["doveadm", "-c", str(config), "-f", "tab", "who", "-1", user],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin", "LC_ALL": "C.UTF-8"},
    )
    return sum(line.startswith(user) for line in done.stdout.splitlines())
