"""Whose fault the end of a worker is."""

import signal

import pytest

from ingest.errors import NotNow
from ingest.workers.allowance import Allowance
from ingest.workers.verdicts import End, How, ReaderLost, end_of, end_of_patience, verdict
from parsers.reading import Status
from tests.validators.builders import context, file, submission
from validators.rules.files import check

ALLOWANCE = Allowance()
_PDFIUM = """Fatal Python error: Aborted

Current thread 0x00007ff0f8dc6b80 (most recent call first):
  File "/opt/x/site-packages/pypdfium2/_helpers/document.py", line 406 in get_page
  File "/opt/parsers/formats/pdf.py", line 92 in _page
  File "/opt/parsers/parse.py", line 95 in _collect
"""


@pytest.mark.parametrize(
    ("code", "noise", "peak", "how"),
    [
        (-signal.SIGXCPU, "", 0, "work"),
        (-signal.SIGSEGV, "", 0, "crash"),
        (-signal.SIGSEGV, "", 1900 << 20, "memory"),
        (-signal.SIGABRT, _PDFIUM, 0, "memory"),
        (-signal.SIGABRT, "memory allocation of 68719476736 bytes failed", 0, "memory"),
        (-signal.SIGABRT, "terminate called after throwing an instance of 'std::bad_alloc'", 0, "memory"),
        (-signal.SIGABRT, "terminate called after throwing an instance of 'std::out_of_range'", 0, "crash"),
        (-signal.SIGABRT, "double free or corruption (out)", 0, "crash"),
        (-signal.SIGABRT, "a.c:12: f: Assertion `n > 0' failed.", 0, "crash"),
        (-signal.SIGTRAP, "", 0, "crash"),
        (3, "", 0, "crash"),
        (255, "", 0, "outside"),  # the fork server was killed, too: nobody knows what ended it
        (None, "", 0, "crash"),  # it closed its end and stayed
        (-signal.SIGKILL, "", 1900 << 20, "outside"),  # the kernel, when the whole machine has no memory left
        (-signal.SIGTERM, "", 0, "outside"),
        (-signal.SIGHUP, "", 0, "outside"),
    ],
)
def test_the_exit_code_tells_how_a_worker_ended(code: int | None, noise: str, peak: int, how: How) -> None:
    assert end_of(code, noise, peak, ALLOWANCE).how == how


def test_the_place_is_the_innermost_line_of_our_own_code() -> None:
    assert end_of(-signal.SIGABRT, _PDFIUM, 0, ALLOWANCE).place == "parsers/formats/pdf.py:92"
    assert end_of(-signal.SIGABRT, "Nguyễn Văn A", 0, ALLOWANCE).place == ""


@pytest.mark.parametrize(("state", "how"), [("S", "hung"), ("R", "stalled"), ("D", "stalled"), ("T", "stalled")])
def test_only_a_reader_asleep_is_held_against_its_file(state: str, how: How) -> None:
    assert end_of_patience(state, "").how == how


@pytest.mark.parametrize(
    ("how", "status", "reason"),
    [
        ("work", "refused", "more than 132 seconds needed for reading"),
        ("hung", "refused", "more than 132 seconds needed for reading"),
        ("memory", "refused", "more than 2048 MB of memory needed for reading"),
        ("crash", "unreadable", "reading it crashes the reader (SIGSEGV)"),
    ],
)
def test_a_file_that_twice_ends_its_worker_says_why(how: How, status: Status, reason: str) -> None:
    end = End(how, "SIGSEGV")
    assert verdict([end, end], 200 << 20, ALLOWANCE) == (status, reason)


@pytest.mark.parametrize("world", ["outside", "stalled"])
@pytest.mark.parametrize("other", ["outside", "crash", "work"])
def test_a_file_is_not_blamed_where_the_world_had_a_hand_in_it(world: How, other: How) -> None:
    for ends in ([End(world), End(other)], [End(other), End(world)]):
        with pytest.raises(ReaderLost) as told:
            verdict(ends, 1, ALLOWANCE)
        assert isinstance(told.value, NotNow)
        assert "đọc lại" in str(told.value)


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("memory", "file_refused", "vượt giới hạn tiếp nhận về dung lượng"),
        ("work", "file_refused", "vượt giới hạn tiếp nhận về dung lượng"),
        ("crash", "file_unreadable", "không mở được"),
    ],
)
def test_the_finding_says_it_as_it_is(how: How, code: str, said: str) -> None:
    status, reason = verdict([End(how, "SIGSEGV")] * 2, 1, ALLOWANCE)
    (finding,) = check(submission(files=(file(status, reason=reason),)), context())
    assert finding.code == code
    assert said in finding.detail


def test_a_larger_file_may_cost_more() -> None:
    assert ALLOWANCE.work(0) == 120
    assert ALLOWANCE.work(16 << 30) == 120 + 1024
    assert ALLOWANCE.clock(16 << 30) == 20 + 3 * (120 + 1024)
