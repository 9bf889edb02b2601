"""The five written projects of sample_district.md §6, through the engine."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Grade, Result
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.evaluations import SampleEvaluation, of_year
from evalcore.sample.story import stories
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation

Told = dict[tuple[str, int], tuple[SampleEvaluation, Result]]


@pytest.fixture(scope="session")
def told(demonstration: tuple[Demonstration, list[Year]]) -> Told:
    names = {story["name"]: name for name, story in stories().items()}
    made: Told = {}
    for year in demonstration[1]:
        for item in of_year(demonstration[0], year):
            if item.evaluation.project in names:
                result = score_evaluation(item.evaluation, rule_set(id=item.rule_set))
                made[names[item.evaluation.project], year.year] = (item, result)
    return made


def test_what_the_passport_loses_adds_up_from_100_to_the_score(told: Told) -> None:
    _, result = told["passport", 2023]
    assert result.execution is not None
    lost = sum((step.lost for score in result.scores for step in score.trace), Decimal(0))
    lost += sum((step.lost for step in result.execution.trace), Decimal(0))
    # 2 of 20 canteens 1.00, 6 of 120 taps 0.50, 92 of 95 % 0.32, 24800 of 26000 0.46, execution 92 % 3.00
    assert lost == Decimal("5.28")
    assert result.total.value == Decimal("94.72")
    assert result.coverage == 1


def test_a_poor_project_is_rectified_on_less_money(told: Told) -> None:
    before, result = told["rectified", 2022]
    after, _ = told["rectified", 2023]
    assert result.grade is Grade.POOR
    assert before.evaluation.measures is not None and "2023年2月底前" in before.evaluation.measures
    assert after.evaluation.measures is not None and "整改事项已完成" in after.evaluation.measures
    assert before.evaluation.budget.initial is not None and after.evaluation.budget.initial is not None
    assert after.evaluation.budget.initial < before.evaluation.budget.initial


def test_good_becomes_excellent_by_the_rule_set_alone(told: Told) -> None:
    before, old = told["rule_change", 2022]
    after, new = told["rule_change", 2023]
    rows = [
        [(row.level3, row.target, row.actual) for row in item.evaluation.indicators]
        for item in (before, after)
    ]
    assert rows[0] == rows[1]
    assert before.evaluation.budget.execution_rate == after.evaluation.budget.execution_rate == 1
    assert (old.grade, new.grade) == (Grade.GOOD, Grade.EXCELLENT)
    assert old.rule_set != new.rule_set


def test_one_project_moves_to_another_department(told: Told) -> None:
    before, after = told["moved", 2023][0], told["moved", 2024][0]
    assert (before.evaluation.department, after.evaluation.department) == ("区卫生健康局", "区民政局")
    assert before.project_key != after.project_key


def test_one_strict_interval_crosses_the_line_of_excellent(told: Told) -> None:
    _, result = told["interval", 2024]
    assert result.total.low < 90 <= result.total.high
    assert result.grade is Grade.EXCELLENT
    assert result.grade_strict is None
    assert "待认定" in result.grade_text
