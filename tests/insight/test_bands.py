"""所处区间 and 同类部门: the worked example by hand, and what must hold for any departments."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from operator import mul

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.insight import bands, what_if
from evalcore.insight.bands import LEVELS
from evalcore.insight.peers import peer_groups, peer_rules, profiles
from tests.insight.test_what_if import rows as what_if_rows

STANDARD = {"execution": 10.0, "output": 50.0, "benefit": 30.0, "satisfaction": 10.0}


def sums(
    code: str, points: Mapping[str, float], earned: Mapping[str, float], n: int, complete: int = 1
) -> dict[str, object]:
    """A row of level_sums_by_department: n forms that earn the same."""
    return {
        "code": code, "complete": complete, "evaluations": n,
        **{f"{k}_points": points.get(k, 0.0) for k in LEVELS},
        **{f"{k}_score": earned.get(k, points.get(k, 0.0)) * n for k in LEVELS},
    }  # fmt: skip


def test_the_bounds_of_the_worked_example() -> None:
    """Output 40 of 50, the rest full: 90. Output × 0.8, the rest × 1.2: (32 + 60) ÷ (40 + 60) = 92; turned round: 88."""
    rows = pd.DataFrame([sums("101", STANDARD, {"output": 40}, 5)])
    (band,) = bands.bands(rows, spread=0.2, rule_sets=[])
    assert (band.mean, band.exact, band.n) == (90.0, True, 5)
    assert (band.low, band.high) == (pytest.approx(88), pytest.approx(92))


def test_a_rule_set_that_weighs_the_weak_part_more_widens_the_band() -> None:
    """execution 5 of 10, the rest full: 95; ±20 % gives at most 95.9 and at least 94.0; execution-20 makes it 90."""
    rows = pd.DataFrame([sums("101", STANDARD, {"execution": 5}, 5)])
    (band,) = bands.bands(rows, spread=0.2, rule_sets=["execution-20"])
    weights = bands.weights_of("execution-20")
    assert weights["execution"] == 20
    assert band.low == pytest.approx(90)
    assert band.high == pytest.approx(100 * (0.8 * 5 + 1.2 * 90) / (0.8 * 10 + 1.2 * 90))


def test_small_departments_and_missing_scores_never_rank() -> None:
    rows = pd.DataFrame(
        [
            sums("101", STANDARD, {"output": 40}, 5), sums("102", STANDARD, {}, 4),
            sums("103", STANDARD, {}, 30, complete=0), sums("103", STANDARD, {"output": 45}, 6),
        ]
    )  # fmt: skip
    first, second, third = bands.bands(rows)
    assert (second.rank, second.rank_low, second.mean) == (None, None, None)
    assert (third.n, third.missing) == (6, 30)
    assert (first.rank, third.rank) == (2, 1)  # of the two that have enough


def test_equal_departments_share_their_place() -> None:
    rows = pd.DataFrame([sums(code, STANDARD, {"output": 40}, 5) for code in ("101", "102")])
    assert [(b.rank, b.rank_low, b.rank_high) for b in bands.bands(rows)] == [(1, 1, 1), (1, 1, 1)]


def test_departments_strong_in_different_parts_have_overlapping_bands() -> None:
    """Output lost 5 of 50 against benefit lost 4.9 of 30: which is higher depends on the weights."""
    rows = pd.DataFrame(
        [sums("101", STANDARD, {"output": 45}, 9), sums("102", STANDARD, {"benefit": 25.1}, 9)]
    )
    assert [(b.rank_low, b.rank_high) for b in bands.bands(rows)] == [(1, 2), (1, 2)]


@st.composite
def departments(draw: st.DrawFn) -> pd.DataFrame:
    rows = []
    for code in range(draw(st.integers(1, 5))):
        for points in draw(
            st.lists(st.sampled_from([STANDARD, {"execution": 10.0, "output": 90.0}, {"cost": 20.0, "output": 40.0, "benefit": 40.0}]),
                     min_size=1, max_size=3, unique_by=lambda p: tuple(p))
        ):  # fmt: skip
            earned = {k: draw(st.floats(0, p)) for k, p in points.items()}
            rows.append(sums(f"{code}", points, earned, draw(st.integers(1, 20))))
    return pd.DataFrame(rows)


@settings(max_examples=120, deadline=None)
@given(departments(), st.randoms(use_true_random=False))
def test_bands_contain_the_point_and_do_not_depend_on_the_order(rows: pd.DataFrame, shuffled: object) -> None:
    made = bands.bands(rows, draws=40)
    for band in made:
        if band.mean is None:
            assert band.rank is None
            continue
        assert band.low is not None and band.high is not None and band.rank is not None
        assert band.low - 1e-9 <= band.mean <= band.high + 1e-9
        assert band.rank_low is not None and band.rank_high is not None
        assert band.rank_low <= band.rank <= band.rank_high
    order = list(range(len(rows)))
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    again = bands.bands(rows.iloc[order], draws=40)
    for a, b in zip(made, again, strict=True):
        assert (a.code, a.rank, a.rank_low, a.rank_high) == (b.code, b.rank, b.rank_low, b.rank_high)
        assert a.mean == pytest.approx(b.mean)


@settings(max_examples=60, deadline=None)
@given(departments())
def test_no_draw_leaves_the_bounds(rows: pd.DataFrame) -> None:
    points = rows[[f"{k}_points" for k in LEVELS]].to_numpy(dtype=float)
    earned = rows[[f"{k}_score" for k in LEVELS]].to_numpy(dtype=float)
    least, most = bands._bounds(points, earned, 0.2)
    moved = bands.factors(300, 7, 0.2)
    drawn = (moved @ earned.T) / (moved @ points.T)
    assert (least - 1e-9 <= drawn.min(axis=0)).all() and (drawn.max(axis=0) <= most + 1e-9).all()


def test_a_grade_far_from_a_line_never_flips_and_one_at_it_does() -> None:
    points = np.array([[100_000, 0, 500_000, 300_000, 100_000, 0, 0]] * 2).T
    earned = points.copy()
    earned[2, 1] = 400_000  # 90.00: on the line of 优, between 88 and 92 under ±20 %
    share = bands.flip_share(points, earned, [9000, 8000, 6000], draws=200, seed=1)
    assert share[0] == 0
    assert 0.3 < share[1] < 0.7


def slowly(points: np.ndarray, earned: np.ndarray, lines: list[int], draws: int, seed: int) -> list[float]:
    """flip_share in exact fractions, one project and one draw after another."""
    moved = np.rint(bands.factors(draws, seed, 0.2) * 1000).astype(int).tolist()
    shares = []
    for p, e in zip(points.tolist(), earned.tolist(), strict=True):
        graded = []
        for f in moved:
            total = Fraction(sum(map(mul, f, e)), sum(map(mul, f, p))) * 10_000
            graded.append(sum(floor(total + Fraction(1, 2)) >= line for line in lines))
        shares.append(sum(g != graded[0] for g in graded) / draws)
    return shares


@st.composite
def scored(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    points = [draw(st.integers(0, 60)) * 10_000 for _ in LEVELS]
    points[0] = 100_000
    return points, [draw(st.integers(0, p)) for p in points]


@settings(max_examples=60, deadline=None)
@given(st.lists(scored(), min_size=1, max_size=12), st.integers(0, 9))
def test_the_share_of_flips_is_that_of_every_draw_counted_one_by_one(
    forms: list[tuple[list[int], list[int]]], seed: int
) -> None:
    points, earned = (np.array(part, dtype=np.int64) for part in zip(*forms, strict=True))
    lines = [9000, 8000, 6000]
    made = bands.flip_share(points.T, earned.T, lines, spread=0.2, draws=25, seed=seed)
    assert made.tolist() == pytest.approx(slowly(points, earned, lines, 25, seed))


def test_flips_are_counted_by_department_over_complete_projects() -> None:
    """101: one project far from every line, one at 90.00; 102: one far from them, one without its benefit score."""
    full, at_line = {k: Decimal(int(v)) for k, v in STANDARD.items()}, {"output": Decimal(40)}
    held = what_if.hold(
        what_if_rows(
            (full, full), (full, full | at_line), (full, full), (full, full | {"benefit": None})
        ).assign(department_code=["101", "101", "102", "102"])
    )
    made = bands.flips_by_department(held)
    assert made["102"] == (0.0, 1)
    share, n = made["101"]
    assert n == 2
    assert 0.15 < share < 0.35  # half of the draws at the line, over two projects


def test_peer_groups_follow_their_rules() -> None:
    rows = pd.DataFrame(
        [
            ("101", "区直党群", "运转", 3, 3, 90.0, 1), ("101", "区直党群", "服务", 1, 1, 10.0, 1),
            ("201", "区直政府", "工程", 9, 9, 18_000.0, 1), ("201", "区直政府", "服务", 9, 9, 2_000.0, 1),
            ("202", None, "服务", 2, 0, 0.0, 2),
        ],
        columns=["code", "kind", "project_type", "evaluations", "with_annual", "money", "years"],
    )  # fmt: skip
    held = profiles(rows)
    groups = {rule.id: peer_groups(held, rule) for rule in peer_rules()}
    assert groups["kind"] == {"区直党群": ("101",), "区直政府": ("201",), "未注明类型": ("202",)}
    assert groups["type"] == {"运转": ("101",), "工程": ("201",), "服务": ("202",)}
    assert groups["size"]["1 亿元及以上"] == ("201",)
    assert all(rule.explanation.endswith("。") for rule in peer_rules())
