"""When to ask again: a pure function of what went wrong, how often it was tried and how long we have waited.

decide("throttled", attempt=1, retry_after=None) -> Wait(1.0)
decide("not_found", attempt=1, retry_after=None) -> GiveUp("permanent")
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TRANSIENT = frozenset({"throttled", "server"})  # the causes that waiting alone can mend


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient we are. Google's advice is min(2^n + up to a second of chance, 32 or 64 s)."""

    first: float = 1.0
    factor: float = 2.0
    cap: float = 32.0
    attempts: int = 7  # asked this often in all
    patience: float = 120.0  # seconds of waiting in all; what takes longer is left to the next pass


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Do not ask again now: "permanent", "attempts" or "patience"."""

    why: str


PATIENT = Policy()


def decide(
    cause: str,
    attempt: int,
    retry_after: float | None = None,
    *,
    policy: Policy = PATIENT,
    waited: float = 0.0,
    chance: float = 0.0,
) -> Wait | GiveUp:
    """What to do after attempt number `attempt` (1-based) failed with `cause`.

    `retry_after` is the server's own wish, in seconds: never undercut. `chance` in [0, 1) spreads callers that failed
    together; it is an argument so that the function stays pure.
    """
    if cause not in TRANSIENT:
        return GiveUp("permanent")
    if attempt >= policy.attempts:
        return GiveUp("attempts")
    step = min(policy.first * policy.factor ** (attempt - 1), policy.cap)
    seconds = max(min(step * (1 + chance), policy.cap), retry_after or 0.0)
    if waited + seconds > policy.patience:
        return GiveUp("patience")
    return Wait(seconds)


# ── rows of the store ────────────────────────────────────────────────────────────────────────────────────────────────

DEATHS = 3  # a row whose work has ended the whole program so often is set aside
FAULTS = 3  # a row over which our code has stumbled so often is set aside

# The first wait after a failure, and the longest: what mends itself soon is asked soon.
BACKOFF = {
    "store": (timedelta(seconds=30), timedelta(minutes=10)),
    "mailbox": (timedelta(seconds=30), timedelta(minutes=5)),
    "drive": (timedelta(minutes=1), timedelta(hours=1)),
    "reader": (timedelta(minutes=1), timedelta(hours=1)),  # its process was ended from outside: memory, most likely
    "world": (timedelta(minutes=1), timedelta(minutes=30)),
    "fault": (timedelta(minutes=1), timedelta(minutes=15)),
}


@dataclass(frozen=True, slots=True)
class Later:
    """Try the row again at `due_at`; with `aside` not by itself, but when a person asks or the code changes."""

    due_at: datetime
    aside: bool


def after_failure(cause: str, failures: int, now: datetime) -> Later:
    """What becomes of a row after its `failures`-th failure (1-based) in a row; causes are the keys of `BACKOFF`.

    Only our own faults are ever final: whatever the world refuses today it may allow tomorrow.
    """
    first, longest = BACKOFF[cause]
    wait = min(first * 2 ** min(failures - 1, 20), longest)
    return Later(now + wait, aside=cause == "fault" and failures >= FAULTS)
