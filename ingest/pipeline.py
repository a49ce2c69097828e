"""The six steps, and the pass that repeats them until nothing is left to do: START HERE.

    receive     mailbox            -> archived message, ledger row
    read        archived message   -> what each file in it says; links become rows
    follow      due link           -> observation
    fetch       listed item        -> archived bytes, read in turn; links inside become rows
    attribute   everything read    -> submissions          (validators.assemble, within judge)
    judge       submissions        -> findings, reconciled with what stood

Rows in the store are the work, and every effect has a unique key: a step that ran half or twice changes nothing. A
file or a link that fails costs itself; a mailbox or Drive that is down costs this pass, never what is known.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.engine import Connection

from ingest.attempts import attempt, standing
from ingest.drive.access import access_of
from ingest.drive.interface import Drive, Fetched, Item, Observation
from ingest.drive.policy import follows, next_look, skip_reason
from ingest.errors import DriveUnreachable, NotNow, OriginalLost, TiepnhanError
from ingest.judge import Judged, judge
from ingest.load import chosen_sighting
from ingest.mailbox.interface import Delivery, Position
from ingest.reading import MAIL_NAME, MAIL_TYPE, FileReader
from ingest.store import derived, facts
from ingest.store import work as rows
from ingest.store.derived import LinkWork, Stale
from ingest.store.facts import StoredMessage
from ingest.store.work import Attempt
from ingest.workers import ReaderFault, ReaderLost
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION, FileFacts
from parsers.readers.values import FoundLink
from validators.assemble.tree import Node
from validators.assemble.triage import reason_for_other

log = structlog.get_logger()
_DRIVE_THREADS = 8  # Drive answers slowly and in parallel; reading what it gave is bounded by the workers
_SILENT_LINKS = 3
_SILENCE = 60.0  # seconds
_OUR_FAULT = (
    "Có đường dẫn chưa xử lý được do trục trặc của phần mềm; lượt sau sẽ thử lại (xem bằng lệnh tiepnhan tasks)."
)
Row = TypeVar("Row")
Outcome = TypeVar("Outcome")


@dataclass(slots=True)
class PassReport:
    """What one pass did, for the person who asked for it."""

    received: int = 0
    held: int = 0
    read: int = 0
    asked: int = 0
    fetched: int = 0
    problems: list[str] = field(default_factory=list)  # one Vietnamese line each; any makes the exit status 1
    judged: Judged | None = None

    def failed(self, error: TiepnhanError) -> None:
        """A step that the world did not let us finish."""
        if str(error) not in self.problems:
            self.problems.append(str(error))


def run_pass(work: Workplace, *, receive_mail: bool = True) -> PassReport:
    """One pass: what is new comes in, what is due is done, all units are judged."""
    report = PassReport()
    if receive_mail:
        _guarded(report, lambda: receive(work, report))
    settle(work, report)
    report.judged = judge(work, store=True)
    return report


def settle(work: Workplace, report: PassReport) -> None:
    """Read and follow until no row is left to do: links come out of mails, and out of what lies behind links."""
    asked: set[str] = set()
    while True:
        done = read_new(work, report)
        done += follow_due(work, report, asked)
        if not done and not read_again(work, report):
            return


def _guarded(report: PassReport, step: Callable[[], object]) -> None:
    try:
        step()
    except NotNow as error:
        log.warning("step failed", error=type(error).__name__)
        report.failed(error)


# ── receive ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _StoredLedger:
    """What the mailbox asks of the store."""

    work: Workplace

    def position(self, account: str, folder: str) -> Position | None:
        with self.work.database.read() as connection:
            return facts.position(connection, self.work.campaign.id, account, folder)

    def known(self, account: str, folder: str, uidvalidity: int) -> set[str]:
        with self.work.database.read() as connection:
            return facts.known_uids(connection, self.work.campaign.id, account, folder, uidvalidity)


def receive(work: Workplace, report: PassReport) -> None:
    """Everything new in the mailbox: bytes into the archive first, then the rows, message by message."""
    mailbox = work.open_mailbox()
    with work.flights.turn("receive"):
        for event in mailbox.receive(_StoredLedger(work), work.spool):
            if isinstance(event, Delivery):
                _take(work, event, report)
            else:
                with work.database.begin() as connection:
                    facts.set_position(connection, work.campaign.id, mailbox.account, event, work.present())
            work.beat()


def _take(work: Workplace, delivery: Delivery, report: PassReport) -> None:
    if delivery.path is not None:
        work.archive.put(delivery.path, delivery.sha256)
    with work.database.begin() as connection:
        new = facts.add_delivery(connection, work.campaign.id, delivery, work.present())
    report.received += new
    report.held += delivery.path is None


# ── read ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_new(work: Workplace, report: PassReport) -> int:
    """Read every message that has arrived and that this version of the code has not read; how many there were."""
    with work.database.read() as connection:
        waiting = derived.unread(connection, work.campaign.id, READING_VERSION, work.now)
        tried = rows.attempts(connection, work.campaign.id) if waiting else {}
    wanted, suspects = chosen([row.canonical for row in waiting], "read", tried)
    outcomes = [
        *_together(work.threads, partial(_spared, report, partial(read_one, work)), wanted),
        *(_spared(report, partial(read_one, work), one) for one in suspects),  # alone: no other row shares the blame
    ]
    read = outcomes.count(True)
    report.read += read
    if outcomes.count(False):
        report.failed(
            NotNow(
                "Có thư chưa đọc được do trục trặc của phần mềm; thư vẫn được giữ, lượt sau sẽ đọc lại "
                "(xem bằng lệnh tiepnhan tasks)."
            )
        )
    return read


def _spared(report: PassReport, step: Callable[[str], bool], subject: str) -> bool | None:
    """One row's outcome; None for a trouble of the world about this row alone: told, and the others go on."""
    try:
        return step(subject)
    except (OriginalLost, ReaderLost) as error:
        report.failed(error)
        return None


def chosen(subjects: Iterable[str], kind: str, tried: Mapping[tuple[str, str], Attempt]) -> tuple[list[str], list[str]]:
    """(rows to work on, rows to work on alone after them); what is set aside is left out.

    A row that was in work when the program ended without a word may be what ended it.
    """
    wanted, suspects = [], []
    for subject in subjects:
        before = standing(tried, kind, subject)
        if before is None or not (before.aside or before.begun):
            wanted.append(subject)
        elif not before.aside:
            suspects.append(subject)
    return wanted, suspects


def read_one(work: Workplace, canonical: str) -> bool:
    """Whether a message is read now. One that our code stumbles over waits; the others go on."""
    return work.flights.share("read", canonical, lambda: attempt(work, "read", canonical, _reading(work, canonical)))


def _reading(work: Workplace, canonical: str) -> Callable[[], None]:
    def read() -> None:
        with work.database.read() as connection:
            found = facts.messages(connection, work.campaign.id, work.now, canonical)
            again = derived.read_before(connection, work.campaign.id, canonical)
        for message in found:
            read_message(work, FileReader(work, held=again, task=("read", canonical)), message)

    return read


def read_message(work: Workplace, reader: FileReader, message: StoredMessage) -> None:
    """Read one message and all that is in it; its links become rows in the transaction that marks it as read."""
    own, nodes = reader.tree(message.sha256, MAIL_NAME, MAIL_TYPE)
    if own is None:
        work.archive.verify(message.sha256)  # a message without bytes was not read, and says so
    links = _links([own, *(node.facts for node in nodes)]) if _is_followed(work, message, own) else []
    with work.database.begin() as connection:
        derived.replace_readings(connection, work.campaign.id, READING_VERSION, reader.made())
        _add_links(work, connection, links, depth=0)
        derived.mark_read(connection, work.campaign.id, message.canonical, READING_VERSION)


def _is_followed(work: Workplace, message: StoredMessage, own: FileFacts | None) -> bool:
    """Links of mail that its header rules out (our own, bounces, newsletters) are nobody's submission: not asked."""
    seen = chosen_sighting(message.sightings)
    mail = own.mail if own else None
    return reason_for_other(mail, seen.received_at, work.campaign, work.own_addresses, draft=seen.draft) is None


def _links(read: Iterable[FileFacts | None]) -> list[FoundLink]:
    return [link for one in read if one for link in one.links if link.drive_id]


def _add_links(work: Workplace, connection: Connection, links: Iterable[FoundLink], depth: int) -> None:
    for link in links:
        if link.drive_id:
            derived.add_link_work(connection, work.campaign.id, link.drive_id, link.resource_key, depth, work.now)


# ── read again ───────────────────────────────────────────────────────────────────────────────────────────────────────


def read_again(work: Workplace, report: PassReport) -> int:
    """Read what was fetched from Drive and read by an earlier version of the code only; how many files. Asks nobody."""
    with work.database.read() as connection:
        waiting = sorted({row.sha256 for row in derived.stale(connection, work.campaign.id, READING_VERSION)})
        tried = rows.attempts(connection, work.campaign.id) if waiting else {}
    wanted, suspects = chosen(waiting, "reread", tried)
    step = partial(_spared, report, partial(reread_one, work))
    return [*_together(work.threads, step, wanted), *map(step, suspects)].count(True)


def reread_one(work: Workplace, sha256: str) -> bool:
    """Whether a fetched file is read again now, with all that is in it."""

    def step() -> None:
        with work.database.read() as connection:
            waiting = derived.stale(connection, work.campaign.id, READING_VERSION)
        for row in waiting:
            if row.sha256 == sha256:
                _reread(work, row)

    return work.flights.share("reread", sha256, lambda: attempt(work, "reread", sha256, step))


def _reread(work: Workplace, row: Stale) -> None:
    reader = FileReader(work, held=True)
    own, nodes = reader.tree(row.sha256, f"file{row.options}" if row.options.startswith(".") else "", row.media_type)
    if own is None:
        work.archive.verify(row.sha256)  # the bytes are gone: told, and what was read in them before goes on to stand
    with work.database.begin() as connection:
        derived.replace_readings(connection, work.campaign.id, READING_VERSION, reader.made())
        _add_new_links(work, connection, row.sha256, _links([own, *(node.facts for node in nodes)]))


def _add_new_links(work: Workplace, connection: Connection, sha256: str, found: Sequence[FoundLink]) -> None:
    """Links that an earlier version did not see in a fetched file: one deeper than the link behind which it lies."""
    known = {link.drive_id: link.depth for link in derived.link_work(connection, work.campaign.id)}
    new = [link for link in found if link.drive_id not in known]
    if not new:
        return
    fetched = {
        key for key, one in facts.fetches(connection, work.campaign.id, work.now).items() if one.sha256 == sha256
    }
    depths = [
        known[seen.drive_id]
        for observed in facts.observations(connection, work.campaign.id, work.now).values()
        for seen in observed
        for item in seen.items
        if (item.id, item.revision) in fetched and seen.drive_id in known
    ]
    if depths and follows(min(depths) + 1):
        _add_links(work, connection, new, min(depths) + 1)


# ── follow and fetch ─────────────────────────────────────────────────────────────────────────────────────────────────


def follow_due(work: Workplace, report: PassReport, asked: set[str]) -> int:
    """Ask about every link that is due and fetch what it lists; each link at most once in a pass (`asked`)."""
    with work.database.read() as connection:
        links = [
            link.drive_id
            for link in derived.link_work(connection, work.campaign.id)
            if link.is_open(work.now) and link.drive_id not in asked
        ]
        tried = rows.attempts(connection, work.campaign.id) if links else {}
    wanted, suspects = chosen(links, "follow", tried)
    if not wanted and not suspects:
        return 0
    asked.update(wanted, suspects)
    try:
        work.open_drive()
    except TiepnhanError as error:  # without Drive all else is still done; a wrong key is told as such
        report.failed(error)
        return 0
    breaker = Breaker()
    step = partial(follow_one, work, breaker)
    outcomes = [*_together(max(work.threads, _DRIVE_THREADS), step, wanted), *map(step, suspects)]
    for outcome in outcomes:
        report.asked += outcome.asked
        report.fetched += outcome.fetched
        if outcome.trouble:
            report.failed(NotNow(outcome.trouble))
    return len(outcomes)


class Breaker:
    """After a few links in a row without any answer, Drive is down: the other links wait a while."""

    def __init__(self) -> None:
        self._silent = 0
        self._until = 0.0

    @property
    def open(self) -> bool:
        """Whether to leave Drive alone now; after a minute one link may try again."""
        return self._silent >= _SILENT_LINKS and time.monotonic() < self._until

    def note(self, observation: Observation) -> None:
        """Count a link whose question no server answered."""
        answer = observation.account or observation.stranger
        self._silent = self._silent + 1 if answer is not None and answer.status == 0 else 0
        self._until = time.monotonic() + _SILENCE


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of one link: `more` where time was up before all its items were done."""

    asked: int = 0
    fetched: int = 0
    trouble: str = ""
    more: bool = False


def follow_one(work: Workplace, breaker: Breaker, drive_id: str, seconds: float = math.inf) -> Followed:
    """One link, for about so many seconds; what Drive refuses for now is tried again later."""
    if breaker.open:
        return Followed()
    return work.flights.share("follow", drive_id, lambda: _followed(work, breaker, drive_id, seconds))


def _followed(work: Workplace, breaker: Breaker, drive_id: str, seconds: float) -> Followed:
    outcome = Followed()

    def step() -> bool:
        nonlocal outcome
        with work.database.read() as connection:
            link = derived.link(connection, work.campaign.id, drive_id)
            seen = facts.observations(connection, work.campaign.id, work.now, drive_id).get(drive_id, ())
        if link is None or not link.is_open(work.now):
            return False  # somebody else has done it
        outcome = _follow(work, breaker, link, seen, time.monotonic() + seconds)
        if outcome.trouble:
            raise DriveUnreachable(outcome.trouble)
        return outcome.more

    try:
        good = attempt(work, "follow", drive_id, step)
    except (DriveUnreachable, OriginalLost, ReaderLost) as error:
        return replace(outcome, trouble=str(error))
    return outcome if good else replace(outcome, trouble=_OUR_FAULT)


def _follow(work: Workplace, breaker: Breaker, link: LinkWork, seen: Sequence[Observation], until: float) -> Followed:
    """One link: asked where it is due, then the items that it lists are fetched and read."""
    drive = work.open_drive()
    observation = None if link.to_ask(work.now) or not seen else seen[-1]
    asked = observation is None
    if observation is None:
        observation = drive.observe(link.drive_id, link.resource_key, work.now)
        breaker.note(observation)
        work.beat()
    access, _ = access_of(observation, any(_good(one) for one in seen))
    attempts = link.attempts + 1 if access == "unknown" else 0
    due_at = next_look(access, link.attempts, work.now, work.settings.drive.recheck_every) if asked else link.due_at
    with work.database.begin() as connection:
        if asked:
            facts.add_observation(connection, work.campaign.id, observation)
        derived.schedule_link(
            connection, work.campaign.id, link.drive_id, due_at=due_at, attempts=attempts, pending=True
        )
    gone = _fetch_items(work, drive, link, observation, until, asked=asked)
    with work.database.begin() as connection:
        derived.schedule_link(
            connection,
            work.campaign.id,
            link.drive_id,
            due_at=due_at,
            attempts=attempts,
            pending=gone.waiting or gone.more,
        )
    trouble = "" if gone.more else _trouble(observation, waiting=gone.waiting)
    return Followed(int(asked), gone.count, trouble, gone.more)


def _good(observation: Observation) -> bool:
    return any(answer is not None and answer.ok for answer in (observation.account, observation.stranger))


def _trouble(observation: Observation, *, waiting: bool) -> str:
    """A trouble of ours or Google's, for the operator; "" where the answer stands."""
    answer = observation.account or observation.stranger
    if answer is not None and answer.transient:
        mend = {
            "unauthorised": "hãy chạy lệnh doctor để kiểm tra quyền truy cập Drive",
            "bad_request": "đây là lỗi của chương trình, đề nghị báo người phụ trách kỹ thuật",
        }.get(answer.cause, "lượt sau sẽ tự thử lại")
        return f"Google Drive chưa trả lời được ({answer.status or 'mất kết nối'} {answer.reason}); {mend}."
    if waiting or not observation.complete:
        return "Một số tệp trên Google Drive chưa tải được; lượt sau sẽ tự thử lại."
    return ""


@dataclass(frozen=True, slots=True)
class _Gone:
    """How far the items of a link were gone through: `waiting`, some must be tried again soon; `more`, time was up."""

    count: int
    waiting: bool
    more: bool


def _fetch_items(
    work: Workplace, drive: Drive, link: LinkWork, observation: Observation, until: float, *, asked: bool
) -> _Gone:
    """Fetch and read what a link lists.

    What Drive refused is tried again whenever the link is asked again: units open their folders without a new revision.
    A file that cannot be read through a fault of ours costs itself; it is raised when the others are done.
    """
    with work.database.read() as connection:
        known = facts.fetches(connection, work.campaign.id, work.now, [item.id for item in observation.items])
    reader = FileReader(work, task=("follow", link.drive_id))
    count, waiting = 0, False
    faults: list[Exception] = []
    read = partial(_read_fetched, work, reader, link, faults)
    for item in observation.items:
        if time.monotonic() > until:
            return _Gone(count, waiting, more=True)
        before = known.get((item.id, item.revision))
        if before is not None and not (_try_again(before.cause) or (asked and before.cause != "ok")):
            if before.sha256:
                read(item, before.sha256, before.media_type, before.extension)
            continue
        if item.unreadable or skip_reason(item, work.settings.drive):
            continue
        fetched = drive.fetch(item, work.spool, work.settings.drive.max_file_size)
        waiting = waiting or _try_again(fetched.cause)
        count += fetched.cause == "ok"
        _keep(work, item, fetched)
        work.beat()
        if fetched.sha256:
            read(item, fetched.sha256, fetched.media_type, fetched.extension)
    if faults:
        raise faults[0]
    return _Gone(count, waiting, more=False)


def _try_again(cause: str) -> bool:
    return cause in {"throttled", "unauthorised", "server", "quota"}


def _keep(work: Workplace, item: Item, fetched: Fetched) -> None:
    if fetched.path is not None:
        work.archive.put(fetched.path, fetched.sha256 or "")
    with work.database.begin() as connection:
        facts.add_fetch(connection, work.campaign.id, item, fetched, work.now)


def _read_fetched(
    work: Workplace,
    reader: FileReader,
    link: LinkWork,
    faults: list[Exception],
    item: Item,
    sha256: str,
    media_type: str,
    extension: str,
) -> None:
    """Read a fetched file and all that is in it; links inside are followed in their turn, not without end."""
    try:
        own, nodes = reader.tree(sha256, f"{item.name}{extension}", media_type)
    except (OriginalLost, ReaderLost, ReaderFault) as error:
        faults.append(error)
        return
    found = _links([own, *(_facts_of(node) for node in nodes)])
    if found and follows(link.depth + 1):
        with work.database.begin() as connection:
            _add_links(work, connection, found, link.depth + 1)


def _facts_of(node: Node) -> FileFacts | None:
    return node.facts


def _together(count: int, step: Callable[[Row], Outcome], rows: Sequence[Row]) -> Iterable[Outcome]:
    """Run a step for each row in a few threads; what a step raises is raised here, after the others ended."""
    with ThreadPoolExecutor(count) as threads:
        yield from threads.map(step, rows)
