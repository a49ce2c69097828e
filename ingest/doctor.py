"""Is everything as it must be? One line per check, with the mend for what fails."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from config.campaign import Campaign
from config.load import load_campaign
from config.settings import Settings
from ingest.digest.words import instant
from ingest.drive.access import access_of
from ingest.drive.credentials import ANONYMOUS, OAUTH, open_to_others
from ingest.drive.interface import Answer
from ingest.errors import TiepnhanError, said
from ingest.lock import holder_of
from ingest.options import Options
from ingest.session import configured
from ingest.store import work
from ingest.store.alerts import open_alerts
from ingest.store.database import Database
from ingest.watch.health import gigabytes
from ingest.watch.inquiry import inquire
from ingest.wiring import open_mailbox, open_settings_drive
from parsers.readers.links import normalise
from validators.findings import CODES

_FREE_ENOUGH = 5 << 30
_SQLITE_FIXED = (3, 51, 3)  # before it: a rare corruption when a checkpoint and a write meet


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it is, and how to mend it."""

    name: str
    ok: bool
    detail: str
    mend: str = ""

    def line(self) -> str:
        """For people."""
        mark = "ĐẠT      " if self.ok else "CHƯA ĐẠT "
        return f"{mark}{self.name}: {self.detail}" + (f" → {self.mend}" if self.mend else "")


_Look = Callable[[Settings], Iterator[Check]]


def examine(options: Options) -> list[Check]:
    """All checks, in the order in which things depend on each other."""
    settings, campaign = configured(options)
    checks = [Check("Cấu hình", True, f"chiến dịch {campaign.id}, hạn “{campaign.deadline_words}”")]
    looks: dict[str, _Look] = {**_CHECKS, "Chương trình thường trực": partial(_daemon, campaign=campaign)}
    for name, look in looks.items():
        try:
            checks += list(look(settings))
        except TiepnhanError as error:
            checks.append(Check(name, False, str(error)))
    return checks


def _campaigns(settings: Settings) -> Iterator[Check]:
    for name in settings.campaigns:
        campaign = load_campaign(name, known_codes=frozenset(CODES))
        yield Check("Tệp chiến dịch", True, f"{campaign.id}: {campaign.title}")


def _disk(settings: Settings) -> Iterator[Check]:
    folder = Path(settings.data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Check("Ổ đĩa", False, f"{folder}: {said(error)}", "kiểm tra đường dẫn data_dir và quyền ghi")
        return
    mend = "" if free > _FREE_ENOUGH else "giải phóng ổ đĩa hoặc chuyển data_dir"
    yield Check("Ổ đĩa", free > _FREE_ENOUGH, f"{folder}, còn trống {gigabytes(free)}", mend)


def _database(settings: Settings) -> Iterator[Check]:
    database = Database(settings.database.url)
    try:
        database.migrate()
    finally:
        database.close()
    detail = database.url.render_as_string(hide_password=True)
    if database.sqlite and sqlite3.sqlite_version_info < _SQLITE_FIXED:
        detail += f"; SQLite {sqlite3.sqlite_version}: nên sao lưu hằng ngày"
    yield Check("Cơ sở dữ liệu", True, detail)


def _mailbox(settings: Settings) -> Iterator[Check]:
    yield Check("Hộp thư", True, open_mailbox(settings).check())


def _drive(settings: Settings) -> Iterator[Check]:
    drive = open_settings_drive(settings)
    mend = "kiểm tra [drive] và mạng, rồi chạy lại doctor"
    if settings.drive.credentials != ANONYMOUS:
        answer = drive.whoami()
        yield Check("Google Drive", answer.ok, _said(answer), "" if answer.ok else mend)
    key = drive.key_check()
    if key is None:
        yield Check(
            "Khóa API Drive", True, "chưa có api_key: không phân biệt được “Bất kỳ ai có đường liên kết” với “Hạn chế”"
        )
    else:
        yield Check("Khóa API Drive", key.ok, _said(key), "" if key.ok else mend)
    credentials = Path(settings.drive.credentials)
    if settings.drive.credentials not in {ANONYMOUS, OAUTH} and open_to_others(credentials):
        yield Check(
            "Tệp khóa Drive", False, f"{credentials}: người dùng khác đọc được", f"chạy chmod 600 {credentials}"
        )


def _said(answer: Answer) -> str:
    if answer.ok:
        return "trả lời được"
    why = answer.reason or answer.cause
    if not answer.status:  # nobody answered; or we did not ask, and know why
        return f"không kết nối được ({why})" if answer.cause == "server" else why
    return f"{answer.status} {why}"


def _daemon(settings: Settings, *, campaign: Campaign) -> Iterator[Check]:
    """How the daemon is, what it told its operator, and how old the last good backup is."""
    inquiry = inquire(settings.dashboard.listen)
    where = settings.dashboard.listen
    detail, mend = {
        "well": (f"đang chạy tại {where}, hoạt động bình thường", ""),
        "unwell": (f"đang chạy tại {where}; {' '.join(inquiry.reasons)}", "xem các cảnh báo dưới đây và nhật ký"),
        "silent": ("không chạy", ""),
        "stranger": (f"chương trình khác đang dùng cổng {where}", "đổi [dashboard] listen hoặc dừng chương trình đó"),
    }[inquiry.state]
    ok = inquiry.state in {"well", "silent"}
    holder = holder_of(Path(settings.data_dir)) if inquiry.state in {"silent", "stranger"} else None
    # A name that is left from before may bear a number that is another process's by now: this one's, in a container.
    running = holder is not None and holder.doing == "run" and holder.pid != os.getpid()
    if holder is not None and running and inquiry.state == "silent":
        detail = f"đang chạy (tiến trình {holder.pid}), nhưng không trả lời tại {where}"
        ok, mend = False, "kiểm tra [dashboard] listen và nhật ký của dịch vụ"
    yield Check("Chương trình thường trực", ok, detail, mend)
    database = Database(settings.database.url)
    try:
        with database.read() as connection:
            open_now = open_alerts(connection, campaign.id, datetime.now(UTC))
            backup = work.job_runs(connection, campaign.id).get("backup")
    finally:
        database.close()
    zone = ZoneInfo(campaign.timezone)
    stale = "" if running or inquiry.state in {"well", "unwell"} else "; ghi nhận khi chương trình thường trực còn chạy"
    for one in open_now:
        since = f"từ {instant(one.since.astimezone(zone))}{stale}"
        yield Check("Cảnh báo", bool(stale), f"{one.alert.detail} ({since})", one.alert.mend)
    if backup is None or backup.succeeded_at is None:
        last = "chưa có bản nào do chương trình thường trực lập"
    else:
        last = f"bản gần nhất lúc {instant(backup.succeeded_at.astimezone(zone))}"
    failed = backup.error if backup else ""
    yield Check("Sao lưu", not failed, last + (f"; lần sau đó: {failed}" if failed else ""), "")


_CHECKS: dict[str, _Look] = {
    "Tệp chiến dịch": _campaigns,
    "Ổ đĩa": _disk,
    "Cơ sở dữ liệu": _database,
    "Hộp thư": _mailbox,
    "Google Drive": _drive,
}


def explain_link(options: Options, link: str) -> list[Check]:
    """One link: what it is taken for, each question asked, each answer, and what follows."""
    settings, _ = configured(options)
    found = normalise(link, "")
    if found is None or found.drive_id is None:
        kind = "không phải đường dẫn tệp" if found is None else f"không có mã tệp ({found.service})"
        return [
            Check("Đường dẫn", False, kind, "đề nghị đơn vị gửi đường dẫn sao chép từ nút Chia sẻ của Google Drive")
        ]
    checks = [Check("Đường dẫn", True, f"{found.kind}, mã {found.drive_id}")]
    try:
        observation = open_settings_drive(settings).observe(found.drive_id, found.resource_key, datetime.now(UTC))
    except TiepnhanError as error:
        return [*checks, Check("Google Drive", False, str(error))]
    checks.append(_asked("Hỏi với tài khoản hộp thư", observation.account))
    checks.append(_asked("Hỏi với tư cách người ngoài", observation.stranger))
    access, sentence = access_of(observation)
    good = access in {"public", "private", "readable"}
    checks.append(Check("Kết luận", good, f"{access}, {len(observation.items)} tệp", sentence))
    return checks


def _asked(name: str, answer: Answer | None) -> Check:
    if answer is None:
        return Check(name, True, "không hỏi (chưa cấu hình)")
    return Check(name, answer.ok, _said(answer))
