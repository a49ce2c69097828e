"""One mail has one identity, whichever way it came."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import canonical
from parsers.canonical import canonical_chunks, canonical_digest, header_block

SENT = (
    b"Received: from a by b;\n\tMon, 18 Nov 2024 08:00:00 +0700\n"
    b"From: stp@langson.gov.vn\nSubject: x\n\nDong 1\nFrom day tro di\n> From cu\n\nhet\n"
)


def _digest(tmp_path: Path, content: bytes) -> tuple[str, int]:
    path = tmp_path / "mail"
    path.write_bytes(content)
    return canonical_digest(path)


def test_it_is_the_digest_of_the_mail_itself_where_nothing_is_foreign(tmp_path: Path) -> None:
    assert _digest(tmp_path, SENT) == (hashlib.sha256(SENT).hexdigest(), len(SENT))


@pytest.mark.parametrize(
    "copy",
    [
        SENT.replace(b"\n", b"\r\n"),
        b"X-GM-THRID: 178\nX-Gmail-Labels: =?UTF-8?Q?H=E1=BB=99p?=,\n Quan trong,\n\tThu rac\n" + SENT,
        SENT.replace(b"Subject", b"X-TUID: abc\nStatus: RO\nx-gm-msgid : 1\nSubject"),
        SENT.replace(b"\nFrom day", b"\n>From day"),
        SENT.replace(b"\nFrom day", b"\n>>From day").replace(b"\n", b"\r\n"),
    ],
    ids=["crlf", "takeout", "mbsync", "mbox", "mboxrd-crlf"],
)
def test_copies_that_came_by_other_ways_are_the_same_mail(tmp_path: Path, copy: bytes) -> None:
    assert _digest(tmp_path, copy) == _digest(tmp_path, SENT)


@pytest.mark.parametrize(
    "other",
    [
        SENT.replace(b"> From cu", b">> From cu"),
        SENT.replace(b"het", b"Status: RO\nhet"),
        SENT.replace(b"Subject: x", b"X-Status: x\nSubject: x"),
        SENT + b"\n",
    ],
    ids=["reply-quote", "status-in-body", "other-header", "longer"],
)
def test_other_content_is_another_mail(tmp_path: Path, other: bytes) -> None:
    assert _digest(tmp_path, other) != _digest(tmp_path, SENT)


class _Dribble(io.BytesIO):
    """A file that hands out few bytes at a time, as chunk borders do."""

    step = 1

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self.step, size) if size is not None and size > 0 else self.step)


_PIECES = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b">", b">>", b"From ", b"F", b"rom ", b"x", b"Status: ", b":", b" "]),
    max_size=60,
).map(b"".join)


@given(content=_PIECES, step=st.integers(1, 7))
def test_chunk_borders_do_not_matter(content: bytes, step: int) -> None:
    whole = b"".join(canonical_chunks(io.BytesIO(content)))
    dribble = _Dribble(content)
    dribble.step = step
    assert b"".join(canonical_chunks(dribble)) == whole


@given(content=_PIECES)
def test_the_body_is_what_a_plain_substitution_gives(content: bytes) -> None:
    expected = re.sub(rb"(?m)^>{1,200}(?=From )", b"", content.replace(b"\r\n", b"\n"))
    assert b"".join(canonical_chunks(io.BytesIO(b"A: b\n\n" + content))) == b"A: b\n\n" + expected


def test_it_reads_a_header_line_longer_than_its_buffer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "_LINE", 16)
    long = b"X-Gmail-Labels: " + b"a" * 99 + b"\r\nSubject: " + b"b" * 99 + b"\r\n\r\nbody"
    plain = b"Subject: " + b"b" * 99 + b"\n\nbody"
    assert _digest(tmp_path, long) == (hashlib.sha256(plain).hexdigest(), len(plain))


def test_it_gives_the_header_block_alone_and_never_more_than_the_cap(tmp_path: Path) -> None:
    path = tmp_path / "mail"
    path.write_bytes(b"A: 1\r\n b\r\n\r\nbody")
    assert header_block(path, 1000) == b"A: 1\r\n b\r\n\r\n"
    path.write_bytes(b"A: " + b"x" * 5000)
    assert header_block(path, 1000) == b"A: " + b"x" * 997
    path.write_bytes(b"")
    assert header_block(path, 1000) == b""
