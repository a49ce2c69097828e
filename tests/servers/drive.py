"""A Drive of one test: the emulator on a free loopback port, and clients of it with little patience.

A test fails when anything was asked that the emulator does not emulate.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.demo.emulator import ANYONE, FOLDER, EmulatedItem, Emulator
from ingest.drive.client import GoogleDrive, open_drive
from ingest.drive.interface import Observation
from ingest.drive.walk import Limits
from ingest.retry import Policy

NOW = datetime(2024, 11, 18, 0, 30, tzinfo=UTC)
HASTY = Policy(first=0.01, cap=0.03, attempts=4, patience=2.0)

ROOT = "1RootFolderOfTheUnit_0123456789-A"  # 33 characters, like a real one


@dataclass
class EmulatedDrive:
    """The emulator with what a test does to it."""

    emulator: Emulator
    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)

    def client(
        self,
        credentials: str = "",
        *,
        api_key: str | None = None,
        policy: Policy = HASTY,
        limits: Limits | None = None,
        timeout: float = 10.0,
    ) -> GoogleDrive:
        """A client as the settings would make it: the mailbox account and a stranger's key, unless told otherwise."""
        token_file = self.folder / "token.json"
        self.emulator.write_credentials(token_file)
        drive = open_drive(
            credentials or str(token_file),
            token_file,
            api_key=self.emulator.api_key if api_key is None else api_key,
            api_endpoint=self.emulator.root_url,
            policy=policy,
            limits=limits,
            timeout=timeout,
        )
        return self._stack.enter_context(drive)

    def observe(self, drive_id: str = ROOT, resource_key: str | None = None) -> Observation:
        """What a new client sees."""
        return self.client().observe(drive_id, resource_key, NOW)

    def public_folder(self, *items: EmulatedItem) -> None:
        """A folder open to anyone with the link, with items in it."""
        self.emulator.add(EmulatedItem(ROOT, "Ảnh điển hình tiên tiến", FOLDER, access=ANYONE), *items)

    def close(self) -> None:
        self._stack.close()
        self.emulator.stop()


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[EmulatedDrive]:
    emulated = EmulatedDrive(Emulator().start(), tmp_path)
    try:
        yield emulated
    finally:
        emulated.close()
    assert emulated.emulator.violations == []
