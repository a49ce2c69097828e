"""Days in seconds: the daemon's real timetable, foreman, plan and tasks, with the hands of the clock held by a test.

Nothing is replaced but what moves by itself: the clock stands until it is moved, and at each instant all that is due is
done to its end before it moves on.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from apscheduler.triggers.base import BaseTrigger

from config.load import load_settings
from ingest.engine.direct import DirectEngine
from ingest.foreman import Foreman
from ingest.plan import QUEUES, RECEIVE
from ingest.schedule import newest_slot, timetable, upcoming
from ingest.shift import Shift
from ingest.wiring import choose_campaign, open_workplace
from ingest.workplace import Workplace

_ROUNDS = 200
_PATIENCE = 120.0


@dataclass
class _Hand:
    """One job with hours: when it fires next."""

    job: str
    trigger: BaseTrigger
    at: datetime | None


@dataclass
class Clockwork:
    """One office whose daemon can be started, stopped and led through time. `deliver` is called as time passes."""

    config: Path
    now: datetime
    step: timedelta  # between two polls
    deliver: Callable[[datetime], None] = lambda _: None
    done: list[tuple[str, str, datetime, str]] = field(default_factory=list)  # (kind, subject, instant, state)
    _hands: list[_Hand] = field(default_factory=list)
    _poll_at: datetime | None = None
    _engine: DirectEngine | None = None
    _foreman: Foreman | None = None
    _shift: Shift | None = None
    _seen: set[str] = field(default_factory=set)
    _ticks: float = 0.0  # seconds that have passed, whatever the clock was set to

    def __post_init__(self) -> None:
        self.settings = load_settings(self.config, {})
        self.campaign = choose_campaign(self.settings, None)
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        self.work: Workplace = self._opened.enter_context(
            open_workplace(self.settings, self.campaign, self.now, writing=True)
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self._opened.close()

    # ── the daemon ───────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """A new life of the daemon begins now."""
        work = replace(self.work, now=self.now, open_mailbox=cache(self.work.open_mailbox))
        self._shift = Shift(self.now, lambda: self._ticks)
        self._foreman = Foreman(work, lambda: self.now, self._shift)
        self._engine = DirectEngine(QUEUES, self._foreman.run_step, now=lambda: self.now)
        self._seen = set()
        self.deliver(self.now)
        self._foreman.start()
        self._wind()
        self._settle()

    def stop(self) -> None:
        """It ends; time may be led on without it."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def off(self, until: datetime) -> None:
        """Switched off until an instant, then started again."""
        self.stop()
        self._move(until)
        self.start()

    def set_back(self, by: timedelta) -> None:
        """Somebody sets the clock back; the daemon notices, as it does on its look round."""
        assert self._foreman is not None
        self.now -= by
        self._wind()
        self._foreman.catch_up()
        self._settle()

    def due(self, job: str) -> None:
        """A job's hour comes now, out of its turn."""
        assert self._foreman is not None
        self.deliver(self.now)
        self._foreman.due(job)
        self._settle()

    def until(self, instant: datetime) -> None:
        """Lead the clock on, from one firing to the next."""
        while (at := self._next()) <= instant:
            self._move(at)
            self._fire()
        self._move(instant)
        self.deliver(instant)

    # ── the clock ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _move(self, to: datetime) -> None:
        self._ticks += max(0.0, (to - self.now).total_seconds())
        self.now = to

    def _wind(self) -> None:
        table = timetable(self.settings, self.campaign)
        self._hands = [_Hand(one.job, one.trigger, upcoming(one.trigger, self.now)) for one in table]
        self._poll_at = self.now + self.step

    def _next(self) -> datetime:
        assert self._poll_at is not None
        return min([self._poll_at, *(hand.at for hand in self._hands if hand.at is not None)])

    def _fire(self) -> None:
        """What the scheduler's jobs do, at the instant at which it would."""
        assert self._foreman is not None
        assert self._poll_at is not None
        self.deliver(self.now)
        if self._poll_at <= self.now:
            self._foreman.due(RECEIVE)
            self._poll_at = self.now + self.step
        for hand in self._hands:
            if hand.at is not None and hand.at <= self.now:
                self._foreman.due(hand.job, newest_slot(self.settings, self.campaign, self.now))
                hand.at = hand.trigger.get_next_fire_time(hand.at, self.now + timedelta(microseconds=1))
        self._settle()

    def _settle(self) -> None:
        """Rounds until nothing is left to do, or nothing but what the world refuses."""
        assert self._foreman is not None
        assert self._engine is not None
        for _ in range(_ROUNDS):
            enqueued = self._foreman.round(self._engine)
            assert self._engine.wait(_PATIENCE), self._engine.list()
            ended = [state for state in self._engine.list(live=False) if state.id not in self._seen]
            self._seen |= {state.id for state in ended}
            self.done += [(state.kind, state.subject, self.now, state.state) for state in ended]
            if not enqueued or all(state.state == "failed" for state in ended):
                return
        raise AssertionError(f"no end of work at {self.now}: {self.done[-5:]}")


def kinds(done: list[tuple[str, str, datetime, str]], kind: str, state: str = "done") -> list[datetime]:
    """When tasks of a kind ended in a state."""
    return [at for one, _, at, how in done if one == kind and how == state]
