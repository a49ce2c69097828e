"""The tables of the workbook as data frames: every unit, discrepancy, picture and message of the campaign.

The workbook goes out with the digest, so it keeps the same discretion: nominees are told by the place where they stand,
senders by name and domain, files by the path below their mail; withdrawals and unverified senders are left out.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from config.campaign import Severity
from config.units import Unit
from ingest.digest.issues import PRIVATE, appeared, issues, title, update_mark
from ingest.digest.news import first_arrival
from ingest.digest.words import ROLES, STATES, TIMELINESS, block, block_order, day, instant, name_order, unit_name
from parsers.vietnamese.collation import sort_key
from validators.assessment import Assessment, FindingRecord, Operations, UnitAssessment
from validators.submission import Letter, Media, Message, Nomination

Cell = str | int | datetime | None

_SEVERITIES: dict[Severity, str] = {"error": "Phải khắc phục", "warning": "Cần rà soát", "info": "Thông tin"}
_MEDIA_KINDS = {"image": "Ảnh", "video": "Video"}
_LOCATOR = (("table", "bảng"), ("row", "dòng"), ("page", "trang"), ("sheet", "trang tính"), ("paragraph", "đoạn"))
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def tables(assessment: Assessment, since: datetime | None = None) -> dict[str, pd.DataFrame]:
    """The sheets in order: name -> frame. The last one, for the operator, is there only where something is wrong.

    What our own software changed after `since` is marked.
    """
    zone = ZoneInfo(assessment.campaign.timezone)
    sheets = {
        "Tổng hợp": _frame(_UNIT_COLUMNS, _unit_rows(assessment, zone, since)),
        "Vướng mắc": _frame(_FINDING_COLUMNS, _finding_rows(assessment, zone, since)),
        "Ảnh, video": _frame(_MEDIA_COLUMNS, _media_rows(assessment)),
        "Thư": _frame(_MESSAGE_COLUMNS, _message_rows(assessment, zone)),
    }
    machine = assessment.operations
    if machine.troubles or machine.alerts:
        sheets["Vận hành"] = _frame(_OPERATOR_COLUMNS, _operator_rows(machine, zone))
    return sheets


_UNIT_COLUMNS = (
    "STT", "Đơn vị", "Khối", "Tình trạng", "Ngày giờ nhận đầu", "Công văn số, ngày",
    "Tập thể", "Cá nhân", "Ảnh", "Video", "Còn thiếu",
)  # fmt: skip
_FINDING_COLUMNS = ("STT", "Đơn vị", "Mức độ", "Vướng mắc", "Đối tượng", "Nội dung", "Từ ngày", "Ghi chú")
_MEDIA_COLUMNS = ("STT", "Đơn vị", "Loại", "Tệp", "Nội dung", "Thời gian", "Địa điểm", "Chú thích", "Trùng với")
_MESSAGE_COLUMNS = (
    "STT", "Ngày giờ nhận", "Đơn vị", "Loại thư", "Thời hạn", "Tiêu đề", "Người gửi", "Số tệp", "Số đường dẫn",
)  # fmt: skip

_OPERATOR_COLUMNS = ("STT", "Trục trặc", "Cách khắc phục", "Từ ngày")


def _frame(columns: tuple[str, ...], rows: Iterable[list[Cell]]) -> pd.DataFrame:
    numbered = [[number, *row] for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(numbered, columns=list(columns), dtype=object)


def _in_order(assessment: Assessment) -> list[tuple[Unit, UnitAssessment]]:
    """Units by block, then by the alphabet; those outside the denominator last."""
    known = [(unit.submission.unit, unit) for unit in assessment.units if unit.submission.unit is not None]
    return sorted(
        known,
        key=lambda pair: (
            not pair[1].submission.counts,
            block_order(block(pair[0], assessment.campaign)),
            name_order(unit_name(pair[0])),
        ),
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Sheets know no zones: the campaign's own time."""
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


# ---------------------------------------------------------------- units


def _unit_rows(assessment: Assessment, zone: ZoneInfo, since: datetime | None) -> Iterable[list[Cell]]:
    own: dict[str | None, list[FindingRecord]] = {}
    for finding in assessment.findings:
        own.setdefault(finding.unit, []).append(finding)
    today = assessment.as_of.astimezone(zone).date()
    for who, unit in _in_order(assessment):
        submission = unit.submission
        kinds = [row.kind for row in submission.nominations]
        media = [item.kind for item in submission.media if item.duplicate_of is None]
        lines = [issue.line(today) for issue in issues(submission, own.get(submission.code, []), zone, since)]
        yield [
            unit_name(who),
            block(who, assessment.campaign),
            STATES[unit.state] + (" (đã kiểm tra, đạt)" if unit.checked else ""),
            _local(first_arrival(submission), zone),
            "\n".join(letter_words(letter) for letter in submission.letters),
            kinds.count("collective"),
            len(kinds) - kinds.count("collective"),
            media.count("image"),
            media.count("video"),
            "\n".join(lines),
        ]


def letter_words(letter: Letter) -> str:
    """1532/STP-VP ngày 14/11/2024; what cannot be read is left out."""
    number = "/".join(part for part in (letter.number, letter.symbol) if part)
    dated = f"ngày {day(letter.date)}" if letter.date else ""
    return " ".join(part for part in (number, dated) if part)


# ---------------------------------------------------------------- findings


def _finding_rows(assessment: Assessment, zone: ZoneInfo, since: datetime | None) -> Iterable[list[Cell]]:
    by_unit: dict[str | None, list[FindingRecord]] = {}
    for finding in assessment.findings:
        if finding.counts and finding.code not in PRIVATE:
            by_unit.setdefault(finding.unit, []).append(finding)
    messages = {row.id: row for unit in assessment.units for row in unit.submission.messages}
    messages |= {row.id: row for row in assessment.unplaced.messages}
    for row in by_unit.pop(None, []):
        yield [*_finding_row(row, "(chưa rõ đơn vị)", (), messages, zone), _note(row, since)]
    for who, unit in _in_order(assessment):
        for row in by_unit.pop(who.code, []):
            yield [*_finding_row(row, unit_name(who), unit.submission.nominations, messages, zone), _note(row, since)]
    for rows in by_unit.values():  # units that the register of this campaign does not hold (any more)
        for row in rows:
            yield [*_finding_row(row, "(không có trong danh sách đơn vị)", (), messages, zone), _note(row, since)]


def _note(row: FindingRecord, since: datetime | None) -> str:
    return update_mark([row], since).removeprefix(" – ")


def _finding_row(
    row: FindingRecord, unit: str, nominees: tuple[Nomination, ...], messages: Mapping[str, Message], zone: ZoneInfo
) -> list[Cell]:
    about = _about(row, nominees, messages, zone)
    return [
        unit,
        _SEVERITIES[row.severity],
        title(row.code),
        about,
        _discreet(row, nominees),
        _local(appeared(row), zone),
    ]


def _about(
    row: FindingRecord, nominees: tuple[Nomination, ...], messages: Mapping[str, Message], zone: ZoneInfo
) -> str:
    if row.code.startswith("nomination_"):
        places = [
            f"{shown_path(one.path)}, {locator_words(one.locator)}" for one in nominees if one.subject == row.subject
        ]
        return "\n".join(places) or "trong danh sách đề cử"
    if row.subject in messages:
        moment = messages[row.subject].received_at
        return f"thư nhận lúc {instant(moment.astimezone(zone))}" if moment else "thư chưa rõ thời điểm nhận"
    if row.subject.startswith(("http://", "https://")) or row.code == "missing_summary":  # an address, a cluster
        return row.subject
    return shown_path(row.subject)


def _discreet(row: FindingRecord, nominees: tuple[Nomination, ...]) -> str:
    """The detail without nominees' names and addresses: the place says who is meant."""
    text = row.detail
    names = {one.name for one in nominees if one.name}
    if row.code.startswith("nomination_"):
        names.add(row.subject.split(" (", 1)[0])
    for name in sorted(names - {""}, key=len, reverse=True):
        text = text.replace(name, "trường hợp này")
    return _ADDRESS.sub(r"…@\1", text)


def shown_path(path: str) -> str:
    """A path as people know it, below its mail or its Drive folder."""
    parts = path.split("/")
    return "/".join(parts[2:] if parts[0] == "drive" and len(parts) > 2 else parts[1:]) if len(parts) > 1 else ""


def locator_words(locator: str) -> str:
    """`table 2 row 5` -> `bảng 2 dòng 5`."""
    words = dict(_LOCATOR)
    return " ".join(words.get(word, word) for word in locator.split(" "))


# ---------------------------------------------------------------- media and mail


def _media_rows(assessment: Assessment) -> Iterable[list[Cell]]:
    for who, unit in _in_order(assessment):
        for item in sorted(unit.submission.media, key=lambda one: sort_key(shown_path(one.path))):
            yield [
                unit_name(who),
                _MEDIA_KINDS[item.kind],
                shown_path(item.path),
                item.content or "",
                item.time.text if item.time else "",
                item.place or "",
                caption_state(item),
                shown_path(item.duplicate_of) if item.duplicate_of else "",
            ]


def caption_state(item: Media) -> str:
    """Đủ, Chưa có, or what is missing."""
    if not item.captioned:
        return "Chưa có"
    missing = [
        word
        for word, value in (("nội dung", item.content), ("thời gian", item.time), ("địa điểm", item.place))
        if value is None
    ]
    return f"Thiếu {', '.join(missing)}" if missing else "Đủ"


def _message_rows(assessment: Assessment, zone: ZoneInfo) -> Iterable[list[Cell]]:
    names = {
        unit.submission.unit.code: unit_name(unit.submission.unit) for unit in assessment.units if unit.submission.unit
    }
    found: dict[str, Message] = {}
    for submission in [*(unit.submission for unit in assessment.units), assessment.unplaced]:
        for message in submission.messages:
            found.setdefault(message.id, message)

    def place(message: Message) -> tuple[bool, float, str]:
        moment = message.received_at
        return (moment is None, moment.timestamp() if moment else 0.0, message.id)

    for message in sorted(found.values(), key=place):
        yield [
            _local(message.received_at, zone),
            _whose(message, names),
            ROLES[message.role],
            TIMELINESS[message.timeliness] if message.timeliness and message.content_bearing else "",
            message.subject,
            _ADDRESS.sub(r"…@\1", message.sender),
            len(message.files),
            len(message.links),
        ]


def _whose(message: Message, names: Mapping[str, str]) -> str:
    own = [names[code] for code in message.units if code in names]
    guesses = [names[code] for code in message.candidates if code in names]
    if own or message.role == "other":
        return "\n".join(own)
    return f"(chưa rõ; có thể là {' hoặc '.join(guesses)})" if guesses else "(chưa rõ)"


# ---------------------------------------------------------------- the machine


def _operator_rows(operations: Operations, zone: ZoneInfo) -> Iterable[list[Cell]]:
    for trouble in operations.troubles:
        yield [trouble.detail, trouble.mend, _local(trouble.since, zone)]
    for text in operations.alerts:
        yield [text, "", None]
