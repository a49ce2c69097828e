"""An engine within the process: small pools of threads and a memory that ends with it, for commands and tests."""

import heapq
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from ingest.engine.interface import LIVE, Queue, Step, Task, TaskState


class DirectEngine:
    """Runs tasks in threads, most urgent first within a queue. What waits when it is closed is forgotten."""

    def __init__(self, queues: Iterable[Queue], step: Step, *, now: Callable[[], datetime]) -> None:
        self._pools = {queue.name: _Pool(queue.concurrency) for queue in queues}
        self._step = step
        self._now = now
        self._states: dict[str, TaskState] = {}
        self._changed = threading.Condition()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let running pieces end and start no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for pool in self._pools.values():
            for thread in pool.threads:
                thread.join()

    def enqueue(self, task: Task) -> bool:
        """Have a task run; False where its id is known already."""
        with self._changed:
            if self._closed:
                raise RuntimeError("the engine is closed")
            pool = self._pools[task.queue]
            if task.id in self._states:
                return False
            self._states[task.id] = TaskState(task.id, task.kind, task.subject, "waiting", self._now())
            heapq.heappush(pool.waiting, (task.priority, len(self._states), task))
            if len(pool.threads) < pool.size:
                thread = threading.Thread(target=self._work, args=(pool,), name=f"queue-{task.queue}", daemon=True)
                pool.threads.append(thread)
                thread.start()
            self._changed.notify_all()
            return True

    def cancel(self, task_id: str) -> bool:
        """Stop a live task at the end of its present piece; False where there is no such live task."""
        with self._changed:
            state = self._states.get(task_id)
            if state is None or state.state not in LIVE:
                return False
            self._states[task_id] = replace(state, state="cancelled")
            self._changed.notify_all()
            return True

    def status(self, task_id: str) -> TaskState | None:
        """How a task stands; None where it is unknown."""
        with self._changed:
            return self._states.get(task_id)

    def list(self, *, live: bool = True) -> list[TaskState]:
        """The tasks that wait or run, oldest first, or all that are remembered."""
        with self._changed:
            return [state for state in self._states.values() if not live or state.state in LIVE]

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is live any more; False where the time was up before."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not any(state.state in LIVE for state in self._states.values()), timeout
            )

    def _work(self, pool: "_Pool") -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(pool.waiting) or self._closed)
                if self._closed:
                    return
                task = heapq.heappop(pool.waiting)[2]
                state = self._states[task.id]
                if state.state != "waiting":
                    continue
                self._states[task.id] = replace(state, state="running")
            while self._piece(task):
                pass

    def _piece(self, task: Task) -> bool:
        """Do one piece; whether another one is to be done."""
        error = ""
        more = False
        try:
            more = self._step(task.kind, task.subject)
        except BaseException as raised:  # noqa: BLE001 - the border of the tasks: one that fails must not end its thread
            error = type(raised).__name__
        with self._changed:
            state = self._states[task.id]
            steps = state.steps if error else state.steps + 1
            ended = state.state != "running"  # it was cancelled meanwhile
            if not ended and not more:
                state = replace(state, state="failed" if error else "done", error=error)
            self._states[task.id] = replace(state, steps=steps)
            self._changed.notify_all()
            return more and not ended and not self._closed


@dataclass(slots=True)
class _Pool:
    """The threads of one queue and what waits for them."""

    size: int
    waiting: list[tuple[int, int, Task]] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
