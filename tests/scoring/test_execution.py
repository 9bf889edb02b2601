"""Points of the 预算执行率 row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis, Budget
from evalcore.scoring.execution import score_execution
from evalcore.scoring.rule_set import rule_set

NATIONAL, CENTRAL, INITIAL = (
    rule_set(id=name) for name in ("national-2020", "central-2021", "initial-budget")
)


def budget(initial: str | None, annual: str | None, executed: str | None) -> Budget:
    initial_, annual_, executed_ = (None if v is None else Decimal(v) for v in (initial, annual, executed))
    return Budget(initial=initial_, annual=annual_, executed=executed_)


@pytest.mark.parametrize(
    ("executed", "points"),
    [
        ("100", "10"),
        ("80.45", "8.05"),
        ("33.335", "3.33"),
        ("33.35", "3.34"),
        ("0", "0"),
        ("130", "10"),
        ("-5", "0"),
    ],
)
def test_points_are_the_rate_times_the_weight_half_up_never_above_it(executed: str, points: str) -> None:
    score = score_execution(budget("100", "100", executed), Decimal(10), NATIONAL)
    assert score.value == Decimal(points)
    assert score.low == score.high == score.value
    assert sum(step.lost for step in score.trace) == 10 - Decimal(points)


@pytest.mark.parametrize(
    ("initial", "annual", "executed"), [("0", "0", "0"), ("5", None, "5"), ("5", "5", None), ("0", "0", "3")]
)
def test_zero_or_missing_annual_budget_has_no_execution_rate(
    initial: str, annual: str | None, executed: str | None
) -> None:
    score = score_execution(budget(initial, annual, executed), Decimal(10), NATIONAL)
    assert score.value is None
    assert (score.low, score.high, score.basis) == (0, 10, Basis.JUDGEMENT)
    assert "全年预算数" in score.reason


@pytest.mark.parametrize(
    ("executed", "points"),
    [("100", 10), ("101", 10), ("99.99", 7), ("80", 7), ("79.99", 5), ("60", 5), ("59.99", 0), ("0", 0)],
)
def test_central_steps_include_their_lower_bound(executed: str, points: int) -> None:
    assert score_execution(budget("100", "100", executed), Decimal(10), CENTRAL).value == points


def test_below_the_last_step_nothing_is_earned() -> None:
    assert score_execution(budget("100", "100", "-1"), Decimal(10), CENTRAL).value == 0


def test_older_forms_divide_by_the_initial_budget() -> None:
    seed = budget("1.5", "0.11", "0.11")
    assert score_execution(seed, Decimal(10), NATIONAL).value == 10
    assert score_execution(seed, Decimal(10), INITIAL).value == Decimal("0.73")
    assert score_execution(budget("0", "5", "5"), Decimal(10), INITIAL).value is None


def test_the_trace_shows_the_rate_and_the_points() -> None:
    (step,) = score_execution(budget("100", "4753.66", "3824.26"), Decimal(10), NATIONAL).trace
    assert "执行率 80.45%" in step.text
    assert step.text.endswith("得 8.04/10")


def test_the_rule_is_said_in_words() -> None:
    assert "全年预算数" in score_execution(budget("1", "1", "1"), Decimal(10), NATIONAL).rule
    assert "80%及以上得分值的 70%" in score_execution(budget("1", "1", "1"), Decimal(10), CENTRAL).rule
