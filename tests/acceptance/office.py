"""An office of one test: its mailbox, its Drive, its configuration, and the commands run as a person runs them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.demo.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]
NOW = "2024-11-18T07:30+07:00"


@dataclass(frozen=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Office:
    """Everything lies below `folder`; `mail` is the folder of .eml files unless the mailbox is set otherwise."""

    folder: Path
    emulator: Emulator | None = None
    database: str = ""
    mailbox: str = ""  # the body of [mailbox]
    campaigns: str = '["congress-2024"]'
    code: Path = ROOT  # where the packages lie that the commands run

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def config(self) -> Path:
        return self.folder / "tiepnhan.toml"

    def configure(self) -> "Office":
        """Write the configuration."""
        self.mail.mkdir(parents=True, exist_ok=True)
        drive = 'credentials = "anonymous"\napi_key = "unused"\n'
        if self.emulator:
            token = self.folder / "token.json"
            self.emulator.write_credentials(token)
            drive = (
                f'credentials = "{token}"\napi_key = "{self.emulator.api_key}"\n'
                f'api_endpoint = "{self.emulator.root_url}"\n'
            )
        database = self.database or f"sqlite:///{self.folder}/var/tiepnhan.db"
        mailbox = self.mailbox or f'source = "folder"\npath = "{self.mail}"\n'
        self.config.write_text(
            f'campaigns = {self.campaigns}\ndata_dir = "{self.folder}/var"\n'
            f'[database]\nurl = "{database}"\n[mailbox]\n{mailbox}\n[drive]\n{drive}',
            encoding="utf-8",
        )
        return self

    def start(self, *arguments: str, now: str | None = NOW) -> "subprocess.Popen[str]":
        """Start a command and leave it running."""
        when = ["--now", now] if now else []
        return subprocess.Popen(
            [sys.executable, "-m", "ingest", *arguments, "--config", str(self.config), *when],
            cwd=self.code,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, now: str | None = NOW) -> Done:
        """Run a command to its end."""
        process = self.start(*arguments, now=now)
        out, err = process.communicate(timeout=240)
        return Done(process.returncode, out, err)

    def poll(self, now: str = NOW) -> Done:
        """One pass that must succeed."""
        done = self.run("poll", now=now)
        assert (done.code, done.err) == (0, ""), done
        return done

    def export(self, now: str = NOW) -> str:
        """The export, byte for byte."""
        done = self.run("export", "json", now=now)
        assert done.code == 0, done
        return done.out
