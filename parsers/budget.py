"""How much one file may cost: bytes, members, rows, pages, pixels, depth. Counted down while reading, never reset."""

from dataclasses import dataclass, field

from parsers.errors import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """The ceilings for reading one file; all are far above what an honest office sends."""

    member_bytes: int = 4 << 30  # one member of an archive, unpacked
    total_bytes: int = 20 << 30  # all members of an archive, unpacked
    ratio: int = 200  # unpacked : packed of one member, once it is over `ratio_from`
    ratio_from: int = 64 << 20
    members: int = 5_000
    header_bytes: int = 256 << 10  # the header block of one MIME part
    parts: int = 2_000  # MIME parts of one message
    mime_depth: int = 40
    xml_bytes: int = 128 << 20  # one XML part of an Office file, unpacked
    text_bytes: int = 32 << 20  # text, html, csv
    pages: int = 2_000
    rows: int = 100_000
    cells: int = 2_000_000
    pixels: int = 200_000_000
    records: int = 200_000


@dataclass(slots=True)
class Budget:
    """Counts the limits down for one file. Exceeding one raises `Refused`, which names the limit."""

    limits: Limits = field(default_factory=Limits)
    _members: int = 0
    _bytes: int = 0

    def member(self) -> None:
        """Count one member of a container."""
        self._members += 1
        if self._members > self.limits.members:
            raise Refused(f"more than {self.limits.members} members")

    def unpacked(self, count: int) -> None:
        """Count bytes that came out of a container."""
        self._bytes += count
        if self._bytes > self.limits.total_bytes:
            raise Refused(f"more than {self.limits.total_bytes} bytes unpacked")
