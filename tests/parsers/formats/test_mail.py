"""A mail gives up its words and every part, whole, in order, and at little cost, however it is written."""

import base64
import email
import hashlib
import random
import resource
import subprocess
import sys
import time
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.artifact import CHUNK, Artifact, Spool
from parsers.budget import Budget, Limits
from parsers.errors import BadContent, Refused
from parsers.formats.mail import parse
from parsers.reading import Child
from parsers.records import Address, Link, Mail, Record, Table

DRIVE = "https://drive.google.com/drive/folders/1AbcDEF_ghiJKLmnoPQRstuVWXyz01234"


class Read:
    """What one mail gave."""

    def __init__(self, folder: Path, content: bytes | Message, limits: Limits | None = None) -> None:
        path = folder / "mail.eml"
        path.write_bytes(content if isinstance(content, bytes) else content.as_bytes())
        self.folder = folder
        self.fault: BadContent | None = None
        self.found: list[Record | Child] = []
        try:
            for one in parse(Artifact(path), Budget(limits or Limits()), Spool(folder)):
                self.found.append(one)
        except BadContent as error:
            self.fault = error
        mails = [one for one in self.found if isinstance(one, Mail)]
        assert len(mails) == 1
        assert self.found[0] is mails[0]
        self.mail = mails[0]
        self.children = [one for one in self.found if isinstance(one, Child)]
        self.links = [one.url for one in self.found if isinstance(one, Link)]
        self.tables = [one for one in self.found if isinstance(one, Table)]

    def bytes_of(self, child: Child) -> bytes:
        assert child.sha256 is not None
        content = (self.folder / child.sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == child.sha256
        assert len(content) == child.size
        return content


def _message(**headers: str) -> EmailMessage:
    message = EmailMessage()
    fields = {"From": "Sở Tư pháp <stp@tinhmau.gov.vn>", "To": "Vụ TCCB <vu@bo.gov.vn>", "Subject": "V/v đề cử"}
    for name, value in {**fields, **headers}.items():
        message[name.replace("_", "-")] = value
    return message


def test_it_reads_the_headers(tmp_path: Path) -> None:
    message = _message(
        Date="Mon, 18 Nov 2024 08:10:00 +0700",
        Message_ID="<Abc.1@x>",
        In_Reply_To="<hoi@bo>",
        References="<a@x> <hoi@bo>",
        Cc="P. TĐKT <tdkt@bo.gov.vn>, khac@bo.gov.vn",
        Reply_To="VP@tinhmau.gov.vn",
        List_Id="Ban tin <tin.x.vn>",
        X_Gmail_Labels="Hộp thư đến,Thư rác",
    )
    message["Authentication-Results"] = "mx.google.com; dmarc=pass"
    message["Authentication-Results"] = "khac; dmarc=fail"
    message.set_content("Kính gửi Vụ.")
    mail = Read(tmp_path, message).mail
    assert mail.subject == "V/v đề cử"
    assert mail.sender == Address("Sở Tư pháp", "stp@tinhmau.gov.vn")
    assert mail.to == (Address("Vụ TCCB", "vu@bo.gov.vn"),)
    assert mail.cc == (Address("P. TĐKT", "tdkt@bo.gov.vn"), Address("", "khac@bo.gov.vn"))
    assert mail.reply_to == (Address("", "vp@tinhmau.gov.vn"),)
    assert (mail.date, mail.message_id, mail.in_reply_to) == ("2024-11-18T08:10:00+07:00", "Abc.1@x", "hoi@bo")
    assert mail.references == ("a@x", "hoi@bo")
    assert mail.authentication_results == ("mx.google.com; dmarc=pass", "khac; dmarc=fail")
    assert mail.labels == ("Hộp thư đến", "Thư rác")
    assert (mail.list_id, mail.auto_submitted, mail.content_type) == ("Ban tin <tin.x.vn>", "", "text/plain")
    assert (mail.body, mail.quoted, mail.defects) == ("Kính gửi Vụ.", "", ())


@pytest.mark.parametrize(
    ("header", "value", "auto"),
    [
        ("Auto_Submitted", "auto-replied; owner=x", "auto-replied"),
        ("Auto_Submitted", "Auto-Generated", "auto-generated"),
        ("Auto_Submitted", "no", ""),
        ("X_Autoreply", "yes", "auto-replied"),
        ("Precedence", "auto_reply", "auto-replied"),
        ("Precedence", "bulk", ""),
        ("X_Auto_Response_Suppress", "All", ""),
    ],
)
def test_it_tells_automatic_answers(tmp_path: Path, header: str, value: str, auto: str) -> None:
    message = _message(**{header: value})
    message.set_content("Nghỉ phép")
    mail = Read(tmp_path, message).mail
    assert mail.auto_submitted == auto
    assert mail.list_id == ("bulk" if value == "bulk" else "")


def test_it_takes_words_from_the_text_and_links_and_tables_from_the_html(tmp_path: Path) -> None:
    message = _message()
    message.set_content("Sở gửi danh sách và ảnh tại đây.\n1 Nguyễn Văn Mẫu Chuyên viên\n")
    rows = "<tr><th>STT</th><th>Họ tên</th></tr><tr><td>1</td><td>Nguyễn Văn Mẫu</td></tr>"
    message.add_alternative(
        f'<p>Sở gửi danh sách và ảnh <a href="{DRIVE}?a=1&amp;b=2">tại đây</a>.</p><table>{rows}</table>'
        f'<a href="mailto:a@b">x</a><div class="gmail_quote">On 1 Nov A wrote: <a href="{DRIVE}cu">cũ</a></div>',
        subtype="html",
    )
    read = Read(tmp_path, message)
    assert read.mail.body.startswith("Sở gửi danh sách và ảnh tại đây.")
    assert read.links == [f"{DRIVE}?a=1&b=2"]
    assert [one.locator for one in read.found if isinstance(one, Link)] == ["(body)"]
    [table] = read.tables
    assert table.locator == "(body) table 1"
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Nguyễn Văn Mẫu"]
    assert read.children == []


def test_a_bare_forward_gives_what_it_forwards(tmp_path: Path) -> None:
    message = _message()
    message.set_content("\n---------- Forwarded message ---------\nTừ: A <a@b.vn>\nDate: x\nSubject: y\n\nSở gửi ảnh\n")
    message.add_alternative(
        '<div><br></div><div class="gmail_quote">---------- Forwarded message ---------<br>Từ: A<br>'
        f'Date: x<br>Subject: y<br><p>Sở gửi <a href="{DRIVE}">ảnh</a></p></div>',
        subtype="html",
    )
    read = Read(tmp_path, message)
    assert read.mail.body == ""
    assert read.mail.quoted.endswith("Sở gửi ảnh")
    assert read.links == [DRIVE]


@pytest.mark.parametrize(
    "plain", ["", "This message is in HTML.", "So Tu ph?p t?nh g?i danh s?ch ?i?n h?nh ti?n ti?n c?a t?nh"]
)
def test_it_takes_the_words_from_the_html_where_the_text_is_a_poor_copy(tmp_path: Path, plain: str) -> None:
    message = _message()
    message.set_content(plain)
    words = "Sở Tư pháp tỉnh gửi danh sách điển hình tiên tiến của tỉnh."
    message.add_alternative(f"<p>{words}</p><p>{'Trân trọng báo cáo. ' * 12}</p>", subtype="html")
    assert Read(tmp_path, message).mail.body.startswith(words)


def _with_files(nested: bool = False) -> tuple[EmailMessage, bytes, bytes]:
    pdf, picture = random.Random(1).randbytes(200_001), random.Random(2).randbytes(999)
    message = _message()
    message.set_content("Kính gửi")
    message.add_alternative('<p>Kính gửi</p><img src="cid:anh1"><img src="cid:logo@x">', subtype="html")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(picture, "image", "jpeg", cid="<anh1>", filename="ảnh 1.jpg")
    html.add_related(picture[1:], "image", "png", cid="<logo@x>")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="Danh sách đề cử.pdf")
    message.add_attachment("a;b\n1;2\n", subtype="csv", filename="ds.csv")
    inner = _message(Subject="Bên trong")
    inner.set_content("Thư bên trong")
    if nested:
        inner.add_attachment(pdf, maintype="application", subtype="pdf", filename="x.pdf")
    message.add_attachment(inner)
    return message, pdf, picture


def test_every_part_is_a_child_in_order_and_whole(tmp_path: Path) -> None:
    message, pdf, picture = _with_files(nested=True)
    read = Read(tmp_path, message)
    assert [(one.part, one.name, one.origin, one.media_type, one.content_id) for one in read.children] == [
        ("1.2.2", "ảnh 1.jpg", "inline", "image/jpeg", "anh1"),
        ("1.2.3", "", "inline", "image/png", "logo@x"),
        ("2", "Danh sách đề cử.pdf", "attachment", "application/pdf", ""),
        ("3", "ds.csv", "attachment", "text/csv", ""),
        ("4", "", "attachment", "message/rfc822", ""),
    ]
    assert read.bytes_of(read.children[0]) == picture
    assert read.bytes_of(read.children[2]) == pdf
    inner = Read(tmp_path, read.bytes_of(read.children[4]))
    assert (inner.mail.subject, inner.mail.body) == ("Bên trong", "Thư bên trong")
    assert inner.bytes_of(inner.children[0]) == pdf


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_an_attached_message_is_a_child_however_it_is_encoded(tmp_path: Path, encoding: str) -> None:
    inner = b"Subject: trong\n\nThan thu = x\n"
    encoded = {"7bit": inner, "base64": base64.encodebytes(inner), "quoted-printable": inner.replace(b"=", b"=3D")}
    content = (
        b"From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: message/rfc822\n"
        b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + encoded[encoding] + b"\n--b--\n"
    )
    read = Read(tmp_path, content)
    assert read.bytes_of(read.children[0]).strip() == inner.strip()
    assert read.children[0].media_type == "message/rfc822"


APPLE = b"""From: a@b
Content-Type: multipart/alternative; boundary=out

--out
Content-Type: text/plain; charset=utf-8

Em g\xe1\xbb\xadi
--out
Content-Type: multipart/mixed; boundary=in

--in
Content-Type: text/html

<p>Em g&#7917;i</p>
--in
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: inline; filename="a.pdf"

%PDF
--in
Content-Type: text/plain; name="ghi chu.txt"
Content-Disposition: attachment; filename="ghi chu.txt"

chu thich
--in
Content-Type: text/html

<p>Tr&acirc;n tr&#7885;ng</p>
--in--
--out--
"""


def test_a_pdf_that_apple_shows_inline_is_an_attachment(tmp_path: Path) -> None:
    read = Read(tmp_path, APPLE)
    assert [(one.name, one.origin, one.part) for one in read.children] == [
        ("a.pdf", "attachment", "2.2"),
        ("ghi chu.txt", "attachment", "2.3"),
    ]
    assert read.mail.body == "Em gửi"


def test_a_mail_that_is_nothing_but_a_file(tmp_path: Path) -> None:
    content = b'From: a@b\nContent-Type: application/pdf; name="x.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n'
    read = Read(tmp_path, content)
    assert [(one.name, one.part) for one in read.children] == [("x.pdf", "1")]
    assert read.bytes_of(read.children[0]) == b"%PDF-1"
    assert read.mail.body == ""


def _attached(encoding: str, body: bytes, end: bytes = b"\n--b--\n") -> bytes:
    return (
        b'From: a@b\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nhi\n--b\nContent-Type: application/pdf\n'
        b'Content-Disposition: attachment; filename="x.pdf"\nContent-Transfer-Encoding: '
        + encoding.encode() + b"\n\n" + body + end
    )  # fmt: skip


ORIGINAL = b"%PDF-1.4 " + bytes(range(256)) * 9
ENCODED = base64.encodebytes(ORIGINAL)
LINES = ENCODED.splitlines()


@pytest.mark.parametrize(
    ("encoding", "body", "defect"),
    [
        ("base64", ENCODED, ""),
        ("BASE64", ENCODED.replace(b"\n", b"\r\n"), ""),
        ("base64", ENCODED.replace(b"\n", b""), ""),
        ("base64", ENCODED.replace(b"\n", b" \n"), ""),
        ("base64", ENCODED.replace(b"\n", b"\n!\n", 3), "among the base64"),
        ("base64", ENCODED.replace(b"A", b"A!", 3), "no base64"),
        ("base64", ENCODED.replace(b"\n", b" "), ""),
        ("base64", ENCODED.rstrip(b"=\n"), ""),
        ("base64", ENCODED + b"____\nBan tin cua Bo: https://x.vn\n", "among the base64"),
        ("base64", b"\n".join(base64.b64encode(ORIGINAL[at : at + 40]) for at in range(0, len(ORIGINAL), 40)), ""),
        ("7bit", ENCODED, "without being declared"),
        ("base64", ORIGINAL, "but it is not"),
        ("x-la-gi", ORIGINAL, "unknown transfer encoding"),
        ("quoted-printable", b"=\n".join(b"=%02X" % one for one in ORIGINAL), ""),
    ],
)  # fmt: skip
def test_it_keeps_the_bytes_of_a_badly_encoded_file(tmp_path: Path, encoding: str, body: bytes, defect: str) -> None:
    read = Read(tmp_path, _attached(encoding, body))
    assert read.bytes_of(read.children[0]) == ORIGINAL
    assert read.mail.body == "hi"
    if defect:
        assert any(defect in one for one in read.mail.defects)
    else:
        assert read.mail.defects in ((), ("part 2: base64 ends in the middle",))


def test_a_mail_that_is_cut_off_keeps_what_came(tmp_path: Path) -> None:
    read = Read(tmp_path, _attached("base64", b"\n".join(LINES[:9]), end=b""))
    assert read.bytes_of(read.children[0]) == ORIGINAL[: 9 * 57]
    assert "the message has no end" in read.mail.defects


@pytest.mark.parametrize(
    ("content", "body", "defect"),
    [
        (b"", "", "no header"),
        ("Chỉ có chữ".encode(), "Chỉ có chữ", "no header"),
        ("From: a@b\nKính gửi Vụ\n".encode(), "Kính gửi Vụ", "no blank line after the header"),
        (b"From: a@b\nFrom: c@d\n\nhi", "hi", "2 From fields"),
        (b"From: a@b\nContent-Type: text/plain; charset=khong-co\n\n\xc4\x90\xe1\xba\xa1i", "Đại", ""),
        (b"From: a@b\nContent-Type: text/plain; charset=us-ascii\n\n\xc4\x90\xe1\xba\xa1i", "Đại", ""),
        (b"From: a@b\nContent-Type: text/plain; charset=windows-1258\n\nS\xf5\xd2 T\xfd pha\xecp", "Sở Tư pháp", ""),
        (b"From: a@b\nContent-Type: multipart/mixed\n\nchu", "chu", "part (whole): no boundary"),
        (b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\nchu", "chu", ""),
        (b"From: a@b\nContent-Type: multipart/mixed\n\n--z\nContent-Type: text/plain\n\nchu\n--z--", "chu", "guessed"),
        (b"From: a@b\nContent-Type: text\n\nchu", "chu", ""),
        (b"From: a@b\nContent-Type: text/plain; format=flowed\n\nmot \nhai\nba \n> bon", "mot hai\nba", ""),
        (b"From: a@b\nSubject: " + b"=?utf-8?B?xJE=?= " * 120_000 + b"\n\nchu", "chu", "header block over"),
    ],
)
def test_it_makes_the_best_of_a_broken_mail(tmp_path: Path, content: bytes, body: str, defect: str) -> None:
    read = Read(tmp_path, content)
    assert read.fault is None
    assert read.mail.body == body
    assert not defect or any(defect in one for one in read.mail.defects)


def test_two_senders_are_the_first_one_with_an_address(tmp_path: Path) -> None:
    assert Read(tmp_path, b"From: Ai do\nFrom: C <c@d.vn>\n\nhi").mail.sender == Address("C", "c@d.vn")
    assert Read(tmp_path, b"Return-Path: <x@y.vn>\n\nhi").mail.sender == Address("", "x@y.vn")


def test_a_file_that_stands_uuencoded_in_the_text_is_a_child(tmp_path: Path) -> None:
    read = Read(tmp_path, b"From: a@b\n\nhi\nbegin 644 a.txt\n#0V%T\n`\nend\nbye\n")
    assert [(one.name, one.part) for one in read.children] == [("a.txt", "1")]
    assert read.bytes_of(read.children[0]) == b"Cat"
    assert read.mail.body.split() == ["hi", "bye"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000 + b"--b--\n",
        b"From: a@b\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)),
        b"From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n"
        + (b"--b\nContent-Type: text/plain; x=" + b"y" * 200_000 + b"\n\nx\n") * 60,
    ],
    ids=["parts", "depth", "headers"],
)
def test_a_bomb_is_refused_quickly_and_its_header_is_kept(tmp_path: Path, content: bytes) -> None:
    began = time.process_time()
    read = Read(tmp_path, content)
    assert isinstance(read.fault, Refused)
    assert read.mail.sender.address == "a@b"
    assert time.process_time() - began < 5


def test_it_refuses_what_decodes_to_too_much(tmp_path: Path) -> None:
    message, _, _ = _with_files()
    read = Read(tmp_path, message, Limits(total_bytes=100_000))
    assert isinstance(read.fault, Refused)
    assert read.mail.body == "Kính gửi"
    assert [one.name for one in read.children] == ["ảnh 1.jpg", ""]


_PEAK = """
import resource, sys
from pathlib import Path
from parsers.artifact import CHUNK, Artifact, Spool
from parsers.budget import Budget
from parsers.formats.mail import parse
def peak() -> int:
    return int(next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM")).split()[1])
before = peak()
children = [one for one in parse(Artifact(Path(sys.argv[1])), Budget(), Spool(Path(sys.argv[2])))]
print(len(children), peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to know the peak of memory")
def test_a_mail_of_35_megabytes_costs_a_few_chunks(tmp_path: Path) -> None:
    message = _message()
    message.set_content("Kính gửi")
    message.add_attachment(random.Random(1).randbytes(26 << 20), maintype="video", subtype="mp4", filename="phim.mp4")
    path = tmp_path / "large.eml"
    path.write_bytes(message.as_bytes())
    assert path.stat().st_size > 35_000_000
    result = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path), str(tmp_path)], capture_output=True, text=True, check=True
    )
    count, kilobytes = map(int, result.stdout.split())
    assert count == 2
    assert kilobytes < 8_000
    assert resource.RLIM_INFINITY  # the figure is of the child process alone


# --- against the standard library ------------------------------

_TYPES = st.sampled_from([("application", "pdf"), ("image", "jpeg"), ("application", "zip"), ("audio", "mpeg")])
_FILE_NAMES = st.text(st.sampled_from("aBĐề ử.;\"'%(ộ"), min_size=1, max_size=9)
_FILES = st.lists(st.tuples(_TYPES, st.binary(max_size=400), _FILE_NAMES), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    files=_FILES, words=st.text(st.sampled_from("abc đề ử\n-=."), max_size=60), html=st.booleans(), crlf=st.booleans()
)
def test_it_finds_the_parts_and_bytes_that_the_standard_library_finds(
    tmp_path: Path, files: list[Any], words: str, html: bool, crlf: bool
) -> None:
    message = _message()
    message.set_content(words)
    if html:
        message.add_alternative(f"<p>{words}</p>", subtype="html")
    for (main, sub), content, name in files:
        message.add_attachment(content, maintype=main, subtype=sub, filename=f"x{name}.bin")
    raw = message.as_bytes()
    if crlf:
        raw = raw.replace(b"\n", b"\r\n")
    expected = [
        (part.get_content_type(), part.get_payload(decode=True))
        for part in email.message_from_bytes(raw).walk()
        if part.get_content_maintype() not in {"multipart", "text"}
    ]
    read = Read(tmp_path, raw)
    assert [(one.media_type, read.bytes_of(one)) for one in read.children] == expected
    assert [one.name for one in read.children] == [" ".join(f"x{name}.bin".split(" ")) for _, _, name in files]
    assert read.mail.defects == ()


_PIECES = st.sampled_from(
    [
        b"From: a@b\n", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: multipart/mixed; boundary=c\n",
        b"Content-Type: text/html\n", b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n",
        b"Content-Disposition: attachment; filename*0*=utf-8''%C4", b"\n", b"\r\n", b"--b\n", b"--b--\n", b"--c\n",
        b"--c--\n", b"QUJD", b"=", b"chu ", b"<a href='x'>", b"begin 644 x\n", b"end\n", b"\xff\xfe", b"> ", b"--",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(pieces=st.lists(st.one_of(_PIECES, st.binary(max_size=8)), max_size=50))
def test_no_bytes_make_it_raise_anything_but_a_limit(tmp_path: Path, pieces: list[bytes]) -> None:
    read = Read(tmp_path, b"".join(pieces))
    assert read.fault is None or isinstance(read.fault, Refused)
    for child in read.children:
        read.bytes_of(child)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64])
def test_chunk_borders_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    body = ENCODED[:400].rstrip() + b"==\nQUJD\nchan trang\n"
    whole = Read(tmp_path, _attached("base64", body)).children
    soft = b"a=C4=90=\nb =\r\nc=3D" * 9
    quoted = Read(tmp_path, _attached("quoted-printable", soft)).children
    monkeypatch.setattr("parsers.mime_parts.CHUNK", chunk)
    monkeypatch.setattr("parsers.mime_parts._Splitter._load", _whole_window)
    assert Read(tmp_path, _attached("base64", body)).children == whole
    assert Read(tmp_path, _attached("quoted-printable", soft)).children == quoted


def _whole_window(splitter: Any, at: int) -> None:
    """The search for delimiters needs a chunk longer than a delimiter; here only decoding is cut small."""
    splitter._base = max(at - 1, 0)
    splitter._file.seek(splitter._base)
    splitter._window = splitter._file.read()


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_delimiters_on_the_border_of_a_chunk_are_found(tmp_path: Path, newline: bytes) -> None:
    head = b'From: a@b\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: image/png\n\n'
    tail = b"\n--bb\n--b \nContent-Type: image/gif\n\nhai\n--b--\n"
    for missing in range(-4, 40):
        first = b"x" * (CHUNK - missing - 30)
        content = (head + first + tail).replace(b"\n", newline)
        read = Read(tmp_path, content)
        assert [read.bytes_of(one) for one in read.children] == [first + newline + b"--bb", b"hai"]
        assert read.mail.defects == ()
