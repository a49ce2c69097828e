"""A unit has sent no content-bearing campaign mail, and nothing of it was recorded by hand.

Why: this is the list of units to call. It is information at first, something to watch from `warn_before` on, and a
fault after the deadline of a required part. Where nothing is required it stays information for good. A question, a
request for extension or news is no submission. Then no `missing_…` is given: one cause, one finding.

Passes: Sở Tư pháp Lạng Sơn has sent its letter on 15/11.
Fails: on 14/11 nothing has come from Sở Tư pháp Cà Mau but the question how many nominees it may name.
"""

from collections.abc import Iterator
from datetime import timedelta

from config.campaign import Duty, Severity
from validators.context import Context
from validators.findings import Finding
from validators.submission import Submission
from validators.wording import addressed, moment

CODES = ("not_submitted",)

_WARN_BEFORE = timedelta(days=7)


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """At most one finding, about the unit as a whole."""
    owed = [part.duty for part in submission.parts if part.duty.owed != "excused"]
    recorded = any(part.stands or part.first_arrival for part in submission.parts)
    if submission.unit is None or not owed or submission.written or recorded:
        return
    required = [duty for duty in owed if duty.owed == "required"]
    dated = min((duty for duty in required if duty.deadline), key=_due, default=None)
    severity = _severity(dated, context)
    you = addressed(submission.unit)
    until = f"Đến {moment(context.now, context.zone)}, Vụ chưa nhận được hồ sơ của {you}"
    if not required:
        detail = f"{until}; nếu có nội dung đề xuất, kính đề nghị {you} gửi để Vụ tổng hợp."
    elif severity == "error":
        detail = f"{until}, đã quá hạn{_words(context)}; kính đề nghị {you} gửi sớm hoặc cho biết lý do."
    else:
        detail = f"{until}; kính đề nghị {you} quan tâm gửi đúng hạn{_words(context)}."
    yield Finding(submission.code, "not_submitted", "", severity, detail)


def _due(duty: Duty) -> float:
    return duty.deadline.timestamp() if duty.deadline else float("inf")


def _severity(duty: Duty | None, context: Context) -> Severity:
    if duty is None or duty.deadline is None:
        return "info"
    if context.now >= duty.deadline:
        return "error"
    warn_before = _WARN_BEFORE if duty.warn_before is None else duty.warn_before
    return "warning" if context.now >= duty.deadline - warn_before else "info"


def _words(context: Context) -> str:
    return f" ({context.campaign.deadline_words})" if context.campaign.deadline_words else ""
