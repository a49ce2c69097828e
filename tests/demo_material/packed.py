"""Containers of the demo: zips with fixed dates, among them those that nobody should unpack, and an OLE storage."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping

_DAY = (2024, 11, 11, 8, 30, 0)


def zipped(members: Mapping[str, bytes], *, store: bool = True) -> bytes:
    """A zip with members in the given order and one fixed date; names as given, also where they climb out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(_member(name), content)
    return kept.getvalue()


_DEAD_WEIGHT = re.compile(rb"<(?:Relationship|Override) [^>]*(?:thumbnail|stylesWithEffects|customXml)[^>]*/>")


def fixed(package: bytes) -> bytes:
    """An Office package without the instant of its making and what python-docx's template carries along."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if re.search("thumbnail|stylesWithEffects|customXml", name):
                continue
            content = old.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                content = _DEAD_WEIGHT.sub(b"", content)
            member = _member(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content, compresslevel=9)
    return kept.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY)
    member.create_system = 0
    member.external_attr = 0x20
    return member


def encrypted_package(content: bytes) -> bytes:
    """An OLE storage such as Office writes for a document with a password: EncryptionInfo and EncryptedPackage."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption/>'
    package = struct.pack("<Q", len(content)) + bytes(byte ^ 0x5A for byte in content)
    package += bytes(-len(package) % 512 + 4096)  # streams of 4096 bytes and more lie in whole sectors
    info = info.ljust(4096, b" ")
    return _ole({"EncryptionInfo": info, "EncryptedPackage": package})


def _ole(streams: Mapping[str, bytes]) -> bytes:
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors: list[bytes] = []
    chain: list[int] = []
    starts = {}
    for name, content in streams.items():
        starts[name] = len(sectors)
        blocks = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        chain += [len(sectors) + index + 1 for index in range(len(blocks) - 1)] + [end]
        sectors += blocks
    directory = len(sectors)
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else free
        entries.append(_entry(name, 2, starts[name], len(streams[name]), right=right))
    entries += [_entry("", 0, 0, 0)] * (-len(entries) % 4)
    sectors.append(b"".join(entries))
    chain.append(end)
    chain += [table]
    sectors.append(struct.pack("<128I", *(chain + [free] * (128 - len(chain)))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, directory, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", len(sectors) - 1, *[free] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    links = struct.pack("<3I", 0xFFFFFFFF, right, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", length, kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
