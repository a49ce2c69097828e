"""One flight for each row: whoever wants the same row's work while it is being done waits for it and takes the result.

The daemon's tasks and a command that it serves may reach for the same message or link at the same time.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Flights:
    """Work in progress by key. Callable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], Future[Any]] = {}
        self._turns: dict[str, threading.Lock] = {}
        # Tries that began in this process and whose end the store does not know: a full disk, and nobody's death.
        self.untold: set[tuple[str, str]] = set()

    def share(self, kind: str, subject: str, fly: Callable[[], T]) -> T:
        """Do `fly`, or wait for whoever is doing it for this row and give what they got (or raise what they met)."""
        key = (kind, subject)
        mine: Future[T] = Future()
        with self._lock:
            running = self._running.get(key)
            if running is None:
                self._running[key] = mine
        if running is not None:
            shared: T = running.result()
            return shared
        try:
            result = fly()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(result)
            return result
        finally:
            with self._lock:
                del self._running[key]

    def turn(self, kind: str) -> threading.Lock:
        """The lock of work that is done by one at a time, and anew each time."""
        with self._lock:
            return self._turns.setdefault(kind, threading.Lock())
