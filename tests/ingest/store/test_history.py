"""Whose work a change of a finding is: the unit's and the clock's, or our own software's."""

from datetime import timedelta

import pytest

from ingest.store.history import Changes, not_by_facts, reconcile
from tests.contracts.store import HOUR, NOON, C
from validators.assessment import FindingRecord
from validators.findings import Finding

_WORDS = {
    "a": Finding("stp-lang-son", "missing_letter", "", "warning", "Chưa có công văn."),
    "b": Finding("stp-lang-son", "missing_letter", "", "error", "Chưa có công văn."),
    "c": Finding("stp-lang-son", "missing_letter", "", "warning", "Không có công văn."),
}
KEY = _WORDS["a"].fingerprint(C)


def _ours(steps: str) -> bool:
    """`steps` is the finding as it stood, by new rules, with new facts, by new readers; "-" where there is none."""
    stood, then, after, current = ({KEY: _WORDS[step]} if step != "-" else {} for step in steps)
    return KEY in not_by_facts(stood, then, after, current)


@pytest.mark.parametrize(
    ("steps", "ours"),
    [
        ("-aaa", True),  # a new rule sees it
        ("---a", True),  # a new reader sees it
        ("--aa", False),  # the unit sent it
        ("a---", True),
        ("aaa-", True),
        ("aa--", False),  # the unit mended it
        ("abbb", True),  # graded otherwise by a new rule
        ("aaab", True),
        ("aabb", False),  # by the clock, say: a deadline has passed
        ("accc", True),
        ("aacc", False),
    ],
)
def test_a_change_is_ours_where_facts_and_the_clock_make_none(steps: str, ours: bool) -> None:
    assert _ours(steps) is ours


def _then(
    standing: dict[str, FindingRecord], found: list[Finding], hours: int, *, ours: bool
) -> dict[str, FindingRecord]:
    return reconcile(C, standing, found, NOON + hours * HOUR, {KEY} if ours else ())[0]


def test_a_record_bears_the_instants_at_which_our_software_changed_it() -> None:
    opened = _then({}, [_WORDS["a"]], 0, ours=False)
    graded = _then(opened, [_WORDS["b"]], 1, ours=True)
    worded = _then(opened, [_WORDS["c"]], 1, ours=True)
    gone = _then(graded, [], 2, ours=True)
    back = _then(gone, [_WORDS["a"]], 3, ours=False)
    assert [one[KEY].updates for one in (opened, graded, worded, gone, back)] == [
        (),
        (NOON + HOUR,),
        (),  # mere words
        (NOON + HOUR, NOON + 2 * HOUR),
        (NOON + HOUR, NOON + 2 * HOUR),
    ]


def test_mere_words_are_no_change_of_the_history() -> None:
    opened = _then({}, [_WORDS["a"]], 0, ours=False)
    after, changes = reconcile(C, opened, [_WORDS["c"]], NOON + timedelta(minutes=5))
    assert after[KEY].detail == "Không có công văn."
    assert changes == Changes()
