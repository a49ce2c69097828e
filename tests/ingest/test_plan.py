"""What is done next follows from the rows alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.engine.interface import Task
from ingest.plan import (
    BACKUP,
    DIGEST,
    DIGEST_PATIENCE,
    FOLLOW,
    JUDGE,
    QUEUES,
    READ,
    RECEIVE,
    REQUEST,
    REREAD,
    View,
    plan,
)
from ingest.store.derived import LinkWork, Unread
from ingest.store.work import Attempt

NOW = datetime(2024, 11, 18, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EMPTY = View(now=NOW, tries_now=NOW, token="1")


def _new(name: str) -> Unread:
    return Unread(name, "0" * 64, again=False)


def _link(name: str, due: timedelta = timedelta(0), *, pending: bool = False) -> LinkWork:
    return LinkWork(name, None, 0, NOW + due, 0, pending)


def _tried(kind: str, subject: str, *, begun: int = 0, due: timedelta = timedelta(0), aside: bool = False) -> Attempt:
    return Attempt(kind, subject, "1", begun, 1, "fault", "", NOW + due, aside, NOW)


def _done(view: View) -> list[tuple[str, str]]:
    return [(task.kind, task.subject) for task in plan(view)]


def test_nothing_is_done_where_nothing_is_due() -> None:
    assert plan(EMPTY) == []
    assert plan(replace(EMPTY, links=[_link("later", MINUTE)])) == []


def test_new_mail_comes_before_rechecks_and_both_before_reading_again() -> None:
    view = replace(
        EMPTY,
        unread=[_new("new"), Unread("old", "0" * 64, again=True)],
        links=[_link("recheck"), _link("waiting", MINUTE, pending=True)],
        stale=["file"],
    )
    priorities = {(task.kind, task.subject): task.priority for task in plan(view)}
    assert priorities[READ, "new"] < priorities[FOLLOW, "recheck"] < priorities[READ, "old"]
    assert priorities[FOLLOW, "waiting"] < priorities[FOLLOW, "recheck"]
    assert priorities[REREAD, "file"] == priorities[READ, "old"]


def test_what_waits_or_runs_is_not_enqueued_again() -> None:
    view = replace(EMPTY, unread=[_new("a"), _new("b")], live=frozenset({(READ, "a")}), poll_due=True)
    assert _done(view) == [(RECEIVE, ""), (READ, "b")]
    assert _done(replace(view, live=frozenset({(READ, "a"), (RECEIVE, "")}))) == [(READ, "b")]


def test_what_is_set_aside_or_waits_for_its_next_try_is_left_alone() -> None:
    tried = {
        (READ, "aside"): _tried(READ, "aside", aside=True),
        (READ, "soon"): _tried(READ, "soon", due=MINUTE),
        (READ, "now"): _tried(READ, "now"),
    }
    assert _done(replace(EMPTY, unread=[_new("aside"), _new("soon"), _new("now")], tried=tried)) == [(READ, "now")]


def test_a_suspect_is_tried_alone_and_last() -> None:
    suspects = {(READ, name): _tried(READ, name, begun=1) for name in ("x", "y")}
    view = replace(EMPTY, unread=[_new("x"), _new("good"), _new("y")], tried=suspects)
    assert _done(view) == [(READ, "good")]
    assert _done(replace(view, live=frozenset({(FOLLOW, "f")}), unread=[_new("x")])) == []
    assert _done(replace(view, unread=[_new("x"), _new("y")])) == [(READ, "x")]


def test_what_runs_now_is_no_suspect() -> None:
    running = {(READ, "x"): _tried(READ, "x", begun=1)}
    view = replace(EMPTY, unread=[_new("x"), _new("y")], tried=running, live=frozenset({(READ, "x")}))
    assert _done(view) == [(READ, "y")]


def test_links_rest_while_drive_is_down() -> None:
    assert plan(replace(EMPTY, links=[_link("a")], drive_down=True)) == []


def test_a_long_backlog_is_enqueued_in_portions() -> None:
    unread = [_new(f"{number:04}") for number in range(1000)]
    first = _done(replace(EMPTY, unread=unread))
    assert len(first) < 500
    live = frozenset(first)
    assert plan(replace(EMPTY, unread=unread, live=live)) == []
    assert _done(replace(EMPTY, unread=unread, live=frozenset(first[1:]))) == [first[0]]


def test_a_judgement_waits_for_rest_but_not_for_ever() -> None:
    view = replace(EMPTY, unjudged=timedelta(seconds=1))
    assert _done(view) == [(JUDGE, "")]
    busy = replace(view, live=frozenset({(READ, "a")}))
    assert plan(busy) == []
    assert _done(replace(busy, unjudged=timedelta(seconds=10))) == [(JUDGE, "")]
    slow = replace(busy, unjudged=timedelta(seconds=10), judge_rest=timedelta(seconds=30))
    assert plan(slow) == []
    assert _done(replace(slow, unjudged=timedelta(seconds=31))) == [(JUDGE, "")]


def test_an_edition_waits_for_the_poll_the_work_and_the_judgement() -> None:
    view = replace(EMPTY, digest_slot=NOW)
    edition = (DIGEST, NOW.isoformat())
    assert _done(view) == [edition]
    for unready in (
        replace(view, polled_since_slot=False),
        replace(view, unread=[_new("a")]),
        replace(view, live=frozenset({(FOLLOW, "a")})),
        replace(view, unjudged=MINUTE),
    ):
        assert edition not in _done(unready)
        assert edition in _done(replace(unready, digest_waited=DIGEST_PATIENCE))


def test_what_was_set_aside_keeps_no_edition_waiting() -> None:
    tried = {(READ, "a"): _tried(READ, "a", aside=True)}
    assert (DIGEST, NOW.isoformat()) in _done(replace(EMPTY, digest_slot=NOW, unread=[_new("a")], tried=tried))


def test_requests_and_backups_are_done_at_once() -> None:
    view = replace(EMPTY, requests=["r1"], backup_due=True, unread=[_new("a")])
    assert {(REQUEST, "r1"), (BACKUP, "")} <= set(_done(view))


_NAMES = st.sampled_from(["a", "b", "c", "d"])
_ATTEMPTS = st.builds(
    _tried, st.just(READ), _NAMES, begun=st.integers(0, 2), due=st.sampled_from([-MINUTE, MINUTE]), aside=st.booleans()
)


@given(
    unread=st.lists(_NAMES, unique=True),
    tried=st.lists(_ATTEMPTS),
    live=st.frozensets(st.tuples(st.sampled_from([READ, FOLLOW]), _NAMES)),
    poll=st.booleans(),
)
def test_no_row_is_enqueued_twice_and_none_that_must_rest(
    unread: list[str], tried: list[Attempt], live: frozenset[tuple[str, str]], poll: bool
) -> None:
    attempts = {(one.kind, one.subject): one for one in tried}
    view = replace(EMPTY, unread=[_new(name) for name in unread], tried=attempts, live=live, poll_due=poll)
    tasks: list[Task] = plan(view)
    keys = [(task.kind, task.subject) for task in tasks]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & live
    assert len({task.id for task in tasks}) == len(tasks)
    assert {task.queue for task in tasks} <= {queue.name for queue in QUEUES}
    for key in keys:
        before = attempts.get(key)
        assert before is None or not (before.aside or before.due_at > NOW)
    suspects = [key for key in keys if key in attempts and attempts[key].begun]
    assert len(suspects) <= 1
    assert not suspects or sum(kind == READ for kind, _ in keys) == 1


@pytest.mark.parametrize("kind", [READ, FOLLOW, REREAD])
def test_a_row_that_waits_is_taken_up_when_its_time_has_come(kind: str) -> None:
    rows = {
        READ: replace(EMPTY, unread=[_new("a")]),
        FOLLOW: replace(EMPTY, links=[_link("a")]),
        REREAD: replace(EMPTY, stale=["a"]),
    }
    tried = {(kind, "a"): _tried(kind, "a", due=MINUTE)}
    view = replace(rows[kind], tried=tried)
    assert plan(view) == []
    assert _done(replace(view, tries_now=NOW + MINUTE)) == [(kind, "a")]


def test_an_hour_noted_by_a_clock_that_stood_wrong_is_no_reason_to_wait() -> None:
    years = timedelta(days=2000)
    assert _done(replace(EMPTY, links=[_link("a", years)])) == [(FOLLOW, "a")]
    tried = {(READ, "a"): _tried(READ, "a", due=years)}
    assert _done(replace(EMPTY, unread=[_new("a")], tried=tried)) == [(READ, "a")]


def test_links_that_rest_keep_no_edition_waiting() -> None:
    view = replace(EMPTY, links=[_link("a")], digest_slot=NOW, resting=frozenset({FOLLOW}))
    assert _done(view) == [(DIGEST, NOW.isoformat())]


def test_a_kind_that_failed_a_moment_ago_rests() -> None:
    view = replace(EMPTY, unjudged=MINUTE, poll_due=True, resting=frozenset({JUDGE}))
    assert _done(view) == [(RECEIVE, "")]
