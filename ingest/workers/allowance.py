"""What reading one file may cost, and how long one worker is kept."""

from dataclasses import dataclass

from parsers.artifact import CHUNK
from parsers.budget import Limits


@dataclass(frozen=True, slots=True)
class Allowance:
    """The ceilings around one file. All are far above what an honest file needs, and none depends on the machine's load
    but the clock, which therefore is never held against a file that was still at work.
    """

    memory: int = 2 << 30  # address space
    cpu_seconds: int = 120  # several times what a sheet of 100,000 rows takes; a file of gigabytes gets more
    bytes_per_second: int = 16 << 20  # a slow disk and a slow core unpack and hash at least this
    patience: int = 3  # seconds of the clock for each second of work, and these beside
    grace_seconds: float = 20.0
    open_files: int = 128
    # No format writes more into one file: it refuses first, and says so better.
    file_bytes: int = Limits().member_bytes + CHUNK
    answer_bytes: int = 256 << 20
    start_seconds: float = 60.0  # until a new worker says that it is ready
    files: int = 500  # per worker
    # After 500 mixed files a worker holds 130 MB; one that keeps more than this gives it back by ending.
    resident: int = 300 << 20
    leaked_files: int = 16  # open files more than at its start

    def work(self, size: int) -> int:
        """Seconds of CPU for a file of this size."""
        return self.cpu_seconds + size // self.bytes_per_second

    def clock(self, size: int) -> float:
        """Seconds of the clock for a file of this size."""
        return self.grace_seconds + self.patience * self.work(size)
