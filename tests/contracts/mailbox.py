"""What every mailbox must do, whatever it reads from. A source's test module subclasses `MailboxContract`."""

import abc
import base64
import hashlib
import tracemalloc
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.mailbox.interface import Delivery, FolderState, Ledger, Mailbox, Position
from parsers.canonical import canonical_digest

NOON = datetime(2024, 11, 19, 5, 0, tzinfo=UTC)


@dataclass
class MemoryLedger:
    """A ledger as the protocol asks for it, filled as the pipeline fills the real one."""

    positions: dict[tuple[str, str], Position] = field(default_factory=dict)
    seen: dict[tuple[str, str, int], set[str]] = field(default_factory=dict)

    def position(self, account: str, folder: str) -> Position | None:
        return self.positions.get((account, folder))

    def known(self, account: str, folder: str, uidvalidity: int) -> set[str]:
        return set(self.seen.get((account, folder, uidvalidity), set()))

    def take(self, account: str, item: Delivery | FolderState) -> None:
        if isinstance(item, FolderState):
            self.positions[account, item.folder] = Position(item.folder, item.uidvalidity, item.next_uid)
        elif item.path is not None:
            self.seen.setdefault((account, item.folder, item.uidvalidity), set()).add(item.uid)


@dataclass
class Pass:
    """One pass: what came, in order."""

    deliveries: list[Delivery]
    folders: list[FolderState]

    @property
    def canonicals(self) -> set[str]:
        return {delivery.canonical for delivery in self.deliveries if delivery.path is not None}

    @property
    def held(self) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.path is None]


def receive(mailbox: Mailbox, ledger: MemoryLedger, spool: Path) -> Pass:
    """One pass with every delivery put in the ledger as it comes."""
    result = Pass([], [])
    ledger_: Ledger = ledger
    for item in mailbox.receive(ledger_, spool):
        ledger.take(mailbox.account, item)
        if isinstance(item, FolderState):
            result.folders.append(item)
        else:
            result.deliveries.append(item)
    return result


def letter(number: int, at: datetime = NOON, *, size: int = 0) -> bytes:
    """A submission as an office sends it and our server took it at `at`; `size` is that of a picture in it."""
    message = EmailMessage()
    message["Received"] = f"from a.example by mx.google.com with ESMTPS id {number}; {format_datetime(at)}"
    message["From"] = f"Sở Tư pháp tỉnh Thử nghiệm <stp{number}@thunghiem.example.vn>"
    message["To"] = "dienhinh@example.vn"
    message["Subject"] = f"Báo cáo điển hình tiên tiến số {number}"
    message["Date"] = "Tue, 19 Nov 2024 11:59:30 +0700"
    message["Message-ID"] = f"<thu-{number}@thunghiem.example.vn>"
    message.set_content(f"Kính gửi Vụ Tổ chức cán bộ,\n\nFrom nay đến 20/11 gửi {number} hồ sơ.\n", cte="8bit")
    if not size:
        return message.as_bytes(policy=SMTP.clone(linesep="\n"))
    message.add_attachment(b"PICTURE", maintype="image", subtype="jpeg", filename="Ảnh hội nghị.jpg")
    picture = base64.encodebytes(bytes(range(256)) * (size // 256))
    return message.as_bytes(policy=SMTP.clone(linesep="\n")).replace(base64.encodebytes(b"PICTURE"), picture)


def canonical_of(message: bytes, folder: Path) -> str:
    """The identity of a message, told from its bytes alone."""
    path = folder / hashlib.sha256(message).hexdigest()
    path.write_bytes(message)
    return canonical_digest(path)[0]


class MailboxContract(abc.ABC):
    """Tests that each source passes; `put` and `source` are what differs."""

    @pytest.fixture
    @abc.abstractmethod
    def mailbox(self) -> Mailbox:
        """An empty mailbox."""

    @abc.abstractmethod
    def put(self, messages: Iterable[tuple[bytes, datetime]], folder: str = "") -> None:
        """Put messages into the mailbox (into INBOX or the root for "")."""

    @pytest.fixture
    def spool(self, tmp_path: Path) -> Path:
        spool = tmp_path / "spool"
        spool.mkdir()
        return spool

    @pytest.fixture
    def expected(self, tmp_path: Path) -> Path:
        folder = tmp_path / "expected"
        folder.mkdir()
        return folder

    def test_it_gives_every_message_whole_and_once(self, mailbox: Mailbox, spool: Path, expected: Path) -> None:
        letters = [letter(number) for number in range(120)]
        self.put((each, NOON) for each in letters)
        first = receive(mailbox, MemoryLedger(), spool)
        assert len(first.deliveries) == len(letters)
        assert first.canonicals == {canonical_of(each, expected) for each in letters}
        for delivery in first.deliveries:
            assert delivery.path is not None
            content = delivery.path.read_bytes()
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (delivery.sha256, delivery.size)
            assert content.startswith(delivery.header)
            assert delivery.header.endswith((b"\n\n", b"\r\n\r\n"))

    def test_it_tells_when_each_message_arrived(self, mailbox: Mailbox, spool: Path, expected: Path) -> None:
        times = [NOON + timedelta(days=number) for number in range(3)]
        self.put((letter(1, at), at) for at in times)
        first = receive(mailbox, MemoryLedger(), spool)
        assert {delivery.canonical: delivery.received_at for delivery in first.deliveries} == {
            canonical_of(letter(1, at), expected): at for at in times
        }

    def test_a_second_pass_brings_no_bytes(self, mailbox: Mailbox, spool: Path) -> None:
        self.put((letter(number), NOON) for number in range(5))
        ledger = MemoryLedger()
        first = receive(mailbox, ledger, spool)
        before = sorted(spool.iterdir())
        second = receive(mailbox, ledger, spool)
        assert second.deliveries == []
        assert second.folders == first.folders
        assert sorted(spool.iterdir()) == before

    def test_only_what_is_new_comes_next_time(self, mailbox: Mailbox, spool: Path, expected: Path) -> None:
        self.put((letter(number), NOON) for number in range(5))
        ledger = MemoryLedger()
        receive(mailbox, ledger, spool)
        self.put([(letter(77), NOON + timedelta(hours=1))])
        assert receive(mailbox, ledger, spool).canonicals == {canonical_of(letter(77), expected)}
        assert receive(mailbox, ledger, spool).deliveries == []

    def test_the_folder_says_how_many_there_are(self, mailbox: Mailbox, spool: Path) -> None:
        self.put((letter(number), NOON) for number in range(5))
        ledger = MemoryLedger()
        for _ in range(2):
            assert sum(folder.exists for folder in receive(mailbox, ledger, spool).folders) == 5

    def test_a_pass_that_was_cut_short_goes_on_where_it_was(self, mailbox: Mailbox, spool: Path) -> None:
        self.put((letter(number), NOON) for number in range(5))
        ledger = MemoryLedger()
        taken = []
        for item in mailbox.receive(ledger, spool):
            ledger.take(mailbox.account, item)
            taken.append(item)
            if len(taken) == 2:
                break
        second = receive(mailbox, ledger, spool)
        assert len(second.deliveries) == 3
        assert receive(mailbox, ledger, spool).deliveries == []

    @pytest.mark.parametrize(
        "message",
        [
            b"Subject: khong co Message-ID, ngay, nguoi gui\n\nnoi dung\n",
            b"\nchi co noi dung\n",
            b"Subject: chi co dau thu\n",
            b"Message-ID: <>\nDate: hom nay\nFrom: \xff\xfe\xe1\nSubject: =?utf-8?q?\xff?=\n\n\xe1\xff\n",
            b"Subject: dong dai\nX-Long: " + b"a" * 300_000 + b"\n\nnoi dung\n",
        ],
        ids=["bare", "no-header", "header-only", "broken-bytes", "long-line"],
    )
    def test_a_strange_message_comes_like_any_other(
        self, mailbox: Mailbox, spool: Path, expected: Path, message: bytes
    ) -> None:
        self.put([(message, NOON), (letter(1), NOON)])
        first = receive(mailbox, MemoryLedger(), spool)
        assert first.canonicals == {canonical_of(message, expected), canonical_of(letter(1), expected)}
        assert first.held == []
        assert all(len(delivery.header) <= 256 << 10 for delivery in first.deliveries)

    @pytest.mark.parametrize("name", ["Spam", "Thư rác"])
    def test_the_junk_folder_is_told(self, mailbox: Mailbox, spool: Path, name: str) -> None:
        self.put([(letter(1), NOON)])
        self.put([(letter(2), NOON)], folder=name)
        first = receive(mailbox, MemoryLedger(), spool)
        assert {(delivery.folder, delivery.junk) for delivery in first.deliveries} == {
            (first.deliveries[0].folder, False),
            (name, True),
        }

    def test_a_large_message_costs_no_memory(self, mailbox: Mailbox, spool: Path, expected: Path) -> None:
        large = letter(1, size=25 << 20)  # 35 MB as sent
        assert len(large) > 33 << 20
        self.put([(large, NOON)])
        tracemalloc.start()
        try:
            first = receive(mailbox, MemoryLedger(), spool)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert first.canonicals == {canonical_of(large, expected)}
        assert peak < 8 << 20
