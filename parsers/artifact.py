"""The file that a format reads, and the spool into which it puts the files that it finds inside."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 256 << 10


@dataclass(frozen=True, slots=True)
class Artifact:
    """Bytes on disk with the labels they came with. `name` is a label and never used as a path."""

    path: Path  # where the bytes lie, named by us
    name: str = ""
    media_type: str = ""  # as declared, lower case

    @property
    def suffix(self) -> str:
        """The ending of the name, lower case with its dot, "" where there is none or it is implausible."""
        stem, dot, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if dot and stem and ending.isalnum() and len(ending) <= 8 else ""

    def head(self, count: int = 8192) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as file:
            return file.read(count)

    @property
    def size(self) -> int:
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder of ours in which children are put under their SHA-256. Names from outside never reach the disk."""

    folder: Path

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store bytes; returns (sha256, size). Memory use is one chunk."""
        digest = hashlib.sha256()
        size = 0
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
            name = digest.hexdigest()
            Path(temporary).replace(self.folder / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name, size
