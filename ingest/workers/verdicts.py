"""How a worker ended while it read a file, and whose fault that is: the file's, or the world's and then nobody's.

A file bears the blame only where both tries ended by what it made the reader do. It is `refused` where it went over a
limit of ours, `unreadable` where the reader crashed: then the unit is told that the file does not open, which is so.
What stopped the reader from outside (the machine out of memory, a person, a disk that does not answer, a machine that
gives us no time) says nothing about the file: it is read again later.
"""

import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.errors import NotNow
from ingest.workers.allowance import Allowance
from parsers.reading import Status

How = Literal["work", "hung", "memory", "crash", "stalled", "outside"]

_WORLD: frozenset[How] = frozenset({"stalled", "outside"})
_UNTOLD = 255  # what multiprocessing says where the fork server, which knows the exit code, has been killed itself
_CRASHES = {
    signal.SIGSEGV,
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGILL,
    signal.SIGFPE,
    signal.SIGTRAP,
    signal.SIGSYS,
}
# What libraries say before they abort because they got no memory: Rust, C++, pdfium, Python.
_NO_MEMORY = re.compile(r"memory allocation of|bad_alloc|MemoryError|[Oo]ut of memory|[Cc]annot allocate memory")
# What a library says before it aborts because it found its own memory or reasoning broken.
_BROKEN = re.compile(r"corrupt|invalid pointer|invalid size|double free|smashing|[Aa]ssert|panicked|terminate called")
_NEARLY = 0.75
_FRAME = re.compile(r'File "(?:[^"\n]*/)?((?:parsers|ingest)/[^"\n]*)", line (\d+)')


class ReaderLost(NotNow):
    """The reader of this one file was stopped from outside, twice; the file is read again later, others may go on."""


class ReaderFault(RuntimeError):
    """Our code stumbled over a file that could be opened: a fault of ours, told by its kind and its place."""


@dataclass(frozen=True, slots=True)
class End:
    """How one worker ended; `signal` and `place` (a line of our code) are for the log."""

    how: How
    signal: str = ""
    place: str = ""


def end_of(exit_code: int | None, noise: str, peak: int, allowance: Allowance) -> End:
    """Judge a worker that ended by itself: exit code (negative: signal), what it said last, the most memory seen."""
    place = _place(noise)
    if exit_code == _UNTOLD:
        return End("outside", "exit code lost", place)
    if exit_code is None or exit_code >= 0:
        return End("crash", f"exit {exit_code}", place)
    try:
        number = signal.Signals(-exit_code)
    except ValueError:
        return End("outside", f"signal {-exit_code}", place)
    if number == signal.SIGXCPU:
        return End("work", number.name, place)
    if number not in _CRASHES:
        return End("outside", number.name, place)
    return End("memory" if _hungry(number, noise, peak, allowance) else "crash", number.name, place)


def _hungry(number: signal.Signals, noise: str, peak: int, allowance: Allowance) -> bool:
    """Whether it died for want of memory. pdfium then aborts without a word; who aborts for another reason says so."""
    if _NO_MEMORY.search(noise) or peak > _NEARLY * allowance.memory:
        return True
    return number == signal.SIGABRT and not _BROKEN.search(noise)


def end_of_patience(state: str, noise: str) -> End:
    """Judge a worker that we stop because its time is up, by its state in /proc before we do.

    Asleep, it waits for something that never comes: the file made the reader hang. Running, it had too little of the
    processor; stopped or waiting for the disk, it was not let: all these are the machine's.
    """
    return End("hung" if state == "S" else "stalled", f"state {state or '?'}", _place(noise))


def verdict(ends: Sequence[End], size: int, allowance: Allowance) -> tuple[Status, str]:
    """Status and reason of a file after its last try. Raises `ReaderLost` where it may not be the file's fault."""
    world = next((end for end in ends if end.how in _WORLD), None)
    if world is not None:
        raise ReaderLost(_TOLD[world.how])
    match ends[-1].how:
        case "memory":
            return "refused", f"more than {allowance.memory >> 20} MB of memory needed for reading"
        case "work" | "hung":
            return "refused", f"more than {allowance.work(size)} seconds needed for reading"
    return "unreadable", f"reading it crashes the reader ({ends[-1].signal})"


_TOLD: dict[How, str] = {
    "outside": (
        "Tiến trình đọc tệp bị hệ điều hành dừng giữa chừng, có thể do máy thiếu bộ nhớ; tệp sẽ được đọc lại sau."
    ),
    "stalled": "Máy quá tải hoặc ổ đĩa quá chậm nên chưa đọc xong một tệp; tệp sẽ được đọc lại sau.",
}


def _place(noise: str) -> str:
    """The innermost line of our own code in the stack that the worker printed; never a word of what it read."""
    found = _FRAME.search(noise)
    return f"{found[1]}:{found[2]}" if found else ""
