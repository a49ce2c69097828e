"""Bytes over lines that break: resumed, checked, limited, and never under a name from outside."""

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.demo.emulator import ANYONE, EmulatedItem, Emulator, Fault, Reply, classic, page, user
from ingest.demo.emulator.items import NATIVE
from ingest.drive.interface import Fetched, Item
from ingest.drive.listed import EXPORTS
from tests.servers.drive import NOW, ROOT, EmulatedDrive

CONTENT = random.Random(1).randbytes(3_000_000)
FILM = EmulatedItem("1Film", "../../phim.mp4", "video/mp4", CONTENT, access=ANYONE)
BIG = 1 << 30


def listed(drive: EmulatedDrive, item: EmulatedItem = FILM) -> Item:
    if drive.emulator.world.get(item.id) is None:
        drive.emulator.add(item)
    (found,) = drive.client().observe(item.id, None, NOW).items
    return found


def fetch(drive: EmulatedDrive, item: EmulatedItem = FILM, limit: int = BIG) -> Fetched:
    return drive.client().fetch(listed(drive, item), bytes_folder(drive), limit)


def bytes_folder(drive: EmulatedDrive) -> Path:
    folder = drive.folder / "bytes"
    folder.mkdir(exist_ok=True)
    return folder


def left_over(drive: EmulatedDrive) -> list[Path]:
    return list(bytes_folder(drive).iterdir())


def whole(fetched: Fetched, content: bytes = CONTENT) -> None:
    assert (fetched.cause, fetched.reason) == ("ok", "")
    assert fetched.path is not None
    assert fetched.path.read_bytes() == content
    assert fetched.size == len(content)
    assert fetched.sha256 == hashlib.sha256(content).hexdigest()


def test_a_file_is_fetched_whole_under_a_name_of_ours(drive: EmulatedDrive) -> None:
    fetched = fetch(drive)
    whole(fetched)
    assert fetched.media_type == "video/mp4"
    assert left_over(drive) == [fetched.path]
    assert fetched.path is not None
    assert "phim" not in fetched.path.name


def test_a_file_on_disk_is_sent_by_the_emulator_too(drive: EmulatedDrive) -> None:
    path = drive.folder / "film.mp4"
    path.write_bytes(CONTENT)
    whole(fetch(drive, replace(FILM, content=path)))


def test_a_cut_line_is_resumed_where_it_broke(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("media", calls=(1, 2, 3), cut_after=700_000))
    whole(fetch(drive))
    ranges = [call.range for call in drive.emulator.calls if call.what == "media"]
    assert ranges[0] == ""
    assert len(ranges) == 4
    assert all(asked.startswith("bytes=") for asked in ranges[1:])


def test_a_line_that_breaks_more_often_than_we_try_is_still_finished_when_it_progresses(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("media", calls=tuple(range(1, 11)), cut_after=290_000))
    whole(fetch(drive))


def test_a_range_that_is_ignored_starts_over_and_does_not_grow_the_file(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("media", calls=(1,), cut_after=1_000_000), Fault("media", ignore_range=True))
    whole(fetch(drive))


def test_a_file_that_is_replaced_meanwhile_is_never_a_mixture(drive: EmulatedDrive) -> None:
    other = random.Random(2).randbytes(3_000_000)
    drive.emulator.fail(Fault("media", calls=(1,), cut_after=1_000_000, change={"content": other}))
    whole(fetch(drive), other)


def test_a_file_that_is_replaced_each_time_is_left_for_the_next_pass(drive: EmulatedDrive) -> None:
    drive.emulator.add(replace(FILM, content=b"first"))
    item = listed(drive)
    drive.emulator.fail(
        Fault("media", calls=(1,), change={"content": b"again"}),
        Fault("media", calls=(2,), change={"content": b"third"}),
    )
    fetched = drive.client().fetch(item, bytes_folder(drive), BIG)
    assert (fetched.cause, fetched.reason) == ("server", "checksumMismatch")
    assert left_over(drive) == []


def test_bytes_that_differ_from_the_checksum_are_read_again(drive: EmulatedDrive) -> None:
    spoiled = Reply(200, b"\x00" + CONTENT[1:], "video/mp4")
    drive.emulator.fail(Fault("media", calls=(1,), reply=spoiled))
    whole(fetch(drive))
    assert drive.emulator.count("media") == 2


def test_a_part_of_the_wrong_place_is_not_taken(drive: EmulatedDrive) -> None:
    wrong = Reply(206, CONTENT[5:105], "video/mp4", {"Content-Range": f"bytes 5-104/{len(CONTENT)}"})
    drive.emulator.fail(Fault("media", calls=(1,), cut_after=1_000_000), Fault("media", calls=(2,), reply=wrong))
    whole(fetch(drive))


def test_an_empty_file_is_a_file(drive: EmulatedDrive) -> None:
    whole(fetch(drive, replace(FILM, content=b"")), b"")


def test_a_file_without_sha_is_checked_by_md5(drive: EmulatedDrive) -> None:
    whole(fetch(drive, replace(FILM, without_sha=True)))


@pytest.mark.parametrize(
    "reply", [classic("rateLimitExceeded"), page(403), classic("backendError"), page(502, "that is an error")]
)
def test_a_passing_fault_is_outwaited(drive: EmulatedDrive, reply: Reply) -> None:
    drive.emulator.fail(Fault("media", calls=(1, 2), reply=reply))
    whole(fetch(drive))


def test_a_token_that_dies_within_a_download_is_renewed(drive: EmulatedDrive) -> None:
    drive.emulator.fail(
        Fault("media", calls=(1,), cut_after=1_000_000), Fault("media", calls=(2,), reply=classic("authError"))
    )
    whole(fetch(drive))
    assert drive.emulator.count("token") == 3  # the observing client's, the fetching client's, the renewed


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("downloadQuotaExceeded", "quota"),
        ("quotaExceeded", "quota"),
        ("cannotDownloadAbusiveFile", "abusive"),
        ("cannotDownloadFile", "forbidden"),
        ("notFound", "not_found"),
        ("accessNotConfigured", "unauthorised"),
    ],
)
def test_a_refusal_is_told_by_its_reason_and_asked_once(drive: EmulatedDrive, reason: str, cause: str) -> None:
    drive.emulator.fail(Fault("media", reply=classic(reason)))
    fetched = fetch(drive)
    assert (fetched.cause, fetched.reason, fetched.path) == (cause, reason, None)
    assert drive.emulator.count("media") == 1
    assert left_over(drive) == []


def test_a_file_over_the_limit_is_not_even_asked_for(drive: EmulatedDrive) -> None:
    fetched = fetch(drive, limit=1000)
    assert (fetched.cause, fetched.reason) == ("forbidden", "too_large")
    assert drive.emulator.count("media") == 0


def test_a_file_that_turns_out_larger_than_it_said_is_stopped(drive: EmulatedDrive) -> None:
    item = replace(listed(drive), size=10)
    fetched = drive.client().fetch(item, bytes_folder(drive), 100_000)
    assert (fetched.cause, fetched.reason) == ("forbidden", "too_large")
    assert left_over(drive) == []


def test_an_encrypted_file_is_not_asked_for(drive: EmulatedDrive) -> None:
    fetched = fetch(drive, replace(FILM, encrypted=True))
    assert (fetched.cause, fetched.reason) == ("forbidden", "encrypted")
    assert drive.emulator.count("media") == 0


@pytest.mark.parametrize("bad", ["../1Film", "1Film/export", "1Film?x", "", "a b", "1Film\r\nX: y"])
def test_an_id_that_is_none_never_reaches_an_address(drive: EmulatedDrive, bad: str) -> None:
    fetched = drive.client().fetch(replace(listed(drive), id=bad), bytes_folder(drive), BIG)
    assert (fetched.cause, fetched.reason) == ("not_found", "invalidId")


@pytest.mark.parametrize(
    ("kind", "extension"),
    [("document", ".docx"), ("spreadsheet", ".xlsx"), ("presentation", ".pptx"), ("drawing", ".png")],
)
def test_native_documents_are_exported(drive: EmulatedDrive, kind: str, extension: str) -> None:
    media_type, _ = EXPORTS[NATIVE + kind]
    fetched = fetch(drive, native(kind, b"exported"))
    whole(fetched, b"exported")
    assert (fetched.media_type, fetched.extension) == (media_type, extension)


def native(kind: str, content: bytes, **more: bool) -> EmulatedItem:
    exports = {EXPORTS[NATIVE + kind][0]: content}
    return replace(EmulatedItem(ROOT, "Danh sách", NATIVE + kind, access=ANYONE, exports=exports), **more)  # type: ignore[arg-type]


def test_a_document_too_large_to_export_comes_by_its_link(drive: EmulatedDrive) -> None:
    whole(fetch(drive, native("document", b"large", export_too_large=True)), b"large")
    assert drive.emulator.count("link", who="account") == 1


def test_an_export_that_always_answers_500_comes_by_its_link(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("export", reply=classic("internalError")))
    whole(fetch(drive, native("document", b"large")), b"large")
    assert drive.emulator.count("export") == 3


def test_an_export_that_is_cut_starts_over(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("export", calls=(1,), cut_after=4))
    whole(fetch(drive, native("document", b"exported")), b"exported")


def test_a_document_that_cannot_be_had_at_all_is_told(drive: EmulatedDrive) -> None:
    fetched = fetch(drive, native("document", b"large", export_too_large=True, export_links=False))
    assert (fetched.cause, fetched.reason) == ("forbidden", "exportSizeLimitExceeded")
    assert left_over(drive) == []


def test_a_login_page_is_no_document(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("link", reply=page(200, "please sign in")))
    fetched = fetch(drive, native("document", b"large", export_too_large=True))
    assert (fetched.cause, fetched.reason) == ("forbidden", "exportSizeLimitExceeded")


def test_an_export_over_the_limit_is_too_large(drive: EmulatedDrive) -> None:
    for more in ({}, {"export_too_large": True}):
        drive.emulator.add(native("document", b"x" * 1000, **more))
        fetched = fetch(drive, native("document", b""), limit=100)
        assert (fetched.cause, fetched.reason) == ("forbidden", "too_large")


def test_an_export_link_to_elsewhere_is_not_visited(drive: EmulatedDrive) -> None:
    with Emulator() as elsewhere:
        drive.emulator.fail(
            Fault("link", reply=Reply(302, b"", headers={"Location": f"{elsewhere.root_url}/export/x"})),
        )
        fetched = fetch(drive, native("document", b"large", export_too_large=True))
        assert (fetched.cause, fetched.reason) == ("forbidden", "exportSizeLimitExceeded")
        assert elsewhere.calls == []


def test_an_export_link_may_lead_on_within_our_root(drive: EmulatedDrive) -> None:
    drive.emulator.add(native("document", b"large", export_too_large=True))
    kind = EXPORTS[NATIVE + "document"][0]
    onward = Reply(302, b"", headers={"Location": f"/export/{ROOT}?type={kind}"})
    drive.emulator.fail(Fault("link", calls=(1,), reply=onward))
    whole(fetch(drive, native("document", b"")), b"large")


def test_a_file_whose_access_is_taken_away_after_the_bytes_came_is_kept(drive: EmulatedDrive) -> None:
    drive.emulator.add(FILM)
    item = listed(drive)
    drive.emulator.fail(Fault("media", change={"access": ()}))
    whole(drive.client().fetch(item, bytes_folder(drive), BIG))


def test_a_file_shared_with_the_mailbox_alone_is_fetched_as_the_account(drive: EmulatedDrive) -> None:
    whole(fetch(drive, replace(FILM, access=user(drive.emulator.mailbox))))
    assert drive.emulator.count("media", who="stranger") == 0


def test_a_download_costs_one_call_and_one_check(drive: EmulatedDrive) -> None:
    item = listed(drive)
    before = drive.emulator.units
    whole(drive.client().fetch(item, bytes_folder(drive), BIG))
    assert drive.emulator.units - before == 200 + 5
