"""Still pictures: size after orientation and what the metadata hint at; opened from a list of formats, under a cap."""

import re
import struct
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    ImageFile,
    IptcImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)
from PIL import Image as Pillow

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Refused
from parsers.reading import Child
from parsers.records import Image, Record
from parsers.vietnamese.encodings import decode

# A format is known once its module is imported; naming them here keeps the other forty of Pillow out.
_FORMATS = [
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        GifImagePlugin.GifImageFile,
        WebPImagePlugin.WebPImageFile,
        BmpImagePlugin.BmpImageFile,
        TiffImagePlugin.TiffImageFile,
    )
    if plugin.format
]
_NAMES = {"MPO": "jpeg"}
# Pillow decodes these while they shrink; of others a large one costs its full size in memory.
_SHRINK_ON_LOAD = {"JPEG", "MPO"}
_LARGE = 60_000_000
_PREVIEW = (512, 512)

_ORIENTATION, _DESCRIPTION, _EXIF_IFD = 0x0112, 0x010E, 0x8769
_TAKEN = (0x9003, 0x9004)  # DateTimeOriginal, DateTimeDigitized
_USER_COMMENT = 0x9286
_XP_COMMENT, _XP_TITLE, _XP_SUBJECT = 0x9C9C, 0x9C9B, 0x9C9F
_IPTC_CAPTION, _IPTC_HEADLINE = (2, 120), (2, 105)
_PNG_TEXTS = ("Description", "Comment", "Title")
_TIME = re.compile(r"\s*(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
# What cameras and programs write there by themselves.
_NOT_WORDS = re.compile(
    r"(?:.*\b(?:camera|digital|cof|soc|dav|sdr|dji|edf|cdf|oznor|hdr|vivo|oppo|screenshot|ascii|default|untitled)\b.*"
    r"|dcim\W.*|[a-z]{3};[a-z]{3}.*|(?:charset|file source|created with|lead technologies|intel\(r\)).*|[\W\d_]*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 2_000
_FAULTS = (OSError, ValueError, SyntaxError, struct.error, EOFError, TypeError, KeyError, IndexError, AttributeError)


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record | Child]:
    """Yield the Image, then decode it small: only that finds a picture of which half is missing."""
    with _open(artifact.path, budget.limits.pixels) as picture:
        yield _image(picture)
        _decode(picture)


def _open(path: Path, pixels: int) -> Pillow.Image:
    previous = Pillow.MAX_IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns about odd metadata
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            Pillow.MAX_IMAGE_PIXELS = pixels  # telephones make pictures of 200 million, which Pillow's own cap refuses
            return Pillow.open(path, formats=_FORMATS)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise Refused(f"more than {pixels} pixels") from error
    except UnidentifiedImageError as error:
        raise Damaged("the header of the picture is damaged") from error
    except _FAULTS as error:
        raise Damaged(f"picture cannot be opened: {error}") from error
    finally:
        Pillow.MAX_IMAGE_PIXELS = previous


def _image(picture: Pillow.Image) -> Image:
    width, height = picture.size
    kind = picture.format or ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exif = _exif(picture)
        turned = exif.get(_ORIENTATION) in {5, 6, 7, 8}
        return Image(
            width=height if turned else width,
            height=width if turned else height,
            format=_NAMES.get(kind, kind.lower()),
            taken_at=_taken_at(exif),
            description=_description(picture, exif),
        )


def _decode(picture: Pillow.Image) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if picture.format not in _SHRINK_ON_LOAD and picture.width * picture.height > _LARGE:
                picture.verify()
            else:
                picture.draft("RGB", _PREVIEW)
                picture.load()
    except _FAULTS as error:
        raise Damaged(f"picture is damaged: {error}") from error


def _exif(picture: Pillow.Image) -> dict[int, object]:
    try:
        exif = picture.getexif()
        return {**dict(exif), **exif.get_ifd(_EXIF_IFD)}
    except Exception:  # noqa: BLE001 - border: metadata are any bytes, and a picture counts without them
        return {}


def _taken_at(exif: dict[int, object]) -> str:
    for tag in _TAKEN:
        match = _TIME.match(str(exif.get(tag, "")))
        if match:
            try:
                year, month, day, hour, minute, second = map(int, match.groups())
                return datetime(year, month, day, hour, minute, second).isoformat()
            except ValueError:  # 0000:00:00 of a camera whose clock was never set
                continue
    return ""


def _description(picture: Pillow.Image, exif: dict[int, object]) -> str:
    """The first words that a person may have written."""
    iptc = _iptc(picture)
    candidates = (
        _words(iptc.get(_IPTC_CAPTION)),
        _words(exif.get(_DESCRIPTION)),
        _wide(exif.get(_XP_COMMENT)),
        _wide(exif.get(_XP_TITLE)),
        _wide(exif.get(_XP_SUBJECT)),
        _user_comment(exif.get(_USER_COMMENT)),
        _words(iptc.get(_IPTC_HEADLINE)),
        *(_words(picture.info.get(name)) for name in _PNG_TEXTS),
    )
    return next((words for words in candidates if words and not _NOT_WORDS.fullmatch(words)), "")


def _iptc(picture: Pillow.Image) -> dict[tuple[int, int], object]:
    if not isinstance(picture, ImageFile.ImageFile):
        return {}
    try:
        return dict(IptcImagePlugin.getiptcinfo(picture) or {})
    except Exception:  # noqa: BLE001 - border: metadata are any bytes, and a picture counts without them
        return {}


def _words(value: object) -> str:
    """Text whatever its charset: Pillow gives EXIF text as Latin-1, which in truth is mostly UTF-8."""
    if isinstance(value, list):
        value = value[0] if value else b""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return _tidy(str(value))
    return _tidy(decode(value.rstrip(b"\0"))) if isinstance(value, bytes) else ""


def _wide(value: object) -> str:
    """The XP fields of Windows: UTF-16, little endian."""
    if isinstance(value, tuple) and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        value = bytes(value)
    return _tidy(value.decode("utf-16-le", errors="replace")) if isinstance(value, bytes) else ""


def _user_comment(value: object) -> str:
    if not isinstance(value, bytes):
        return ""
    prefix, rest = value[:8], value[8:]
    if prefix.startswith(b"UNICODE"):
        order = "utf-16-le" if rest[1:2] == b"\0" or rest[3:4] == b"\0" else "utf-16-be"
        return _tidy(rest.decode(order, errors="replace"))
    return _words(rest if prefix.startswith((b"ASCII", b"\0\0\0\0")) else value)


def _tidy(text: str) -> str:
    shown = " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", text).split())[:_LONGEST]
    return "" if "\ufffd" in shown else shown
