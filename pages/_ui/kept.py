"""What was worked out before, by what it depends on. Nothing is copied or hashed byte by byte: a hit is a look-up.

st.cache_data pickles every frame at every call and hashes every argument: some 30 calls a rerun took 15–20 ms of it.
Keys name the data version, so that nothing kept is ever out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class _Answer:
    """One answer, or that it is being worked out."""

    __slots__ = ("lock", "made", "value")

    def __init__(self) -> None:
        self.lock, self.made, self.value = Lock(), False, None


class Kept:
    """Answers by key, the one asked longest ago goes first. Sessions that ask the same at once wait for one answer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def known(self, key: Hashable) -> bool:
        """Whether there is an answer, or somebody is working it out."""
        return key in self._answers

    def get(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The answer, worked out when nobody has yet. Raises what `work` raises, and keeps nothing then."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None:
                answer = self._answers[key] = _Answer()
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            else:
                self._answers.move_to_end(key)
        with answer.lock:
            if not answer.made:
                answer.value = work()
                answer.made = True
            return answer.value
