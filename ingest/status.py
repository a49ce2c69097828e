"""One line per unit: state, counts, open findings, last arrival; for people and as a document."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ingest.digest.news import last_arrival
from ingest.digest.words import STATES, clock, day, instant, unit_name
from validators.assessment import Assessment, State, UnitAssessment

_HEAD = ("Mã", "Đơn vị", "Tình trạng", "Thư", "Đề cử", "Ảnh, video", "Có chú thích", "Vướng mắc", "Nhận gần nhất")
_NUMBERS = range(3, 8)  # columns that are flush right


@dataclass(frozen=True, slots=True)
class StatusLine:
    """How one unit stands."""

    code: str
    name: str
    group: str
    state: State
    checked: bool
    messages: int
    nominations: int
    media: int
    captioned: int
    findings: int
    last_arrival: datetime | None  # UTC


def status_lines(assessment: Assessment) -> list[StatusLine]:
    """The units in the order of the register."""
    return [_line(unit) for unit in assessment.units if unit.submission.unit is not None]


def _line(unit: UnitAssessment) -> StatusLine:
    submission, counts = unit.submission, unit.counts
    if submission.unit is None:
        raise ValueError("a status line needs a unit of the register")
    return StatusLine(
        code=submission.unit.code,
        name=unit_name(submission.unit),
        group=submission.group,
        state=unit.state,
        checked=unit.checked,
        messages=counts.messages,
        nominations=counts.nominations,
        media=counts.media,
        captioned=counts.captioned,
        findings=counts.findings,
        last_arrival=last_arrival(submission),
    )


def render_status(assessment: Assessment) -> str:
    """A header line, a table, and a last line with the figures."""
    zone = ZoneInfo(assessment.campaign.timezone)
    lines = status_lines(assessment)
    rows = [_HEAD, *(_cells(line, zone) for line in lines)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEAD))]
    head = f"{assessment.campaign.title} – số liệu tính đến {instant(assessment.as_of.astimezone(zone))}"
    table = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    return "\n".join([head, *table, _sum(assessment, lines)]) + "\n"


def status_document(assessment: Assessment) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "campaign": assessment.campaign.id,
        "as_of": _utc(assessment.as_of),
        "units": [
            {
                "code": line.code,
                "name": line.name,
                "group": line.group,
                "state": line.state,
                "checked": line.checked,
                "counts": {
                    "messages": line.messages,
                    "nominations": line.nominations,
                    "media": line.media,
                    "captioned": line.captioned,
                    "findings": line.findings,
                },
                "last_arrival": _utc(line.last_arrival) if line.last_arrival else None,
            }
            for line in status_lines(assessment)
        ],
        "unplaced_messages": _unplaced(assessment),
    }


def _cells(line: StatusLine, zone: ZoneInfo) -> tuple[str, ...]:
    local = line.last_arrival.astimezone(zone) if line.last_arrival else None
    return (
        line.code,
        line.name,
        STATES[line.state] + (" (đã kiểm tra)" if line.checked else ""),
        str(line.messages),
        str(line.nominations),
        str(line.media),
        str(line.captioned),
        str(line.findings),
        f"{clock(local)} {day(local)}" if local else "–",
    )


def _padded(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        " " * (width - _width(cell)) + cell if column in _NUMBERS else cell + " " * (width - _width(cell))
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _width(text: str) -> int:
    """Columns on a terminal: combining marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)


def _sum(assessment: Assessment, lines: list[StatusLine]) -> str:
    states = [line.state for line in lines]
    said = [f"{STATES[state].lower()} {states.count(state)}" for state in STATES if state in states]
    lost = _unplaced(assessment)
    said += [f"chưa rõ đơn vị gửi {lost} thư"] if lost else []
    return f"{len(lines)} đơn vị: {', '.join(said)}" if said else f"{len(lines)} đơn vị"


def _unplaced(assessment: Assessment) -> int:
    """Campaign mail whose unit nobody could tell."""
    return sum(message.role != "other" for message in assessment.unplaced.messages)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
