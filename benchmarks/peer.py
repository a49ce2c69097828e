"""parsedmarc, the nearest known program (mailbox → attachments → rows), installed beside us and run on the same mails.

It lives in an environment of its own in the user's cache and is never a dependency. Reports go to JSON and CSV files.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.dovecot import TestMailbox

VERSION = "11.1.0"
PASSWORD = "burst"  # the tests' password has letters beyond ASCII, which parsedmarc cannot send
PASSDB = f"passdb {{\n  driver = static\n  mechanisms = plain login\n  args = password={PASSWORD}\n}}\n"


@dataclass(frozen=True, slots=True)
class Variant:
    """One configuration of parsedmarc. All are offline: its downloads and DNS questions would measure the network."""

    name: str
    general: dict[str, object] = field(default_factory=dict)
    mailbox: dict[str, object] = field(default_factory=dict)

    def write(self, folder: Path, mailbox: TestMailbox) -> Path:
        """The configuration as a file."""
        sections: dict[str, dict[str, object]] = {
            "general": {"offline": True, "output": folder / "output", **self.general},
            "imap": {
                "host": mailbox.server.host,
                "port": mailbox.server.tls_port,
                "user": mailbox.user,
                "password": PASSWORD,
                "skip_certificate_verification": True,
            },
            "mailbox": self.mailbox,
        }
        file = folder / "parsedmarc.ini"
        file.write_text(
            "\n".join(
                f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())
                for name, values in sections.items()
            ),
            encoding="utf-8",
        )
        return file


DEFAULTS = Variant("defaults", mailbox={"watch": True})
UNLIMITED = Variant("defaults, batch_size = 0", mailbox={"batch_size": 0})
TUNED = Variant(
    "tuned: batch_size = 0, n_procs = cores, one-line JSON",
    general={"n_procs": os.cpu_count() or 1, "prettify_json": False},
    mailbox={"batch_size": 0},
)


def installed() -> Path | None:
    """The command, installed now if it was not; None where it cannot be had (said loudly, since a part is missing)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "tiepnhan-benchmarks" / f"parsedmarc-{VERSION}"
    command = place / "bin" / "parsedmarc"
    if _answers(command):
        return command
    uv = os.environ.get("UV") or shutil.which("uv") or ".boot/bin/uv"
    try:
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place))
        _run(
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            str(place / "bin" / "python"),
            f"parsedmarc=={VERSION}",
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
        print(f"!!! parsedmarc {VERSION} could not be installed; the comparison is LEFT OUT:\n{said}", file=sys.stderr)  # noqa: T201
        return None
    return command if _answers(command) else None


def _answers(command: Path) -> bool:
    if not command.exists():
        return False
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() == VERSION


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def filed(mailbox: TestMailbox) -> dict[str, int]:
    """How many mails lie in each folder: parsedmarc moves those that it has dealt with."""
    with mailbox.client() as client:
        return {name: client.folder_status(name, [b"MESSAGES"])[b"MESSAGES"] for _, _, name in client.list_folders()}


def reports(folder: Path) -> int:
    """How many reports it has saved."""
    file = folder / "output" / "aggregate.json"
    return len(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else 0
