"""What drives the work: a port of four verbs. Rows in the store are the work; an engine only runs tasks that name them.

A task names its row by an id and nothing else. Its step function does one piece and says whether more is left, so that
long work (a folder of a thousand videos) can be watched, cancelled and resumed piece by piece.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["waiting", "running", "done", "failed", "cancelled", "set_aside"]
LIVE: frozenset[State] = frozenset({"waiting", "running"})

Step = Callable[[str, str], bool]
"""(kind, subject) -> whether more is left to do. May run twice for the same piece: every effect has a unique key."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of an engine: how many of its tasks run at the same time."""

    name: str
    concurrency: int


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work. The same `id` runs once, however often it is enqueued."""

    id: str
    kind: str
    subject: str
    queue: str
    priority: int  # 1 is first


@dataclass(frozen=True, slots=True)
class TaskState:
    """How a task stands. `set_aside`: it ended its process too often and is not tried again by itself."""

    id: str
    kind: str
    subject: str
    state: State
    enqueued_at: datetime
    steps: int = 0  # pieces done so far
    error: str = ""  # the kind of the exception that ended it; never its text, which may hold what a mail says


class Engine(Protocol):
    """Runs tasks. Enqueueing, cancelling and asking are safe from any thread."""

    def enqueue(self, task: Task) -> bool:
        """Have a task run; False where its id is known already (then nothing happens)."""

    def cancel(self, task_id: str) -> bool:
        """Stop a live task at the end of its present piece; False where there is no such live task."""

    def status(self, task_id: str) -> TaskState | None:
        """How a task stands; None where it is unknown."""

    def list(self, *, live: bool = True) -> list[TaskState]:
        """The tasks that wait or run (oldest first), or with `live=False` all that are remembered."""
