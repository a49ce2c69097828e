"""Zip archives give up their files under the names that were meant, and none of their traps closes."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget, Limits
from parsers.errors import BadContent, Damaged, Encrypted, Refused
from parsers.formats.zip_ import parse
from parsers.reading import Child

NAME = "Ảnh hội nghị/Danh sách đề cử.docx"


def _read(folder: Path, content: bytes, limits: Limits | None = None) -> list[Child]:
    path = folder / "a.zip"
    path.write_bytes(content)
    return [
        found
        for found in parse(Artifact(path, "a.zip"), Budget(limits or Limits()), Spool(folder))
        if isinstance(found, Child)
    ]


def _zip(members: Iterable[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content, method)
    return buffer.getvalue()


def _raw_name(raw: bytes, *, extra: bytes = b"") -> bytes:
    """An archive of one file whose name is these bytes, without the UTF-8 flag."""
    crc = zlib.crc32(b"x")
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0x5921, crc, 1, 1, len(raw), 0) + raw + b"x"
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0x5921, crc, 1, 1, len(raw), len(extra), 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(raw) + len(extra), len(local), 0)
    return local + entry + raw + extra + end


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_it_keeps_every_byte_and_the_folders(tmp_path: Path, method: int) -> None:
    content = random.Random(1).randbytes(700_000)
    info = zipfile.ZipInfo("Ảnh/1.jpg", (2024, 11, 14, 9, 30, 0))
    [child] = _read(tmp_path, _zip([("Ảnh/", b""), (info, content)], method))
    assert (child.name, child.origin, child.size, child.status) == ("Ảnh/1.jpg", "archive", 700_000, None)
    assert child.modified_at == "2024-11-14T09:30:00"
    assert child.sha256 is not None
    assert (tmp_path / child.sha256).read_bytes() == content


def _unicode_path(raw: bytes, name: str) -> bytes:
    field = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


LOST = b"Anh hoi ngh?/x\xff.docx"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (_zip([(NAME, b"x")]), NAME),
        (_raw_name(NAME.encode()), NAME),
        (_raw_name("A\u0309nh hô\u0323i nghi\u0323/Danh sa\u0301ch đê\u0300 cư\u0309.docx".encode()), NAME),
        (_raw_name(LOST, extra=_unicode_path(LOST, NAME)), NAME),
        (_raw_name(NAME.encode(), extra=_unicode_path(b"another", "Tên cũ.docx")), NAME),
        (_raw_name("Sơ\u0309 Tư pha\u0301p.docx".encode("cp1258")), "Sở Tư pháp.docx"),
        (_raw_name("Së T\u00ad ph¸p tØnh.docx".encode("latin-1")), "Sở Tư pháp tỉnh.docx"),
        (_raw_name("Tài liêu côté.docx".encode("cp437")), "Tài liêu côté.docx"),
        (_raw_name(NAME.replace("/", "\\").encode()), NAME),
        (_zip([("Danh sách.docx".encode().decode("cp437"), b"x")]), "Danh sách.docx"),
        (_zip([("./a.txt", b"x")]), "a.txt"),
    ],
    ids=["flag", "utf-8", "nfd", "unicode-path", "stale-path", "cp1258", "tcvn3", "cp437", "backslash", "boxes", "dot"],
)  # fmt: skip
def test_it_reads_a_name_as_it_was_meant(tmp_path: Path, content: bytes, name: str) -> None:
    assert [child.name for child in _read(tmp_path, content)] == [name]


@pytest.mark.parametrize("name", ["../x", "a/../../x", "..\\x", "/etc/x", "\\x", "C:\\x", "c:/x"])
def test_it_refuses_a_path_that_leaves_the_archive_and_reads_the_rest(tmp_path: Path, name: str) -> None:
    bad, good = _read(tmp_path, _zip([(name, b"x"), ("tốt.txt", b"y")]))
    assert (bad.status, bad.sha256) == ("refused", None)
    assert "leaves" in bad.reason
    assert (good.name, good.status) == ("tốt.txt", None)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["a.zip", str(good.sha256)])


def test_it_refuses_a_symbolic_link(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    [child] = _read(tmp_path, _zip([(info, b"/etc/passwd")]))
    assert (child.status, child.reason) == ("refused", "a symbolic link inside the archive")


def _encrypted(content: bytes, count: int) -> bytes:
    """Sets the flag of the first members in both places where it stands."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        for _ in range(count):
            at = data.index(mark, at + 1)
            data[at + offset] |= 1
    return bytes(data)


def test_a_member_with_a_password_is_said_so_and_the_rest_is_read(tmp_path: Path) -> None:
    first, second = _read(tmp_path, _encrypted(_zip([("a", b"x"), ("b", b"y")]), 1))
    assert (first.name, first.status, first.sha256) == ("a", "encrypted", None)
    assert (second.name, second.status) == ("b", None)


def test_an_archive_with_a_password_is_encrypted_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match="2 members"):
        _read(tmp_path, _encrypted(_zip([("thư mục/", b""), ("a", b"x"), ("b", b"y")], zipfile.ZIP_STORED), 3))


def test_a_damaged_member_is_unreadable_and_the_rest_is_read(tmp_path: Path) -> None:
    content = _zip([("a", b"first" * 9), ("b", b"second" * 9)], zipfile.ZIP_STORED).replace(
        b"firstfirst", b"firstFirst", 1
    )
    first, second = _read(tmp_path, content)
    assert (first.name, first.status, first.sha256) == ("a", "unreadable", None)
    assert (second.name, second.status) == ("b", None)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("kept", [30, 200, 400])
def test_an_archive_that_is_cut_off_is_damaged(tmp_path: Path, kept: int) -> None:
    content = _zip([(f"{n}", random.Random(n).randbytes(90)) for n in range(5)])
    with pytest.raises(Damaged):
        _read(tmp_path, content[:kept])


def test_it_refuses_a_bomb_and_reads_the_rest(tmp_path: Path) -> None:
    limits = Limits(ratio_from=1 << 20)
    bomb, good = _read(tmp_path, _zip([("bomb", bytes(30 << 20)), ("b", b"y")]), limits)
    assert (bomb.status, bomb.sha256) == ("refused", None)
    assert "200 times" in bomb.reason
    assert good.status is None


def test_it_refuses_a_member_over_the_limit_even_if_its_size_lies(tmp_path: Path) -> None:
    content = _zip([("a", bytes(5000))])
    lie = content.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    [child] = _read(tmp_path, lie, Limits(member_bytes=1000))
    assert child.status == "refused"
    [child] = _read(tmp_path, lie)
    assert child.status == "unreadable"


def test_it_refuses_what_unpacks_to_too_much_in_all(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="bytes unpacked"):
        _read(tmp_path, _zip([(f"{n}", bytes(1000)) for n in range(20)]), Limits(total_bytes=5000))


def test_it_refuses_too_many_members_before_it_reads_them(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="members"):
        _read(tmp_path, _zip([(f"{n}", b"") for n in range(30)]), Limits(members=20))
    lying = bytearray(_zip([(f"{n}" * 900, b"") for n in range(9)]))
    lying[-14:-10] = (1).to_bytes(2, "little") * 2
    with pytest.raises(Refused, match="members"):
        _read(tmp_path, bytes(lying), Limits(members=5))


def test_it_refuses_members_that_share_their_bytes(tmp_path: Path) -> None:
    data = bytearray(_zip([("a", b"x" * 50), ("b", b"y" * 50)], zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")
    with pytest.raises(Refused, match="overlap"):
        _read(tmp_path, bytes(data))


def test_a_local_name_that_differs_does_not_cost_the_file(tmp_path: Path) -> None:
    content = _zip([("tên-1.txt", b"x")]).replace("tên-1".encode(), b"TEN-1_", 1)
    [child] = _read(tmp_path, content)
    assert (child.name, child.status) == ("tên-1.txt", None)


def test_an_empty_archive_has_no_files(tmp_path: Path) -> None:
    assert _read(tmp_path, _zip([])) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(data=st.data())
def test_no_change_of_bytes_makes_it_raise_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(_zip([("thư mục/a.txt", b"abc" * 20), ("b.txt", b"y" * 30)]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadContent):
        _read(tmp_path, bytes(content), Limits(member_bytes=1 << 20))
    assert not list(tmp_path.glob("*.part"))
