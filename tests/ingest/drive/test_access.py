"""Every access state, seen over real sockets, and the sentences that the unit is told."""

from dataclasses import replace

import pytest

from ingest.demo.emulator import (
    ANYONE,
    DOMAIN,
    FOLDER,
    SHORTCUT,
    EmulatedItem,
    Fault,
    classic,
    detailed,
    message_only,
    page,
    user,
)
from ingest.demo.emulator.items import NATIVE
from ingest.drive.access import access_of, looks_damaged, refusal
from ingest.drive.interface import Answer, Fetched, Item, Observation
from tests.servers.drive import NOW, ROOT, EmulatedDrive

FILE = "1SinglePhotoOfTheUnit_012345678-B"
PHOTO = EmulatedItem("1Photo", "ảnh 1.jpg", "image/jpeg", b"photo", parent=ROOT)


def test_a_link_open_to_anyone_is_public(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    seen = drive.observe()
    assert access_of(seen)[0] == "public"
    assert [item.path for item in seen.items] == ["ảnh 1.jpg"]


def test_a_link_shared_with_the_mailbox_only_is_private(drive: EmulatedDrive) -> None:
    drive.emulator.add(EmulatedItem(ROOT, "Ảnh", FOLDER, access=user(drive.emulator.mailbox)), PHOTO)
    seen = drive.observe()
    assert (seen.account and seen.account.cause, seen.stranger and seen.stranger.cause) == ("ok", "not_found")
    assert access_of(seen)[0] == "private"
    assert len(seen.items) == 1


def test_without_an_api_key_it_is_only_known_to_be_readable(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    seen = drive.client(api_key="").observe(ROOT, None, NOW)
    assert seen.stranger is None
    assert access_of(seen)[0] == "readable"


@pytest.mark.parametrize("reply", [classic("rateLimitExceeded"), page(), message_only(503, "try later")])
def test_a_second_question_that_fails_makes_it_readable_not_private(drive: EmulatedDrive, reply: object) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("get", who="stranger", reply=reply))  # type: ignore[arg-type]
    assert access_of(drive.observe())[0] == "readable"


def test_a_stranger_alone_sees_what_is_public(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    stranger = drive.client("anonymous")
    seen = stranger.observe(ROOT, None, NOW)
    assert seen.account is None
    assert access_of(seen)[0] == "public"
    assert len(seen.items) == 1
    assert {call.who for call in drive.emulator.calls} == {"stranger"}
    fetched = stranger.fetch(seen.items[0], drive.folder, 1000)
    assert fetched.path is not None
    assert fetched.path.read_bytes() == b"photo"


@pytest.mark.parametrize("access", [DOMAIN, user("nguoi.khac@example.vn"), ()])
def test_what_is_not_shared_with_us_is_no_access(drive: EmulatedDrive, access: tuple[str, ...]) -> None:
    drive.emulator.add(EmulatedItem(ROOT, "Ảnh", FOLDER, access=access))
    state, words = access_of(drive.observe())
    assert state == "no_access"
    assert "Bất kỳ ai có đường liên kết" in words


def test_a_sender_from_an_organisation_is_told_of_its_rules(drive: EmulatedDrive) -> None:
    seen = drive.observe()
    assert "tài khoản Google cá nhân" not in access_of(seen)[1]
    assert "tài khoản Google cá nhân" in access_of(seen, from_organisation=True)[1]


def test_a_domain_policy_has_its_own_words(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault("get", reply=classic("domainPolicy")))
    state, words = access_of(drive.observe())
    assert state == "no_access"
    assert "nội bộ" in words


def test_an_id_of_an_odd_length_is_a_damaged_link(drive: EmulatedDrive) -> None:
    state, words = access_of(drive.observe(ROOT[:-2]))
    assert state == "no_access"
    assert "không đầy đủ" in words


def test_a_letter_glued_to_the_id_is_cut_off_again(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    seen = drive.observe(ROOT + "v")
    assert access_of(seen)[0] == "public"
    assert seen.resolved_id == ROOT
    assert seen.drive_id == ROOT + "v"


def test_an_old_link_without_its_resource_key_is_no_access_and_with_it_opens(drive: EmulatedDrive) -> None:
    old = "0BxOldStyleFolder_0123456789"
    drive.emulator.add(
        EmulatedItem(old, "Ảnh cũ", FOLDER, access=ANYONE, resource_key="0-abcDEF"),
        replace(PHOTO, parent=old, resource_key="0-child"),
    )
    state, words = access_of(drive.observe(old))
    assert state == "no_access"
    assert "resourcekey" in words
    seen = drive.observe(old, "0-abcDEF")
    assert access_of(seen)[0] == "public"
    fetched = drive.client().fetch(seen.items[0], drive.folder, 1000)
    assert (fetched.cause, fetched.size) == ("ok", 5)


def test_a_key_that_could_leave_its_header_is_not_sent(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    seen = drive.observe(ROOT, "a\r\nX-Evil: 1")
    assert seen.resource_key is None
    assert access_of(seen)[0] == "public"


@pytest.mark.parametrize("bad", ["../../etc", "a'b", "", "x" * 300, "id?alt=media"])
def test_what_is_no_id_is_never_asked(drive: EmulatedDrive, bad: str) -> None:
    assert access_of(drive.observe(bad))[0] == "no_access"
    assert drive.emulator.calls == []


def test_what_worked_before_and_answers_404_now_is_revoked(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    client = drive.client()
    assert access_of(client.observe(ROOT, None, NOW))[0] == "public"
    drive.emulator.change(ROOT, access=())
    assert access_of(client.observe(ROOT, None, NOW), had_success=True)[0] == "revoked"
    drive.emulator.change(ROOT, purged=True)
    assert access_of(client.observe(ROOT, None, NOW), had_success=True)[0] == "revoked"
    assert access_of(client.observe(ROOT, None, NOW))[0] == "no_access"


def test_a_trashed_folder_is_told_and_still_listed(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.change(ROOT, trashed=True)
    seen = drive.observe()
    state, words = access_of(seen, had_success=True)
    assert state == "trashed"
    assert words.startswith("Thư mục")
    assert [item.trashed for item in seen.items] == [True]


def test_a_single_file_that_may_not_be_downloaded_is_view_only(drive: EmulatedDrive) -> None:
    drive.emulator.add(EmulatedItem(FILE, "clip.mp4", "video/mp4", b"film", access=ANYONE, view_only=True))
    seen = drive.observe(FILE)
    state, words = access_of(seen)
    assert state == "view_only"
    assert "bánh răng" in words
    assert drive.client().fetch(seen.items[0], drive.folder, 99).reason == "cannotDownloadFile"


def test_a_view_only_setting_found_while_fetching_is_view_only_too(drive: EmulatedDrive) -> None:
    drive.emulator.add(EmulatedItem(FILE, "clip.mp4", "video/mp4", b"film", access=ANYONE))
    seen = drive.observe(FILE)
    drive.emulator.change(FILE, view_only=True)
    fetched = drive.client().fetch(seen.items[0], drive.folder, 99)
    assert access_of(seen, outcomes={FILE: fetched})[0] == "view_only"


def test_a_folder_of_view_only_files_is_view_only_and_a_mixed_one_partly_readable(drive: EmulatedDrive) -> None:
    drive.public_folder(replace(PHOTO, view_only=True), replace(PHOTO, id="2", name="b.jpg", view_only=True))
    assert access_of(drive.observe())[0] == "view_only"
    drive.emulator.change("2", view_only=False)
    state, words = access_of(drive.observe())
    assert state == "partly_readable"
    assert words.startswith("01/02 mục")


def test_an_empty_folder_is_empty_only_after_a_second_look(drive: EmulatedDrive) -> None:
    drive.public_folder()
    seen = drive.observe()
    assert seen.confirmed_empty
    assert access_of(seen)[0] == "empty"
    assert drive.emulator.count("list", ROOT, "account") == 1
    assert drive.emulator.count("list", ROOT, "stranger") == 1


def test_an_empty_answer_for_a_full_folder_is_seen_through(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("list", who="account", empty=True))
    seen = drive.observe()
    assert [item.path for item in seen.items] == ["ảnh 1.jpg"]
    assert access_of(seen)[0] == "public"


def test_an_empty_answer_that_cannot_be_confirmed_blames_nobody(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(
        Fault("list", who="account", empty=True), Fault("list", who="stranger", reply=classic("backendError"))
    )
    seen = drive.observe()
    assert not seen.confirmed_empty
    assert access_of(seen)[0] == "unknown"


def test_a_folder_of_empty_folders_is_empty(drive: EmulatedDrive) -> None:
    drive.public_folder(EmulatedItem("sub", "Ảnh", FOLDER, parent=ROOT))
    assert access_of(drive.observe())[0] == "empty"


def test_a_subfolder_with_limited_access_is_named_and_counted(drive: EmulatedDrive) -> None:
    drive.public_folder(
        EmulatedItem("sub", "Nội bộ", FOLDER, parent=ROOT, limited=True),
        EmulatedItem("inner", "kín.jpg", parent="sub", content=b"x"),
        *(replace(PHOTO, id=f"p{n}", name=f"ảnh {n}.jpg") for n in range(1, 12)),
    )
    seen = drive.observe()
    state, words = access_of(seen)
    assert state == "partly_readable"
    assert words.startswith("01/12 mục chưa mở được (“Nội bộ”)")
    assert "giới hạn quyền truy cập" in words
    assert not any(item.path.endswith("kín.jpg") for item in seen.items)
    assert drive.emulator.count("list", "sub") == 0


def test_a_subfolder_with_limited_access_that_includes_us_is_read(drive: EmulatedDrive) -> None:
    drive.public_folder(
        EmulatedItem("sub", "Nội bộ", FOLDER, parent=ROOT, limited=True, access=user(drive.emulator.mailbox)),
        EmulatedItem("inner", "kín.jpg", parent="sub", content=b"x"),
    )
    seen = drive.observe()
    assert access_of(seen)[0] == "public"
    assert [item.path for item in seen.items] == ["Nội bộ/kín.jpg"]


def test_a_subfolder_that_answers_404_is_partly_readable_and_one_that_fails_is_unknown(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO, EmulatedItem("sub", "Ảnh thêm", FOLDER, parent=ROOT))
    drive.emulator.fail(Fault("list", id="sub", reply=classic("notFound")))
    assert access_of(drive.observe())[0] == "partly_readable"
    drive.emulator.mend()
    drive.emulator.fail(Fault("list", id="sub", reply=classic("backendError")))
    seen = drive.observe()
    assert (seen.complete, seen.incomplete) == (False, "server")
    assert access_of(seen)[0] == "unknown"


def test_a_root_that_answers_but_cannot_be_listed_is_no_access(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("list", reply=classic("insufficientFilePermissions")))
    state, words = access_of(drive.observe())
    assert state == "no_access"
    assert "không xem được bên trong" in words


def test_a_broken_shortcut_in_a_folder_is_told(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO, EmulatedItem("s", "Lối tắt", SHORTCUT, parent=ROOT, shortcut_to="gone"))
    state, words = access_of(drive.observe())
    assert state == "partly_readable"
    assert "lối tắt" in words


def test_a_link_to_a_broken_shortcut_is_no_access(drive: EmulatedDrive) -> None:
    drive.emulator.add(EmulatedItem(FILE, "Lối tắt ảnh", SHORTCUT, access=ANYONE, shortcut_to="gone"))
    state, words = access_of(drive.observe(FILE))
    assert state == "no_access"
    assert "Lối tắt ảnh" in words


def test_a_link_to_a_shortcut_is_followed_and_the_target_decides_who_may_see(drive: EmulatedDrive) -> None:
    drive.emulator.add(
        EmulatedItem(FILE, "Lối tắt", SHORTCUT, access=ANYONE, shortcut_to=ROOT),
        EmulatedItem(ROOT, "Ảnh", FOLDER, access=user(drive.emulator.mailbox)),
        PHOTO,
    )
    seen = drive.observe(FILE)
    assert seen.resolved_id == ROOT
    assert [item.path for item in seen.items] == ["ảnh 1.jpg"]
    assert access_of(seen)[0] == "private"


@pytest.mark.parametrize(
    ("kind", "word"), [("form", "Forms"), ("map", "My Maps"), ("site", "Google Sites"), ("new-thing", "Google")]
)
def test_a_google_thing_that_holds_no_file_is_unsupported(drive: EmulatedDrive, kind: str, word: str) -> None:
    drive.emulator.add(EmulatedItem(FILE, "Phiếu", NATIVE + kind, access=ANYONE))
    seen = drive.observe(FILE)
    state, words = access_of(seen)
    assert state == "unsupported"
    assert word in words
    fetched = drive.client().fetch(seen.items[0], drive.folder, 99)
    assert (fetched.cause, fetched.reason) == ("forbidden", "unsupported_native")
    assert "không chứa tệp" in refusal(seen.items[0], fetched)


def test_a_form_among_files_does_not_make_a_folder_unreadable(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO, EmulatedItem("f", "Phiếu", NATIVE + "form", parent=ROOT))
    assert access_of(drive.observe())[0] == "public"


def test_a_used_up_download_quota_is_quota_and_not_the_units_fault(drive: EmulatedDrive) -> None:
    drive.emulator.add(EmulatedItem(FILE, "clip.mp4", "video/mp4", b"film", access=ANYONE, quota=True))
    seen = drive.observe(FILE)
    fetched = drive.client().fetch(seen.items[0], drive.folder, 99)
    assert fetched.cause == "quota"
    state, words = access_of(seen, outcomes={FILE: fetched})
    assert state == "quota"
    assert "tự thử lại" in words


def test_a_file_that_google_calls_harmful_is_told_as_such(drive: EmulatedDrive) -> None:
    drive.public_folder(replace(PHOTO, abusive=True))
    seen = drive.observe()
    fetched = drive.client().fetch(seen.items[0], drive.folder, 99)
    assert fetched.cause == "abusive"
    assert "có hại" in refusal(seen.items[0], fetched)
    assert access_of(seen, outcomes={"1Photo": fetched})[0] == "public"


@pytest.mark.parametrize(
    "reply",
    [
        classic("userRateLimitExceeded"),
        detailed("rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", status=429),
        message_only(403, "Quota exceeded for quota metric 'Queries'"),
        message_only(403, "The caller does not have permission"),
        page(403),
        page(404, "The requested URL was not found on this server"),
        classic("accessNotConfigured"),
        classic("dailyLimitExceeded"),
        classic("insufficientPermissions"),
        classic("appNotAuthorizedToFile"),
        classic("authError"),
        classic("backendError"),
        classic("invalidParameter"),
        page(502, "that is an error"),
    ],
)
def test_no_fault_of_ours_or_googles_is_laid_on_the_unit(drive: EmulatedDrive, reply: object) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("get", reply=reply))  # type: ignore[arg-type]
    for had_success in (False, True):
        assert access_of(drive.observe(), had_success)[0] == "unknown"


def test_a_revoked_consent_is_ours(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.revoked = True
    seen = drive.observe()
    assert seen.account is not None
    assert (seen.account.cause, seen.account.reason) == ("unauthorised", "invalid_grant")
    assert access_of(seen)[0] == "unknown"


def test_answers_that_contradict_each_other_are_unknown() -> None:
    seen = Observation(ROOT, NOW, Answer("account", "not_found", 404), Answer("stranger", "ok", 200, body={}))
    assert access_of(seen)[0] == "unknown"


def test_a_link_that_was_never_asked_is_unknown() -> None:
    assert access_of(Observation(ROOT, NOW, None, None))[0] == "unknown"


def test_a_listing_cut_by_our_limit_is_for_the_office_not_the_unit() -> None:
    ok = Answer("account", "ok", 200, body={})
    seen = Observation(ROOT, NOW, ok, ok, complete=False, incomplete="too_many", folder=True)
    state, words = access_of(seen)
    assert state == "unknown"
    assert "bộ phận tiếp nhận" in words


@pytest.mark.parametrize(
    ("drive_id", "damaged"),
    [("1" * 33, False), ("1" * 44, False), ("0B" + "x" * 26, False), ("0A" + "x" * 17, False), ("1" * 32, True),
     ("1" * 40, True), ("1" * 19, True)],
)  # fmt: skip
def test_lengths_hint_at_damage(drive_id: str, damaged: bool) -> None:
    assert looks_damaged(drive_id) is damaged


@pytest.mark.parametrize(
    ("cause", "reason", "word"),
    [
        ("forbidden", "too_large", "dung lượng"),
        ("forbidden", "encrypted", "mã hoá"),
        ("forbidden", "exportSizeLimitExceeded", "quá lớn"),
        ("forbidden", "limited_access", "giới hạn quyền"),
        ("forbidden", "shortcut", "lối tắt"),
        ("forbidden", "cannotDownloadFile", "không tải được"),
        ("not_found", "notFound", "không mở được"),
        ("quota", "downloadQuotaExceeded", "24 giờ"),
    ],
)
def test_each_refusal_has_its_own_words(cause: str, reason: str, word: str) -> None:
    item = Item("id", "a/b.jpg", "b.jpg", "image/jpeg", 1, None, "", None, None)
    assert word in refusal(item, Fetched(cause, reason))  # type: ignore[arg-type]


@pytest.mark.parametrize("cause", ["server", "throttled", "unauthorised", "bad_request", "ok"])
def test_nothing_is_said_to_the_unit_of_what_is_ours(cause: str) -> None:
    item = Item("id", "a/b.jpg", "b.jpg", "image/jpeg", 1, None, "", None, None)
    assert refusal(item, Fetched(cause)) == ""  # type: ignore[arg-type]
