"""Everything that one command works with, for one campaign: the adapters, the configuration and the instant."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from config.campaign import Campaign
from config.settings import Settings
from config.units import Register
from ingest.archive.interface import Archive
from ingest.drive.interface import Drive
from ingest.flights import Flights
from ingest.mailbox.interface import Mailbox
from ingest.store.database import Database
from ingest.workers import Readers


@dataclass(frozen=True, slots=True)
class Workplace:
    """Made by `ingest.wiring`. Mailbox and Drive are opened when first asked for, and may fail then."""

    settings: Settings
    campaign: Campaign
    register: Register
    database: Database
    archive: Archive
    spool: Path
    readers: Readers
    threads: int
    now: datetime
    open_mailbox: Callable[[], Mailbox]
    open_drive: Callable[[], Drive]
    flights: Flights = field(default_factory=Flights)
    clock: Callable[[], datetime] | None = (
        None  # for work that takes long and is not one pass: each fact has its instant
    )
    beat: Callable[[], None] = lambda: None  # called whenever something was done: the watchdog is fed by it

    def present(self) -> datetime:
        """The instant of what is noted now: of a pass its own, else the clock's."""
        return self.clock() if self.clock else self.now

    @property
    def own_addresses(self) -> frozenset[str]:
        """The mailbox's own addresses: what comes from them is our own outgoing mail."""
        mine = (self.settings.mailbox.username, self.campaign.mailbox, self.settings.digest.sender)
        return frozenset(address.lower() for address in mine if "@" in address)
