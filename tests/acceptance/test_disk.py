"""A disk that fails costs a pass and is told in one line; no unit hears of it, and with room again all is as if it had
not been.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import OfficeMaker, put
from tests.acceptance.material import mails
from tests.acceptance.office import NOW, ROOT, Done, Office


@dataclass
class OnDisk(Office):
    """An office whose `var` is a file system of its own, in a mount namespace that a sleeping process keeps alive."""

    inside: tuple[str, ...] = field(default=())

    def start(self, *arguments: str, now: str | None = NOW) -> "subprocess.Popen[str]":
        """Start a command inside the namespace."""
        when = ["--now", now] if now else []
        return subprocess.Popen(
            [*self.inside, sys.executable, "-m", "ingest", *arguments, "--config", str(self.config), *when],
            cwd=ROOT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def remount(self, options: str) -> None:
        """Change the file system under `var`."""
        command = [*self.inside, "mount", "-o", f"remount,{options}", str(self.folder / "var")]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def own_disk(office: Office, size: str) -> Iterator[OnDisk]:
    """The same office with a `var` of this size. Root needs nothing more; others need user namespaces."""
    var = office.folder / "var"
    var.mkdir()
    user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    holder = subprocess.Popen(
        ["unshare", *user, "--mount", "sh", "-c", f"mount -t tmpfs -o size={size} tmpfs '{var}' && echo ok && cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    try:
        if holder.stdout.readline() != "ok\n":
            pytest.skip("no file system can be mounted here: it takes root with CAP_SYS_ADMIN, or user namespaces")
        enter = ("--user", "--preserve-credentials") if user else ()
        inside = ("nsenter", "--target", str(holder.pid), *enter, "--mount", f"--wd={ROOT}")
        yield OnDisk(office.folder, office.emulator, inside=inside)
    finally:
        holder.communicate()


def told(done: Done, *words: str) -> None:
    """Exit 1, one line, no traceback."""
    assert done.code == 1, done
    assert len(done.err.splitlines()) == 1, done.err
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


# The disk is full while the tables are made, mails come in, files inside them are unpacked, what was read is stored.
@pytest.mark.parametrize("size", ["128k", "480k", "760k", "1000k", "1120k", "1240k"])
def test_a_full_disk_is_no_fault_of_any_file(new_office: OfficeMaker, size: str) -> None:
    calm = new_office("calm")
    calm.poll()
    with own_disk(new_office(), size) as office:
        told(office.run("poll"), "đĩa", "hãy")
        office.remount("size=100m")
        office.poll()
        assert office.export() == calm.export()


def test_a_read_only_disk_is_told(new_office: OfficeMaker) -> None:
    with own_disk(new_office(), "100m") as office:
        office.poll()
        expected = office.export()
        office.remount("ro")
        told(office.run("poll"), str(office.folder / "var"), "hãy")
        office.remount("rw")
        office.poll()
        assert office.export() == expected


def test_a_backup_that_will_not_fit_is_refused_beforehand(new_office: OfficeMaker) -> None:
    with own_disk(new_office("small", mail=[]), "40m") as small:
        office = new_office(mail=mails()[:1])
        office.poll()
        target = small.folder / "var" / "copy"
        told(
            OnDisk(office.folder, office.emulator, inside=small.inside).run("backup", str(target)),
            "không đủ chỗ",
            "hãy",
        )


def test_a_database_that_somebody_else_holds_is_told(new_office: OfficeMaker) -> None:
    office = new_office(mail=mails()[:2])
    office.poll()
    put(office, mails()[2])
    database = office.folder / "var" / "tiepnhan.db"
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("begin immediate")
    told(office.run("poll"), str(database), "tiến trình khác")
    other.execute("rollback")
    other.close()
    assert office.run("poll", "--json").json["received"] <= 1
    calm = new_office("calm", mail=mails()[:3])
    calm.poll()
    assert office.export() == calm.export()


@pytest.mark.parametrize("how", ["torn", "foreign"])
def test_a_corrupt_database_points_to_the_backup(new_office: OfficeMaker, how: str) -> None:
    office = new_office(mail=mails()[:2])
    office.poll()
    database = office.folder / "var" / "tiepnhan.db"
    whole = database.read_bytes()
    head = whole[:4096] if how == "torn" else os.urandom(4096)
    database.write_bytes(head + os.urandom(len(whole) - 4096))
    told(office.run("poll"), str(database), "restore")


@pytest.mark.parametrize("how", ["gone", "rotten"])
def test_a_lost_original_is_told_and_stops_no_other_mail(new_office: OfficeMaker, tmp_path: Path, how: str) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    assert office.run("backup", str(tmp_path / "copy")).code == 0
    victim = _original(office, "message" if how == "gone" else "Danh sách.docx")
    _forget_what_was_read(office)
    if how == "gone":
        victim.unlink()
    else:
        content = victim.read_bytes()
        quarter = len(content) // 4
        victim.chmod(0o600)
        victim.write_bytes(content[:quarter] + os.urandom(2 * quarter) + content[3 * quarter :])
    told(office.run("poll"), "Bản gốc", str(victim), "restore")
    meanwhile = json.loads(office.export())
    assert _blamed(meanwhile) <= _blamed(json.loads(expected))
    assert "stp-kon-tum" in {unit for unit, _ in _blamed(meanwhile)}
    assert office.run("restore", str(tmp_path / "copy")).code == 0
    office.poll()
    assert office.export() == expected


def _forget_what_was_read(office: Office) -> None:
    """Derived rows may be deleted at any time: they are made again from the originals."""
    connection = sqlite3.connect(office.folder / "var" / "tiepnhan.db", isolation_level=None)
    connection.execute("delete from readings")
    connection.execute("update messages set version = null")
    connection.close()


def _original(office: Office, name: str) -> Path:
    """The mail with the list, or the list in it."""
    connection = sqlite3.connect(office.folder / "var" / "tiepnhan.db", isolation_level=None)
    readings = [(row[0], json.loads(row[1])) for row in connection.execute("select sha256, body from readings")]
    connection.close()
    mail, child = next(
        (sha256, child) for sha256, body in readings for child in body["children"] if child["name"] == "Danh sách.docx"
    )
    return next((office.folder / "var" / "archive").rglob(mail if name == "message" else child["sha256"]))


def _blamed(document: dict[str, Any]) -> set[tuple[str | None, str]]:
    """What units are told of their files and links."""
    return {
        (finding["unit"], finding["code"])
        for finding in document["findings"]
        if finding["resolved_at"] is None and finding["code"].startswith(("file_", "link_"))
    }
