"""Links that cannot be opened, or only in part, or are no Drive links."""

from datetime import datetime
from typing import get_args

import pytest

from config.campaign import Severity
from tests.validators.builders import at, context, link, message, submission
from validators.findings import Finding
from validators.rules.links import CODES, check
from validators.submission import Access, Link, Message


def _findings(*links: Link, now: datetime | None = None, messages: tuple[Message, ...] = ()) -> list[Finding]:
    of = submission(links=links, messages=messages or (message(received_at=at(12, 9, 12)),))
    return list(check(of, context(now)))


@pytest.mark.parametrize(
    ("access", "code", "severity"),
    [
        ("private", "link_private", "info"),
        ("view_only", "link_view_only", "warning"),
        ("no_access", "link_no_access", "error"),
        ("revoked", "link_revoked", "error"),
        ("trashed", "link_trashed", "error"),
        ("empty", "link_empty", "error"),
        ("partly_readable", "link_partly_readable", "error"),
        ("unsupported", "link_unsupported", "warning"),
        ("not_drive", "link_not_drive", "warning"),
    ],
)
def test_each_state_of_access_has_its_code(access: Access, code: str, severity: Severity) -> None:
    (finding,) = _findings(link(access))
    assert (finding.code, finding.severity) == (code, severity)
    assert finding.subject == "https://drive.google.com/drive/folders/A1"
    assert "trong thư nhận lúc 9h12 ngày 12/11/2024" in finding.detail
    assert "http" not in finding.detail


@pytest.mark.parametrize("access", ["public", "readable", "unknown"])
def test_what_can_be_read_or_is_not_yet_known_is_no_finding(access: Access) -> None:
    assert _findings(link(access)) == []


def test_every_state_is_either_said_or_silent() -> None:
    said = {access for access in get_args(Access) if _findings(link(access))}
    assert set(get_args(Access)) - said == {"public", "readable", "unknown"}
    assert {code for access in said for code in [_findings(link(access))[0].code]} == set(CODES)


@pytest.mark.parametrize("access", ["revoked", "trashed"])
def test_what_was_kept_whole_is_information(access: Access) -> None:
    (finding,) = _findings(link(access, archived=True, detail="Hãy khôi phục."))
    assert finding.severity == "info"
    assert "Quý Sở không phải gửi lại" in finding.detail


def test_quota_is_information_for_a_day() -> None:
    limited = link("quota", since=at(13, 9))
    assert [finding.severity for finding in _findings(limited, now=at(14, 8, 59))] == ["info"]
    assert [finding.severity for finding in _findings(limited, now=at(14, 9))] == ["warning"]
    assert [finding.severity for finding in _findings(link("quota"), now=at(13, 9, 12))] == ["warning"]


def test_it_says_what_was_found_out_about_the_link() -> None:
    detail = "03/12 mục chưa mở được (“Ảnh”, “Video”); đề nghị đơn vị kiểm tra quyền xem."
    (finding,) = _findings(link("partly_readable", detail=detail))
    assert finding.detail == f"{detail[:-1]} (đường dẫn trong thư nhận lúc 9h12 ngày 12/11/2024)."


def test_an_address_in_two_messages_is_one_finding_in_its_latest_state() -> None:
    mails = (message(), message("m2@example.vn", "supplement"))
    again = link("view_only", message="m2@example.vn", checked_at=at(15))
    (finding,) = _findings(link("no_access"), again, messages=mails)
    assert finding.code == "link_view_only"
    assert _findings(link("public", checked_at=at(15)), link("no_access")) == []


def test_two_addresses_of_one_thing_are_one_finding_and_none_once_one_opens_it() -> None:
    one = link("no_access", "https://drive.google.com/open?id=A1", drive_id="A1")
    two = link("no_access", "https://drive.google.com/drive/folders/A1", drive_id="A1")
    assert [finding.subject for finding in _findings(one, two)] == [one.url]
    with_key = link("public", "https://drive.google.com/open?id=A1&resourcekey=k", drive_id="A1")
    assert _findings(one, with_key) == []


def test_a_link_sent_again_takes_the_place_of_the_first_but_a_new_list_does_not() -> None:
    mails = (message(superseded_by=("m2@example.vn",)), message("m2@example.vn", "replacement"))
    again = link("public", "https://drive.google.com/drive/folders/B2", message="m2@example.vn")
    assert _findings(link("no_access"), again, messages=mails) == []
    assert len(_findings(link("no_access"), messages=mails)) == 1


@pytest.mark.parametrize("mail", [message(role="question"), message(role="other")])
def test_links_of_mail_that_carries_nothing_are_not_judged(mail: Message) -> None:
    assert _findings(link("no_access"), messages=(mail,)) == []


def test_links_of_unplaced_mail_wait_for_their_unit() -> None:
    assert list(check(submission(None, links=(link("no_access"),)), context())) == []
