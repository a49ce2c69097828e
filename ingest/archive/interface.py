"""What the pipeline asks of the archive of originals: keep bytes for good under their SHA-256, give them back."""

from pathlib import Path
from typing import Protocol


class Archive(Protocol):
    """Originals by content. The same bytes are kept once; nothing is ever changed."""

    def put(self, path: Path, expected: str = "") -> str:
        """Take a spooled file and return its SHA-256; the file is gone from the spool and safe on disk afterwards.

        Raises `ingest.errors.StoreUnavailable` where the disk fails or the bytes are not the `expected` ones.
        """

    def path(self, sha256: str) -> Path:
        """Where the bytes lie (whether or not they are there), for reading only."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept."""

    def verify(self, sha256: str) -> None:
        """Make sure that the bytes are kept and are those that came. Raises `ingest.errors.OriginalLost`."""
