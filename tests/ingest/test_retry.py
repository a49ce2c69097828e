"""The retry policy, as a function."""

from datetime import UTC, datetime

import pytest

from ingest.retry import BACKOFF, PATIENT, GiveUp, Policy, Wait, after_failure, decide


@pytest.mark.parametrize("cause", ["not_found", "forbidden", "unauthorised", "bad_request", "quota", "abusive", "ok"])
def test_what_waiting_cannot_mend_is_not_asked_again(cause: str) -> None:
    assert decide(cause, 1) == GiveUp("permanent")


def test_the_wait_doubles_up_to_a_cap() -> None:
    policy = Policy(first=1, cap=8, attempts=99, patience=1e9)
    assert [decide("server", n, policy=policy) for n in range(1, 7)] == [Wait(s) for s in (1, 2, 4, 8, 8, 8)]


def test_chance_spreads_callers_but_never_beyond_the_cap() -> None:
    assert decide("throttled", 1, chance=0.5) == Wait(1.5)
    assert decide("throttled", 6, chance=0.9) == Wait(PATIENT.cap)


def test_the_servers_wish_is_never_undercut() -> None:
    assert decide("throttled", 1, 45.0) == Wait(45.0)
    assert decide("throttled", 4, 0.5) == Wait(8.0)


def test_patience_and_attempts_end() -> None:
    assert decide("server", PATIENT.attempts) == GiveUp("attempts")
    assert decide("server", 2, waited=PATIENT.patience - 1) == GiveUp("patience")
    assert decide("throttled", 1, 3600.0) == GiveUp("patience")


NOW = datetime(2024, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize("cause", sorted(BACKOFF))
def test_rows_wait_longer_each_time_up_to_a_longest(cause: str) -> None:
    first, longest = BACKOFF[cause]
    waits = [after_failure(cause, number, NOW).due_at - NOW for number in range(1, 40)]
    assert waits[0] == first
    assert waits == sorted(waits)
    assert waits[-1] == longest


@pytest.mark.parametrize("cause", sorted(BACKOFF.keys() - {"fault"}))
def test_what_the_world_refuses_is_never_final(cause: str) -> None:
    assert not after_failure(cause, 10_000, NOW).aside


def test_our_own_fault_is_set_aside_after_three_tries() -> None:
    assert [after_failure("fault", number, NOW).aside for number in (1, 2, 3)] == [False, False, True]
