"""What the sender wrote is told from the history, in the words of the mail programs that offices use."""

import pytest

from parsers.quoting import first_quoted_line, has_own_words, is_forward, split_quoted_text

OWN = "Kính gửi Vụ TCCB!\nSở gửi danh sách kèm theo.\nTrân trọng./."

INTRODUCTIONS = [
    "-----Original Message-----\nFrom: A <a@b.vn>\nSent: Monday",
    "---------- Forwarded message ---------\nTừ: A <a@b.vn>\nDate: T2, 18 thg 11, 2024",
    "-------- Thư gốc --------\nChủ đề: x",
    "----- Thư đã chuyển tiếp -----",
    "Begin forwarded message:\n\nFrom: A",
    "Bắt đầu thư được chuyển tiếp:\n\nTừ: A",
    "Vào T2, 18 thg 11, 2024 vào lúc 08:10 Phòng TĐKT <a@b.vn> đã viết:\n\n> cũ",
    "Vào 08:10 T2, 18 thg 11, 2024 Phòng Thi đua khen thưởng - Vụ Tổ chức cán bộ\n<a@b.vn> đã viết:\n\ncũ",
    "Vào Thứ Hai, 18 tháng 11, 2024 lúc 08:10:01 GMT+7, A <a@b.vn> đã viết: ",
    "On Mon, Nov 18, 2024 at 8:10 AM A <a@b.vn> wrote:\n> cũ",
    "On Mon, 18 Nov 2024 at 08:10, Phong Thi dua khen thuong - Vu TCCB <\na@b.vn> wrote:\n\ncũ",
    "2024-11-18 8:10 GMT+07:00 A <a@b.vn>:\n\ncũ",
    "Từ: A <a@b.vn>\nĐã gửi: Thứ Hai, 18 tháng 11 2024 08:10\nTới: C\nChủ đề: V/v",
    "*Từ:* A <a@b.vn>\n*Ngày:* 18/11/2024\n*Chủ đề:* V/v",
    "From: A\nSent: Monday\nTo: C; D\n E\nSubject: V/v",
    "________________________________\nFrom: A\nSent: Monday\nTo: C\nSubject: V/v",
    "Tu: A\nDa gui: hom qua\nToi: C\nChu de: V/v",
    "Người gửi: A\nNgày gửi: 18/11\nNgười nhận: C\nTiêu đề: V/v",
    "Từ: A <a@b.vn> Đã gửi: Thứ Hai, 18 tháng 11 2024 Tới: C Chủ đề: V/v",
    "> cũ\n> hơn",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_it_cuts_where_the_history_begins(introduction: str) -> None:
    own, quoted = split_quoted_text(f"{OWN}\n\n{introduction}\n")
    assert own == OWN
    assert _lines(quoted) == _lines(introduction)
    assert first_quoted_line([*OWN.split("\n"), *introduction.split("\n")]) == 3


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_a_bare_forward_has_no_own_words(introduction: str) -> None:
    own, quoted = split_quoted_text(f"\r\n{introduction}\r\n\r\nSở gửi kèm".replace("\n", "\r\n").replace("\r\r", "\r"))
    assert "Từ:" not in own
    assert "From:" not in own
    assert quoted


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "Từ: 20/10/2024\nĐến: 15/11/2024 có 03 cuộc",
        "Kính gửi: Vụ TCCB\nNgày: 12/11/2024\nĐịa điểm: Hội trường Sở",
        "- Ảnh 1: Hội nghị\n- Ảnh 2: Tuyên truyền\n----------\nTừ năm 2020 đến nay",
        "Ngày 12/11/2024 Sở đã gửi:\n1. Danh sách",
        "Vào ngày 12/11/2024, Sở đã tổ chức hội nghị:\nẢnh 1",
        "Thư gốc đã gửi qua bưu điện.\nChuyển tiếp để biết: có 3 ảnh",
        "Đã gửi: 03 ảnh\nTới: Vụ TCCB",
    ],
)
def test_it_leaves_what_only_looks_like_it(text: str) -> None:
    assert split_quoted_text(text) == (text, "")


def test_answers_between_and_below_the_quotation_are_own_words() -> None:
    text = (
        "Vào T2, 18 thg 11, 2024 lúc 08:10 Vụ <a@b.vn> đã viết:\n> Đề nghị bổ sung ảnh.\n\nSở gửi bổ sung.\n"
        "> Và năm sinh.\nNăm sinh là 1986."
    )
    own, quoted = split_quoted_text(text)
    assert own == "\nSở gửi bổ sung.\nNăm sinh là 1986.".strip()
    assert quoted == "Vào T2, 18 thg 11, 2024 lúc 08:10 Vụ <a@b.vn> đã viết:\n> Đề nghị bổ sung ảnh.\n> Và năm sinh."


def test_no_line_is_lost() -> None:
    text = f"{OWN}\n\n" + "\n".join(INTRODUCTIONS) + "\n" + "dòng\n" * 30_000
    own, quoted = split_quoted_text(text)
    assert sorted(_lines(own) + _lines(quoted)) == sorted(_lines(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "own", ["", " \n", "Sent from my iPhone", "Đã gửi từ iPhone của tôi", "Được gửi từ Outlook cho Android", "--\n____"]
)
def test_a_telephone_says_nothing(own: str) -> None:
    assert not has_own_words(own)


@pytest.mark.parametrize("own", ["Em gửi chị ạ\n\nSent from my iPhone", "Sở gửi từ ngày 12/11", "ok"])
def test_a_few_words_are_words(own: str) -> None:
    assert has_own_words(own)


@pytest.mark.parametrize(
    ("subject", "quoted", "expected"),
    [
        ("Fwd: Đề cử", "", True),
        ("FW: CV 2210", "Từ: A", True),
        ("Re: Fwd: gửi", "", True),
        ("Chuyển tiếp: hồ sơ", "", True),
        ("Đề cử", "---------- Forwarded message ---------\nFrom: A", True),
        ("Re: Đề cử", "Vào 09:00, Phòng TĐKT đã viết:", False),
        ("Trả lời: Đề cử", "> Kính gửi", False),
        ("Trao tặng", "", False),
    ],
)
def test_it_tells_a_forward_from_an_answer(subject: str, quoted: str, expected: bool) -> None:
    assert is_forward(subject, quoted) is expected
