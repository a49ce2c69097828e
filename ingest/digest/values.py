"""The daily digest as a value: one edition, worded and ready to be laid out."""

from dataclasses import dataclass, replace
from datetime import datetime

from ingest.digest.tasks import Task
from ingest.digest.words import two


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the units that owe something have sent; `title` is "" for the whole."""

    title: str
    total: int
    sent: int
    complete: int
    lacking: int
    silent: int
    exempt: int

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True, slots=True)
class UnitLines:
    """One unit and what is to be said of it."""

    name: str
    lines: tuple[str, ...]
    since: str = ""  # từ 14/11, where that holds for every line


@dataclass(frozen=True, slots=True)
class UnitSection:
    """A titled list of units, with their lines."""

    title: str
    units: tuple[UnitLines, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Units of one block and one region or cluster; `title` is "" where the block is not divided."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SilentBlock:
    """The units of one block that have not written."""

    title: str
    count: int
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A trouble of the machine, for whoever looks after it. `mend` and `since` may be ""."""

    text: str
    mend: str = ""
    since: str = ""  # ghi nhận từ 7h45 ngày 19/11


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition. Strings are ready to be shown; empty ones are left out."""

    subject: str
    campaign: str
    as_of: datetime  # in the campaign's time zone
    dateline: str  # Thứ Ba, ngày 19/11/2024
    deadline: str
    figures_as_of: str  # Số liệu tính đến 7h30 ngày 19/11/2024.
    unread: str  # that the mailbox could not be read lately: the figures do not show what came since
    quiet: str  # the one line of a day without change; then the rest is not shown
    total: Figures
    growth: str  # hôm qua +18
    blocks: tuple[Figures, ...]
    remarks: tuple[str, ...]
    tasks: tuple[Task, ...]
    since: str
    news: str
    news_lines: tuple[str, ...]
    arrivals: tuple[UnitSection, ...]  # borderline and late
    lacking: UnitSection
    review: UnitSection  # complete, but something is left to look at
    silent_title: str
    silent: tuple[SilentBlock, ...]
    system: str
    alerts: tuple[OperatorLine, ...]  # a part of their own, apart from what units owe
    public_url: str = ""


def shortened(digest: Digest, limit: int) -> Digest:
    """The same edition with at most `limit` units in each list, saying how many are left to the workbook."""
    return replace(
        digest,
        arrivals=tuple(_cut(section, limit) for section in digest.arrivals),
        lacking=_cut(digest.lacking, limit),
        review=_cut(digest.review, limit),
        silent=tuple(replace(part, clusters=_cut_clusters(part.clusters, limit)) for part in digest.silent),
    )


def _cut(section: UnitSection, limit: int) -> UnitSection:
    if len(section.units) <= limit:
        return section
    rest = UnitLines(f"{two(len(section.units) - limit)} đơn vị khác", ("xem tệp Excel",))
    return replace(section, units=(*section.units[:limit], rest))


def _cut_clusters(clusters: tuple[Cluster, ...], limit: int) -> tuple[Cluster, ...]:
    return tuple(
        cluster
        if len(cluster.names) <= limit
        else replace(cluster, names=(*cluster.names[:limit], f"{two(len(cluster.names) - limit)} đơn vị khác"))
        for cluster in clusters
    )
