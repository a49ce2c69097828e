"""Error bodies in the five shapes that are in the field, and what each means."""

import json
from datetime import UTC, datetime

import pytest

from ingest.demo.emulator import Reply, classic, detailed, message_only, oauth, page
from ingest.drive.answers import network_failure, read_answer, retry_after


@pytest.mark.parametrize(
    ("reply", "cause", "reason"),
    [
        (classic("rateLimitExceeded"), "throttled", "rateLimitExceeded"),
        (classic("userRateLimitExceeded", status=429), "throttled", "userRateLimitExceeded"),
        (classic("dailyLimitExceededUnreg"), "unauthorised", "dailyLimitExceededUnreg"),
        (classic("accessNotConfigured"), "unauthorised", "accessNotConfigured"),
        (classic("insufficientPermissions"), "unauthorised", "insufficientPermissions"),
        (classic("authError"), "unauthorised", "authError"),
        (classic("downloadQuotaExceeded"), "quota", "downloadQuotaExceeded"),
        (classic("quotaExceeded"), "quota", "quotaExceeded"),
        (classic("cannotDownloadFile"), "forbidden", "cannotDownloadFile"),
        (classic("cannotDownloadAbusiveFile"), "abusive", "cannotDownloadAbusiveFile"),
        (classic("exportSizeLimitExceeded"), "forbidden", "exportSizeLimitExceeded"),
        (classic("notFound"), "not_found", "notFound"),
        (classic("requestedRangeNotSatisfiable"), "bad_request", "requestedRangeNotSatisfiable"),
        (classic("backendError"), "server", "backendError"),
        (
            detailed("badRequest", "API_KEY_INVALID", "INVALID_ARGUMENT", message="API key not valid."),
            "unauthorised",
            "API_KEY_INVALID",
        ),
        (detailed("rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "PERMISSION_DENIED"), "throttled", "rateLimitExceeded"),
        (message_only(403, "Rate Limit Exceeded"), "throttled", "rateLimitExceeded"),
        (message_only(403, "The download quota for this file has been exceeded."), "quota", "downloadQuotaExceeded"),
        (message_only(404, "File not found: abc."), "not_found", "notFound"),
        (message_only(429, "slow down"), "throttled", "http429"),
        (message_only(400, "what?"), "bad_request", "http400"),
        (page(403), "throttled", "automatedQueries"),
        (page(403, "you may not"), "throttled", "http403"),
        (page(404, "no such page"), "server", "http404"),
        (page(407, "log in to the proxy"), "unauthorised", "http407"),
        (page(302, "over there"), "server", "http302"),
        (oauth("invalid_grant"), "unauthorised", "invalid_grant"),
        (oauth("internal_failure", status=500), "server", "internal_failure"),
        (Reply(500, b"\xff\xfe not text"), "server", "http500"),
        (Reply(403, b"[" * 100_000), "throttled", "http403"),
    ],
)
def test_each_shape_is_understood(reply: Reply, cause: str, reason: str) -> None:
    answer = read_answer("account", reply.status, reply.content)
    assert (answer.cause, answer.reason, answer.body) == (cause, reason, {})


def test_a_new_reason_of_google_about_an_item_is_about_the_item() -> None:
    content = json.dumps({"error": {"errors": [{"reason": "somethingNewOf2027"}], "code": 403}}).encode()
    assert read_answer("account", 403, content).cause == "forbidden"


def test_an_error_in_a_list_is_read_too() -> None:
    assert read_answer("account", 404, b"[" + classic("notFound").content + b"]").cause == "not_found"


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"text"', b'{"id": '])
def test_a_broken_success_is_a_fault_of_the_line(content: bytes) -> None:
    assert read_answer("account", 200, content).cause == "server"


@pytest.mark.parametrize("error", [{"errors": 5}, {"errors": [5, None]}, {"details": [{}]}, [], None, 7, "odd"])
def test_odd_errors_do_not_break_the_reader(error: object) -> None:
    assert not read_answer("account", 403, json.dumps({"error": error}).encode()).ok


def test_a_network_failure_keeps_no_address() -> None:
    answer = network_failure("stranger", OSError("http://host/?key=SECRET"))
    assert (answer.cause, answer.status, answer.reason) == ("server", 0, "OSError")


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2024, 11, 18, 0, 0, tzinfo=UTC)
    assert retry_after({"Retry-After": "7"}) == 7
    assert retry_after({"retry-after": "Mon, 18 Nov 2024 00:01:00 GMT"}, now) == 60
    assert retry_after({"retry-after": "Sun, 17 Nov 2024 00:01:00 GMT"}, now) == 0
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None
