"""When to ask again: a pure function of what went wrong, how often it was tried and how long we have waited.

decide("throttled", attempt=1, retry_after=None) -> Wait(1.0)
decide("not_found", attempt=1, retry_after=None) -> GiveUp("permanent")
"""

from dataclasses import dataclass

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
