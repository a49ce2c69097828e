"""Google's client library against the emulator: identities, retries, threads, and what is never sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.demo.emulator import (
    ANYONE,
    FOLDER,
    EmulatedItem,
    Emulator,
    Fault,
    Reply,
    classic,
    detailed,
    message_only,
    oauth,
    page,
)
from ingest.drive.access import access_of
from ingest.drive.client import GoogleDrive, cut_right, open_drive
from ingest.drive.interface import Item
from ingest.errors import UsageError
from ingest.retry import Policy
from tests.servers.drive import HASTY, NOW, ROOT, EmulatedDrive

PHOTO = EmulatedItem("1Photo", "ảnh.jpg", "image/jpeg", b"photo", parent=ROOT)


@pytest.mark.parametrize(
    "reply",
    [
        classic("rateLimitExceeded", status=429),
        classic("userRateLimitExceeded"),
        detailed("rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", status=429),
        message_only(403, "Rate Limit Exceeded"),
        page(403),
        classic("backendError"),
        page(502, "that is an error"),
        Reply(200, b"{ broken"),
        Reply(200, b'["a list"]'),
        Reply(200, b"\xff\xfe"),
    ],
)
@pytest.mark.parametrize("what", ["get", "list"])
def test_a_passing_fault_in_any_shape_is_outwaited(drive: EmulatedDrive, what: str, reply: Reply) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault(what, calls=(1, 2), who="account", reply=reply))
    seen = drive.observe()
    assert access_of(seen)[0] == "public"
    assert len(seen.items) == 1
    assert drive.emulator.count(what, ROOT, "account") == 3


def test_a_dropped_line_is_taken_up_again(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("list", calls=(1, 2, 3), drop=True), Fault("get", calls=(1,), cut_after=20))
    assert access_of(drive.observe())[0] == "public"


def test_a_silent_server_is_given_up_in_time(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("get", latency=0.5))
    client = drive.client(timeout=0.1, policy=Policy(first=0.01, attempts=2, patience=0.1))
    seen = client.observe(ROOT, None, NOW)
    assert seen.account is not None
    assert (seen.account.cause, seen.account.status) == ("server", 0)
    assert access_of(seen)[0] == "unknown"


def test_no_answer_at_all_is_unknown_and_raises_nothing(tmp_path: Path) -> None:
    with Emulator([EmulatedItem(ROOT, "Ảnh", FOLDER, access=ANYONE)]) as emulator:
        token_file = emulator.write_credentials(tmp_path / "token.json")
        root = emulator.root_url
    with open_drive("oauth", token_file, api_key="k", api_endpoint=root, policy=HASTY) as client:
        assert access_of(client.observe(ROOT, None, NOW))[0] == "unknown"
        fetched = client.fetch(Item("1", "a", "a", "image/jpeg", 1, None, "", None, None), tmp_path, 99)
        assert fetched.cause == "server"


def test_the_servers_wish_to_wait_is_honoured(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    slept: list[float] = []
    token_file = drive.emulator.write_credentials(drive.folder / "t.json")
    with open_drive("oauth", token_file, api_endpoint=drive.emulator.root_url) as opened:
        client = GoogleDrive(opened._account, api_endpoint=drive.emulator.root_url, sleep=slept.append)
    with client:
        wish = classic("rateLimitExceeded", status=429).with_headers(Retry_After="11")
        drive.emulator.fail(Fault("get", calls=(1,), reply=wish))
        assert access_of(client.observe(ROOT, None, NOW))[0] == "readable"
    assert slept == [11.0]


def test_what_waiting_cannot_mend_is_asked_once(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("get", reply=classic("accessNotConfigured")))
    drive.observe()
    assert drive.emulator.count("get") == 1


def test_an_access_token_that_died_early_is_renewed_once_for_all_threads(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    client = drive.client()
    client.observe(ROOT, None, NOW)
    drive.emulator.forget_tokens()
    drive.emulator.fail(Fault("get", latency=0.1))  # so that all have asked before the first is refused
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _n: client.observe(ROOT, None, NOW), range(8)))
    assert {access_of(one)[0] for one in seen} == {"public"}
    assert drive.emulator.count("token") == 2


def test_a_token_endpoint_that_stumbles_is_asked_again(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("token", calls=(1,), drop=True))
    assert access_of(drive.observe())[0] == "public"


def test_a_token_endpoint_that_refuses_is_ours(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("token", reply=oauth("invalid_client", status=401)))
    seen = drive.observe()
    assert seen.account is not None
    assert (seen.account.cause, seen.account.reason) == ("unauthorised", "invalid_client")
    assert drive.emulator.count("get") == 0


def test_a_token_endpoint_that_is_down_is_google_s(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("token", reply=page(502, "that is an error")))
    seen = drive.observe()
    assert seen.account is not None
    assert seen.account.cause == "server"


def test_a_bad_api_key_does_not_hide_what_the_account_sees(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    seen = drive.client(api_key="wrong").observe(ROOT, None, NOW)
    assert seen.stranger is not None
    assert (seen.stranger.cause, seen.stranger.reason) == ("unauthorised", "API_KEY_INVALID")
    assert access_of(seen)[0] == "readable"


def test_threads_never_get_each_others_answers(drive: EmulatedDrive) -> None:
    roots = [f"{n:02d}" + ROOT[2:] for n in range(24)]
    for number, root in enumerate(roots):
        drive.emulator.add(
            EmulatedItem(root, f"Đơn vị {number}", FOLDER, access=ANYONE),
            *(
                EmulatedItem(f"{root}-{n}", f"{number}-{n}.jpg", "image/jpeg", bytes([number]) * 100, root)
                for n in range(3)
            ),
        )
    drive.emulator.fail(Fault(latency=0.002))
    client = drive.client()

    def follow(number: int) -> tuple[list[str], list[bytes]]:
        seen = client.observe(roots[number], None, NOW)
        fetched = [client.fetch(item, drive.folder, 1000) for item in seen.items]
        return [item.name for item in seen.items], [one.path.read_bytes() for one in fetched if one.path]

    with ThreadPoolExecutor(4) as pool:
        for number, (names, contents) in enumerate(pool.map(follow, list(range(24)))):
            assert names == [f"{number}-{n}.jpg" for n in range(3)]
            assert contents == [bytes([number]) * 100] * 3
    metadata_lines = {call.thread_port for call in drive.emulator.calls if call.what in {"get", "list"}}
    assert len(metadata_lines) <= 4  # one per thread at work, however many calls


def test_connections_do_not_pile_up_with_threads_that_come_and_go(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    client = drive.client()
    for _ in range(6):
        thread = threading.Thread(target=client.observe, args=(ROOT, None, NOW))
        thread.start()
        thread.join()
    assert len({call.thread_port for call in drive.emulator.calls if call.what == "get"}) == 1


def test_the_stranger_bears_no_token_and_the_account_no_key(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.observe()
    assert [call.who for call in drive.emulator.calls] == ["nobody", "account", "stranger", "account"]


def test_doctor_can_ask_who_we_are(drive: EmulatedDrive) -> None:
    answer = drive.client().whoami()
    assert answer.body == {"user": {"displayName": "hopthu.tiepnhan", "emailAddress": drive.emulator.mailbox}}


def test_doctor_can_ask_whether_the_key_is_taken(drive: EmulatedDrive) -> None:
    good, bad, none = drive.client(), drive.client(api_key="wrong"), drive.client(api_key="")
    assert none.key_check() is None
    assert [one.cause if (one := client.key_check()) else "" for client in (good, bad)] == ["ok", "unauthorised"]
    assert drive.client("anonymous").whoami().ok
    assert not drive.client("anonymous", api_key="wrong").whoami().ok


@pytest.mark.parametrize("root", ["http://drive.example.com", "ftp://127.0.0.1", "127.0.0.1:80", "http://10.0.0.1:80"])
def test_a_root_in_the_clear_beyond_this_machine_is_refused(drive: EmulatedDrive, root: str) -> None:
    token_file = drive.emulator.write_credentials(drive.folder / "t.json")
    with pytest.raises(UsageError, match=r"drive\.api_endpoint"):
        open_drive("oauth", token_file, api_endpoint=root)


def test_a_redirect_of_the_api_is_not_followed(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    with Emulator() as elsewhere:
        moved = Reply(302, b"", headers={"Location": f"{elsewhere.root_url}/drive/v3/files/{ROOT}"})
        drive.emulator.fail(Fault("get", reply=moved), Fault("media", reply=moved))
        assert access_of(drive.observe())[0] == "unknown"
        item = Item("1Photo", "a", "a", "image/jpeg", 5, None, "", None, None)
        assert drive.client().fetch(item, drive.folder, 99).reason == "redirected"
        assert elsewhere.calls == []


@pytest.mark.parametrize(
    ("length", "tried"), [(28, []), (33, []), (44, []), (34, [33]), (43, [33]), (46, [44, 33]), (30, []), (10, [])]
)
def test_ids_are_cut_only_where_they_are_too_long(length: int, tried: list[int]) -> None:
    assert [len(shorter) for shorter in cut_right("1" * length)] == tried


def test_an_old_id_is_cut_to_its_own_length() -> None:
    assert cut_right("0B" + "x" * 27) == ["0B" + "x" * 26]
