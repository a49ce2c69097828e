"""Making the daily digest of an assessment: what the officer reads each morning.

Every text in it is made of names of the register, counts and days. Nothing that a sender wrote gets here, so no
nominee, address, path or Message-ID can slip in.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.campaign import Campaign
from ingest.digest.deadline import Deadline, deadline_line, deadline_of, remaining_short
from ingest.digest.issues import BY_UPDATE, issues
from ingest.digest.news import News, first_arrival, news_since, sent
from ingest.digest.sections import arrivals, lacking, review, silent_blocks, silent_title
from ingest.digest.tasks import Task, tasks
from ingest.digest.values import Digest, Figures, OperatorLine
from ingest.digest.words import block, block_order, clock, day, day_in, instant, listed, two, weekday
from validators.assessment import Assessment, FindingRecord, Operations, UnitAssessment

_ONE_DAY = timedelta(days=1)
_NEAR_DAYS = 7


def build_digest(
    assessment: Assessment, since: datetime | None, *, public_url: str = "", by_sight: bool = False
) -> Digest:
    """The edition of `assessment.as_of`. `since` is the instant of the last edition; the first one looks back a day."""
    campaign = assessment.campaign
    zone = ZoneInfo(campaign.timezone)
    now = assessment.as_of.astimezone(zone)
    deadline = deadline_of(campaign, now)
    counted = [unit for unit in assessment.units if unit.submission.counts]
    total = _figures("", counted)
    start = (since or assessment.as_of - _ONE_DAY).astimezone(zone)
    news = news_since(assessment, start, by_sight=by_sight)
    work = tasks(assessment, deadline)
    unread = _unread(assessment.operations, now, zone)
    # Nobody knows whether a day was quiet on which the mailbox could not be read.
    still = "" if since is None or unread else _quiet(news, deadline, total, work, start)
    own = _findings_by_unit(assessment)
    lines = [
        (unit, issues(unit.submission, own.get(unit.submission.code, []), zone, start)) for unit in assessment.units
    ]
    silent = silent_blocks(counted, campaign, deadline, now.date())
    return Digest(
        subject=_subject(campaign, deadline, now, total, len(work), quiet=bool(still)),
        campaign=campaign.title,
        as_of=now,
        dateline=f"{weekday(now)}, ngày {day(now)}",
        deadline=deadline_line(campaign, deadline),
        figures_as_of=f"Số liệu tính đến {instant(now)}.",
        unread=unread,
        quiet=still,
        total=total,
        growth=_growth(counted, now, zone),
        blocks=_blocks(counted, campaign),
        remarks=_remarks(assessment, total),
        tasks=work,
        since=f"từ {instant(start)}",
        news=_news_words(news),
        news_lines=(*_news_lines(news), *_update_lines(news)),
        arrivals=arrivals(assessment, deadline, now, start),
        lacking=lacking(lines, total, now.date()),
        review=review(lines, now.date()),
        silent_title=silent_title(total, deadline),
        silent=silent,
        system=_system(assessment.operations, now, zone),
        alerts=_alerts(assessment.operations, now, zone),
        public_url=public_url if public_url.startswith(("http://", "https://")) else "",
    )


# ---------------------------------------------------------------- first lines


def campaign_mark(campaign: Campaign) -> str:
    """How the office calls the campaign in subjects: CV 6286; without a letter its title."""
    return f"CV {campaign.letter.number.split('/')[0]}" if campaign.letter else campaign.title


def _subject(campaign: Campaign, deadline: Deadline, now: datetime, total: Figures, work: int, *, quiet: bool) -> str:
    today = f"[{campaign_mark(campaign)}] {weekday(now)} {day(now, year=False)}"
    have = f"{two(total.sent)}/{two(total.total)} đơn vị đã gửi"
    if quiet:
        return f"{today}: không có thay đổi, {have}"
    left = remaining_short(deadline)
    to_do = f"{two(work)} việc cần xử lý" if work else "không có việc cần xử lý"
    return f"{today}{f' – {left}' if left else ''}: {have}, {to_do}"


def _quiet(news: News, deadline: Deadline, total: Figures, work: tuple[Task, ...], start: datetime) -> str:
    """A day without change is one line; in the last days before the deadline nobody wants that."""
    if not news.quiet or deadline.near(_NEAR_DAYS):
        return ""
    pending = f"; {two(len(work))} việc cần xử lý chưa thay đổi" if work else ""
    return (
        f"Không có thay đổi từ {instant(start)}: {two(total.sent)}/{two(total.total)} đơn vị đã gửi, "
        f"nhận đủ {two(total.complete)}, còn thiếu {two(total.lacking)}, chưa gửi {two(total.silent)}{pending}. "
        "Chi tiết tại tệp Excel."
    )


# ---------------------------------------------------------------- figures


def _figures(title: str, units: list[UnitAssessment]) -> Figures:
    have = [unit for unit in units if sent(unit)]
    complete = sum(unit.state in ("complete", "exempt") for unit in have)
    exempt = sum(unit.state == "exempt" and not sent(unit) for unit in units)
    return Figures(
        title, len(units), len(have), complete, len(have) - complete, len(units) - len(have) - exempt, exempt
    )


def _blocks(counted: list[UnitAssessment], campaign: Campaign) -> tuple[Figures, ...]:
    titles: dict[str, list[UnitAssessment]] = {}
    for unit in counted:
        if unit.submission.unit is not None:
            titles.setdefault(block(unit.submission.unit, campaign), []).append(unit)
    return tuple(_figures(title, titles[title]) for title in sorted(titles, key=block_order))


def _growth(counted: list[UnitAssessment], now: datetime, zone: ZoneInfo) -> str:
    """How many came yesterday, and today so far."""
    days = [moment.astimezone(zone).date() for unit in counted if (moment := first_arrival(unit.submission))]
    yesterday, today = days.count(now.date() - _ONE_DAY), days.count(now.date())
    said = [f"hôm qua +{two(yesterday)}"] if yesterday else ["hôm qua không tăng"]
    return ", ".join([*said, f"hôm nay +{two(today)}"] if today else said)


def _remarks(assessment: Assessment, total: Figures) -> tuple[str, ...]:
    """What the figures do not show by themselves."""
    counted = [unit for unit in assessment.units if unit.submission.counts]
    outside = [unit for unit in assessment.units if not unit.submission.counts and sent(unit)]
    nil = sum(any(part.nil for part in unit.submission.parts) for unit in counted)
    checked = sum(unit.checked for unit in counted)
    return tuple(
        remark
        for count, remark in (
            (nil, f"{two(nil)} đơn vị báo không có trường hợp đề xuất"),
            (checked, f"{two(checked)} đơn vị đã được kiểm tra, đạt"),
            (total.exempt, f"{two(total.exempt)} đơn vị được miễn gửi"),
            (len(outside), f"ngoài ra có {two(len(outside))} đơn vị không thuộc diện phải gửi đã gửi"),
        )
        if count
    )


# ---------------------------------------------------------------- news


def _news_words(news: News) -> str:
    """18 gửi lần đầu, 09 bổ sung; 14 vướng mắc đã khắc phục, 06 phát sinh, 01 tái diễn."""
    people = [
        f"{two(count)} {words}"
        for count, words in (
            (len(news.first) + len(news.first_outside), "đơn vị gửi lần đầu"),
            (len(news.supplements), "đơn vị bổ sung"),
        )
        if count
    ]
    matters = [
        (news.resolved, "đã khắc phục"),
        (news.opened, "phát sinh"),
        (news.came_back, "tái diễn"),
    ]
    moved = [f"{two(count)} {words}" for count, words in matters if count]
    if moved:
        number, rest = moved[0].split(" ", 1)
        moved[0] = f"{number} vướng mắc {rest}"
    said = "; ".join(", ".join(group) for group in (people, moved) if group)
    if not said and news.by_update:
        return f"không có đơn vị gửi mới; số liệu chỉ thay đổi {BY_UPDATE}"
    return said or "không có đơn vị gửi mới, không có vướng mắc thay đổi"


def _news_lines(news: News) -> tuple[str, ...]:
    outside = f" (không thuộc diện phải gửi: {listed(news.first_outside)})" if news.first_outside else ""
    return tuple(
        line
        for names, line in (
            (news.first or news.first_outside, f"Gửi lần đầu: {listed(news.first, 20) or 'không'}{outside}."),
            (news.supplements, f"Bổ sung: {listed(news.supplements, 20)}."),
            (news.came_back_units, f"Tái diễn vướng mắc: {listed(news.came_back_units, 20)}."),
        )
        if names
    )


def _update_lines(news: News) -> tuple[str, ...]:
    """The one sentence that keeps officers from asking units what they did."""
    if not news.by_update:
        return ()
    who = [f"{two(len(news.updated))} đơn vị ({listed(news.updated, 20)})"] if news.updated else []
    who += ["thư chưa rõ đơn vị gửi"] if news.updated_lost or not who else []
    matters = ((news.updated_gone, "vướng mắc không còn"), (news.updated_seen, "vướng mắc mới thấy"))
    what = ", ".join(f"{two(count)} {words}" for count, words in matters if count)
    said = "; ".join(part for part in (what, f"số liệu của {' và '.join(who)}") if part)
    return (f"Thay đổi {BY_UPDATE}, không phải do đơn vị: {said}.",)


# ---------------------------------------------------------------- units


def _findings_by_unit(assessment: Assessment) -> dict[str | None, list[FindingRecord]]:
    rows: dict[str | None, list[FindingRecord]] = {}
    for finding in assessment.findings:
        rows.setdefault(finding.unit, []).append(finding)
    return rows


# ---------------------------------------------------------------- the machine


def _unread(operations: Operations, now: datetime, zone: ZoneInfo) -> str:
    """The officer's own warning while the mailbox cannot be read: mail may have come that nothing here shows."""
    trouble = next((one for one in operations.troubles if one.kind == "mailbox"), None)
    if trouble is None:
        return ""
    if operations.polled_at is None:
        return "Lưu ý: hệ thống chưa đọc được hộp thư lần nào; số liệu dưới đây có thể chưa gồm đủ thư đã đến."
    last = operations.polled_at.astimezone(zone)
    if last > now:  # a day of the past: the last good poll of that day is not known any more
        last = trouble.since.astimezone(zone)
    return (
        f"Lưu ý: hệ thống chưa đọc được hộp thư từ {clock(last)} ngày {day_in(last.date(), now.date())}; "
        "số liệu dưới đây chưa gồm thư đến sau thời điểm đó."
    )


def _system(operations: Operations, now: datetime, zone: ZoneInfo) -> str:
    if operations.polled_at is None:
        said = ["chưa đọc được hộp thư"]
    else:
        polled = operations.polled_at.astimezone(zone)
        same_day = polled.date() == now.date()
        said = [f"đọc thư lúc {clock(polled)}{'' if same_day else f' ngày {day_in(polled.date(), now.date())}'}"]
    if operations.on_server or operations.received:
        whole = max(operations.on_server, operations.received)
        said.append(f"đã tiếp nhận {two(operations.received)}/{two(whole)} thư")
    if operations.held:
        said.append(f"{two(operations.held)} thư đang chờ máy chủ chuyển nội dung")
    return f"Hệ thống: {', '.join(said)}."


def _alerts(operations: Operations, now: datetime, zone: ZoneInfo) -> tuple[OperatorLine, ...]:
    """What the operator must know: what has been wrong for some time, then what broke just now."""

    def since(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"ghi nhận từ {clock(local)} ngày {day_in(local.date(), now.date())}"

    lasting = tuple(OperatorLine(one.detail, one.mend, since(one.since)) for one in operations.troubles)
    return (*lasting, *(OperatorLine(text) for text in operations.alerts))
