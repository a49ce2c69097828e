"""A bad world costs a pass, never what is known; a mistake is told with its mend."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.demo.emulator import Emulator
from ingest.lock import instance_lock
from tests.acceptance.conftest import OfficeMaker
from tests.acceptance.material import drive_items, mails
from tests.acceptance.office import NOW, Office


def test_an_unreachable_mailbox_is_told_and_the_links_are_still_looked_at(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    office.mailbox = 'host = "127.0.0.1"\nport = 9\ntls = "none"\nauth = "password"\nusername = "a"\npassword = "b"\n'
    office.configure()
    done = office.run("poll")
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert "127.0.0.1:9" in done.err
    assert office.export() == expected


def test_a_drive_that_is_down_blames_no_unit_and_is_asked_again(tmp_path: Path) -> None:
    with Emulator(drive_items()) as emulator:
        office = Office(tmp_path / "office", emulator).configure()
        for mail in mails():
            (office.mail / f"{mail.name}.eml").write_bytes(mail.raw)
        emulator.stop()
        down = office.run("poll")
        assert down.code == 1, down
        found = {(f["unit"], f["code"]) for f in _open(office) if f["code"].startswith("link_")}
        assert found == {("btp-cuc-btnn", "link_not_drive")}
    with Emulator(drive_items(), port=_port(office)) as emulator:
        office.emulator = emulator
        office.configure()
        later = "2024-11-18T08:30+07:00"
        assert office.run("poll", now=later).code == 0
        found = {(f["unit"], f["code"]) for f in _open(office, later) if f["code"].startswith("link_")}
        assert ("stp-kon-tum", "link_no_access") in found


def _port(office: Office) -> int:
    text = office.config.read_text(encoding="utf-8")
    return int(text.partition("http://127.0.0.1:")[2].partition('"')[0])


def _open(office: Office, now: str = NOW) -> list[dict[str, str]]:
    done = office.run("export", "json", now=now)
    return [finding for finding in done.json["findings"] if finding["resolved_at"] is None]


def test_configuration_mistakes_are_told_all_at_once_with_file_key_and_mend(new_office: OfficeMaker) -> None:
    office = new_office("wrong", [])
    office.config.write_text('campaigns = []\nnonsense = 1\n[mailbox]\nport = "x"\ntls = "maybe"\n', encoding="utf-8")
    done = office.run("poll")
    assert done.code == 2
    assert all(key in done.err for key in ("nonsense", "campaigns", "port", "tls", "tiepnhan.toml"))
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("rerun", "--unit", "khong-co"),
        ("recheck", "--unit", "khong-co"),
        ("assign", "khong-co@example", "stp-lang-son"),
        ("assign", "vo-danh@unit.example", "khong-co"),
        ("export", "json", "--unit", "khong-co"),
        ("poll", "--now", "hom qua"),
        ("poll", "--khong-co"),
        ("khong-co",),
    ],
)
def test_wrong_usage_exits_2_without_a_traceback(new_office: OfficeMaker, arguments: tuple[str, ...]) -> None:
    office = new_office()
    done = office.run(*arguments, now=None if "--now" in arguments else NOW)
    assert done.code == 2, done
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_second_instance_is_told_who_holds_the_lock(new_office: OfficeMaker) -> None:
    office = new_office()
    with instance_lock(office.folder / "var", "run"):
        done = office.run("poll")
        assert done.code == 1
        assert "lệnh run" in done.err
        assert office.run("status").code == 0  # reading needs no lock


def test_the_daemon_polls_and_ends_cleanly_on_sigterm(new_office: OfficeMaker) -> None:
    office = new_office()
    daemon = office.start("run", now=None)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and "stp-lang-son" not in _units(office):
        time.sleep(1)
    assert "stp-lang-son" in _units(office)
    second = office.run("run", now=None)
    assert second.code == 1
    assert "lệnh run" in second.err
    daemon.send_signal(signal.SIGTERM)
    _, err = daemon.communicate(timeout=15)
    assert daemon.returncode == 0, err
    assert "Traceback" not in err


def _units(office: Office) -> set[str]:
    done = office.run("export", "json", now=None)
    return {unit for message in done.json["messages"] for unit in message["units"]}


def test_help_answers_without_configuration() -> None:
    done = subprocess.run([sys.executable, "-m", "ingest", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for command in (
        "poll",
        "rerun",
        "recheck",
        "assign",
        "run",
        "demo",
        "init",
        "doctor",
        "status",
        "digest",
        "export",
    ):
        assert command in done.stdout
