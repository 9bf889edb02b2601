"""A rule applied to an actual: what is measured, and what an actual that gives only a distance stands for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

STEPS = "85%及以上得满分，否则每下降5%扣该项指标对应分数10%"
TIERS = "≥100人得满分，80-100人得6分，80人以下不得分"
DAYS = "≤5天得满分，5-10天得5分，超过10天不得分"


@pytest.mark.parametrize(
    ("rule", "actual", "share", "value"),
    [
        (STEPS, "低5个百分点", "0.9", "80%"),
        (STEPS, "低于目标5个百分点", "0.9", "80%"),
        (STEPS, "低12个百分点", "0.8", "73%"),
        (STEPS, "高5个百分点", "1", "90%"),
        (TIERS, "少10人", "0.6", "90人"),
        (TIERS, "少完成30人", "0", "70人"),
        (TIERS, "多10人", "1", "110人"),
        (DAYS, "超期2天", "0.5", "7天"),
        (DAYS, "逾期6天", "0", "11天"),
        (DAYS, "提前2天", "1", "3天"),
    ],
)
def test_an_actual_that_gives_only_its_distance_from_the_full_mark_is_that_value(rule, actual, share, value):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert (judgement.ratio, str(judgement.actual)) == (Decimal(share), value)
    assert f"即 {value}" in judgement.trace[0].text
    assert sum(step.lost for step in judgement.trace) == 10 - Decimal(share) * 10


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [("≥200人", "少10人", "0.6"), ("≥200人", "少50人", "0"), ("≥200人", "多1人", "1")],
)
def test_beside_a_target_the_distance_is_from_the_target(target, actual, share):
    rule = "≥200人得满分，180-200人得6分，180人以下不得分"
    assert judge(target, actual, rules=settings(), points=Decimal(10), rule_text=rule).ratio == Decimal(share)


def test_what_no_tier_speaks_of_is_left_to_a_person():
    judgement = judge("5%不得分", "未完成", rules=settings(), points=Decimal(5))
    assert (judgement.ratio, judgement.reason) == (None, "实际完成值没有对应规则的哪一档")


def test_parts_whose_points_are_the_row_s_assume_nothing():
    rule = "培训完成率100%得3分，每低1%扣1分；考核合格率≥95%得2分，每低1%扣1分"
    for points, basis in ((Decimal(5), Basis.RULE), (None, Basis.RULE), (Decimal(10), Basis.ASSUMED)):
        judged = judge(rule, "100%，95%", rules=settings(), points=points)
        assert (judged.ratio, judged.basis) == (1, basis)


def test_awards_that_fall_but_are_of_different_things_add_up():
    rule = "制度健全得3分，培训开展得2分，制度执行得1分"
    assert judge(rule, "都有", rules=settings(), points=Decimal(7)).ratio == 1


TWELVE = "≥24条得满分，被省级采用的每条加0.2分"
BETWEEN = "达到1倍得满分，0.5-1倍之间按比例得分，0.5倍以下不得分"
BELOW_NOTHING = "0%及以上得满分，-10%至0%按比例得分，低于-10%不得分"
NEXT_BELOW = "≥10次得10分，9-10次得9分，以此类推"


@pytest.mark.parametrize(
    ("rule", "actual", "ratio", "low", "high"),
    [
        # a bonus that is not told of: at most all again, or what the sentence adds at most
        (TWELVE, "24条", "1", "1", "2"),
        (f"{TWELVE}，最多加1分", "24条", "1", "1", "1.1"),
        # half-way between the ends, or the share of the full mark itself; of an end at nothing there is no share
        (BETWEEN, "0.8倍", None, "0.6", "0.8"),
        (BELOW_NOTHING, "-5%", None, "0", "0.5"),
        ("完成率每下降5%扣1分，扣完为止", "96%", "1", "1", "1"),
        ("完成率每下降5%扣1分，扣完为止", "95%", "0.9", "0.9", "1"),
        (NEXT_BELOW, "6次", "0.6", "0.5", "0.6"),
        ("得5分，得3分", "完成", None, "0", "1"),
        ("按实际完成数/计划数×分值计分", "110%", "1", "1", "1"),
    ],
)
def test_an_interval_holds_every_reading_of_the_sentence(rule, actual, ratio, low, high):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert judgement.ratio == (None if ratio is None else Decimal(ratio))
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))


def test_more_than_all_of_it_without_a_stated_cap_is_assumed_to_earn_the_full_mark():
    judgement = judge("按实际完成数/计划数×分值计分", "110%", rules=settings(), points=Decimal(10))
    assert (judgement.basis, judgement.reason) == (Basis.ASSUMED, "规则没有写封顶，按满分为限")


def test_a_rule_of_other_things_than_the_row_s_target_is_not_met_by_its_number():
    rule = "有管理制度得满分，否则不得分"
    judgement = judge("≥100人", "120人", rules=settings(), points=Decimal(10), rule_text=rule)
    assert judgement.ratio is None


def test_none_of_what_a_step_counts_reaches_the_full_mark():
    judgement = judge("全部完成得满分，未完成一项扣2分", "0项", rules=settings(), points=Decimal(10))
    assert "达到目标" in judgement.trace[0].text
