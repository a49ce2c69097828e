"""Whose a message is: the right unit or none, for all 161 units and many habits of writing."""

from collections.abc import Iterator

import pytest

from config.units import Unit
from parsers.facts import FileFacts
from parsers.records import Address
from parsers.vietnamese.folding import plain
from tests.validators.assemble.builders import (
    CAMPAIGN,
    REGISTER,
    document,
    folder,
    letter,
    link_to,
    message,
    node,
    photo,
    table,
)
from validators.assemble.attribution import Attribution, Attributor
from validators.assemble.inputs import Assignment, MessageInput, RootInput

CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ"})
SOMEBODY = "lan.nguyen@example.com"
ZIP = FileFacts("zip", "application/zip", "read")


def attributed(given: MessageInput, *roots: RootInput, assignments: tuple[Assignment, ...] = ()) -> Attribution:
    return Attributor(REGISTER, CAMPAIGN.receiver, assignments).attribute("m@example.vn", given, roots)


def units_of(given: MessageInput, *roots: RootInput) -> tuple[str, ...]:
    return attributed(given, *roots).units


def place(unit: Unit) -> str:
    return f"{'thành phố' if unit.province in CITIES else 'tỉnh'} {unit.province}"


def glued(text: str) -> str:
    return plain(text).replace(" ", "")


def of_any_unit(unit: Unit) -> Iterator[MessageInput]:
    """Mails that name a unit by its names alone, from an address that says nothing."""
    yield message(f"{unit.name} gửi hồ sơ", sender=SOMEBODY)
    yield message(plain(f"{unit.short_name} gui danh sach"), sender=SOMEBODY)
    yield message("Hồ sơ", f"Kính gửi Phòng TĐKT - Vụ TCCB!\n{unit.name} gửi danh sách.\nTrân trọng!", sender=SOMEBODY)
    yield message("Hồ sơ", f"Kính gửi Vụ TCCB, {unit.name} xin gửi báo cáo./.", sender=SOMEBODY)
    yield message(
        "Hồ sơ",
        f"Kính gửi: Vụ Tổ chức cán bộ\nEm gửi chị ạ\n--\nNguyễn Văn A\n{unit.name}\n60 Trần Phú, Ba Đình, Hà Nội",
        sender=SOMEBODY,
    )
    yield message("Ho so", "Em gửi ạ", name=unit.name, sender=SOMEBODY)
    yield message("", "", [document("DS.docx", f"BỘ TƯ PHÁP\n{unit.name.upper()}\nDANH SÁCH ĐỀ CỬ")], sender=SOMEBODY)


def of_a_department(unit: Unit) -> Iterator[MessageInput]:
    whole, name = place(unit), glued(unit.province)
    yield message("", "", [letter(parent=f"UBND {whole.upper()}", place="Thành phố")], sender=SOMEBODY)
    yield message("", "", [letter(parent=f"ỦY BAN NHÂN DÂN {whole.upper()}", place=unit.province)], sender=SOMEBODY)
    yield message(plain(f"Sở Tư pháp {whole} gui danh sach").title(), sender=SOMEBODY)
    yield message(f"STP {unit.province} gửi ảnh", sender=SOMEBODY)
    yield message("Gửi", f"Em gửi ạ\n--\nVăn phòng - Sở Tư pháp\nĐịa chỉ: số 1, phường 2, {whole}", sender=SOMEBODY)
    yield message("gui", "Em gửi ạ", sender=f"stp{name}@gmail.com")
    for domain in unit.domains:
        for local in ("sotuphap", "stp", "vanthu.stp", "stp-vp"):
            yield message("gui", "Em gửi ạ", sender=f"{local}@{domain}")
        yield message("gui", "Em gửi ạ", sender=f"hanh@sotp.{domain}")
    yield message("gui", "Em gửi ạ", [node(f"STP {unit.province}.zip", ZIP)], sender=SOMEBODY)
    yield message("gui", "Em gửi ạ", [node(f"SoTuPhap_{glued(unit.province)}.zip", ZIP)], sender=SOMEBODY)


def of_an_enforcement_office(unit: Unit) -> Iterator[MessageInput]:
    whole, name = place(unit), glued(unit.province)
    general, own, number = "TỔNG CỤC THI HÀNH ÁN DÂN SỰ", "CỤC THI HÀNH ÁN DÂN SỰ", "215/CTHADS-TCCB"
    yield message("", "", [letter(parent=general, unit=f"{own} {whole.upper()}", number=number, place="Thành phố")])
    yield message("", "", [letter(parent=general, unit=own, number=number, place=unit.province)])
    yield message("", "", [letter(parent=f"{own} {whole.upper()}", unit="CHI CỤC THI HÀNH ÁN DÂN SỰ HUYỆN A")])
    yield message(f"CTHADS {unit.province} gửi hồ sơ ĐHTT", sender=SOMEBODY)
    yield message("gui", f"Chi cục THADS huyện A, {whole} gửi ảnh", sender=SOMEBODY)
    for address in (f"thads{name}@moj.gov.vn", f"{name}.thads@moj.gov.vn", f"cthads_{name}@gmail.com"):
        yield message("gui", "Em gửi ạ", sender=address)


@pytest.mark.parametrize("unit", list(REGISTER), ids=lambda unit: unit.code)
def test_every_unit_of_the_register_is_known_by_its_mail(unit: Unit) -> None:
    mails = list(of_any_unit(unit)) if unit.code != CAMPAIGN.receiver else []
    if unit.kind == "so_tu_phap":
        mails += of_a_department(unit)
    elif unit.kind == "cuc_thads":
        mails += of_an_enforcement_office(unit)
    found = {(one.mail.subject, one.mail.body, one.mail.sender): units_of(one) for one in mails if one.mail}
    assert [known for known in found.items() if known[1] != (unit.code,)] == []


# ── who is not meant ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "unit"),
    [
        ("Sở Tư pháp Hà Nam gửi", "stp-ha-nam"),
        ("STP Hà Nội gửi", "stp-ha-noi"),
        ("So Tu phap Ha Tinh gui", "stp-ha-tinh"),
        ("STP tỉnh Quảng Ngãi", "stp-quang-ngai"),
        ("Cục THADS Quảng Ninh", "thads-quang-ninh"),
        ("Sở TP TP.HCM gửi phần 2/3", "stp-ho-chi-minh"),
        ("STP TPHCM", "stp-ho-chi-minh"),
        ("Sở Tư pháp tỉnh Bà Rịa – Vũng Tàu", "stp-ba-ria-vung-tau"),
        ("STP BR-VT", "stp-ba-ria-vung-tau"),
        ("Sở Tư pháp Huế", "stp-thua-thien-hue"),
        ("STP Thừa Thiên Huế", "stp-thua-thien-hue"),
        ("Cục THADS tỉnh Đắc Lắc", "thads-dak-lak"),
        ("STP Đăk Lăk", "stp-dak-lak"),
        ("ĐTN Bộ TP: DS đề cử gương thanh niên tiêu biểu", "btp-doan-thanh-nien"),
        ("TTLLTPQG gui HS.zip", "btp-ttlltpqg"),
        ("Tổng cục THADS gửi hồ sơ", "btp-tcthads"),
        ("Hồ sơ Trường Đại học Luật Hà Nội", "btp-dh-luat-ha-noi"),
        ("SoTuPhapTinhLangSon gửi", "stp-lang-son"),
    ],
)
def test_neighbours_in_name_are_told_apart(given: str, unit: str) -> None:
    assert units_of(message(given, sender=SOMEBODY)) == (unit,)


@pytest.mark.parametrize(
    ("province", "city"),
    [("Nghệ An", "Vinh"), ("Lâm Đồng", "Đà Lạt"), ("Thừa Thiên Huế", "TP. Huế"), ("Đắk Lắk", "Buôn Ma Thuột")],
)
def test_a_letter_dated_in_the_seat_of_a_province_is_the_provinces(province: str, city: str) -> None:
    dated = letter(parent="TỔNG CỤC THI HÀNH ÁN DÂN SỰ", unit="CỤC THI HÀNH ÁN DÂN SỰ", place=city, number="9/CTHADS")
    (unit,) = units_of(message("", "", [dated], sender=SOMEBODY))
    assert next(one for one in REGISTER if one.code == unit).province == province


def test_the_general_department_above_an_office_in_the_letterhead_is_not_the_sender() -> None:
    one = letter(
        parent="TỔNG CỤC THI HÀNH ÁN DÂN SỰ", unit="CỤC THI HÀNH ÁN DÂN SỰ TỈNH NGHỆ AN", number="2210/CTHADS-TCCB"
    )
    assert units_of(message("FW: CV 2210/CTHADS-TCCB", "", [one], sender=SOMEBODY)) == ("thads-nghe-an",)


def test_the_receiver_of_every_greeting_is_not_the_sender() -> None:
    greeted = message("Hồ sơ", "Kính gửi: Vụ Tổ chức cán bộ, Bộ Tư pháp\nEm gửi chị ạ", sender=SOMEBODY)
    assert attributed(greeted) == Attribution((), "", ())


def test_those_greeted_in_a_list_are_not_the_sender() -> None:
    body = "Kính gửi:\n- Vụ Tổ chức cán bộ;\n- Tổng cục THADS.\nCục THADS tỉnh Kon Tum gửi hồ sơ.\n"
    assert units_of(message("Hồ sơ", body, sender=SOMEBODY)) == ("thads-kon-tum",)


def test_a_letter_of_the_ministry_that_a_unit_attaches_does_not_speak_for_the_ministry() -> None:
    reminder = letter("6500.pdf", parent="BỘ TƯ PHÁP", unit="VỤ TỔ CHỨC CÁN BỘ", number="6500/BTP-TCCB", place="Hà Nội")
    given = message("STP Lạng Sơn gửi", "", [letter(), reminder], sender=SOMEBODY)
    assert units_of(given) == ("stp-lang-son",)


def test_a_letter_that_the_unit_received_does_not_outvote_it() -> None:
    text = (
        "BỘ TƯ PHÁP\nTỔNG CỤC THI HÀNH ÁN DÂN SỰ\nSố: 5000/TCTHADS-VP\nV/v gửi hồ sơ thi đua\n"
        "Hà Nội, ngày 5 tháng 11 năm 2024\nKính gửi: Cục Thi hành án dân sự các tỉnh, thành phố\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTỔNG CỤC TRƯỞNG\nNguyễn Văn Ví Dụ"
    )
    given = message("Cục THADS Kon Tum gửi hồ sơ", "", [document("CV TC.docx", text)], sender=SOMEBODY)
    assert units_of(given) == ("thads-kon-tum",)


def test_units_named_in_captions_and_lists_do_not_vote() -> None:
    captions = table(
        "Chu thich.docx",
        [
            ("STT", "Nội dung", "Thời gian", "Địa điểm"),
            ("1", "Sở Tư pháp tỉnh Hà Giang tập huấn", "12/3/2023", "Hà Giang"),
            ("2", "Sở Tư pháp tỉnh Cao Bằng tập huấn", "13/3/2023", "Cao Bằng"),
        ],
        title="CHÚ THÍCH ẢNH",
    )
    assert units_of(message("Cục TGPL gửi ảnh", "", [captions], sender=SOMEBODY)) == ("btp-cuc-tgpl",)
    assert units_of(message("ảnh", "Em gửi chị ạ", [captions], sender=SOMEBODY)) == ()


def test_a_ministry_unit_that_proposes_people_of_provinces_is_the_sender() -> None:
    body = "Cục Bổ trợ tư pháp giới thiệu 05 cá nhân: công chứng viên do Sở Tư pháp Hà Nội, Sở Tư pháp Cần Thơ đề xuất."
    assert units_of(message("Giới thiệu điển hình", body, sender="an@moj.gov.vn")) == ("btp-cuc-bttp",)


def test_the_shared_domain_of_the_ministry_tells_nothing() -> None:
    assert attributed(message("ảnh", "Em gửi chị ạ", sender="hanhnt@moj.gov.vn")) == Attribution((), "", ())


def test_an_office_of_a_district_is_not_taken_for_the_department() -> None:
    assert units_of(message("ảnh", "Phòng Tư pháp huyện A, tỉnh Hà Giang gửi ảnh", sender=SOMEBODY)) == ()


@pytest.mark.parametrize("subject", ["Sở Tư pháp gửi hồ sơ", "Cục THADS tỉnh gửi", "TCCB gửi", "STP LS", "CTHADS NA"])
def test_bare_kinds_and_ambiguous_letters_name_nobody(subject: str) -> None:
    assert units_of(message(subject, "Em gửi chị ạ", sender=SOMEBODY)) == ()


def test_the_name_of_the_president_is_no_province() -> None:
    body = "Sở Tư pháp gửi ảnh cuộc thi về tư tưởng Hồ Chí Minh, Đoàn TNCS Hồ Chí Minh."
    assert units_of(message("ảnh", body, sender=SOMEBODY)) == ()


def test_two_rivals_become_candidates() -> None:
    given = message("STP Hà Giang gửi", "Sở Tư pháp tỉnh Cao Bằng gửi hồ sơ.", sender=SOMEBODY)
    outcome = attributed(given)
    assert (outcome.units, outcome.candidates) == ((), ("stp-cao-bang", "stp-ha-giang"))


# ── where else it shows ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_name_of_a_linked_folder_speaks_where_nothing_else_does() -> None:
    given = message("", f"Em gửi chị ạ\n{link_to('A' * 28)}", sender=SOMEBODY)
    assert units_of(given, folder("A" * 28, "STP Hà Giang - ảnh ĐHTĐ", [photo("IMG_1.jpg")])) == ("stp-ha-giang",)


def test_the_letterhead_behind_a_link_speaks_for_a_nameless_mail() -> None:
    given = message("", f"Em gửi chị ạ\n{link_to('A' * 28)}\nSent from my iPhone", sender=SOMEBODY)
    assert units_of(given, folder("A" * 28, "New folder (2)", [letter()])) == ("stp-lang-son",)


def test_a_bare_forward_is_known_by_what_it_forwards() -> None:
    given = message(
        "Fwd: Fw: V/v trien khai", "", sender=SOMEBODY, quoted="Trân trọng\nP. TCCB - Cục THADS tỉnh Quảng Nam"
    )
    assert units_of(given) == ("thads-quang-nam",)


def test_a_few_words_over_a_forward_do_not_hide_whose_it_is() -> None:
    quoted = "---------- Forwarded message ---------\nSở Tư pháp tỉnh Quảng Trị đề cử:\n1. Ông Lê Văn Mẫu, Chuyên viên"
    assert units_of(message("Fwd: Đề cử", "Chuyển chị Trang.", sender=SOMEBODY, quoted=quoted)) == ("stp-quang-tri",)


def test_a_letterhead_in_the_cells_of_a_sheet_speaks() -> None:
    rows = [
        ("UBND TỈNH HẢI DƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("SỞ TƯ PHÁP", "Độc lập - Tự do - Hạnh phúc"),
        ("STT", "Họ và tên"),
        ("1", "Nguyễn Thị Mẫu"),
    ]
    assert units_of(message("ds", "gửi chị", [table("ds.xlsx", rows)], sender=SOMEBODY)) == ("stp-hai-duong",)


def test_a_title_that_names_an_office_and_what_stands_above_it_names_the_office() -> None:
    given = document("bieu.docx", "TỔNG CỤC THADS - CỤC THADS TỈNH HÀ GIANG\nBIỂU TỔNG HỢP")
    assert units_of(message("Biểu", "Cục gửi biểu.", [given], sender=SOMEBODY)) == ("thads-ha-giang",)


def test_quoted_history_does_not_speak_for_who_answers() -> None:
    given = message("Re: ảnh", "Em gửi chị ạ", sender=SOMEBODY, quoted="Sở Tư pháp tỉnh Hà Giang gửi hồ sơ")
    assert units_of(given) == ()


def test_reply_to_counts_as_the_sender() -> None:
    given = message("gui", "Em gửi ạ", sender="noreply@example.com", reply_to=(Address("", "stp@langson.gov.vn"),))
    assert units_of(given) == ("stp-lang-son",)


def test_two_letters_of_two_units_in_one_mail_speak_for_both() -> None:
    other = letter(
        "215.pdf",
        parent="TỔNG CỤC THI HÀNH ÁN DÂN SỰ",
        unit="CỤC THI HÀNH ÁN DÂN SỰ TỈNH KON TUM",
        number="215/CTHADS-VP",
    )
    given = message("STP và Cục THADS Kon Tum gửi", "", [letter(parent="UBND TỈNH KON TUM"), other], sender=SOMEBODY)
    assert units_of(given) == ("stp-kon-tum", "thads-kon-tum")


def test_what_is_in_the_mail_outvotes_the_address_that_was_borrowed() -> None:
    given = message("Cục THADS Kon Tum gửi danh sách", "Cục THADS tỉnh Kon Tum gửi hồ sơ", sender="stp@kontum.gov.vn")
    assert units_of(given) == ("thads-kon-tum",)


# ── people's word ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_officers_word_comes_before_every_sign() -> None:
    given = message("STP Hà Giang gửi", sender=SOMEBODY)
    said = (Assignment("m@example.vn", ("stp-cao-bang",)),)
    assert attributed(given, assignments=said).units == ("stp-cao-bang",)


def test_the_last_assignment_of_a_message_counts() -> None:
    said = (Assignment("m@example.vn", ("stp-cao-bang",)), Assignment("m@example.vn", ("stp-ha-giang",)))
    assert attributed(message("", sender=SOMEBODY), assignments=said).units == ("stp-ha-giang",)


def test_a_sender_is_remembered_where_his_next_mail_names_nobody() -> None:
    said = (Assignment("other@example.vn", ("stp-cao-bang",), sender="Lan.Nguyen@example.com"),)
    assert attributed(message("ảnh", "Em gửi chị ạ", sender=SOMEBODY), assignments=said).units == ("stp-cao-bang",)
    assert attributed(message("STP Hà Giang gửi", sender=SOMEBODY), assignments=said).units == ("stp-ha-giang",)


def test_one_file_that_was_assigned_takes_what_it_holds_along() -> None:
    said = (Assignment("m@example.vn", ("stp-cao-bang",), part="a.zip"),)
    attributor = Attributor(REGISTER, CAMPAIGN.receiver, said)
    assert attributor.part_of("m@example.vn", "a.zip/Ảnh/1.jpg") == ("stp-cao-bang",)
    assert attributor.part_of("m@example.vn", "b.zip/1.jpg") == ()
    assert attributor.attribute("m@example.vn", message("STP Hà Giang gửi", sender=SOMEBODY), ()).units == (
        "stp-ha-giang",
    )
