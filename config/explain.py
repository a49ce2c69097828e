"""Says in words what a campaign file means, for the officer who wrote it: `tiepnhan campaign check`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.campaign import Campaign, Group, OwedRule, Part, Timing
from config.units import Register, Unit

_PARTS: dict[Part, str] = {
    "letter": "công văn",
    "nominations": "danh sách đề cử",
    "media": "ảnh, video có chú thích",
    "registrations": "danh sách đăng ký thi đua",
    "summary": "báo cáo tổng hợp của cụm, khu vực",
}
_OWED: dict[OwedRule, str] = {
    "required": "bắt buộc",
    "expected": "mong đợi (có hỏi, không tính là lỗi)",
    "optional": "nếu có",
    "with nominations": "theo đề cử (khi đã có đề cử thì bắt buộc)",
}
_FIELDS = {
    "name": "tên",
    "position": "chức vụ",
    "organisation": "đơn vị công tác",
    "level": "cấp",
    "role": "lãnh đạo hay người lao động trực tiếp",
    "gender": "giới tính",
    "birth_year": "năm sinh",
    "field": "lĩnh vực",
    "achievements": "thành tích",
}
_SEVERITIES = {"error": "lỗi", "warning": "cần lưu ý", "info": "thông tin"}
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def explain(campaign: Campaign, register: Register) -> str:
    """The campaign in Vietnamese sentences, a paragraph per matter, ending in a line break."""
    return "\n".join(_lines(campaign, register)) + "\n"


def _lines(campaign: Campaign, register: Register) -> Iterator[str]:
    zone = ZoneInfo(campaign.timezone)
    yield f"Chiến dịch: {campaign.title} (mã: {campaign.id})."
    if campaign.letter:
        cited = f"; các văn bản được dẫn: {', '.join(campaign.letter.cites)}" if campaign.letter.cites else ""
        yield f"Căn cứ: Công văn số {campaign.letter.number} ngày {_day(campaign.letter.date)}{cited}."
    if campaign.opening:
        yield f"Mở đợt: từ {_moment(campaign.opening, zone)}; thư đến trước thời điểm này không tính."
    yield from _deadline(campaign.defaults, campaign.deadline_words, zone)
    yield from _deadline_days(campaign)
    if campaign.rolling_updates:
        yield "Sau hạn: vẫn nhận thông tin, ảnh, video cập nhật thêm; phần bổ sung không bị coi là gửi muộn."
    yield _period(campaign)
    yield ""
    ref = campaign.register_
    yield f"Sổ đơn vị: {ref.file}, tại ngày {_day(ref.on)}, có {len(register.units)} đơn vị."
    members = {group.id: _members(campaign, group, register) for group in campaign.group}
    counted = sum(len(members[group.id]) for group in campaign.group if group.counts)
    yield f"Mẫu số: {counted} đơn vị."
    for group in campaign.group:
        yield from _group(campaign, group, members[group.id], zone)
    yield ""
    yield from _required_fields(campaign)
    if campaign.evidence:
        phrases = ", ".join(f"“{phrase}”" for phrase in campaign.evidence)
        yield f"Thư thuộc đợt này được nhận ra nhờ: {phrases}."
    yield from _addresses(campaign, register)
    for code, severity in sorted(campaign.severity.items()):
        yield f"Mức khác mức chung: {code} là “{_SEVERITIES[severity]}”."


def _deadline(timing: Timing, words: str, zone: ZoneInfo) -> Iterator[str]:
    if timing.deadline is None:
        yield "Hạn: không đặt thời hạn chung."
        return
    written = f" (công văn ghi: “{words}”)" if words else ""
    local = timing.deadline.astimezone(zone)
    last = f", tức đến hết {_weekday(local - timedelta(days=1))}" if (local.hour, local.minute) == (0, 0) else ""
    yield f"Hạn: trước {_moment(timing.deadline, zone)}{last}{written}."
    if timing.grace_until and timing.grace_until > timing.deadline:
        yield (
            f"Nhận từ thời điểm đó đến trước {_moment(timing.grace_until, zone)}: để lãnh đạo quyết định; "
            "sau đó là gửi sau hạn."
        )
    if timing.warn_before:
        yield f"Bắt đầu lưu ý đơn vị chưa gửi: trước hạn {_span(timing.warn_before)}."


def _deadline_days(campaign: Campaign) -> Iterator[str]:
    days = campaign.deadline_days
    if days is None:
        return
    hours = ", ".join(f"{at.hour}h{at.minute:02d}" for at in days.digest_at)
    polls = f"; đọc thư {_span(days.poll_every)} một lần" if days.poll_every else ""
    yield (
        f"Quanh hạn (từ {_span(days.before)} trước hạn đến hết thời gian chờ): "
        f"bản tin lúc {hours or 'thường lệ'} và đúng lúc hết hạn{polls}."
    )


def _period(campaign: Campaign) -> str:
    start, end = campaign.period.from_, campaign.period.to
    if start is None and end is None:
        return "Ảnh, video: không giới hạn thời gian."
    since = f"từ ngày {_day(start)} " if start else ""
    until = f"đến hết ngày {_day(end)}" if end else "đến khi nhận được"
    return f"Ảnh, video: về hoạt động {since}{until}."


def _members(campaign: Campaign, group: Group, register: Register) -> list[Unit]:
    return [unit for unit in register if campaign.group_of(unit.code, unit.kind) == group]


def _group(campaign: Campaign, group: Group, members: list[Unit], zone: ZoneInfo) -> Iterator[str]:
    which = f": {', '.join(unit.short_name for unit in members)}" if len(members) <= 3 else ""
    counted = "tính vào mẫu số" if group.counts else "không tính vào mẫu số"
    yield f"- {group.title or group.id}: {len(members)} đơn vị{which}, {counted}."
    for part, rule in group.owes.items():
        own = group.timing.get(part)
        late = f"; hạn riêng: trước {_moment(own.deadline, zone)}" if own and own.deadline else ""
        yield f"    {_PARTS[part]}: {_OWED[rule]}{late}"
    if not group.owes:
        yield "    không phải gửi nội dung nào"


def _required_fields(campaign: Campaign) -> Iterator[str]:
    for title, entries in (
        ("cá nhân", campaign.required_fields.individual),
        ("tập thể", campaign.required_fields.collective),
    ):
        if entries:
            named = [" hoặc ".join(_FIELDS.get(name, name) for name in entry.split("|")) for entry in entries]
            yield f"Mỗi đề cử {title} phải có: {'; '.join(named)}."


def _addresses(campaign: Campaign, register: Register) -> Iterator[str]:
    if campaign.mailbox:
        yield f"Hộp thư tiếp nhận: {campaign.mailbox}."
    if receiver := register.get(campaign.receiver):
        yield f"Đơn vị tiếp nhận: {receiver.name}."
    for other in campaign.other_address:
        what = "tin, bài" if other.for_ == "news" else other.for_
        yield f"Gửi nơi khác: {what} gửi về {other.address}."
    if campaign.contact:
        yield f"Đầu mối: {campaign.contact}."


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return f"{local.hour}h{local.minute:02} {_weekday(local)}"


def _weekday(local: datetime) -> str:
    return f"{_WEEKDAYS[local.weekday()]}, ngày {_day(local.date())}"


def _day(day: date) -> str:
    month = f"{day.month:02}" if day.month < 3 else str(day.month)  # as Nghị định 30 writes days
    return f"{day.day:02}/{month}/{day.year}"


def _span(span: timedelta) -> str:
    if span >= timedelta(days=1) and span % timedelta(days=1) == timedelta(0):
        return f"{span.days} ngày"
    if span < timedelta(hours=1):
        return f"{span / timedelta(minutes=1):g} phút".replace(".", ",")
    return f"{span / timedelta(hours=1):g} giờ".replace(".", ",")
