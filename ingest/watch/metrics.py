"""The vitals as Prometheus metrics. Counts, ages and sizes only: nothing in them names a person, a unit or a file."""

import os
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from ingest.watch.alerts import LOOKS, Alert
from ingest.watch.vitals import Vitals
from parsers.facts import READING_VERSION

JOBS = ("poll", "recheck", "judge", "digest", "backup")
_PROC = Path("/proc")

Families = Iterator[Metric]


def render_metrics(vitals: Vitals, alerts: tuple[Alert, ...], *, healthy: bool) -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Once(lambda: _families(vitals, alerts, healthy=healthy)))
    return generate_latest(registry)


class _Once(Collector):
    """Families made when they are asked for: nothing is kept between two scrapes."""

    def __init__(self, make: Callable[[], Families]) -> None:
        self._make = make

    def collect(self) -> Families:
        """As the registry asks for them."""
        return self._make()

    def describe(self) -> Families:
        """Nothing to describe beforehand."""
        return iter(())


def _families(vitals: Vitals, alerts: tuple[Alert, ...], *, healthy: bool) -> Families:
    yield _gauge("tiepnhan_healthy", "1 while /healthz answers 200", healthy)
    yield from _jobs(vitals)
    yield from _work(vitals)
    yield from _ledger(vitals)
    yield from _world(vitals)
    yield from _alerts(alerts)
    yield from _process()


def _jobs(vitals: Vitals) -> Families:
    stamp = GaugeMetricFamily(
        "tiepnhan_last_success_timestamp_seconds", "When a job of the clock last succeeded", labels=["job"]
    )
    age = GaugeMetricFamily("tiepnhan_last_success_age_seconds", "How long ago that was", labels=["job"])
    failing = GaugeMetricFamily("tiepnhan_job_failing", "1 where the last try of a job failed", labels=["job"])
    for name in sorted({*JOBS, *vitals.jobs}):
        job = vitals.job(name)
        failing.add_metric([name], float(bool(job.error)))
        if job.succeeded_at is not None:
            stamp.add_metric([name], job.succeeded_at.timestamp())
            age.add_metric([name], max(0.0, (vitals.now - job.succeeded_at).total_seconds()))
    yield from (stamp, age, failing)
    yield _gauge("tiepnhan_start_timestamp_seconds", "When the daemon started", vitals.started_at.timestamp())


def _work(vitals: Vitals) -> Families:
    tasks = GaugeMetricFamily("tiepnhan_tasks", "Live tasks of the engine", labels=["kind", "state"])
    for (kind, state), count in sorted(vitals.tasks.items()):
        tasks.add_metric([kind, state], count)
    yield tasks
    waited = max(0.0, (vitals.now - vitals.oldest_waiting).total_seconds()) if vitals.oldest_waiting else 0.0
    yield _gauge("tiepnhan_oldest_task_age_seconds", "How long the oldest waiting task has waited", waited)
    waiting = GaugeMetricFamily("tiepnhan_rows_waiting", "Rows with work left to do", labels=["kind"])
    for kind, count in sorted(vitals.rows_waiting.items()):
        waiting.add_metric([kind], count)
    yield waiting
    aside = GaugeMetricFamily("tiepnhan_set_aside", "Rows set aside after failing for good", labels=["kind"])
    for kind, count in sorted(vitals.aside.items()):
        aside.add_metric([kind], count)
    yield aside
    if vitals.heartbeat is not None:
        age = vitals.heartbeat.total_seconds()
        yield _gauge("tiepnhan_heartbeat_age_seconds", "How long ago the foreman gave a sign", age)


def _ledger(vitals: Vitals) -> Families:
    ledger = vitals.ledger
    messages = GaugeMetricFamily(
        "tiepnhan_messages", "The conservation law: on_server = received + held, and missing = 0", labels=["state"]
    )
    for state, count in (
        ("on_server", ledger.on_server),
        ("received", ledger.received),
        ("held", ledger.held),
        ("missing", ledger.missing),
        ("unread", vitals.rows_waiting.get("unread", 0)),
    ):
        messages.add_metric([state], count)
    yield messages


def _world(vitals: Vitals) -> Families:
    yield _gauge("tiepnhan_database_up", "1 where the database answers", not vitals.database_error)
    if vitals.disk is not None:
        yield _gauge("tiepnhan_disk_free_bytes", "Free space for the data folder", vitals.disk.free)
        yield _gauge("tiepnhan_disk_total_bytes", "Size of the disk of the data folder", vitals.disk.total)
    if vitals.quota is not None:
        yield _gauge("tiepnhan_mailbox_used_bytes", "What the mailbox holds, as its server says", vitals.quota.used)
        yield _gauge("tiepnhan_mailbox_limit_bytes", "What the mailbox may hold", vitals.quota.limit)
    if vitals.drive.state != "unknown":
        yield _gauge("tiepnhan_drive_up", "1 where Google Drive answered of late", vitals.drive.state == "ok")
    if vitals.digest_made is not None:
        stamp = vitals.digest_made.timestamp()
        yield _gauge("tiepnhan_digest_slot_timestamp_seconds", "The newest slot whose digest was made", stamp)


def _alerts(alerts: tuple[Alert, ...]) -> Families:
    counts = GaugeMetricFamily("tiepnhan_alerts", "Open alerts for the operator", labels=["kind"])
    kinds = [alert.kind for alert in alerts]
    for kind in sorted({*LOOKS, "token", *kinds}):
        counts.add_metric([kind], kinds.count(kind))
    yield counts


def _process() -> Families:
    own = _PROC / "self"
    resident = _resident(own / "statm")
    if resident is not None:
        yield _gauge("tiepnhan_process_resident_bytes", "Memory of the daemon, without its workers", resident)
    files = _count(own / "fd")
    if files is not None:
        yield _gauge("tiepnhan_open_files", "Open files and connections of the daemon", files)
    children = _children(own / "task")
    if children is not None:
        yield _gauge("tiepnhan_child_processes", "Processes started by the daemon", children)
    info = InfoMetricFamily("tiepnhan_build", "What is running")
    info.add_metric([], {"version": _version(), "reading": READING_VERSION})
    yield info


def _resident(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def _count(folder: Path) -> int | None:
    try:
        return len(list(folder.iterdir()))
    except OSError:
        return None


def _children(threads: Path) -> int | None:
    """Children of all threads; None where the system does not tell."""
    try:
        return sum(len((thread / "children").read_text().split()) for thread in threads.iterdir())
    except OSError:
        return None


def _version() -> str:
    try:
        return version("tiepnhan")
    except PackageNotFoundError:
        return "unknown"


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=float(value))
