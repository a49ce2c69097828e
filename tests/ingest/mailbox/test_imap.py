"""Mail over IMAP, against a real Dovecot, and against it behind a proxy that breaks things."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import MailboxUnreachable, UsageError
from ingest.mailbox import imap as imap_module
from ingest.mailbox.imap import ImapMailbox, byte_batches, choose_folders
from ingest.mailbox.imap_connection import Described, Listed, Server, described, uid_batches, uid_set
from ingest.mailbox.interface import Mailbox
from tests.contracts.mailbox import NOON, MailboxContract, MemoryLedger, canonical_of, letter, receive
from tests.servers.dovecot import Dovecot, TestMailbox, running_dovecot, running_oauth_dovecot
from tests.servers.imap_proxy import Proxy, running_proxy


def opened(mailbox: TestMailbox, **changes: Any) -> ImapMailbox:
    """The mailbox as our program sees it."""
    settings: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": mailbox.server.port,
        "tls": "none",
        "username": mailbox.user,
        "password": mailbox.password,
        "authserv_id": "mx.google.com",
        "timeout": 10.0,
    }
    return ImapMailbox(**{**settings, **changes})


class TestImap(MailboxContract):
    box: TestMailbox

    @pytest.fixture
    def mailbox(self, dovecot: Dovecot) -> Mailbox:
        self.box = dovecot.mailbox()
        return opened(self.box)

    def put(self, messages: Iterable[tuple[bytes, datetime]], folder: str = "") -> None:
        for message, at in messages:
            self.box.add(message, at, folder=folder or "INBOX")


class TestImapOverTls(TestImap):
    @pytest.fixture
    def mailbox(self, dovecot: Dovecot) -> Mailbox:
        self.box = dovecot.mailbox()
        return opened(self.box, host="localhost", port=dovecot.tls_port, tls="implicit", ca_file=str(dovecot.ca_file))


@pytest.fixture
def box(dovecot: Dovecot) -> TestMailbox:
    return dovecot.mailbox()


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    spool = tmp_path / "spool"
    spool.mkdir()
    return spool


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[Proxy]:
    with running_proxy(dovecot.host, dovecot.port) as proxy:
        yield proxy


class Replaced:
    """Puts other words into the server's mouth, and knows whether it did."""

    def __init__(self, words: bytes, others: bytes, times: int = 99) -> None:
        self.words, self.others, self.times, self.done = words, others, times, 0

    def __call__(self, chunk: bytes) -> bytes:
        if self.words not in chunk or self.done >= self.times:
            return chunk
        self.done += 1
        return chunk.replace(self.words, self.others)


# --- what is new


def test_starttls_reads_the_same(box: TestMailbox, spool: Path, tmp_path: Path) -> None:
    box.add(letter(1), NOON)
    mailbox = opened(box, tls="starttls", ca_file=str(box.server.ca_file))
    assert receive(mailbox, MemoryLedger(), spool).canonicals == {canonical_of(letter(1), tmp_path)}


def test_nothing_new_is_one_question_for_all_folders(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    for number in range(3):
        box.add(letter(number), NOON)
    box.add(letter(9), NOON, folder="Spam")
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    receive(mailbox, ledger, spool)
    proxy.reset()
    again = receive(mailbox, ledger, spool)
    assert [(folder.folder, folder.exists) for folder in again.folders] == [("INBOX", 3), ("Spam", 1)]
    assert proxy.commands() == [b"CAPABILITY", b"AUTHENTICATE", b"LIST", b"LOGOUT"]


def test_without_list_status_it_is_one_examine_a_folder(spool: Path) -> None:
    capability = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ SPECIAL-USE"
    with running_dovecot(f"protocol imap {{\n  imap_capability = {capability}\n}}\n") as server:
        box = server.mailbox()
        box.add(letter(1), NOON)
        box.add(letter(2), NOON, folder="Spam")
        with running_proxy(server.host, server.port) as proxy:
            mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
            assert len(receive(mailbox, ledger, spool).deliveries) == 2
            proxy.reset()
            again = receive(mailbox, ledger, spool)
            assert [(folder.folder, folder.exists) for folder in again.folders] == [("INBOX", 1), ("Spam", 1)]
            assert proxy.commands().count(b"EXAMINE") == 2
            assert b"UID SEARCH" not in proxy.commands()


def test_many_messages_come_in_few_questions(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    for number in range(200):
        box.add(letter(number), NOON)
    assert len(receive(opened(box, port=proxy.port), MemoryLedger(), spool).deliveries) == 200
    assert proxy.commands().count(b"UID FETCH") <= 1 + 200 / imap_module.BATCH_COUNT


def test_nothing_in_the_mailbox_is_changed(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    path = box.add(letter(1), NOON)
    receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert path.exists()  # with the flags in its name
    assert not {b"SELECT", b"UID STORE", b"EXPUNGE", b"CLOSE"} & set(proxy.commands())


def test_internaldate_is_the_arrival_and_an_earlier_own_received_wins(box: TestMailbox, spool: Path) -> None:
    box.append(letter(1, NOON), NOON + timedelta(minutes=30))
    box.append(letter(2, NOON), NOON + timedelta(days=3))
    box.append(b"Subject: x\r\n\r\ny\r\n", NOON.astimezone(UTC))
    first = receive(opened(box), MemoryLedger(), spool)
    assert [(each.received_at, each.arrival) for each in first.deliveries] == [
        (NOON + timedelta(minutes=30), "internaldate"),
        (NOON, "received"),
        (NOON, "internaldate"),
    ]


def test_all_mail_and_junk_are_chosen_by_their_marks(box: TestMailbox, spool: Path) -> None:
    box.add(letter(1), NOON)
    box.add(letter(1), NOON, folder="All Mail")
    box.add(letter(2), NOON, folder="Spam")
    first = receive(opened(box), MemoryLedger(), spool)
    assert [(each.folder, each.junk) for each in first.deliveries] == [("All Mail", False), ("Spam", True)]


def test_drafts_are_told_by_flag_and_folder(box: TestMailbox, spool: Path) -> None:
    box.add(letter(1), NOON, flags="D")
    box.add(letter(2), NOON)
    box.add(letter(3), NOON, folder="Drafts")
    first = receive(opened(box, folders=["INBOX", "\\Drafts"]), MemoryLedger(), spool)
    assert [each.draft for each in first.deliveries] == [True, False, True]


def test_vietnamese_folder_names_are_found(box: TestMailbox, spool: Path) -> None:
    box.add(letter(1), NOON, folder="Thi đua/Điển hình & khen")
    mailbox = opened(box, folders=["Thi đua/Điển hình & khen"])
    assert [each.folder for each in receive(mailbox, MemoryLedger(), spool).deliveries] == ["Thi đua/Điển hình & khen"]


def test_a_folder_that_does_not_exist_is_told_after_the_others_came(box: TestMailbox, spool: Path) -> None:
    box.add(letter(1), NOON)
    ledger = MemoryLedger()
    with pytest.raises(MailboxUnreachable, match="Lưu trữ"):
        receive(opened(box, folders=["INBOX", "Lưu trữ"]), ledger, spool)
    assert [position.next_uid for position in ledger.positions.values()] == [2]


# --- never miss, never take twice


def test_another_uidvalidity_lists_all_again(box: TestMailbox, spool: Path) -> None:
    for number in range(3):
        box.add(letter(number), NOON)
    mailbox, ledger = opened(box), MemoryLedger()
    first = receive(mailbox, ledger, spool)
    box.set_uidvalidity(424242)
    box.add(letter(9), NOON)
    again = receive(mailbox, ledger, spool)
    assert again.canonicals > first.canonicals
    assert {each.uidvalidity for each in again.deliveries} == {424242}
    assert len(again.deliveries) == 4
    assert receive(mailbox, ledger, spool).deliveries == []


def test_a_server_that_goes_back_gives_nothing_twice_and_hides_nothing(
    box: TestMailbox, spool: Path, proxy: Proxy
) -> None:
    for number in range(4):
        box.add(letter(number), NOON)
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    receive(mailbox, ledger, spool)
    proxy.on_server = back = Replaced(b"UIDNEXT 5", b"UIDNEXT 3")
    assert receive(mailbox, ledger, spool).deliveries == []
    assert back.done
    box.add(letter(9), NOON)
    proxy.on_server = None
    assert [each.uid for each in receive(mailbox, ledger, spool).deliveries] == ["5"]


def test_gaps_in_the_uids_are_normal(box: TestMailbox, spool: Path) -> None:
    paths = [box.add(letter(number), NOON) for number in range(5)]
    mailbox, ledger = opened(box), MemoryLedger()
    receive(mailbox, ledger, spool)
    for path in paths[2:]:
        path.unlink()
    again = receive(mailbox, ledger, spool)
    assert (again.deliveries, again.folders[0].exists, again.folders[0].next_uid) == ([], 2, 6)
    box.add(letter(7), NOON)
    assert [each.uid for each in receive(mailbox, ledger, spool).deliveries] == ["6"]


def test_what_is_expunged_meanwhile_is_gone_and_stops_nothing(
    box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path
) -> None:
    for number in range(3):
        box.add(letter(number), NOON)

    def expunge_first(line: bytes, _reply: Callable[[bytes], None]) -> bool:
        if b"BODY.PEEK" in line and not expunged.is_set():
            expunged.set()
            with box.client() as other:
                other.select_folder("INBOX")
                other.delete_messages([2])
                other.expunge()
        return False

    expunged = threading.Event()
    proxy.on_client_line = expunge_first
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    first = receive(mailbox, ledger, spool)
    assert expunged.is_set()
    assert first.canonicals == {canonical_of(letter(number), tmp_path) for number in (0, 2)}
    assert first.held == []
    assert first.folders[0].next_uid == 4


def without_uid(uid: int, times: int) -> Callable[[bytes, Callable[[bytes], None]], bool]:
    """A server that leaves one message out of its answers: the proxy asks for the others only, or answers OK."""
    left = [times]

    def handle(line: bytes, reply: Callable[[bytes], None]) -> bool:
        if b"BODY.PEEK" not in line or not left[0]:
            return False
        tag, asked = line.split(b" ")[0], line.split(b" ")[3]
        if asked == str(uid).encode():
            left[0] -= 1
            reply(tag + b" OK FETCH completed\r\n")
            return True
        return False

    return handle


def test_a_message_that_never_comes_is_held_and_asked_for_again(
    box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path
) -> None:
    box.add(letter(1), NOON)
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    proxy.on_client_line = without_uid(1, times=2)
    first = receive(mailbox, ledger, spool)
    assert [(each.uid, each.path, each.sha256) for each in first.held] == [("1", None, "")]
    assert first.held[0].reason
    assert first.folders[0].next_uid == 1
    proxy.on_client_line = None
    box.add(letter(2), NOON)
    fresh = opened(box, port=proxy.port)
    again = receive(fresh, ledger, spool)
    assert again.canonicals == {canonical_of(letter(number), tmp_path) for number in (1, 2)}
    assert again.folders[0].next_uid == 3


def test_a_message_missing_from_one_answer_is_asked_for_alone(
    box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path
) -> None:
    box.add(letter(1), NOON)
    proxy.on_client_line = without_uid(1, times=1)
    first = receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert first.canonicals == {canonical_of(letter(1), tmp_path)}
    assert first.held == []


def test_a_held_message_is_not_downloaded_at_every_poll(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    clock = [0.0]
    box.add(letter(1), NOON)
    mailbox = opened(box, port=proxy.port, clock=lambda: clock[0])
    ledger = MemoryLedger()
    proxy.on_client_line = without_uid(1, times=99)
    receive(mailbox, ledger, spool)
    proxy.reset()
    clock[0] = 60.0
    again = receive(mailbox, ledger, spool)
    assert (again.deliveries, again.folders[0].next_uid) == ([], 1)
    assert b"UID FETCH" not in proxy.commands()
    proxy.on_client_line = None
    clock[0] = 1000.0
    assert len(receive(mailbox, ledger, spool).canonicals) == 1


@pytest.mark.parametrize("times", [1, 2], ids=["description", "bytes"])
def test_one_broken_answer_does_not_take_the_batch_along(
    box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path, times: int
) -> None:
    for number in range(5):
        box.add(letter(number), NOON)
    proxy.on_server = broken = Replaced(b"* 3 FETCH (UID 3 ", b"* 3 FETCH )(UID 3 ", times)
    first = receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert broken.done == times
    assert first.canonicals == {canonical_of(letter(number), tmp_path) for number in range(5)}
    assert {each.received_at for each in first.deliveries} == {NOON}


def test_a_message_that_breaks_the_session_does_not_stop_the_others(
    box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path
) -> None:
    for number in range(5):
        box.add(letter(number), NOON)

    def bye(line: bytes, reply: Callable[[bytes], None]) -> bool:
        if b"BODY.PEEK" in line and re.search(rb"FETCH (1:5|3) ", line):
            reply(b"* BYE Internal error occurred\r\n")
            raise OSError
        return False

    proxy.on_client_line = bye
    first = receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert first.canonicals == {canonical_of(letter(number), tmp_path) for number in (0, 1, 3, 4)}
    assert [each.uid for each in first.held] == ["3"]
    assert first.folders[0].next_uid == 3


def test_a_message_left_out_of_the_listing_is_found_because_it_is_counted(
    box: TestMailbox, spool: Path, proxy: Proxy
) -> None:
    for number in range(4):
        box.add(letter(number), NOON)
    proxy.on_server = listing = Replaced(b"* SEARCH 1 2 3 4\r\n", b"* SEARCH 1 2 4\r\n")
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    assert len(receive(mailbox, ledger, spool).deliveries) == 3
    assert listing.done
    proxy.on_server = None
    assert [each.uid for each in receive(mailbox, ledger, spool).deliveries] == ["3"]
    assert receive(mailbox, ledger, spool).deliveries == []


def test_a_count_that_a_full_listing_does_not_explain_is_not_asked_about_again(
    box: TestMailbox, spool: Path, proxy: Proxy
) -> None:
    for number in range(4):
        box.add(letter(number), NOON)
    proxy.on_server = listing = Replaced(b"* SEARCH 1 2 3 4\r\n", b"* SEARCH 1 2 4\r\n")
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    for _ in range(2):
        receive(mailbox, ledger, spool)
    assert listing.done
    proxy.reset()
    receive(mailbox, ledger, spool)
    assert b"UID SEARCH" not in proxy.commands()


@pytest.mark.parametrize(("later", "listed"), [(3599.0, False), (3601.0, True), (86401.0, True)])
def test_folders_are_compared_again_each_hour(
    box: TestMailbox, spool: Path, proxy: Proxy, later: float, listed: bool
) -> None:
    clock = [0.0]
    box.add(letter(1), NOON)
    mailbox = opened(box, port=proxy.port, clock=lambda: clock[0])
    ledger = MemoryLedger()
    receive(mailbox, ledger, spool)
    proxy.reset()
    clock[0] = later
    receive(mailbox, ledger, spool)
    assert (b"UID SEARCH" in proxy.commands()) is listed


def test_search_answers_in_two_lines_are_joined(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    for number in range(4):
        box.add(letter(number), NOON)
    proxy.on_server = listing = Replaced(b"* SEARCH 1 2 3 4\r\n", b"* SEARCH 1 2\r\n* SEARCH 3 4\r\n")
    assert len(receive(opened(box, port=proxy.port), MemoryLedger(), spool).deliveries) == 4
    assert listing.done


def test_a_broken_folder_name_hides_no_other_folder(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    box.add(letter(2), NOON, folder="Broken")
    proxy.on_server = name = Replaced(b"Broken", b"&Bro-en")
    first = receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert name.done
    assert [each.folder for each in first.deliveries] == ["INBOX"]


def test_an_announced_monster_is_refused_and_held(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    box.add(letter(2), NOON)
    size = str(len(letter(1).replace(b"\n", b"\r\n"))).encode()
    proxy.on_server = monster = Replaced(b"BODY[] {" + size + b"}", b"BODY[] {3000000000}")
    first = receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert monster.done
    assert [each.uid for each in first.held][:1] == ["1"]
    assert all("refused" in each.reason for each in first.held)
    assert list(spool.iterdir()) == [each.path for each in first.deliveries if each.path]


# --- what the world does


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "sai"}, "mật khẩu"),
        ({"port": 1}, "từ chối kết nối"),
        ({"tls": "implicit"}, "TLS"),
        ({"host": "khong-co.invalid", "tls": "implicit"}, "tìm thấy máy chủ"),
    ],
    ids=["password", "refused", "not-tls", "no-such-host"],
)
def test_each_trouble_is_told_apart_in_one_line(
    box: TestMailbox, spool: Path, changes: dict[str, Any], words: str
) -> None:
    box.add(letter(1), NOON)
    with pytest.raises(MailboxUnreachable, match=words) as caught:
        receive(opened(box, **changes), MemoryLedger(), spool)
    text = str(caught.value)
    assert "\n" not in text
    assert str(changes.get("host", "127.0.0.1")) in text
    assert "sai tại" not in text
    assert box.password not in text


def test_an_unknown_certificate_is_not_accepted(box: TestMailbox, spool: Path) -> None:
    for port, tls in ((box.server.tls_port, "implicit"), (box.server.port, "starttls")):
        with pytest.raises(MailboxUnreachable, match=r"chứng thư.*ca_file"):
            receive(opened(box, host="localhost", port=port, tls=tls), MemoryLedger(), spool)


def test_a_silent_server_is_a_timeout(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    proxy.stall_after = 900
    with pytest.raises(MailboxUnreachable, match="không trả lời kịp"):
        receive(opened(box, port=proxy.port, timeout=1.0), MemoryLedger(), spool)


def test_a_trickling_server_is_a_timeout_too(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    mailbox = opened(box, port=proxy.port, timeout=1.0)

    def slow_from_list(line: bytes, _reply: Callable[[bytes], None]) -> bool:
        proxy.trickle = 0.02 if b"LIST" in line else 0.0
        return False

    proxy.on_client_line = slow_from_list
    with pytest.raises(MailboxUnreachable, match="không trả lời kịp"):
        receive(mailbox, MemoryLedger(), spool)


def test_a_cut_inside_a_message_loses_nothing(box: TestMailbox, spool: Path, proxy: Proxy, tmp_path: Path) -> None:
    box.add(letter(0), NOON)
    box.add(letter(1, size=1 << 20), NOON)
    proxy.cut_after = 600_000
    mailbox, ledger = opened(box, port=proxy.port), MemoryLedger()
    receive(mailbox, ledger, spool)
    proxy.cut_after = None
    box.add(letter(2), NOON)
    receive(opened(box, port=proxy.port), ledger, spool)
    (uids,) = ledger.seen.values()
    assert uids == {"1", "2", "3"}


def test_a_dead_server_is_told_and_nothing_is_lost(spool: Path) -> None:
    with running_dovecot() as server:
        box = server.mailbox()
        box.add(letter(1), NOON)
        mailbox, ledger = opened(box), MemoryLedger()
        receive(mailbox, ledger, spool)
        server.stop()
        with pytest.raises(MailboxUnreachable, match="từ chối kết nối"):
            receive(mailbox, ledger, spool)
        server.start()
        box.add(letter(2), NOON)
        assert len(receive(mailbox, ledger, spool).deliveries) == 1


def test_a_server_that_forbids_login_gets_no_password(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    proxy.on_server = Replaced(b"AUTH=PLAIN AUTH=LOGIN", b"LOGINDISABLED")
    with pytest.raises(MailboxUnreachable, match="LOGINDISABLED"):
        receive(opened(box, port=proxy.port), MemoryLedger(), spool)
    assert not {b"LOGIN", b"AUTHENTICATE"} & set(proxy.commands())


def test_where_starttls_is_taken_away_no_password_is_sent(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    proxy.on_server = Replaced(b" STARTTLS", b"")
    with pytest.raises(MailboxUnreachable, match="STARTTLS"):
        receive(opened(box, port=proxy.port, tls="starttls"), MemoryLedger(), spool)
    assert not {b"LOGIN", b"AUTHENTICATE"} & set(proxy.commands())


def test_a_server_without_plain_is_logged_in_by_login(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    proxy.on_server = Replaced(b" AUTH=PLAIN AUTH=LOGIN", b"")
    assert len(receive(opened(box, port=proxy.port), MemoryLedger(), spool).canonicals) == 1
    assert b"LOGIN" in proxy.commands()
    with pytest.raises(MailboxUnreachable, match="mật khẩu"):
        receive(opened(box, port=proxy.port, password='s"ai'), MemoryLedger(), spool)


def test_a_token_opens_the_mailbox_until_it_is_refused(spool: Path) -> None:
    tokens: dict[str, str] = {}
    with running_oauth_dovecot(tokens) as server:
        box = server.mailbox()
        box.add(letter(1), NOON)
        tokens["ya29.valid"] = box.user
        with running_proxy(server.host, server.port) as proxy:
            mailbox = opened(box, port=proxy.port, auth="oauth", password="", token=lambda: "ya29.valid")
            assert len(receive(mailbox, MemoryLedger(), spool).deliveries) == 1
            tokens.clear()
            proxy.reset()
            with pytest.raises(MailboxUnreachable, match=r"mật khẩu ứng dụng|cấp quyền lại") as caught:
                receive(mailbox, MemoryLedger(), spool)
            assert "ya29" not in str(caught.value)
            assert len([line for line in proxy.lines if len(line) > 40]) == 1  # the token is not sent twice


def test_oauth_needs_consent_first() -> None:
    with pytest.raises(UsageError, match="mật khẩu ứng dụng"):
        ImapMailbox(host="imap.gmail.com", port=993, username="a@example.com", auth="oauth")


def test_plain_text_is_for_this_machine_only() -> None:
    with pytest.raises(UsageError, match=r"mailbox\.tls"):
        ImapMailbox(host="imap.example.com", port=143, username="a", password="b", tls="none")


def test_a_daily_limit_is_told_and_holds_no_message(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)

    def over_quota(line: bytes, reply: Callable[[bytes], None]) -> bool:
        if b"BODY.PEEK" not in line:
            return False
        reply(line.split(b" ")[0] + b" NO [OVERQUOTA] Account exceeded command or bandwidth limits\r\n")
        return True

    proxy.on_client_line = over_quota
    ledger = MemoryLedger()
    with pytest.raises(MailboxUnreachable, match="giới hạn"):
        receive(opened(box, port=proxy.port), ledger, spool)
    assert ledger.positions == {}


def test_sessions_are_closed(box: TestMailbox, spool: Path, proxy: Proxy) -> None:
    box.add(letter(1), NOON)
    mailbox = opened(box, port=proxy.port)
    before = open_sockets()
    receive(mailbox, MemoryLedger(), spool)
    for _ in mailbox.receive(MemoryLedger(), spool):
        break  # a generator that is left half way
    with pytest.raises(MailboxUnreachable):
        receive(opened(box, port=proxy.port, password="sai"), MemoryLedger(), spool)
    proxy_own = open_sockets() - before
    assert proxy.commands().count(b"LOGOUT") >= 1
    assert proxy_own <= 2  # what the proxy has not yet noticed


def open_sockets() -> int:
    links = list(Path("/proc/self/fd").iterdir())
    return sum(1 for link in links if link.is_symlink() and str(link.readlink()).startswith("socket:"))


# --- parts


@pytest.mark.parametrize(
    ("uids", "text"), [([], ""), ([5], "5"), ([3, 1, 2], "1:3"), ([1, 2, 4, 9, 10, 11], "1:2,4,9:11")]
)
def test_uids_are_written_as_ranges(uids: list[int], text: str) -> None:
    assert uid_set(uids) == text


def test_no_command_line_is_too_long() -> None:
    batches = list(uid_batches(range(4_000_000_000, 4_000_100_000, 2), 10_000))
    assert sum(map(len, batches)) == 50_000
    assert max(len(uid_set(batch)) for batch in batches) < 8000


def test_batches_are_bounded_by_bytes_and_count() -> None:
    messages = [Described(uid, size=uid * 1_000_000) for uid in range(60)]
    batches = list(byte_batches(messages))
    assert [message for batch in batches for message in batch] == messages
    for batch in batches:
        assert len(batch) == 1 or sum(message.size or 0 for message in batch) <= imap_module.BATCH_BYTES
    assert max(map(len, byte_batches([Described(uid, size=1) for uid in range(500)]))) == imap_module.BATCH_COUNT


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ([b'1 (UID 5 X-GM-LABELS ("\\\\Draft" 2024 "b&A-") FLAGS (\\Seen))'], Described(5, draft=True)),
        ([b'1 (UID 5 X-GM-LABELS ("Draft" "\\\\Inbox"))'], Described(5)),
        ([(b"1 (UID 5 X-GM-LABELS ({5}", b"\\Dra\xff"), b") RFC822.SIZE 7)"], Described(5, size=7)),
        ([b'1 (UID 5 RFC822.SIZE 7 INTERNALDATE "99-Foo-0000 00:00:00 +0000")'], Described(5, size=7)),
        ([b"1 (UID 5 BODY[] NIL)"], Described(5)),
        ([b"1 (UID 5 BODY[] 123)"], Described(5)),
        ([b'1 (UID 5 BODY[] "")'], Described(5)),
        ([b'1 (UID 5 BODY[] "ngan")'], Described(5, body=b"ngan")),
        ([(b"1 (BODY[] {4}", b"ngan"), b" UID 5)"], Described(5, body=b"ngan")),
        ([b"1 (FLAGS (\\Seen))"], None),
        ([b"1 (UID 5 FLAGS"], None),
        ([b"1 (UID x)"], None),
        ([b""], None),
        ([(b"1 (UID 5 BODY[] {9}", b"ngan"), b")"], None),
    ],
)
def test_a_fetch_reply_is_read(reply: list[Any], told: Described | None) -> None:
    assert described(reply) == told


def test_secrets_are_not_in_what_is_logged() -> None:
    server = Server("localhost", 1, "none", "a", password="bí mật", token=lambda: "bí mật")
    assert "bí mật" not in f"{server!r} {server}"


def folder(name: str, *attributes: str) -> Listed:
    return Listed(name, name.encode(), frozenset(attributes))


GMAIL = [
    folder("INBOX"),
    folder("[Gmail]", "\\noselect"),
    folder("[Gmail]/Tất cả thư", "\\all"),
    folder("[Gmail]/Thư rác", "\\junk"),
]


@pytest.mark.parametrize(
    ("listed", "wanted", "names", "missing"),
    [
        (GMAIL, ["\\All", "\\Junk"], ["[Gmail]/Tất cả thư", "[Gmail]/Thư rác"], []),
        ([folder("Inbox"), folder("Junk E-mail")], ["\\All", "\\Junk"], ["Inbox", "Junk E-mail"], []),
        ([folder("INBOX")], ["\\All", "inbox", "\\Junk"], ["INBOX"], []),
        (GMAIL, ["\\Trash", "[Gmail]"], [], ["\\Trash", "[Gmail]"]),
    ],
    ids=["gmail", "unmarked", "once", "missing"],
)
def test_folders_are_chosen(listed: list[Listed], wanted: list[str], names: list[str], missing: list[str]) -> None:
    chosen, absent = choose_folders(listed, wanted)
    assert ([each.name for each in chosen], absent) == (names, missing)
