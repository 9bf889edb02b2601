"""Whose turn it is: a few at once, in the order they came, so that no session waits long while others are served often."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """A context that `most` threads hold at once; the others enter in the order they came."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: deque[Lock] = deque()
        self._mine = Lock()

    def __enter__(self) -> None:
        with self._mine:
            if self._free:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # given by the one that leaves

    def __exit__(self, *_: object) -> None:
        with self._mine:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
