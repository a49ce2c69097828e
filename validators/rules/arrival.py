"""A part first came after the deadline: within the grace that the wording leaves, or after it.

Why: lateness is judged by owed part, by its first arrival; the head decides once for all that came on the day between
deadline and `grace_until`. What only adds to parts that came in time is never late: it is noted as information. There
is one finding for each message that first brought parts, naming them. An expected part is never a fault, an optional
one only information.

Passes: the list came on 18/11, and a supplement to it on 22/11 (information only).
Fails: letter and list first came at 8h10 on 20/11 (to be decided); pictures first came on 25/11 (late).
"""

from collections.abc import Iterator, Sequence

from config.campaign import Owed, Severity
from validators.context import Context
from validators.findings import Finding
from validators.submission import Message, PartStatus, Submission, Timeliness
from validators.wording import PARTS, addressed, listed, moment

CODES = ("arrival_borderline", "late_arrival")

_LATE: dict[Owed, Severity] = {"required": "error", "expected": "warning", "optional": "info"}
_RANK: tuple[Severity, ...] = ("info", "warning", "error")


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """Findings about messages, by MESSAGE-ID."""
    if submission.unit is None:
        return
    yield from _first_arrivals(submission, context, "borderline")
    yield from _first_arrivals(submission, context, "late")
    firsts = {status.first_message for status in submission.parts if status.timeliness == "late"}
    for message in submission.messages:
        if message.id not in firsts and message.content_bearing and not message.superseded_by:
            yield from _addition(message, submission, context)


def _first_arrivals(submission: Submission, context: Context, timeliness: Timeliness) -> Iterator[Finding]:
    first: dict[str | None, list[PartStatus]] = {}
    for status in submission.parts:
        if status.timeliness == timeliness and status.duty.owed != "excused":
            first.setdefault(status.first_message, []).append(status)
    for message_id, parts in first.items():
        came = _came(parts, context)
        if timeliness == "borderline":
            detail = f"{came}, trong khoảng thời gian chờ lãnh đạo quyết định{_words(context)}; đề nghị cho ý kiến."
            yield Finding(submission.code, "arrival_borderline", message_id or "", "warning", detail)
        else:
            severity = max((_LATE[status.duty.owed] for status in parts), key=_RANK.index)
            detail = f"{came}, sau thời hạn{_words(context)}; đề nghị báo cáo lãnh đạo xem xét."
            yield Finding(submission.code, "late_arrival", message_id or "", severity, detail)


def _addition(message: Message, submission: Submission, context: Context) -> Iterator[Finding]:
    """What came late but only adds to parts that had come before."""
    added = [status for status in submission.parts if status.part in message.carries and _late(message, status)]
    if added:
        you = addressed(submission.unit)
        parts = listed(PARTS[status.part] for status in added)
        at = moment(message.received_at, context.zone) if message.received_at else ""
        detail = (
            f"Phần bổ sung {parts} của {you} nhận lúc {at}, sau thời hạn; nội dung này đã có trong hồ sơ gửi trước."
        )
        yield Finding(submission.code, "late_arrival", message.id, "info", detail)


def _late(message: Message, status: PartStatus) -> bool:
    """Whether a message lies beyond the end of the part's time, of which an earlier message brought the first."""
    ends = [end for end in (status.duty.deadline, status.duty.grace_until) if end]
    if not ends or message.received_at is None or status.first_message in {None, message.id}:
        return False
    return message.received_at >= max(ends) and status.timeliness != "late" and status.duty.owed != "excused"


def _came(parts: Sequence[PartStatus], context: Context) -> str:
    named = listed(PARTS[status.part] for status in parts)
    at = next((status.first_arrival for status in parts if status.first_arrival), None)
    when = f" lúc {moment(at, context.zone)}" if at else ""
    return f"{named[:1].upper()}{named[1:]} được tiếp nhận lần đầu{when}"


def _words(context: Context) -> str:
    return f" ({context.campaign.deadline_words})" if context.campaign.deadline_words else ""
