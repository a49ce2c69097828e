"""What the operator is told, trouble by trouble."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mailbox.interface import Quota
from ingest.watch.alerts import LOOKS, alerts_of
from ingest.watch.health import health
from ingest.watch.limits import Limits
from ingest.watch.metrics import render_metrics
from ingest.watch.vitals import ClockJump, Disk, DriveHealth, Job, Ledger, Vitals

NOW = datetime(2024, 11, 19, 0, 30, tzinfo=UTC)  # 7h30 in Hanoi
LIMITS = Limits()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GB = 1 << 30
GOOD = Job(NOW - MINUTE, NOW - MINUTE)
WELL = Vitals(
    started_at=NOW - 3 * DAY,
    now=NOW,
    jobs={"poll": GOOD, "recheck": GOOD, "judge": GOOD, "digest": GOOD, "backup": GOOD},
    disk=Disk(100 * GB, 200 * GB),
    heartbeat=timedelta(seconds=1),
    drive=DriveHealth("ok"),
    ledger=Ledger(214, 212, 2, 0),
    oldest_waiting=NOW - MINUTE,
    digest_due=NOW,
    digest_made=NOW,
)


def _failed(job: str, ago: timedelta, error: str) -> dict[str, object]:
    return {"jobs": {**WELL.jobs, job: Job(NOW - ago, NOW, error)}}


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"disk": Disk(4 * GB, 200 * GB)}, "disk", "Ổ đĩa chứa dữ liệu còn trống 4 GB."),
        (
            {"disk": Disk(40 * GB, 200 * GB), "growth": 9 * GB},
            "disk",
            "còn trống 40 GB, với mức tăng hiện nay đủ dùng khoảng 04 ngày.",
        ),
        ({"disk": Disk(50 * GB, 200 * GB, writable=False)}, "disk", "chỉ cho đọc"),
        ({"disk": None}, "disk", "Không đo được ổ đĩa"),
        (
            _failed("poll", HOUR, "Không đọc được hộp thư: máy chủ từ chối kết nối."),
            "mailbox",
            "kể từ lần thành công gần nhất, lúc 6h30 ngày 19/11/2024: Không đọc được hộp thư: máy chủ từ chối kết nối.",
        ),
        ({"jobs": {"backup": GOOD}}, "mailbox", "kể từ khi khởi động lúc 7h30 ngày 16/11/2024."),
        ({"quota": Quota(95, 100)}, "mailbox_full", "đã dùng 95%"),
        ({"quota": Quota(120, 100)}, "mailbox_full", "đã dùng 100%, còn trống 0 MB"),
        (
            {"drive": DriveHealth("refused", "401 invalid_grant", NOW - HOUR)},
            "token",
            "từ 6h30 ngày 19/11/2024 (401 invalid_grant)",
        ),
        ({"drive": DriveHealth("unreachable", "mất kết nối", NOW - HOUR)}, "drive", "không trả lời từ 6h30"),
        (_failed("recheck", 7 * HOUR, "Chưa có tệp."), "recheck", "lúc 0h30 ngày 19/11/2024: Chưa có tệp."),
        ({"jobs": {**WELL.jobs, "recheck": Job(None, NOW, "Chưa có tệp.")}}, "recheck", "từ khi khởi động lúc 7h30"),
        (
            {"ledger": Ledger(214, 210, 1, 3)},
            "conservation",
            "Có 03 thư trên máy chủ chưa được tiếp nhận: trên máy chủ 214, đã tiếp nhận 210, đang chờ nội dung 01.",
        ),
        (
            {"aside": {"read": 2, "follow": 1, "fetch": 0}, "aside_since": NOW - HOUR},
            "aside",
            "Đang để riêng 01 đường dẫn, 02 thư, việc đầu tiên từ 6h30 ngày 19/11/2024 (đã thử nhiều lần",
        ),
        ({"oldest_waiting": NOW - 2 * HOUR}, "queue", "từ 5h30 ngày 19/11/2024"),
        (_failed("judge", HOUR, "Trục trặc."), "judge", "Chưa đánh giá lại được hồ sơ"),
        ({"rule_failures": ("Quy tắc “captions” hỏng.",) * 2}, "rule", "Quy tắc “captions” hỏng."),
        (
            {"digest_due": NOW - HOUR, "digest_made": NOW - DAY},
            "digest",
            "Chưa lập được bản tin của 6h30 ngày 19/11/2024.",
        ),
        (_failed("backup", HOUR, "Ổ đĩa đầy."), "backup", "Lần sao lưu gần nhất không thành công: Ổ đĩa đầy."),
        ({"jobs": {**WELL.jobs, "backup": Job(NOW - 2 * DAY)}}, "backup", "gần nhất lúc 7h30 ngày 17/11/2024; từ đó"),
        ({"jobs": {"poll": GOOD}}, "backup", "Chưa có bản sao lưu nào."),
        (
            {"clock_jump": ClockJump(NOW - HOUR, -80 * MINUTE)},
            "clock",
            "đột ngột, lùi lại 01 giờ 20 phút vào lúc 6h30 ngày 19/11/2024",
        ),
        ({"clock_jump": ClockJump(NOW - HOUR, HOUR)}, "clock", "đột ngột, nhanh thêm 01 giờ"),
        ({"database_error": "Cơ sở dữ liệu không trả lời."}, "database", "Cơ sở dữ liệu không trả lời."),
        ({"engine_error": "OperationalError"}, "engine", "OperationalError"),
        ({"heartbeat": HOUR}, "foreman", "ngừng hoạt động"),
    ],
)
def test_each_trouble_is_one_alert_that_says_what_since_when_and_what_to_do(
    changes: dict[str, object], kind: str, said: str
) -> None:
    (alert,) = alerts_of(replace(WELL, **changes), LIMITS)  # type: ignore[arg-type]
    assert alert.kind == kind
    assert said in alert.detail
    assert alert.mend.endswith((".", "ngày"))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"disk": Disk(5 * GB, 200 * GB)},
        {"disk": Disk(70 * GB, 200 * GB), "growth": 9 * GB},  # seven days
        {"quota": Quota(89, 100)},
        {"quota": Quota(0, 0)},
        {"clock_jump": ClockJump(NOW - 2 * DAY, HOUR)},
        {"drive": DriveHealth("unreachable", "503", NOW - MINUTE)},
        {"oldest_waiting": None},
        {"aside": {"read": 0}},
        _failed("poll", MINUTE, "…"),
        _failed("recheck", HOUR, "Một số tệp chưa tải được."),  # one link among others
    ],
)
def test_what_is_no_trouble_is_not_told(changes: dict[str, object]) -> None:
    assert alerts_of(replace(WELL, **changes), LIMITS) == ()  # type: ignore[arg-type]


def test_what_others_wrote_is_one_line_and_not_long() -> None:
    long = _failed("backup", HOUR, "a\r\nb\x1b[31m\u202e" + "x" * 9000)
    (alert,) = alerts_of(replace(WELL, **long), LIMITS)  # type: ignore[arg-type]
    assert ": a b [31m" in alert.detail
    assert len(alert.detail) < 800
    assert alert.detail.isprintable()


def test_a_disk_that_fills_slowly_is_told_in_the_same_words() -> None:
    told = {alerts_of(replace(WELL, disk=Disk(4 * GB + step, 200 * GB)), LIMITS) for step in range(0, GB, GB // 7)}
    assert len(told) == 1


_MOMENTS = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 28), timezones=st.just(UTC))
_MAYBE = st.none() | _MOMENTS
_SPANS = st.timedeltas(min_value=-timedelta(days=4000), max_value=timedelta(days=4000))
_NUMBERS = st.integers(min_value=-(2**62), max_value=2**62)
_COUNTS = st.dictionaries(st.text(max_size=40), _NUMBERS, max_size=3)
_TEXT = st.text(max_size=60)
_VITALS = st.builds(
    Vitals,
    started_at=_MOMENTS,
    now=_MOMENTS,
    jobs=st.dictionaries(
        st.sampled_from(("poll", "recheck", "judge", "digest", "backup", "x")), st.builds(Job, _MAYBE, _MAYBE, _TEXT)
    ),
    tasks=st.dictionaries(st.tuples(_TEXT, _TEXT), _NUMBERS, max_size=3),
    oldest_waiting=_MAYBE,
    rows_waiting=_COUNTS,
    aside=_COUNTS,
    aside_since=_MAYBE,
    ledger=st.builds(Ledger, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    last_mail_at=_MAYBE,
    disk=st.none() | st.builds(Disk, _NUMBERS, _NUMBERS, st.booleans()),
    growth=st.none() | _NUMBERS,
    database_error=_TEXT,
    engine_error=_TEXT,
    heartbeat=st.none() | _SPANS,
    quota=st.none() | st.builds(Quota, _NUMBERS, _NUMBERS),
    drive=st.builds(DriveHealth, st.sampled_from(("unknown", "ok", "unreachable", "refused")), _TEXT, _MAYBE),
    digest_due=_MAYBE,
    digest_made=_MAYBE,
    clock_jump=st.none() | st.builds(ClockJump, _MOMENTS, _SPANS),
    rule_failures=st.lists(st.text(max_size=400), max_size=3).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(_VITALS)
def test_no_facts_break_the_watch(vitals: Vitals) -> None:
    told = alerts_of(vitals, LIMITS)
    keys = [(alert.kind, alert.subject) for alert in told]
    assert len(set(keys)) == len(keys)
    assert all(alert.detail and alert.mend and "\n" not in alert.detail for alert in told)
    assert all(len(alert.kind) <= 32 and len(alert.subject) <= 255 for alert in told)  # what the table holds
    state = health(vitals, LIMITS)
    assert render_metrics(vitals, told, healthy=state.ok).endswith(b"\n")


def test_every_look_is_tried_here() -> None:
    assert set(LOOKS) == {
        "database", "engine", "foreman", "disk", "clock", "mailbox", "mailbox_full", "drive", "recheck",
        "conservation", "aside", "queue", "judge", "rule", "digest", "backup",
    }  # fmt: skip
