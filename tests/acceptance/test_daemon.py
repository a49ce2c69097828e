"""The daemon as its operator meets it: commands are handed over, health is told, a signal ends it."""

import json
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.acceptance.conftest import OfficeMaker, put
from tests.acceptance.material import mails
from tests.acceptance.office import NOW, Office

PATIENCE = 120.0  # seconds; the machine may be busy


def _wait(until: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, "the daemon did not get there"
        time.sleep(0.2)


def _rows(office: Office, query: str) -> list[tuple[Any, ...]]:
    """What the store says; [] while there is none."""
    file = office.folder / "var" / "tiepnhan.db"
    try:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []


def _editions(office: Office) -> int:
    return len(_rows(office, "select * from digests"))


def _holder(office: Office) -> str:
    file = office.folder / "var" / "tiepnhan.lock.txt"
    return file.read_text() if file.exists() else ""


@contextmanager
def _running(office: Office, now: str | None = NOW) -> Iterator["subprocess.Popen[str]"]:
    daemon = office.start("run", now=now)
    try:
        _wait(lambda: str(daemon.pid) in _holder(office))
        yield daemon
    finally:
        daemon.send_signal(signal.SIGTERM)
        _, err = daemon.communicate(timeout=20)
    assert daemon.returncode == 0, err
    assert "Traceback" not in err


def test_it_gives_the_export_of_a_poll_and_one_edition_of_its_slot(new_office: OfficeMaker) -> None:
    calm, office = new_office("calm"), new_office("daemon")
    calm.poll()
    for _ in range(2):  # the second life has nothing left to do
        with _running(office):
            _wait(lambda: _editions(office) == 1 and _rows(office, "select 1 from judgements"))
            time.sleep(1)
    assert office.export() == calm.export()
    assert _editions(office) == 1
    assert len(list((office.folder / "var" / "digests").glob("*.html"))) == 1


def test_commands_are_handed_over_and_print_the_same_report(new_office: OfficeMaker) -> None:
    calm, office = new_office("calm"), new_office("daemon")
    calm.poll()
    with _running(office) as daemon:
        _wait(lambda: _editions(office))
        for command in (
            ("poll",),
            ("poll", "--json"),
            ("recheck", "--unit", "stp-lang-son", "--json"),
            ("rerun", "--unit", "stp-lang-son"),
            ("rerun", "--unit", "stp-lang-son", "--refetch", "--json"),
            ("assign", "lang-son@unit.example", "stp-cao-bang", "--by", "B. T. Trang", "--reason", "xác nhận"),
            ("assign", "khong-co@unit.example", "stp-cao-bang"),
            ("rerun", "--unit", "khong-co"),
            ("poll", "--now", "2024-11-01T00:00+07:00"),
        ):
            now = None if "--now" in command else NOW
            beside, alone = office.run(*command, now=now), calm.run(*command, now=now)
            assert beside == alone, command
        assert daemon.poll() is None
        assert _rows(office, "select count(*) from requests where done_at is null") == [(0,)]
    assert office.export() == calm.export()


def test_a_command_goes_on_by_itself_when_the_daemon_dies_under_it(new_office: OfficeMaker) -> None:
    office = new_office()
    daemon = office.start("run")
    _wait(lambda: _editions(office))
    daemon.send_signal(signal.SIGSTOP)  # so that it cannot answer
    command = office.start("poll", "--json")
    _wait(lambda: _rows(office, "select 1 from requests where done_at is null"))
    daemon.kill()
    daemon.communicate()
    out, err = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0, err
    assert json.loads(out)["problems"] == []
    assert _rows(office, "select 1 from requests where done_at is null") == []


def test_a_message_that_comes_later_is_there_after_a_poll_beside_the_daemon(new_office: OfficeMaker) -> None:
    first, *rest = mails()
    office = new_office(mail=[first])
    with _running(office):
        _wait(lambda: _editions(office))
        for message in rest:
            put(office, message)
        assert office.run("poll", "--json").json["received"] == len(rest)
        listed = json.loads(office.export())["messages"]
    assert len(listed) == 1 + len(rest)


def test_the_engines_file_may_be_deleted_under_a_running_daemon(new_office: OfficeMaker) -> None:
    calm, office = new_office("calm"), new_office("daemon", mail=mails()[:2])
    calm.poll()
    with _running(office):
        _wait(lambda: _editions(office))
        for file in (office.folder / "var").glob("jobs.sqlite*"):
            if not file.name.endswith(".lock"):
                file.unlink()
        for message in mails()[2:]:
            put(office, message)
        _wait((office.folder / "var" / "jobs.sqlite").exists)
        assert office.run("poll").code == 0
    assert office.export() == calm.export()


def test_health_and_metrics_tell_of_the_work(new_office: OfficeMaker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    office = new_office()
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f'\n[dashboard]\nlisten = "127.0.0.1:{port}"\n')
    with _running(office):
        _wait(lambda: _editions(office))
        _wait(lambda: requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10).status_code == 200)
        told = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    assert f'tiepnhan_messages{{state="received"}} {float(len(mails()))}' in told
    assert 'tiepnhan_last_success_timestamp_seconds{job="poll"}' in told


def test_it_does_its_work_without_its_page_when_the_port_is_taken(new_office: OfficeMaker) -> None:
    office = new_office()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with office.config.open("a", encoding="utf-8") as config:
            config.write(f'\n[dashboard]\nlisten = "127.0.0.1:{taken.getsockname()[1]}"\n')
        with _running(office):
            _wait(lambda: _editions(office))


def test_what_is_stopped_is_left_aside_until_it_is_tried_again(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    assert office.run("tasks").out == "Không có việc nào đang làm, chờ hoặc để riêng.\n"
    assert office.run("tasks", "--cancel", "read/khong-co").code == 2
    assert office.run("tasks", "--retry", "read/khong-co").code == 2
    assert office.run("tasks", "--retry", "all").code == 0


@pytest.mark.parametrize("place", ["archive", "spool"])
def test_it_ends_within_ten_seconds_whatever_it_is_doing(new_office: OfficeMaker, place: str) -> None:
    office = new_office()
    daemon = office.start("run")
    _wait(lambda: any((office.folder / "var" / place).glob("*")))
    begun = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    _, err = daemon.communicate(timeout=20)
    assert daemon.returncode == 0, err
    assert time.monotonic() - begun < 10
    office.poll()
    assert Path(office.folder / "var" / "jobs.sqlite").exists()
