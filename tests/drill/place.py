"""The place of a drill: a real Dovecot mailbox, the emulated Drive, a configuration, and the real daemon at work."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.demo.emulator import Emulator
from tests.drill.campaign import write_moved_campaign
from tests.drill.gauges import Looker, peak_of
from tests.servers.dovecot import PASSWORD, TestMailbox, running_dovecot

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command beside the daemon went."""

    command: str
    code: int
    seconds: float
    peak: int  # bytes
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the daemon said over HTTP; status 0 where it said nothing."""

    status: int
    seconds: float
    body: str


@dataclass
class Place:
    """Everything lies below `folder`."""

    folder: Path
    mailbox: TestMailbox
    drive: Emulator
    port: int
    daemon: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    looker: Looker = field(default_factory=lambda: Looker(0), repr=False)

    @property
    def config(self) -> Path:
        return self.folder / "tiepnhan.toml"

    @property
    def data(self) -> Path:
        return self.folder / "var"

    @property
    def log(self) -> Path:
        return self.folder / "daemon.log"

    def configure(self, poll_every: str, recheck_every: str) -> None:
        """Write campaign and settings."""
        campaign = write_moved_campaign(self.folder / "campaign.toml", datetime.now(UTC))
        token = self.folder / "token.json"
        self.drive.write_credentials(token)
        server = self.mailbox.server
        self.config.write_text(
            f'campaigns = ["{campaign}"]\ndata_dir = "{self.data}"\n'
            f'[database]\nurl = "sqlite:///{self.data}/tiepnhan.db"\n'
            f'[mailbox]\nhost = "{server.host}"\nport = {server.tls_port}\nauth = "password"\n'
            f"username = '{self.mailbox.user}'\npassword = '''{PASSWORD}'''\npoll_every = \"{poll_every}\"\n"
            f'[drive]\ncredentials = "{token}"\napi_key = "{self.drive.api_key}"\n'
            f'api_endpoint = "{self.drive.root_url}"\nrecheck_every = "{recheck_every}"\n'
            f"[dashboard]\nlisten = \"127.0.0.1:{self.port}\"\n[network]\nca_file = '{server.ca_file}'\n",
            encoding="utf-8",
        )
        self.config.chmod(0o600)

    def start(self) -> None:
        """Start the daemon and wait until it answers."""
        with self.log.open("ab") as log:
            self.daemon = subprocess.Popen(
                [sys.executable, "-m", "ingest", "run", "--config", str(self.config)],
                cwd=ROOT,
                env=_environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ports = self.mailbox.server.tls_port, int(self.drive.root_url.rpartition(":")[2])
        self.looker = Looker(self.daemon.pid, *ports)
        until = time.monotonic() + 60
        while self.ask("healthz").status == 0:
            if time.monotonic() > until or self.daemon.poll() is not None:
                raise RuntimeError(f"the daemon does not answer:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)

    def ask(self, what: str) -> Answer:
        """`healthz` or `metrics`."""
        begun = time.monotonic()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{what}", timeout=30) as reply:
                status, body = reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read().decode(errors="replace")
        except OSError as error:
            status, body = 0, type(error).__name__
        return Answer(status, time.monotonic() - begun, body)

    def run(self, *arguments: str) -> Ran:
        """A command beside the daemon, as a person gives it."""
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest", *arguments, "--config", str(self.config)],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        peak = 0
        while True:
            try:
                out, err = process.communicate(timeout=0.05)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, peak_of(process.pid))
        seconds = time.monotonic() - begun
        return Ran(" ".join(arguments), process.returncode, seconds, peak, out, err)

    def stop(self) -> tuple[int, float, list[str]]:
        """End the daemon as systemd does: (exit status, seconds, who of its tree is left)."""
        assert self.daemon is not None
        self.looker.cpu()
        begun = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        try:
            code = self.daemon.wait(30)
        except subprocess.TimeoutExpired:
            code = -1
        seconds = time.monotonic() - begun
        until = time.monotonic() + 3
        while (left := self.looker.left()) and time.monotonic() < until:
            time.sleep(0.05)
        self.kill()
        return code, seconds, left

    def kill(self) -> None:
        """Whatever is left of the daemon."""
        if self.daemon is not None:
            self.looker.kill()
            if self.daemon.poll() is None:
                self.daemon.kill()
            self.daemon.wait()

    @contextlib.contextmanager
    def store(self) -> Iterator[sqlite3.Connection]:
        """The database to look at, as any other process may."""
        connection = sqlite3.connect(f"file:{self.data}/tiepnhan.db?mode=ro", uri=True, timeout=10)
        try:
            yield connection
        finally:
            connection.close()

    def number(self, query: str) -> int:
        """One number out of the database."""
        with self.store() as connection:
            found: int = connection.execute(query).fetchone()[0] or 0
            return found

    def judged(self) -> float:
        """When the newest judgement that ended began, as seconds of the epoch: it covers all that stood by then.

        The store keeps whole seconds; the engine's file says it more closely.
        """
        file = f"file:{self.data}/jobs.sqlite?mode=ro"
        with contextlib.closing(sqlite3.connect(file, uri=True, timeout=30)) as jobs:
            query = "select max(started_at_epoch_ms) from operation_outputs where workflow_uuid like 'judge:%'"
            return (jobs.execute(query).fetchone()[0] or 0) / 1000

    def told(self, *levels: str) -> list[str]:
        """The lines of the daemon's log at those levels."""
        found = []
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                level = json.loads(line)["level"]
            except (ValueError, KeyError, TypeError):
                level = "error"  # whatever is not ours: a traceback, a warning of the interpreter
            if level in levels:
                found.append(line)
        return found


@contextlib.contextmanager
def opened_place(folder: Path, poll_every: str, recheck_every: str) -> Iterator[Place]:
    """Servers up, configuration written; the daemon is started by whoever wants it, and ended here at the latest."""
    with running_dovecot() as server, Emulator() as drive:
        place = Place(folder, server.mailbox("drill"), drive, free_port())
        place.configure(poll_every, recheck_every)
        try:
            yield place
        finally:
            place.kill()


def free_port() -> int:
    """A port of the loopback interface that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIEPNHAN_")}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
