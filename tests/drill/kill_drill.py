"""Kill the daemon again and again at random moments: what it makes in the end must be what an undisturbed one makes.

The moments are drawn by kind of work, since most moments of a life are of one kind; whether it was hit is looked up
while the daemon stands still, an instant before the kill. A row that has been in work at two kills is spared the third:
after three it would be taken for what ended the program, and set aside, as it should be.
"""

import argparse
import difflib
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from ingest.archive.local import hash_of
from ingest.demo.emulator import Emulator, Fault
from tests.acceptance.conftest import put
from tests.acceptance.material import Mail
from tests.acceptance.office import Office
from tests.drill.life import Failed, Life, ask, deaths, delete_engine, running, temporary_folder
from tests.drill.scenario import Phase, drive, phases
from tests.servers.dovecot import PASSWORD, Dovecot, running_dovecot

KINDS = ("receive", "read", "follow", "fetch", "judge", "digest")
_ANY = "any moment"
_SPARED = 2  # a row that was in work at so many deaths is not killed once more
_LATENCY = 0.05  # seconds for each answer of the disturbed office's Drive: downloads are to be hit, too
_WAIT_FOR_KIND = 20.0
_GROUPS = 0.3  # of the kills strike all that the daemon started at the same instant
_ROUND = 50  # kills
_LIFE = 5.0  # seconds; a moment of no particular kind falls within them


@dataclass
class Report:
    """What was done, and to what."""

    seed: int
    kills: int = 0
    groups: int = 0  # of them: the whole process group
    idle: int = 0  # of them: nothing was in work
    deleted_down: int = 0
    deleted_running: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    stops: list[float] = field(default_factory=list)
    rounds: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """For a person."""
        most = max(self.hit.values(), default=1)
        return [
            f"kill drill, seed {self.seed}: {self.kills} kills ({self.groups} of the whole group, {self.idle} at rest) "
            f"in {self.seconds:.0f} s; rounds: {', '.join(self.rounds)}",
            *(f"  {kind:8} {self.hit[kind]:4} {'#' * round(40 * self.hit[kind] / most)}" for kind in _in_order(self)),
            f"  engine's database deleted {self.deleted_down} times between two lives, "
            f"{self.deleted_running} times under a running daemon",
            f"  {len(self.stops)} stops by SIGTERM, slowest {max(self.stops, default=0):.1f} s",
            "  exports, digests and originals are those of the undisturbed office",
        ]


def _in_order(report: Report) -> list[str]:
    return [*KINDS, *sorted(report.hit.keys() - set(KINDS))]


# ── an office in the drill ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Place:
    """An office with a Drive of its own, and how mail gets there."""

    office: Office
    emulator: Emulator
    deliver: Callable[[Mail], None]

    def arrive(self, phase: Phase) -> None:
        """The world moves on to a phase."""
        phase.change(self.emulator)
        for mail in phase.mail:
            self.deliver(mail)


def _folder_place(folder: Path, emulator: Emulator) -> Place:
    office = _configured(Office(folder, emulator))

    def deliver(mail: Mail) -> None:
        put(office, mail)
        os.utime(
            office.mail / f"{mail.name}.eml", (mail.at.timestamp(), mail.at.timestamp())
        )  # part of the ledger's key

    return Place(office, emulator, deliver)


def _imap_place(folder: Path, emulator: Emulator, server: Dovecot) -> Place:
    mailbox = server.mailbox()
    settings = (
        f'host = "127.0.0.1"\nport = {server.tls_port}\nauth = "password"\n'
        f"username = '{mailbox.user}'\npassword = '''{PASSWORD}'''\n[network]\nca_file = '{server.ca_file}'\n"
    )
    office = _configured(Office(folder, emulator, mailbox=settings))
    return Place(office, emulator, lambda mail: mailbox.append(mail.raw, mail.at))


def _configured(office: Office) -> Office:
    office.configure()
    with office.config.open("a", encoding="utf-8") as config:
        config.write('\n[dashboard]\nlisten = "127.0.0.1:0"\n')
    return office


# ── what is compared ─────────────────────────────────────────────────────────────────────────────────────────────────


def products(office: Office, phase: Phase) -> dict[str, str]:
    """Everything that must be the same, by name."""
    var = office.folder / "var"
    made = {"export": office.export(phase.now)}
    for file in sorted((var / "digests").rglob("*")):
        text = file.suffix in {".html", ".txt"}
        made[f"digests/{file.name}"] = file.read_text(encoding="utf-8") if text else hash_of(file)
    made["editions"] = "\n".join(map(str, ask(office, "select slot, made_at, sha256 from digests order by slot")))
    made["originals"] = "\n".join(sorted(str(file.relative_to(var)) for file in (var / "archive").rglob("*")))
    made["set aside"] = "\n".join(map(str, ask(office, "select * from attempts")))
    ledger = ask(office, "select folder, uid, canonical, received_at, seen_at from sightings order by 1, 2")
    made["ledger"] = "\n".join(map(str, ledger))
    for name in ("observations", "fetches", "finding_events", "judgements"):
        made[f"rows of {name}"] = str(ask(office, f"select count(*) from {name}"))
    made["unfinished backups"] = "\n".join(sorted(_unfinished_backups(var / "backups")))
    made["spool"] = "\n".join(sorted(file.name for file in (var / "spool").iterdir()))
    made["beside"] = "\n".join(sorted(file.name for file in var.iterdir() if not file.name.startswith("jobs.sqlite")))
    # Of each killed fork server an empty folder with a dead socket stays: Python makes it where the system's temporary
    # files lie, for the system to clear away.
    temporary = [file for file in temporary_folder(office).rglob("*") if not file.is_socket()]
    made["temporary"] = "\n".join(sorted(file.name for file in temporary if not file.name.startswith("pymp-")))
    return made


def _unfinished_backups(folder: Path) -> list[str]:
    """Generations without a manifest. A kill just after one is sealed costs a second one, which is no harm."""
    return [each.name for each in folder.glob("*") if each.is_dir() and not (each / "manifest.json").is_file()]


def differences(calm: dict[str, str], disturbed: dict[str, str]) -> str:
    """A unified diff of all that is not the same; "" where nothing is."""
    found: list[str] = []
    for name in sorted(calm.keys() | disturbed.keys()):
        ours, theirs = calm.get(name, "is not there"), disturbed.get(name, "is not there")
        if ours != theirs:
            diff = difflib.unified_diff(
                ours.splitlines(), theirs.splitlines(), f"undisturbed {name}", f"killed {name}", lineterm="", n=2
            )
            found += list(diff)[:200]
    return "\n".join(found)


# ── one round ────────────────────────────────────────────────────────────────────────────────────────────────────────


def undisturbed(place: Place, moments: Sequence[Phase], report: Report) -> list[dict[str, str]]:
    """What an office makes that nobody disturbs, phase by phase."""
    made = []
    for phase in moments:
        place.arrive(phase)
        made.append(_finished(place.office, phase, report))
    return made


def killed(
    place: Place,
    moments: Sequence[Phase],
    kills: Sequence[int],
    chance: random.Random,
    report: Report,
    *,
    patient: bool,
) -> list[dict[str, str]]:
    """The same phases with so many kills in each.

    In each the engine's database is deleted between two lives, and in one of them under a running daemon; a `patient`
    drill waits until that daemon has noticed.
    """
    made = []
    under = chance.randrange(len(moments))
    for number, (phase, count) in enumerate(zip(moments, kills, strict=True)):
        place.arrive(phase)
        drop = chance.randrange(count) if count else -1
        for each, target in enumerate(_targets(count, chance)):
            deleting = not patient and number == under and each == (drop + 1) % count
            _one_death(place.office, phase, target, chance, report, deleting=deleting)
            if each == drop:
                report.deleted_down += delete_engine(place.office) > 0
        if number == under and patient:
            _delete_under(place.office, phase, chance, report)
        made.append(_finished(place.office, phase, report))
    return made


def _finished(office: Office, phase: Phase, report: Report) -> dict[str, str]:
    """What stands after a last life that ran until nothing was left to do."""
    with _life(office, phase) as life:
        life.quiet(_slot(phase))
        report.stops.append(life.stop())
    return products(office, phase)


@contextmanager
def _life(office: Office, phase: Phase) -> Iterator[Life]:
    """A daemon that does not outlive the drill, whatever happens."""
    life = Life(office, phase.now)
    try:
        yield life
    finally:
        if life.process.poll() is None:
            life.kill(group=True)


def _targets(count: int, chance: random.Random) -> list[str]:
    """What to hit: roughly in the order in which a phase does its work, or else there would be nothing left to hit."""
    return sorted(chance.choices((*KINDS, _ANY), k=count), key=lambda kind: _STAGE[kind] + chance.uniform(0, 1.5))


_STAGE = {"receive": 0.0, "read": 1.0, "follow": 1.0, "fetch": 2.0, "judge": 3.0, "digest": 4.0, _ANY: 2.0}


def _one_death(
    office: Office, phase: Phase, target: str, chance: random.Random, report: Report, *, deleting: bool
) -> None:
    """One life that ends by kill -9; with `deleting` after it has lost the engine's database."""
    with _life(office, phase) as life:
        if target == _ANY:
            until = time.monotonic() + chance.uniform(0, _LIFE)
            life.wait(lambda: time.monotonic() > until)
        else:
            slot = _slot(phase)
            life.wait(lambda: target in running(office) or life.at_rest(slot), _WAIT_FOR_KIND)
            time.sleep(chance.choice((0.0, 0.0, chance.uniform(0, 0.1), chance.uniform(0, 0.5))))
        life.freeze()
        while deaths(office) > _SPARED:
            life.thaw()
            life.wait(lambda: deaths(office) <= _SPARED)
            life.freeze()
        kinds = running(office)
        if deleting:
            report.deleted_running += delete_engine(office) > 0
            life.thaw()
            time.sleep(chance.uniform(0, 1))
            life.freeze()
        group = chance.random() < _GROUPS
        life.kill(group=group)
    report.kills += 1
    report.groups += group
    report.idle += not kinds
    report.hit.update(kinds)


def _delete_under(office: Office, phase: Phase, chance: random.Random, report: Report) -> None:
    """The engine's database goes while it is at work; the daemon makes another and goes on."""
    file = office.folder / "var" / "jobs.sqlite"
    with _life(office, phase) as life:
        life.wait(lambda: file.exists() and bool(running(office)), _WAIT_FOR_KIND)
        time.sleep(chance.uniform(0, 0.3))
        report.deleted_running += delete_engine(office) > 0
        if not life.wait(file.exists, 60):
            raise Failed("the engine did not start anew after its database was deleted")
        report.stops.append(life.stop())


def _slot(phase: Phase) -> str:
    """The slot of a phase as the store writes it."""
    return phase.instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# ── the drill ────────────────────────────────────────────────────────────────────────────────────────────────────────


def folder_drill(folder: Path, moments: Sequence[Phase], kills: int, seed: int) -> Report:
    """One round on a mailbox of files, both offices side by side; the small form of the drill, for every test run."""
    report, calm = Report(seed), Report(seed)
    begun = time.monotonic()
    with drive() as still, drive() as slow:
        slow.fail(Fault(latency=_LATENCY))
        with ThreadPoolExecutor(1) as beside:
            expected = beside.submit(undisturbed, _folder_place(folder / "calm", still), moments, calm)
            place = _folder_place(folder / "killed", slow)
            made = killed(place, moments, _shares(kills, len(moments)), random.Random(seed), report, patient=False)
        _compare(moments, expected.result(), made, f"seed {seed}")
        _nothing_unknown(still, slow)
    report.rounds.append("files")
    report.stops += calm.stops
    report.seconds = time.monotonic() - begun
    return report


def whole_drill(folder: Path, kills: int, seed: int, tell: Callable[[str], None]) -> Report:
    """Rounds of five phases, by turns on a mailbox of files and on a Dovecot; `Failed` says what is not the same."""
    report, chance = Report(seed), random.Random(seed)
    begun = time.monotonic()
    moments = phases()
    expected: dict[str, list[dict[str, str]]] = {}
    with running_dovecot() as server:
        makers: dict[str, Callable[[Path, Emulator], Place]] = {
            "files": _folder_place,
            "imap": lambda where, emulator: _imap_place(where, emulator, server),
        }
        for number, share in enumerate(_shares(kills, -(-kills // _ROUND))):
            name = ("files", "imap")[number % 2]
            make = makers[name]
            if name not in expected:
                with drive() as still:
                    expected[name] = undisturbed(make(folder / f"calm-{name}", still), moments, report)
                    _nothing_unknown(still)
                tell(f"{name}: an undisturbed office went through {len(moments)} phases")
            with drive() as slow:
                slow.fail(Fault(latency=_LATENCY))
                place = make(folder / f"killed-{number}-{name}", slow)
                made = killed(place, moments, _shares(share, len(moments)), chance, report, patient=True)
                _nothing_unknown(slow)
            _compare(moments, expected[name], made, f"seed {seed}, round {number + 1} ({name})")
            report.rounds.append(name)
            tell(f"round {number + 1} ({name}): the same after {report.kills} kills in all; hit: {dict(report.hit)}")
    report.seconds = time.monotonic() - begun
    return report


def _shares(whole: int, parts: int) -> list[int]:
    """A number in nearly equal parts."""
    return [whole // parts + (part < whole % parts) for part in range(parts)]


def _compare(
    moments: Sequence[Phase], expected: Sequence[dict[str, str]], made: Sequence[dict[str, str]], where: str
) -> None:
    for phase, ours, theirs in zip(moments, expected, made, strict=True):
        if different := differences(ours, theirs):
            raise Failed(f"{where}, {phase.now}: not the same\n{different}")


def _nothing_unknown(*drives: Emulator) -> None:
    asked = [violation for each in drives for violation in each.violations]
    if asked:
        raise Failed(f"Drive was asked what it does not know: {asked}")


def main(arguments: Sequence[str] = ()) -> int:
    """The drill from the command line; 0 where everything was as it should be and every kind of work was hit."""
    parser = argparse.ArgumentParser(description="Kill the daemon at random moments and compare what it makes.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--keep", type=Path, help="where to leave the offices; else they are deleted")
    options = parser.parse_args(arguments)
    _say(f"kill drill: {options.kills} kills, seed {options.seed}")
    with ExitStack() as opened:
        folder = options.keep or Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            report = whole_drill(folder, options.kills, options.seed, _say)
        except Failed as failed:
            _say(f"FAILED (seed {options.seed}): {failed}")
            return 1
    for line in report.lines():
        _say(line)
    missed = [kind for kind in KINDS if not report.hit[kind]]
    if missed:
        _say(f"FAILED: no kill fell into {', '.join(missed)}")
    return int(bool(missed))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
