"""What the operator must know: troubles of ours or of the world's, never a unit's. A pure function of the vitals.

A table: one look for each kind of trouble. Each says what, since when and what to do, in words for whoever looks after
the machine. `detail` changes little while a trouble lasts, so that its history stays short.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ingest.digest.words import day, two
from ingest.watch.health import digest_lateness, drive_silence, duration, gigabytes, mailbox_silence
from ingest.watch.limits import Limits
from ingest.watch.vitals import Job, Vitals

_MOST = 600  # characters of a message that is passed on


@dataclass(frozen=True, slots=True)
class Alert:
    """One trouble. (kind, subject) tells it from others; `detail` says what and since when, `mend` what to do."""

    kind: str
    subject: str
    detail: str
    mend: str


def urgency(kind: str) -> int:
    """Which of two troubles of the same age is told first: what keeps submissions from being seen, then the table."""
    order = ("mailbox", "token", "disk", *LOOKS)
    return order.index(kind) if kind in order else len(order)


def alerts_of(vitals: Vitals, limits: Limits) -> tuple[Alert, ...]:
    """All troubles that the vitals show, in the order of the table."""
    return tuple(alert for look in LOOKS.values() for alert in look(vitals, limits))


# ── machine ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _database(vitals: Vitals, _limits: Limits) -> Iterator[Alert]:
    if vitals.database_error:
        detail = _line(vitals.database_error) or "Cơ sở dữ liệu không trả lời."
        yield Alert("database", "", detail, "Kiểm tra ổ đĩa và máy chủ cơ sở dữ liệu.")


def _engine(vitals: Vitals, _limits: Limits) -> Iterator[Alert]:
    if vitals.engine_error:
        detail = f"Bộ máy thực hiện công việc gặp trục trặc ({_line(vitals.engine_error)})."
        yield Alert("engine", "", detail, "Khởi động lại dịch vụ tiepnhan; dữ liệu đã nhận không bị ảnh hưởng.")


def _foreman(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    if vitals.heartbeat is not None and vitals.heartbeat > limits.heartbeat:
        detail = "Bộ điều phối công việc đã ngừng hoạt động; công việc mới không được giao."
        yield Alert("foreman", "", detail, "Khởi động lại dịch vụ tiepnhan; dữ liệu đã nhận không bị ảnh hưởng.")


def _disk(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    disk = vitals.disk
    if disk is None:
        yield Alert("disk", "", "Không đo được ổ đĩa chứa dữ liệu.", "Kiểm tra đường dẫn data_dir và ổ đĩa.")
    elif not disk.writable:
        detail = "Ổ đĩa chứa dữ liệu chỉ cho đọc; hệ thống không ghi nhận được hồ sơ mới."
        yield Alert("disk", "", detail, "Kiểm tra tình trạng ổ đĩa rồi gắn lại ở chế độ ghi.")
    else:
        days = disk.free // vitals.growth if vitals.growth and vitals.growth > 0 else None
        short = days is not None and days < limits.disk_days
        if short or disk.free < limits.disk_low:
            left = f", với mức tăng hiện nay đủ dùng khoảng {two(days)} ngày" if days is not None and short else ""
            detail = f"Ổ đĩa chứa dữ liệu còn trống {_rounded(disk.free)}{left}."
            yield Alert("disk", "", detail, "Giải phóng ổ đĩa hoặc chuyển data_dir sang ổ lớn hơn.")


def _clock(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    jump = vitals.clock_jump
    if jump is not None and jump.by and vitals.now - jump.at < limits.clock_told:
        way = "nhanh thêm" if jump.by > timedelta(0) else "lùi lại"
        detail = (
            f"Đồng hồ của máy chủ đã thay đổi đột ngột, {way} {duration(jump.by)} vào lúc "
            f"{_when(jump.at, limits.zone)}; thời điểm ghi nhận quanh lúc đó có thể lệch. "
            "Giờ nhận thư do máy chủ thư ghi, không bị ảnh hưởng."
        )
        yield Alert("clock", "", detail, "Kiểm tra đồng bộ giờ của máy chủ (timedatectl, NTP).")


# ── mailbox and Drive ────────────────────────────────────────────────────────────────────────────────────────────────


def _mailbox(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    poll = vitals.job("poll")
    if mailbox_silence(vitals) <= limits.poll_silence:
        return
    detail = f"Chưa đọc được hộp thư {_from_when(poll, vitals, limits.zone)}"
    detail += f": {_line(poll.error)}" if poll.error else "."
    mend = "Kiểm tra bằng lệnh tiepnhan doctor. Thư của các đơn vị vẫn nằm trên máy chủ thư, không bị mất."
    yield Alert("mailbox", "", detail, mend)


def _mailbox_full(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    quota = vitals.quota
    if quota is not None and quota.limit > 0 and quota.used >= limits.mailbox_full * quota.limit:
        free = max(0, quota.limit - quota.used)
        percent = min(100, quota.used * 100 // quota.limit)
        detail = f"Hộp thư đã dùng {percent}%, còn trống {_rounded(free)}; khi đầy, thư của các đơn vị sẽ bị trả lại."
        mend = "Tăng dung lượng, hoặc dọn thư không thuộc chiến dịch; thư đã tiếp nhận được lưu riêng trong hệ thống."
        yield Alert("mailbox_full", "", detail, mend)


def _drive(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    drive = vitals.drive
    since = f" từ {_when(drive.since, limits.zone)}" if drive.since else ""
    said = f" ({_line(drive.reason)})" if drive.reason else ""
    if drive.state == "refused":
        detail = f"Google không chấp nhận quyền truy cập Drive của hệ thống{since}{said}; đường dẫn chưa kiểm tra được."
        yield Alert("token", "drive", detail, "Chạy tiepnhan doctor, rồi cấp lại quyền hoặc thay tệp khóa, api_key.")
    elif drive.state == "unreachable" and drive_silence(vitals) > limits.drive_silence:
        detail = f"Google Drive không trả lời{since}{said}; các đường dẫn sẽ tự được kiểm tra lại."
        yield Alert("drive", "", detail, "Kiểm tra mạng, proxy; nếu trục trặc ở phía Google thì chỉ cần đợi.")


def _recheck(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    """What keeps every link from being asked, such as a credentials file that is not there."""
    job = vitals.job("recheck")
    told = vitals.drive.state in {"refused", "unreachable"}  # by the look at Drive itself
    patience = limits.recheck_silence if job.succeeded_at else limits.drive_silence
    if job.error and not told and vitals.now - (job.succeeded_at or vitals.started_at) > patience:
        detail = f"Chưa kiểm tra được đường dẫn {_from_when(job, vitals, limits.zone)}: {_line(job.error)}"
        yield Alert("recheck", "", detail, "Chạy tiepnhan doctor để kiểm tra quyền truy cập Drive.")


def _conservation(vitals: Vitals, _limits: Limits) -> Iterator[Alert]:
    ledger = vitals.ledger
    if ledger.missing > 0:
        detail = (
            f"Có {two(ledger.missing)} thư trên máy chủ chưa được tiếp nhận: trên máy chủ {two(ledger.on_server)}, "
            f"đã tiếp nhận {two(ledger.received)}, đang chờ nội dung {two(ledger.held)}."
        )
        mend = "Hệ thống tự đối chiếu lại mỗi giờ; nếu sau một ngày vẫn còn, đề nghị báo người phụ trách kỹ thuật."
        yield Alert("conservation", "", detail, mend)


# ── work ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_KINDS = {
    "read": "thư",
    "reread": "tệp cần đọc lại",
    "follow": "đường dẫn",
    "judge": "lượt đánh giá",
    "digest": "bản tin",
    "request": "lệnh của cán bộ",
    "receive": "lượt nhận thư",
    "backup": "lượt sao lưu",
}


def _aside(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    counts = {kind: count for kind, count in sorted(vitals.aside.items()) if count > 0}
    if counts:
        what = ", ".join(f"{two(count)} {_KINDS.get(kind) or _line(kind)}" for kind, count in counts.items())
        since = f", việc đầu tiên từ {_when(vitals.aside_since, limits.zone)}" if vitals.aside_since else ""
        detail = (
            f"Đang để riêng {what}{since} (đã thử nhiều lần chưa được hoặc cán bộ đã dừng); các việc khác vẫn tiếp tục."
        )
        yield Alert("aside", "", detail, "Xem lý do bằng lệnh tiepnhan tasks, rồi báo người phụ trách kỹ thuật.")


def _queue(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    oldest = vitals.oldest_waiting
    if oldest is not None and vitals.now - oldest > limits.queue_wait:
        detail = f"Có việc chờ trong hàng đợi từ {_when(oldest, limits.zone)} mà chưa được làm."
        mend = "Xem tiepnhan tasks; nếu số việc không giảm, khởi động lại dịch vụ tiepnhan (không mất dữ liệu)."
        yield Alert("queue", "", detail, mend)


def _judge(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    job = vitals.job("judge")
    if job.error:
        detail = f"Chưa đánh giá lại được hồ sơ {_from_when(job, vitals, limits.zone)}: {_line(job.error)}"
        yield Alert(
            "judge", "", detail, "Số liệu đang hiển thị là của lần trước; đề nghị báo người phụ trách kỹ thuật."
        )


def _rules(vitals: Vitals, _limits: Limits) -> Iterator[Alert]:
    for sentence in dict.fromkeys(_line(text)[:200] for text in vitals.rule_failures):
        if sentence:
            mend = "Kết quả trước đó của quy tắc này được giữ nguyên; đề nghị báo người phụ trách kỹ thuật."
            yield Alert("rule", sentence, sentence, mend)


def _digest(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    late = digest_lateness(vitals)
    if late is not None and late > limits.digest_late and vitals.digest_due is not None:
        job = vitals.job("digest")
        said = f": {_line(job.error)}" if job.error else "."
        detail = f"Chưa lập được bản tin của {_when(vitals.digest_due, limits.zone)}{said}"
        yield Alert("digest", "", detail, "Bản tin sẽ tự được lập bù; có thể lập ngay bằng lệnh tiepnhan digest.")


def _backup(vitals: Vitals, limits: Limits) -> Iterator[Alert]:
    job = vitals.job("backup")
    age = vitals.now - max(moment for moment in (job.succeeded_at, vitals.started_at) if moment is not None)
    mend = (
        "Kiểm tra ổ đĩa. Để có bản sao ngay: tiepnhan backup THƯ_MỤC (ở ổ đĩa khác); "
        "cảnh báo này tự hết sau lần sao lưu đêm thành công."
    )
    if job.error:
        detail = f"Lần sao lưu gần nhất không thành công: {_line(job.error)}"
        yield Alert("backup", "", detail, mend)
    elif age > limits.backup_age:
        detail = "Chưa có bản sao lưu nào."
        if job.succeeded_at:
            detail = f"Bản sao lưu gần nhất lúc {_when(job.succeeded_at, limits.zone)}; từ đó chưa có bản mới."
        yield Alert("backup", "", detail, mend)


LOOKS: dict[str, Callable[[Vitals, Limits], Iterator[Alert]]] = {
    "database": _database,
    "engine": _engine,
    "foreman": _foreman,
    "disk": _disk,
    "clock": _clock,
    "mailbox": _mailbox,
    "mailbox_full": _mailbox_full,
    "drive": _drive,
    "recheck": _recheck,
    "conservation": _conservation,
    "aside": _aside,
    "queue": _queue,
    "judge": _judge,
    "rule": _rules,
    "digest": _digest,
    "backup": _backup,
}


# ── wording ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _when(moment: datetime, zone: ZoneInfo) -> str:
    """7h30 ngày 19/11/2024, by the campaign's clock."""
    local = moment.astimezone(zone)
    return f"{local.hour}h{local.minute:02d} ngày {day(local.date())}"


def _from_when(job: Job, vitals: Vitals, zone: ZoneInfo) -> str:
    if job.succeeded_at is None:
        return f"kể từ khi khởi động lúc {_when(vitals.started_at, zone)}"
    return f"kể từ lần thành công gần nhất, lúc {_when(job.succeeded_at, zone)}"


def _line(text: str) -> str:
    """Someone else's message as one line that ends, not longer than a digest bears."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return words if len(words) <= _MOST else words[:_MOST] + "…"


def _rounded(size: int) -> str:
    """In whole gigabytes above one, in steps of 100 MB below: a disk that fills slowly is not news at each look."""
    whole = 1 << 30
    return gigabytes(size // whole * whole) if size >= 2 * whole else gigabytes(size // (100 << 20) * (100 << 20))
