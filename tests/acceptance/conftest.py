"""Fixtures of the whole program: a running Drive, and offices to run commands in."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ingest.demo.emulator import Emulator
from tests.acceptance.material import Mail, drive_items, mails
from tests.acceptance.office import Office

OfficeMaker = Callable[..., Office]


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """The Drive of the material; tests do not change it."""
    with Emulator(drive_items()) as running:
        yield running
        assert running.violations == []


@pytest.fixture
def new_office(tmp_path: Path, emulator: Emulator) -> OfficeMaker:
    """Makes offices with folders of their own; `mail` lies in their mailbox."""

    def make(
        name: str = "office",
        mail: Sequence[Mail] | None = None,
        *,
        database: str = "",
        mailbox: str = "",
        campaigns: str = '["congress-2024"]',
    ) -> Office:
        office = Office(tmp_path / name, emulator, database, mailbox, campaigns).configure()
        for message in mails() if mail is None else mail:
            put(office, message)
        return office

    return make


def put(office: Office, message: Mail) -> None:
    """Deliver a message into the folder source."""
    (office.mail / f"{message.name}.eml").write_bytes(message.raw)
