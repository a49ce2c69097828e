"""The stated time of a photo or video has no overlap with the period that the letter asks for.

Why: the report shows "giai đoạn từ năm 2020 đến nay", so older pictures cannot be used, and a day after the mail's
arrival is a slip of the pen. An open period ends on the day of arrival. A year that is not in the words is not stated.
A copy of a picture is judged with its original.

Passes: a picture of 12/5/2023; one of "năm học 2019-2020", which reaches into the period.
Fails: a picture of a contest "năm 2018"; one of 13/5/2025 in a mail of November 2024.
"""

from collections.abc import Iterator

from validators.context import Context
from validators.findings import CODES as TABLE
from validators.findings import Finding
from validators.submission import Media, Submission
from validators.wording import addressed, day, quoted, shown

CODES = ("media_out_of_period",)


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """At most one finding for each photo or video, by path."""
    if submission.unit is None:
        return
    period, you = context.campaign.period, addressed(submission.unit)
    for media in submission.media:
        if media.time is None or media.time.inferred or media.duplicate_of is not None:
            continue
        end = period.to or context.day(media.arrived_at or context.now)
        early = period.from_ is not None and media.time.end < period.from_
        if early or media.time.start > end:
            since = f"từ ngày {day(period.from_)} " if period.from_ else ""
            detail = (
                f"{_named(media, submission)} ghi thời gian {quoted(media.time.text)}, ngoài giai đoạn yêu cầu ({since}"
                f"đến ngày {day(end)}); đề nghị {you} rà soát thời gian hoặc thay tư liệu khác."
            )
            code = "media_out_of_period"
            yield Finding(submission.code, code, media.path, TABLE[code].severity, detail)


def _named(media: Media, submission: Submission) -> str:
    return f"{'Video' if media.kind == 'video' else 'Ảnh'} {quoted(shown(media.path, submission))}"
