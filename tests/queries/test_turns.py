"""Sessions that ask at once are served in the order they came, a few at a time."""

from __future__ import annotations

import threading
import time

import pytest

from evalcore.queries.turns import Turns


def test_no_more_than_asked_at_once_and_in_the_order_they_came() -> None:
    turns, inside, most, order = Turns(2), 0, 0, []
    counting, opened = threading.Lock(), threading.Event()

    def hold() -> None:
        with turns:
            opened.wait()

    def ask(number: int) -> None:
        nonlocal inside, most
        with turns:
            with counting:
                inside += 1
                most = max(most, inside)
                order.append(number)
            time.sleep(0.001)
            with counting:
                inside -= 1

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    while turns._free:
        time.sleep(0.001)
    for number in range(20):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    opened.set()
    for thread in threads:
        thread.join()
    assert most == 2
    # two run beside each other, so neighbours may swap; nobody is overtaken by more than that
    assert all(abs(place - number) <= 1 for place, number in enumerate(order))


def test_a_turn_is_given_back_when_a_question_fails() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ValueError), turns:
            raise ValueError
    assert turns._free == 1
