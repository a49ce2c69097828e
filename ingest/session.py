"""What every command does before and after its work: configuration, campaign, lock, and the rule about the past."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.campaign import Campaign
from config.load import load_settings
from config.settings import Settings
from ingest.clock import instant
from ingest.errors import UsageError
from ingest.lock import instance_lock
from ingest.options import Options
from ingest.store import history
from ingest.wiring import choose_campaign, open_workplace
from ingest.workplace import Workplace


def configured(options: Options) -> tuple[Settings, Campaign]:
    """Settings and campaign of this call; raises `ConfigError` with every problem."""
    settings = load_settings(Path(options.config) if options.config else None, os.environ)
    return settings, choose_campaign(settings, options.campaign)


@contextmanager
def writing(options: Options, doing: str) -> Iterator[Workplace]:
    """A workplace that may write: under the lock, and never before what was judged already (contract §1)."""
    settings, campaign = configured(options)
    now = instant(options.now)
    with (
        instance_lock(Path(settings.data_dir), doing, campaign.id),
        open_workplace(settings, campaign, now, writing=True) as work,
    ):
        refuse_the_past(work)
        yield work


def refuse_the_past(work: Workplace) -> None:
    """Writing at an instant before the last judgement would rewrite what was told; raises `UsageError`."""
    with work.database.read() as connection:
        last = history.last_judgement(connection, work.campaign.id)
    if last is not None and work.now < last:
        raise UsageError(
            f"--now {work.now.isoformat()} sớm hơn lần đánh giá gần nhất ({last.isoformat()}); "
            "thời điểm đã qua chỉ xem lại được (status, export, digest)."
        )


@contextmanager
def reading(options: Options) -> Iterator[Workplace]:
    """A workplace that computes and stores nothing; works beside a running daemon, and for any past instant."""
    settings, campaign = configured(options)
    with open_workplace(settings, campaign, instant(options.now), writing=False) as work:
        yield work
