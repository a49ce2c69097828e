"""Campaign mail whose unit cannot be told.

Why: until somebody says whose it is, a unit that complied is on the list of those that did not. The sentence names the
candidates, since the choice is often between two. Mail that is no campaign mail is nobody's and no finding.

Passes: a newsletter, which has role `other`.
Fails: from a private address with the text "Em gửi chị ạ" and a link, naming no office.
"""

from collections.abc import Iterator

from validators.context import Context
from validators.findings import Finding
from validators.submission import Message, Submission
from validators.wording import listed, moment, quoted, without_addresses

CODES = ("unit_unidentified",)


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """One finding for each unplaced message, by MESSAGE-ID."""
    if submission.unit is not None:
        return
    for message in submission.messages:
        if message.role != "other":
            yield Finding(None, "unit_unidentified", message.id, "error", _detail(message, context))


def _detail(message: Message, context: Context) -> str:
    subject = without_addresses(message.subject)
    named = f"Thư {quoted(subject)}" if subject else "Thư không có chủ đề"
    when = f" nhận lúc {moment(message.received_at, context.zone)}" if message.received_at else ""
    candidates = [context.units[code].name for code in message.candidates if code in context.units]
    maybe = f", có thể của {listed(candidates, 'hoặc')}" if candidates else ""
    return f"{named}{when} chưa xác định được đơn vị gửi{maybe}; đề nghị chọn đơn vị hoặc hỏi lại người gửi."
