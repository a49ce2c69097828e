"""The demo as `make demo` runs it: what it must show of each unit is written here, beside what the unit did."""

import json
import shutil
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.demo import scene
from ingest.demo.emulator import Emulator
from ingest.demo.run import MORNINGS, NOW, demo_settings, run_demo
from ingest.errors import UsageError
from ingest.export.document import export_document, to_json
from ingest.judge import judge
from ingest.lock import instance_lock
from ingest.pipeline import run_pass
from ingest.wiring import choose_campaign, open_workplace
from tests.demo_material.__main__ import MATERIAL, files

pytestmark = pytest.mark.xdist_group("demo")  # one worker runs the demo for all of these

NOTHING: set[str] = set()
IN_ORDER = (
    "stp-lang-son",
    "stp-quang-ninh",
    "stp-dong-nai",
    "stp-da-nang",
    "stp-ha-giang",
    "stp-ha-noi",
    "stp-tay-ninh",
    "stp-vinh-long",
    "thads-nghe-an",
    "thads-binh-duong",
    "thads-ca-mau",
    "thads-kon-tum",
    "thads-quang-nam",
    "btp-cuc-tgpl",
    "btp-cuc-htqtct",
    "btp-cuc-pbgdpl",
    "btp-hoc-vien-tu-phap",
    "btp-vien-clkhpl",
    "btp-doan-thanh-nien",
)
FAULTS: dict[str, set[str]] = {
    "stp-ca-mau": {"link_no_access", "missing_media"},  # the folder was never shared
    "thads-hai-duong": {"link_no_access", "missing_media"},  # shared within another organisation
    "btp-cuc-cntt": {"link_no_access", "missing_media"},  # the address lost its end
    "thads-dong-thap": {"link_partly_readable"},  # one subfolder has limited access
    "stp-bac-lieu": {"link_view_only", "missing_media"},
    "stp-kien-giang": {"link_empty", "missing_media"},
    "btp-bao-plvn": {"link_not_drive", "missing_media"},  # OneDrive
    "thads-gia-lai": {"link_unsupported", "missing_media"},  # a Google form
    "stp-tra-vinh": {"file_unreadable", "missing_nominations"},  # a list cut off while sent
    "thads-binh-phuoc": {"file_encrypted", "missing_nominations"},  # a workbook with a password
    "btp-ttlltpqg": {"file_encrypted", "missing_nominations"},  # a PDF with a password in a zip
    "btp-nxb-tu-phap": {"file_refused"},  # a programme in a zip
    "thads-an-giang": {"file_refused"},  # a member that climbs out of its zip
    "stp-dak-lak": {"caption_missing"},
    "thads-ha-tinh": {"caption_missing_time", "caption_missing_place"},
    "thads-thai-binh": {"caption_orphan"},
    "stp-phu-tho": {"media_out_of_period"},
    "btp-cong-doan": {"nomination_missing_field"},
    "stp-hau-giang": {"missing_letter"},
    "thads-lao-cai": {"missing_nominations"},
    "stp-lam-dong": {"missing_media"},
    "btp-cuc-bttp": {"missing_media"},
    "btp-vu-plqt": {"missing_media", "missing_letter"},  # answered that it has nothing to propose
    "thads-son-la": {"not_submitted"},  # only asked a question
    "stp-hoa-binh": {"not_submitted"},  # only asked for more time
}
ONLY_ASKED = {"thads-son-la": "question", "stp-hoa-binh": "extension_request"}
INFORMATION: dict[str, set[str]] = {
    "stp-vinh-long": {"caption_vague_time"},
    "thads-quang-nam": {"link_trashed"},  # in the bin, and everything in it was kept
    "thads-kon-tum": {"link_private"},  # shared with the mailbox alone
    "btp-doan-thanh-nien": {"missing_media"},  # optional
}
OTHER = {
    "Báo cáo tổng kết phong trào thi đua năm 2024 - STP Bắc Ninh": "before the opening of the campaign",
    "Trả lời tự động: Đề nghị bổ sung chú thích ảnh": "automatic reply",
    "Automatic reply: CV 6286/BTP-TCCB": "automatic reply",
    "Delivery Status Notification (Failure)": "bounce",
    "Điểm tin văn bản mới tuần 2 tháng 11/2024": "newsletter",
    "Đề nghị bổ sung chú thích ảnh - STP Đà Nẵng": "own outgoing mail",
    "Góp ý dự thảo Nghị định về hòa giải ở cơ sở": "other business",
    "Tin bài: Hội nghị tập huấn hòa giải viên": "news for another address",
    "In kỷ yếu, bằng khen giá rẻ cuối năm": "no evidence of the campaign",
}
UNPLACED = {"", "anh dai hoi thi dua"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("demo") / "out"
    return out, run_demo(out, verbose=True)


@pytest.fixture(scope="module")
def document(made: tuple[Path, str]) -> dict[str, Any]:
    exported: dict[str, Any] = json.loads((made[0] / "export.json").read_text(encoding="utf-8"))
    return exported


def _open(document: dict[str, Any], severities: set[str]) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = defaultdict(set)
    for finding in document["findings"]:
        if finding["resolved_at"] is None and finding["severity"] in severities:
            found[finding["unit"]].add(finding["code"])
    return found


def _wrote(document: dict[str, Any]) -> set[str]:
    return {code for message in document["messages"] for code in message["units"]}


def test_the_material_is_what_its_generator_says() -> None:
    made = files()
    lying = {
        path.relative_to(MATERIAL).as_posix(): path.read_bytes()
        for path in MATERIAL.rglob("*")
        if path.is_file() and path.name != ".gitattributes"
    }
    assert sorted(lying) == sorted(made)  # what lies on Drive is named by its content
    assert lying["drive.json"] == made["drive.json"]
    assert {name for name, content in made.items() if _header(content) != _header(lying[name])} == NOTHING


def _header(mail: bytes) -> bytes:
    """Of a mail only its header: the bytes of its PDFs follow the fonts of the machine that made them."""
    return mail.partition(b"\r\n\r\n")[0] if mail.startswith(b"Delivered-To:") else mail


def test_the_material_is_small() -> None:
    assert sum(path.stat().st_size for path in MATERIAL.rglob("*") if path.is_file()) < 6_000_000


def test_every_kind_of_unit_writes_and_a_third_are_in_order(document: dict[str, Any]) -> None:
    assert len(document["messages"]) >= 40
    assert _wrote(document) == {*IN_ORDER, *FAULTS}
    groups = {unit["group"] for unit in document["units"] if unit["code"] in _wrote(document)}
    assert groups == {"thuoc-bo-qlnn", "thuoc-bo-khac", "so-tu-phap", "cuc-thads", "dang-doan-the"}
    assert 3 * len(IN_ORDER) >= len(_wrote(document))


@pytest.mark.parametrize("code", IN_ORDER)
def test_a_unit_in_order_is_complete_and_has_nothing_open(document: dict[str, Any], code: str) -> None:
    (unit,) = (unit for unit in document["units"] if unit["code"] == code)
    assert unit["state"] == "complete"
    assert _open(document, {"warning", "error"})[code] == NOTHING
    assert unit["counts"]["findings"] == 0
    assert unit["counts"]["captioned"] == unit["counts"]["media"]


@pytest.mark.parametrize(("code", "codes"), FAULTS.items())
def test_each_fault_is_found_and_no_other(document: dict[str, Any], code: str, codes: set[str]) -> None:
    assert _open(document, {"warning", "error"})[code] == codes


@pytest.mark.parametrize("code", [*IN_ORDER, *FAULTS])
def test_information_is_given_where_it_should_be(document: dict[str, Any], code: str) -> None:
    expected = INFORMATION.get(code, {"missing_media"} if code == "btp-cong-doan" else NOTHING)
    assert _open(document, {"info"})[code] == expected


def test_who_wrote_nothing_has_not_submitted(document: dict[str, Any]) -> None:
    silent = {unit["code"] for unit in document["units"]} - _wrote(document)
    found = _open(document, {"info", "warning", "error"})
    assert {code for code in silent if found[code] != {"not_submitted"}} == NOTHING


def test_mail_that_is_nobodys_submission_says_why(document: dict[str, Any]) -> None:
    others = {message["subject"]: message["reason"] for message in document["messages"] if message["role"] == "other"}
    assert others == OTHER
    assert all(not message["units"] for message in document["messages"] if message["role"] == "other")


def test_what_names_no_office_is_left_to_the_officer(document: dict[str, Any]) -> None:
    unplaced = {
        message["subject"] for message in document["messages"] if not message["units"] and message["role"] != "other"
    }
    assert unplaced == UNPLACED
    assert _open(document, {"error"})[None] == {"unit_unidentified"}


def test_questions_and_requests_carry_nothing(document: dict[str, Any]) -> None:
    roles = {code: message["role"] for message in document["messages"] for code in message["units"]}
    assert {code: roles[code] for code in ONLY_ASKED} == ONLY_ASKED


def test_what_was_mended_is_resolved(document: dict[str, Any]) -> None:
    """Đà Nẵng sent bare photos first and their captions on Sunday evening."""
    mended = [row for row in document["findings"] if row["unit"] == "stp-da-nang" and row["code"] == "caption_missing"]
    assert len(mended) == 2
    assert {row["resolved_at"] for row in mended} == {"2024-11-18T00:30:00Z"}


def test_captions_are_read_from_every_source(document: dict[str, Any]) -> None:
    read = {media["caption_source"] for media in document["media"] if media["caption_source"]}
    assert read >= {"row", "picture_line", "caption_file", "drive_description", "file_name", "folder_name", "mail_body"}


def test_letters_are_read_with_number_day_and_signer(document: dict[str, Any]) -> None:
    letters = {letter["unit"]: letter for letter in document["letters"]}
    owing = {code for code in (*IN_ORDER, *FAULTS) if "missing_letter" not in FAULTS.get(code, NOTHING)}
    assert set(letters) == owing - set(ONLY_ASKED)
    assert all(one["number"] and one["date"] and one["signer"] and one["signed"] for one in letters.values())
    assert (letters["stp-lang-son"]["number"], letters["stp-lang-son"]["symbol"]) == ("1532", "STP-VP")
    assert (letters["btp-doan-thanh-nien"]["number"], letters["btp-doan-thanh-nien"]["symbol"]) == ("56", "CV/ĐTN")


def test_it_says_what_to_open(made: tuple[Path, str]) -> None:
    out, text = made
    for name in ("ban-tin-2024-11-18.html", "ban-tin-2024-11-18.txt", "ban-tin-2024-11-18.xlsx", "export.json"):
        assert (out / name).stat().st_size > 0
        assert str(out / name) in text
    counted = len([code for code in _wrote(json.loads((out / "export.json").read_text())) if code not in ONLY_ASKED])
    assert f"{counted - 2}/156 đơn vị đã gửi" in text  # two organisations are outside the denominator


def test_a_second_pass_changes_nothing(made: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = made
    with Emulator(scene.drive_items(), mailbox=scene.MAILBOX) as drive:
        settings = demo_settings(out, drive)
        campaign = choose_campaign(settings, None)
        with (
            instance_lock(Path(settings.data_dir), "test"),
            open_workplace(settings, campaign, NOW, writing=True) as work,
        ):
            report = run_pass(replace(work, now=NOW + timedelta(minutes=1)))
            assert report.judged is not None
            changes = report.judged.changes
            assert (report.received, report.read, report.fetched, report.problems) == (0, 0, 0, [])
            assert [*changes.opened, *changes.resolved, *changes.came_back] == []
            again = to_json(export_document(judge(work, store=False).assessment))
        assert drive.violations == []
    assert again == (out / "export.json").read_text(encoding="utf-8")


def test_an_earlier_morning_shows_what_stood_then(made: tuple[Path, str]) -> None:
    out, _ = made
    with Emulator() as drive:
        settings = demo_settings(out, drive)
        with open_workplace(settings, choose_campaign(settings, None), NOW, writing=False) as work:
            before = export_document(judge(replace(work, now=MORNINGS[0]), store=False).assessment)
    assert _wrote(before) < {*IN_ORDER, *FAULTS}
    assert all(message["received_at"] <= "2024-11-12T00:30:00Z" for message in before["messages"])


def test_a_folder_of_others_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "luan-van.docx").write_text("của người khác")
    with pytest.raises(UsageError, match="thư mục đã có dữ liệu khác"):
        run_demo(tmp_path, verbose=False)
    assert (tmp_path / "data" / "luan-van.docx").read_text() == "của người khác"


def test_a_file_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("x")
    with pytest.raises(UsageError, match="không phải thư mục"):
        run_demo(place, verbose=False)


def test_it_starts_anew_where_a_demo_has_been(made: tuple[Path, str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(made[0], out)
    (out / "ghi chú của tôi.txt").write_text("giữ lại")
    (out / "data" / "cũ.txt").write_text("của lần trước")
    run_demo(out, verbose=False)
    assert not (out / "data" / "cũ.txt").exists()
    assert (out / "ghi chú của tôi.txt").read_text() == "giữ lại"
    assert (out / "export.json").read_bytes() == (made[0] / "export.json").read_bytes()
