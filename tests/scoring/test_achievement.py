"""An actual beside a target: what is met, what a bound leaves open, and how the reason and the trace say it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings


def judged(target, actual, **more):
    return judge(target, actual, rules=settings(**more), points=Decimal(10))


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥90%", "90%", True),
        ("≥90%", "89%", False),
        ("≤5次", "无", True),
        ("=0次", "无", True),
        ("80%-90%", "85%", True),
        ("2023年6月30日前", "2023年6月1日", True),
        ("2023年6月30日前", "2023年7月1日", False),
        ("效果明显", "达成预期指标", True),
        ("效果明显", "部分达成并具有一定效果", False),
        ("效果明显", "未达成且效果较差", False),
        (">0次", "0次", False),
    ],
)
def test_whether_a_target_is_met(target, actual, met):
    assert (judged(target, actual).ratio == 1) is met


@pytest.mark.parametrize(("actual", "said"), [("≥95%", "“≥95%”"), ("≤95%", "“≤95%”"), ("90%-95%", "“90%”")])
def test_a_bound_instead_of_a_value_is_quoted_with_its_sign(actual, said):
    judgement = judged("≥98%", actual)
    assert judgement.ratio is None
    assert said in judgement.reason


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [
        ("≥10%", "0.5", None),  # 0.5 may be a half, or 0.5 %
        ("≥9%", "0.45", "0.05"),
        ("≥10%", "1", None),
        ("≥10%", "1.1", "0.11"),
        ("≥10%", "0", "0"),
        ("≥300", "100%", None),  # a rate beside a number that is none
        ("≥100", "50%", "0.5"),
        ("≥12次/月", "12次", "1"),
    ],
)
def test_a_number_that_may_be_a_rate_is_left_to_a_person(target, actual, share):
    assert judged(target, actual).ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("target", "actual", "method", "said"),
    [
        ("≥100人", "80人", "linear", "按实际÷目标 → 得 80%"),
        ("≤80万元", "100万元", "linear", "按(1-超出部分÷目标) → 得 75%"),
        ("≤80万元", "100万元", "ratio", "按目标÷实际 → 得 80%"),
        ("≤80万元", "80万元", "ratio", "达到目标 → 满分"),
        ("=0次", "1次", "linear", "目标为 0，未达到 → 不得分"),
    ],
)
def test_the_trace_says_how_a_share_was_reckoned(target, actual, method, said):
    assert said in judged(target, actual, reverse_method=method).trace[0].text


@pytest.mark.parametrize(
    ("target", "actual", "linear", "ratio"),
    [
        ("≤80万元", "0万元", "1", "1"),
        ("≤80万元", "-5万元", "1", "1"),
        ("≤80万元", "159万元", "0.0125", None),
        ("≤80万元", "160万元", "0", "0.5"),
        ("≤80万元", "200万元", "0", "0.4"),
        ("≥80万元", "-5万元", "0", "0"),
        ("≥80万元", "200万元", "1", "1"),
    ],
)
def test_a_share_stays_between_nothing_and_all(target, actual, linear, ratio):
    for method, share in (("linear", linear), ("ratio", ratio)):
        if share is not None:
            assert judged(target, actual, reverse_method=method).ratio == Decimal(share)


def test_an_approximate_actual_is_told_as_one():
    judgement = judged("≥500户", "约500户")
    assert (judgement.ratio, judgement.basis) == (None, Basis.JUDGEMENT)
    assert "是约数" in judgement.reason
    assert "不是全年的数" in judged("≥12次", "每月1次").reason


@pytest.mark.parametrize(
    ("target", "actual", "shown"),
    [
        ("社区文化活动", "社区文艺表演", False),  # two of five pairs of characters
        ("社区文化活动", "社区文化讲座", True),  # three of five
        ("社区文化活动", "环境整治", False),
    ],
)
def test_a_qualitative_actual_must_speak_of_half_of_the_target(target, actual, shown):
    assert (judged(target, actual).ratio is not None) is shown


def test_words_that_share_half_their_pairs_with_the_target_report_it():
    judged = judge("设备运行稳定", "运行稳妥好", rules=settings())
    assert (judged.ratio, judged.basis) == (1, Basis.TEXT)  # 运行, 行稳 of four pairs
    assert judge("设备运行稳定", "运行态势图", rules=settings()).ratio is None  # one of five


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [
        ("前3名", "第2名", 1),
        ("前三名", "第三名", 1),
        ("排名前五", "第四名", 1),
        ("排名前五", "第六名", None),
        ("前3名", "第5名", None),
        ("较上年提高", "较上年提高2.1%", 1),
        ("较上年提高", "较上年下降2.1%", None),
        ("不低于上年", "与上年持平", 1),
        ("不低于上年", "比上年增加3个百分点", 1),
        ("不低于上年", "较上年下降", None),
        ("不超过上年", "较上年下降", 1),
        ("不超过上年", "较上年上升", None),
        ("同比有升有降", "同比上升", None),
        ("2000亩", "1,986.5亩", Decimal("0.99325")),  # 1986.5 is no May of 1986
    ],
)
def test_places_and_turns_against_a_target(target, actual, share):
    assert judge(target, actual, rules=settings()).ratio == share
