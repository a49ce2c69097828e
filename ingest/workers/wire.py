"""Frames on the socket between parent and worker: a head of fixed form, then bytes. Never pickles: a worker that a
hostile file has taken over could make its parent run anything with them.
"""

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast, get_args

Kind = Literal["ready", "job", "facts", "world", "fault"]

_KINDS: tuple[str, ...] = get_args(Kind)
_MAGIC = b"TNwk"
_HEAD = struct.Struct("!4sBQQI")
_PIECE = 1 << 20
_SLICE = 0.5  # how often somebody who waits looks at the worker


class Broken(Exception):
    """The other side has gone, or does not speak our language."""


class Late(Exception):
    """No whole frame came in time."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing said. A worker adds how much memory it holds (bytes) and how many files it has open."""

    kind: Kind
    body: bytes
    resident: int = 0
    open_files: int = 0


def send(wire: socket.socket, frame: Frame, seconds: float | None = None) -> None:
    """Write a whole frame. Raises `Broken` or `Late`."""
    head = _HEAD.pack(_MAGIC, _KINDS.index(frame.kind), len(frame.body), frame.resident, frame.open_files)
    wire.settimeout(seconds)
    try:
        wire.sendall(head)
        wire.sendall(frame.body)
    except TimeoutError as error:
        raise Late from error
    except OSError as error:
        raise Broken from error


def receive(
    wire: socket.socket, most: int, seconds: float | None = None, waiting: Callable[[], None] | None = None
) -> Frame:
    """Read a whole frame of at most `most` bytes, however slowly it drips in; `waiting` is called while nothing comes.

    Raises `Broken` or `Late`.
    """
    end = None if seconds is None else time.monotonic() + seconds
    magic, kind, length, resident, open_files = _HEAD.unpack(_exactly(wire, _HEAD.size, end, waiting))
    if magic != _MAGIC or kind >= len(_KINDS) or length > most:
        raise Broken
    body = _exactly(wire, length, end, waiting)
    return Frame(cast("Kind", _KINDS[kind]), bytes(body), resident, open_files)


def _exactly(
    wire: socket.socket, count: int, end: float | None, waiting: Callable[[], None] | None
) -> bytes | bytearray:
    data = bytearray()
    while len(data) < count:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            raise Late
        wire.settimeout(left if waiting is None else min(_SLICE, left or _SLICE))
        try:
            piece = wire.recv(min(count - len(data), _PIECE))
        except TimeoutError:
            if waiting:
                waiting()
            continue
        except OSError as error:
            raise Broken from error
        if not piece:
            raise Broken
        data += piece
    return data
