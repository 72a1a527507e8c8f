"""What is asked all the time and changed a few times a year: kept by each process for some seconds."""

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Fresh(Generic[T]):
    """Call it for what `read` gives, at most so many seconds old; read again at once after `forget()`.

    Another thread may forget at any moment: what was found is held in a local variable, never looked up twice, and what
    was being read while somebody forgot is not kept.
    """

    def __init__(self, read: Callable[[], T], seconds: float = 10.0) -> None:
        self._read, self._seconds = read, seconds
        self._kept: tuple[float, T] | None = None
        self._forgotten = 0

    def __call__(self) -> T:
        kept = self._kept
        if kept is None or monotonic() - kept[0] > self._seconds:
            before = self._forgotten
            kept = (monotonic(), self._read())
            if before == self._forgotten:
                self._kept = kept
        return kept[1]

    def forget(self) -> None:
        """After a change in this process; others look again within the seconds."""
        self._forgotten += 1
        self._kept = None
