"""The engine's file: made where it is missing, moved aside where it is broken, opened so that writers do not wait."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is; another one of the same name is not it."""

    device: int
    inode: int


def identity(file: Path) -> Identity | None:
    """Which file bears this name now; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return Identity(found.st_dev, found.st_ino)


def prepare(file: Path) -> Path | None:
    """Have a sound file in WAL mode. Where the one found is broken it is moved aside, and its new name returned."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _set_up(file)
    except sqlite3.OperationalError:
        raise  # disk, rights, locks: the file may be as good as ever
    except sqlite3.DatabaseError:
        aside = move_aside(file)
        _set_up(file)
        return aside
    return None


def _set_up(file: Path) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        # WAL stays with the file: without it each enqueue waits for the readers and for two fsyncs.
        connection.execute("PRAGMA journal_mode=wal")
        told = connection.execute("PRAGMA quick_check(1)").fetchone()
        if told != ("ok",):
            raise sqlite3.DatabaseError(told[0])


def move_aside(file: Path) -> Path:
    """Give a broken file and what belongs to it another name, and say which."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = file.with_name(f"{file.name}.broken-{stamp}")
    for ending in _BESIDE:
        part = Path(f"{file}{ending}")
        if part.exists():
            part.replace(f"{aside}{ending}")
    return aside


def open_file(file: Path, *, connections: int = 5) -> sa.Engine:
    """An engine on a file that exists. It never makes one: a file deleted meanwhile is an error, not an empty queue."""
    address = f"{file.resolve().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=30, isolation_level="IMMEDIATE", check_same_thread=False
        )
        # The tasks name rows of the store: what a power cut takes from this file is enqueued again.
        connection.execute("PRAGMA synchronous=normal")
        connection.execute("PRAGMA foreign_keys=on")
        return connection

    return sa.create_engine(
        sa.URL.create("sqlite", database=str(file)),
        creator=connect,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
    )
