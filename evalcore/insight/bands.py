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
    found: list[tuple[str, int, int, Floats | None, float, float, bool]] = []
    for code, own in rows.groupby("code", sort=True):
        complete = own[own["complete"] == 1].sort_values([f"{kind}_points" for kind in LEVELS])
        n, missing = (
            int(complete["evaluations"].sum()),
            int(own.loc[own["complete"] == 0, "evaluations"].sum()),
        )
        if n < LEAST:
            found.append((str(code), n, missing, None, 0.0, 0.0, False))
            continue
        points = complete[[f"{kind}_points" for kind in LEVELS]].to_numpy(dtype=float)
        count = complete["evaluations"].to_numpy(dtype=float)
        earned = complete[[f"{kind}_score" for kind in LEVELS]].to_numpy(dtype=float)
        cases = _means(points, earned, count, moved)
        scenario = np.array([_under(points, earned, count, w) for w in fixed], dtype=float)
        low, high = _bounds(points, earned, count, spread)
        every = np.concatenate([cases, scenario])
        ends = min(low, float(np.nanmin(every))), max(high, float(np.nanmax(every)))
        found.append((str(code), n, missing, every, *ends, len(points) == 1))
    ranks = _ranks([cases for *_, cases, _, _, _ in found])
    return tuple(
        Band(code, n, missing, None, None, None, False, None, None, None)
        if cases is None or place is None
        else Band(code, n, missing, float(cases[0]), float(low), float(high), exact, *place)
        for (code, n, missing, cases, low, high, exact), place in zip(found, ranks, strict=True)
    )


def _means(points: Floats, earned: Floats, count: Floats, moved: Floats) -> Floats:
    """Mean total of a department in each case. points, earned: a row a set of points; earned sums its forms."""
    under = moved @ points.T
    return np.asarray(100 * ((moved @ earned.T) / under).sum(axis=1) / count.sum(), dtype=np.float64)


def _under(points: Floats, earned: Floats, count: Floats, weights: Mapping[str, float]) -> float:
    """Mean total under other level-1 weights; what a form does not have is shared out. NaN: some form has none."""
    wanted = np.array([weights.get(kind, 0.0) for kind in LEVELS])
    here = (points > 0) * wanted
    if (here.sum(axis=1) == 0).any():
        return float("nan")
    rate = np.divide(earned, points, out=np.zeros_like(earned), where=points > 0)
    return float(100 * ((here * rate).sum(axis=1) / here.sum(axis=1)).sum() / count.sum())


def _bounds(points: Floats, earned: Floats, count: Floats, spread: float) -> tuple[float, float]:
    """Least and greatest mean: set by set, the corner of the box that a sort by score rate finds."""
    low = high = 0.0
    for own, got in zip(points, earned, strict=True):
        kinds = np.flatnonzero(own > 0)
        order = kinds[np.argsort(got[kinds] / own[kinds], kind="stable")]
        ends = []
        for lower, upper in ((1 - spread, 1 + spread), (1 + spread, 1 - spread)):
            best = []
            for cut in range(len(order) + 1):
                f = np.where(np.arange(len(order)) < cut, lower, upper)
                best.append(float((f * got[order]).sum() / (f * own[order]).sum()))
            ends.append(best)
        high += 100 * max(ends[0])
        low += 100 * min(ends[1])
    return low / float(count.sum()), high / float(count.sum())


def _ranks(cases: Sequence[Floats | None]) -> list[tuple[int, int, int] | None]:
    """Rank now, best and worst rank over the cases all departments share; equal means share a rank."""
    ranked = [c for c in cases if c is not None]
    if not ranked:
        return [None] * len(cases)
    table = np.round(np.array(ranked), 6)
    table = table[:, ~np.isnan(table).any(axis=0)]  # a case that some department has no mean in ranks nobody
    place = 1 + (table[None, :, :] > table[:, None, :]).sum(axis=1)
    made = iter([(int(row[0]), int(row.min()), int(row.max())) for row in place])
    return [None if c is None else next(made) for c in cases]


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
