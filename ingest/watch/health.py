"""Is the daemon well? A pure function of the vitals: it polls, and reaches what it needs, or it says why not.

Drive counts where links wait for it: a Drive that nobody asks is not needed. It has the patience of three polls, like
the mailbox; a token that Google refuses has none, for waiting does not mend it. The answer is for people and their
monitoring. Nothing restarts the daemon because of it: a new start mends neither a mailbox nor Drive.

Reasons hold no text from outside, no addresses and no paths: `/healthz` is answered without a login.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.watch.limits import Limits
from ingest.watch.vitals import Vitals


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the daemon is not well: a code for machines, a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Health:
    """`ok` where there is no reason against it."""

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.reasons


def health(vitals: Vitals, limits: Limits) -> Health:
    """All reasons against, in the order in which they explain each other."""
    if vitals.database_error:  # then nothing else is known
        return Health((*_database(vitals, limits), *_heartbeat(vitals, limits), *_engine(vitals, limits)))
    return Health(tuple(reason for look in _LOOKS for reason in look(vitals, limits)))


def _database(vitals: Vitals, _limits: Limits) -> Iterator[Reason]:
    if vitals.database_error:
        yield Reason("database", "Cơ sở dữ liệu không trả lời.")


def _heartbeat(vitals: Vitals, limits: Limits) -> Iterator[Reason]:
    if vitals.heartbeat is not None and vitals.heartbeat > limits.heartbeat:
        yield Reason("foreman", f"Bộ điều phối công việc đã ngừng hoạt động {duration(vitals.heartbeat)}.")


def _engine(vitals: Vitals, _limits: Limits) -> Iterator[Reason]:
    if vitals.engine_error:
        yield Reason("engine", "Bộ máy thực hiện công việc gặp trục trặc.")


def _disk(vitals: Vitals, limits: Limits) -> Iterator[Reason]:
    if vitals.disk is None:
        return
    if not vitals.disk.writable:
        yield Reason("disk_read_only", "Ổ đĩa dữ liệu chỉ cho đọc.")
    elif vitals.disk.free < limits.disk_stop:
        yield Reason("disk_full", f"Ổ đĩa dữ liệu chỉ còn {gigabytes(vitals.disk.free)} trống.")


def _mailbox(vitals: Vitals, limits: Limits) -> Iterator[Reason]:
    silent = mailbox_silence(vitals)
    if silent > limits.poll_silence:
        yield Reason("mailbox", f"Chưa đọc được hộp thư trong {duration(silent)} qua.")


def _drive(vitals: Vitals, limits: Limits) -> Iterator[Reason]:
    if not vitals.links_waiting:
        return
    if vitals.drive.state == "refused":
        yield Reason("drive_refused", "Google không chấp nhận quyền truy cập Drive của hệ thống.")
    elif vitals.drive.state == "unreachable" and drive_silence(vitals) > limits.drive_silence:
        yield Reason("drive", f"Google Drive không trả lời trong {duration(drive_silence(vitals))} qua.")


def _digest(vitals: Vitals, limits: Limits) -> Iterator[Reason]:
    late = digest_lateness(vitals)
    if late is not None and late > limits.digest_late:
        yield Reason("digest", f"Bản tin đến giờ nhưng chưa lập được, chậm {duration(late)}.")


_LOOKS: tuple[Callable[[Vitals, Limits], Iterator[Reason]], ...] = (
    _database,
    _heartbeat,
    _engine,
    _disk,
    _mailbox,
    _drive,
    _digest,
)


# ── how long ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def mailbox_silence(vitals: Vitals) -> timedelta:
    """How long the mailbox has given no sign (a good poll, or mail taken in by a long one), since the start at most."""
    return _since(vitals, vitals.job("poll").succeeded_at, vitals.last_mail_at)


def drive_silence(vitals: Vitals) -> timedelta:
    """How long Drive has given no good answer, counted from the start at the most."""
    return _since(vitals, vitals.drive.since)


def digest_lateness(vitals: Vitals) -> timedelta | None:
    """How late the newest edition is, counted from the start at the most; None where none is owed.

    A slot from before the very first start is nobody's: an edition is owed once one was made, or one hour came since.
    """
    due, made = vitals.digest_due, vitals.digest_made
    if due is None or (made is not None and made >= due) or (made is None and due < vitals.started_at):
        return None
    return _since(vitals, due)


def _since(vitals: Vitals, *signs: datetime | None) -> timedelta:
    newest = max(moment for moment in (vitals.started_at, *signs) if moment is not None)
    return max(vitals.now - newest, timedelta(0))


# ── wording ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def duration(span: timedelta) -> str:
    """02 ngày 03 giờ, 01 giờ 20 phút, 45 phút, 30 giây."""
    seconds = int(abs(span).total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days:02d} ngày" + (f" {hours:02d} giờ" if hours else "")
    if hours:
        return f"{hours:02d} giờ" + (f" {minutes:02d} phút" if minutes else "")
    return f"{minutes:02d} phút" if minutes else f"{seconds:02d} giây"


def gigabytes(size: int) -> str:
    """3,1 GB, 4 GB, or 512 MB below one."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB".replace(".0 ", " ").replace(".", ",")
    return f"{size // (1 << 20)} MB"
