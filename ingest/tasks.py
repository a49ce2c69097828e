"""The kinds of tasks: what each does for the one row, slot or request that it names. Ids in, effects out.

A step does a piece and says whether more is left. It may run twice, and may be cut anywhere.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from ingest.attempts import cause_of
from ingest.backup.make import nightly
from ingest.digest.issue import edition
from ingest.errors import NotNow, TiepnhanError
from ingest.judge import judge
from ingest.pipeline import PassReport, follow_one, read_one, receive, reread_one
from ingest.plan import BACKUP, DIGEST, FOLLOW, JUDGE, READ, RECEIVE, REQUEST, REREAD
from ingest.requests import answer
from ingest.shift import Shift
from ingest.store import history
from ingest.store import work as rows
from ingest.workplace import Workplace

log = structlog.get_logger()

_PIECE = 20.0  # seconds after which following one link is looked at from outside
_QUOTA_EVERY = timedelta(hours=1)


def run_step(shift: Shift, work: Workplace, kind: str, subject: str) -> bool:
    """Do one piece of a task; whether more is left. Raises what the world refuses; jobs of the clock note it."""
    shift.begin(kind, subject)
    more = False
    try:
        more = STEPS[kind](shift, replace(work, beat=partial(shift.beat, kind, subject)), subject)
        shift.succeeded(kind)
    except Exception as error:
        if kind in RESTING:
            shift.failed(kind, cause_of(error))
        if kind in {RECEIVE, BACKUP}:
            shift.due.add(kind)
        if kind in _JOB_OF:
            _note_failure(work, _JOB_OF[kind], error)
        raise
    finally:
        shift.end(kind, subject, more=more)
    return more


def _note_failure(work: Workplace, job: str, error: Exception) -> None:
    """One line for people; of a fault of ours its kind alone, since its text may hold what a mail says."""
    ours = f"lỗi ngoài dự kiến của chương trình ({type(error).__name__})"
    told = str(error) if isinstance(error, TiepnhanError) else ours
    log.warning("job failed", job=job, error=type(error).__name__)
    with work.database.begin() as connection:
        rows.set_job_failure(connection, work.campaign.id, job, work.now, told)


def _note_success(work: Workplace, job: str) -> None:
    with work.database.begin() as connection:
        rows.set_job_success(connection, work.campaign.id, job, work.now)


def _receive(shift: Shift, work: Workplace, _: str) -> bool:
    report, begun = PassReport(), shift.ticks()
    try:
        receive(work, report)
    finally:
        shift.polled(begun)
        if report.received or report.held:
            shift.changed()
    _note_success(work, "poll")
    _ask_quota(shift, work)
    return False


def _ask_quota(shift: Shift, work: Workplace) -> None:
    """How full the mailbox is, now and then; a server that does not say costs nothing."""
    if shift.quota_age() < _QUOTA_EVERY:
        return
    try:
        shift.quota_asked(work.open_mailbox().quota())
    except NotNow:  # the poll was good all the same
        shift.quota_asked(shift.quota)


def _read(shift: Shift, work: Workplace, canonical: str) -> bool:
    if not _suspicious(shift, work, READ, canonical):
        read_one(work, canonical)
        shift.changed()
    return False


def _reread(shift: Shift, work: Workplace, sha256: str) -> bool:
    if not _suspicious(shift, work, REREAD, sha256):
        reread_one(work, sha256)
        shift.changed()
    return False


def _follow(shift: Shift, work: Workplace, drive_id: str) -> bool:
    if _suspicious(shift, work, FOLLOW, drive_id):
        return False
    try:
        work.open_drive()
    except TiepnhanError:  # a wrong key is no trouble of this link: all links rest a while
        shift.failed(FOLLOW, "drive")
        raise
    outcome = follow_one(work, shift.breaker, drive_id, _PIECE)
    if outcome.asked or outcome.fetched:
        shift.changed()
    if outcome.trouble:
        raise NotNow(outcome.trouble)
    if outcome.asked:
        _note_success(work, "recheck")
    return outcome.more


def _suspicious(shift: Shift, work: Workplace, kind: str, subject: str) -> bool:
    """Whether a row must wait to be tried alone: it was in work when the program ended without a word.

    The engine takes up what was running at the kill, all of it at once; only the plan knows who is to go alone.
    """
    if shift.alone == (kind, subject):
        return False
    with work.database.read() as connection:
        before = rows.attempt_of(connection, work.campaign.id, kind, subject)
    return before is not None and (before.begun > 0 or before.aside)


def _judge(shift: Shift, work: Workplace, _: str) -> bool:
    with work.database.read() as connection:
        last = history.last_judgement(connection, work.campaign.id)
    if last is not None and work.now < last:
        raise NotNow(
            f"Đồng hồ máy chủ ({work.now.isoformat()}) sớm hơn lần đánh giá gần nhất ({last.isoformat()}); "
            "đề nghị chỉnh lại giờ của máy chủ."
        )
    shift.judging()
    begun = time.monotonic()
    try:
        judged = judge(work, store=True)
    except BaseException:
        shift.changed()
        raise
    shift.judge_took = timedelta(seconds=time.monotonic() - begun)
    shift.rule_failures = judged.broken
    _note_success(work, "judge")
    return False


def _digest(shift: Shift, work: Workplace, slot: str) -> bool:
    if shift.digest_slot != datetime.fromisoformat(slot):
        return False  # taken up after an outage, and a newer slot has come
    edition(work, datetime.fromisoformat(slot))
    shift.digest_done(datetime.fromisoformat(slot))
    _note_success(work, "digest")
    return False


def _request(shift: Shift, work: Workplace, request: str) -> bool:
    answer(work, request)
    shift.changed()
    return False


def _backup(shift: Shift, work: Workplace, _: str) -> bool:
    report = nightly(work.settings, work.now)
    if report.problems:
        raise NotNow(" ".join(report.problems))
    _note_success(work, "backup")
    return False


STEPS: Mapping[str, Callable[[Shift, Workplace, str], bool]] = {
    RECEIVE: _receive,
    READ: _read,
    REREAD: _reread,
    FOLLOW: _follow,
    JUDGE: _judge,
    DIGEST: _digest,
    REQUEST: _request,
    BACKUP: _backup,
}
RESTING = frozenset({RECEIVE, JUDGE, DIGEST, BACKUP})  # kinds that name no row: after a failure the whole kind rests
_JOB_OF = {RECEIVE: "poll", FOLLOW: "recheck", JUDGE: "judge", DIGEST: "digest", BACKUP: "backup"}
