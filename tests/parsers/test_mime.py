"""Header fields are read in all the ways in which programs write them."""

import io
import time
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.mime import addresses, decode_header, file_name, iso_date, message_ids, parameters, read_headers
from parsers.records import Address

NAME = "Danh sách đề cử.docx"
QUOTED = "Danh%20s%C3%A1ch%20%C4%91%E1%BB%81%20c%E1%BB%AD.docx"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?UTF-8?B?xJDhuqFpIA==?= =?utf-8?Q?n=C6?= =?utf-8?Q?=B0=E1=BB=9Bc?=", "Đại nước"),
        (b"=?utf-8?q?S=E1=BB=9F?= =?utf-8?q?_T=C6=B0?= (L=?utf-8?q?=E1=BA=A1?=ng)", "Sở Tư (Lạng)"),
        ("V/v đề cử điển hình".encode(), "V/v đề cử điển hình"),
        ("V/v đê\u0300 cư\u0309".encode(), "V/v đề cử"),
        (b"=?windows-1258?Q?S=F5=D2?=", "Sở"),
        (b"=?utf-8*vi?B?xJA=?=", "Đ"),
        (b"=?khong-co?Q?=C4=90?=", "Đ"),
        (b"=?utf-8?Q?c=C3=B3_h?= =?utf-8?Q?ay_kh=C3=B4ng??=", "có hay không?"),
        (b"=?utf-8?Q?kh=C3=B4ng k=E1=BA=BFt th=C3=BAc?", "=?utf-8?Q?kh=C3=B4ng k=E1=BA=BFt th=C3=BAc?"),
        (b"", ""),
    ],
)  # fmt: skip
def test_it_decodes_a_header(raw: bytes, text: str) -> None:
    assert decode_header(raw) == text


@pytest.mark.parametrize(
    "disposition",
    [
        f"attachment; filename*=UTF-8''{QUOTED}",
        f"attachment; filename*=utf-8'vi'{QUOTED}; filename=\"Danh s?ch.docx\"",
        f"attachment; filename=\"Danh s?ch.docx\"; filename*=UTF-8''{QUOTED}",
        "attachment; filename*0*=UTF-8''Danh%20s%C3; filename*1*=%A1ch%20"
        "%C4%91%E1%BB%81%20c; filename*2*=%E1%BB%AD; filename*3=.docx",
        "attachment; filename*1*=%A1ch%20%C4%91%E1%BB%81%20c; filename*0*=UTF-8''Danh%20s%C3; "
        "filename*2*=%E1%BB%AD.docx",
        f"attachment; filename*={QUOTED}",
        f"attachment; filename*=khong-co''{QUOTED}",
        f"attachment; filename*=\"UTF-8''{QUOTED}\"",
        f'attachment; filename="{QUOTED}"',
        f'attachment; filename="{NAME}"',
        f"attachment; filename={NAME}",
        f"attachment; filename={NAME}; size=3",
        f'attachment; FileName = "{NAME}" ; size=3',
        f'attachment; size=3; filename="{NAME}',
        'attachment; filename="=?UTF-8?B?RGFuaCBzw6FjaCDEkeG7gSBj4butLmRvY3g=?="',
        'attachment; filename="=?UTF-8?B?RGFuaCBzw6FjaCDE?= =?UTF-8?B?keG7gSBj4butLmRvY3g=?="',
        "attachment; filename==?UTF-8?Q?Danh_s=C3=A1ch_=C4=91=E1=BB=81_c=E1=BB=AD.docx?=",
        'attachment; filename*0="=?UTF-8?B?RGFuaCBzw6FjaCDE"; filename*1="keG7gSBj4butLmRvY3g=?="',
        "attachment; filename=\"Danh sa\u0301ch đê\u0300 cư\u0309.docx\"",
    ],
)  # fmt: skip
def test_it_reads_a_file_name(disposition: str) -> None:
    assert parameters(disposition.encode())["filename"] == NAME


@pytest.mark.parametrize(
    ("disposition", "content_type", "name"),
    [
        ('attachment; filename="a.pdf"', 'application/pdf; name="b.pdf"', "a.pdf"),
        ('attachment; filename="Danh s?ch.pdf"', "application/pdf; name=\"Danh sách.pdf\"", "Danh sách.pdf"),
        ("attachment", "application/pdf; name=b.pdf", "b.pdf"),
        ('attachment; filename=""', "application/pdf", ""),
        ("inline", "image/png", ""),
        ('attachment; filename="Anh; va em.pdf"', "", "Anh; va em.pdf"),
        ("attachment; filename=Anh; va em.pdf; size=2", "", "Anh; va em.pdf"),
        ('attachment; filename="ke "moi".pdf"; size=2', "", 'ke "moi".pdf'),
        (r'attachment; filename="ke \"moi\".pdf"', "", 'ke "moi".pdf'),
        (r'attachment; filename="..\..\x.pdf"', "", r"..\..\x.pdf"),
        ("attachment; filename=" + "a" * 900 + ".pdf", "", "a" * 220 + ".pdf"),
        ('attachment; filename="a\tb\x01.pdf"', "", "a b .pdf"),
    ],
)  # fmt: skip
def test_it_chooses_the_name_that_says_more(disposition: str, content_type: str, name: str) -> None:
    block = f"Content-Disposition: {disposition}\nContent-Type: {content_type}\n\n".encode()
    headers, _ = read_headers(io.BytesIO(block), 0, 10_000)
    assert file_name(headers) == name


def test_it_reads_addresses() -> None:
    raw = (
        'Nguyễn Văn Ánh <ANH@langson.gov.vn>, "Sở, Tư pháp" <x@y.vn>, =?utf-8?Q?A,_B?= <c@d.vn>, e@f.vn (Tên), '
        'Tran B g@h.vn, "k@l.vn" <k@l.vn>, <m@n.vn>, Không địa chỉ'
    ).encode()
    assert addresses(raw) == (
        Address("Nguyễn Văn Ánh", "anh@langson.gov.vn"),
        Address("Sở, Tư pháp", "x@y.vn"),
        Address("A, B", "c@d.vn"),
        Address("Tên", "e@f.vn"),
        Address("Tran B", "g@h.vn"),
        Address("k@l.vn", "k@l.vn"),
        Address("", "m@n.vn"),
        Address("Không địa chỉ", ""),
    )
    assert addresses(b"undisclosed-recipients:;") == ()
    assert addresses("Các Sở: a@b.vn, c@d.vn;".encode()) == (Address("", "a@b.vn"), Address("", "c@d.vn"))
    assert addresses("Sở Tư pháp: Lạng Sơn <a@b.vn>".encode()) == (Address("Sở Tư pháp: Lạng Sơn", "a@b.vn"),)
    assert addresses(b"=?utf-8?B?U1RQIDxhQGIudm4+?=") == (Address("STP", "a@b.vn"),)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        (b"Mon, 18 Nov 2024 08:10:00 +0700 (ICT)", "2024-11-18T08:10:00+07:00"),
        (b"18 Nov 2024 08:10:00 -0000", "2024-11-18T08:10:00+00:00"),
        (b"hom qua", ""),
        (b"", ""),
        (b"Mon, 18 Nov 99999 08:10:00 +0700", ""),
        (b"Mon, 01 Jan 0001 00:10:00 +0700", "2001-01-01T00:10:00+07:00"),
    ],
)
def test_it_reads_a_date_or_says_nothing(raw: bytes, iso: str) -> None:
    assert iso_date(raw) == iso


def test_it_reads_message_ids() -> None:
    assert message_ids(b" <a@b>\n <c@ d> <a@b>") == ("a@b", "c@d")
    assert message_ids(b"khong-ngoac@x") == ("khong-ngoac@x",)
    assert message_ids(b"<>") == ()


@pytest.mark.parametrize(
    ("block", "names", "body", "defect"),
    [
        (b"A: 1\nB: 2\n\nbody", ["a", "b"], b"body", ""),
        (b"A: 1\r\nB: 2\r\n 3\r\n\r\nbody", ["a", "b"], b"body", ""),
        (b"From x Mon Nov 18\nA: 1\n\nbody", ["a"], b"body", ""),
        (b"\xef\xbb\xbf\n\nA: 1\n\nbody", ["a"], b"body", ""),
        ("A: 1\nKính gửi: Vụ\n".encode(), ["a"], "Kính gửi: Vụ\n".encode(), "no blank line after the header"),
        (b"chi co chu", [], b"chi co chu", "no header"),
        (b"", [], b"", "no header"),
        (b"A: " + b"x" * 3000 + b"\nB: 1\n\nbody", ["a"], b"body", "header block over 1000 bytes"),
        (b"A: 1", ["a"], b"", ""),
    ],
)
def test_it_finds_the_end_of_a_header(block: bytes, names: list[str], body: bytes, defect: str) -> None:
    headers, start = read_headers(io.BytesIO(block), 0, 1000, top=True)
    assert [name for name, _ in headers.fields] == names
    assert block[start:] == body
    assert defect in headers.defects if defect else headers.defects == []


_LINES = st.lists(
    st.sampled_from([b"A: b", b" more", b"\tmore", b"X-Y:", b"To: =?utf-8?B?xJA=?=", b"c: \xc4\x90"]),
    min_size=1,
    max_size=8,
)


@given(lines=_LINES, crlf=st.booleans())
def test_fields_are_those_that_the_standard_library_finds(lines: list[bytes], crlf: bool) -> None:
    end = b"\r\n" if crlf else b"\n"
    block = end.join([b"First: 1", *lines, b"", b"body"])
    headers, start = read_headers(io.BytesIO(block), 0, 100_000)
    expected = message_from_bytes(block)
    assert [name for name, _ in headers.fields] == [name.strip().lower() for name in expected.keys()]  # noqa: SIM118
    assert block[start:] == b"body"


@given(raw=st.binary(max_size=300))
def test_no_bytes_make_a_header_raise(raw: bytes) -> None:
    for value in (raw, b"x; filename=" + raw, b'x; name*0*="' + raw, b"=?utf-8?B?" + raw + b"?="):
        decode_header(value)
        parameters(value)
        addresses(value)
        iso_date(value)
        message_ids(value)
    read_headers(io.BytesIO(raw), 0, 100, top=True)


@pytest.mark.parametrize(
    "piece",
    [b"=?", b"=?a?q?", b"=?utf-8?B?xJE=?= ", b'"', b"(", b"<", b"a@", b'\\"', b"*0*=", b"; filename*1=a", b";", b"?="],
)
def test_a_header_of_the_largest_size_takes_no_time(piece: bytes) -> None:
    raw = b"x; name=" + piece * ((256 << 10) // len(piece))
    began = time.process_time()
    decode_header(raw)
    parameters(raw)
    addresses(raw)
    message_ids(raw)
    assert time.process_time() - began < 8
