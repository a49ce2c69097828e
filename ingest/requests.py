"""Commands beside a running daemon: handed over as a row, done by it, answered in the row; else done here.

A request that nobody has answered when the daemon dies is done by whoever holds the lock next: its command, if it still
waits, or the next daemon.
"""

import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.campaign import Campaign
from config.settings import Settings
from ingest.clock import instant
from ingest.commands import COMMANDS, Document
from ingest.errors import Busy, NotNow, TiepnhanError, UsageError
from ingest.lock import Holder, holder_of
from ingest.options import Options
from ingest.session import configured, refuse_the_past, writing
from ingest.store import work as rows
from ingest.store.database import Database
from ingest.store.work import Request
from ingest.workplace import Workplace

_LOOK_EVERY = 0.1  # seconds
_DAEMON = "run"


def carry_out(options: Options, command: str, arguments: Document) -> Document:
    """Do a writing command: here, or by the daemon where one is running. Raises what it would raise here."""
    while True:
        try:
            with writing(options, command) as work:
                return COMMANDS[command](work, arguments)
        except Busy:
            settings, campaign = configured(options)
            holder = holder_of(Path(settings.data_dir))
            if holder is None or holder.doing != _DAEMON or holder.campaign != campaign.id:
                raise
        told = _hand_over(settings, campaign, holder, options, command, arguments)
        if told is not None:
            return _unwrapped(told)


def _hand_over(
    settings: Settings, campaign: Campaign, holder: Holder, options: Options, command: str, arguments: Document
) -> Document | None:
    """The daemon's answer; None where it went without one (the request is withdrawn then)."""
    request = Request(uuid.uuid4().hex, command, {**arguments, "now": options.now}, datetime.now(UTC))
    database = Database(settings.database.url)
    try:
        with database.begin() as connection:
            rows.add_request(connection, campaign.id, request)
        try:
            while True:
                gone = not holder.alive()  # asked before the look at the row: what was answered last is not missed
                with database.read() as connection:
                    told = rows.request_answer(connection, campaign.id, request.id)
                if told is not None or gone:
                    return told
                time.sleep(_LOOK_EVERY)
        finally:
            with database.begin() as connection:
                rows.withdraw_request(connection, campaign.id, request.id)
    finally:
        database.close()


def _unwrapped(told: Document) -> Document:
    error = told.get("error")
    if error is None:
        document: Document = told["done"]
        return document
    raise UsageError(error) if told["status"] == UsageError.exit_status else NotNow(error)


def answer(work: Workplace, request_id: str) -> None:
    """Do what a command asked for and answer it; in the daemon. Our own faults are answered, too, and then raised."""
    with work.database.read() as connection:
        waiting = rows.open_requests(connection, work.campaign.id)
    request = next((one for one in waiting if one.id == request_id), None)
    if request is None:
        return  # withdrawn, or answered before we were cut
    fault: Exception | None = None
    told: dict[str, Any]
    try:
        told = {"done": _done(work, request)}
    except TiepnhanError as error:
        told = {"error": str(error), "status": error.exit_status}
    except Exception as error:  # noqa: BLE001 the border of one request: whoever asked must not wait for ever
        fault = error
        told = {"error": f"Lỗi ngoài dự kiến ({type(error).__name__}) trong chương trình thường trực.", "status": 1}
    with work.database.begin() as connection:
        rows.answer_request(connection, work.campaign.id, request.id, told, datetime.now(UTC))
    if fault is not None:
        raise fault


def _done(work: Workplace, request: Request) -> Document:
    arguments = dict(request.arguments)
    now = arguments.pop("now", None)
    if now is not None:
        wanted = instant(now)
        if wanted > work.now:
            raise UsageError(f"--now {now}: muộn hơn đồng hồ của chương trình thường trực đang chạy.")
        work = replace(work, now=wanted)
    refuse_the_past(work)
    return COMMANDS[request.command](work, arguments)
