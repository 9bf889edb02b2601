"""Exact intervals, free of any distribution: of a median by order statistics, of a share by Clopper and Pearson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval. low and high are None where n is too small for the confidence asked for."""

    value: float
    low: float | None
    high: float | None
    n: int


@cache
def _log_factorials(n: int) -> np.ndarray:
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1)))))


def _at_most(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X binomial with n trials of chance p."""
    if k < 0:
        return 0.0
    if k >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    log = _log_factorials(n)
    j = np.arange(k + 1)
    terms = log[n] - log[j] - log[n - j] + j * np.log(p) + (n - j) * np.log1p(-p)
    top = float(terms.max())
    return float(min(1.0, np.exp(top) * np.exp(terms - top).sum()))


@cache
def order_ranks(n: int, confidence: float = CONFIDENCE) -> tuple[int, int] | None:
    """The ranks (from 1) of the two order statistics that hold the median with at least this confidence.

    None where even the smallest and the largest value do not (n < 6 at 95 %).
    """
    tail = (1 - confidence) / 2
    if n < 1 or _at_most(0, n, 0.5) > tail:
        return None
    low, high = 1, n // 2  # the largest rank r with P(X ≤ r-1) ≤ tail
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(middle - 1, n, 0.5) <= tail:
            low = middle
        else:
            high = middle - 1
    return low, n + 1 - low


def median_interval(
    values: Sequence[float], counts: Sequence[int], confidence: float = CONFIDENCE
) -> Interval | None:
    """Median of values that occur counts times each, with its exact interval; None when there is none."""
    order = np.argsort(np.asarray(values, dtype=float), kind="stable")
    ordered = np.asarray(values, dtype=float)[order]
    ends = np.cumsum(np.asarray(counts, dtype=np.int64)[order])
    n = int(ends[-1]) if len(ends) else 0
    if not n:
        return None

    def at(rank: int) -> float:
        return float(ordered[int(np.searchsorted(ends, rank))])

    median = (at((n + 1) // 2) + at(n // 2 + 1)) / 2
    ranks = order_ranks(n, confidence)
    low, high = (at(ranks[0]), at(ranks[1])) if ranks else (None, None)
    return Interval(median, low, high, n)


def share_interval(hits: int, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """hits ÷ n with the Clopper–Pearson interval; None when n is 0."""
    if n <= 0:
        return None
    tail = (1 - confidence) / 2

    def solve(k: int, wanted: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(50):  # _at_most falls as p grows
            middle = (low + high) / 2
            if _at_most(k, n, middle) > wanted:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    return Interval(
        hits / n,
        0.0 if hits == 0 else solve(hits - 1, 1 - tail),
        1.0 if hits == n else solve(hits, tail),
        n,
    )
