"""Mail from files: `.eml`, Maildir, mbox, in any mixture, read once and never followed out of the tree."""

import contextlib
import mailbox as stdlib_mailbox
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from ingest.errors import MailboxUnreachable
from ingest.mailbox.folder import FolderMailbox
from ingest.mailbox.interface import Mailbox
from tests.contracts.mailbox import NOON, MailboxContract, MemoryLedger, Pass, canonical_of, letter, receive

NOBODY = 65534


class FolderContract(MailboxContract):
    """The root is made anew for each test."""

    root: Path
    count: int

    @pytest.fixture
    def mailbox(self, tmp_path: Path) -> Mailbox:
        self.root = tmp_path / "mail"
        self.root.mkdir()
        self.count = 0
        return FolderMailbox(self.root, authserv_id="mx.google.com")

    def next_name(self) -> str:
        self.count += 1
        return f"{self.count:05d}"


class TestEmlFolder(FolderContract):
    def put(self, messages: Iterable[tuple[bytes, datetime]], folder: str = "") -> None:
        place = self.root / folder
        place.mkdir(exist_ok=True)
        for message, _ in messages:
            (place / f"{self.next_name()}.EML").write_bytes(message)


class TestMaildir(FolderContract):
    def put(self, messages: Iterable[tuple[bytes, datetime]], folder: str = "") -> None:
        place = self.root / folder
        for part in ("cur", "new", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
        for message, at in messages:
            path = place / "cur" / f"{self.next_name()}.M1P1.host:2,S"
            path.write_bytes(message)
            os.utime(path, (at.timestamp(), at.timestamp()))


class TestMbox(FolderContract):
    def put(self, messages: Iterable[tuple[bytes, datetime]], folder: str = "") -> None:
        with (self.root / f"{folder or 'Takeout'}.mbox").open("ab") as file:
            file.writelines(as_mbox(message, at) for message, at in messages)


def as_mbox(message: bytes, at: datetime) -> bytes:
    """One message as Takeout writes it."""
    line = f"From 1816432@xxx {at:%a %b %d %H:%M:%S %z %Y}\n".encode()
    return line + re.sub(rb"(?m)^(>*From )", rb">\1", message) + b"\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "mail"
    root.mkdir()
    return root


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    spool = tmp_path / "spool"
    spool.mkdir()
    return spool


def received(root: Path, spool: Path, ledger: MemoryLedger | None = None) -> Pass:
    return receive(FolderMailbox(root, authserv_id="mx.google.com"), ledger or MemoryLedger(), spool)


def maildir(place: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (place / part).mkdir(parents=True)
    return place


def test_all_three_forms_are_read_in_one_tree(root: Path, spool: Path, tmp_path: Path) -> None:
    (root / "Hộp thư đến").mkdir()
    (root / "Hộp thư đến" / "1.eml").write_bytes(letter(1))
    (maildir(root / "Maildir") / "new" / "2.host").write_bytes(letter(2))
    (root / "sâu" / "hơn").mkdir(parents=True)
    (root / "sâu" / "hơn" / "Inbox").write_bytes(as_mbox(letter(3), NOON))
    (root / "không đuôi").write_bytes(letter(4))
    first = received(root, spool)
    assert [(delivery.folder, delivery.arrival) for delivery in first.deliveries] == [
        ("", "received"),
        ("Hộp thư đến", "received"),
        ("Maildir", "received"),
        ("sâu/hơn", "from_line"),
    ]
    assert first.canonicals == {canonical_of(letter(number), tmp_path) for number in (1, 2, 3, 4)}


def test_one_file_is_a_source_too(root: Path, spool: Path, tmp_path: Path) -> None:
    box = root / "All mail Including Spam and Trash.mbox"
    box.write_bytes(as_mbox(letter(1), NOON) + as_mbox(letter(2), NOON))
    first = received(box, spool)
    assert first.canonicals == {canonical_of(letter(1), tmp_path), canonical_of(letter(2), tmp_path)}
    assert [(folder.folder, folder.exists) for folder in first.folders] == [("", 2)]


def test_a_source_that_is_not_there_is_told(tmp_path: Path, spool: Path) -> None:
    with pytest.raises(MailboxUnreachable, match="khong-co"):
        received(tmp_path / "khong-co", spool)


def test_maildir_time_is_its_arrival(root: Path, spool: Path) -> None:
    path = maildir(root) / "cur" / "1.host:2,S"
    path.write_bytes(b"Subject: x\n\ny\n")
    os.utime(path, (NOON.timestamp() + 0.75, NOON.timestamp() + 0.75))
    assert [(each.received_at, each.arrival) for each in received(root, spool).deliveries] == [(NOON, "mtime")]


def test_flags_and_reading_make_no_new_message(root: Path, spool: Path) -> None:
    maildir(root)
    (root / "new" / "1.host").write_bytes(letter(1))
    ledger = MemoryLedger()
    received(root, spool, ledger)
    (root / "new" / "1.host").rename(root / "cur" / "1.host:2,RS")
    (root / "cur" / "2.host:2,").write_bytes(letter(2))
    assert len(received(root, spool, ledger).deliveries) == 1


def test_a_maildir_is_known_without_its_empty_folders(root: Path, spool: Path) -> None:
    for place, name in (("a/new", "1732000000.M1P1.host"), ("b/cur", "x"), ("c/new", "1.eml")):
        (root / place).mkdir(parents=True)
        path = root / place / name
        path.write_bytes(b"Date: Tue, 19 Nov 2024 08:00:00 +0700\n\nx\n")
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert [(each.folder, each.arrival) for each in received(root, spool).deliveries] == [
        ("a", "mtime"),
        ("b", "mtime"),
        ("c/new", "date"),
    ]


def test_a_maildir_draft_is_told(root: Path, spool: Path) -> None:
    (maildir(root) / "cur" / "1.host:2,DS").write_bytes(letter(1))
    assert [delivery.draft for delivery in received(root, spool).deliveries] == [True]


def test_maildir_folders_have_their_names(root: Path, spool: Path) -> None:
    maildir(root)
    (maildir(root / ".Th&AbA- r&AOE-c") / "cur" / "1.host:2,").write_bytes(letter(1))
    (maildir(root / ".2024.Thi đua") / "cur" / "2.host:2,").write_bytes(letter(2))
    assert [(each.folder, each.junk) for each in received(root, spool).deliveries] == [
        ("2024/Thi đua", False),
        ("Thư rác", True),
    ]


@pytest.mark.parametrize(
    ("labels", "junk", "draft"),
    [
        ("Inbox,Unread", False, False),
        ("Spam,Unread", True, False),
        ("=?UTF-8?Q?Th=C6=B0_r=C3=A1c,Ch=C6=B0a_=C4=91=E1=BB=8Dc?=", True, False),
        ("=?UTF-8?B?VGjGsCBuaMOhcA==?=", False, True),
        ("Drafts", False, True),
        ("=?nonsense?Q?Spam?=", False, False),
    ],
)
def test_takeouts_labels_are_read(root: Path, spool: Path, labels: str, junk: bool, draft: bool) -> None:
    message = f"X-Gmail-Labels: {labels}\n".encode() + letter(1)
    (root / "Takeout.mbox").write_bytes(as_mbox(message, NOON))
    assert [(each.junk, each.draft) for each in received(root, spool).deliveries] == [(junk, draft)]


def test_the_same_mail_from_an_mbox_and_a_file_is_one(root: Path, spool: Path) -> None:
    message = letter(1) + b"From dau dong\n>From da trich\n\nhet\n"
    (root / "1.eml").write_bytes(message.replace(b"\n", b"\r\n"))
    (root / "a.mbox").write_bytes(as_mbox(b"X-GM-THRID: 1\nX-Gmail-Labels: Inbox\n" + message, NOON))
    assert len(received(root, spool).canonicals) == 1


def test_a_body_line_that_looks_like_a_border_is_none(root: Path, spool: Path) -> None:
    body = b"\n\nFrom now on\nFrom a@b.example Tue Nov 19 09:05:00 2024\nkhong phai dau thu\n"
    (root / "a.mbox").write_bytes(as_mbox(letter(1), NOON).rstrip() + body + b"\n" + as_mbox(letter(2), NOON))
    assert len(received(root, spool).deliveries) == 2


def test_an_mbox_agrees_with_the_standard_library(root: Path, spool: Path, tmp_path: Path) -> None:
    box = stdlib_mailbox.mbox(root / "a.mbox")
    for number in range(20):
        box.add(letter(number))
    box.close()
    assert received(root, spool).canonicals == {canonical_of(letter(number), tmp_path) for number in range(20)}


def test_a_growing_mbox_gives_only_its_new_messages(root: Path, spool: Path, tmp_path: Path) -> None:
    path = root / "a.mbox"
    path.write_bytes(as_mbox(letter(1), NOON))
    ledger = MemoryLedger()
    received(root, spool, ledger)
    with path.open("ab") as file:
        file.write(as_mbox(letter(2), NOON))
    assert received(root, spool, ledger).canonicals == {canonical_of(letter(2), tmp_path)}


def test_a_changed_file_is_a_new_message(root: Path, spool: Path) -> None:
    (root / "1.eml").write_bytes(letter(1))
    ledger = MemoryLedger()
    received(root, spool, ledger)
    (root / "1.eml").write_bytes(letter(2))
    assert len(received(root, spool, ledger).deliveries) == 1


def test_another_source_with_the_same_names_is_read(tmp_path: Path, spool: Path) -> None:
    ledger = MemoryLedger()
    for name, number in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.eml").write_bytes(letter(number))
        os.utime(tmp_path / name / "1.eml", (0, 0))
        assert len(received(tmp_path / name, spool, ledger).deliveries) == 1


def test_a_pass_over_unchanged_files_opens_none(root: Path, spool: Path) -> None:
    (root / "1.eml").write_bytes(letter(1))
    (root / "a.mbox").write_bytes(as_mbox(letter(2), NOON))
    (maildir(root / "M") / "cur" / "3.host:2,").write_bytes(letter(3))
    ledger = MemoryLedger()
    received(root, spool, ledger)
    for path in (root / "1.eml", root / "a.mbox", root / "M" / "cur" / "3.host:2,"):
        os.utime(path, ns=(0, path.stat().st_mtime_ns))  # an access time that any reading would renew
    again = received(root, spool, ledger)
    assert again.deliveries == []
    assert sum(folder.exists for folder in again.folders) == 3
    if access_times_are_kept(root):
        assert {path.stat().st_atime_ns for path in (root / "1.eml", root / "a.mbox")} == {0}


def access_times_are_kept(root: Path) -> bool:
    probe = root / "probe"
    probe.write_bytes(b"x")
    os.utime(probe, ns=(0, probe.stat().st_mtime_ns))
    probe.read_bytes()
    return probe.stat().st_atime_ns != 0


def test_links_are_not_followed(root: Path, spool: Path, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    (outside / "bi-mat.eml").write_bytes(letter(1))
    (root / "link").symlink_to(outside)
    (root / "1.eml").symlink_to(outside / "bi-mat.eml")
    (root / "vong").symlink_to(root)
    os.mkfifo(root / "ong.eml")
    assert received(root, spool).deliveries == []


def test_what_is_no_mail_is_passed_over(root: Path, spool: Path) -> None:
    (root / "Thumbs.db").write_bytes(b"x")
    (root / "._1.eml").write_bytes(b"Mac")
    (root / "ghi chú.txt").write_bytes("Từ nay về sau".encode())
    (root / "trống.mbox").write_bytes(b"")
    (root / "ảnh.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    first = received(root, spool)
    assert first.deliveries == []
    assert sum(folder.exists for folder in first.folders) == 0


@pytest.mark.parametrize("size", [0, 200 << 20])
def test_a_file_that_cannot_be_a_message_is_held_with_a_reason(root: Path, spool: Path, size: int) -> None:
    (root / "1.eml").write_bytes(letter(1))
    with (root / "2.eml").open("wb") as file:
        file.truncate(size)
    ledger = MemoryLedger()
    for _ in range(2):
        held = received(root, spool, ledger).held
        assert [(each.path, each.sha256) for each in held] == [(None, "")]
        assert held[0].reason


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that an unprivileged user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_may_not_be_read_is_held_until_it_may(public_folder: Path) -> None:
    root, spool = public_folder / "mail", public_folder / "spool"
    spool.mkdir()
    spool.chmod(0o777)
    (root / "kín").mkdir(parents=True)
    (root / "kín" / "1.eml").write_bytes(letter(1))
    (root / "2.eml").write_bytes(letter(2))
    (root / "2.eml").chmod(0)
    (root / "kín").chmod(0)
    ledger = MemoryLedger()
    with unprivileged():
        held = received(root, spool, ledger).held
    assert sorted(each.uid.partition("|")[0] for each in held) == ["2.eml", "kín/"]
    assert all("denied" in each.reason.lower() for each in held)
    (root / "2.eml").chmod(0o644)
    (root / "kín").chmod(0o755)
    with unprivileged():
        assert len(received(root, spool, ledger).canonicals) == 2


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Without the powers of root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("name", [b"th\xfd.eml", b"a\nb.eml", "e\u0302.eml".encode()])
def test_names_in_any_bytes_can_be_kept(root: Path, spool: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_bytes(letter(1))
    (delivery,) = received(root, spool).deliveries
    assert delivery.uid.encode("utf-8")
