"""What was backed up comes back byte for byte, whatever became of the disk meanwhile."""

import json
import os
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from ingest.store.database import Database
from tests.acceptance.conftest import OfficeMaker, put
from tests.acceptance.material import at, mails, message
from tests.acceptance.office import ROOT, Office
from tests.servers.postgres import Postgres

LATER = "2024-11-19T07:30+07:00"


def one_line(text: str) -> str:
    """A message for people: one line, no traceback."""
    assert len(text.splitlines()) == 1, text
    assert "Traceback" not in text
    return text


def test_a_lost_disk_comes_back_from_the_backup(new_office: OfficeMaker, tmp_path: Path) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    done = office.run("backup", str(tmp_path / "copy"), "--json")
    assert (done.code, done.err, done.json["problems"]) == (0, "", [])
    shutil.rmtree(office.folder / "var")
    restored = office.run("restore", str(tmp_path / "copy"), "--json")
    assert (restored.code, restored.err) == (0, "")
    assert restored.json["brought_back"] == done.json["originals"] > 20
    assert office.export() == expected
    assert office.run("doctor").code == 0
    again = office.run("poll", "--json")
    assert (again.code, again.json["received"], again.json["read"], again.json["fetched"]) == (0, 0, 0, 0)
    assert office.export() == expected


def test_what_came_after_the_backup_is_received_again(new_office: OfficeMaker, tmp_path: Path) -> None:
    office = new_office(mail=mails()[:4])
    office.poll()
    assert office.run("backup", str(tmp_path / "copy")).code == 0
    for mail in mails()[4:]:
        put(office, mail)
    office.poll()
    expected = office.export()
    before = office.folder / "var" / "archive"
    held = {path.name for path in before.rglob("*") if path.is_file()}
    done = office.run("restore", str(tmp_path / "copy"))
    assert (done.code, done.err) == (0, "")
    assert "before-restore-20241118T003000Z" in done.out
    assert {path.name for path in before.rglob("*") if path.is_file()} == held
    assert len(json.loads(office.export())["messages"]) < len(json.loads(expected)["messages"])
    office.poll()
    assert office.export() == expected


def test_a_damaged_database_and_archive_are_mended_and_what_was_there_is_kept(
    new_office: OfficeMaker, tmp_path: Path
) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    assert office.run("backup", str(tmp_path / "copy")).code == 0
    database = office.folder / "var" / "tiepnhan.db"
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    broken = office.run("poll")
    assert broken.code == 1
    assert "restore" in one_line(broken.err)
    originals = sorted(path for path in (office.folder / "var" / "archive").rglob("*") if path.is_file())
    originals[0].unlink()
    _rot(originals[1])
    refused = office.run("backup", str(tmp_path / "copy"), now=LATER)
    assert refused.code == 1
    assert "restore" in one_line(refused.err)
    assert len(_generations(tmp_path / "copy")) == 1
    restored = office.run("restore", str(tmp_path / "copy"), "--json")
    assert (restored.code, restored.json["brought_back"]) == (0, 2)
    aside = Path(restored.json["aside"])
    assert (aside / "tiepnhan.db").stat().st_size == len(whole)
    assert (aside / "damaged" / originals[1].name).is_file()
    assert office.export() == expected
    office.poll()
    assert office.export() == expected


def test_the_second_backup_copies_what_is_new_and_each_one_can_be_restored(
    new_office: OfficeMaker, tmp_path: Path
) -> None:
    office = new_office(mail=mails()[:3])
    office.poll()
    first = office.export()
    copy = tmp_path / "copy"
    assert office.run("backup", str(copy)).code == 0
    put(office, message("them", "So Tu phap Kon Tum <stpkontum@gmail.com>", "STP Kon Tum", "CV 6286", at(18, 9)))
    office.poll(LATER)
    second = office.export(LATER)
    done = office.run("backup", str(copy), "--json", now=LATER)
    assert (done.code, done.json["copied"]) == (0, 1)
    assert [folder.name for folder in _generations(copy)] == ["20241118T003000Z", "20241119T003000Z"]
    assert office.run("restore", str(copy), "--at", "20241118T003000Z", now=LATER).code == 0
    assert office.export() == first
    assert office.run("restore", str(copy), now=LATER).code == 0
    assert office.export(LATER) == second


def test_a_backup_that_rotted_is_refused_before_anything_is_touched(new_office: OfficeMaker, tmp_path: Path) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    copy = tmp_path / "copy"
    assert office.run("backup", str(copy)).code == 0
    rotten = next(path for path in sorted((copy / "archive").rglob("*")) if path.is_file())
    _rot(rotten)
    next((office.folder / "var" / "archive").rglob(rotten.name)).unlink()
    before = _tree(office)
    refused = office.run("restore", str(copy))
    assert refused.code == 1
    assert "--partial" in one_line(refused.err)
    _rot(_generations(copy)[0] / "database.sqlite")
    assert "database.sqlite" in one_line(office.run("restore", str(copy)).err)
    assert _tree(office) == before
    assert office.export() == expected


def test_what_can_be_saved_is_restored_when_asked_for(new_office: OfficeMaker, tmp_path: Path) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    copy = tmp_path / "copy"
    assert office.run("backup", str(copy)).code == 0
    next(path for path in sorted((copy / "archive").rglob("*")) if path.is_file()).unlink()
    shutil.rmtree(office.folder / "var")
    done = office.run("restore", str(copy), "--partial")
    assert done.code == 1
    assert "thiếu 1 bản gốc" in one_line(done.err)
    assert office.export() == expected


def test_a_backup_beside_the_running_daemon_is_whole_and_restore_waits_for_its_end(
    new_office: OfficeMaker, tmp_path: Path
) -> None:
    office = new_office()
    office.poll()
    daemon = office.start("run", now=None)
    try:
        deadline = time.monotonic() + 60
        while not office.run("status", now=None).out and time.monotonic() < deadline:
            time.sleep(0.5)
        time.sleep(2)
        assert office.run("backup", str(tmp_path / "copy")).code == 0
        refused = office.run("restore", str(tmp_path / "copy"))
        assert refused.code == 1
        assert "run" in one_line(refused.err)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.communicate(timeout=60)
    assert office.run("restore", str(tmp_path / "copy")).code == 0
    assert office.export()


def test_a_backup_that_is_killed_leaves_the_earlier_one_whole(new_office: OfficeMaker, tmp_path: Path) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    copy = tmp_path / "copy"
    assert office.run("backup", str(copy)).code == 0
    started = time.monotonic()
    assert office.run("backup", str(copy), now=LATER).code == 0
    length = time.monotonic() - started
    for tenth in range(4, 10):
        process = office.start("backup", str(copy), now="2024-11-20T07:30+07:00")
        time.sleep(length * tenth / 10)
        process.kill()
        process.communicate()
    shutil.rmtree(office.folder / "var")
    assert office.run("restore", str(copy)).code == 0
    assert office.export() == expected
    assert office.run("backup", str(copy), now="2024-11-21T07:30+07:00").code == 0
    assert not (copy / ".making").exists()


@pytest.mark.parametrize("where", ["var/backups/ours", "var", "mail"])
def test_a_folder_that_will_not_do_is_refused(new_office: OfficeMaker, where: str) -> None:
    office = new_office()
    office.poll()
    before = sorted(office.mail.iterdir())
    done = office.run("backup", str(office.folder / where))
    assert done.code == 2
    assert "chọn" in one_line(done.err)
    assert sorted(office.mail.iterdir()) == before


@pytest.mark.parametrize(
    "arguments", [("restore", "{}/khong-co"), ("restore", "{}/mail"), ("restore", "{}/copy", "--at", "x")]
)
def test_a_wrong_source_exits_2(new_office: OfficeMaker, arguments: tuple[str, ...]) -> None:
    office = new_office()
    office.poll()
    assert office.run("backup", str(office.folder / "copy")).code == 0
    done = office.run(*(part.format(office.folder) for part in arguments))
    assert done.code == 2
    one_line(done.err)


def test_nothing_to_back_up_is_told(new_office: OfficeMaker, tmp_path: Path) -> None:
    done = new_office().run("backup", str(tmp_path / "copy"))
    assert done.code == 1
    assert "tiepnhan.db" in one_line(done.err)
    assert _generations(tmp_path / "copy") == []


def test_a_backup_of_an_older_schema_is_brought_up_to_date(new_office: OfficeMaker, tmp_path: Path) -> None:
    """The same rows in the tables of the first version."""
    office = new_office()
    office.poll()
    expected = office.export()
    _downgrade(office.folder / "var" / "tiepnhan.db")
    assert office.run("backup", str(tmp_path / "copy")).code == 0
    manifest = json.loads((_generations(tmp_path / "copy")[0] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == "0001"
    shutil.rmtree(office.folder / "var")
    assert office.run("restore", str(tmp_path / "copy")).code == 0
    assert office.export() == expected
    office.poll()


@pytest.mark.xdist_group("postgres")
def test_postgresql_comes_back_too_and_the_old_tables_are_kept(
    new_office: OfficeMaker, postgres: Postgres, tmp_path: Path
) -> None:
    office = new_office(database=postgres.database(), mail=mails()[:4])
    office.poll()
    first = office.export()
    copy = tmp_path / "copy"
    done = office.run("backup", str(copy))
    assert (done.code, done.err) == (0, "")
    for mail in mails()[4:]:
        put(office, mail)
    office.poll()
    expected = office.export()
    restored = office.run("restore", str(copy))
    assert (restored.code, restored.err) == (0, "")
    assert office.export() == first
    office.poll()
    assert office.export() == expected
    shutil.rmtree(office.folder / "var")
    office.database = postgres.database()  # another, empty server
    office.configure()
    assert office.run("restore", str(copy)).code == 0
    assert office.export() == first


def _downgrade(database: Path) -> None:
    old = database.with_name("old.db")
    opened = Database(f"sqlite:///{old}")
    config = Config()
    config.set_main_option("script_location", str(ROOT / "ingest/store/migrations"))
    config.attributes["engine"] = opened.engine
    command.upgrade(config, "0001")
    opened.close()
    connection = sqlite3.connect(old, isolation_level=None)
    connection.execute("attach ? as newer", (str(database),))
    tables = connection.execute(
        "select name from main.sqlite_master where type = 'table' and name != 'alembic_version'"
    )
    for (table,) in tables.fetchall():
        columns = ", ".join(row[1] for row in connection.execute(f"pragma main.table_info({table})"))
        connection.execute(f"insert into main.{table} ({columns}) select {columns} from newer.{table}")
    connection.close()
    old.replace(database)


def _generations(copy: Path) -> list[Path]:
    return sorted(path.parent for path in copy.glob("*/manifest.json"))


def _rot(path: Path) -> None:
    """One bit."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def _tree(office: Office) -> list[tuple[str, int]]:
    var = office.folder / "var"
    return sorted(
        (str(path.relative_to(var)), path.stat().st_size)
        for path in var.rglob("*")
        if path.is_file() and not path.name.startswith("tiepnhan.lock") and "-" not in path.suffix
    )
