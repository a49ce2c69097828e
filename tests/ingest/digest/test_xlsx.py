"""The workbook: what stands in it, and that opening it does nothing."""

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from ingest.digest.tables import locator_words, shown_path, tables
from ingest.digest.xlsx import write_xlsx
from tests.ingest.assessments import (
    assessment,
    at,
    campaign_morning,
    finding,
    media,
    message,
    silent,
    so,
    submitted,
)
from validators.assessment import Assessment, Operations, Trouble

BICH_MAI = so("bich-mai", "Bích Mai")
DUC_LAM = so("duc-lam", "Dục Lâm")
CODE = "stp-bich-mai"
ID = "stp-bich-mai.1@example.vn"


def _rows(whole: Assessment, sheet: str, folder: Path) -> list[dict[str, Any]]:
    path = folder / "x.xlsx"
    write_xlsx(whole, path)
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip((str(title) for title in head), row, strict=True)) for row in rows]


def test_every_unit_has_a_row_with_what_came(tmp_path: Path) -> None:
    row = finding("file_encrypted", CODE, f"{ID}/ds.docx")
    whole = assessment(silent(DUC_LAM), submitted(BICH_MAI, "incomplete", received=at(15, 9, 12)), findings=[row])
    assert _rows(whole, "Tổng hợp", tmp_path) == [
        {
            "STT": 1,
            "Đơn vị": "Sở Tư pháp Bích Mai",
            "Khối": "Sở Tư pháp",
            "Tình trạng": "Còn thiếu",
            "Ngày giờ nhận đầu": datetime(2024, 11, 15, 9, 12),
            "Công văn số, ngày": "1532/STP-VP ngày 14/11/2024",
            "Tập thể": 0,
            "Cá nhân": 1,
            "Ảnh": 2,
            "Video": 0,
            "Còn thiếu": "01 tệp có mật khẩu, từ 15/11",
        },
        {
            "STT": 2,
            "Đơn vị": "Sở Tư pháp Dục Lâm",
            "Khối": "Sở Tư pháp",
            "Tình trạng": "Chưa gửi",
            "Ngày giờ nhận đầu": None,
            "Công văn số, ngày": None,
            "Tập thể": 0,
            "Cá nhân": 0,
            "Ảnh": 0,
            "Video": 0,
            "Còn thiếu": None,
        },
    ]


def test_pictures_bear_the_state_of_their_caption(tmp_path: Path) -> None:
    items = [media(CODE, f"{ID}/a.jpg"), media(CODE, "drive/1AbC/Hội thi/b.jpg", content=None)]
    rows = _rows(assessment(submitted(BICH_MAI, items=items)), "Ảnh, video", tmp_path)
    assert [(row["Tệp"], row["Chú thích"]) for row in rows] == [("a.jpg", "Đủ"), ("Hội thi/b.jpg", "Chưa có")]


def test_discrepancies_name_places_and_no_nominee(tmp_path: Path) -> None:
    rows = [
        finding(
            "nomination_missing_field",
            CODE,
            "Lê Văn Ổi (Phòng Hành chính)",
            severity="warning",
            detail="Đề cử Lê Văn Ổi thiếu chức vụ; hỏi oi@example.vn.",
        ),
        finding("unit_unidentified", None, "lost@example.vn"),
        finding("link_no_access", CODE, "https://drive.google.com/drive/folders/1AbC"),
        finding("withdrawal_pending", CODE, "w@example.vn", severity="warning"),
        finding("media_duplicate", CODE, "m", severity="info"),
    ]
    lost = message("lost@example.vn", received=at(17, 16))
    shown = _rows(assessment(submitted(BICH_MAI), findings=rows, unplaced=[lost]), "Vướng mắc", tmp_path)
    assert [(row["Đơn vị"], row["Đối tượng"]) for row in shown] == [
        ("(chưa rõ đơn vị)", "thư nhận lúc 16h00 ngày 17/11/2024"),
        ("Sở Tư pháp Bích Mai", "https://drive.google.com/drive/folders/1AbC"),
        ("Sở Tư pháp Bích Mai", "ds.docx, bảng 2 dòng 2"),
    ]
    assert shown[2]["Nội dung"] == "Đề cử trường hợp này thiếu chức vụ; hỏi …@example.vn."


def test_no_open_discrepancy_is_dropped(tmp_path: Path) -> None:
    rows = [finding("missing_summary", None, "Cụm số 3"), finding("file_encrypted", "stp-gone", "m@example.vn/a.pdf")]
    shown = _rows(assessment(submitted(BICH_MAI), findings=rows), "Vướng mắc", tmp_path)
    assert [(row["Đơn vị"], row["Đối tượng"]) for row in shown] == [
        ("(chưa rõ đơn vị)", "Cụm số 3"),
        ("(không có trong danh sách đơn vị)", "a.pdf"),
    ]


def test_every_message_has_a_row_and_senders_keep_their_address(tmp_path: Path) -> None:
    lost = message("lost@example.vn", received=None, candidates=(CODE,), timeliness=None)
    shown = _rows(assessment(submitted(BICH_MAI), unplaced=[lost]), "Thư", tmp_path)
    assert [row["Đơn vị"] for row in shown] == ["Sở Tư pháp Bích Mai", "(chưa rõ; có thể là Sở Tư pháp Bích Mai)"]
    assert shown[0]["Người gửi"] == "Nguyễn Thị Văn Thư <…@example.vn>"
    assert shown[0]["Thời hạn"] == "Đúng hạn"


def test_text_from_outside_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    evil = [
        '=HYPERLINK("http://x.vn","a")',
        "+1+2",
        "@SUM(A1)",
        "-1",
        "{=1+1}",
        "http://x.vn/",
        "12345",
        "mailto:a@b.vn",
    ]
    mails = [message(f"{n}@example.vn", CODE, received=at(15, n), subject=text) for n, text in enumerate(evil)]
    path = tmp_path / "x.xlsx"
    write_xlsx(assessment(submitted(BICH_MAI, messages=mails)), path)
    sheet = openpyxl.load_workbook(path)["Thư"]
    subjects = [row[5] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in subjects] == evil
    assert {cell.data_type for cell in subjects} == {"s"}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
    assert not any(re.search(r"<f[ >]|<hyperlink", text) for text in parts.values())


def test_text_that_no_sheet_can_hold_does_not_get_lost(tmp_path: Path) -> None:
    broken = ["nửa \udcff cặp", "dấu \x00\x0b\x1b điều khiển", "dài " * 20_000]
    mails = [message(f"{n}@example.vn", CODE, received=at(15, n), subject=text) for n, text in enumerate(broken)]
    shown = _rows(assessment(submitted(BICH_MAI, messages=mails)), "Thư", tmp_path)
    assert [row["Tiêu đề"][:4] for row in shown] == ["nửa ", "dấu ", "dài "]
    assert shown[1]["Tiêu đề"].endswith(" điều khiển")
    assert shown[2]["Tiêu đề"].endswith("…")


def test_the_same_assessment_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(campaign_morning(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_sheets_can_be_filtered_and_printed(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(campaign_morning(), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Tổng hợp", "Vướng mắc", "Ảnh, video", "Thư"]
    for sheet in book:
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows == "$1:$1"


def test_troubles_of_the_machine_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    trouble = Trouble("disk", "=Ổ đĩa còn trống 04 GB.", "Giải phóng ổ đĩa.", at(17, 22, 5))
    whole = assessment(operations=Operations(alerts=("Quy tắc hỏng.",), troubles=(trouble,)))
    assert _rows(whole, "Vận hành", tmp_path) == [
        {
            "STT": 1,
            "Trục trặc": "=Ổ đĩa còn trống 04 GB.",
            "Cách khắc phục": "Giải phóng ổ đĩa.",
            "Từ ngày": datetime(2024, 11, 17, 22, 5),
        },
        {"STT": 2, "Trục trặc": "Quy tắc hỏng.", "Cách khắc phục": None, "Từ ngày": None},
    ]
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[-1] == "Vận hành"


def test_an_empty_campaign_gives_empty_sheets(tmp_path: Path) -> None:
    frames = tables(assessment())
    assert all(len(frame) == 0 for frame in frames.values())
    write_xlsx(assessment(), tmp_path / "x.xlsx")


def test_paths_and_places_are_shown_as_people_know_them() -> None:
    assert shown_path("m@example.vn/hồ sơ.zip/Ảnh/1.jpg") == "hồ sơ.zip/Ảnh/1.jpg"
    assert shown_path("drive/1AbC/Hội thi/1.jpg") == "Hội thi/1.jpg"
    assert shown_path("") == ""
    assert locator_words("sheet Danh sách row 7") == "trang tính Danh sách dòng 7"


def test_a_discrepancy_that_only_our_new_version_sees_bears_a_note(tmp_path: Path) -> None:
    rows = [
        finding("file_encrypted", CODE, f"{ID}/a.docx", opened=at(17, 9), updates=(at(17, 9),)),
        finding("file_unreadable", CODE, f"{ID}/b.docx", opened=at(17, 9)),
    ]
    path = tmp_path / "x.xlsx"
    write_xlsx(assessment(submitted(BICH_MAI, "incomplete"), findings=rows), path, at(17, 7, 30))
    head, *lines = openpyxl.load_workbook(path)["Vướng mắc"].iter_rows(values_only=True)
    column = head.index("Ghi chú")
    assert [line[column] for line in lines] == ["mới thấy do cập nhật phần mềm", None]
