"""An upgrade: one data folder, two versions of the code; what the new one sees otherwise is not put down to a unit."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.demo.emulator import Emulator
from parsers.facts import READING_VERSION
from tests.acceptance.conftest import put
from tests.acceptance.material import (
    CAPTIONS,
    CLOSED_FOLDER,
    OPEN_FOLDER,
    Mail,
    at,
    drive_items,
    message,
    photo,
    table_document,
)
from tests.acceptance.office import ROOT, Office

BEFORE, SOON = "2024-11-17T07:30+07:00", "2024-11-17T08:00+07:00"
LATER, FORENOON = "2024-11-18T08:00+07:00", "2024-11-18T09:00+07:00"
_UPGRADED = "2024-11-17T00:30:00.000000Z"
NEXT_DAY = "2024-11-19T09:30+07:00"
MARK = "do cập nhật phần mềm"
LANG_SON, CAO_BANG, NGHE_AN, KON_TUM, CA_MAU = (
    "stp-lang-son", "stp-cao-bang", "thads-nghe-an", "stp-kon-tum", "stp-ca-mau",
)  # fmt: skip

# What this version does better than the one before it, which is made here by undoing it: (file, now, before).
BETTER = (
    ("parsers/parse.py", 'PARSER_VERSION = "', 'PARSER_VERSION = "0.'),
    # a reader: "Địa điểm" is a heading of places
    ("parsers/readers/captions.py", 'r"^(?:dia diem|noi chup|', 'r"^(?:noi chup|'),
    ("parsers/readers/captions.py", r're.compile(r"\bdia diem\b|^noi (?:', r're.compile(r"^noi (?:'),
    # a rule's verdict: a picture from before the period is one out of the period
    ("validators/rules/media_out_of_period.py", "early = period", "early = False and period"),
    # mere words
    ("validators/rules/captions.py", '"chưa có chú thích; đề nghị', '"không có chú thích; đề nghị'),
)


def _mails() -> tuple[Mail, ...]:
    captions = table_document(
        "CHÚ THÍCH ẢNH",
        CAPTIONS,
        [("anh1.jpg", "Trợ giúp pháp lý lưu động", "15/3/2021", "Nhà văn hóa xã Chi Lăng, huyện Chi Lăng")],
    )
    early = "Hội thi tìm hiểu pháp luật tại thị trấn Nghĩa Đàn ngày 02-3-2018.jpg"
    folder = "https://drive.google.com/drive/folders/"
    return (
        message(
            "lang-son",
            "Văn phòng Sở Tư pháp <sotuphap@langson.gov.vn>",
            "Sở Tư pháp Lạng Sơn gửi ảnh theo CV 6286/BTP-TCCB",
            "Sở Tư pháp tỉnh Lạng Sơn gửi kèm ảnh.",
            at(15, 9),
            [("anh1.jpg", photo("red")), ("Chú thích.docx", captions)],
        ),
        message(
            "cao-bang",
            "Sở Tư pháp <sotuphap@caobang.gov.vn>",
            "Sở Tư pháp Cao Bằng gửi ảnh theo CV 6286/BTP-TCCB",
            "Sở Tư pháp tỉnh Cao Bằng gửi kèm ảnh.",
            at(15, 10),
            [(early, photo("blue"))],
        ),
        message(
            "nghe-an",
            "Cục THADS tỉnh Nghệ An <cucthadsnghean@gmail.com>",
            "Cục THADS Nghệ An gửi ảnh, video theo Công văn 6286",
            f"Cục Thi hành án dân sự tỉnh Nghệ An gửi tư liệu:\n{folder}{OPEN_FOLDER}\nTrân trọng./.",
            at(14, 16),
        ),
        message(
            "kon-tum",
            "So Tu phap Kon Tum <stpkontum@gmail.com>",
            "STP Kon Tum gui ho so dien hinh tien tien",
            f"So Tu phap tinh Kon Tum gui ho so: {folder}{CLOSED_FOLDER}",
            at(16, 21),
        ),
        message("vo-danh", "Ai đó <nguoigui@example.com>", "bc", "", at(16, 11), [("IMG_1.jpg", photo("gray"))]),
    )


_NEW = message(
    "ca-mau",
    "Sở Tư pháp <sotuphap@camau.gov.vn>",
    "Sở Tư pháp Cà Mau gửi ảnh theo CV 6286/BTP-TCCB",
    "Sở Tư pháp tỉnh Cà Mau gửi kèm ảnh.",
    at(18, 7, 45),
    [("IMG_20230712_091533.jpg", photo("green"))],
)


@pytest.fixture(scope="module")
def old_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version before this one."""
    tree = tmp_path_factory.mktemp("old")
    for package in ("config", "parsers", "validators", "ingest"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, now, before in BETTER:
        text = (tree / name).read_text(encoding="utf-8")
        assert text.count(now) == 1, (name, now)
        (tree / name).write_text(text.replace(now, before), encoding="utf-8")
    return tree


@pytest.fixture
def office(tmp_path: Path, old_code: Path) -> Iterator[Office]:
    """An office whose mail the old version received, read and judged."""
    with Emulator(drive_items()) as emulator:
        made = Office(tmp_path / "office", emulator, code=old_code).configure()
        for mail in _mails():
            put(made, mail)
        made.poll(BEFORE)
        yield made
        assert emulator.violations == []


def _rows(office: Office, query: str) -> list[Any]:
    with sqlite3.connect(office.folder / "var" / "tiepnhan.db") as connection:
        return connection.execute(query).fetchall()


def _changes(office: Office, cause: str) -> set[tuple[str | None, str, bool]]:
    """(unit, code, whether it stands) of what changed since the upgrade."""
    rows = _rows(
        office,
        f"select unit, code, present from finding_events where cause = '{cause}' and at > '{_UPGRADED}'",
    )
    return {(unit, code, bool(present)) for unit, code, present in rows}


def _digest(office: Office, now: str, out: Path) -> tuple[str, list[dict[str, Any]]]:
    """(the text, the rows of the sheet of discrepancies) of an edition."""
    done = office.run("digest", "--out", str(out), now=now)
    assert done.code == 0, done
    head, *rows = openpyxl.load_workbook(next(out.glob("*.xlsx")))["Vướng mắc"].iter_rows(values_only=True)
    text = next(out.glob("*.txt")).read_text(encoding="utf-8")
    return text, [dict(zip((str(title) for title in head), row, strict=True)) for row in rows]


def test_what_an_upgrade_changes_is_told_apart_from_what_units_do(office: Office, tmp_path: Path) -> None:
    old = json.loads(office.export(BEFORE))
    lacking = {f["unit"] for f in old["findings"] if f["code"] == "caption_missing_place"}
    assert lacking == {LANG_SON, NGHE_AN}  # the old version does not find the places

    # Before anything is read again the units stand as they stood, by the new rules.
    office.code = ROOT
    between = json.loads(office.export(LATER))
    for part in ("messages", "files", "media", "nominations"):
        assert between[part] == old[part]
    assert {f["unit"] for f in between["findings"] if f["code"] == "media_out_of_period"} == {CAO_BANG}

    # One pass: a real new mail is read, then everything again; Drive is not asked for what we have.
    put(office, _NEW)
    assert office.emulator is not None
    office.emulator.calls.clear()
    done = office.run("poll", "--json", now=FORENOON)
    assert (done.code, done.json["received"], done.json["read"]) == (0, 1, 6), done
    assert [call.what for call in office.emulator.calls if call.what in {"media", "export"}] == []
    assert _changes(office, "update") == {
        (LANG_SON, "caption_missing_place", False),
        (NGHE_AN, "caption_missing_place", False),
        (CAO_BANG, "media_out_of_period", True),
    }
    others = _changes(office, "")
    assert {unit for unit, _, _ in others} == {CA_MAU}
    assert {(CA_MAU, "caption_missing", True), (CA_MAU, "not_submitted", False)} < others

    # Old readings do not pile up.
    assert _rows(office, "select distinct version from readings") == [(READING_VERSION,)]

    # The morning after: the officers are told, and nothing of it is counted as the units' doing.
    text, rows = _digest(office, "2024-11-18T10:00+07:00", tmp_path / "first")
    (news,) = [line for line in text.splitlines() if line.startswith("MỚI")]
    assert news.endswith(": 01 đơn vị gửi lần đầu; 02 vướng mắc phát sinh.")  # Cà Mau's captions and letter
    (told,) = [line for line in text.splitlines() if line.startswith("Thay đổi")]
    assert told == (
        f"Thay đổi {MARK}, không phải do đơn vị: 01 vướng mắc không còn, 01 vướng mắc mới thấy; số liệu của 03 đơn vị "
        "(Cục THADS Nghệ An, Sở Tư pháp Cao Bằng, Sở Tư pháp Lạng Sơn)."
    )
    (line,) = [line for line in text.splitlines() if line.startswith("Sở Tư pháp Cao Bằng – ")]
    assert f"01 ảnh, video ngoài giai đoạn yêu cầu – mới thấy {MARK}" in line
    (line,) = [line for line in text.splitlines() if line.startswith("Cục THADS Nghệ An – ")]
    assert f"01/02 ảnh có chú thích chưa nêu địa điểm – có thay đổi {MARK}" in line  # there were two
    marked = {(row["Đơn vị"], row["Vướng mắc"]) for row in rows if row["Ghi chú"]}
    assert marked == {("Sở Tư pháp Cao Bằng", "ảnh, video ngoài giai đoạn yêu cầu")}

    # A day later nothing is marked any more, and another pass changes nothing.
    assert office.run("poll", now=NEXT_DAY).code == 0
    text, rows = _digest(office, NEXT_DAY, tmp_path / "second")
    assert MARK not in text
    assert not any(row["Ghi chú"] for row in rows)
    assert "ảnh, video ngoài giai đoạn yêu cầu" in text


def test_a_second_judgement_of_the_same_instant_keeps_the_cause(office: Office) -> None:
    office.code = ROOT
    assert office.emulator is not None
    office.emulator.calls.clear()
    office.poll(SOON)
    assert office.emulator.calls == []  # what lies in the archive is read again without a word to Drive
    before = _changes(office, "update")
    assert {(LANG_SON, "caption_missing_place", False), (NGHE_AN, "caption_missing_place", False)} < before
    office.poll(SOON)
    assert _changes(office, "update") == before


def test_rerun_says_what_the_new_version_sees_otherwise(office: Office) -> None:
    office.code = ROOT
    done = office.run("rerun", "--unit", LANG_SON, now=SOON)
    assert done.code == 0, done
    (line,) = [
        line for line in done.out.splitlines() if "địa điểm" in line and "đã khắc phục" in line and "anh1" in line
    ]
    assert line.endswith(f"({MARK})")
