"""The same row is worked on once at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.flights import Flights


def test_whoever_comes_while_it_is_done_gets_its_result() -> None:
    flights, begun, go = Flights(), threading.Event(), threading.Event()
    done = []

    def fly() -> int:
        done.append(1)
        begun.set()
        assert go.wait(30)
        return len(done)

    with ThreadPoolExecutor(5) as threads:
        first = threads.submit(flights.share, "read", "a", fly)
        assert begun.wait(30)
        others = [threads.submit(flights.share, "read", "a", fly) for _ in range(4)]
        while not all(one.running() for one in others):
            pass
        go.set()
        assert {first.result(30), *(one.result(30) for one in others)} <= {1, 2}
    assert flights.share("read", "a", lambda: "anew") == "anew"


def test_other_rows_do_not_wait() -> None:
    flights = Flights()
    assert flights.share("read", "a", lambda: flights.share("read", "b", lambda: 7)) == 7


def test_what_it_met_with_is_met_by_all_and_forgotten() -> None:
    flights, begun, go = Flights(), threading.Event(), threading.Event()

    def fail() -> None:
        begun.set()
        assert go.wait(30)
        raise OSError("full")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(flights.share, "read", "a", fail)
        assert begun.wait(30)
        second = threads.submit(flights.share, "read", "a", fail)
        go.set()
        for one in (first, second):
            with pytest.raises(OSError, match="full"):
                one.result(30)
    assert flights.share("read", "a", lambda: 1) == 1


def test_turns_of_a_kind_are_taken_one_after_the_other() -> None:
    flights = Flights()
    assert flights.turn("receive") is flights.turn("receive")
    assert flights.turn("receive") is not flights.turn("judge")
