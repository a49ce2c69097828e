"""A long drill of the real daemon at many times the expected load: does anything grow, slow down or stay behind?

    python -m tests.drill.soak [--minutes 60] [--factor 20] [--csv FILE]
    python -m tests.drill.soak --burst [--mails 1000]

Prints a table and a verdict; the exit status is 1 where a criterion fails. docs/drills.md says what is asked, and why.
"""

import argparse
import csv
import itertools
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from imapclient import IMAPClient

from tests.drill.burst import Burst, burst
from tests.drill.figures import median, quantile, slope, window
from tests.drill.gauges import Gauges, sessions_on_server
from tests.drill.place import Answer, Place, Ran, opened_place
from tests.drill.traffic import Traffic

# 161 units in three weeks, two or three messages each: about 400 mails. A third of them on the last day, which has ten
# working hours; the busiest hour has three times the mean: 400 / 3 / 10 * 3.
PEAK_HOUR_MAILS = 40
PEAK_HOUR_COMMANDS = 10  # what officers type or click meanwhile
PEAK_HOUR_SHARINGS = 4  # folders that are shared, closed, filled or thrown away
RECHECK_HOURS = 6.0

_LOOK = 5.0
_WATCH = 0.5
_HEALTH = 15.0
_SETTLE = 240.0  # seconds that may pass after the last mail until everything is judged


# ── what is seen ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the CSV."""

    at: float  # seconds since the start
    gauges: Gauges
    server_sessions: int
    mails: int  # delivered so far
    wal: int  # bytes
    jobs: int
    jobs_wal: int


@dataclass
class Mail:
    """One mail on its way."""

    uid: str
    at: float
    read: float = 0.0
    judged: float = 0.0


@dataclass
class Seen:
    """All that the threads of the drill saw; appended to only."""

    looks: list[Look] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    health: list[tuple[float, Answer]] = field(default_factory=list)
    metrics: list[tuple[float, Answer]] = field(default_factory=list)
    commands: list[tuple[float, Ran]] = field(default_factory=list)
    judgements: int = 0
    broken: list[str] = field(default_factory=list)  # the drill's own troubles

    def series(self, of: Callable[[Look], float]) -> list[tuple[float, float]]:
        """One figure of all looks."""
        return [(look.at, of(look)) for look in self.looks]


# ── what happens ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Soak:
    """The threads of one drill around one daemon."""

    place: Place
    seconds: float
    factor: float
    seen: Seen = field(default_factory=Seen)
    _over: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.traffic = Traffic(self.place.drive)
        self.chance = random.Random(20)
        self.begun = time.monotonic()

    @property
    def now(self) -> float:
        return time.monotonic() - self.begun

    def live(self) -> None:
        """Load for the given time, then rest until everything is judged."""
        self.place.start()
        self.begun = time.monotonic()
        hour = 3600 / self.factor
        loops = [
            threading.Thread(target=self._loop, args=(step, pause, ends), daemon=True)
            for step, pause, ends in (
                (self._deliver, lambda: self.chance.expovariate(PEAK_HOUR_MAILS / hour), self._over),
                (self._command, lambda: hour / PEAK_HOUR_COMMANDS, self._over),
                (self.traffic.change_a_folder, lambda: hour / PEAK_HOUR_SHARINGS, self._over),
                (self._health, lambda: _HEALTH, self._ended),
                (self._watch, lambda: _WATCH, self._ended),
                (self._look, lambda: _LOOK, self._ended),
            )
        ]
        for loop in loops:
            loop.start()
        self._over.wait(self.seconds)
        self._over.set()
        until = time.monotonic() + _SETTLE
        while time.monotonic() < until and not all(mail.judged for mail in self.seen.mails):
            time.sleep(_WATCH)
        time.sleep(2 * _LOOK)
        self._ended.set()
        for loop in loops:
            loop.join(120)

    def _loop(self, step: Callable[[], None], pause: Callable[[], float], ends: threading.Event) -> None:
        """Repeat a step at its times; one that takes longer than its pause is not made up for."""
        while not ends.is_set():
            begun = time.monotonic()
            try:
                step()
            except Exception as error:  # noqa: BLE001 a drill that loses a thread would report too little
                self.seen.broken.append(f"{getattr(step, '__name__', 'look')}: {type(error).__name__}: {error}")
            ends.wait(max(0.05, pause() - (time.monotonic() - begun)))

    def _deliver(self) -> None:
        raw = self.traffic.next_mail(datetime.now(UTC))
        self.seen.mails.append(Mail(append(self.place, raw), self.now))

    def _command(self) -> None:
        """As officers do: look often, ask again sometimes."""
        unit = self.chance.choice(self.traffic.units).code
        asked = self.chance.choices(
            [["status"], ["recheck", "--unit", unit], ["rerun", "--unit", unit], ["poll"], ["export", "json"]],
            [4, 3, 2, 2, 1],
        )[0]
        at = self.now
        ran = self.place.run(*asked)
        self.seen.commands.append((at, ran))

    def _health(self) -> None:
        self.seen.health.append((self.now, self.place.ask("healthz")))
        self.seen.metrics.append((self.now, self.place.ask("metrics")))

    def _watch(self) -> None:
        """Which mails are visible as read by now, and which as judged."""
        waiting = {mail.uid: mail for mail in self.seen.mails if not mail.judged}
        if not waiting:
            return
        judged = self.place.judged() - time.time() + self.now
        with self.place.store() as store:
            now = self.now
            read = store.execute(
                "select s.uid from sightings s join messages m on m.campaign = s.campaign and m.canonical = s.canonical"
                f" where m.version is not null and s.uid in ({','.join('?' * len(waiting))})",
                list(waiting),
            ).fetchall()
        for (uid,) in read:
            mail = waiting[uid]
            mail.read = mail.read or now
            if judged >= mail.read:
                mail.judged = now

    def _look(self) -> None:
        data = self.place.data
        self.seen.looks.append(
            Look(
                self.now,
                self.place.looker.look(),
                sessions_on_server(self.place.mailbox.server.folder / "dovecot.conf", self.place.mailbox.user),
                len(self.seen.mails),
                _size(data / "tiepnhan.db-wal"),
                _size(data / "jobs.sqlite"),
                _size(data / "jobs.sqlite-wal"),
            )
        )


def append(place: Place, raw: bytes) -> str:
    """Deliver a mail over IMAP, in a session of its own; its UID."""
    server = place.mailbox.server
    client = IMAPClient(server.host, server.port, ssl=False)
    try:
        client.plain_login(place.mailbox.user, place.mailbox.password)
        told = client.append("INBOX", raw, (), datetime.now(UTC))
    finally:
        client.logout()
    return bytes(told).split(b"APPENDUID ")[1].split(b"]")[0].split()[1].decode()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


# ── what is asked of it ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion."""

    name: str
    told: str
    good: bool


def verdicts(seen: Seen, seconds: float) -> list[Verdict]:
    """Everything that is asked of the daemon while it runs."""
    return [
        *_memory(seen, seconds),
        *_counts(seen, seconds),
        *_latency(seen, seconds),
        *_answers(seen, seconds),
        Verdict("the drill itself", "; ".join(seen.broken[:3]) or "no trouble", not seen.broken),
    ]


def _memory(seen: Seen, seconds: float) -> list[Verdict]:
    """No growth beyond that of the data.

    Whoever judges holds everything that was read, so a process grows with the number of mails, by design. How much that
    is the drill learns from `status` and `export`, which judge the same data in a new process each time: their peaks
    grow by the data alone. What the daemon grows by beyond them is a leak.
    """
    half = seconds / 2
    control = [(at, float(ran.peak)) for at, ran in seen.commands if ran.command in {"status", "export json"}]
    own = slope(window(control, half, seconds)) * half
    found = []
    for name, of in (
        ("memory of the daemon", lambda look: float(look.gauges.rss)),
        ("memory of the tree", lambda look: float(look.gauges.tree)),
    ):
        series = window(seen.series(of), half, seconds)
        middle = median(series)
        grown = slope(series) * half
        allowed = max(8 << 20, middle * 0.01 * half / 600)  # 1 % in ten minutes; 8 MB is the noise of one judgement
        found.append(
            Verdict(
                name,
                f"median {_mb(middle)}, grew {_mb(grown)} in the second half; data alone {_mb(own)} (new processes); "
                f"allowed beyond it {_mb(allowed)}",
                grown - max(0.0, own) <= allowed,
            )
        )
    return found


def _counts(seen: Seen, seconds: float) -> list[Verdict]:
    """Files, threads and so on: the end as after the warm-up."""
    found = []
    asked: tuple[tuple[str, Callable[[Gauges], int], int], ...] = (
        ("open files", lambda g: g.files, 6),
        ("threads", lambda g: g.threads, 4),
        ("children", lambda g: g.children, 2),
        ("connections to the mail server", lambda g: g.mail_sockets, 1),
        ("connections to Drive", lambda g: g.drive_sockets, 12),  # kept: as many as were ever needed at once
        ("other connections", lambda g: g.other_sockets, 2),
        ("connections half closed", lambda g: g.stale_sockets, 1),
    )
    for name, of, slack in asked:
        series = seen.series(lambda look, of=of: of(look.gauges))  # type: ignore[misc]
        before = [y for _, y in window(series, seconds * 0.2, seconds * 0.5)]
        after = [y for _, y in window(series, seconds * 0.8, seconds)]
        low, high = quantile(before, 0.5), quantile(after, 0.5)
        tops = max(before, default=0), max(after, default=0)
        found.append(
            Verdict(
                name,
                f"median {low:.0f} -> {high:.0f}, most {tops[0]:.0f} -> {tops[1]:.0f}",
                high - low <= slack and tops[1] - tops[0] <= 2 * slack,
            )
        )
    zombies = [look.gauges.zombies for look in seen.looks]
    lasting = max((min(pair) for pair in itertools.pairwise(zombies)), default=0)
    found.append(Verdict("zombies", f"most in two looks running: {lasting}", lasting == 0))
    sessions = [y for _, y in window(seen.series(lambda look: look.server_sessions), seconds * 0.2, seconds)]
    found.append(
        Verdict(
            "sessions at the mail server",
            f"median {quantile(sessions, 0.5):.0f}, most {max(sessions, default=0):.0f}",
            max(sessions, default=0) <= 5,  # the daemon's, a command's, and the drill's own delivery
        )
    )
    logs = [look.wal for look in seen.looks], [look.jobs_wal for look in seen.looks]
    found.append(
        Verdict(
            "write-ahead logs",
            f"at most {_mb(max(logs[0], default=0))} (store), {_mb(max(logs[1], default=0))} (tasks)",
            max(*logs[0], *logs[1], 0) < 100 << 20,
        )
    )
    return found


def _latency(seen: Seen, seconds: float) -> list[Verdict]:
    """The last quarter against the second one: reading must not become slower.

    Judging looks at everything, and there is 2.3 times as much by then: that much is by design, three times is allowed.
    """
    found = []
    steps: tuple[tuple[str, Callable[[Mail], float], float], ...] = (
        ("from delivery to read", lambda mail: mail.read - mail.at, 1.25),
        ("from delivery to judged", lambda mail: mail.judged - mail.at, 3),
    )
    for name, of, times in steps:
        took = [(mail.at, of(mail)) for mail in seen.mails if mail.judged]
        second = [y for _, y in window(took, seconds * 0.25, seconds * 0.5)]
        last = [y for _, y in window(took, seconds * 0.75, seconds)]
        told = ", ".join(
            f"{label} {quantile(second, part):.1f} s -> {quantile(last, part):.1f} s"
            for label, part in (("p50", 0.5), ("p95", 0.95))
        )
        good = quantile(last, 0.5) <= times * quantile(second, 0.5) + 2 and (
            quantile(last, 0.95) <= times * quantile(second, 0.95) + 5
        )
        found.append(Verdict(name, told, bool(second and last) and good))
    late = [mail for mail in seen.mails if not mail.judged]
    found.append(Verdict("every mail is judged", f"{len(seen.mails)} delivered, {len(late)} not judged", not late))
    return found


def _answers(seen: Seen, seconds: float) -> list[Verdict]:
    found = []
    for name, answers in (("health", seen.health), ("metrics", seen.metrics)):
        took = [answer.seconds for _, answer in answers]
        bad = [f"{at:.0f} s: {answer.status} {answer.body[:200]}" for at, answer in answers if answer.status != 200]
        told = f"{len(answers)} asked, {len(bad)} not 200, p95 {quantile(took, 0.95):.2f} s, longest {max(took):.2f} s"
        found.append(
            Verdict(name, told + "".join(f"\n    {one}" for one in bad[:3]), not bad and quantile(took, 0.95) < 1)
        )
    wrong = [ran for _, ran in seen.commands if ran.code != 0]
    took = [ran.seconds for _, ran in seen.commands]
    kinds = {ran.command.split()[0] for _, ran in seen.commands}
    told = f"{len(seen.commands)} of {len(kinds)} kinds, {len(wrong)} failed, p95 {quantile(took, 0.95):.1f} s"
    told += "".join(f"\n    {ran.command}: {ran.code} {ran.err.strip()[-200:]}" for ran in wrong[:3])
    found.append(Verdict("commands beside it", told, not wrong))
    return found


def after_the_end(place: Place) -> list[Verdict]:
    """Stop it, and look at what it leaves behind."""
    counts = {
        "on the server": place.number("select sum(on_server) from positions"),
        "received": place.number("select count(distinct uid) from sightings where canonical is not null"),
        "held": place.number("select count(*) from sightings where canonical is null"),
        "unread": place.number("select count(*) from messages where version is null"),
        "set aside": place.number("select count(*) from attempts where aside"),
        "unanswered requests": place.number("select count(*) from requests where done_at is null"),
    }
    kept = (
        counts["on the server"] == counts["received"] + counts["held"]
        and not counts["unread"]
        and not counts["set aside"]
        and not counts["unanswered requests"]
    )
    code, took, left = place.stop()
    time.sleep(1)
    sessions = sessions_on_server(place.mailbox.server.folder / "dovecot.conf", place.mailbox.user)
    errors = place.told("error", "critical")
    with place.store() as store:
        sound = store.execute("pragma integrity_check").fetchone()[0]
    return [
        Verdict("the ledger", ", ".join(f"{name} {count}" for name, count in counts.items()), kept),
        Verdict("the database", f"integrity check: {sound}", sound == "ok"),
        Verdict("end after SIGTERM", f"status {code} after {took:.1f} s", code == 0 and took < 10),
        Verdict("processes left", ", ".join(left) or "none", not left),
        Verdict("sessions left at the mail server", str(sessions), sessions == 0),
        Verdict("errors in the log", f"{len(errors)}" + "".join(f"\n    {e[:300]}" for e in errors[:5]), not errors),
        Verdict(
            "what was asked of Drive",
            "; ".join(place.drive.violations[:3]) or "all of it known",
            not place.drive.violations,
        ),
    ]


def burst_verdicts(found: Burst) -> list[Verdict]:
    """What is asked of it in a burst."""
    longest = max((answer.seconds for answer in found.health), default=0)
    bad = [answer for answer in found.health if answer.status != 200]
    counts = [count for _, count in found.shown]
    return [
        Verdict("the cores are busy", f"{found.busy:.0%} of what others left us, asked 85 %", found.busy > 0.85),
        Verdict("judging takes a small part", f"{found.judging:.0%} of the time, asked 20 %", found.judging < 0.20),
        Verdict("judged meanwhile", f"{found.judgements} judgements", found.judgements > 0),
        Verdict("progress is seen", str(counts), counts == sorted(counts) and 0 < counts[0] < found.mails),
        Verdict("health", f"{len(bad)} not 200, longest {longest:.2f} s", not bad and longest < 1),
        Verdict(
            "new mail first",
            f"{found.passed} re-reads were done before {found.new} new mails, {found.still} after them",
            found.passed <= 20 + found.again / 20 < found.still,
        ),
        Verdict("errors in the log", str(len(found.errors)), not found.errors),
    ]


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────

_COLUMNS = (
    "from",
    "mails",
    "RSS MB",
    "tree MB",
    "files",
    "threads",
    "children",
    "cores busy",
    "read p50/p95",
    "judged p50/p95",
)


def table(seen: Seen, seconds: float, parts: int = 8) -> list[str]:
    """A line for each part of the time."""
    rows = [_COLUMNS]
    for number in range(parts):
        start, end = seconds * number / parts, seconds * (number + 1) / parts
        looks = [look for look in seen.looks if start <= look.at < end]
        mails = [mail for mail in seen.mails if start <= mail.at < end and mail.judged]
        if len(looks) < 2:
            continue
        read, judged = [mail.read - mail.at for mail in mails], [mail.judged - mail.at for mail in mails]
        used = looks[-1].gauges.cpu - looks[0].gauges.cpu
        middle = {one.name: quantile([getattr(look.gauges, one.name) for look in looks], 0.5) for one in fields(Gauges)}
        rows.append(
            (
                f"{start / 60:.1f} min",
                str(len(mails)),
                f"{middle['rss'] / 2**20:.0f}",
                f"{middle['tree'] / 2**20:.0f}",
                f"{middle['files']:.0f}",
                f"{middle['threads']:.0f}",
                f"{middle['children']:.0f}",
                f"{used / (looks[-1].at - looks[0].at):.2f}",
                f"{quantile(read, 0.5):.1f}/{quantile(read, 0.95):.1f} s",
                f"{quantile(judged, 0.5):.1f}/{quantile(judged, 0.95):.1f} s",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def write_csv(path: Path, seen: Seen) -> None:
    """All looks; and beside it all mails."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        names = [one.name for one in fields(Gauges)]
        writer.writerow(["at", "mails", *names, "server_sessions", "wal", "jobs", "jobs_wal"])
        for look in seen.looks:
            gauges = asdict(look.gauges)
            writer.writerow(
                [
                    f"{look.at:.1f}",
                    look.mails,
                    *(gauges[name] for name in names),
                    look.server_sessions,
                    look.wal,
                    look.jobs,
                    look.jobs_wal,
                ]
            )
    with path.with_suffix(".mails.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["at", "read", "judged"])
        writer.writerows([f"{mail.at:.2f}", f"{mail.read:.2f}", f"{mail.judged:.2f}"] for mail in seen.mails)
    with path.with_suffix(".commands.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["at", "command", "code", "seconds", "peak"])
        writer.writerows(
            [f"{at:.1f}", ran.command, ran.code, f"{ran.seconds:.2f}", ran.peak] for at, ran in seen.commands
        )


def _mb(size: float) -> str:
    return f"{size / 2**20:.1f} MB"


def say(line: str = "") -> None:
    """One line of the report."""
    print(line, flush=True)  # noqa: T201


def tell(found: list[Verdict]) -> bool:
    """Print the criteria; whether all are met."""
    for one in found:
        say(f"{'ok  ' if one.good else 'FAIL'} {one.name}: {one.told}")
    good = all(one.good for one in found)
    say("VERDICT: " + ("all criteria are met" if good else "NOT all criteria are met"))
    return good


def soak(folder: Path, minutes: float, factor: float, file: Path | None) -> bool:
    """The long drill."""
    seconds = minutes * 60
    recheck = max(60, int(min(RECHECK_HOURS * 3600 / factor, seconds / 3)))
    say(
        f"soak: {minutes:g} minutes at {factor:g} times the expected peak hour ({PEAK_HOUR_MAILS} mails): "
        f"{PEAK_HOUR_MAILS * factor:.0f} mails an hour; links looked at again every {recheck} s"
    )
    with opened_place(folder, "10s", f"{recheck}s") as place:
        drill = Soak(place, seconds, factor)
        try:
            drill.live()
        finally:
            if file is not None:
                write_csv(file, drill.seen)
        for line in table(drill.seen, seconds):
            say(line)
        found = verdicts(drill.seen, seconds)
        jobs = drill.seen.looks[-1].jobs
        tasks = len(drill.seen.mails)
        say(
            f"     file of tasks: {_mb(jobs)}; links: {place.number('select count(*) from link_work')}; "
            f"observations: {place.number('select count(*) from observations')}; "
            f"judgements: {place.number('select count(*) from judgements')}; mails: {tasks}"
        )
        return tell([*found, *after_the_end(place)])


def main() -> None:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill.soak")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--factor", type=float, default=20, help="times the expected load")
    parser.add_argument("--csv", type=Path, help="where all looks are written to")
    parser.add_argument("--burst", action="store_true", help="instead: a heap of mail at once")
    parser.add_argument("--mails", type=int, default=1000, help="how many mails the burst has")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and daemon are ended, too
    with tempfile.TemporaryDirectory(prefix="drill") as folder:
        if asked.burst:
            found = burst(Path(folder), asked.mails)
            for line in found.lines():
                say(line)
            good = tell(burst_verdicts(found))
        else:
            good = soak(Path(folder), asked.minutes, asked.factor, asked.csv)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
