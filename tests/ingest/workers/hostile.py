"""A reader that does what the file tells it, for what no real file can bring about; and a real hostile file."""

import ctypes
import os
import signal
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from parsers.artifact import Artifact, Spool

_KEPT: list[object] = []


def obey(artifact: Artifact, spool: Spool, cited: frozenset[str]) -> str:
    """Do what the first word of the file says, and answer with the process that did it."""
    word, _, argument = artifact.head(200).decode().strip().partition(" ")
    _ORDERS[word](argument, spool)
    return f'{{"pid":{os.getpid()},"size":{artifact.size}}}' if word != "answer" else "x" * int(argument)


def _spin(argument: str, _: Spool) -> None:
    until = time.process_time() + float(argument or 600)
    while time.process_time() < until:
        sum(range(1000))


def _sleep(argument: str, _: Spool) -> None:
    time.sleep(float(argument or 600))


def _allocate(argument: str, _: Spool) -> None:
    bytearray(int(argument) << 20)


def _keep(argument: str, _: Spool) -> None:
    _KEPT.append(b"x" * (int(argument) << 20))


def _leak(argument: str, _: Spool) -> None:
    _KEPT.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(int(argument)))


def _segfault(_: str, __: Spool) -> None:
    ctypes.string_at(0)


def _signal(argument: str, _: Spool) -> None:
    os.kill(os.getpid(), signal.Signals[argument])
    time.sleep(600)


def _leave(argument: str, _: Spool) -> None:
    os._exit(int(argument))


def _fill_disk(_: str, __: Spool) -> None:
    with Path("/dev/full").open("wb", buffering=0) as disk:
        disk.write(b"x" * 4096)


def _swallow_full_disk(_: str, spool: Spool) -> None:
    """As formats do that take every error for damage."""
    try:
        spool.put(_chunks_of_a_full_disk())
    except OSError:
        return


def _chunks_of_a_full_disk() -> Iterator[bytes]:
    with Path("/dev/full").open("wb", buffering=0) as disk:
        yield b"x" * disk.write(b"x" * 4096)


def _wire() -> int:
    """The socket to the parent; the one other socket of a worker is none."""
    return next(
        int(handle.name)
        for handle in Path("/proc/self/fd").iterdir()
        if handle.exists() or handle.is_symlink()
        if str(handle.readlink()).startswith("socket:")
    )


def _babble(_: str, __: Spool) -> None:
    os.write(_wire(), os.urandom(100_000))


def _half_a_frame(_: str, __: Spool) -> None:
    os.write(_wire(), struct.pack("!4sBQQI", b"TNwk", 2, 10_000_000, 0, 0) + b"{")
    os.kill(os.getpid(), signal.SIGSTOP)


def _hang_up(_: str, __: Spool) -> None:
    socket.socket(fileno=_wire()).shutdown(socket.SHUT_RDWR)
    time.sleep(600)


def _print(argument: str, _: Spool) -> None:
    for stream in (1, 2):
        try:
            os.write(stream, argument.encode() * 200_000)
        except BlockingIOError:
            continue


def _stumble(argument: str, _: Spool) -> None:
    raise KeyError(argument)


def _recurse(argument: str, spool: Spool) -> None:
    _recurse(argument, spool)


_ORDERS: dict[str, Callable[[str, Spool], None]] = {
    "read": lambda _, __: None,
    "answer": lambda _, __: None,
    "spin": _spin,
    "sleep": _sleep,
    "allocate": _allocate,
    "keep": _keep,
    "leak": _leak,
    "segfault": _segfault,
    "signal": _signal,
    "leave": _leave,
    "fill-disk": _fill_disk,
    "swallow-full-disk": _swallow_full_disk,
    "babble": _babble,
    "half-a-frame": _half_a_frame,
    "hang-up": _hang_up,
    "print": _print,
    "stumble": _stumble,
    "recurse": _recurse,
}


def order(folder: Path, words: str) -> Artifact:
    """A file that tells the reader what to do."""
    path = folder / f"{words.replace(' ', '-').replace('/', '-')}-{time.monotonic_ns()}"
    path.write_text(words, encoding="utf-8")
    return Artifact(path, "file.txt", "text/plain")


def unpacking_pdf(megabytes: int) -> bytes:
    """A small PDF with one page whose drawing unpacks to this much."""
    squeezer = zlib.compressobj(9)
    drawing = squeezer.compress(b" " * (megabytes << 20)) + squeezer.flush()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawing), drawing),
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(body))
    )
