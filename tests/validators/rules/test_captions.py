"""Captions of photos and videos: what they lack."""

from datetime import date

import pytest

from tests.validators.builders import context, file, media, submission, when
from validators.findings import Finding
from validators.rules.captions import check
from validators.submission import Media, When


def _findings(*items: Media) -> list[Finding]:
    return list(check(submission(media=items), context()))


def _codes(*items: Media) -> dict[str, str]:
    return {finding.code: finding.severity for finding in _findings(*items)}


def test_a_full_caption_is_no_finding() -> None:
    assert _findings(media()) == []


def test_a_picture_without_any_caption_has_one_finding() -> None:
    (finding,) = _findings(media(content=None, time=None, place=None, caption_source=None))
    assert (finding.code, finding.severity, finding.subject) == ("caption_missing", "error", "m1@example.vn/01.jpg")
    assert finding.detail.startswith("Ảnh “01.jpg” chưa có chú thích; đề nghị Quý Sở bổ sung nội dung, thời gian")


def test_each_thing_that_lacks_has_its_code() -> None:
    assert _codes(media(content=None)) == {"caption_missing_content": "error"}
    assert _codes(media(time=None)) == {"caption_missing_time": "warning"}
    assert _codes(media(place=None)) == {"caption_missing_place": "warning"}
    assert _codes(media(time=None, place=None)) == {
        "caption_missing_time": "warning",
        "caption_missing_place": "warning",
    }


@pytest.mark.parametrize(
    "time",
    [
        when(date(2023, 3, 1), date(2023, 3, 31), "tháng 3/2023"),
        when(date(2023, 2, 1), date(2023, 2, 28), "tháng 2/2023"),
        when(date(2023, 7, 1), date(2023, 9, 30), "quý III/2023"),
        when(date(2022, 1, 1), date(2022, 12, 31), "năm 2022"),
        when(date(2024, 11, 9), text="9/11", inferred=True),
    ],
)
def test_no_finer_than_a_month_or_with_an_inferred_year_is_vague(time: When) -> None:
    (finding,) = _findings(media(time=time))
    assert (finding.code, finding.severity) == ("caption_vague_time", "info")
    assert f"“{time.text}”" in finding.detail


@pytest.mark.parametrize(
    "time",
    [
        when(date(2023, 5, 12), text="12/5/2023"),
        when(date(2023, 5, 12), date(2023, 5, 14), "12-14/5/2023"),
        when(date(2023, 3, 1), date(2023, 3, 10), "đầu tháng 3/2023"),
    ],
)
def test_a_day_or_some_days_are_specific(time: When) -> None:
    assert _findings(media(time=time)) == []


def test_a_copy_is_judged_with_its_original() -> None:
    assert _findings(media(content=None, time=None, place=None, duplicate_of="m1@example.vn/02.jpg")) == []


def test_a_file_that_cannot_be_opened_has_its_own_finding() -> None:
    bare = media(content=None, time=None, place=None)
    assert list(check(submission(media=(bare,), files=(file("unreadable", "01.jpg"),)), context())) == []
    seen = submission(media=(bare,), files=(file("not_fetched", "01.jpg"),))
    assert [finding.code for finding in check(seen, context())] == ["caption_missing"]


def test_a_video_is_called_a_video_and_odd_words_do_no_harm() -> None:
    odd = when(date(2023, 3, 1), date(2023, 3, 31), "{you} 3/2023 {")
    (finding,) = _findings(media("phong su.mp4", "video", time=odd))
    assert finding.detail.startswith(
        "Video “phong su.mp4” ghi thời gian chưa cụ thể (“{you} 3/2023 {”); đề nghị Quý Sở"
    )


@pytest.mark.parametrize("place", ["Nghệ An", "tỉnh Nghệ An", "TP. Hồ Chí Minh", "hội trường tầng 3", "Hội trường"])
def test_no_finer_than_a_province_or_a_bare_room_is_vague(place: str) -> None:
    (finding,) = _findings(media(place=place))
    assert (finding.code, finding.severity) == ("caption_vague_place", "info")
    assert f"“{place}”" in finding.detail


@pytest.mark.parametrize("place", ["Hội trường Sở", "Trụ sở Cục", "xã Bản Lầu", "Đà Lạt", "Phòng họp số 2 Sở Tư pháp"])
def test_a_place_that_one_can_find_is_not_vague(place: str) -> None:
    assert _findings(media(place=place)) == []
