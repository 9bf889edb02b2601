"""The district's figures against sample_district.md §3–§5 (an expert's estimates, so with tolerance)."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

import pytest

from evalcore.model import Method
from evalcore.sample.demonstration import Year
from evalcore.sample.form import Form
from evalcore.sample.indicator import Row

BANDS = ((100.0, 101.0), (95.0, 100.0), (90.0, 95.0), (80.0, 90.0), (60.0, 80.0), (-1.0, 60.0))


def shares(values: Iterable[float]) -> list[float]:
    """Per cent in each of §5's bands."""
    held = list(values)
    return [100 * sum(low <= value < high for value in held) / len(held) for low, high in BANDS]


def share(wanted: Iterable[bool]) -> float:
    held = list(wanted)
    return sum(held) / len(held)


def test_size_is_that_of_section_3(years: list[Year], own: list[Form]) -> None:
    assert [year.year for year in years] == [2021, 2022, 2023, 2024]
    assert 48 <= len({form.project.department.code for form in own}) <= 55
    for year in years:
        assert 560 <= len(year.listed) <= 620
    assert 2250 <= len(own) <= 2450
    assert 21_000 <= sum(len(form.rows) for form in own) <= 23_000
    assert all(5 <= len(form.rows) <= 15 for form in own)
    assert share(len(form.rows) >= 6 for form in own) > 0.99


@pytest.mark.parametrize(
    ("quantile", "low", "high"),
    [
        (0.10, 1.8, 4.5),
        (0.25, 8, 17),
        (0.50, 36, 56),
        (0.75, 140, 240),
        (0.90, 600, 1200),
        (0.99, 8000, 20000),
    ],
)
def test_budgets_follow_the_quantiles(own: list[Form], quantile: float, low: float, high: float) -> None:
    amounts = sorted((form.money.initial or form.money.annual) / 100 for form in own)
    assert low <= amounts[int(quantile * len(amounts))] <= high


def test_five_per_cent_of_projects_hold_about_seventy_per_cent_of_the_money(years: list[Year]) -> None:
    for year in years:
        amounts = sorted(
            (form.money.annual for form in year.forms if form.method is Method.SELF), reverse=True
        )
        assert 0.60 <= sum(amounts[: len(amounts) // 20]) / sum(amounts) <= 0.82


def test_budget_changes(own: list[Form]) -> None:
    changes = [form.money.change for form in own]
    assert 0.37 <= share(change == 0 for change in changes) <= 0.47
    assert 0.17 <= share(change is not None and -0.2 < change < 0 for change in changes) <= 0.27
    assert 0.12 <= share(change is not None and change <= -0.2 for change in changes) <= 0.21
    assert 0.05 <= share(change is None for change in changes) <= 0.11


def test_execution_rates(own: list[Form]) -> None:
    rates = [form.money.rate for form in own if form.money.annual]
    assert 0.42 <= share(rate == 1 for rate in rates) <= 0.50
    assert 0.10 <= share(rate < 0.8 for rate in rates) <= 0.155
    assert 0.015 <= share(rate < 0.3 for rate in rates) <= 0.045
    assert 0.0005 <= share(rate > 1 for rate in rates) <= 0.008


def test_money_weighted_rate_of_a_year_lies_where_a_district_s_does(years: list[Year]) -> None:
    for year in years:
        held = [form.money for form in year.forms if form.method is Method.SELF]
        assert 0.84 <= sum(money.executed for money in held) / sum(money.annual for money in held) <= 0.96


def test_projects_cut_by_half_mostly_report_full_execution(own: list[Form]) -> None:
    cut = [form.money for form in own if form.money.change is not None and form.money.change < -0.5]
    assert len(cut) > 60
    assert 0.65 <= share(money.rate >= 0.98 for money in cut) <= 0.92


def test_self_scores_pile_up_at_the_top(own: list[Form]) -> None:
    scores = [(form.total or 0) / 100 for form in own]
    for found, wanted in zip(shares(scores), (27, 43, 20, 7.5, 2, 0.5), strict=True):
        assert found == pytest.approx(wanted, abs=3.5)
    assert 97.0 <= median(scores) <= 98.8


def test_recomputed_scores_lie_lower(own: list[Form]) -> None:
    scores = [form.recomputed / 100 for form in own]
    for found, wanted in zip(shares(scores), (17, 37, 23, 15, 7, 1), strict=True):
        assert found == pytest.approx(wanted, abs=5)
    assert 94.6 <= median(scores) <= 96.8


def test_line_effect_at_ninety(own: list[Form]) -> None:
    under = sum(8900 <= (form.total or 0) < 9000 for form in own)
    above = sum(9000 <= (form.total or 0) <= 9100 for form in own)
    assert above > 2 * under


def test_reviews_are_lower_than_self_scores(own: list[Form]) -> None:
    reviewed = [form for form in own if form.review is not None]
    assert 0.05 <= len(reviewed) / len(own) <= 0.10
    assert 86.5 <= median((form.review or 0) / 100 for form in reviewed) <= 90.5
    assert share((form.review or 0) > (form.total or 0) for form in reviewed) < 0.12
    for form in reviewed:
        assert form.review == sum(row.review_points or 0 for row in form.rows) + form.execution_rule


def test_external_evaluations_are_few_and_stricter(years: list[Year], forms: list[Form]) -> None:
    for year in years:
        assert 10 <= sum(form.method is Method.FINANCE for form in year.forms) <= 15
    department = [(form.total or 0) / 100 for form in forms if form.method is Method.DEPARTMENT]
    finance = [(form.total or 0) / 100 for form in forms if form.method is Method.FINANCE]
    assert 86 <= median(department) <= 90
    assert 82 <= median(finance) <= 87


def test_indicator_achievement(own: list[Form]) -> None:
    rows: list[Row] = [row for form in own for row in form.rows]
    known = [row for row in rows if row.numeric and row.actual is not None]
    assert 0.09 <= sum(not row.met for row in known) / len(rows) <= 0.16
    assert 0.18 <= sum(row.line.kind == "words" for row in rows) / len(rows) <= 0.25
    assert 0.008 <= sum((row.achievement or 0) >= 2 for row in known) / len(rows) <= 0.03
    asked = [row for row in known if row.is_satisfaction]
    assert 0.24 <= share(row.actual == 100 for row in asked) <= 0.36


def test_a_quarter_of_the_forms_is_clean(own: list[Form]) -> None:
    assert 0.23 <= share(form.kind == "B" for form in own) <= 0.29


@pytest.mark.parametrize(
    ("defect", "low", "high"),
    [
        ("level_sum", 0.010, 0.030), ("total_mismatch", 0.010, 0.030), ("above_weight", 0.002, 0.010),
        ("rate_misprint", 0.020, 0.040), ("unit_mix", 0.003, 0.012), ("full_not_met", 0.030, 0.055),
        ("met_deducted", 0.030, 0.060), ("copied", 0.020, 0.040), ("in_words", 0.030, 0.050),
        ("over_unexplained", 0.030, 0.060), ("grade_off", 0.012, 0.028), ("no_execution", 0.015, 0.040),
        ("no_department", 0.004, 0.016), ("duplicate_form", 0.002, 0.010),
    ],
)  # fmt: skip
def test_planted_shares_of_section_6(own: list[Form], defect: str, low: float, high: float) -> None:
    assert low <= share(defect in form.defects for form in own) <= high


def test_natural_shares_of_section_6(own: list[Form], years: list[Year]) -> None:
    assert 0.30 <= share(form.chosen.no_cost for form in own) <= 0.40
    assert 0.11 <= share(form.chosen.no_timeliness for form in own) <= 0.19
    bare = [any(r.is_satisfaction and r.actual == 100 and not r.sampled for r in form.rows) for form in own]
    assert 0.08 <= share(bare) <= 0.16
    missing = [not listed.submitted for year in years for listed in year.listed]
    assert 0.012 <= share(missing) <= 0.03
