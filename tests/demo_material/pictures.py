"""Photos and films of the demo: drawn scenes, large in pixels and small in bytes, the same for the same words."""

import hashlib
import io
import random
import struct

from PIL import Image, ImageDraw

SIZE = (1720, 1140)
_WALLS = ((214, 201, 176), (196, 208, 214), (221, 214, 200), (205, 196, 210), (190, 205, 188))
_CLOTHES = ((40, 60, 110), (235, 235, 235), (60, 90, 60), (120, 40, 50), (90, 90, 100), (30, 90, 120))
_SKIN = (224, 184, 150)
_RED, _GOLD = (186, 24, 32), (250, 210, 40)


def photo(words: str, *, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG of a meeting, a village or an office; which one, and how, follows from the words alone."""
    chance = random.Random(words)
    picture = Image.new("RGB", size, chance.choice(_WALLS))
    draw = ImageDraw.Draw(picture)
    (_hall, _village, _office)[chance.randrange(3)](draw, size, chance)
    return _jpeg(picture)


def scan(words: str) -> bytes:
    """A photographed paper: white, with grey lines where the text would be."""
    chance = random.Random(words)
    picture = Image.new("RGB", (1240, 1754), (250, 250, 246))
    draw = ImageDraw.Draw(picture)
    for line in range(12, 70, 2):
        _block(draw, (150, line * 24, 1240 - chance.randrange(150, 420), line * 24 + 8), fill=(90, 90, 95))
    return _jpeg(picture)


def logo() -> bytes:
    """The logo under a mail signature."""
    picture = Image.new("RGB", (150, 60), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((5, 5, 55, 55), fill=_RED)
    draw.rectangle((65, 25, 140, 35), fill=(60, 60, 60))
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=26, progressive=True, optimize=True)
    return kept.getvalue()


def _block(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], *, fill: tuple[int, int, int]) -> None:
    """A rectangle on the grid of 16 pixels in which JPEG works: its edges cost nothing."""
    left, top, right, bottom = (value // 16 * 16 for value in box)
    draw.rectangle((left, top, max(right, left + 16) - 1, max(bottom, top + 16) - 1), fill=fill)


def _hall(draw: ImageDraw.ImageDraw, size: tuple[int, int], chance: random.Random) -> None:
    wide, high = size
    _block(draw, (0, high * 3 // 4, wide, high), fill=(120, 88, 60))
    _block(draw, (wide // 8, high // 10, wide * 7 // 8, high // 2), fill=_RED)
    for line in range(chance.randrange(2, 5)):
        inset = wide // 4 + chance.randrange(wide // 10)
        top = high // 6 + line * high // 14
        _block(draw, (inset, top, wide - inset, top + high // 40), fill=_GOLD)
    _people(draw, size, chance, top=high // 2)
    for table in range(3):
        left = wide // 12 + table * wide * 3 // 10
        _block(draw, (left, high * 4 // 5, left + wide // 4, high), fill=(150, 30, 40))


def _village(draw: ImageDraw.ImageDraw, size: tuple[int, int], chance: random.Random) -> None:
    wide, high = size
    _block(draw, (0, 0, wide, high * 3 // 5), fill=(150, 195, 230))
    for _ in range(4):
        middle, reach = chance.randrange(wide), chance.randrange(300, 700)
        peak = chance.randrange(high // 6, high // 3)
        draw.polygon(
            [(middle - reach, high * 3 // 5), (middle, peak), (middle + reach, high * 3 // 5)], fill=(70, 120, 80)
        )
    _block(draw, (0, high * 3 // 5, wide, high), fill=(160, 150, 95))
    left = chance.randrange(100, wide // 2)
    _block(draw, (left, high * 9 // 20, left + 520, high * 7 // 10), fill=(240, 225, 180))
    draw.polygon(
        [(left - 60, high * 9 // 20), (left + 260, high // 4), (left + 580, high * 9 // 20)], fill=(165, 70, 50)
    )
    _people(draw, size, chance, top=high * 3 // 5)


def _office(draw: ImageDraw.ImageDraw, size: tuple[int, int], chance: random.Random) -> None:
    wide, high = size
    _block(draw, (wide // 10, high // 8, wide // 3, high // 2), fill=(170, 205, 225))
    _block(draw, (wide * 2 // 3, high // 8, wide * 9 // 10, high // 2), fill=(130, 95, 60))
    for shelf in range(4):
        top = high // 7 + shelf * high // 11
        for book in range(8):
            left = wide * 2 // 3 + 20 + book * 48
            _block(draw, (left, top, left + 36, top + 70), fill=chance.choice(_CLOTHES))
    _people(draw, size, chance, top=high // 2)
    _block(draw, (0, high * 4 // 5, wide, high), fill=(139, 101, 66))


def _people(draw: ImageDraw.ImageDraw, size: tuple[int, int], chance: random.Random, *, top: int) -> None:
    wide, high = size
    count = chance.randrange(4, 8)
    for person in range(count):
        middle = wide * (person + 1) // (count + 1) + chance.randrange(-20, 20)
        head = top + chance.randrange(0, 60)
        draw.ellipse((middle - 34, head - 40, middle + 34, head + 40), fill=_SKIN)
        _block(draw, (middle - 32, head - 40, middle + 32, head - 18), fill=(30, 25, 25))
        _block(draw, (middle - 62, head + 42, middle + 62, high * 9 // 10), fill=chance.choice(_CLOTHES))


def film(words: str, seconds: int = 12) -> bytes:
    """A tiny MP4 with all the boxes that a player asks for; one grey JPEG frame for the whole of its length."""
    frame = _jpeg(Image.new("RGB", (640, 360), tuple(hashlib.sha256(words.encode()).digest()[:3])))
    kind = _box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41")
    length = len(_movie(len(frame), seconds, 0))
    return kind + _movie(len(frame), seconds, len(kind) + length + 8) + _box(b"mdat", frame)


def _movie(size: int, seconds: int, offset: int) -> bytes:
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    length = seconds * 1000
    header = struct.pack(">4I", 0, 0, 1000, length) + struct.pack(">IH10x", 0x10000, 0x100) + matrix + bytes(24)
    track = struct.pack(">5I", 0, 0, 1, 0, length) + bytes(8) + struct.pack(">4H", 0, 0, 0, 0) + matrix
    track += struct.pack(">2I", 640 << 16, 360 << 16)
    entry = bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">2H2I", 640, 360, 0x480000, 0x480000)
    entry += bytes(4) + struct.pack(">H", 1) + bytes(32) + struct.pack(">Hh", 24, -1)
    tables = _full(b"stsd", struct.pack(">I", 1) + _box(b"jpeg", entry))
    tables += _full(b"stts", struct.pack(">3I", 1, 1, length)) + _full(b"stsc", struct.pack(">4I", 1, 1, 1, 1))
    tables += _full(b"stsz", struct.pack(">3I", 0, 1, size)) + _full(b"stco", struct.pack(">2I", 1, offset))
    source = _box(b"dinf", _full(b"dref", struct.pack(">I", 1) + _box(b"url ", struct.pack(">I", 1))))
    inner = _box(b"vmhd", struct.pack(">I8x", 1)) + source + _box(b"stbl", tables)
    media = _full(b"mdhd", struct.pack(">4IHH", 0, 0, 1000, length, 0x55C4, 0))
    media += _full(b"hdlr", bytes(4) + b"vide" + bytes(12) + b"VideoHandler\x00") + _box(b"minf", inner)
    whole_track = _box(b"trak", _box(b"tkhd", struct.pack(">I", 7) + track) + _box(b"mdia", media))
    return _box(b"moov", _full(b"mvhd", header + struct.pack(">I", 2)) + whole_track)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def _full(kind: bytes, content: bytes) -> bytes:
    return _box(kind, bytes(4) + content)
