"""Originals in a backup: copied once, verified by their hash, and compared with what the rows name."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.archive.local import LocalArchive, hash_of
from ingest.backup.place import make_folder, sync
from parsers.artifact import CHUNK

_NIGHTS = 30


@dataclass(slots=True)
class Copying:
    """What became of the originals."""

    copied: int = 0
    copied_bytes: int = 0
    held: dict[str, int] = field(default_factory=dict)  # hash and size of all that the backup has now
    damaged: list[str] = field(default_factory=list)  # ours is not what its name says, and the backup has no good one


def to_copy(ours: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    """What a backup has not, or has in another size."""
    return {sha256: size for sha256, size in ours.items() if there.get(sha256) != size}


def copy_originals(
    source: LocalArchive, target: LocalArchive, wanted: Mapping[str, int], there: Mapping[str, int], scratch: Path
) -> Copying:
    """Bring a backup's originals up to date. What is damaged here never replaces what is good there."""
    done = Copying(held=dict(there))
    folders: set[Path] = set()
    for sha256, size in sorted(wanted.items()):
        path = target.path(sha256)
        if not _copy(source.path(sha256), scratch, sha256):
            if sha256 not in there or hash_of(path) != sha256:
                done.damaged.append(sha256)
                done.held.pop(sha256, None)
            continue
        if path.parent not in folders:
            make_folder(path.parent)
            folders.add(path.parent)
        scratch.replace(path)
        done.held[sha256] = size
        done.copied += 1
        done.copied_bytes += size
    for folder in folders:
        sync(folder)
    return done


def _copy(source: Path, target: Path, sha256: str) -> bool:
    """Copy one file, durable; whether its bytes are those of its name."""
    digest = hashlib.sha256()
    target.unlink(missing_ok=True)
    with source.open("rb") as reader, target.open("xb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fchmod(writer.fileno(), 0o600)
        os.fsync(writer.fileno())
    return digest.hexdigest() == sha256


def sound(archive: LocalArchive, sha256: str) -> bool:
    """Whether an original is there with the bytes of its name."""
    path = archive.path(sha256)
    return path.is_file() and hash_of(path) == sha256


def of_tonight(hashes: Iterable[str], day: int) -> list[str]:
    """A thirtieth of all originals, another one each night: in thirty nights every one is looked at. Pure."""
    return sorted(one for one in hashes if int(one[:8], 16) % _NIGHTS == day % _NIGHTS)
