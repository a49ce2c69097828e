"""Times are read as people mean them, and what only looks like a time is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.vietnamese.dates import LONGEST_SPAN, find_time

SENT = date(2024, 11, 18)

DAYS = [
    ("ngày 22/6/2022", "2022-06-22"),
    ("28-8-2021", "2021-08-28"),
    ("03.10.2023", "2023-10-03"),
    ("2021-12-24", "2021-12-24"),
    ("05 tháng 4 năm 2022", "2022-04-05"),
    ("NGÀY 02 THÁNG 9 NĂM 2023", "2023-09-02"),
    ("ngày 12/5/23", "2023-05-12"),
    ("07h30, 06/4/2024", "2024-04-06"),
    ("Chiều thứ Sáu, ngày 10/02/2023", "2023-02-10"),
    ("15/3/2O24", "2024-03-15"),
    ("Ngày Pháp luật Việt Nam 09/11/2023", "2023-11-09"),
    ("Hội nghị tổng kết công tác năm 2023, ngày 12/01/2024", "2024-01-12"),
    ("Thực hiện Kế hoạch số 12/KH-STP ngày 02/01/2024, ngày 15/3/2024 Sở tổ chức", "2024-03-15"),
    ("Kỷ niệm 75 năm (28/8/1945 - 28/8/2020), ngày 26/8/2020", "2020-08-26"),
    ("Hội nghị phổ biến Luật Đất đai năm 2024, ngày 2/8/2024", "2024-08-02"),
    ("Họp tại Quận 1 - 15/3/2023", "2023-03-15"),
    ("Quận 1-15/3/2023", "2023-03-15"),
    ("tầng 3, 22/12/2023", "2023-12-22"),
]
SPANS = [
    ("Từ ngày 12-14/5/2023", "2023-05-12", "2023-05-14", "span"),
    ("ngày 12, 13/5/2023", "2023-05-12", "2023-05-13", "span"),
    ("Ngày 12 và 13 tháng 5 năm 2023", "2023-05-12", "2023-05-13", "span"),
    ("28/12/2022 đến 03/01/2023", "2022-12-28", "2023-01-03", "span"),
    ("từ 28/12 đến 03/01/2023", "2022-12-28", "2023-01-03", "span"),
    ("tháng 3 - 5/2023", "2023-03-01", "2023-05-31", "span"),
    ("từ tháng 11/2022 đến tháng 3/2023", "2022-11-01", "2023-03-31", "span"),
    ("tháng 3/2023", "2023-03-01", "2023-03-31", "month"),
    ("tháng 02 năm 2024", "2024-02-01", "2024-02-29", "month"),
    ("T5.2023", "2023-05-01", "2023-05-31", "month"),
    ("11/2023", "2023-11-01", "2023-11-30", "month"),
    ("đầu năm học 2023-2024", "2023-09-01", "2023-09-30", "month"),
    ("Quý III/2023", "2023-07-01", "2023-09-30", "quarter"),
    ("quý 2 năm 2022", "2022-04-01", "2022-06-30", "quarter"),
    ("năm 2022", "2022-01-01", "2022-12-31", "year"),
    ("phòng, chống dịch Covid-19 (năm 2021)", "2021-01-01", "2021-12-31", "year"),
    ("năm học 2022-2023", "2022-09-01", "2023-05-31", "span"),
    ("cuối năm 2021", "2021-09-01", "2021-12-31", "span"),
]
NONE = [
    "Giai đoạn 2020 - 2024: một số hình ảnh",
    "từ năm 2020 đến nay",
    "29/02/2023 - Họp giao ban",
    "ngày 31/6/2023",
    "32/13/2023",
    "tháng 13/2023",
    "Hội nghị hưởng ứng Ngày Pháp luật 9/11",
    "Thăm, tặng quà nhân dịp 27/7",
    "Lễ kỷ niệm 20/11",
    "Covid-19",
    "Đại hội lần thứ VI, nhiệm kỳ 2022-2027",
    "Quyết định số 42/QĐ-BTP ngày 11/01/2024",
    "Thông tư 06/2011/TT-BTP",
    "Hội nghị phổ biến Luật Đất đai năm 2024",
    "Ông Nguyễn Văn A, sinh năm 1968",
    "Sáng nay, Cục tổ chức Hội nghị cán bộ năm 2024",
    "hôm qua",
    "Lễ hội ngày 10/3 âm lịch",
    "đạt 9/11 chỉ tiêu",
    "Tổng kết năm 2022, triển khai nhiệm vụ năm 2023",
    "ĐT: 0912.345.678",
    "Kế hoạch đến năm 2025, tầm nhìn 2030",
    "",
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_it_reads_days(text: str, day: str) -> None:
    span, _ = find_time(text, SENT)
    assert span is not None
    assert (span.start.isoformat(), span.end.isoformat(), span.precision) == (day, day, "day")
    assert not span.inferred


@pytest.mark.parametrize(("text", "start", "end", "precision"), SPANS)
def test_it_reads_ranges_months_quarters_and_years(text: str, start: str, end: str, precision: str) -> None:
    span, _ = find_time(text, SENT)
    assert span is not None
    assert (span.start.isoformat(), span.end.isoformat(), span.precision) == (start, end, precision)


@pytest.mark.parametrize("text", NONE)
def test_it_takes_nothing_else_for_a_time(text: str) -> None:
    assert find_time(text, SENT)[0] is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("chụp hôm 9/11 vừa rồi", "2024-11-09"),
        ("Sáng 20/11, trường gặp mặt", "2023-11-20"),
        ("Sáng 19/7, gặp mặt kỷ niệm 77 năm (19/7/1946 - 19/7/2023)", "2023-07-19"),
        ("Ngày 15/3, Sở tổ chức Hội nghị công chức năm 2022", "2022-03-15"),
    ],
)
def test_a_missing_year_is_inferred_and_said_to_be(text: str, day: str) -> None:
    span, _ = find_time(text, SENT)
    assert span is not None
    assert (span.start.isoformat(), span.inferred) == (day, True)


def test_no_year_is_inferred_from_nothing() -> None:
    assert find_time("Sáng 20/11, trường gặp mặt")[0] is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Cưỡng chế, quận Liên Chiểu, ngày 22/6/2022", "Cưỡng chế, quận Liên Chiểu"),
        ("Lễ ra quân 3/2024, tại Đền Hùng", "Lễ ra quân, tại Đền Hùng"),
        ("TGPL lưu động (15/3/2021)", "TGPL lưu động"),
        ("Hội nghị lúc 8h00 ngày 05 tháng 4 năm 2022 tại Sở", "Hội nghị tại Sở"),
        ("Hội nghị tổng kết năm 2022", "Hội nghị tổng kết năm 2022"),
        ("Họp dân xã Bờ Y, huyện Ngọc Hồi, 11/6/2024", "Họp dân xã Bờ Y, huyện Ngọc Hồi"),
        ("Họp dân hồi 8h00 ngày 11/6/2024", "Họp dân"),
        ("Trao quà, xã Ea Tu, ngày 21/6/2024", "Trao quà, xã Ea Tu"),
    ],
)
def test_the_words_of_the_time_leave_the_text_but_the_name_of_an_event_stays_whole(text: str, rest: str) -> None:
    assert find_time(text, SENT)[1].replace(" ,", ",") == rest


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("tham liet si 27072023", "2023-07-27"),
        ("HN 120523", "2023-05-12"),
        ("20230712 le ra quan", "2023-07-12"),
        ("12_5_2023 Toa dam", "2023-05-12"),
        ("Hoi thi CHV gioi 2023 vong 1", "2023-01-01"),
    ],
)
def test_file_names_have_digits_only(name: str, start: str) -> None:
    span, _ = find_time(name, SENT, file_name=True)
    assert span is not None
    assert span.start.isoformat() == start


@pytest.mark.parametrize("name", ["HN 123456", "HN 120519", "Toa dam 8-3", "so 12345678"])
def test_digits_outside_the_window_are_no_date(name: str) -> None:
    assert find_time(name, SENT, file_name=True)[0] is None


def test_the_window_is_a_parameter() -> None:
    assert find_time("HN 120512", file_name=True)[0] is None
    span, _ = find_time("HN 120512", file_name=True, window=(2011, 2012))
    assert span is not None
    assert span.start == date(2012, 5, 12)


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"])
)
def test_every_day_is_read_in_every_way_of_writing_it(day: date, form: str) -> None:
    span, rest = find_time(f"Họp giao ban, ngày {day.strftime(form)}", SENT)
    assert span is not None
    assert (span.start, span.end) == (day, day)
    assert rest == "Họp giao ban"


@given(st.text(alphabet="0123456789/-. ngày tháng năm đến quý Tt,()", max_size=60))
def test_what_it_finds_is_a_span_of_at_most_a_year(text: str) -> None:
    span, _ = find_time(text, SENT, file_name=True)
    assert span is None or timedelta() <= span.end - span.start <= LONGEST_SPAN
