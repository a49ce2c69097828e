"""Error answers as Google gives them, in the five shapes that are in the field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """A ready answer."""

    status: int
    content: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, **headers: str) -> "Reply":
        """The same answer with more headers; "_" stands for "-"."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return Reply(self.status, self.content, self.content_type, {**self.headers, **more})


@dataclass(frozen=True, slots=True)
class _Known:
    status: int
    domain: str
    message: str
    location: str = ""
    location_type: str = ""


DOCUMENTED: Mapping[str, _Known] = {
    "invalid": _Known(400, "global", "Invalid Value", "pageToken", "parameter"),
    "badRequest": _Known(400, "global", "Bad Request"),
    "invalidParameter": _Known(400, "global", "Invalid field selection", "fields", "parameter"),
    "authError": _Known(401, "global", "Invalid Credentials", "Authorization", "header"),
    "required": _Known(401, "global", "Login Required.", "Authorization", "header"),
    "rateLimitExceeded": _Known(403, "usageLimits", "Rate Limit Exceeded"),
    "userRateLimitExceeded": _Known(403, "usageLimits", "User Rate Limit Exceeded"),
    "dailyLimitExceeded": _Known(403, "usageLimits", "Daily Limit Exceeded"),
    "dailyLimitExceededUnreg": _Known(
        403, "usageLimits", "Daily Limit for Unauthenticated Use Exceeded. Continued use requires signup."
    ),
    "accessNotConfigured": _Known(
        403, "usageLimits", "Access Not Configured. Google Drive API has not been used in project 0 before."
    ),
    "insufficientPermissions": _Known(403, "global", "Insufficient Permission"),
    "appNotAuthorizedToFile": _Known(403, "global", "The user has not granted the app read access to the file."),
    "downloadQuotaExceeded": _Known(403, "global", "The download quota for this file has been exceeded."),
    "quotaExceeded": _Known(403, "global", "Download quota exceeded for this file."),
    "cannotDownloadFile": _Known(403, "global", "This file cannot be downloaded by the user.", "alt", "parameter"),
    "cannotDownloadAbusiveFile": _Known(
        403, "global", "Only the owner can download abusive files.", "alt", "parameter"
    ),
    "fileNotDownloadable": _Known(
        403, "global", "Only files with binary content can be downloaded. Use Export.", "alt", "parameter"
    ),
    "exportSizeLimitExceeded": _Known(403, "global", "This file is too large to be exported."),
    "insufficientFilePermissions": _Known(
        403, "global", "The user does not have sufficient permissions for this file."
    ),
    "domainPolicy": _Known(403, "global", "The domain administrators have disabled Drive apps."),
    "teamDriveMembershipRequired": _Known(403, "global", "The attempted action requires shared drive membership."),
    "notFound": _Known(404, "global", "File not found: .", "fileId", "parameter"),
    "requestedRangeNotSatisfiable": _Known(416, "global", "Requested range not satisfiable", "Range", "header"),
    "tooManyRequests": _Known(429, "usageLimits", "Too many requests"),
    "backendError": _Known(503, "global", "Backend Error"),
    "internalError": _Known(500, "global", "Internal Error"),
}


def classic(reason: str, *, status: int | None = None, message: str = "") -> Reply:
    """Shape (a): error.errors[].reason, code, message."""
    known = DOCUMENTED[reason]
    entry = {"domain": known.domain, "reason": reason, "message": message or known.message}
    if known.location:
        entry |= {"location": known.location, "locationType": known.location_type}
    code = status or known.status
    return _error(code, {"errors": [entry], "code": code, "message": message or known.message})


def detailed(reason: str, info: str, grpc: str, *, status: int | None = None, message: str = "") -> Reply:
    """Shape (b): the classic one with error.status and an ErrorInfo."""
    known = DOCUMENTED[reason]
    text, code = message or known.message, status or known.status
    return _error(
        code,
        {
            "code": code,
            "message": text,
            "errors": [{"message": text, "domain": known.domain, "reason": reason}],
            "status": grpc,
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": info,
                    "domain": "googleapis.com",
                    "metadata": {"service": "drive.googleapis.com"},
                }
            ],
        },
    )


def message_only(status: int, message: str) -> Reply:
    """Shape (c): nothing but a message."""
    return _error(status, {"code": status, "message": message})


def page(status: int = 403, text: str = "your computer or network may be sending automated queries") -> Reply:
    """Shape (d): a page of HTML, as the wall before the API gives it."""
    content = (
        f"<html><head><title>Sorry...</title></head><body><h1>We're sorry...</h1><p>... but {text}.</p></body></html>"
    )
    return Reply(status, content.encode(), "text/html; charset=UTF-8")


def oauth(error: str, description: str = "", status: int = 400) -> Reply:
    """Shape (e): the token endpoint's."""
    return Reply(status, json.dumps({"error": error, "error_description": description or error}).encode())


def _error(status: int, error: Mapping[str, Any]) -> Reply:
    return Reply(status, json.dumps({"error": error}, ensure_ascii=False).encode())
