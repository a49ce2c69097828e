"""Zip archives: every member into the spool under limits, with its name as it was meant; nothing is ever extracted."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from parsers.artifact import CHUNK, Artifact, Spool
from parsers.budget import Budget, Limits
from parsers.detect import ZIP_FAULTS
from parsers.errors import Damaged, Encrypted, Refused
from parsers.reading import Child, Status
from parsers.records import Record
from parsers.vietnamese.encodings import decode
from parsers.vietnamese.folding import nfc
from parsers.vietnamese.syllables import is_syllable, words

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY_BYTES = 1024  # of the directory, for one member; names and extras are far shorter
_ENCRYPTED, _UTF8 = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
_KINDS = {0o120000: "symbolic link", 0o010000: "pipe", 0o020000: "device", 0o060000: "device", 0o140000: "socket"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_BOXES = re.compile(r"[\u2500-\u259f]")  # no file is named with these: UTF-8 that was read as cp437


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record | Child]:
    """Yield a child for every file inside; what is wrong with one member is said in that child and the rest goes on."""
    with artifact.path.open("rb") as file:
        _check_directory(file, artifact.size, budget.limits)
        try:
            archive = zipfile.ZipFile(file)
        except ZIP_FAULTS as error:
            raise Damaged(f"not a readable zip archive: {error}") from error
        with archive:
            members = archive.infolist()
            _check_overlap(members)
            files = [member for member in members if not _is_folder(member)]
            if files and all(member.flag_bits & _ENCRYPTED for member in files):
                raise Encrypted(f"all {len(files)} members need a password")
            for member in members:
                budget.member()
                if not _is_folder(member):
                    yield _Member(archive, file, member, budget, spool).child()


# --- the archive ------------------------------


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """Look at the end record before the library reads the directory, which may hold a million empty entries."""
    tail_size = min(size, 65_557)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Damaged("the archive has no directory: it is cut off")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    locator = at - _LOCATOR64.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        file.seek(min(_LOCATOR64.unpack_from(tail, locator)[2], size))
        record = file.read(_END64.size)
        if len(record) == _END64.size and record.startswith(b"PK\x06\x06"):
            count, length = max(_END64.unpack(record)[6:8]), _END64.unpack(record)[8]
    file.seek(0)
    if count > limits.members or length > limits.members * _ENTRY_BYTES:
        raise Refused(f"more than {limits.members} members")


def _check_overlap(members: list[zipfile.ZipInfo]) -> None:
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise Refused("members of the archive overlap")
        end = member.header_offset + _LOCAL.size + member.compress_size


def _is_folder(member: zipfile.ZipInfo) -> bool:
    if member.filename.endswith(("/", "\\")):
        return True
    return member.file_size == 0 and bool(member.external_attr & 0x10)


# --- one member ------------------------------


class _TooLarge(Refused):
    """One member is over a limit of its own; the rest of the archive may be read."""


@dataclass(frozen=True, slots=True)
class _Member:
    archive: zipfile.ZipFile
    file: BinaryIO
    info: zipfile.ZipInfo
    budget: Budget
    spool: Spool

    def child(self) -> Child:
        name = member_name(self.info)
        reason = self._danger(name)
        if reason:
            return self._without_bytes(name, "refused", reason)
        if self.info.flag_bits & _ENCRYPTED:
            return self._without_bytes(name, "encrypted", "the member needs a password")
        try:
            sha256, size = self.spool.put(self._limited())
        except _TooLarge as error:
            return self._without_bytes(name, "refused", str(error))
        except NotImplementedError as error:
            return self._without_bytes(name, "unsupported", str(error))
        except ZIP_FAULTS as error:
            return self._without_bytes(name, "unreadable", f"damaged inside the archive: {error}")
        return Child(name.removeprefix("./"), "archive", sha256, size, modified_at=_modified(self.info))

    def _without_bytes(self, name: str, status: Status, reason: str) -> Child:
        return Child(
            name, "archive", None, self.info.file_size, modified_at=_modified(self.info), status=status, reason=reason
        )

    def _danger(self, name: str) -> str:
        kind = _KINDS.get((self.info.external_attr >> 16) & 0o170000)
        if kind and self.info.create_system == 3:
            return f"a {kind} inside the archive"
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            return "its path leaves the archive"
        limits = self.budget.limits
        if self.info.file_size > limits.member_bytes:
            return f"more than {limits.member_bytes} bytes unpacked"
        return ""

    def _limited(self) -> Iterator[bytes]:
        """The unpacked bytes, counted while they come: sizes in the archive may lie."""
        limits = self.budget.limits
        ceiling = max(self.info.compress_size * limits.ratio, limits.ratio_from)
        size = 0
        for chunk in self._unpacked():
            size += len(chunk)
            if size > limits.member_bytes:
                raise _TooLarge(f"more than {limits.member_bytes} bytes unpacked")
            if size > ceiling:
                raise _TooLarge(f"unpacks to more than {limits.ratio} times its size")
            self.budget.unpacked(len(chunk))
            yield chunk

    def _unpacked(self) -> Iterator[bytes]:
        """Read past the local name, which some programs write otherwise than in the directory."""
        if self.info.compress_type not in {_STORED, _DEFLATED}:
            with self.archive.open(self.info) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
            return
        checksum, size = 0, 0
        inflater = zlib.decompressobj(-15) if self.info.compress_type == _DEFLATED else None
        for packed in self._packed():
            for chunk in _inflated(inflater, packed):
                checksum = zlib.crc32(chunk, checksum)
                size += len(chunk)
                yield chunk
        if checksum != self.info.CRC or size != self.info.file_size:
            raise zipfile.BadZipFile("its checksum or size is wrong")

    def _packed(self) -> Iterator[bytes]:
        self.file.seek(self.info.header_offset)
        header = self.file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile("its header is missing")
        name_length, extra_length = _LOCAL.unpack(header)[9:11]
        position = self.info.header_offset + _LOCAL.size + name_length + extra_length
        left = self.info.compress_size
        while left > 0:
            self.file.seek(position)
            chunk = self.file.read(min(CHUNK, left))
            if not chunk:
                raise EOFError("the archive is cut off")
            position += len(chunk)
            left -= len(chunk)
            yield chunk


def _inflated(inflater: "zlib._Decompress | None", packed: bytes) -> Iterator[bytes]:
    if inflater is None:
        yield packed
        return
    while packed and not inflater.eof:
        yield inflater.decompress(packed, CHUNK)
        packed = inflater.unconsumed_tail


def _modified(info: zipfile.ZipInfo) -> str:
    """The entry's time as local time without a zone; the zero of the format is no time."""
    try:
        time = datetime(*info.date_time)
    except ValueError:
        return ""
    return "" if time == datetime(1980, 1, 1) else time.isoformat()


# --- names ------------------------------


def member_name(info: zipfile.ZipInfo) -> str:
    """The name with its folders, as it was meant: NFC, `/` between folders."""
    name = _meant(info)
    return _CONTROL.sub("", nfc(name).replace("\\", "/"))


def _meant(info: zipfile.ZipInfo) -> str:
    written = info.orig_filename
    if written.isascii():
        return written
    if info.flag_bits & _UTF8:
        return _unboxed(written)
    raw = written.encode("cp437", errors="replace")
    unicode_path = _unicode_path(info.extra, raw)
    if unicode_path is not None:
        return unicode_path
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guessed = decode(raw)
    as_dos = raw.decode("cp437")
    return as_dos if _strange(as_dos) < _strange(guessed) else guessed


def _unboxed(text: str) -> str:
    """`Danh s├ích`: UTF-8 that a program read as cp437 and wrote as UTF-8 again."""
    if not _BOXES.search(text):
        return text
    try:
        return text.encode("cp437").decode("utf-8")
    except UnicodeError:
        return text


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The Unicode Path field (0x7075), valid only while it belongs to the name that it stands beside."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        field = extra[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == 0x7075 and len(field) > 5 and field[0] == 1:
            if int.from_bytes(field[1:5], "little") != zlib.crc32(raw):
                return None
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _strange(text: str) -> int:
    """How many accented words of a name could not be Vietnamese; letters of boxes and Greek count most."""
    odd = sum(1 for letter in text if not letter.isascii() and unicodedata.category(letter)[0] != "L")
    return 3 * odd + sum(1 for word in words(nfc(text)) if not word.isascii() and not is_syllable(word))
