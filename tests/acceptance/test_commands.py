"""What an officer and an operator get from the commands, on the material."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ingest.export.schema import load_schema
from tests.acceptance.conftest import OfficeMaker
from tests.acceptance.material import CLOSED_FOLDER, OPEN_FOLDER
from tests.acceptance.office import NOW, Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, emulator: Any) -> Office:
    """An office after its first poll; tests only read it."""
    from tests.acceptance.conftest import put  # noqa: PLC0415
    from tests.acceptance.material import mails  # noqa: PLC0415

    made = Office(tmp_path_factory.mktemp("office"), emulator).configure()
    for mail in mails():
        put(made, mail)
    made.poll()
    return made


@pytest.fixture(scope="module")
def export(office: Office) -> Any:
    return json.loads(office.export())


def _findings(export: Any, unit: str | None) -> set[tuple[str, str]]:
    return {
        (f["code"], f["severity"])
        for f in export["findings"]
        if f["unit"] == unit and f["resolved_at"] is None and f["severity"] != "info"
    }


def test_the_export_obeys_its_schema(export: Any) -> None:
    jsonschema.validate(export, load_schema())


def test_a_unit_in_order_has_no_finding_and_is_complete(export: Any) -> None:
    unit = next(unit for unit in export["units"] if unit["code"] == "stp-lang-son")
    assert unit["state"] == "complete"
    assert _findings(export, "stp-lang-son") == set()
    (letter,) = [letter for letter in export["letters"] if letter["unit"] == "stp-lang-son"]
    assert (letter["number"], letter["symbol"], letter["date"]) == ("1532", "STP-VP", "2024-11-14")
    names = [n["name"] for n in export["nominations"] if n["unit"] == "stp-lang-son"]
    assert sorted(names) == ["Lý Thị Nghiệm", "Nông Văn Thử"]


def test_a_drive_folder_is_received_with_its_captions(export: Any) -> None:
    media = {m["path"]: m for m in export["media"] if m["unit"] == "thads-nghe-an"}
    shown = media[f"drive/{OPEN_FOLDER}/cuong che.jpg"]
    assert (shown["content"], shown["time"]["start"]) == ("Cưỡng chế giao nhà", "2022-06-22")
    assert shown["place"] == "phường Hưng Bình, thành phố Vinh"
    inherited = media[f"drive/{OPEN_FOLDER}/Hội nghị tổng kết 2023/IMG_20230712_091533.jpg"]
    assert inherited["caption_source"] == "folder_name"
    (link,) = [link for link in export["links"] if link["unit"] == "thads-nghe-an"]
    assert (link["access"], link["kind"]) == ("public", "folder")


def test_hostile_and_damaged_members_cost_themselves_alone(export: Any) -> None:
    files = {f["path"].rpartition("/")[2]: f["status"] for f in export["files"] if f["path"].startswith("nghe-an-2")}
    assert files["hong.docx"] == "unreadable"
    assert files["leo-ra-ngoai.jpg"] == "refused"
    assert {"file_unreadable", "file_refused"} <= {code for code, _ in _findings(export, "thads-nghe-an")}
    assert not any(".." in path.name for path in Path("/").glob("leo-ra-ngoai*"))


def test_a_closed_link_leaves_the_parts_undetermined(export: Any) -> None:
    assert _findings(export, "stp-kon-tum") == {
        ("link_no_access", "error"),
        ("missing_media", "warning"),
        ("missing_letter", "warning"),
        ("missing_nominations", "warning"),
    }
    (link,) = [link for link in export["links"] if link["unit"] == "stp-kon-tum"]
    assert (link["drive_id"], link["access"]) == (CLOSED_FOLDER, "no_access")


def test_a_private_document_and_another_service_are_told_apart(export: Any) -> None:
    access = {link["access"] for link in export["links"] if link["unit"] == "btp-cuc-btnn"}
    assert access == {"private", "not_drive"}


def test_every_message_is_there_with_a_role(export: Any) -> None:
    roles = {entry["id"]: (entry["role"], entry["reason"]) for entry in export["messages"]}
    assert len(roles) == 9
    assert roles["tu-dong@unit.example"] == ("other", "automatic reply")
    assert roles["vo-danh@unit.example"][0] == "submission"
    assert ("unit_unidentified", "error") in _findings(export, None)


def test_a_truncated_mail_with_an_unknown_charset_is_still_the_units(export: Any) -> None:
    (cut,) = [entry for entry in export["messages"] if entry["id"].startswith("sha256-") and entry["units"]]
    assert cut["units"] == ["stp-ca-mau"]
    (photo,) = [f for f in export["files"] if f["message"] == cut["id"]]
    assert photo["status"] == "unreadable"


def test_assign_places_a_message_and_its_sender(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    assert (
        office.run(
            "assign", "vo-danh@unit.example", "stp-bac-lieu", "--by", "ai", "--reason", "hỏi qua điện thoại"
        ).code
        == 0
    )
    document = json.loads(office.export())
    entry = next(entry for entry in document["messages"] if entry["id"] == "vo-danh@unit.example")
    assert entry["units"] == ["stp-bac-lieu"]
    assert [decision["kind"] for decision in document["decisions"]] == ["assign"]
    assert ("unit_unidentified", "error") not in _findings(document, None)


def test_assign_gives_one_file_to_another_unit(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    done = office.run("assign", "lang-son@unit.example", "stp-cao-bang", "--part", "Danh sách.docx")
    assert done.code == 0, done
    document = json.loads(office.export())
    units = {file["name"]: file["unit"] for file in document["files"] if file["message"] == "lang-son@unit.example"}
    assert (units["Danh sách.docx"], units["anh1.jpg"]) == ("stp-cao-bang", "stp-lang-son")
    assert {entry["unit"] for entry in document["nominations"]} >= {"stp-cao-bang"}
    assert office.run("assign", "lang-son@unit.example", "stp-cao-bang", "--part", "khong-co.docx").code == 2


def test_status_has_a_line_for_every_unit(office: Office) -> None:
    done = office.run("status")
    assert done.code == 0
    assert "stp-lang-son" in done.out
    assert len(office.run("status", "--json").json["units"]) == 161


def test_an_export_of_one_unit_has_nothing_of_others(office: Office) -> None:
    document = office.run("export", "json", "--unit", "stp-lang-son").json
    assert [unit["code"] for unit in document["units"]] == ["stp-lang-son"]
    assert {entry["unit"] for entry in document["files"]} == {"stp-lang-son"}


def test_the_digest_is_written_in_three_forms(office: Office, tmp_path: Path) -> None:
    done = office.run("digest", "--out", str(tmp_path))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".txt", ".xlsx"]
    text = next(tmp_path.glob("*.txt")).read_text(encoding="utf-8")
    assert text.startswith("[CV 6286] Thứ Hai 18/11")
    assert "Nông Văn Thử" not in text  # nominees are named in no digest
    assert len(done.out.splitlines()) == 3


def test_recheck_sees_a_folder_that_was_opened(tmp_path: Path) -> None:
    from ingest.demo.emulator import ANYONE, Emulator  # noqa: PLC0415
    from tests.acceptance.conftest import put  # noqa: PLC0415
    from tests.acceptance.material import drive_items, mails  # noqa: PLC0415

    with Emulator(drive_items()) as emulator:
        office = Office(tmp_path / "office", emulator).configure()
        for mail in mails():
            put(office, mail)
        office.poll()
        emulator.world.change(CLOSED_FOLDER, access=ANYONE)
        later = "2024-11-18T09:00+07:00"
        assert office.run("recheck", "--unit", "stp-kon-tum", now=later).code == 0
        document = json.loads(office.export(later))
    (link,) = [link for link in document["links"] if link["unit"] == "stp-kon-tum"]
    assert link["access"] == "empty"
    closed = next(f for f in document["findings"] if f["code"] == "link_no_access")
    assert closed["resolved_at"] == "2024-11-18T02:00:00Z"


def test_doctor_tells_what_works_and_explains_a_link(office: Office) -> None:
    done = office.run("doctor", now=None)
    assert done.code in {0, 1}  # a machine with a nearly full disk is told so
    assert "Google Drive" in done.out
    explained = office.run("doctor", "--drive", f"https://drive.google.com/drive/folders/{CLOSED_FOLDER}", now=None)
    assert explained.code == 1
    assert "no_access" in explained.out


def test_init_writes_a_file_that_loads_and_never_overwrites(tmp_path: Path) -> None:
    office = Office(tmp_path / "new")
    office.folder.mkdir()
    assert office.run("init", now=None).code == 0
    assert office.run("init", now=None).code == 2
    assert office.run("campaign", "check", now=None).code == 0


def test_campaign_check_speaks_of_the_deadline(office: Office) -> None:
    done = office.run("campaign", "check", now=None)
    assert done.code == 0
    assert "20/11/2024" in done.out


def test_an_unplaced_instant_is_judged_without_being_stored(office: Office) -> None:
    before = office.export()
    assert office.run("status", now="2024-11-25T00:00+07:00").code == 0
    assert office.export(NOW) == before
