"""The lists of units in the digest: who came late, what is lacking, what to look at again, who has not written."""

from collections.abc import Iterable
from datetime import date, datetime

from config.campaign import Campaign
from ingest.digest.deadline import Deadline, grace_words, until_words
from ingest.digest.issues import Issue, update_mark
from ingest.digest.news import sent
from ingest.digest.values import Cluster, Figures, SilentBlock, UnitLines, UnitSection
from ingest.digest.words import PARTS, block, block_order, clock, day_in, name_order, place_name, two, unit_name
from parsers.vietnamese.collation import sort_key
from validators.assessment import Assessment, UnitAssessment
from validators.submission import Submission, Timeliness

Lines = list[tuple[UnitAssessment, tuple[Issue, ...]]]


def _sorted(units: Iterable[UnitLines]) -> tuple[UnitLines, ...]:
    return tuple(sorted(units, key=lambda unit: name_order(unit.name)))


def _name(submission: Submission) -> str:
    return unit_name(submission.unit) if submission.unit else ""


def lacking(lines: Lines, total: Figures, today: date) -> UnitSection:
    """Units that have sent, but not all: a line per cause."""
    units = []
    for unit, own in lines:
        if unit.state == "incomplete" and sent(unit):
            units.append(_told(unit.submission, own, today))
    return UnitSection(f"CÒN THIẾU ({two(total.lacking)} đơn vị)", _sorted(units))


def _told(submission: Submission, own: tuple[Issue, ...], today: date) -> UnitLines:
    """The unit with its issues; a day that they share is said once."""
    name = _outside(submission)
    if not own:
        return UnitLines(name, (_owing(submission),))
    days = {issue.since for issue in own}
    if len(days) == 1:
        return UnitLines(name, tuple(issue.text for issue in own), f"từ {day_in(days.pop(), today)}")
    return UnitLines(name, tuple(issue.line(today) for issue in own))


def _owing(submission: Submission) -> str:
    """What to say of a unit that is not complete although nothing of it is open: a waived part, say."""
    open_parts = {part.part for part in submission.parts if part.duty.owed == "required" and not part.stands}
    words = ", ".join(PARTS[part] for part in PARTS if part in open_parts)
    return f"chưa có {words}" if words else "còn nội dung cần rà soát"


def _outside(submission: Submission) -> str:
    return _name(submission) if submission.counts else f"{_name(submission)} (không thuộc diện phải gửi)"


def review(lines: Lines, today: date) -> UnitSection:
    units = [
        _told(unit.submission, own, today)
        for unit, own in lines
        if own and not (unit.state == "incomplete" and sent(unit)) and not _only_absent(unit, own)
    ]
    return UnitSection(f"CẦN RÀ SOÁT THÊM ({two(len(units))} đơn vị, không ảnh hưởng kết quả nhận đủ)", _sorted(units))


def _only_absent(unit: UnitAssessment, own: tuple[Issue, ...]) -> bool:
    """A unit that has sent nothing is told among those; its request or question is a task."""
    return not sent(unit) and all(issue.cause in ("extension_requested", "question_unanswered") for issue in own)


def arrivals(
    assessment: Assessment, deadline: Deadline, now: datetime, since: datetime | None = None
) -> tuple[UnitSection, ...]:
    """Who came after the deadline, with the letter's own date beside the arrival: the head decides on that."""
    when = grace_words(deadline).upper() or "SAU THỜI HẠN"
    kinds: tuple[tuple[str, Timeliness, str], ...] = (
        ("arrival_borderline", "borderline", f"NHẬN {when}, CHỜ QUYẾT ĐỊNH"),
        ("late_arrival", "late", "GỬI SAU HẠN"),
    )
    sections = []
    for code, timeliness, title in kinds:
        rows = [row for row in assessment.findings if row.code == code and row.counts]
        flagged = {row.unit for row in rows}
        marks = {whose: update_mark((row for row in rows if row.unit == whose), since) for whose in flagged}
        units = [
            UnitLines(
                _name(unit.submission), (_arrival_line(unit.submission, timeliness, now) + marks[unit.submission.code],)
            )
            for unit in assessment.units
            if unit.submission.code in flagged
        ]
        if units:
            sections.append(UnitSection(f"{title} ({two(len(units))} đơn vị)", _sorted(units)))
    return tuple(sections)


def _arrival_line(submission: Submission, timeliness: Timeliness, now: datetime) -> str:
    """nhận lúc 8h15 ngày 21/11: công văn, ảnh, video; công văn ghi ngày 18/11."""
    parts = [part for part in submission.parts if part.timeliness == timeliness and part.first_arrival]
    mails = [message for message in submission.messages if message.timeliness == timeliness]
    moments = [part.first_arrival for part in parts if part.first_arrival]
    moments += [message.received_at for message in mails if message.received_at and not parts]
    first = min(moments, default=None)
    came = first.astimezone(now.tzinfo) if first else None
    when = f"lúc {clock(came)} ngày {day_in(came.date(), now.date())}" if came else "sau hạn"
    what = ", ".join(PARTS[part.part] for part in parts) or "hồ sơ"
    ids = {part.first_message for part in parts} | {message.id for message in mails}
    dated = [letter.date for letter in submission.letters if letter.date and letter.path.split("/", 1)[0] in ids]
    own_date = f"; công văn ghi ngày {day_in(min(dated), now.date())}" if dated else ""
    return f"nhận {when}: {what}{own_date}"


def silent_title(total: Figures, deadline: Deadline) -> str:
    overdue = "QUÁ HẠN, CHƯA GỬI" if deadline.passed and deadline.for_all else "CHƯA GỬI"
    return f"{overdue} ({two(total.silent)} đơn vị)"


def silent_blocks(
    counted: list[UnitAssessment], campaign: Campaign, deadline: Deadline, today: date
) -> tuple[SilentBlock, ...]:
    absent = [unit.submission for unit in counted if not sent(unit) and unit.state != "exempt"]
    clustered = _clustered_blocks(counted, campaign)
    titles: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for submission in absent:
        unit = submission.unit
        if unit is None:
            continue
        shown = place_name(unit)
        title = block(unit, campaign)
        cluster = unit.cluster if title in clustered else unit.region
        note = _voluntary(submission) or _extended(submission, deadline, today)
        members = titles.setdefault(title, {}).setdefault(cluster if unit.province else "", [])
        members.append((shown, shown + note))
    return tuple(_silent_block(title, titles[title]) for title in sorted(titles, key=block_order))


def _clustered_blocks(counted: list[UnitAssessment], campaign: Campaign) -> frozenset[str]:
    """Blocks whose local units all have a cluster; the others are divided by region, never by both."""
    local = [unit.submission.unit for unit in counted if unit.submission.unit and unit.submission.unit.province]
    without = {block(unit, campaign) for unit in local if not unit.cluster}
    return frozenset(block(unit, campaign) for unit in local) - without


def _silent_block(title: str, clusters: dict[str, list[tuple[str, str]]]) -> SilentBlock:
    ordered = sorted(clusters, key=lambda name: (name == "", sort_key(name)))
    made = tuple(
        Cluster(name, tuple(shown for _, shown in sorted(clusters[name], key=lambda pair: name_order(pair[0]))))
        for name in ordered
    )
    return SilentBlock(title, sum(len(cluster.names) for cluster in made), made)


def _voluntary(submission: Submission) -> str:
    """A unit of the denominator that need not send anything, such as the receiver itself."""
    owed = {part.duty.owed for part in submission.parts}
    return " (không bắt buộc)" if owed and owed <= {"optional", "excused"} else ""


def _extended(submission: Submission, deadline: Deadline, today: date) -> str:
    limits = [part.duty.deadline for part in submission.parts if part.duty.deadline]
    later = [limit for limit in limits if deadline.limit and deadline.for_all and limit > deadline.limit]
    if not later or deadline.limit is None:
        return ""
    return f" (gia hạn {until_words(max(later).astimezone(deadline.limit.tzinfo), today)})"
