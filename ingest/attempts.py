"""The border of one row: a try is noted before it begins and after it ends, so that poison is found and told.

A row that ends the whole program is known by tries that never said how they ended; one over which our code stumbles by
its failures; one that the world refuses waits longer each time. The other rows go on.
"""

import errno
from collections.abc import Callable, Container, Mapping

import structlog

from ingest.errors import DriveUnreachable, MailboxUnreachable, StoreUnavailable, TiepnhanError
from ingest.retry import DEATHS, after_failure
from ingest.store import work as rows
from ingest.store.work import Attempt
from ingest.workers import ReaderLost
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION

log = structlog.get_logger()

_CAUSES: tuple[tuple[type[TiepnhanError], str], ...] = (
    (StoreUnavailable, "store"),
    (MailboxUnreachable, "mailbox"),
    (DriveUnreachable, "drive"),
    (ReaderLost, "reader"),
)
_OWN = {"fault", "reader"}  # troubles of one row alone; with the others the whole pass must wait
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def cause_of(error: BaseException) -> str:
    """Whose trouble an exception is: a key of `ingest.retry.BACKOFF`."""
    if isinstance(error, TiepnhanError):
        return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), "world")
    return "store" if isinstance(error, OSError) and error.errno in _DISK else "fault"


def attempt(work: Workplace, kind: str, subject: str, step: Callable[[], object]) -> bool:
    """Do the work of one row; whether it ended well. What the world refuses is noted and raised again.

    A `step` that returns True has only done a piece: where a person has stopped the row meanwhile, it stays aside.
    """
    campaign, key = work.campaign.id, (kind, subject)
    with work.database.begin() as connection:
        before = rows.begin_attempt(
            connection, campaign, kind, subject, READING_VERSION, work.now, counts=key not in work.flights.untold
        )
    work.flights.untold.add(key)
    try:
        more = step()
    except Exception as error:  # the border of one row: the others go on
        cause = cause_of(error)
        later = after_failure(cause, (before.failures if before else 0) + 1, work.now)
        with work.database.begin() as connection:
            rows.fail_attempt(
                connection,
                campaign,
                kind,
                subject,
                cause=cause,
                reason=str(error) if isinstance(error, TiepnhanError) else type(error).__name__,
                due_at=later.due_at,
                aside=later.aside,
                now=work.now,
            )
        work.flights.untold.discard(key)
        if cause not in _OWN:
            raise
        log.exception("a row could not be worked on", kind=kind, subject=subject[:16], aside=later.aside)
        return False
    with work.database.begin() as connection:
        rows.end_attempt(connection, campaign, kind, subject, keep_aside=more is True)
    work.flights.untold.discard(key)
    return True


def standing(attempts: Mapping[tuple[str, str], Attempt], kind: str, subject: str) -> Attempt | None:
    """What this version of the code has met with at a row; None where nothing speaks against trying it."""
    one = attempts.get((kind, subject))
    return one if one is not None and one.version == READING_VERSION else None


def bury(work: Workplace, attempts: Mapping[tuple[str, str], Attempt]) -> int:
    """Set aside what has ended the program too often; how many rows. For the start, before any work begins."""
    dead = [one for key in attempts if (one := standing(attempts, *key)) and one.begun >= DEATHS and not one.aside]
    with work.database.begin() as connection:
        for one in dead:
            log.error("a row is set aside: it ended the program", kind=one.kind, subject=one.subject[:16])
            rows.set_aside(connection, work.campaign.id, one.kind, one.subject, "killed", f"{one.begun} lần")
    return len(dead)


def acquit(work: Workplace, attempts: Mapping[tuple[str, str], Attempt], open_rows: Container[tuple[str, str]]) -> int:
    """Forget the tries whose work is done: the program ended between the work and the note of its end. How many."""
    done = [one for key, one in attempts.items() if one.begun and not one.aside and key not in open_rows]
    with work.database.begin() as connection:
        for one in done:
            rows.end_attempt(connection, work.campaign.id, one.kind, one.subject)
    return len(done)
