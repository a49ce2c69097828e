"""Links are found in every shape in which offices paste them, and nothing else is taken for one."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.links import find_links, normalise
from parsers.readers.values import FoundLink
from parsers.reading import Reading
from parsers.records import Address, Cell, Link, Mail, Record, Row, Table, Text

BLOB = "1AbcDEF_ghiJKLmnoPQRstuVWXyz01234"  # 33
DASH = "1AbcDEF_ghiJKLmnoPQRstuVWXyz0123-"
CHILD = "1ZbcDEF_ghiJKLmnoPQRstuVWXyz0123_"
DOC = "1docDEF_ghiJKLmnoPQRstuVWXyz0123456789-_aBcD"  # 44
OLD = "0B7abcDEFghiJKLmnoPQRstuVWXy"  # 28
assert [len(one) for one in (BLOB, DASH, CHILD, DOC, OLD)] == [33, 33, 33, 44, 28]

DRIVE = "https://drive.google.com"
DOCS = "https://docs.google.com"


@pytest.mark.parametrize(
    ("url", "kind", "drive_id"),
    [
        (f"{DRIVE}/file/d/{BLOB}/view?usp=sharing", "file", BLOB),
        (f"{DRIVE}/file/d/{DASH}", "file", DASH),
        (f"{DRIVE}/file/d/{CHILD}.", "file", CHILD),
        (f"{DRIVE}/file/u/1/d/{BLOB}/edit", "file", BLOB),
        (f"{DRIVE}/u/0/file/d/{BLOB}/preview", "file", BLOB),
        (f"{DRIVE}/a/langson.gov.vn/file/d/{BLOB}/view", "file", BLOB),
        (f"{DRIVE}/open?id={BLOB}", "file", BLOB),
        (f"{DRIVE}/open?usp=sharing&amp;id={BLOB}&amp;x=1", "file", BLOB),
        (f"{DRIVE}/uc?export=download&id={BLOB}", "file", BLOB),
        (f"{DRIVE}/u/0/uc?id={BLOB}", "file", BLOB),
        (f"{DRIVE}/thumbnail?id={BLOB}&sz=w1000", "file", BLOB),
        (f"{DOCS}/uc?id={BLOB}", "file", BLOB),
        (f"{DOCS}/viewer?srcid={BLOB}&pid=explorer", "file", BLOB),
        (f"{DOCS}/file/d/{OLD}/edit", "file", OLD),
        (f"{DRIVE}/drive/folders/{DASH}", "folder", DASH),
        (f"{DRIVE}/drive/u/0/folders/{BLOB}?usp=sharing", "folder", BLOB),
        (f"{DRIVE}/drive/mobile/folders/{BLOB}", "folder", BLOB),
        (f"{DRIVE}/drive/mobile/folders/{BLOB}/{CHILD}?usp=sharing", "folder", CHILD),
        (f"{DRIVE}/drive/#folders/{OLD}", "folder", OLD),
        (f"{DRIVE}/folderview?id={OLD}&usp=sharing", "folder", OLD),
        (f"{DRIVE}/embeddedfolderview?id={BLOB}#list", "folder", BLOB),
        (f"{DRIVE}/a/langson.gov.vn/drive/folders/{BLOB}", "folder", BLOB),
        (f"{DRIVE}/drive/folders/0AabcDEFghiJKLmnoPQ", "folder", "0AabcDEFghiJKLmnoPQ"),
        (f"{DOCS}/document/d/{DOC}/edit?usp=sharing&ouid=1&rtpof=true&sd=true", "document", DOC),
        (f"{DOCS}/document/u/0/d/{DOC}/edit", "document", DOC),
        (f"{DOCS}/a/langson.gov.vn/document/d/{DOC}/edit", "document", DOC),
        (f"{DOCS}/spreadsheets/d/{DOC}/edit#gid=0", "document", DOC),
        (f"{DOCS}/presentation/d/{DOC}/edit", "document", DOC),
        (f"{DOCS}/drawings/d/{DOC}/edit", "document", DOC),
        (f"https://drive.usercontent.google.com/download?id={BLOB}&export=download", "file", BLOB),
        (f"https://lh3.googleusercontent.com/d/{BLOB}=w1000", "file", BLOB),
        (f"hxxps://drive[.]google[.]com/file/d/{BLOB}/view", "file", BLOB),
        (f"HTTPS://Drive.Google.com/file/d/{BLOB}/view", "file", BLOB),
        (f"drive.google.com/file/d/{BLOB}/view", "file", BLOB),
        (f"https://www.google.com/url?q=https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F{BLOB}%2Fview&sa=D", "file", BLOB),
        (f"https://www.google.com.vn/url?sa=t&url=https://drive.google.com/open%3Fid%3D{BLOB}", "file", BLOB),
        (
            "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdrive.google.com%2Fdrive%2Ffolders%2F"
            f"{BLOB}%3Fusp%3Dsharing&data=05%7C02",
            "folder",
            BLOB,
        ),
        (f"https://accounts.google.com/ServiceLogin?continue=https://drive.google.com/open?id%3D{BLOB}", "file", BLOB),
        (f"{DRIVE}/file/d/{BLOB[:20]}", "file", BLOB[:20]),
    ],
)  # fmt: skip
def test_it_knows_an_address_of_drive(url: str, kind: str, drive_id: str) -> None:
    link = normalise(url, "(body)")
    assert link is not None
    assert (link.service, link.kind, link.drive_id, link.locator) == ("drive", kind, drive_id, "(body)")
    assert link.url.startswith("https://")
    assert "safelinks" not in link.url


@pytest.mark.parametrize(
    "path",
    ["", "/", "/drive/my-drive", "/drive/u/0/my-drive", "/drive/home", "/drive/shared-with-me", "/drive/shared-drives"],
)
def test_an_address_of_drive_without_an_id_is_a_link(path: str) -> None:
    link = normalise(DRIVE + path, "(body)")
    assert link is not None
    assert (link.service, link.kind, link.drive_id) == ("drive", "other", None)


@pytest.mark.parametrize(
    "url",
    [
        f"{DOCS}/forms/d/{DOC}/viewform",
        f"{DOCS}/forms/d/e/1FAIpQLSabcdefghij/viewform",
        "https://forms.gle/abc123",
        f"{DOCS}/spreadsheets/d/e/2PACX-1vTabcdefghijkl/pubhtml",
        f"{DOCS}/document/d/e/2PACX-1vTabcdefghijkl/pub",
        "https://photos.app.goo.gl/abcDEF123",
        "https://photos.google.com/share/AF1Qip?key=x",
        "https://youtu.be/abc",
        "https://www.youtube.com/watch?v=abc",
    ],
)
def test_a_google_thing_without_files_is_told_apart(url: str) -> None:
    link = normalise(url, "")
    assert link is not None
    assert (link.service, link.kind, link.drive_id) == ("google_other", "other", None)


@pytest.mark.parametrize(
    "url",
    [
        "https://1drv.ms/f/s!Abc",
        "https://onedrive.live.com/?id=ABC",
        "https://langson-my.sharepoint.com/:f:/g/personal/x",
        "https://www.dropbox.com/sh/abc/def?dl=0",
        "https://f9-zpc.zdn.vn/jpg/123.jpg",
        "https://we.tl/t-abc",
        "https://mega.nz/folder/abc#key",
        "https://www.fshare.vn/file/ABC",
        "https://www.mediafire.com/file/abc",
        "https://www.icloud.com/photos/#0abc",
        "https://drive.tinhmau.gov.vn/index.php/s/AbCdEfGhIjKlMno",
    ],
)
def test_another_file_service_is_a_link(url: str) -> None:
    link = normalise(url, "")
    assert link is not None
    assert (link.service, link.kind, link.drive_id, link.url) == ("other", "other", None, url)


@pytest.mark.parametrize(
    "url",
    [
        "https://moj.gov.vn/qt/tintuc",
        "https://www.facebook.com/sotuphap",
        "https://zalo.me/0912345678",
        "https://zalo.me/g/abcxyz123",
        "https://www.google.com/search?q=drive.google.com",
        "https://www.google.com/maps/place/x",
        "https://maps.app.goo.gl/abc",
        "https://goo.gl/maps/abc",
        "https://meet.google.com/abc-defg-hij",
        "https://calendar.google.com/calendar/u/0",
        "https://mail.google.com/mail/u/0/#inbox",
        "https://support.google.com/drive/answer/1",
        "https://lh3.googleusercontent.com/a/avatar=s40",
        "https://www.youtube.com/@sotuphap",
        "https://drive.google.com@evil.example/file/d/" + BLOB,
        "https://drive.google.com.evil.example/file/d/" + BLOB,
        "https://evil.example/?x=https://drive.google.com/file/d/" + BLOB,
        f"{DRIVE}/drive/blockuser?blockerEmail=a@b.vn",
        "mailto:a@b.vn",
        "https://",
        "https://[::1",
        "",
    ],
)
def test_other_addresses_are_no_links(url: str) -> None:
    assert normalise(url, "") is None


def test_it_keeps_the_resource_key() -> None:
    link = normalise(f"{DRIVE}/file/d/{OLD}/view?usp=sharing&resourcekey=0-Abc_def-", "")
    assert link is not None
    assert link.resource_key == "0-Abc_def-"


def _found(*records: Record) -> list[FoundLink]:
    return list(find_links(Reading("x", "x", "read", records=records)))


def _ids(*lines: str) -> list[str | None]:
    return [link.drive_id for link in _found(*(Text(f"line {n}", line) for n, line in enumerate(lines, 1)))]


def _mail(**values: Any) -> Mail:
    nobody = Address("", "")
    empty: dict[str, Any] = {
        **dict.fromkeys(("message_id", "subject", "date", "in_reply_to", "body", "quoted", "auto_submitted"), ""),
        **dict.fromkeys(("list_id", "content_type"), ""),
        **dict.fromkeys(("to", "cc", "reply_to", "references", "authentication_results"), ()),
    }
    return Mail(**{**empty, "sender": nobody, **values})


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ((f"Ảnh: {DRIVE}/file/d/{BLOB}/view, và {DRIVE}/file/d/{DASH}; hết",), [BLOB, DASH]),
        ((f"({DRIVE}/drive/folders/{CHILD})",), [CHILD]),
        ((f"“{DRIVE}/drive/folders/{CHILD}”",), [CHILD]),
        ((f"<{DRIVE}/drive/folders/{DASH}>",), [DASH]),
        ((f"{DRIVE}/drive/folders/{BLOB}và",), [BLOB + "v"]),
        ((f"{DRIVE}/file/d/{BLOB}/view{DRIVE}/file/d/{DASH}/view",), [BLOB, DASH]),
        ((f"https:// drive.google.com/file/d/{BLOB}",), [BLOB]),
        ((f"{DRIVE}/file/d/{BLOB[:20]}", f"{BLOB[20:]}/view?usp=sharing"), [BLOB]),
        ((f"{DRIVE}/file/d/", f"{BLOB}/view"), [BLOB]),
        ((f"{DRIVE}/drive/folders/{BLOB[:25]}  ", f"  {BLOB[25:]} là thư mục ảnh"), [BLOB]),
        ((f"{DOCS}/document/d/{DOC[:10]}", DOC[10:30], f"{DOC[30:]}/edit"), [DOC]),
        ((f"{DRIVE}/open?id={BLOB[:10]}", BLOB[10:]), [BLOB]),
        ((f"<{DRIVE}/file/d/{BLOB}/view?usp=", "sharing&resourcekey=0-a>"), [BLOB]),
        ((f"{DRIVE}/file/d/{BLOB}", "Trân trọng"), [BLOB]),
        ((f"{DRIVE}/file/d/{BLOB[:30]}", "Trân trọng"), [BLOB[:30]]),
        ((f"{DRIVE}/file/d/{BLOB[:30]}", "Tran trong"), [BLOB[:30]]),
        ((f"{DRIVE}/file/d/{BLOB[:30]}", "", f"{DRIVE}/file/d/{BLOB}"), [BLOB]),
        (("gửi qua drive.google.com nhé", "user@drive.google.com/x"), []),
    ],
)
def test_it_finds_links_in_lines(lines: tuple[str, ...], ids: list[str | None]) -> None:
    assert _ids(*lines) == ids


def test_it_takes_what_the_sender_wrote_and_not_the_history() -> None:
    mail = _mail(body=f"Gửi: {DRIVE}/file/d/{BLOB}", quoted=f"{DRIVE}/file/d/{DASH}")
    assert [link.drive_id for link in _found(mail)] == [BLOB]


@pytest.mark.parametrize("body", ["", "Đã gửi từ iPhone của tôi"])
def test_a_bare_forward_sends_what_it_forwards(body: str) -> None:
    assert [link.drive_id for link in _found(_mail(body=body, quoted=f"{DRIVE}/file/d/{DASH}"))] == [DASH]


def test_it_takes_the_address_behind_a_text_and_the_text_where_that_has_none() -> None:
    links = _found(
        Link("paragraph 3", f"{DRIVE}/file/d/{BLOB}/view", "tại đây"),
        Link("paragraph 4", "https://moj.gov.vn", f"{DRIVE}/file/d/{DASH}"),
    )
    assert [(link.drive_id, link.locator) for link in links] == [(BLOB, "paragraph 3"), (DASH, "paragraph 4")]


def test_it_finds_links_in_cells() -> None:
    table = Table("table 2", (Row(5, (Cell("1"), Cell(f"Ảnh\n{DRIVE}/file/d/{BLOB[:9]}\n{BLOB[9:]}"))),))
    assert [(link.drive_id, link.locator) for link in _found(table)] == [(BLOB, "table 2 row 5")]


def test_one_thing_is_one_link_with_the_key_of_whichever_has_one() -> None:
    links = _found(
        Text("line 1", f"{DRIVE}/open?id={OLD}"),
        Text("line 2", f"{DRIVE}/file/d/{OLD}/view?resourcekey=0-abc"),
        Text("line 3", "https://we.tl/t-abc và https://we.tl/t-abc/"),
    )
    assert [(link.drive_id, link.resource_key, link.locator) for link in links] == [
        (OLD, "0-abc", "line 1"),
        (None, None, "line 3"),
    ]


def test_broken_copies_of_a_whole_link_are_dropped() -> None:
    links = _found(
        Text("line 1", f"{DRIVE}/file/d/{BLOB[:28]} (bị ngắt)"),
        Text("line 2", f"{DRIVE}/file/d/{BLOB}và"),
        Link("(body)", f"{DRIVE}/file/d/{BLOB}/view"),
        Link("(body)", DRIVE),
    )
    assert [link.drive_id for link in links] == [BLOB]


@given(
    text=st.text(max_size=200),
    before=st.sampled_from(["", "https://drive.google.com/", "https://www.google.com/url?q="]),
)
def test_no_text_makes_it_raise(text: str, before: str) -> None:
    normalise(before + text, "")
    _ids(before + text, text)


@pytest.mark.parametrize(
    "piece",
    ["http://", "drive.google.com/", f"{DRIVE}/file/d/", "a.", "https://www.google.com/url?q=", "/s/"],
)
def test_a_long_line_takes_no_time(piece: str) -> None:
    began = time.process_time()
    _ids(piece * (400_000 // len(piece)))
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    "url", [f"{DRIVE}/drive/folders/{BLOB}?usp=sharing", "https://tinh-my.sharepoint.com/:f:/g/personal/abc"]
)
@pytest.mark.parametrize("dots", ["...", "…"])
def test_an_address_that_is_shown_shortened_is_the_one_behind_it(url: str, dots: str) -> None:
    links = _found(_mail(body=f"Ảnh: {url[:34]}{dots}"), Link("(body)", url, f"{url[:36]}{dots}"))
    assert [link.url for link in links] == [url]
