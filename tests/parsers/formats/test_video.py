"""Videos tell container, size and length from their headers; a film without its index is damaged."""

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import BadContent, Damaged, Unsupported
from parsers.formats.video import parse
from parsers.records import Video

UPRIGHT = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
LYING = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _movie(*, version: int = 0, matrix: tuple[int, ...] = LYING) -> bytes:
    """A `moov` of 30.5 seconds with a sound track and a picture track of 1920 x 1080."""
    if version:
        header = struct.pack(">B3xQQIQ", 1, 0, 0, 1000, 30_500) + bytes(80)
        track = struct.pack(">B3xQQIIQ", 1, 0, 0, 1, 0, 30_500)
    else:
        header = struct.pack(">B3xIIII", 0, 0, 0, 1000, 30_500) + bytes(80)
        track = struct.pack(">B3xIIIII", 0, 0, 0, 1, 0, 30_500)
    place = bytes(16) + struct.pack(">9i", *matrix)
    sound = _box(b"trak", _box(b"tkhd", track, place, bytes(8)))
    picture = _box(b"trak", _box(b"tkhd", track, place, struct.pack(">II", 1920 << 16, 1080 << 16)), _box(b"mdia"))
    return _box(b"moov", _box(b"mvhd", header), sound, picture)


def _mp4(brand: bytes = b"isom", **movie: object) -> bytes:
    return _box(b"ftyp", brand, bytes(8)) + _box(b"mdat", bytes(9000)) + _movie(**movie)  # type: ignore[arg-type]


def _read(folder: Path, content: bytes) -> tuple[list[Video], BadContent | None]:
    path = folder / "film"
    path.write_bytes(content)
    found: list[Video] = []
    try:
        for record in parse(Artifact(path), Budget(), Spool(folder)):
            assert isinstance(record, Video)
            found.append(record)
    except BadContent as error:
        return found, error
    return found, None


@pytest.mark.parametrize(("brand", "name"), [(b"isom", "mp4"), (b"mp42", "mp4"), (b"qt  ", "mov"), (b"3gp5", "3gp")])
@pytest.mark.parametrize("version", [0, 1])
def test_it_reads_size_and_length(tmp_path: Path, brand: bytes, name: str, version: int) -> None:
    assert _read(tmp_path, _mp4(brand, version=version)) == ([Video(name, 1920, 1080, 30.5)], None)


def test_a_film_of_a_telephone_held_upright_is_higher_than_wide(tmp_path: Path) -> None:
    assert _read(tmp_path, _mp4(matrix=UPRIGHT))[0] == [Video("mp4", 1080, 1920, 30.5)]


def test_old_films_begin_without_a_brand_and_long_ones_have_wide_sizes(tmp_path: Path) -> None:
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + 9000) + bytes(9000)
    assert _read(tmp_path, _box(b"wide") + long + _movie()) == ([Video("mov", 1920, 1080, 30.5)], None)


def test_a_film_without_its_index_is_damaged(tmp_path: Path) -> None:
    records, fault = _read(tmp_path, _box(b"ftyp", b"isom", bytes(8)) + _box(b"mdat", bytes(9000))[:5000])
    assert records == [Video("mp4")]
    assert isinstance(fault, Damaged)
    assert "moov" in str(fault)


def test_half_a_film_with_its_index_first_is_damaged(tmp_path: Path) -> None:
    content = _box(b"ftyp", b"isom", bytes(8)) + _movie() + _box(b"mdat", bytes(9000))
    records, fault = _read(tmp_path, content[:-4000])
    assert records == [Video("mp4", 1920, 1080, 30.5)]
    assert isinstance(fault, Damaged)


def test_it_reads_avi(tmp_path: Path) -> None:
    header = struct.pack("<14I", 40_000, 0, 0, 0, 250, 0, 1, 0, 640, 480, 0, 0, 0, 0)
    content = b"RIFF" + bytes(4) + b"AVI LIST" + bytes(4) + b"hdrlavih" + struct.pack("<I", 56) + header
    assert _read(tmp_path, content) == ([Video("avi", 640, 480, 10.0)], None)
    assert isinstance(_read(tmp_path, content[:60])[1], Damaged)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x1aE\xdf\xa3" + bytes(100), "matroska"),
        ((b"G" + bytes(187)) * 4, "mpegts"),
        ((bytes(4) + b"G" + bytes(187)) * 4, "mpegts"),
        (b"0&\xb2u\x8ef\xcf\x11" + bytes(100), "wmv"),
        (b"FLV\x01" + bytes(100), "flv"),
        (b"\x00\x00\x01\xba" + bytes(100), "mpeg"),
    ],
)
def test_it_recognises_other_containers(tmp_path: Path, content: bytes, name: str) -> None:
    assert _read(tmp_path, content) == ([Video(name)], None)


def test_anything_else_is_no_video(tmp_path: Path) -> None:
    assert isinstance(_read(tmp_path, b"%PDF-1.4")[1], Unsupported)


def test_a_million_boxes_are_not_walked(tmp_path: Path) -> None:
    records, fault = _read(tmp_path, _box(b"ftyp", b"isom") + _box(b"free") * 300_000)
    assert records == [Video("mp4")]
    assert isinstance(fault, Damaged)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(data=st.data())
def test_no_change_of_bytes_makes_it_raise_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(_box(b"ftyp", b"isom", bytes(8)) + _movie() + _box(b"mdat", bytes(90)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadContent):
        _read(tmp_path, bytes(content))
