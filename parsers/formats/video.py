"""Videos: container, size and length from their headers, with a bounded number of small reads and no decoder."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Unsupported
from parsers.reading import Child
from parsers.records import Record, Video

_BOXES = 4_000  # headers looked at in one file
_TOP_LEVEL = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"uuid", b"styp"})
_BY_START = (
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"FLV\x01", "flv"),
    (b"0&\xb2u\x8ef\xcf\x11", "wmv"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpeg"),
)
_SYNC = 0x47


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record | Child]:
    """Yield the Video; a film whose index is missing cannot be played and is damaged."""
    head = artifact.head(1024)
    with artifact.path.open("rb") as file:
        if head[4:8] in _TOP_LEVEL:
            yield from _mp4(file, artifact.size, _brand(head))
        elif head.startswith(b"RIFF") and head[8:12] == b"AVI ":
            yield _avi(file)
        else:
            yield Video(_other(head))


def _other(head: bytes) -> str:
    for start, name in _BY_START:
        if head.startswith(start):
            return name
    for first, step in ((0, 188), (4, 192)):  # the latter with the time codes of a camera (.mts)
        if len(head) > first + 2 * step and all(head[first + step * at] == _SYNC for at in range(3)):
            return "mpegts"
    raise Unsupported("not a video of a format that is read")


# --- mp4, mov, 3gp ------------------------------


def _brand(head: bytes) -> str:
    if head[4:8] != b"ftyp" or head[8:12] == b"qt  ":
        return "mov"
    return "3gp" if head[8:10] == b"3g" else "mp4"


@dataclass(slots=True)
class _Boxes:
    """Walks boxes by their headers; counts them over the whole file."""

    file: BinaryIO
    left: int = _BOXES

    def inside(self, position: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
        """(type, start of the content, end as far as it is in the file, end as declared)."""
        while position + 8 <= end and self.left > 0:
            self.left -= 1
            self.file.seek(position)
            header = self.file.read(16)
            if len(header) < 8:
                return
            size, kind = struct.unpack_from(">I4s", header)
            start = position + 8
            if size == 1 and len(header) == 16:
                size = struct.unpack_from(">Q", header, 8)[0]
                start = position + 16
            stop = end if size == 0 else position + size
            if stop < start:
                return
            yield kind, start, min(stop, end), stop
            position = stop

    def read(self, start: int, end: int) -> bytes:
        self.file.seek(start)
        return self.file.read(min(end - start, 256))


def _mp4(file: BinaryIO, size: int, name: str) -> Iterator[Video]:
    boxes = _Boxes(file)
    video: Video | None = None
    cut = False
    for kind, start, end, declared in boxes.inside(0, size):
        if kind == b"moov":
            video = video or _movie(boxes, start, end, name)
            cut = cut or declared > size
        elif kind == b"mdat":
            cut = cut or declared > size
    if video is None:
        yield Video(name)
        raise Damaged("the film has no index (moov): it was cut off while it was copied or recorded")
    yield video
    if cut:
        raise Damaged("the film is cut off")


def _movie(boxes: _Boxes, start: int, end: int, name: str) -> Video:
    seconds = 0.0
    width = height = 0
    for kind, inner, stop, _ in boxes.inside(start, end):
        if kind == b"mvhd":
            seconds = _duration(boxes.read(inner, stop))
        elif kind == b"trak":
            for track, at, until, _ in boxes.inside(inner, stop):
                if track == b"tkhd":
                    size = _track_size(boxes.read(at, until))
                    width, height = max((width, height), size, key=lambda pair: pair[0] * pair[1])
    return Video(name, width, height, seconds)


def _duration(data: bytes) -> float:
    if len(data) < 32:
        return 0.0
    scale, length = struct.unpack_from(">IQ", data, 20) if data[0] == 1 else struct.unpack_from(">II", data, 12)
    unknown = length in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}
    return 0.0 if not scale or unknown else round(length / scale, 3)


def _track_size(data: bytes) -> tuple[int, int]:
    """Width and height as shown: a film of a telephone held upright is stored lying."""
    matrix = 52 if data[:1] == b"\x01" else 40
    if len(data) < matrix + 44:
        return 0, 0
    a, b = struct.unpack_from(">ii", data, matrix)
    width, height = (value >> 16 for value in struct.unpack_from(">II", data, matrix + 36))
    return (height, width) if a == 0 and b != 0 else (width, height)


# --- avi ------------------------------


def _avi(file: BinaryIO) -> Video:
    file.seek(0)
    head = file.read(4096)
    at = head.find(b"avih")
    if at < 0 or len(head) < at + 48:
        raise Damaged("the film has no header (avih)")
    values = struct.unpack_from("<10I", head, at + 8)
    return Video("avi", values[8], values[9], round(values[0] * values[4] / 1_000_000, 3))
