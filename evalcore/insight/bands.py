"""所处区间: how far a department's mean, its place among others and its grades depend on the choice of weights.

A form's level-1 weights are multiplied by factors (each in 1 ± spread, the same factors for all forms) and brought back
to 100: total = 100 × Σ f·earned ÷ Σ f·points. For forms of one set of points that is linear-fractional in f, and its
exact bounds are at a corner that a sort finds; forms of several sets are bounded set by set, which can only widen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evalcore.insight.peers import settings
from evalcore.insight.what_if import LEVELS, Held, Integers
from evalcore.scoring.level import level1_kind
from evalcore.scoring.rule_set import rule_set

Floats = npt.NDArray[np.float64]
_PART = 1 << 15  # projects whose cases are worked on at a time, in the processor's cache
LEAST = 5  # a department with fewer scored projects is listed, never ranked


@dataclass(frozen=True, slots=True)
class Band:
    """A department's mean and where it lies. rank_*: 1 is the highest mean; None where it is not ranked.

    low, high: bounds of the mean under weights of 1 ± spread and the rule sets' weights; exact says whether the former
    are the very bounds. n: projects with every level-1 score; missing: left out for want of one.
    """

    code: str
    n: int
    missing: int
    mean: float | None
    low: float | None
    high: float | None
    exact: bool
    rank: int | None
    rank_low: int | None
    rank_high: int | None


def weights_of(id: str) -> dict[str, float]:
    """Level-1 weights of a rule set by kind, execution included."""
    rules = rule_set(id=id)
    made = {level1_kind(name): float(points) for name, points in rules.level1_points.items()}
    return {**made, "execution": float(rules.execution.points)}


def factors(draws: int, seed: int, spread: float) -> Floats:
    """draws × levels factors in 1 ± spread, the first all 1; the same for the same seed."""
    made = 1 + spread * (2 * np.random.default_rng(seed).random((draws + 1, len(LEVELS))) - 1)
    made[0] = 1
    return made


def bands(
    rows: pd.DataFrame, *, spread: float | None = None, draws: int | None = None, seed: int | None = None,
    rule_sets: Sequence[str] | None = None,
) -> tuple[Band, ...]:  # fmt: skip
    """The band of every department of rows (queries.comparison.level_sums_by_department), in the order of the codes.

    The settings of peers.toml hold where none is given. A department with fewer than LEAST complete projects gets a
    mean and bounds of None and no rank: missing never ranks.
    """
    held = settings()["bands"]
    spread = held["spread"] if spread is None else spread
    moved = factors(held["draws"] if draws is None else draws, held["seed"] if seed is None else seed, spread)
    fixed = [weights_of(id) for id in (held["rule_sets"] if rule_sets is None else rule_sets)]
    points_of, earned_of = [f"{kind}_points" for kind in LEVELS], [f"{kind}_score" for kind in LEVELS]
    ordered = rows.sort_values(["code", *points_of])
    codes, first = np.unique(ordered["code"].to_numpy(dtype=object).astype(str), return_index=True)
    counted = ordered["evaluations"].to_numpy(dtype=np.int64)
    complete = (ordered["complete"] == 1).to_numpy(dtype=bool)
    n = np.add.reduceat(np.where(complete, counted, 0), first) if len(first) else np.zeros(0, dtype=np.int64)
    missing = np.add.reduceat(np.where(complete, 0, counted), first) if len(first) else n
    enough = n >= LEAST
    used = complete & np.repeat(
        enough, np.diff([*first, len(ordered)])
    )  # the rows of departments that are ranked
    own = ordered[used]
    points, earned = own[points_of].to_numpy(dtype=float), own[earned_of].to_numpy(dtype=float)
    starts = np.flatnonzero(
        np.diff(np.searchsorted(codes, own["code"].to_numpy(dtype=object).astype(str)), prepend=-1)
    )
    places = iter(
        _placed(points, earned, starts, n[enough].astype(float), moved, fixed, spread) if len(own) else ()
    )
    made = []
    for code, counts, left, ranked in zip(codes, n, missing, enough, strict=True):
        told = next(places) if ranked else (None, None, None, False, None, None, None)
        made.append(Band(str(code), int(counts), int(left), *told))
    return tuple(made)


Place = tuple[float, float, float, bool, int, int, int]


def _placed(
    points: Floats, earned: Floats, starts: npt.NDArray[np.int64], n: Floats, moved: Floats,
    fixed: Sequence[Mapping[str, float]], spread: float,
) -> list[Place]:  # fmt: skip
    """Mean, low, high, exact and ranks of each department. points, earned: a row a set of points, earned sums its forms;
    starts: the first row of each department; n: its projects. All departments at once: one by one took 10 s for 1,300.
    """

    def mean(ratios: Floats) -> Floats:
        return np.asarray(100 * np.add.reduceat(ratios, starts, axis=-1) / n, dtype=np.float64)

    cases = mean((moved @ earned.T) / (moved @ points.T))
    every = np.array([*cases, *(mean(_under(points, earned, weights)) for weights in fixed)])
    low, high = map(mean, _bounds(points, earned, spread))
    low, high = np.minimum(low, np.nanmin(every, axis=0)), np.maximum(high, np.nanmax(every, axis=0))
    exact = np.diff([*starts, len(points)]) == 1
    return [
        (float(now), float(least), float(most), bool(one), *place)
        for now, least, most, one, place in zip(cases[0], low, high, exact, _ranks(every), strict=True)
    ]


def _under(points: Floats, earned: Floats, weights: Mapping[str, float]) -> Floats:
    """Score rates under other level-1 weights; what a form does not have is shared out. NaN: the form has none of them."""
    wanted = np.array([weights.get(kind, 0.0) for kind in LEVELS])
    here = (points > 0) * wanted
    rate = np.divide(earned, points, out=np.zeros_like(earned), where=points > 0)
    whole = here.sum(axis=1)
    rates: Floats = np.full(len(points), np.nan)
    np.divide((here * rate).sum(axis=1), whole, out=rates, where=whole > 0)
    return rates


def _bounds(points: Floats, earned: Floats, spread: float) -> tuple[Floats, Floats]:
    """Least and greatest score rate of each set: the corner of the box that a sort by score rate finds."""
    rate = np.divide(earned, points, out=np.full_like(earned, np.inf), where=points > 0)
    order = np.argsort(rate, axis=1, kind="stable")

    def sums(values: Floats) -> tuple[Floats, Floats]:
        """Of the kinds before each cut, and of those behind it."""
        sorted_ = np.take_along_axis(np.where(points > 0, values, 0.0), order, axis=1)
        before = np.concatenate([np.zeros((len(values), 1)), np.cumsum(sorted_, axis=1)], axis=1)
        return before, before[:, -1:] - before

    (got, got_behind), (full, full_behind) = sums(earned), sums(points)

    def corners(lower: float, upper: float) -> Floats:
        found: Floats = (lower * got + upper * got_behind) / (lower * full + upper * full_behind)
        return found

    least, most = corners(1 + spread, 1 - spread).min(axis=1), corners(1 - spread, 1 + spread).max(axis=1)
    return least, most


def _ranks(cases: Floats) -> list[tuple[int, int, int]]:
    """Rank now, best and worst rank over the cases all departments share; equal means share a rank. cases × departments."""
    table = np.round(cases, 6)
    table = table[~np.isnan(table).any(axis=1)]  # a case that some department has no mean in ranks nobody
    order = np.argsort(-table, axis=1)
    fallen = np.take_along_axis(table, order, axis=1)
    begins = np.diff(fallen, axis=1, prepend=np.inf) != 0  # equal means share the first one's place
    first = np.maximum.accumulate(np.where(begins, np.arange(table.shape[1]), 0), axis=1)
    place = np.empty_like(order)
    np.put_along_axis(place, order, first + 1, axis=1)
    return [(int(now), int(best), int(worst)) for now, best, worst in
            zip(place[0], place.min(axis=0), place.max(axis=0), strict=True)]  # fmt: skip


def flip_share(
    points: Integers, earned: Integers, lines: Sequence[int],
    *, spread: float | None = None, draws: int | None = None, seed: int | None = None,
) -> Floats:  # fmt: skip
    """Of every project the share of cases in which its grade is another than under its own weights.

    points, earned: whole 0.0001 points, LEVELS × projects, complete. lines: lowest totals of the grades in 0.01 points.
    A total under factors f, 100 × Σ f·earned ÷ Σ f·points half-up to 0.01, reaches a line when Σ f·a ≥ 0 with
    a = 20,000 × earned − (2 × line − 1) × points: whole numbers below 2⁵³, which floats hold, so that 89.995 is 90.00 in
    every case. Only projects with a line that some corner of the factors reaches and another does not are drawn for.
    """
    held = settings()["bands"]
    moved = factors(
        held["draws"] if draws is None else draws, held["seed"] if seed is None else seed,
        held["spread"] if spread is None else spread,
    )  # fmt: skip
    whole = np.rint(moved * 1000)
    middle, reach = (whole.max() + whole.min()) / 2, (whole.max() - whole.min()) / 2
    share = np.zeros(points.shape[1])
    for start in range(0, len(share), _PART):
        own = slice(start, start + _PART)
        asked, got = points[:, own].astype(np.float64), 20_000.0 * earned[:, own]
        margins = [got - (2.0 * line - 1) * asked for line in lines]
        open_lines = []
        for a in margins:
            centre, around = middle * a.sum(axis=0), reach * np.abs(a).sum(axis=0)
            open_lines.append((centre - around < 0) & (centre + around >= 0))
        unsure = np.logical_or.reduce(open_lines)
        flips = np.zeros((int(unsure.sum()), len(whole)), dtype=np.bool_)
        for a, open_line in zip(margins, open_lines, strict=True):
            reached = a[:, open_line].T @ whole.T >= 0
            flips[open_line[unsure]] |= reached != reached[:, :1]
        share[own][unsure] = flips.sum(axis=1) / max(len(whole) - 1, 1)
    return share


def flips_by_department(held: Held) -> dict[str, tuple[float, int]]:
    """Share of cases in which a grade flips, and the projects it is counted over, by department code. Each project's
    grade lines are those of its own rule set; projects with a level-1 score missing are left out."""
    complete = (held.earned >= 0).all(axis=0) & (held.points.sum(axis=0) > 0)
    share = np.zeros(held.size)
    for position, id in enumerate(held.rule_sets):
        own = complete & (held.rule_set == position)
        lines = [int(line.at_least * 100) for line in rule_set(id=id).grades if line.at_least > 0]
        share[own] = flip_share(held.points[:, own], held.earned[:, own], lines)
    of = held.department[complete]
    counted = np.bincount(of, minlength=len(held.departments))
    summed = np.bincount(of, weights=share[complete], minlength=len(held.departments))
    return {
        code: (float(total / n), int(n))
        for code, total, n in sorted(zip(held.departments, summed, counted, strict=True))
        if n
    }
