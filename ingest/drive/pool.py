"""Connection holders that no two threads ever hold at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """Something with connections."""

    def close(self) -> None:
        """Close them."""


T = TypeVar("T", bound=Closable)


class Pool(Generic[T]):
    """Lends one holder at a time to one caller: as many as callers at once, however many threads come and go."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._free: list[T] = []
        self._lock = threading.Lock()

    @contextmanager
    def lend(self) -> Iterator[T]:
        """A holder for the duration of one exchange. After an error it is in an unknown state and thrown away."""
        with self._lock:
            holder = self._free.pop() if self._free else None
        if holder is None:
            holder = self._make()
        try:
            yield holder
        except BaseException:
            holder.close()
            raise
        with self._lock:
            self._free.append(holder)

    def close(self) -> None:
        """Close what is not lent."""
        with self._lock:
            free, self._free = self._free, []
        for holder in free:
            holder.close()
