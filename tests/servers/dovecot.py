"""A private Dovecot for one test session: real IMAP over plain, STARTTLS and TLS ports of the loopback, as any user.

Each test takes a mailbox of its own with `Dovecot.mailbox()`. Mail is put there as Maildir files, whose modification
time is the INTERNALDATE, or by APPEND. Where Dovecot is not installed the test fails and says how to install it.
"""

import contextlib
import grp
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from imapclient import IMAPClient, imap_utf7

INSTALL = "Dovecot is needed for this test: apt-get install -y --no-install-recommends dovecot-imapd"
PASSWORD = 'mật-khẩu"1\\2'  # with all that needs quoting

_numbers = itertools.count(1)


@dataclass(frozen=True)
class TestMailbox:
    """The mailbox of one user; `folder` is a name as people write it, "/" between levels."""

    __test__ = False

    server: "Dovecot"
    user: str
    password: str = PASSWORD

    def add(self, message: bytes, at: datetime, *, folder: str = "INBOX", flags: str = "") -> Path:
        """Put a message there as the delivery agent would; returns its file."""
        place = self.create(folder)
        epoch = int(at.timestamp())
        wire = len(message) + message.count(b"\n") - message.count(b"\r\n")
        name = f"{epoch}.M{next(_numbers):06d}P1.test,S={len(message)},W={wire}"
        path = place / "cur" / f"{name}:2,{flags}"
        path.write_bytes(message)
        os.utime(path, (epoch, epoch))
        self.server.own(path)
        return path

    def append(self, message: bytes, at: datetime, *, folder: str = "INBOX", flags: tuple[bytes, ...] = ()) -> None:
        """Put a message there over IMAP."""
        with self.client() as client:
            client.append(folder, message, flags, at)

    def create(self, folder: str) -> Path:
        """The Maildir of a folder, made where it is missing."""
        root = self.server.home / self.user / "Maildir"
        written = imap_utf7.encode(folder).decode("ascii").replace("/", ".")
        place = root if folder == "INBOX" else root / f".{written}"
        for each in (root.parent, root, place, *(place / part for part in ("cur", "new", "tmp"))):
            if not each.exists():
                each.mkdir(mode=0o700)
                self.server.own(each)
        return place

    @contextlib.contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A second session, for what other people do to the mailbox meanwhile."""
        client = IMAPClient(self.server.host, self.server.port, ssl=False)
        client.plain_login(self.user, self.password)
        try:
            yield client
        finally:
            client.logout()

    def set_uidvalidity(self, value: int, folder: str = "INBOX") -> None:
        self.server.doveadm("mailbox", "update", "-u", self.user, "--uid-validity", str(value), folder)


@dataclass
class Dovecot:
    """A running server. `port` speaks plain IMAP and STARTTLS, `tls_port` TLS from the start."""

    folder: Path
    extra: str = ""  # further configuration
    host: str = "127.0.0.1"
    port: int = 0
    tls_port: int = 0
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def ca_file(self) -> Path:
        return self.folder / "tls.crt"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def _config(self) -> Path:
        return self.folder / "dovecot.conf"

    def mailbox(self, name: str = "") -> TestMailbox:
        """A new, empty mailbox."""
        mailbox = TestMailbox(self, f"{name or 'hopthu'}{next(_numbers)}@test.example")
        mailbox.create("INBOX")
        return mailbox

    def own(self, path: Path) -> None:
        """Give a file to the user under whom mail is stored."""
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def doveadm(self, *arguments: str) -> None:
        subprocess.run(
            ["doveadm", "-c", str(self._config), *arguments], check=True, capture_output=True, env=_environment()
        )

    def start(self) -> None:
        binary = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if binary is None:
            pytest.fail(INSTALL, pytrace=False)
        self.folder.chmod(0o755)
        self.home.mkdir(mode=0o755, exist_ok=True)
        self.own(self.home)
        self._make_certificate()
        self.port = self.port or _free_port()
        self.tls_port = self.tls_port or _free_port()
        self._config.write_text(self._configuration(), encoding="utf-8")
        # A stale master.pid of a killed server would cost five seconds.
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        self._process = subprocess.Popen(
            [binary, "-F", "-c", str(self._config)], start_new_session=True, env=_environment()
        )
        self._wait_for_greeting()

    def stop(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _wait_for_greeting(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), timeout=1) as probe:
                if probe.recv(4) == b"* OK":
                    return
            time.sleep(0.005)
        log = self.folder / "dovecot.log"
        pytest.fail(f"Dovecot did not start: {log.read_text(errors='replace') if log.exists() else 'no log'}")

    def _make_certificate(self) -> None:
        if self.ca_file.exists():
            return
        command = (
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost"
        )
        subprocess.run(
            [
                *command.split(),
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                *("-keyout", str(self.folder / "tls.key"), "-out", str(self.ca_file)),
            ],
            check=True,
            capture_output=True,
        )

    def _configuration(self) -> str:
        me = pwd.getpwuid(os.geteuid())
        owner = pwd.getpwnam("nobody") if me.pw_uid == 0 else me
        values = {
            "ROOT": str(self.folder),
            "PORT": str(self.port),
            "TLS": str(self.tls_port),
            "UID": str(owner.pw_uid),
            "GID": str(owner.pw_gid),
            "PASSWORD": PASSWORD,
            "EXTRA": self.extra,
            "UNPRIVILEGED": "" if me.pw_uid == 0 else _UNPRIVILEGED.format(me=me.pw_name, group=_group(me.pw_gid)),
        }
        text = _CONFIGURATION
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One server for all tests of the session."""
    with running_dovecot() as server:
        yield server


@contextlib.contextmanager
def running_dovecot(extra: str = "") -> Iterator[Dovecot]:
    """A server of one's own, with further lines of configuration. Its folder is short, for the sake of its sockets."""
    folder = Path(tempfile.mkdtemp(prefix="dv"))
    server = Dovecot(folder, extra)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_oauth_dovecot(tokens: Mapping[str, str]) -> Iterator[Dovecot]:
    """A server that asks an introspection endpoint whose a token is; `tokens` may change while it runs."""

    class Introspection(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            user = tokens.get(form.get("token", [""])[0])
            body = json.dumps({"active": user is not None, "email": user or ""}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Introspection) as endpoint:
        thread = threading.Thread(target=endpoint.serve_forever, daemon=True)
        thread.start()
        try:
            with tempfile.NamedTemporaryFile("w", suffix=".conf.ext") as settings:
                settings.write(_INTROSPECTION.format(port=endpoint.server_port))
                settings.flush()
                Path(settings.name).chmod(0o644)
                with running_dovecot(_OAUTH.format(settings=settings.name)) as server:
                    yield server
        finally:
            endpoint.shutdown()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def _environment() -> dict[str, str]:
    return {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin", "LC_ALL": "C.UTF-8"}


_OAUTH = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {settings}
}}
"""

_INTROSPECTION = """
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = email
active_attribute = active
active_value = true
timeout_msecs = 2000
"""

_UNPRIVILEGED = """
default_login_user = {me}
default_internal_user = {me}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service old-stats {{
  chroot =
}}
"""

_CONFIGURATION = """
base_dir = @ROOT@/run
state_dir = @ROOT@/run
log_path = @ROOT@/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <@ROOT@/tls.crt
ssl_key = <@ROOT@/tls.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 0
first_valid_gid = 0
mail_max_userip_connections = 50
mail_location = maildir:@ROOT@/home/%u/Maildir
mail_fsync = never
@UNPRIVILEGED@
passdb {
  driver = static
  mechanisms = plain login
  args = password=@PASSWORD@
}
userdb {
  driver = static
  args = uid=@UID@ gid=@GID@ home=@ROOT@/home/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Spam {
    special_use = \\Junk
  }
  mailbox Drafts {
    special_use = \\Drafts
  }
  mailbox "All Mail" {
    special_use = \\All
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @PORT@
  }
  inet_listener imaps {
    port = @TLS@
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
@EXTRA@
"""
