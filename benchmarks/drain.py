"""The drain of a burst: mails in the mailbox → all received, read and judged; ours beside parsedmarc, in turn.

Two bursts: mails as our offices send them, where parsedmarc only fetches, looks and files as invalid; and DMARC
reports, for which it was made, and which are mails with a packed XML to us. A round runs every contender once, each on
a mailbox that no program has seen; figures are medians over the rounds, and ratios are those of the same round.
"""

import contextlib
import json
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from benchmarks.burst import Burst, office_mail, report_mail
from benchmarks.measure import Measured, measure
from benchmarks.peer import DEFAULTS, PASSDB, PASSWORD, TUNED, UNLIMITED, filed, installed, reports
from ingest.store import tables as t
from ingest.store.database import Database
from tests.servers.dovecot import Dovecot, TestMailbox, running_dovecot

_NOW = "2024-11-20T07:30+07:00"
_OURS = "ours: poll"
_DAEMON = "ours: run"
_WARM = 16  # mails of a round that is not counted: byte code, page cache
_CHECK = 75.0  # seconds of parsedmarc with its defaults, which look every 30 seconds

# Timed inside one process, since a step alone is no command.
_STEPS = """
import json, sys, time
from ingest.judge import judge
from ingest.options import Options
from ingest.pipeline import PassReport, receive, settle
from ingest.session import writing

report, marks = PassReport(), [time.monotonic()]
with writing(Options(config=sys.argv[1], now=sys.argv[2]), "poll") as work:
    for step in (lambda: receive(work, report), lambda: settle(work, report), lambda: judge(work, store=True)):
        step()
        marks.append(time.monotonic())
print(json.dumps([after - before for before, after in zip(marks, marks[1:])]))
"""


@dataclass
class _Runs:
    """Everything measured on one burst, by contender."""

    burst: Burst
    of: dict[str, list[Measured]] = field(default_factory=dict)

    def add(self, name: str, measured: Measured) -> None:
        self.of.setdefault(name, []).append(measured)

    def median(self, name: str, figure: Callable[[Measured], float]) -> float:
        return statistics.median(figure(one) for one in self.of[name])

    def ratio(self, name: str, figure: Callable[[Measured], float]) -> float:
        """Theirs to ours, pair by pair."""
        pairs = zip(self.of[name], self.of[_OURS], strict=True)
        return statistics.median(figure(theirs) / figure(ours) for theirs, ours in pairs)


def drain(count: int, rounds: int) -> None:
    """Measure and print."""
    parsedmarc = installed()
    with running_dovecot(PASSDB) as dovecot:
        for name, make in (("mails of offices", office_mail), ("DMARC reports", report_mail)):
            _round(dovecot, _Runs(Burst(dovecot, make, _WARM)), parsedmarc, dmarc=make is report_mail)
            runs = _Runs(Burst(dovecot, make, count))
            _say(f"drain of {count:,} {name}, {runs.burst.size >> 20} MB, {rounds} rounds in turn:")
            for number in range(rounds):
                _round(dovecot, runs, parsedmarc, dmarc=make is report_mail)
                _say(
                    f"  (round {number + 1}: " + ", ".join(f"{k} {v[-1].wall:.1f} s" for k, v in runs.of.items()) + ")"
                )
            _print(runs)
            _print_steps(dovecot, runs.burst)
            if parsedmarc:
                _print_defaults(dovecot, runs, parsedmarc)


def _round(dovecot: Dovecot, runs: _Runs, parsedmarc: Path | None, *, dmarc: bool) -> None:
    runs.add(_OURS, _ours(dovecot, runs.burst, "poll", "--now", _NOW))
    runs.add(_DAEMON, _ours(dovecot, runs.burst, "run"))
    for variant in (UNLIMITED, TUNED) if parsedmarc else ():
        with _place(dovecot, runs.burst) as (folder, mailbox):
            config = variant.write(folder, mailbox)
            runs.add(variant.name, measure([str(parsedmarc), "-c", str(config)], cwd=folder, server=_session(dovecot)))
            _check_peer(folder, mailbox, runs.burst.count, dmarc=dmarc)


# ── ours ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _ours(dovecot: Dovecot, burst: Burst, *command: str) -> Measured:
    with _place(dovecot, burst) as (folder, mailbox):
        config = _configuration(folder, mailbox)
        database = Database(f"sqlite:///{folder}/var/tiepnhan.db")
        until = _Drained(database, burst.count) if "run" in command else None
        arguments = [sys.executable, "-m", "ingest", *command, "--config", str(config)]
        try:
            measured = measure(arguments, cwd=folder, server=_session(dovecot), until=until)
            total, unread, _ = _state(database)
            if (total, unread) != (burst.count, 0):
                raise RuntimeError(f"{total} of {burst.count} mails came, {unread} were not read\n{measured.out}")
        finally:
            database.close()
        return measured


class _Drained:
    """Whether the daemon has received and read everything and judged after that."""

    def __init__(self, database: Database, count: int) -> None:
        self._database = database
        self._count = count
        self._busy = datetime.now(UTC)  # when something was last still to be read
        self._before: tuple[datetime, ...] | None = None  # the judgements when nothing was

    def __call__(self) -> bool:
        with contextlib.suppress(sa.exc.OperationalError):  # its schema is being made
            total, unread, judged = _state(self._database)
            if total < self._count or unread:
                self._busy = datetime.now(UTC)
                return False
            self._before = judged if self._before is None else self._before
            return judged != self._before or any(at >= self._busy for at in judged)
        return False


def _state(database: Database) -> tuple[int, int, tuple[datetime, ...]]:
    """(messages, unread ones, judgements)."""
    if not Path(str(database.url.database)).exists():
        return 0, 0, ()
    with database.engine.connect().execution_options(readonly=True) as connection:
        total = connection.scalar(sa.select(sa.func.count()).select_from(t.messages)) or 0
        unread = connection.scalar(
            sa.select(sa.func.count()).select_from(t.messages).where(t.messages.c.version.is_(None))
        )
        judged = connection.scalars(sa.select(t.judgements.c.at)).all()
    return total, unread or 0, tuple(judged)


def _configuration(folder: Path, mailbox: TestMailbox) -> Path:
    server = mailbox.server
    file = folder / "tiepnhan.toml"
    file.write_text(
        f'data_dir = "{folder}/var"\n[database]\nurl = "sqlite:///{folder}/var/tiepnhan.db"\n'
        f'[mailbox]\nhost = "{server.host}"\nport = {server.tls_port}\ntls = "implicit"\nauth = "password"\n'
        f'username = "{mailbox.user}"\npassword = "{PASSWORD}"\n[network]\nca_file = "{server.ca_file}"\n',
        encoding="utf-8",
    )
    file.chmod(0o600)
    return file


def _print_steps(dovecot: Dovecot, burst: Burst) -> None:
    with _place(dovecot, burst) as (folder, mailbox):
        config = _configuration(folder, mailbox)
        measured = measure([sys.executable, "-c", _STEPS, str(config), _NOW], cwd=folder, server=_session(dovecot))
    seconds = json.loads(measured.out.splitlines()[-1])
    parts = ", ".join(
        f"{name} {one / sum(seconds):.0%}" for name, one in zip(("receive", "read", "judge"), seconds, strict=True)
    )
    _say(f"  our steps: {parts}")


# ── theirs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check_peer(folder: Path, mailbox: TestMailbox, count: int, *, dmarc: bool) -> None:
    where = filed(mailbox)
    target = "Archive/Aggregate" if dmarc else "Archive/Invalid"
    saved = reports(folder)
    if where.get("INBOX") or where.get(target) != count or saved != (count if dmarc else 0):
        raise RuntimeError(f"parsedmarc filed {where} and saved {saved} reports of {count}")


def _print_defaults(dovecot: Dovecot, runs: _Runs, parsedmarc: Path) -> None:
    """With its defaults parsedmarc takes ten mails at each look: how many in a fixed time."""
    with _place(dovecot, runs.burst) as (folder, mailbox):
        config = DEFAULTS.write(folder, mailbox)
        begun = datetime.now(UTC)
        measured = measure(
            [str(parsedmarc), "-c", str(config)],
            cwd=folder,
            until=lambda: (datetime.now(UTC) - begun).total_seconds() >= _CHECK,
        )
        taken = runs.burst.count - filed(mailbox)["INBOX"]
    ours, peak = runs.median(_OURS, lambda one: one.wall), runs.median(_OURS, lambda one: one.peak)
    _say(
        f"  parsedmarc with its defaults (watch = True): {taken} mails in {_CHECK / ours:.2f} times the time in which "
        f"ours drained {runs.burst.count:,}; peak {measured.peak / peak:.2f} of ours"
    )


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _place(dovecot: Dovecot, burst: Burst) -> Iterator[tuple[Path, TestMailbox]]:
    """A folder and a freshly filled mailbox for one run."""
    mailbox = burst.delivered()
    folder = dovecot.folder / "run-of-one"
    folder.mkdir()
    try:
        yield folder, mailbox
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(dovecot.home / mailbox.user)


def _session(dovecot: Dovecot) -> int:
    """The session of the mail server: what it uses while a command runs is told apart."""
    return int((dovecot.folder / "run" / "master.pid").read_text())


def _print(runs: _Runs) -> None:
    for name in runs.of:
        busy, foreign = runs.median(name, lambda one: one.busy), runs.median(name, lambda one: one.foreign)
        peak = runs.median(name, lambda one: one.peak)
        text = (
            f"  {name}: peak of all processes {int(peak) >> 20} MB (PSS), cores {busy:.0%} busy (others {foreign:.0%})"
        )
        if name != _OURS:
            wall, cpu, memory = (
                runs.ratio(name, figure) for figure in (lambda o: o.wall, lambda o: o.cpu, lambda o: o.peak)
            )
            text += f"; to ours with poll: time {wall:.2f}, CPU {cpu:.2f}, peak {memory:.2f}"
        _say(text)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
