"""Reading what is in the archive: each file once per version of the code, in a worker, its children archived."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ingest.store import derived
from ingest.store import work as rows
from ingest.workplace import Workplace
from parsers.artifact import Artifact
from parsers.facts import READING_VERSION, FileFacts, from_json
from validators.assemble.tree import Node, walk

MAIL_NAME = "message.eml"
MAIL_TYPE = "message/rfc822"


def options_of(name: str, media_type: str) -> str:
    """What beside the bytes decides a reading: the name's ending, or for the nameless the declared type."""
    return Artifact(Path(), name).suffix or media_type[:60]


def decoded(body: str) -> FileFacts | None:
    """What a stored reading says; None where it does not fit this version of the code, as if it were not there."""
    try:
        return from_json(body)
    except ValidationError:
        return None


class FileReader:
    """Gives what a file says, from the cache or by reading it. With `fresh`, each file is read anew, once.

    With `held` (and always with `fresh`) nothing is stored here: the caller takes what was `made` and stores it in one
    transaction, so that nobody sees a message of which one half was read by this version of the code and the other by
    that. `task` is the row (kind, subject) on whose behalf files are read: each stored file is progress of it.
    """

    def __init__(
        self, work: Workplace, *, fresh: bool = False, held: bool = False, task: tuple[str, str] | None = None
    ) -> None:
        self._work = work
        self._task = task
        self._fresh = fresh
        self._held = held or fresh
        self._made: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def get(self, sha256: str, name: str, media_type: str) -> FileFacts | None:
        """The facts of an archived file; None where its bytes are not in the archive."""
        options = options_of(name, media_type)
        body = self._made.get((sha256, options))
        if body is None and not self._fresh:
            body = self._cached(sha256, options)
        known = decoded(body) if body is not None else None
        if known is not None:
            return known
        if not self._work.archive.has(sha256):
            return None
        body = self._read(sha256, name, media_type)
        self._keep(sha256, options, body)
        return from_json(body)

    def tree(self, sha256: str, name: str, media_type: str) -> tuple[FileFacts | None, tuple[Node, ...]]:
        """A file and everything below it."""
        facts = self.get(sha256, name, media_type)
        return facts, tuple(walk(facts.children, self.get)) if facts else ()

    def made(self) -> Iterator[tuple[str, str, str]]:
        """(sha256, options, JSON) of what was read and not stored."""
        for (sha256, options), body in sorted(self._made.items()):
            yield sha256, options, body

    def _cached(self, sha256: str, options: str) -> str | None:
        with self._work.database.read() as connection:
            return derived.reading(connection, self._work.campaign.id, sha256, options, READING_VERSION)

    def _keep(self, sha256: str, options: str, body: str) -> None:
        if self._held:
            with self._lock:
                self._made[sha256, options] = body
            return
        with self._work.database.begin() as connection:
            derived.put_reading(connection, self._work.campaign.id, sha256, options, READING_VERSION, body)
            if self._task:
                rows.progressed(connection, self._work.campaign.id, *self._task)

    def _read(self, sha256: str, name: str, media_type: str) -> str:
        """Read in a worker; the bytes of the children are in the archive before anybody hears of them."""
        spool = Path(tempfile.mkdtemp(dir=self._work.spool))
        try:
            artifact = Artifact(self._work.archive.path(sha256), name, media_type)
            body = self._work.readers.read(artifact, spool)
            facts = from_json(body)
            if _doubtful(facts):
                self._work.archive.verify(sha256)  # before a unit hears of it: is it the file, or our disk?
            for child in facts.children:
                if child.sha256 and (spool / child.sha256).exists():
                    self._work.archive.put(spool / child.sha256, child.sha256)
        finally:
            shutil.rmtree(spool, ignore_errors=True)
        self._work.beat()
        return body


def _doubtful(facts: FileFacts) -> bool:
    """Whether a file, or one inside it, is said to be damaged."""
    return facts.status == "unreadable" or any(child.status == "unreadable" for child in facts.children)
