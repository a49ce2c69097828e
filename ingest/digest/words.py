"""How offices write numbers, days, units and parts: the wording that digest, workbook and status share."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from config.campaign import Campaign, Part
from config.units import Unit
from parsers.vietnamese.collation import SortKey, sort_key
from validators.assessment import State
from validators.submission import Role, Timeliness

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

PARTS: dict[Part, str] = {
    "letter": "công văn",
    "nominations": "danh sách đề cử",
    "media": "ảnh, video",
    "registrations": "đăng ký thi đua",
    "summary": "báo cáo tổng hợp của cụm",
}
STATES: dict[State, str] = {
    "complete": "Nhận đủ",
    "incomplete": "Còn thiếu",
    "nothing": "Chưa gửi",
    "exempt": "Không phải gửi",
}
ROLES: dict[Role, str] = {
    "submission": "Gửi hồ sơ",
    "supplement": "Bổ sung",
    "replacement": "Thay thế",
    "withdrawal": "Rút hồ sơ",
    "extension_request": "Xin gia hạn",
    "question": "Hỏi, trao đổi",
    "nil_return": "Báo không có trường hợp đề xuất",
    "other": "Thư khác",
}
TIMELINESS: dict[Timeliness, str] = {
    "in_time": "Đúng hạn",
    "borderline": "Chờ quyết định",
    "late": "Sau hạn",
}

# What local offices of one kind are called together; ministry units are one block whatever they owe.
_BLOCKS: tuple[tuple[str, str], ...] = (
    ("don_vi_thuoc_bo", "Đơn vị thuộc Bộ"),
    ("so_tu_phap", "Sở Tư pháp"),
    ("cuc_thads", "Cục THADS"),
)
_OTHER_BLOCK = "Đơn vị khác"
_SHORTER: tuple[tuple[str, str], ...] = (
    ("Thi hành án dân sự", "THADS"),
    (" tỉnh ", " "),
    (" Thành phố ", " "),
    (" thành phố ", " "),
)
# A city that bears a person's name keeps its title in front, and is still looked for under its own letter.
_CITY = "Hồ Chí Minh"
_TITLED_CITY = f"TP. {_CITY}"


def two(number: int) -> str:
    """A count as offices write it: two digits below ten, so that none can be put in front."""
    return f"{number:02d}"


def day(moment: date, *, year: bool = True) -> str:
    """19/11/2024, 05/3/2024, 05/01: days below 10 and the months 1 and 2 with a zero in front."""
    month = f"{moment.month:02d}" if moment.month < 3 else str(moment.month)
    short = f"{moment.day:02d}/{month}"
    return f"{short}/{moment.year}" if year else short


def day_in(moment: date, today: date) -> str:
    """The day, with its year only where that is not this year's."""
    return day(moment, year=moment.year != today.year)


def clock(moment: datetime) -> str:
    """7h30, 16h00."""
    return f"{moment.hour}h{moment.minute:02d}"


def instant(moment: datetime) -> str:
    """7h30 ngày 19/11/2024."""
    return f"{clock(moment)} ngày {day(moment.date())}"


def last_moment(limit: datetime) -> tuple[str, date]:
    """The last moment before `limit`, as people say it: midnight is the 24h00 of the day before."""
    if limit.time() == time(0):
        return "24h00", limit.date() - timedelta(days=1)
    return clock(limit), limit.date()


def weekday(moment: date) -> str:
    return WEEKDAYS[moment.weekday()]


def unit_name(unit: Unit) -> str:
    """As officers write a unit in a list: Sở Tư pháp Lạng Sơn, Cục THADS Nghệ An; others by their full name."""
    name = unit.name
    for long, short in _SHORTER:
        name = name.replace(long, short)
    return name.replace(f" {_CITY}", f" {_TITLED_CITY}") if unit.province == _CITY else name


def place_name(unit: Unit) -> str:
    """The unit in a list whose heading already says its kind."""
    local = unit.kind in ("so_tu_phap", "cuc_thads")
    if not (local and unit.province):
        return unit_name(unit)
    return _TITLED_CITY if unit.province == _CITY else unit.province


def block(unit: Unit, campaign: Campaign) -> str:
    """Which block of the figures a unit belongs to (khối)."""
    known = next((title for kind, title in _BLOCKS if unit.kind.startswith(kind)), None)
    group = campaign.group_of(unit.code, unit.kind)
    return known or (group.title if group else "") or _OTHER_BLOCK


def block_order(title: str) -> tuple[int, SortKey]:
    """Blocks in the order of the letter, then by name."""
    titles = [known for _, known in _BLOCKS]
    return (titles.index(title) if title in titles else len(titles), sort_key(title))


def name_order(name: str) -> SortKey:
    """The place of a unit's name in the Vietnamese alphabet."""
    return sort_key(name.replace(_TITLED_CITY, _CITY))


def alphabetical(names: Iterable[str]) -> list[str]:
    """Distinct names by the Vietnamese alphabet."""
    return sorted(set(names), key=name_order)


def listed(names: Iterable[str], limit: int = 5, noun: str = "đơn vị") -> str:
    """The names in a row; a long list ends in how many more there are."""
    ordered = alphabetical(names)
    if len(ordered) <= limit + 1:  # never "and 01 more": the name is no longer than that
        return ", ".join(ordered)
    return f"{', '.join(ordered[:limit])}… và {two(len(ordered) - limit)} {noun} khác"
