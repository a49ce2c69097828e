"""Files inside files, under the path by which each came."""

from hypothesis import given
from hypothesis import strategies as st

from parsers.facts import FileFacts
from parsers.reading import Child
from tests.validators.assemble.builders import sha
from validators.assemble.tree import MAX_DEPTH, MAX_FILES, Node, labels, walk


def child(name: str, media_type: str = "image/jpeg", *, archive: bool = False, part: str = "", size: int = 10) -> Child:
    return Child(name, "archive" if archive else "attachment", sha(name), size, media_type, part)


def facts(*children: Child) -> FileFacts:
    return FileFacts("zip", "application/zip", "read", children=children)


def walked(children: tuple[Child, ...], known: dict[str, FileFacts]) -> list[Node]:
    return list(walk(children, lambda sha256, _name, _type: known.get(sha256)))


def test_equal_names_are_numbered_in_part_order() -> None:
    assert labels((child("a.jpg"), child("a.jpg"), child("b"), child("b"))) == ["a.jpg", "a (2).jpg", "b", "b (2)"]


def test_a_numbered_name_does_not_collide_with_somebodys_own() -> None:
    assert labels((child("a.jpg"), child("a.jpg"), child("a (2).jpg"))) == ["a.jpg", "a (3).jpg", "a (2).jpg"]


@given(st.lists(st.sampled_from(["a.jpg", "a (2).jpg", "a (3).jpg", "", "b/c", "b_c", "..", "a (2) (2).jpg"])))
def test_labels_are_unique(names: list[str]) -> None:
    found = labels(tuple(child(name, part=str(at)) for at, name in enumerate(names, 1)))
    assert len(set(found)) == len(names)


def test_a_name_cannot_leave_its_folder() -> None:
    assert labels((child("../../etc/passwd"), child("/x/../y", archive=True), child("..", archive=True))) == [
        ".._.._etc_passwd",
        "x/__/y",
        "__",
    ]


def test_the_nameless_are_named_after_their_part() -> None:
    nameless = (child("", "message/rfc822", part="1.2"), child("", "image/jpeg", part="3"), child("", "x/unknown"))
    assert labels(nameless) == ["part-1.2.eml", "part-3.jpg", "part-3.bin"]


def test_names_come_out_composed() -> None:
    assert labels((child("A\u0309nh.jpg"),)) == ["Ảnh.jpg"]


def test_archives_keep_their_folders_and_files_inside_hang_below() -> None:
    known = {sha("a.zip"): facts(child("Ảnh/1.jpg", archive=True)), sha("Ảnh/1.jpg"): facts()}
    found = [(node.path, node.parent, node.name, node.status) for node in walked((child("a.zip"),), known)]
    assert found == [("a.zip", "", "a.zip", "read"), ("a.zip/Ảnh/1.jpg", "a.zip", "1.jpg", "read")]


def test_what_is_not_read_yet_is_listed_as_such() -> None:
    (node,) = walked((child("a.docx"),), {})
    assert (node.status, node.reason) == ("not_fetched", "not read yet")


def test_what_the_container_knows_is_kept() -> None:
    locked = Child("a.docx", "archive", None, 5, status="encrypted", reason="needs a password")
    (node,) = walked((locked,), {})
    assert (node.status, node.reason) == ("encrypted", "needs a password")


def test_furniture_is_ignored_with_a_reason() -> None:
    found = walked((child("Thumbs.db"), child("~$Danh sach.docx"), child("smime.p7s")), {})
    assert {node.status for node in found} == {"ignored"}
    assert all(node.reason for node in found)


def test_an_archive_that_holds_itself_ends_and_says_so() -> None:
    known = {sha("a.zip"): facts(child("a.zip", archive=True))}
    found = walked((child("a.zip"),), known)
    assert len(found) == MAX_DEPTH + 1
    assert (found[-1].status, "nested" in found[-1].reason) == ("refused", True)


def test_no_file_beyond_the_limit_is_dropped() -> None:
    same = facts()
    many = tuple(child("1.jpg") for _ in range(MAX_FILES + 2))
    found = walked(many, {sha("1.jpg"): same})
    assert len(found) == MAX_FILES + 2
    assert [node.status for node in found[-3:]] == ["read", "refused", "refused"]
