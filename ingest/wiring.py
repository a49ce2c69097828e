"""The one place where real adapters are chosen and put together; each is imported when it is first wanted."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from config.campaign import Campaign
from config.load import load_campaign
from config.registers import load_register
from config.settings import Settings
from ingest.archive.local import LocalArchive, fresh_spool
from ingest.errors import UsageError
from ingest.mailbox.interface import Mailbox
from ingest.retry import Policy
from ingest.store import derived
from ingest.store.database import Database
from ingest.workers import Readers
from ingest.workplace import Workplace
from validators.findings import CODES

if TYPE_CHECKING:
    from ingest.drive.client import GoogleDrive

# A pass does not wait long for a Drive that does not answer: the next pass is minutes away.
_PASS_PATIENCE = Policy(attempts=4, patience=20.0)


def choose_campaign(settings: Settings, wanted: str | None) -> Campaign:
    """The campaign that a command is about: the one asked for, or the only one."""
    if wanted is None:
        if len(settings.campaigns) > 1:
            names = ", ".join(settings.campaigns)
            raise UsageError(f"Có nhiều chiến dịch ({names}); hãy thêm --campaign MÃ để chọn.")
        return load_campaign(settings.campaigns[0], known_codes=frozenset(CODES))
    found = (load_campaign(name, known_codes=frozenset(CODES)) for name in settings.campaigns)
    campaign = next((one for one in found if one.id == wanted), None)
    if campaign is None:
        raise UsageError(f"Chưa cấu hình chiến dịch {wanted}; các chiến dịch hiện có: {', '.join(settings.campaigns)}.")
    return campaign


@contextmanager
def open_workplace(settings: Settings, campaign: Campaign, now: datetime, *, writing: bool) -> Iterator[Workplace]:
    """The adapters for one command. `writing` (under the lock) empties the spool; both bring the schema up to date."""
    data_dir = Path(settings.data_dir)
    database = Database(settings.database.url)
    database.migrate()
    if writing:
        with database.begin() as connection:
            derived.miss_readings(connection, campaign.id)
    cited = campaign.letter
    cores = os.cpu_count() or 1
    readers = Readers(frozenset((cited.number, *cited.cites)) if cited else frozenset(), size=cores)
    opened = ExitStack()
    try:
        yield Workplace(
            settings=settings,
            campaign=campaign,
            register=load_register(campaign.register_),
            database=database,
            archive=LocalArchive(data_dir / "archive"),
            spool=fresh_spool(data_dir) if writing else data_dir / "spool",
            readers=readers,
            threads=cores,
            now=now,
            open_mailbox=lambda: open_mailbox(settings),
            open_drive=cache(lambda: opened.enter_context(open_settings_drive(settings))),
        )
    finally:
        opened.close()
        readers.close()
        database.close()


def open_mailbox(settings: Settings) -> Mailbox:
    """The mailbox of the settings; nothing is asked of it yet."""
    box = settings.mailbox
    if box.source == "folder":
        from ingest.mailbox.folder import FolderMailbox

        return FolderMailbox(Path(box.path), authserv_id=box.authserv_id)
    if box.auth == "oauth":
        raise UsageError(
            'Đăng nhập hộp thư bằng OAuth chưa có trong phiên bản này; hãy đặt [mailbox] auth = "password" '
            "và dùng mật khẩu ứng dụng."
        )
    if not box.username or not box.password.get_secret_value():
        raise UsageError("Thiếu [mailbox] username hoặc password (hay password_file) để đăng nhập hộp thư.")
    from ingest.mailbox.imap import ImapMailbox

    return ImapMailbox(
        host=box.host,
        port=box.port,
        username=box.username,
        tls=box.tls,
        auth="password",
        password=box.password.get_secret_value(),
        folders=box.folders,
        authserv_id=box.authserv_id,
        ca_file=settings.network.ca_file,
    )


def open_settings_drive(settings: Settings) -> "GoogleDrive":
    """Drive as the settings describe it; whoever opens it closes it."""
    from ingest.drive.client import open_drive

    return open_drive(
        settings.drive.credentials,
        Path(settings.google.token_file),
        api_key=settings.drive.api_key.get_secret_value(),
        api_endpoint=settings.drive.api_endpoint,
        proxy=settings.network.proxy,
        ca_file=settings.network.ca_file,
        policy=_PASS_PATIENCE,
    )
