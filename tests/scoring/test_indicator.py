"""One row scored: points from a judgement, and a trace that adds up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import Basis, Budget, Score, Step
from evalcore.scoring.indicator import judge_indicator, score_indicator, spread
from evalcore.scoring.judgement import Judgement
from evalcore.scoring.rule_set import rule_set
from tests.forms import row

NATIONAL, CENTRAL = rule_set(id="national-2020"), rule_set(id="central-2021")
BUDGET = Budget(annual=Decimal(10), executed=Decimal(5))


def score(indicator, points="10", rules=NATIONAL) -> Score:
    worth = None if points is None else Decimal(points)
    return score_indicator(indicator, worth, judge_indicator(indicator, worth, rules), BUDGET, rules)


def judged(**changes) -> Score:
    facts = {"ratio": Decimal(1), "low": Decimal(1), "high": Decimal(1), "basis": Basis.RULE, "is_rule": True}
    return score_indicator(row(), Decimal(10), Judgement(**(facts | changes)), BUDGET, NATIONAL)


def test_a_met_target_earns_its_points() -> None:
    result = score(row(target="≥120人", actual="121人"), "12.5")
    assert (result.value, result.low, result.high, result.basis) == (Decimal("12.5"),) * 3 + (Basis.RULE,)


def test_a_missed_target_earns_actual_over_target_half_up() -> None:
    assert score(row(target="≥90%", actual="80%")).value == Decimal("8.89")


def test_a_reverse_target_at_125_percent_is_075_linear_and_080_as_a_ratio() -> None:
    cost = row("人均费用", "≤80元/人", "100元/人", level2="成本指标")
    assert score(cost).value == Decimal("7.5")
    assert score(cost, rules=rule_set(id="reverse-ratio")).value == 8


@pytest.mark.parametrize("actual", [None, "", "  "])
def test_a_blank_actual_needs_judgement_between_0_and_the_points(actual) -> None:
    result = score(row(actual=actual))
    assert (result.value, result.low, result.high, result.basis) == (None, 0, 10, Basis.JUDGEMENT)
    assert "未填完成值" in result.reason


def test_rows_without_points_and_sub_rows_count_for_nothing() -> None:
    assert score(row(), None).high == 0
    assert score(row(sub_row=True)).high == 0


def test_an_execution_level1_is_scored_by_the_money() -> None:
    assert score(row("预算执行率", "100%", "50%", level1="预算执行率")).value == 5


def test_what_a_person_must_judge_has_no_value_and_keeps_its_interval() -> None:
    result = judged(ratio=None, low=Decimal("0.6"), high=Decimal("0.8"), basis=Basis.JUDGEMENT, reason="酌情")
    assert (result.value, result.low, result.high, result.reason) == (None, 6, 8, "酌情")


def test_the_strict_interval_always_holds_the_shown_value() -> None:
    result = judged(ratio=Decimal("0.9"), low=Decimal("0.95"), high=Decimal("0.85"), basis=Basis.TEXT)
    assert result.low <= result.value <= result.high


def test_a_judgement_without_steps_still_says_why_points_were_lost() -> None:
    result = judged(ratio=Decimal("0.5"), low=Decimal("0.5"), high=Decimal("0.5"))
    assert [(step.text, step.lost) for step in result.trace] == [("按规则计分", 5)]


def test_an_exact_half_cent_rounds_up_though_the_ratio_is_cut_to_28_digits() -> None:
    twelfth = Decimal(1) / 12  # 12.06 / 12 = 1.005
    facts = Judgement(ratio=twelfth, low=twelfth, high=twelfth, basis=Basis.RULE, is_rule=True)
    assert score_indicator(row(), Decimal("12.06"), facts, BUDGET, NATIONAL).value == Decimal("1.01")


def test_full_marks_are_the_printed_points_even_in_thousandths() -> None:
    assert score(row(target="≥1人", actual="1人"), "3.333").value == Decimal("3.333")


@pytest.mark.parametrize(
    ("actual", "points"), [("96%", 10), ("90%", 10), ("89.9%", 8), ("60%", 5), ("59%", 0)]
)
def test_stepped_satisfaction_of_the_central_guide(actual: str, points: int) -> None:
    plain = row("学员满意度", "≥90%", actual, level1="满意度指标", level2="服务对象满意度指标")
    assert score(plain, rules=CENTRAL).value == points


def test_steps_do_not_apply_to_other_rows_own_rules_or_words() -> None:
    output = row("合格率", "≥90%", "81%", level2="质量指标")
    assert score(output, rules=CENTRAL).value == 9
    own = row("学员满意度", "≥90%", "81%", level1="满意度指标", rule="每低1个百分点扣1分")
    assert score(own, rules=CENTRAL).value != 8
    sentence = row("学员满意度", "90%及以上得满分，否则不得分", "81%", level1="满意度指标")
    assert score(sentence, rules=CENTRAL).value == 0
    bare = row("学员满意度", "≥90%", "81", level1="满意度指标")
    assert score(bare, rules=CENTRAL).value == 9


def test_over_achievement_costs_points_only_where_a_rule_set_says_so() -> None:
    over = rule_set(id="over-achievement-130")
    assert score(row(target="≥120人", actual="157人")).value == 10
    beyond = score(row(target="≥120人", actual="157人"), rules=over)
    assert (beyond.value, sum(step.lost for step in beyond.trace)) == (0, 10)
    assert score(row(target="≥120人", actual="156人"), rules=over).value == 10
    assert score(row("人均费用", "≤80元/人", "20元/人", level2="成本指标"), rules=over).value == 10
    assert score(row(target="效果明显", actual="效果明显"), rules=over).value == 10


CENTS = st.integers(-2_000, 10_000).map(lambda cents: Decimal(cents) / 100)


@settings(deadline=None)
@given(CENTS, st.lists(st.decimals(-3, 30, places=4, allow_nan=False), max_size=8))
def test_spread_parts_sum_exactly_to_what_was_lost(total: Decimal, raw: list[Decimal]) -> None:
    parts = spread(total, raw)
    assert len(parts) == len(raw)
    if raw:
        assert sum(parts) == total


def test_spread_gives_what_is_finer_than_a_cent_to_the_last_part() -> None:
    assert spread(Decimal("1.005"), [Decimal(1), Decimal(1)]) == (Decimal("0.50"), Decimal("0.505"))
    assert spread(Decimal("2"), [Decimal(0), Decimal(0)]) == (0, 2)
    assert spread(Decimal("0.01"), [Decimal(1), Decimal(1), Decimal(1)]) == (Decimal("0.01"), 0, 0)


@settings(deadline=None)
@given(
    st.sampled_from(["≥{}%", "≤{}%", "={}%", "{}%", "{}%及以上得满分，否则每下降5%扣该项指标对应分数10%"]),
    st.integers(1, 100),
    st.integers(0, 150),
    st.integers(1, 4_000),
)
def test_trace_steps_sum_exactly_to_the_points_lost(
    target: str, wanted: int, reached: int, cents: int
) -> None:
    points = Decimal(cents) / 100
    result = score(row("合格率", target.format(wanted), f"{reached}%", level2="质量指标"), points)
    assert 0 <= result.low <= result.high <= points
    if result.value is not None:
        assert sum((step.lost for step in result.trace), Decimal(0)) == points - result.value
        assert all(isinstance(step, Step) and step.text for step in result.trace)


def test_a_stepped_satisfaction_tells_the_rate_as_printed_and_its_step() -> None:
    plain = row("学员满意度", "≥90%", "89.9%", level1="满意度指标", level2="服务对象满意度指标")
    (step,) = score(plain, rules=CENTRAL).trace
    assert step.text.startswith("满意度 89.9%，规则集 central-2021 分档得分值的 80%")
    assert step.lost == 2


@pytest.mark.parametrize(
    ("level1", "level2"),
    [("满意度指标", "数量指标"), ("效益指标", "满意度指标"), ("满意度指标", "满意度指标")],
)
def test_satisfaction_may_stand_at_either_level(level1: str, level2: str) -> None:
    assert score(row("学员态度", "≥90%", "89.9%", level1=level1, level2=level2), rules=CENTRAL).value == 8


def test_rows_that_texts_do_not_judge_have_no_judgement() -> None:
    execution = row("预算执行率", "100%", "100%", level1="预算执行率")
    assert judge_indicator(execution, Decimal(10), NATIONAL) is None
    assert score(execution).value == 5  # by the money, whatever the row says
    assert judge_indicator(row(), None, NATIONAL) is None
    assert judge_indicator(row(sub_row=True), Decimal(10), NATIONAL) is None


def test_over_achievement_tells_the_rate_and_what_is_left() -> None:
    (step,) = score(row(target="≥120人", actual="180人"), rules=rule_set(id="over-achievement-130")).trace
    assert step.text.startswith("完成率 150")
    assert (step.text.endswith("得 0/10") or step.text.endswith("得 0.00/10"), step.lost) == (True, 10)


def test_rows_that_texts_do_not_judge() -> None:
    judging = row(target="≥1人", actual="1人")
    assert judge_indicator(judging, Decimal(10), NATIONAL) is not None
    assert judge_indicator(judging, None, NATIONAL) is None
    assert judge_indicator(replace(judging, sub_row=True), Decimal(10), NATIONAL) is None
    assert judge_indicator(replace(judging, level1="预算执行率"), Decimal(10), NATIONAL) is None


def test_satisfaction_under_benefits_is_stepped_too_and_its_trace_adds_up() -> None:
    result = score(row("学员满意度", "≥90%", "85%", level1="效益指标", level2="满意度指标"), rules=CENTRAL)
    assert (result.value, sum(step.lost for step in result.trace)) == (8, 2)
    assert "满意度 85%" in result.trace[0].text
    assert result.rule.startswith("满意度90%及以上得100%")
