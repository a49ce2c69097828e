"""What a rule knows beside the submission: the campaign, the instant of judgement, and the names of units."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from config.campaign import Campaign
from config.units import Unit
from validators.findings import Finding
from validators.submission import Submission


@dataclass(frozen=True)
class Context:
    """One judgement: everything is as of `now`."""

    campaign: Campaign
    now: datetime
    units: Mapping[str, Unit]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.campaign.timezone)

    def day(self, instant: datetime) -> date:
        """The day of an instant where the campaign is."""
        return instant.astimezone(self.zone).date()


Rule = Callable[[Submission, Context], Iterator[Finding]]
