"""测算: re-scoring a portfolio under other level-1 weights and grade lines, in integers.

A row's share of its level-1 weight is an exact fraction: what it earned (in 0.01 points) ÷ the points of its
level-1. Under new weights it earns weight × share, rounded half-up once to 0.01 points; a level-1 that a form
does not have gives its weight to the others in proportion. Nothing is stored: a what-if changes no result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from evalcore.model import Evaluation, Result
from evalcore.scoring.level import LEVELS as NAMED
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import half_up

Integers = npt.NDArray[np.int64]
LEVELS = (*NAMED, "other")
HUNDRED_POINTS = 10_000  # in 0.01 points
_FINEST = 10**7  # largest denominator of a ratio: a ratio of two printed numbers is far coarser
_SAFE = 2**62
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Row:
    """One scored row: its level-1 kind, its points and what it earned of them (1 = full)."""

    level: str
    points: Decimal
    ratio: Decimal


def rows_of(evaluation: Evaluation, result: Result, *, bound: str = "value") -> tuple[Row, ...] | None:
    """The rows behind a total; None where `bound` ("value", "low", "high") is not known for all.

    A row whose value needs a person counts with its printed score, as in score_evaluation.
    """
    from evalcore.scoring.total import printed_score

    rows: list[Row] = []
    scored = [
        (index, level1_kind(row.level1), points, score)
        for index, (row, points, score) in enumerate(
            zip(evaluation.indicators, result.points, result.scores, strict=True)
        )
        if points
    ]
    every: list[tuple[int | None, str, Decimal, object]] = [*scored]
    if result.execution is not None and result.execution_points:
        every.append((None, "execution", result.execution_points, result.execution))
    for index, level, points, score in every:
        earned: Decimal | None = getattr(score, bound)
        if earned is None:
            printed = printed_score(evaluation, index)
            if printed is None:
                return None
            earned = min(max(printed, Decimal(0)), points)
        rows.append(Row(level, points, earned / points))
    return tuple(rows)


def fraction(ratio: Decimal) -> Fraction:
    """The exact ratio behind a Decimal of 28 digits: 0.333…3 is 1/3."""
    exact = Fraction(ratio)
    return exact.limit_denominator(_FINEST)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Rows of many evaluations: share = numerator ÷ denominator of the level-1 weight.

    offsets[i]:offsets[i + 1] are the rows of evaluation i; slot = pattern × len(LEVELS) + level, where a
    pattern says which level-1 kinds a form has.
    """

    numerator: Integers
    denominator: Integers
    slot: npt.NDArray[np.int16]
    offsets: Integers
    patterns: npt.NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many evaluations."""
        return len(self.offsets) - 1


def portfolio(forms: Sequence[Sequence[Row]]) -> Portfolio:
    """Arrays of many evaluations' rows. Every form needs at least one row with points."""
    numerators: list[int] = []
    denominators: list[int] = []
    slots: list[int] = []
    offsets = [0]
    patterns: dict[tuple[bool, ...], int] = {}
    for rows in forms:
        totals: dict[str, Decimal] = {}
        for row in rows:
            totals[row.level] = totals.get(row.level, Decimal(0)) + row.points
        present = tuple(level in totals for level in LEVELS)
        pattern = patterns.setdefault(present, len(patterns))
        for row in rows:
            share = fraction(row.ratio) * Fraction(row.points) / Fraction(totals[row.level])
            numerators.append(share.numerator)
            denominators.append(share.denominator)
            slots.append(pattern * len(LEVELS) + LEVELS.index(row.level))
        offsets.append(len(slots))
    return Portfolio(
        np.array(numerators, dtype=np.int64),
        np.array(denominators, dtype=np.int64),
        np.array(slots, dtype=np.int16),
        np.array(offsets, dtype=np.int64),
        np.array(list(patterns), dtype=np.bool_).reshape(len(patterns), len(LEVELS)),
    )


def rescore(held: Portfolio, weights: Mapping[str, Decimal]) -> Integers:
    """Totals of every evaluation in 0.01 points under new level-1 weights (points, 0.01 the finest).

    Weights need not sum to 100: they are taken in proportion. Raises ValueError when all are 0, when one is
    negative, or when a form has no level-1 with a weight.
    """
    whole = np.array([int(weights.get(level, Decimal(0)) * 100) for level in LEVELS], dtype=np.int64)
    if (whole < 0).any() or not whole.any():
        raise ValueError("weights must not be negative, and one must be above 0")
    sums = held.patterns @ whole
    if (sums == 0).any():
        raise ValueError("a form has no level-1 that the weights name")
    over = np.broadcast_to(whole * HUNDRED_POINTS, held.patterns.shape)
    common = np.gcd(over, sums[:, None])
    factor = np.ascontiguousarray(over // common).ravel()
    under = np.ascontiguousarray(sums[:, None] // common).ravel()
    # The largest intermediate is 2 × numerator + denominator; where it could leave int64, Python integers.
    top = int(held.numerator.max(initial=0)) * int(factor.max(initial=0)) * 2
    bottom = int(held.denominator.max(initial=0)) * int(under.max(initial=0)) * 2
    exact = top + bottom >= _SAFE
    totals = np.empty(held.size, dtype=np.int64)
    first = 0
    while first < held.size:
        start = held.offsets[first]
        last = int(np.searchsorted(held.offsets, start + _CHUNK, side="right")) - 1
        last = min(max(last, first + 1), held.size)
        stop = held.offsets[last]
        slot = held.slot[start:stop]
        numerator, denominator = held.numerator[start:stop], held.denominator[start:stop]
        if exact:
            cents = _exactly(numerator, denominator, factor[slot], under[slot])
        else:
            scaled = denominator * under[slot]
            cents = (numerator * factor[slot] * 2 + scaled) // (scaled * 2)
        summed = np.concatenate(([0], np.cumsum(cents)))
        edges = held.offsets[first : last + 1] - start
        totals[first:last] = summed[edges[1:]] - summed[edges[:-1]]
        first = last
    return totals


def _exactly(numerator: Integers, denominator: Integers, factor: Integers, under: Integers) -> Integers:
    columns = (numerator.tolist(), denominator.tolist(), factor.tolist(), under.tolist())
    cents = [(2 * n * f + d * u) // (2 * d * u) for n, d, f, u in zip(*columns, strict=True)]
    return np.array(cents, dtype=np.int64)


def regrade(totals: Integers, lines: Sequence[Decimal]) -> npt.NDArray[np.int64]:
    """Position of each total's grade in `lines` (lowest total of each grade in points, highest first)."""
    ascending = np.array([int(line * 100) for line in reversed(lines)], dtype=np.int64)
    reached = np.searchsorted(ascending, totals, side="right")
    position: npt.NDArray[np.int64] = len(lines) - np.maximum(reached, 1)
    return position


def rescore_one(rows: Sequence[Row], weights: Mapping[str, Decimal]) -> Decimal:
    """The same total for one evaluation in Decimal: the definition the arrays are proved against."""
    with localcontext() as context:
        context.prec = 80
        totals: dict[str, Decimal] = {}
        for row in rows:
            totals[row.level] = totals.get(row.level, Decimal(0)) + row.points
        present = sum((weights.get(level, Decimal(0)) for level in totals), Decimal(0))
        total = Decimal(0)
        for row in rows:
            exact = fraction(row.ratio)
            points = weights.get(row.level, Decimal(0)) * 100 * row.points * exact.numerator
            earned = points / (present * totals[row.level] * exact.denominator)
            # 60 digits first: a quotient cut short of a half must not fall below it
            total += half_up(earned.quantize(Decimal(1).scaleb(-60), rounding=ROUND_HALF_UP))
        return total
