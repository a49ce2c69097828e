"""What a message is for, by the sender's own words and what came with it."""

import pytest

from parsers.facts import FileFacts
from tests.validators.assemble.builders import (
    CAMPAIGN,
    album,
    at,
    document,
    film,
    folder,
    inputs,
    letter,
    link_to,
    message,
    node,
    paper,
    photo,
    table,
)
from validators.assemble.assemble import assemble
from validators.assemble.inputs import Inputs, MessageInput
from validators.assemble.tree import Node
from validators.submission import Message

ROOT = "A" * 28
UNIT = "stp-kon-tum"
SELF = "Sở Tư pháp tỉnh Kon Tum"


def all_messages(given: Inputs) -> dict[str, Message]:
    submissions, rest = assemble(given)
    return {one.id: one for part in (*submissions, rest) for one in part.messages}


def judged(given: MessageInput, *before: MessageInput) -> Message:
    known = all_messages(inputs(given, *before, roots=[folder(ROOT, "New folder", [photo("IMG_1.jpg")])]))
    assert given.mail is not None
    return known[given.mail.message_id]


def role(subject: str, body: str, *nodes: Node) -> str:
    return judged(message(subject, body, nodes, received_at=at(15))).role


def earlier() -> MessageInput:
    return message("STP Kon Tum gửi", "", [photo("0.jpg")], key="before", received_at=at(5))


def nominees(path: str = "DS.docx") -> Node:
    rows = [("STT", "Họ và tên", "Chức vụ", "Đơn vị"), ("1", "Nguyễn Thị Hoa", "Chuyên viên", "Sở Tư pháp")]
    return table(path, rows, title="DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN")


# ── what belongs to the campaign ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("subject", "body", "nodes"),
    [
        ("", f"Em gửi chị ạ\n{link_to(ROOT)}", []),
        ("bc", "", [photo("IMG_1.jpg"), photo("IMG_2.jpg")]),
        ("bc", "", [film("MVI_1.MOV")]),
        ("", "", [nominees()]),
        ("", "", album("a.docx", [("image1.jpeg", "Ảnh 1: Hội nghị tổng kết năm 2023")])),
        ("danh sach", "Theo công văn 6286", [document("a.docx", "Kính gửi chị")]),
    ],
    ids=["link", "photos", "video", "list", "album", "cites"],
)
def test_what_a_nameless_person_sends_for_the_campaign_is_campaign_mail(
    subject: str, body: str, nodes: list[Node]
) -> None:
    one = judged(message(subject, body, nodes))
    assert (one.role, one.units) == ("submission", ())


@pytest.mark.parametrize(
    ("subject", "body", "nodes", "reason"),
    [
        ("Chào chị", "Chúc chị ngày mới vui vẻ", [], "no evidence of the campaign"),
        ("In kỷ yếu giá rẻ", "https://inan.example.net/gia", [], "no evidence of the campaign"),
        ("bao gia", "", [document("Bao gia.docx", "Báo giá in ấn")], "other business"),
        ("Góp ý dự thảo Nghị định", f"{SELF} góp ý", [document("a.docx", "Góp ý")], "other business"),
        ("Gửi Giấy mời họp", f"{SELF} gửi", [document("a.docx", "Giấy mời")], "other business"),
        ("Tin bài Hội nghị điển hình tiên tiến", "Gửi Ban biên tập đăng Chuyên trang", [], "news for another address"),
        ("Gửi tin", f"{SELF} gửi Ban Biên tập", [photo("1.jpg")], "news for another address"),
        (f"{SELF} chào chị", "Em đã nhận được thư ạ", [], "carries nothing"),
    ],
)
def test_other_mail_is_counted_with_its_reason(subject: str, body: str, nodes: list[Node], reason: str) -> None:
    one = judged(message(subject, body, nodes))
    assert (one.role, one.reason, one.units) == ("other", reason, ())


def test_a_letter_about_other_business_is_no_letter_of_nomination() -> None:
    text = (
        "UBND TỈNH KON TUM\nSỞ TƯ PHÁP\nSố: 99/STP-VP\nV/v góp ý dự thảo Nghị định\nKon Tum, ngày 5 tháng 11 năm 2024\n"
        "Kính gửi: Bộ Tư pháp\nNơi nhận:\n- Như trên;\nGIÁM ĐỐC\nNguyễn Văn Ví Dụ"
    )
    assert role("Sở Tư pháp tỉnh Kon Tum gửi công văn", "", paper("99-STP-VP.pdf", text)) == "other"


def test_a_campaign_without_another_address_knows_no_news_for_it() -> None:
    campaign = CAMPAIGN.model_copy(update={"other_address": ()})
    given = message("Tin bài điển hình tiên tiến", f"{SELF} gửi", [photo("1.jpg")], key="1")
    assert all_messages(inputs(given, campaign=campaign))["1@example.vn"].role == "submission"


def test_an_answer_to_our_notice_belongs_to_the_campaign_and_to_the_unit_it_went_to() -> None:
    notice = message(
        "[CV 6286 – STP Kon Tum] Đề nghị bổ sung",
        "Kính gửi Quý Sở",
        key="n",
        sender="hopthu@example.vn",
        received_at=at(9),
    )
    answer = message("Re: Đề nghị bổ sung", "Em gửi ạ", [node("a.7z", FileFacts("7z", "x/y", "encrypted"))], key="a",
                     in_reply_to="n@example.vn")  # fmt: skip
    one = judged(answer, notice)
    assert (one.role, one.units, one.unit_evidence) == ("submission", (UNIT,), "thread")


def test_a_picture_called_by_the_number_of_the_letter_cites_nothing() -> None:
    assert role("hi", "", photo("IMG_6286.png", size=(150, 80))) == "other"


# ── nothing to propose ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "không có trường hợp đề xuất.",
        "không có trường hợp nào đề nghị, giới thiệu.",
        "báo cáo không có cá nhân, tập thể đủ điều kiện để đề cử.",
        "không đề cử cá nhân, tập thể điển hình tiên tiến.",
        "khong co truong hop de xuat",
        "sau khi rà soát không có nội dung đề xuất ạ",
    ],
)
def test_a_nil_answer_is_an_answer(words: str) -> None:
    one = judged(message("Trả lời Công văn số 6286/BTP-TCCB", f"{SELF} {words}"))
    assert (one.role, one.nil) == ("nil_return", True)


@pytest.mark.parametrize(
    "words",
    [
        "không có cá nhân nào vi phạm kỷ luật trong danh sách đề cử",
        "nếu không có trường hợp đề xuất thì có phải báo cáo không ạ?",
        "trường hợp không có đề xuất thì gửi văn bản gì ạ?",
        "không có ý kiến gì thêm",
    ],
)
def test_words_that_only_look_like_a_nil_answer_are_none(words: str) -> None:
    one = judged(message("Về Công văn 6286/BTP-TCCB", f"{SELF} {words}"))
    assert (one.role != "nil_return", one.nil) == (True, False)


def test_a_nil_answer_may_be_in_the_letter_alone_and_brings_the_letter() -> None:
    text = (
        "UBND TỈNH KON TUM\nSỞ TƯ PHÁP\nSố: 99/STP-VP\nV/v đề cử điển hình tiên tiến\n"
        "Kon Tum, ngày 5 tháng 11 năm 2024\nKính gửi: Bộ Tư pháp\n"
        "Qua rà soát, Sở Tư pháp không có trường hợp đề xuất.\n"
        "Nơi nhận:\n- Như trên;\nGIÁM ĐỐC\nNguyễn Văn Ví Dụ"
    )
    one = judged(message("STP Kon Tum gửi công văn", "", [paper("99-STP-VP.pdf", text)]))
    assert (one.role, one.carries, one.nil) == ("nil_return", ("letter",), True)


def test_pictures_with_a_nil_answer_are_a_submission_that_answers() -> None:
    one = judged(message("Ảnh", f"{SELF} gửi 01 ảnh; không có trường hợp đề xuất.", [photo("1.jpg")]))
    assert (one.role, one.nil) == ("submission", True)


def test_a_bare_no_answers_our_notice_and_nothing_else() -> None:
    notice = message(
        "[CV 6286 – STP Kon Tum]", "Điển hình tiên tiến", key="n", sender="hopthu@example.vn", received_at=at(9)
    )
    answer = message("Re: [CV 6286 – STP Kon Tum]", "Dạ Sở em không có ạ", key="a", in_reply_to="n@example.vn")
    assert judged(answer, notice).role == "nil_return"
    assert judged(message("STP Kon Tum", "Dạ Sở em không có ạ", key="b")).role == "other"


# ── requests and questions ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "Do kết thúc năm THADS, Cục xin gửi trước 25/11/2024",
        "xin gia hạn gửi danh sách đến ngày 25/11",
        "đề nghị Quý Vụ cho lùi thời hạn nộp",
        "xin phép được gửi hồ sơ chậm nhất ngày 22/11/2024",
    ],
)
def test_a_request_for_extension_carries_nothing(words: str) -> None:
    assert role("V/v CV 6286/BTP-TCCB", f"{SELF} {words}") == "extension_request"


def test_a_request_for_extension_by_letter_is_no_letter_of_nomination() -> None:
    text = (
        "UBND TỈNH KON TUM\nSỞ TƯ PHÁP\nSố: 99/STP-VP\nV/v xin gia hạn gửi danh sách\n"
        "Kon Tum, ngày 5 tháng 11 năm 2024\nKính gửi: Bộ Tư pháp\nNơi nhận:\n- Như trên;\nGIÁM ĐỐC\nNguyễn Văn Ví Dụ"
    )
    one = judged(message("STP Kon Tum gửi công văn", "", [paper("99-STP-VP.pdf", text)]))
    assert (one.role, one.carries) == ("extension_request", ())


def test_material_that_comes_with_a_request_is_a_submission() -> None:
    assert role("STP Kon Tum gửi", "Sở gửi trước ảnh, xin gia hạn danh sách", photo("1.jpg")) == "submission"


@pytest.mark.parametrize("words", ["không xin gia hạn", "đã gửi trước ngày 20/11"])
def test_a_request_that_is_not_made_is_none(words: str) -> None:
    assert role("V/v CV 6286/BTP-TCCB", f"{SELF} {words}") == "other"


@pytest.mark.parametrize(
    "words", ["Mỗi Sở được mấy cá nhân ạ?", "Em xin hỏi về mẫu danh sách", "cho em hỏi gửi ở đâu ạ"]
)
def test_a_question_carries_nothing(words: str) -> None:
    assert role("Hỏi v/v số lượng đề cử - STP Kon Tum", words) == "question"


def test_a_question_with_a_copy_of_our_letter_is_still_a_question() -> None:
    ours = letter("6286.pdf", parent="BỘ TƯ PHÁP", unit="VỤ TỔ CHỨC CÁN BỘ", number="6286/BTP-TCCB", place="Hà Nội")
    assert role("STP Kon Tum hỏi", "Mỗi Sở được mấy cá nhân ạ?", ours) == "question"


def test_the_words_of_quoted_history_are_not_the_senders() -> None:
    quoted = "Sở xin gia hạn. Không có trường hợp đề xuất. Thu hồi danh sách."
    given = message("Re: STP Kon Tum", "Em gửi ạ", [photo("1.jpg")], quoted=quoted)
    assert judged(given).role == "submission"


# ── again, more, instead ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("STP Kon Tum gửi bổ sung ảnh", ""),
        ("Ảnh phần 2/3 - STP Kon Tum", "Sở gửi tiếp phần 2"),
        ("Re: Đề nghị bổ sung chú thích ảnh - STP Kon Tum", "Sở gửi bổ sung chú thích cho 07 ảnh còn thiếu."),
        ("STP Kon Tum gửi thêm 02 ảnh", ""),
    ],
)
def test_what_says_that_it_adds_is_a_supplement_even_if_it_comes_first(subject: str, body: str) -> None:
    assert role(subject, body, photo("1.jpg")) == "supplement"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Ảnh phần 1/3 - STP Kon Tum", ""),
        ("STP Kon Tum gửi", "Nếu thiếu gì đề nghị Quý Vụ thông tin để Sở bổ sung."),
        ("STP Kon Tum gửi", "Đề nghị Vụ bổ sung cho Sở 02 chỉ tiêu."),
        ("STP Kon Tum gửi", "Ảnh tuyên truyền Luật sửa đổi, bổ sung một số điều của Luật Đất đai"),
        ("Gửi lại: STP Kon Tum gửi danh sách", ""),
    ],
)
def test_words_of_adding_that_mean_something_else_leave_a_submission(subject: str, body: str) -> None:
    assert role(subject, body, photo("1.jpg")) == "submission"


def test_what_comes_after_content_of_the_unit_is_a_supplement() -> None:
    assert judged(message("STP Kon Tum gửi", "", [photo("1.jpg")]), earlier()).role == "supplement"


def test_a_question_before_does_not_make_the_first_content_a_supplement() -> None:
    question = message("STP Kon Tum hỏi", "Mỗi Sở được mấy cá nhân ạ?", key="q", received_at=at(5))
    assert judged(message("STP Kon Tum gửi", "", [photo("1.jpg")]), question).role == "submission"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("GỬI LẠI: danh sách STP Kon Tum", "Do file trước bị lỗi font, Sở gửi lại"),
        ("Thay thế danh sách - STP Kon Tum", "Đề nghị không sử dụng danh sách kèm email ngày 12/11/2024"),
        ("STP Kon Tum đính chính", "Năm sinh của bà … là 1986"),
    ],
)
def test_what_takes_the_place_of_earlier_content_is_a_replacement(subject: str, body: str) -> None:
    assert judged(message(subject, body, [nominees()]), earlier()).role == "replacement"


def test_a_correction_in_words_alone_is_a_replacement() -> None:
    given = message("STP Kon Tum đính chính", "Năm sinh của bà … là 1986 chứ không phải 1968")
    assert judged(given, earlier()).role == "replacement"


def test_taking_back_a_nominee_is_a_withdrawal() -> None:
    body = f"Do có đơn thư đang xác minh, {SELF} đề nghị rút tên đ/c … khỏi danh sách."
    assert role("Thu hồi đề cử đ/c N.T.H", body) == "withdrawal"


def test_land_that_was_taken_back_in_a_picture_withdraws_nothing() -> None:
    assert role("STP Kon Tum gửi ảnh", "Ảnh cưỡng chế thu hồi đất", photo("1.jpg")) == "submission"
