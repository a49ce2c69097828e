"""The tables. Facts are append-only, derived rows may be deleted at any time, the campaign is in every key.

facts      sightings positions messages observations listings fetches decisions
derived    readings link_work
findings   finding_events judgements
work       job_runs attempts requests digests alerts
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC text of fixed width: sorts the same in both databases and in a listing."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive instants: they mean a different thing on every machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant must not be stored")
        return value.astimezone(UTC).strftime(_FORMAT)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to an aware instant in UTC."""
        return None if value is None else datetime.strptime(value, _FORMAT).replace(tzinfo=UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _campaign() -> sa.Column[str]:
    return sa.Column("campaign", sa.String(64), primary_key=True)


sightings = sa.Table(
    "sightings",  # the ledger: which message was seen where
    metadata,
    _campaign(),
    sa.Column("account", sa.String(255), primary_key=True),
    sa.Column("folder", sa.String(1024), primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, primary_key=True),
    sa.Column("uid", sa.String(2048), primary_key=True),
    sa.Column("canonical", sa.String(64), nullable=True, index=True),  # NULL: named by the server, no bytes so far
    sa.Column("received_at", Instant, nullable=True),
    sa.Column("arrival", sa.String(16), nullable=False),
    sa.Column("junk", sa.Boolean, nullable=False),
    sa.Column("draft", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
)

positions = sa.Table(
    "positions",  # how far each folder has been received
    metadata,
    _campaign(),
    sa.Column("account", sa.String(255), primary_key=True),
    sa.Column("folder", sa.String(1024), primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("next_uid", sa.BigInteger, nullable=False),
    sa.Column("on_server", sa.BigInteger, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
)

messages = sa.Table(
    "messages",  # one row per message, whatever the ways it came
    metadata,
    _campaign(),
    sa.Column("canonical", sa.String(64), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),  # of the bytes in the archive
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("version", sa.String(32), nullable=True, index=True),  # of the code that read it; NULL: not read yet
)

readings = sa.Table(
    "readings",  # cache: what a file contains
    metadata,
    _campaign(),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("options", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(32), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

observations = sa.Table(
    "observations",  # what Drive answered about a link
    metadata,
    _campaign(),
    sa.Column("drive_id", sa.String(255), primary_key=True),
    sa.Column("asked_at", Instant, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("listing", sa.String(64), nullable=True),
)

listings = sa.Table(
    "listings",  # what lay under a link; equal listings are kept once
    metadata,
    _campaign(),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

fetches = sa.Table(
    "fetches",  # bytes of Drive items, or why there are none
    metadata,
    _campaign(),
    sa.Column("item", sa.String(255), primary_key=True),
    sa.Column("revision", sa.String(255), primary_key=True),
    sa.Column("fetched_at", Instant, primary_key=True),
    sa.Column("cause", sa.String(32), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=True),
    sa.Column("size", sa.BigInteger, nullable=True),
    sa.Column("media_type", sa.String(255), nullable=False),
    sa.Column("extension", sa.String(16), nullable=False),
)

link_work = sa.Table(
    "link_work",  # which links are due; made again from the messages if lost
    metadata,
    _campaign(),
    sa.Column("drive_id", sa.String(255), primary_key=True),
    sa.Column("resource_key", sa.String(255), nullable=True),
    sa.Column("depth", sa.Integer, nullable=False),  # 0: in a message; 1: in a document behind a link, and so on
    sa.Column("due_at", Instant, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("pending", sa.Boolean, nullable=False),  # items are still to be fetched or read
)

decisions = sa.Table(
    "decisions",  # what people decided
    metadata,
    _campaign(),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("unit", sa.String(64), nullable=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),  # JSON
    sa.Column("decided_by", sa.String(255), nullable=False),
    sa.Column("decided_at", Instant, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

finding_events = sa.Table(
    "finding_events",  # each change of a finding; the state at any instant is the newest row up to it
    metadata,
    _campaign(),
    sa.Column("finding", sa.String(12), primary_key=True),
    sa.Column("at", Instant, primary_key=True),
    sa.Column("unit", sa.String(64), nullable=True),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("severity", sa.String(8), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("present", sa.Boolean, nullable=False),
    sa.Column("cause", sa.String(16), nullable=False, server_default=""),  # "update": of our software, not of the unit
)

judgements = sa.Table(
    "judgements",  # when the campaign was judged, and by which version of the code
    metadata,
    _campaign(),
    sa.Column("at", Instant, primary_key=True),
    sa.Column("version", sa.String(64), nullable=True),
)

job_runs = sa.Table(
    "job_runs",  # each job of the clock: its last success, and what its last try said
    metadata,
    _campaign(),
    sa.Column("job", sa.String(64), primary_key=True),
    sa.Column("succeeded_at", Instant, nullable=True),
    sa.Column("tried_at", Instant, nullable=True),
    sa.Column("error", sa.Text, nullable=False, server_default=""),  # one line; "" where the last try succeeded
)

attempts = sa.Table(
    "attempts",  # rows whose work did not end well: when to try again, or why they are set aside
    metadata,
    _campaign(),
    sa.Column("kind", sa.String(32), primary_key=True),  # of the task: "read", "follow", …
    sa.Column("subject", sa.String(255), primary_key=True),  # its id: a message's identity, a Drive id, …
    sa.Column("version", sa.String(64), nullable=False),  # of the code that tried; another version starts anew
    sa.Column("begun", sa.Integer, nullable=False),  # tries that began and never said how they ended
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("cause", sa.String(32), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("aside", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

requests = sa.Table(
    "requests",  # what a command asked of the running daemon, and the answer
    metadata,
    _campaign(),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("command", sa.String(32), nullable=False),
    sa.Column("arguments", sa.Text, nullable=False),  # JSON
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("done_at", Instant, nullable=True),
    sa.Column("answer", sa.Text, nullable=False, server_default=""),  # JSON
)

digests = sa.Table(
    "digests",  # the editions that were made: one for each slot of the clock, never two
    metadata,
    _campaign(),
    sa.Column("slot", Instant, primary_key=True),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),  # of the HTML
)

alerts = sa.Table(
    "alerts",  # troubles of ours, for the operator: open while `gone_at` is NULL
    metadata,
    _campaign(),
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("subject", sa.String(255), primary_key=True),
    sa.Column("since", Instant, primary_key=True),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("mend", sa.Text, nullable=False),
    sa.Column("gone_at", Instant, nullable=True),
)
