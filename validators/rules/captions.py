"""A photo or video lacks its caption, or the caption lacks content, time or place.

Why: the letter asks for "nội dung, thời gian, địa điểm cụ thể" of each. A picture without any caption has one finding
and none of the others. A month, a quarter or a year is a time, but not specific, and so is a year that is not in the
words; a range of some days is specific. A province is a place, but not specific, and so is a room of which nobody
knows the house ("hội trường tầng 3"). A copy of a picture is judged with its original; a file that cannot be opened
has its own finding.

Passes: "TGPL lưu động tại Nhà văn hóa thôn Nà Pản, xã Bản Qua, 15/3/2021".
Fails: `IMG_20230712_091533.jpg` alone in a mail; "Lễ ra quân, tháng 3/2024" (no place, no day).
"""

from collections.abc import Iterator

from parsers.vietnamese.places import is_vague_place
from validators.context import Context
from validators.findings import CODES as TABLE
from validators.findings import Finding
from validators.submission import Media, Submission, When
from validators.unread import UNREAD_STATUS
from validators.wording import addressed, quoted, shown

CODES = (
    "caption_missing",
    "caption_missing_content",
    "caption_missing_time",
    "caption_missing_place",
    "caption_vague_time",
    "caption_vague_place",
)
_SHORTEST_MONTH = 28


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """Findings about single photos and videos, by path."""
    if submission.unit is None:
        return
    broken = {file.path for file in submission.files if file.status in UNREAD_STATUS and file.status != "not_fetched"}
    for media in submission.media:
        if media.duplicate_of is None and media.path not in broken:
            for code, wish in _lacking(media):
                detail = f"{_named(media, submission)} {wish.format(you=addressed(submission.unit))}."
                yield Finding(submission.code, code, media.path, TABLE[code].severity, detail)


def _lacking(media: Media) -> Iterator[tuple[str, str]]:
    if not media.captioned:
        yield (
            "caption_missing",
            "chưa có chú thích; đề nghị {you} bổ sung nội dung, thời gian (ngày, tháng, năm) và địa điểm (cơ quan hoặc "
            "xã, huyện)",
        )
        return
    if not media.content:
        yield (
            "caption_missing_content",
            "có chú thích chưa nêu nội dung; đề nghị {you} ghi tên hoạt động và người, tập thể trong ảnh, video",
        )
    if media.time is None:
        yield (
            "caption_missing_time",
            "có chú thích chưa nêu thời gian; đề nghị {you} ghi rõ ngày, tháng, năm diễn ra hoạt động",
        )
    elif vague(media.time):
        stated = _braces_doubled(quoted(media.time.text))
        yield (
            "caption_vague_time",
            f"ghi thời gian chưa cụ thể ({stated}); đề nghị {{you}} ghi rõ ngày, tháng, năm diễn ra hoạt động",
        )
    if not media.place:
        yield (
            "caption_missing_place",
            "có chú thích chưa nêu địa điểm; đề nghị {you} ghi rõ địa điểm (cơ quan hoặc xã, huyện)",
        )
    elif is_vague_place(media.place):
        stated = _braces_doubled(quoted(media.place))
        yield (
            "caption_vague_place",
            f"ghi địa điểm chưa cụ thể ({stated}); đề nghị {{you}} ghi rõ cơ quan hoặc xã, huyện",
        )


def vague(time: When) -> bool:
    """No finer than a month, or with a year that the words do not say."""
    return time.inferred or (time.end - time.start).days + 1 >= _SHORTEST_MONTH


def _named(media: Media, submission: Submission) -> str:
    return f"{'Video' if media.kind == 'video' else 'Ảnh'} {quoted(shown(media.path, submission))}"


def _braces_doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
