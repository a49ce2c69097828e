"""How findings name instants, units, files and parts, so that an officer can paste the sentence as it stands."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.campaign import Part
from config.units import Unit
from validators.submission import Submission

PARTS: dict[Part, str] = {
    "letter": "công văn",
    "nominations": "danh sách đề cử",
    "media": "ảnh, video",
    "registrations": "danh sách đăng ký thi đua",
    "summary": "báo cáo tổng hợp của cụm, khu vực",
}
_SHOWN = 5
_MAIL = re.compile(r"\S+@\S+")


def day(moment: date) -> str:
    """05/3/2024, 19/11/2024: days below 10 and the months 1 and 2 with a zero in front."""
    month = f"{moment.month:02}" if moment.month < 3 else str(moment.month)
    return f"{moment.day:02}/{month}/{moment.year}"


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """9h12 ngày 15/11/2024, where the campaign is."""
    local = instant.astimezone(zone)
    return f"{local.hour}h{local.minute:02} ngày {day(local.date())}"


def listed(items: Iterable[str], word: str = "và") -> str:
    """a, b và c."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last


def counted(items: Iterable[str], thing: str) -> str:
    """The first few, and how many more: “a”, “b” và 03 tệp khác."""
    every = list(items)
    shown = every if len(every) <= _SHOWN else every[: _SHOWN - 1]
    more = [f"{len(every) - len(shown):02} {thing} khác"] if len(shown) < len(every) else []
    return listed([*(quoted(item) for item in shown), *more])


def quoted(text: str, length: int = 80) -> str:
    """In Vietnamese quotation marks, on one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= length else line[: length - 1].rstrip() + '…'}”"


def without_addresses(text: str) -> str:
    """A subject or name without e-mail addresses, which are not shown in findings."""
    return " ".join(_MAIL.sub(" ", text).split())


def addressed(unit: Unit | None) -> str:
    """How a letter addresses the unit: Quý Sở, Quý Cục, Quý Vụ; else Quý đơn vị."""
    words = unit.name.split() if unit else []
    first = " ".join(words[:2]) if words[:2] == ["Tổng", "cục"] else (words or [""])[0]
    return f"Quý {first}" if first in {"Sở", "Cục", "Vụ", "Viện", "Trường", "Tổng cục"} else "Quý đơn vị"


def shown(path: str, submission: Submission) -> str:
    """A path as people know it: without the MESSAGE-ID or the Drive id that it starts with."""
    if path.startswith("drive/"):
        return path.split("/", 2)[-1]
    known = next((message.id for message in submission.messages if path.startswith(f"{message.id}/")), None)
    return path[len(known) + 1 :] if known else path.partition("/")[2] or path


def sent(message_id: str, submission: Submission, zone: ZoneInfo) -> str:
    """`trong thư nhận lúc 9h12 ngày 15/11/2024`, or less where the message or its arrival is not known."""
    message = next((message for message in submission.messages if message.id == message_id), None)
    if message is None or message.received_at is None:
        return "trong thư đã gửi" if message else "đã gửi"
    return f"trong thư nhận lúc {moment(message.received_at, zone)}"
