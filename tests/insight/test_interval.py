"""Exact intervals against published tables and their own definition."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.insight.interval import median_interval, order_ranks, share_interval


# Ranks of the 95 % sign-test interval of a median, from the table in Conover, Practical Nonparametric Statistics.
@pytest.mark.parametrize(
    ("n", "ranks"), [(5, None), (6, (1, 6)), (8, (1, 8)), (9, (2, 8)), (10, (2, 9)), (20, (6, 15)), (30, (10, 21))]
)  # fmt: skip
def test_the_ranks_of_a_median(n: int, ranks: tuple[int, int] | None) -> None:
    assert order_ranks(n) == ranks


@settings(deadline=None)
@given(st.integers(6, 300))
def test_the_ranks_hold_the_median_often_enough_and_no_narrower_pair_does(n: int) -> None:
    low, high = order_ranks(n) or (0, 0)
    outside = 2 * sum(comb(n, j) for j in range(low)) / 2**n
    assert high == n + 1 - low
    assert outside <= 0.05 < 2 * sum(comb(n, j) for j in range(low + 1)) / 2**n


def test_a_median_of_repeated_values() -> None:
    # 10 reviewed forms: 0 three times, 4 five times, 9 twice; ranks 2 and 9 are 0 and 9
    made = median_interval([9.0, 0.0, 4.0], [2, 3, 5])
    assert made is not None
    assert (made.value, made.low, made.high, made.n) == (4.0, 0.0, 9.0, 10)


def test_five_values_have_a_median_and_no_interval() -> None:
    made = median_interval([1.0, 2.0, 3.0, 4.0, 10.0], [1] * 5)
    assert made is not None
    assert (made.value, made.low, made.high) == (3.0, None, None)
    assert median_interval([], []) is None


@settings(deadline=None)
@given(st.lists(st.integers(-10_00, 10_00), min_size=1, max_size=60), st.randoms())
def test_the_median_does_not_depend_on_the_order(cents: list[int], random: object) -> None:
    values = [c / 100 for c in cents]
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own Random
    one = median_interval(values, [1] * len(values))
    assert one == median_interval(mixed, [1] * len(mixed))
    assert one is not None
    assert one.low is None or one.high is None or one.low <= one.value <= one.high


# Clopper–Pearson limits as tabulated (e.g. 8 of 10: 44.39 %–97.48 %).
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(8, 10, 0.4439, 0.9748), (0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (1, 20, 0.0013, 0.2487)],
)
def test_the_interval_of_a_share(hits: int, n: int, low: float, high: float) -> None:
    made = share_interval(hits, n)
    assert made is not None
    assert (made.low, made.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert share_interval(0, 0) is None
