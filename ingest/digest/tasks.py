"""What an officer should decide or do today: one line per matter, with whom it concerns and the next step."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.digest.deadline import Deadline, grace_words
from ingest.digest.words import alphabetical, listed, two, unit_name
from validators.assessment import Assessment, FindingRecord

LOCKED = ("link_no_access", "link_revoked", "link_trashed", "link_partly_readable")
BROKEN = ("file_unreadable", "file_encrypted", "file_refused")
_PRIVATE = ("withdrawal_pending", "sender_unverified")
# "… đề nghị gia hạn đến (hết) ngày 25/11/2024": the only thing that is ever taken out of a detail, digits only.
_UNTIL = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2}/\d{1,2}(?:/\d{4})?)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Task:
    """`Xin gia hạn: Cục THADS Kon Tum, đến 25/11.` → `Trình lãnh đạo quyết định`."""

    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the lines are made from: open findings that count, by code, and the names of the units."""

    by_code: dict[str, list[FindingRecord]]
    names: dict[str, str]
    candidates: dict[str, tuple[str, ...]]  # message -> names of the units that it may come from
    clusters: frozenset[str]
    deadline: Deadline

    def rows(self, *codes: str) -> list[FindingRecord]:
        return [row for code in codes for row in self.by_code.get(code, [])]

    def units(self, rows: Sequence[FindingRecord]) -> list[str]:
        return alphabetical(self.names[row.unit] for row in rows if row.unit in self.names)


def tasks(assessment: Assessment, deadline: Deadline) -> tuple[Task, ...]:
    """The tasks of the day, those that wait for a decision first."""
    desk = _desk(assessment, deadline)
    return tuple(task for make in TASKS if (task := make(desk)) is not None)


def _desk(assessment: Assessment, deadline: Deadline) -> Desk:
    names = {
        unit.submission.unit.code: unit_name(unit.submission.unit) for unit in assessment.units if unit.submission.unit
    }
    by_code: dict[str, list[FindingRecord]] = {}
    for finding in assessment.findings:
        if finding.counts:
            by_code.setdefault(finding.code, []).append(finding)
    candidates = {
        message.id: tuple(alphabetical(names[code] for code in message.candidates if code in names))
        for message in assessment.unplaced.messages
    }
    clusters = frozenset(unit.submission.unit.cluster for unit in assessment.units if unit.submission.unit)
    return Desk(by_code, names, candidates, clusters - {""}, deadline)


def _unidentified(desk: Desk) -> Task | None:
    rows = desk.rows("unit_unidentified")
    if not rows:
        return None
    guesses: dict[str, int] = {}
    for row in rows:
        if names := desk.candidates.get(row.subject):
            guess = " hoặc ".join(names)
            guesses[guess] = guesses.get(guess, 0) + 1
    hints = [f"{two(guesses[guess])} thư có thể của {guess}" for guess in alphabetical(guesses)]
    hint = f" ({'; '.join(hints[:5])}{'…' if len(hints) > 5 else ''})" if hints else ""
    return Task(f"Chưa rõ đơn vị gửi: {two(len(rows))} thư{hint}.", "Chọn đơn vị")


def _extensions(desk: Desk) -> Task | None:
    rows = desk.rows("extension_requested")
    wishes: dict[str, str] = {}
    for row in rows:
        name = desk.names.get(row.unit or "", "")
        asked = _UNTIL.search(row.detail)
        if name:
            wishes[name] = f"{name}, đến {asked[1]}" if asked else wishes.get(name, name)
    if not wishes:
        return None
    said = "; ".join(wishes[name] for name in alphabetical(wishes))
    return Task(f"Xin gia hạn: {said}.", "Trình lãnh đạo quyết định")


def _questions(desk: Desk) -> Task | None:
    return _of_units(desk, ("question_unanswered",), "Chưa trả lời câu hỏi của đơn vị", "Trả lời")


def _borderline(desk: Desk) -> Task | None:
    when = grace_words(desk.deadline) or "sau thời hạn"
    return _of_units(desk, ("arrival_borderline",), f"Nhận {when}, chờ quyết định chung", "Trình lãnh đạo quyết định")


def _locked(desk: Desk) -> Task | None:
    rows = desk.rows(*LOCKED)
    lost = sum(row.unit is None for row in rows)
    return _joined("Chưa mở được đường dẫn", desk.units(rows), lost, "đường dẫn", "Đề nghị đơn vị mở quyền xem")


def _empty(desk: Desk) -> Task | None:
    rows = desk.rows("link_empty")
    lost = sum(row.unit is None for row in rows)
    return _joined("Thư mục trên Drive chưa có tệp", desk.units(rows), lost, "thư mục", "Đề nghị đơn vị tải tệp lên")


def _broken(desk: Desk) -> Task | None:
    rows = desk.rows(*BROKEN)
    lost = sum(row.unit is None for row in rows)
    return _joined("Chưa mở được tệp", desk.units(rows), lost, "tệp", "Đề nghị đơn vị gửi lại")


def _joined(what: str, units: list[str], lost: int, noun: str, action: str) -> Task | None:
    said = [f"{two(len(units))} đơn vị ({listed(units)})"] if units else []
    if lost:
        said.append(f"{two(lost)} {noun} trong thư chưa rõ đơn vị")
    return Task(f"{what}: {'; '.join(said)}.", action) if said else None


def _conflicts(desk: Desk) -> Task | None:
    codes = ("version_conflict", "nomination_conflict")
    return _of_units(desk, codes, "Danh sách chưa thống nhất giữa các văn bản", "Đề nghị đơn vị xác nhận")


def _unknown_arrival(desk: Desk) -> Task | None:
    return _of_units(desk, ("arrival_unknown",), "Chưa xác định được thời điểm nhận", "Xác nhận thời điểm nhận")


def _summaries(desk: Desk) -> Task | None:
    """Clusters whose head is not known; that of a known head stands among what that unit lacks."""
    owing = {row.subject for row in desk.rows("missing_summary") if row.unit is None}
    if not owing:
        return None
    names = listed(owing & desk.clusters, noun="cụm")
    said = f" ({names})" if names else ""
    return Task(f"Chưa có báo cáo tổng hợp: {two(len(owing))} cụm{said}.", "Liên hệ trưởng cụm")


def _private(desk: Desk) -> Task | None:
    matters = {(row.unit, row.subject) for row in desk.rows(*_PRIVATE)}
    if not matters:
        return None
    return Task(f"Có {two(len(matters))} nội dung xử lý riêng (không nêu trong bản tin).", "Xem trên bảng theo dõi")


def _of_units(desk: Desk, codes: tuple[str, ...], what: str, action: str) -> Task | None:
    units = desk.units(desk.rows(*codes))
    return Task(f"{what}: {two(len(units))} đơn vị ({listed(units)}).", action) if units else None


TASKS: tuple[Callable[[Desk], Task | None], ...] = (
    _unidentified,
    _extensions,
    _borderline,
    _questions,
    _locked,
    _empty,
    _broken,
    _conflicts,
    _unknown_arrival,
    _summaries,
    _private,
)
