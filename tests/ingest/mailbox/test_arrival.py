"""When a message arrived is told by our own server and its stamps, never by what a sender wrote."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mailbox.arrival import Kind, arrival, fields, from_line_date, header_date, registrable
from ingest.mailbox.interface import ArrivalSource

DEADLINE_EVE = datetime(2024, 11, 19, 9, 5, tzinfo=UTC)
WEEK_LATER = datetime(2024, 11, 26, 9, 5, tzinfo=UTC)
OWN = b"Received: by mx.google.com with ESMTPS id a1; Tue, 19 Nov 2024 01:05:00 -0800 (PST)\r\n"
INTERNAL = b"Received: by 2002:a05:6a10:1a2b:b0:5:6:7 with SMTP id q1csp1; Tue, 19 Nov 2024 01:05:00 -0800 (PST)\r\n"
FOREIGN = b"Received: from pc (pc [10.1.1.1]) by mail.stp.example.vn with ESMTP; Mon, 18 Nov 2024 08:00:00 +0700\r\n"
FETCHED = b"Received: from imap.gmail.com by localhost with IMAP (fetch 1.0); Tue, 26 Nov 2024 16:05:00 +0700\r\n"
FORGED_DATE = b"Date: Fri, 01 Nov 2024 08:00:00 +0700\r\n"


def told(
    header: bytes,
    kind: Kind = "imap",
    stamp: datetime | None = None,
    authserv_id: str = "mx.google.com",
    host: str = "",
) -> tuple[datetime | None, ArrivalSource]:
    return arrival(header + b"\r\n", kind=kind, stamp=stamp, authserv_id=authserv_id, host=host)


@pytest.mark.parametrize(("kind", "source"), [("imap", "internaldate"), ("maildir", "mtime"), ("mbox", "from_line")])
def test_the_stamp_of_the_mailbox_tells(kind: Kind, source: ArrivalSource) -> None:
    assert told(FOREIGN + FORGED_DATE, kind, DEADLINE_EVE) == (DEADLINE_EVE, source)


@pytest.mark.parametrize("kind", ["imap", "maildir", "mbox"])
@pytest.mark.parametrize("top", [OWN, INTERNAL, INTERNAL + OWN, FETCHED + OWN])
def test_a_moved_message_came_when_our_server_says(kind: Kind, top: bytes) -> None:
    assert told(top + FOREIGN, kind, WEEK_LATER) == (DEADLINE_EVE, "received")


def test_an_hour_is_no_move() -> None:
    assert told(OWN, "imap", DEADLINE_EVE + timedelta(hours=1)) == (DEADLINE_EVE + timedelta(hours=1), "internaldate")
    assert told(OWN, "imap", DEADLINE_EVE + timedelta(hours=1, seconds=1)) == (DEADLINE_EVE, "received")


def test_a_later_received_does_not_make_it_late() -> None:
    earlier = DEADLINE_EVE - timedelta(days=2)
    assert told(OWN, "imap", earlier) == (earlier, "internaldate")


def test_our_servers_name_below_a_strangers_line_is_not_believed() -> None:
    assert told(FOREIGN + OWN, "imap", WEEK_LATER) == (WEEK_LATER, "internaldate")


def test_a_greeting_that_names_our_server_is_not_our_server() -> None:
    greeting = (
        b"Received: from by mx.google.com (evil [192.0.2.1]) by mail.evil.example; Fri, 1 Nov 2024 08:00:00 +0700\r\n"
    )
    assert told(greeting, "imap", WEEK_LATER) == (WEEK_LATER, "internaldate")
    comment = b"Received: from x (by mx.google.com) by mail.evil.example; Fri, 1 Nov 2024 08:00:00 +0700\r\n"
    assert told(comment, "imap", WEEK_LATER) == (WEEK_LATER, "internaldate")


def test_googles_internal_form_is_believed_of_google_only() -> None:
    assert told(INTERNAL, "imap", WEEK_LATER, authserv_id="mail.moj.example.vn") == (WEEK_LATER, "internaldate")
    assert told(INTERNAL, "imap", WEEK_LATER, authserv_id="", host="imap.gmail.com") == (DEADLINE_EVE, "received")


def test_a_server_of_the_same_domain_is_ours() -> None:
    header = b"Received: from a by mta3.langson.gov.vn (Postfix) with ESMTP; Tue, 19 Nov 2024 16:05:00 +0700\r\n"
    assert told(header, "maildir", WEEK_LATER, authserv_id="mail.langson.gov.vn") == (DEADLINE_EVE, "received")
    assert told(header, "maildir", WEEK_LATER, authserv_id="mail.caobang.gov.vn") == (WEEK_LATER, "mtime")


def test_a_file_alone_is_told_by_its_topmost_received() -> None:
    assert told(FOREIGN + OWN + FORGED_DATE, "eml") == (datetime(2024, 11, 18, 1, 0, tzinfo=UTC), "received")


def test_a_file_without_received_is_told_by_its_date() -> None:
    assert told(FORGED_DATE, "eml") == (datetime(2024, 11, 1, 1, 0, tzinfo=UTC), "date")


def test_where_nothing_is_usable_the_arrival_is_unknown() -> None:
    assert told(FORGED_DATE, "imap") == (None, "none")
    assert told(b"Date: soon\r\n", "eml") == (None, "none")
    assert told(b"", "maildir", datetime(1970, 1, 1, tzinfo=UTC)) == (None, "none")


def test_without_a_stamp_our_server_still_tells() -> None:
    assert told(OWN, "imap") == (DEADLINE_EVE, "received")


def test_it_is_stored_in_utc_with_whole_seconds() -> None:
    stamp = datetime(2024, 11, 19, 16, 5, 0, 999_999, tzinfo=timezone(timedelta(hours=7)))
    at, _ = told(b"", "maildir", stamp)
    assert at == DEADLINE_EVE
    assert at is not None
    assert at.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 19 Nov 2024 16:05:00 +0700",
        "Tue, 19 Nov 2024 16:05:00 +0700 (ICT)",
        "19 Nov 2024 16:05 +0700",
        "Thứ Ba, 19 thg 11 2024 16:05:00 +0700",
        "T3, 19 Tháng 11, 2024 16:05:00 +0700",
        "Thu Ba, 19 thang muoi mot 2024 16:05 +0700",
        "Thứ Ba, 19 Nov 2024 16:05:00 +0700",
        "Tue, 19 Nov 2024 09:05:00 -0000",
        "Tue, 19 Nov 2024 09:05:00",
        "Tue, 19 Nov 2024 09:05:00 GMT",
    ],
)
def test_it_reads_dates_as_they_are_written(text: str) -> None:
    assert header_date(text) == DEADLINE_EVE


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "Tue, 19 Nov 0000 16:05:00 +0700",
        "Tue, 19 Nov 1024 16:05:00 +0700",
        "Tue, 19 Nov 20240 16:05:00 +0700",
        "Tue, 31 Feb 2024 16:05:00 +0700",
        "Tue, 19 Nov 2024 25:05:00 +0700",
        "Tue, 19 Nov 2024 16:05:00 +9999",
        "Tue, 99999999999999999999 Nov 2024 16:05:00 +0700",
        "Thứ Ba, 19 tháng 13 2024 16:05:00 +0700",
        "\x00" * 50,
        "01/01/1980",
    ],
)
def test_an_absurd_date_is_unusable(text: str) -> None:
    assert header_date(text) is None


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+(:\d+)? ?[+-]?\d*"))
def test_no_date_ever_raises(text: str) -> None:
    at = header_date(text)
    assert at is None or at.tzinfo is UTC


@given(st.binary(), st.sampled_from(["imap", "maildir", "mbox", "eml"]))
def test_no_header_ever_raises(noise: bytes, kind: Kind) -> None:
    at, source = told(b"Received: " + noise + b"\r\nDate: " + noise + b"\r\n", kind)
    assert (at is None) == (source == "none")


@pytest.mark.parametrize(
    "line",
    [
        b"From chihuong@stp.example.vn Tue Nov 19 09:05:00 2024",
        b"From 1816432@xxx Tue Nov 19 09:05:00 +0000 2024\r\n",
        b"From - Tue Nov 19 09:05:00 2024\n",
        b"From a@b Tue Nov 19 16:05:00 2024 +0700",
        b"From a@b Tue Nov 19 09:05 2024",
        b"From MAILER-DAEMON Tue Nov 19 09:05:00 UTC 2024",
    ],
)
def test_it_reads_the_from_line(line: bytes) -> None:
    assert from_line_date(line) == DEADLINE_EVE


@pytest.mark.parametrize(
    "line", [b"From now on we meet on Tue", b"From a@b Tue Nov 40 09:05:00 2024", b"Subject: x", b""]
)
def test_what_is_no_from_line_tells_nothing(line: bytes) -> None:
    assert from_line_date(line) is None


def test_folded_and_broken_headers_are_read() -> None:
    header = b"RECEIVED : a\r\n\tb\r\nX: c\r\nreceived:d\xff\r\n e\r\n\r\nReceived: in the body\r\n"
    assert list(fields(header, "Received")) == ["a b", "d\ufffd e"]


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("mx.google.com", "google.com"),
        ("mail.langson.gov.vn", "langson.gov.vn"),
        ("gov.vn", ""),
        ("mail.example.vn", "example.vn"),
        ("localhost", ""),
        ("127.0.0.1", ""),
        ("2002:a05::1", ""),
        ("", ""),
        ("a..b", ""),
    ],
)
def test_the_registered_domain(host: str, domain: str) -> None:
    assert registrable(host) == domain
