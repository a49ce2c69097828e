"""What lies under a folder: everything once, no matter how the folders are tied together."""

from dataclasses import replace

import pytest

from ingest.demo.emulator import ANYONE, FOLDER, SHORTCUT, EmulatedItem, Fault, classic
from ingest.drive.access import access_of
from ingest.drive.walk import Limits
from tests.servers.drive import NOW, ROOT, EmulatedDrive

PHOTO = EmulatedItem("1Photo", "ảnh.jpg", "image/jpeg", b"photo", parent=ROOT)


def folder(drive_id: str, name: str, parent: str = ROOT) -> EmulatedItem:
    return EmulatedItem(drive_id, name, FOLDER, parent=parent)


def paths(drive: EmulatedDrive) -> list[str]:
    return [item.path for item in drive.observe().items]


def test_subfolders_become_paths(drive: EmulatedDrive) -> None:
    drive.public_folder(
        folder("a", "Hội nghị 20/11"),
        folder("b", "Buổi sáng", "a"),
        replace(PHOTO, id="p1", parent="b"),
        replace(PHOTO, id="p2", parent="a", name="chú thích.docx"),
    )
    assert paths(drive) == ["Hội nghị 20_11/chú thích.docx", "Hội nghị 20_11/Buổi sáng/ảnh.jpg"]


def test_two_gets_per_link_one_list_per_folder_and_its_price(drive: EmulatedDrive) -> None:
    drive.public_folder(
        folder("a", "A"), folder("b", "B"), PHOTO, *(replace(PHOTO, id=f, parent=f[0]) for f in ("a1", "b1"))
    )
    seen = drive.observe()
    assert len(seen.items) == 3
    emulator = drive.emulator
    assert (emulator.count("get"), emulator.count("list"), emulator.count("token")) == (2, 3, 1)
    assert emulator.units == 2 * 5 + 3 * 100


def test_a_shortcut_to_an_ancestor_ends(drive: EmulatedDrive) -> None:
    drive.public_folder(
        folder("a", "A"),
        EmulatedItem("up", "lên trên", SHORTCUT, parent="a", shortcut_to=ROOT),
        EmulatedItem("self", "chính nó", SHORTCUT, parent="a", shortcut_to="a"),
        replace(PHOTO, parent="a"),
    )
    seen = drive.observe()
    assert [item.path for item in seen.items] == ["A/ảnh.jpg"]
    assert seen.complete
    assert drive.emulator.count("list") == 2


def test_two_folders_that_point_at_each_other_end(drive: EmulatedDrive) -> None:
    drive.public_folder(EmulatedItem("s", "sang", SHORTCUT, parent=ROOT, shortcut_to="other"), PHOTO)
    drive.emulator.add(
        EmulatedItem("other", "Khác", FOLDER, access=ANYONE),
        EmulatedItem("back", "về", SHORTCUT, parent="other", shortcut_to=ROOT),
        replace(PHOTO, id="p2", parent="other"),
    )
    assert paths(drive) == ["ảnh.jpg", "sang/ảnh.jpg"]


def test_shortcuts_to_files_and_folders_are_opened_with_the_targets_key(drive: EmulatedDrive) -> None:
    drive.public_folder(
        EmulatedItem("s1", "ảnh lối tắt.jpg", SHORTCUT, parent=ROOT, shortcut_to="t1", description="Hội nghị tại Huế"),
        EmulatedItem("s2", "thư mục lối tắt", SHORTCUT, parent=ROOT, shortcut_to="t2"),
    )
    drive.emulator.add(
        EmulatedItem("t1", "gốc.jpg", "image/jpeg", b"target", access=ANYONE, resource_key="0-key1"),
        EmulatedItem("t2", "gốc", FOLDER, access=ANYONE, resource_key="0-key2"),
        EmulatedItem("t3", "trong.jpg", "image/jpeg", b"in", parent="t2"),
    )
    seen = drive.observe()
    assert [(item.id, item.path) for item in seen.items] == [
        ("t3", "thư mục lối tắt/trong.jpg"),
        ("t1", "ảnh lối tắt.jpg"),
    ]
    assert seen.items[1].description == "Hội nghị tại Huế"
    assert drive.client().fetch(seen.items[1], drive.folder, 99).size == 6


def test_a_file_that_lies_here_and_is_pointed_to_is_found_where_it_lies(drive: EmulatedDrive) -> None:
    drive.public_folder(
        EmulatedItem("s", "a.jpg", SHORTCUT, parent=ROOT, shortcut_to="1Photo"),
        folder("sub", "Ảnh"),
        replace(PHOTO, parent="sub"),
    )
    assert paths(drive) == ["Ảnh/ảnh.jpg"]


def test_many_pages_are_one_folder(drive: EmulatedDrive) -> None:
    drive.public_folder(*(replace(PHOTO, id=f"p{n:04d}", name=f"{n:04d}.jpg") for n in range(2300)))
    seen = drive.observe()
    assert len(seen.items) == 2300
    assert drive.emulator.count("list") == 3


def test_short_pages_are_followed_to_the_end(drive: EmulatedDrive) -> None:
    drive.public_folder(*(replace(PHOTO, id=f"p{n}", name=f"{n}.jpg") for n in range(5)))
    drive.emulator.fail(Fault("list", page_size=2))
    assert len(drive.observe().items) == 5


def test_a_page_token_that_expired_starts_the_folder_over_once(drive: EmulatedDrive) -> None:
    drive.public_folder(*(replace(PHOTO, id=f"p{n}", name=f"{n}.jpg") for n in range(5)))
    drive.emulator.fail(Fault("list", page_size=2), Fault("list", calls=(2,), reply=classic("invalid")))
    seen = drive.observe()
    assert (len(seen.items), seen.complete) == (5, True)
    assert drive.emulator.count("list") == 5  # one, the rejected one, and three from the start


def test_a_page_token_that_is_always_rejected_leaves_the_listing_open(drive: EmulatedDrive) -> None:
    drive.public_folder(*(replace(PHOTO, id=f"p{n}", name=f"{n}.jpg") for n in range(5)))
    drive.emulator.fail(Fault("list", page_size=2), Fault("list", calls=(2, 4), reply=classic("invalid")))
    seen = drive.observe()
    assert (seen.complete, seen.incomplete) == (False, "bad_request")
    assert len(seen.items) == 2  # what was seen is kept
    assert access_of(seen)[0] == "unknown"


def test_an_incomplete_search_is_not_complete(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    drive.emulator.fail(Fault("list", incomplete=True))
    seen = drive.observe()
    assert (seen.complete, seen.incomplete) == (False, "incomplete_search")


def test_what_lies_in_the_trash_is_listed_and_marked(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO, replace(PHOTO, id="2", name="bỏ.jpg", trashed=True))
    assert [(item.name, item.trashed) for item in drive.observe().items] == [("bỏ.jpg", True), ("ảnh.jpg", False)]


def test_a_folder_in_a_shared_drive_is_listed(drive: EmulatedDrive) -> None:
    drive.emulator.add(
        EmulatedItem(ROOT, "Ảnh", FOLDER, access=ANYONE, drive="0ASharedDriveOfAUnit"),
        replace(PHOTO, drive="0ASharedDriveOfAUnit"),
    )
    assert paths(drive) == ["ảnh.jpg"]


def test_subfolders_are_listed_with_their_own_resource_keys(drive: EmulatedDrive) -> None:
    drive.public_folder(replace(folder("a", "A"), resource_key="0-sub"), replace(PHOTO, parent="a"))
    assert paths(drive) == ["A/ảnh.jpg"]


def test_a_deep_tree_ends_at_the_limit_and_says_so(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO, *(folder(f"f{n}", f"{n}", ROOT if n == 0 else f"f{n - 1}") for n in range(6)))
    seen = drive.client(limits=Limits(depth=3)).observe(ROOT, None, NOW)
    assert (seen.complete, seen.incomplete, len(seen.items)) == (False, "too_deep", 1)


@pytest.mark.parametrize("kind", ["files", "folders", "shortcuts"])
def test_a_huge_folder_ends_at_the_limit_and_says_so(drive: EmulatedDrive, kind: str) -> None:
    made = {
        "files": [replace(PHOTO, id=f"p{n}") for n in range(30)],
        "folders": [folder(f"f{n}", "A") for n in range(30)],
        "shortcuts": [EmulatedItem(f"s{n}", "s", SHORTCUT, parent=ROOT, shortcut_to="x") for n in range(30)],
    }
    drive.public_folder(*made[kind])
    seen = drive.client(limits=Limits(items=10)).observe(ROOT, None, NOW)
    assert (seen.complete, seen.incomplete) == (False, "too_many")
    assert len(drive.emulator.calls) < 20


def test_metadata_of_the_items_are_kept(drive: EmulatedDrive) -> None:
    drive.public_folder(
        replace(PHOTO, description="Lễ trao thưởng, Huế, 5/2024", width=4000, height=3000, without_sha=True)
    )
    item = drive.observe().items[0]
    assert (item.description, item.width, item.height, item.size) == ("Lễ trao thưởng, Huế, 5/2024", 4000, 3000, 5)
    assert item.created_at == "2024-11-12T02:00:00.000Z"
    assert item.md5 == "5ae0c1c8a5260bc7b6648f6fbd115c35"


def test_a_replaced_file_has_another_revision(drive: EmulatedDrive) -> None:
    drive.public_folder(PHOTO)
    before = drive.observe().items[0]
    drive.emulator.change("1Photo", content=b"another photo")
    after = drive.observe().items[0]
    assert (before.id, before.path) == (after.id, after.path)
    assert before.revision != after.revision
