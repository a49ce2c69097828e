"""A private PostgreSQL cluster for one test session, never as root; each test takes a database of its own.

Where PostgreSQL is not installed the test fails and says how to install it.
"""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

INSTALL = "PostgreSQL is needed for this test: apt-get install -y --no-install-recommends postgresql"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Postgres:
    """A running cluster on a loopback port."""

    binaries: Path
    folder: Path
    port: int
    user: str

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test{next(_numbers)}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", self.user, name)
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL as the user that owns the cluster."""
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            pytest.fail(f"{program}: {done.stderr}")

    def start(self) -> None:
        self.run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", self.user, "-E", "UTF8", "--locale=C")
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c fsync=off"
        self.run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One cluster for all tests of the session."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="tiepnhan-postgres-"))
    user = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        user = "nobody"
        nobody = pwd.getpwnam(user)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    cluster = Postgres(binaries, folder, port, user)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    if found is None:
        pytest.fail(INSTALL, pytrace=False)
    return Path(found).resolve().parent
