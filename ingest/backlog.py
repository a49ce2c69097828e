"""What is being done, what waits for another try and what is set aside, for the command `tasks`; and its two verbs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.clock import utc
from ingest.digest.words import instant
from ingest.engine.durable import open_client
from ingest.errors import UsageError
from ingest.plan import BACKUP, DIGEST, FOLLOW, JUDGE, READ, RECEIVE, REQUEST, REREAD
from ingest.store import work as rows
from ingest.store.work import Attempt
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION

_SHOWN = 12  # characters of a subject in the list for people
_KINDS = {
    RECEIVE: "nhận thư",
    READ: "đọc thư",
    REREAD: "đọc lại tệp",
    FOLLOW: "xem đường dẫn",
    JUDGE: "đánh giá",
    DIGEST: "bản tin",
    REQUEST: "lệnh của cán bộ",
    BACKUP: "sao lưu",
}
_STATES = {
    "waiting": "đang chờ",
    "running": "đang làm",
    "retry": "sẽ thử lại",
    "aside": "để riêng",
}
_CAUSES = {
    "killed": "làm dừng cả chương trình nhiều lần",
    "fault": "lỗi của phần mềm",
    "cancelled": "cán bộ đã dừng",
    "store": "cơ sở dữ liệu hoặc ổ đĩa chưa sẵn sàng",
    "mailbox": "hộp thư chưa kết nối được",
    "drive": "Google Drive chưa trả lời",
    "reader": "tiến trình đọc tệp bị dừng từ bên ngoài",
    "world": "chưa làm được lúc này",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of work: `id` is what `--cancel` and `--retry` take. `subject` is an id of ours, never a name."""

    id: str
    kind: str
    subject: str
    state: str  # "waiting", "running", "retry", "aside"
    cause: str = ""
    reason: str = ""
    failures: int = 0
    due_at: datetime | None = None

    def line(self, zone: ZoneInfo, name: str = "") -> str:
        """For people; under a shorter `name` where that is enough."""
        why = f": {_CAUSES.get(self.cause, self.cause)}" if self.cause else ""
        told = [self.reason.rstrip(".")] if self.reason else []
        told += ["báo người phụ trách kỹ thuật kèm mã này"] if self.cause == "fault" else []
        reason = f" ({'; '.join(told)})" if told and self.cause != "cancelled" else ""
        due = f", lần tới {instant(self.due_at.astimezone(zone))}" if self.due_at and self.state == "retry" else ""
        return f"{_STATES[self.state]:<10}  {_KINDS.get(self.kind, self.kind):<15}  {name or self.id}{why}{reason}{due}"

    def document(self) -> dict[str, Any]:
        """For scripts."""
        due = utc(self.due_at) if self.due_at and self.state != "aside" else None
        names = ("id", "kind", "subject", "state", "cause", "reason", "failures")
        return {**{name: getattr(self, name) for name in names}, "due_at": due}


def entries(work: Workplace) -> list[Entry]:
    """What is live in the daemon, and rows whose work did not end well; those set aside first."""
    live = open_client(_jobs(work)).list()
    with work.database.read() as connection:
        tried = rows.attempts(connection, work.campaign.id)
    running = {(state.kind, state.subject) for state in live}
    found = [Entry(_name(one.kind, one.subject), one.kind, one.subject, one.state) for one in live]
    found += [_entry(one) for key, one in tried.items() if key not in running and one.version == READING_VERSION]
    order = ("aside", "running", "retry", "waiting")
    return sorted(found, key=lambda one: (order.index(one.state), one.kind, one.subject))


def _entry(one: Attempt) -> Entry:
    state = "aside" if one.aside else "retry"
    return Entry(
        _name(one.kind, one.subject), one.kind, one.subject, state, one.cause, one.reason, one.failures, one.due_at
    )


def cancel(work: Workplace, name: str) -> None:
    """Stop a row's work at the end of its present piece and leave it aside. Raises `UsageError`."""
    client = open_client(_jobs(work))
    tasks = client.list()
    whole = _meant(name, {_name(one.kind, one.subject) for one in tasks})
    live = [one for one in tasks if _name(one.kind, one.subject) == whole]
    if not live:
        raise UsageError(f"Không có việc {name} đang chờ hoặc đang làm; xem bằng lệnh tiepnhan tasks.")
    if live[0].kind not in {READ, REREAD, FOLLOW}:
        raise UsageError(f"Không dừng được việc {name}; chỉ dừng được việc đọc thư, đọc lại tệp, xem đường dẫn.")
    with work.database.begin() as connection:
        for one in live:
            rows.leave_aside(
                connection, work.campaign.id, one.kind, one.subject, READING_VERSION, "cancelled", work.now
            )
    for one in live:
        client.cancel(one.id)


def retry(work: Workplace, name: str) -> int:
    """Have a row that waits or is set aside (or with "all" every one) tried now; how many. Raises `UsageError`."""
    with work.database.begin() as connection:
        tried = rows.attempts(connection, work.campaign.id)
        whole = name if name == "all" else _meant(name, {_name(*key) for key in tried})
        wanted = [key for key in tried if whole in {"all", _name(*key)}]
        for kind, subject in wanted:
            rows.end_attempt(connection, work.campaign.id, kind, subject)
    if not wanted and name != "all":
        raise UsageError(f"Không có việc {name} đang để riêng hoặc chờ thử lại; xem bằng lệnh tiepnhan tasks.")
    return len(wanted)


def render(found: list[Entry], zone: ZoneInfo) -> Iterator[str]:
    """The list for people."""
    if not found:
        yield "Không có việc nào đang làm, chờ hoặc để riêng."
    for one in found:
        yield one.line(zone, _short(one, found))


def hint(found: list[Entry]) -> str:
    """How to have tried again what is set aside; "" where nothing is."""
    aside = any(one.state == "aside" for one in found)
    return "Để thử lại: tiepnhan tasks --retry MÃ (hoặc --retry all)." if aside else ""


def _short(one: Entry, among: list[Entry]) -> str:
    """As much of the id as `--cancel` and `--retry` need: the whole one where another begins in the same way."""
    short = _name(one.kind, one.subject[:_SHOWN])
    return one.id if any(other.id.startswith(short) for other in among if other.id != one.id) else short


def _meant(name: str, names: Collection[str]) -> str:
    """The id that begins like this, where there is one alone; the kind must stand whole. Raises `UsageError`."""
    if name in names or "/" not in name or name.endswith("/"):
        return name
    meant = sorted(one for one in names if one.startswith(name))
    if len(meant) > 1:
        raise UsageError(f"Mã {name} chưa đủ để phân biệt {len(meant)} việc; hãy ghi dài hơn (tiepnhan tasks --json).")
    return meant[0] if meant else name


def _name(kind: str, subject: str) -> str:
    return f"{kind}/{subject}" if subject else kind


def _jobs(work: Workplace) -> Path:
    return Path(work.settings.data_dir) / "jobs.sqlite"
