"""How full a mailbox is: what real servers say, and what odd ones might."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import MailboxUnreachable
from ingest.mailbox.folder import FolderMailbox
from ingest.mailbox.imap import ImapMailbox
from ingest.mailbox.imap_connection import fullest
from ingest.mailbox.interface import Quota
from tests.servers.dovecot import Dovecot, TestMailbox, running_dovecot

AT = datetime(2024, 11, 12, 3, 0, tzinfo=UTC)
MAIL = b"From: a@example.vn\r\nSubject: x\r\n\r\n" + b"noi dung\r\n" * 2000  # about 20 KB
LIMITED = """
mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = maildir:Dung luong (STORAGE 1 2)
  quota_rule = *:storage=100K
}
"""


@pytest.fixture(scope="module")
def limited() -> Iterator[Dovecot]:
    """A server whose mailboxes hold 100 KB."""
    with running_dovecot(LIMITED) as server:
        yield server


def _mailbox(box: TestMailbox, **changes: str) -> ImapMailbox:
    server = box.server
    password = changes.pop("password", box.password)
    return ImapMailbox(host=server.host, port=server.port, username=box.user, tls="none", password=password)


def test_a_server_with_quotas_says_how_full_the_mailbox_is(limited: Dovecot) -> None:
    box = limited.mailbox()
    assert _mailbox(box).quota() == Quota(0, 100 << 10)
    for _ in range(4):
        box.append(MAIL, AT)
    quota = _mailbox(box).quota()
    assert quota is not None
    assert quota.limit == 100 << 10
    stored = 4 * len(MAIL.replace(b"\r\n", b"\n"))
    assert stored <= quota.used <= stored + 1024


def test_a_server_without_quotas_says_nothing(dovecot: Dovecot) -> None:
    assert _mailbox(dovecot.mailbox()).quota() is None


def test_a_mailbox_that_cannot_be_entered_is_told(limited: Dovecot) -> None:
    with pytest.raises(MailboxUnreachable, match="mật khẩu"):
        _mailbox(limited.mailbox(), password="sai").quota()


def test_a_folder_of_files_has_no_quota(tmp_path: Path) -> None:
    assert FolderMailbox(tmp_path, authserv_id="").quota() is None


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([b'"" (STORAGE 10 512)'], (10 << 10, 512 << 10)),
        ([b'"User quota" (MESSAGE 3 10 STORAGE 7 20)'], (7 << 10, 20 << 10)),
        ([b'"a" (STORAGE 1 100)', b'"b" (storage 90 100)'], (90 << 10, 100 << 10)),  # the one that fills first
        ([(b"{12}", b"(STORAGE 1 1"), b" (STORAGE 5 9)"], (5 << 10, 9 << 10)),  # a name as a literal
        ([b'"" (MESSAGE 3 10)'], None),
        ([b'"" ()'], None),
        ([b'"" (STORAGE 10 0)'], None),  # no limit
        ([b'"" (STORAGE x y)', b"", b"(", None], None),
        ([], None),
    ],
)
def test_replies_are_taken_for_what_they_are(replies: list[object], expected: tuple[int, int] | None) -> None:
    assert fullest(replies) == expected
