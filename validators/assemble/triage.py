"""What a mail's header alone tells: which mail is nobody's submission, and why (contract §3, campaign mail)."""

import re
from datetime import datetime

from config.campaign import Campaign
from parsers.records import Mail
from parsers.vietnamese.folding import plain

_BOUNCE_SENDERS = re.compile(r"^(mailer-daemon|postmaster)@")
_BOUNCE_SUBJECTS = ("undelivered mail", "delivery status notification", "undeliverable", "mail delivery failed")
_AUTO_SUBJECTS = ("tra loi tu dong", "automatic reply", "out of office", "auto reply", "autoreply")
_SHARE_NOTICE = re.compile(r"^drive-shares[\w.+-]*@google\.com$")


def reason_for_other(
    mail: Mail | None,
    received_at: datetime | None,
    campaign: Campaign,
    own_addresses: frozenset[str],
    *,
    draft: bool,
) -> str | None:
    """Why a mail cannot be a submission, in a few words; None where its content must be looked at."""
    if mail is None:
        return "not a mail"
    if draft:
        return "draft"
    if mail.sender.address in own_addresses:
        return "own outgoing mail"
    if is_bounce(mail):
        return "bounce"
    shared = _SHARE_NOTICE.match(mail.sender.address) is not None  # written by a machine, sent by a person
    if not shared and (mail.auto_submitted or _starts(mail.subject, _AUTO_SUBJECTS)):
        return "automatic reply"
    if campaign.opening and received_at and received_at < campaign.opening:
        return "before the opening of the campaign"
    if mail.list_id and not shared:
        return "newsletter"
    return None


def is_bounce(mail: Mail) -> bool:
    """A report of a mail system that it could not deliver."""
    return (
        mail.content_type == "multipart/report"
        or bool(_BOUNCE_SENDERS.match(mail.sender.address))
        or _starts(mail.subject, _BOUNCE_SUBJECTS)
    )


def _starts(subject: str, starts: tuple[str, ...]) -> bool:
    return plain(subject).startswith(starts)
