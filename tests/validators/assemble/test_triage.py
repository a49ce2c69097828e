"""Which mail its header alone rules out, and why."""

from datetime import datetime
from typing import Any

import pytest

from parsers.records import Address
from tests.validators.assemble.builders import ARRIVED, CAMPAIGN, at, mail
from validators.assemble.triage import reason_for_other

OWN = frozenset({"hopthu@example.vn"})


def reason(received_at: datetime | None = ARRIVED, *, draft: bool = False, **header: Any) -> str | None:
    return reason_for_other(mail(**header), received_at, CAMPAIGN, OWN, draft=draft)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"sender": "hopthu@example.vn"}, "own outgoing mail"),
        ({"auto_submitted": "auto-replied"}, "automatic reply"),
        ({"subject": "Trả lời tự động: Nghỉ phép"}, "automatic reply"),
        ({"subject": "Automatic reply: CV 6286"}, "automatic reply"),
        ({"sender": "mailer-daemon@googlemail.com"}, "bounce"),
        ({"content_type": "multipart/report"}, "bounce"),
        ({"subject": "Undelivered Mail Returned to Sender"}, "bounce"),
        ({"list_id": "<bantin.example.com>"}, "newsletter"),
    ],
)
def test_mail_of_machines_and_our_own_is_nobodys_submission(header: dict[str, Any], why: str) -> None:
    assert reason(**header) == why


def test_a_draft_is_no_mail() -> None:
    assert reason(draft=True) == "draft"


def test_what_is_no_mail_at_all_says_so() -> None:
    assert reason_for_other(None, ARRIVED, CAMPAIGN, OWN, draft=False) == "not a mail"


def test_the_campaign_opens_at_an_instant() -> None:
    assert reason(at(30, 23, 59, 59, month=10)) == "before the opening of the campaign"
    assert reason(at(31, 0, month=10)) is None
    assert reason(None) is None


@pytest.mark.parametrize(
    "header",
    [
        {"subject": "Gửi danh sách"},
        {"subject": "Re: Trả lời tự động"},
        {"sender": "drive-shares-dm-noreply@google.com", "list_id": "x", "auto_submitted": "auto-generated"},
    ],
)
def test_mail_of_people_and_notices_of_sharing_are_looked_into(header: dict[str, Any]) -> None:
    assert reason(**header) is None


def test_a_sender_who_only_looks_like_us_is_not_us() -> None:
    assert reason(sender="hopthu@example.vn.evil.example", reply_to=(Address("", "hopthu@example.vn"),)) is None
