"""Pictures tell their size and metadata; a picture of which half is missing is damaged."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget, Limits
from parsers.errors import BadContent, Damaged, Refused
from parsers.formats.image import parse
from parsers.records import Image


def _picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), exif: Pillow.Exif | None = None) -> bytes:
    buffer = io.BytesIO()
    picture = Pillow.radial_gradient("L").resize(size).convert("RGB")
    picture.save(buffer, kind, **({"exif": exif} if exif is not None else {}))
    return buffer.getvalue()


def _read(folder: Path, content: bytes, limits: Limits | None = None) -> tuple[list[Image], BadContent | None]:
    """What came out before a fault, and the fault."""
    path = folder / "picture"
    path.write_bytes(content)
    found: list[Image] = []
    try:
        for record in parse(Artifact(path), Budget(limits or Limits()), Spool(folder)):
            assert isinstance(record, Image)
            found.append(record)
    except BadContent as error:
        return found, error
    return found, None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_it_knows_the_size_of_every_format(tmp_path: Path, kind: str) -> None:
    assert _read(tmp_path, _picture(kind)) == ([Image(400, 300, kind.lower())], None)


def test_it_gives_the_size_as_shown_and_the_time_and_words_of_the_metadata(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Hội nghị tổng kết".encode()
    exif.get_ifd(0x8769)[0x9003] = "2023:05:12 09:30:00"
    assert _read(tmp_path, _picture(exif=exif))[0] == [
        Image(300, 400, "jpeg", "2023-05-12T09:30:00", "Hội nghị tổng kết")
    ]


def _iptc(words: bytes) -> bytes:
    """A JPEG with a caption of IPTC in its Photoshop block."""
    data = b"\x1c\x02\x78" + len(words).to_bytes(2, "big") + words
    block = b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + block
    content = _picture()
    return content[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + content[2:]


def test_it_reads_the_caption_of_iptc(tmp_path: Path) -> None:
    assert _read(tmp_path, _iptc("Lễ trao giải".encode()))[0][0].description == "Lễ trao giải"


@pytest.mark.parametrize(
    ("tag", "value", "description"),
    [
        (0x9C9C, "Phiên tòa giả định".encode("utf-16-le") + b"\0\0", "Phiên tòa giả định"),
        (0x010E, "OLYMPUS DIGITAL CAMERA", ""),
        (0x010E, "DCIM\\100MEDIA\\DJI_0001.JPG", ""),
        (0x010E, "   ", ""),
    ],
)
def test_it_tells_words_from_what_cameras_write(tmp_path: Path, tag: int, value: object, description: str) -> None:
    exif = Pillow.Exif()
    exif[tag] = value
    assert _read(tmp_path, _picture(exif=exif))[0][0].description == description


@pytest.mark.parametrize("time", ["0000:00:00 00:00:00", "2023:13:45 09:30:00", "hôm qua", ""])
def test_a_clock_that_was_never_set_gives_no_time(tmp_path: Path, time: str) -> None:
    exif = Pillow.Exif()
    exif.get_ifd(0x8769)[0x9003] = time.encode().decode("latin-1")
    assert _read(tmp_path, _picture(exif=exif))[0][0].taken_at == ""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_half_a_picture_is_damaged(tmp_path: Path, kind: str) -> None:
    content = _picture(kind, (900, 700))
    records, fault = _read(tmp_path, content[: len(content) // 2])
    assert isinstance(fault, Damaged)
    assert records in ([Image(900, 700, kind.lower())], [])
    assert records or kind in {"TIFF", "WEBP"}  # whose directory lies at the end, or which is decoded as a whole


def test_it_refuses_too_many_pixels_before_it_decodes_them(tmp_path: Path) -> None:
    records, fault = _read(tmp_path, _picture("PNG"), Limits(pixels=100_000))
    assert records == []
    assert isinstance(fault, Refused)
    header = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0" + b"\0" * 4
    assert isinstance(_read(tmp_path, header)[1], BadContent)


def test_the_cap_does_not_outlive_the_picture(tmp_path: Path) -> None:
    before = Pillow.MAX_IMAGE_PIXELS
    _read(tmp_path, _picture())
    assert before == Pillow.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"%PDF-1.4", b"GIF89a", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_what_is_no_picture_is_damaged(tmp_path: Path, content: bytes) -> None:
    records, fault = _read(tmp_path, content)
    assert records == []
    assert isinstance(fault, Damaged)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"]))
def test_no_change_of_bytes_makes_it_raise_anything_else(tmp_path: Path, data: st.DataObject, kind: str) -> None:
    exif = Pillow.Exif()
    exif[0x010E] = "abc"
    exif.get_ifd(0x8769)[0x9003] = "2023:05:12 09:30:00"
    content = bytearray(_picture(kind, (24, 16), exif if kind not in {"GIF", "BMP"} else None))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    records, fault = _read(tmp_path, bytes(content), Limits(pixels=1_000_000))
    assert records or fault is not None
