"""What an answer of Drive means: status, headers and body in, an `Answer` out. Pure.

Five shapes of error bodies are in the field: (a) the classic `error.errors[].reason`; (b) the same with
`error.status` and `error.details[].reason`; (c) a message alone; (d) a page of HTML; (e) the token endpoint's
`{"error": "invalid_grant"}`. A reason tells more than the status: 403 alone may be our quota, our key, the owner's
setting or a virus. Where nothing is recognised the fault counts as ours or Google's, never as the unit's.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ingest.drive.interface import Answer, Cause, Identity

# Reason as Google writes it, in any of the places where it may stand -> what it means.
REASONS: Mapping[str, Cause] = {
    # ours, mended by waiting
    "rateLimitExceeded": "throttled",
    "userRateLimitExceeded": "throttled",
    "sharingRateLimitExceeded": "throttled",
    "concurrentLimitExceeded": "throttled",
    "RATE_LIMIT_EXCEEDED": "throttled",
    "RESOURCE_EXHAUSTED": "throttled",
    # ours, mended by the operator
    "authError": "unauthorised",
    "required": "unauthorised",
    "expired": "unauthorised",
    "dailyLimitExceeded": "unauthorised",
    "dailyLimitExceededUnreg": "unauthorised",
    "accessNotConfigured": "unauthorised",
    "insufficientPermissions": "unauthorised",
    "appNotAuthorizedToFile": "unauthorised",
    "keyInvalid": "unauthorised",
    "keyExpired": "unauthorised",
    "ipRefererBlocked": "unauthorised",
    "UNAUTHENTICATED": "unauthorised",
    "CREDENTIALS_MISSING": "unauthorised",
    "ACCESS_TOKEN_EXPIRED": "unauthorised",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "unauthorised",
    "ACCESS_TOKEN_TYPE_UNSUPPORTED": "unauthorised",
    "SERVICE_DISABLED": "unauthorised",
    "API_KEY_INVALID": "unauthorised",
    "API_KEY_SERVICE_BLOCKED": "unauthorised",
    "API_KEY_IP_ADDRESS_BLOCKED": "unauthorised",
    "API_KEY_HTTP_REFERRER_BLOCKED": "unauthorised",
    "CONSUMER_INVALID": "unauthorised",
    "CONSUMER_SUSPENDED": "unauthorised",
    "BILLING_DISABLED": "unauthorised",
    "invalid_grant": "unauthorised",
    "invalid_client": "unauthorised",
    "deleted_client": "unauthorised",
    "disabled_client": "unauthorised",
    "unauthorized_client": "unauthorised",
    "invalid_scope": "unauthorised",
    "invalid_rapt": "unauthorised",
    "admin_policy_enforced": "unauthorised",
    # about this item
    "notFound": "not_found",
    "NOT_FOUND": "not_found",
    "downloadQuotaExceeded": "quota",
    "cannotDownloadAbusiveFile": "abusive",
    "abuse": "abusive",
    "cannotDownloadFile": "forbidden",
    "insufficientFilePermissions": "forbidden",
    "domainPolicy": "forbidden",
    "teamDriveMembershipRequired": "forbidden",
    "fileNotDownloadable": "forbidden",
    "exportSizeLimitExceeded": "forbidden",
    "fileNotExportable": "forbidden",
    # Google's, mended by waiting
    "backendError": "server",
    "internalError": "server",
    "transientError": "server",
    "internal_failure": "server",
    "INTERNAL": "server",
    "UNAVAILABLE": "server",
    "DEADLINE_EXCEEDED": "server",
    # our query
    "invalidParameter": "bad_request",
    "unknownParameter": "bad_request",
    "invalidAbuseAcknowledgment": "bad_request",
    "requestedRangeNotSatisfiable": "bad_request",
}

# Reasons too general to decide before the message has been read.
GENERIC: Mapping[str, Cause] = {
    "badRequest": "bad_request",
    "invalid": "bad_request",
    "INVALID_ARGUMENT": "bad_request",
    "FAILED_PRECONDITION": "bad_request",
    "forbidden": "forbidden",
}

# (pattern in the message or page, reason that we give it, meaning); the first that is found.
_WORDINGS: tuple[tuple[str, str, Cause], ...] = (
    (r"download quota|too many users have viewed", "downloadQuotaExceeded", "quota"),
    (r"automated queries|unusual traffic", "automatedQueries", "throttled"),
    (r"rate limit|quota exceeded|quota metric|too many requests", "rateLimitExceeded", "throttled"),
    (r"daily limit", "dailyLimitExceeded", "unauthorised"),
    (r"has not been used in project|access not configured|api .*disabled", "accessNotConfigured", "unauthorised"),
    (r"api key", "keyInvalid", "unauthorised"),
    (r"insufficient authentication scopes|insufficient permission: req", "insufficientPermissions", "unauthorised"),
    (r"invalid credentials|login required", "authError", "unauthorised"),
    (r"abusive", "cannotDownloadAbusiveFile", "abusive"),
    (r"cannot be downloaded", "cannotDownloadFile", "forbidden"),
    (r"too large to be exported", "exportSizeLimitExceeded", "forbidden"),
    (r"sufficient permissions for (this )?file", "insufficientFilePermissions", "forbidden"),
    (r"file not found", "notFound", "not_found"),
)
MESSAGES = tuple((re.compile(pattern, re.IGNORECASE), reason, cause) for pattern, reason, cause in _WORDINGS)

_STATUS: Mapping[int, Cause] = {
    400: "bad_request",
    401: "unauthorised",
    404: "not_found",
    407: "unauthorised",  # a proxy wants a login
    408: "server",
    416: "bad_request",
    429: "throttled",
}


def read_answer(identity: Identity, status: int, content: bytes) -> Answer:
    """The meaning of one answer. `content` is the whole body of a metadata call, or the (capped) body of an error."""
    data = _json(content)
    if 200 <= status < 300:
        if isinstance(data, dict):
            return Answer(identity, "ok", status, body=data)
        return Answer(identity, "server", status, "brokenAnswer", {})
    reasons = _reasons(data)
    reason, cause = _meaning(status, data, reasons, content)
    return Answer(identity, cause, status, reason, {})


def network_failure(identity: Identity, error: BaseException) -> Answer:
    """No answer at all. Only the kind of the error is kept: its text may hold the address with our key in it."""
    return Answer(identity, "server", 0, type(error).__name__, {})


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The server's wish in seconds, given as a number or as an HTTP date."""
    text = next((value for name, value in headers.items() if name.lower() == "retry-after"), "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        instant = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return max(0.0, (instant - (now or datetime.now(UTC))).total_seconds())


def _meaning(status: int, data: Any, reasons: list[tuple[str, str]], content: bytes) -> tuple[str, Cause]:
    for reason, domain in reasons:
        if reason == "quotaExceeded":  # the old form is about the file, unless it speaks of the API's own limits
            return reason, "throttled" if domain == "usageLimits" else "quota"
        if reason in REASONS:
            return reason, REASONS[reason]
    message = _message(data, content)
    for pattern, reason, cause in MESSAGES:
        if pattern.search(message):
            return reason, cause
    for reason, _domain in reasons:
        if reason in GENERIC:
            return reason, GENERIC[reason]
    named = next((reason for reason, _domain in reasons), "")
    return named or f"http{status}", _by_status(status, named, isinstance(data, dict))


def _by_status(status: int, reason: str, spoken: bool) -> Cause:
    """The meaning of a status whose reason we do not know. `spoken`: the body is the API's own JSON."""
    if status >= 500 or status < 400:
        return "server"  # also a redirect, which the API never answers with
    if status == 403:  # a reason that we do not know is about the item; no reason, or a page, is a wall before the API
        return "forbidden" if reason and reason != "PERMISSION_DENIED" else "throttled"
    if status == 404 and not spoken:
        return "server"  # a page of somebody else: a proxy, or a wrong root
    return _STATUS.get(status, "bad_request")


def _reasons(data: Any) -> list[tuple[str, str]]:
    """(reason, domain) in the order in which they are to be believed."""
    found: list[tuple[str, str]] = []
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, str):
        return [(error, "oauth")]
    if not isinstance(error, dict):
        return found
    for key in ("errors", "details"):
        entries = error.get(key)
        for entry in entries if isinstance(entries, list) else []:
            reason = entry.get("reason") if isinstance(entry, dict) else None
            if isinstance(reason, str):
                found.append((reason, str(entry.get("domain", ""))))
    if isinstance(error.get("status"), str):
        found.append((error["status"], ""))
    return found


def _message(data: Any, content: bytes) -> str:
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, dict):
        return str(error.get("message", ""))
    return content[:20_000].decode("utf-8", "replace")


def _json(content: bytes) -> Any:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, list) and data:  # some Google fronts wrap the error in a list
        return data[0]
    return data
