"""Rules whose conditions are words, and checklists: what an actual in words earns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

HAS = "有方案得满分，否则不得分"
NONE = "无投诉得满分，否则不得分"
FEARED = "发生挪用的不得分"
ON_TIME = "按时完成得10分，未按时完成扣3分"
DEGREES = "优秀得10分，良好得8分，一般得6分"
MARKED = "①有方案得2分；②有台账得3分；③有总结得5分"
EQUAL = "有方案2分、有台账2分、有总结2分"


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        (HAS, "有", "1"),
        (HAS, "方案齐全", "1"),
        (HAS, "无", "0"),
        (HAS, "没有方案", "0"),
        (HAS, "否", "0"),
        (NONE, "无", "1"),
        (NONE, "没有投诉", "1"),
        (NONE, "无投诉", "1"),
        (FEARED, "未发生挪用", "1"),
        (FEARED, "不存在挪用", "1"),
        (FEARED, "无", "1"),
        (FEARED, "挪用1次", "0"),
        (ON_TIME, "按时完成", "1"),
        (ON_TIME, "未按时完成", "0.7"),
        (ON_TIME, "逾期完成", "0.7"),
        (DEGREES, "优秀", "1"),
        (DEGREES, "良好", "0.8"),
        (DEGREES, "一般", "0.6"),
        (DEGREES, "较好", None),  # no degree of the rule
        (DEGREES, "差", None),
        (MARKED, "①②", "0.5"),
        (MARKED, "缺③", "0.5"),
        (MARKED, "缺①", "0.8"),
        (MARKED, "①-③", "1"),
        (MARKED, "②③", "0.8"),
        (MARKED, "全部", "1"),
        (MARKED, "无", "0"),
        (MARKED, "只有台账", "0.3"),
        (MARKED, "有方案、有台账", None),  # of the third nothing is said
        (MARKED, "2项", None),  # which two
        (MARKED, "缺2项", None),
        (MARKED, "①②符合③不符合", None),
        (MARKED, "④", None),
        (EQUAL, "两项", "0.4"),
        (EQUAL, "缺1项", "0.4"),
        (EQUAL, "3项", "0.6"),
        (EQUAL, "零项", "0"),
        (EQUAL, "均有", "0.6"),
        (EQUAL, "方案和台账，无总结", "0.4"),
        (EQUAL, "只有总结", "0.2"),
    ],
)
def test_what_words_earn(rule, actual, share):
    points = Decimal(10) if rule is not EQUAL else Decimal(6)
    judgement = judge(rule, actual, rules=settings(), points=points)
    if share is None:
        assert (judgement.ratio, judgement.basis) == (None, Basis.JUDGEMENT)
        return
    expected = Decimal(share) * 10 / points
    assert judgement.ratio is not None
    assert abs(judgement.ratio - expected) < Decimal("1e-20")
    assert judgement.basis is Basis.TEXT
    assert (judgement.low, judgement.high) == (0, 1)


@pytest.mark.parametrize(
    ("actual", "share"),
    [("2023年6月1日完成", "1"), ("2023年6月30日完成", "1"), ("2023年7月1日完成", "0.7")],
)
def test_on_time_beside_a_date_is_whether_the_date_is_kept(actual, share):
    judgement = judge("2023年6月30日前", actual, rules=settings(), points=Decimal(10), rule_text=ON_TIME)
    assert judgement.ratio == Decimal(share)


SEVEN = "有方案1分、有台账1分、有总结1分、有合同1分、有名册1分、有照片1分、有报告1分"


@pytest.mark.parametrize(
    ("actual", "items"),
    [("一项", 1), ("二项", 2), ("两项", 2), ("三项", 3), ("四项", 4), ("五项", 5), ("六项", 6), ("缺四项", 3), ("零项", 0)],
)  # fmt: skip
def test_so_many_of_seven_items(actual, items):
    judgement = judge(SEVEN, actual, rules=settings(), points=Decimal(7))
    assert judgement.ratio is not None
    assert abs(judgement.ratio * 7 - items) < Decimal("1e-20")


def test_a_third_is_told_with_three_digits_behind_the_point():
    judgement = judge(EQUAL, "两项", rules=settings(), points=Decimal(6))
    assert any("每项 33.333%" in step.text for step in judgement.trace)


@pytest.mark.parametrize(
    ("rule", "actual", "met"),
    [(HAS, "有", True), (HAS, "无", False), (FEARED, "未发生挪用", True), (EQUAL, "均有", True), (EQUAL, "只有总结", False)],
)  # fmt: skip
def test_whether_words_meet_the_rule(rule, actual, met):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(6))
    assert (judgement.ratio == 1) is met


@pytest.mark.parametrize(
    ("rule", "actual"),
    [
        ("项目资料完整得满分，资料缺失不得分", "部分资料完整"),
        # open on different sides, the two periods overlap
        ("2023年1月1日后完成得5分，2023年3月1日前完成得3分，其他不得分", "2023年2月1日完成"),
    ],
)
def test_what_may_be_either_state_is_left_to_a_person(rule, actual):
    assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio is None


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("较上年提高1.2个百分点", 1),
        ("同比上升3%", 1),
        ("与上年持平", Decimal("0.5")),
        ("较上年下降2%", 0),
        ("未提高", None),
        ("先升后降，提高后又下降", None),
    ],
)
def test_which_way_it_went_is_the_tier_that_says_so(actual, share):
    rule = "水质达标率较上年提高得满分，持平得50%，下降不得分"
    assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio == share


def test_two_tiers_of_one_way_are_told_apart_by_their_words():
    rule = "满意度较上年明显提高得4分，有所提高得2分，下降不得分"
    assert judge(rule, "提高2个百分点", rules=settings(), points=Decimal(4)).ratio is None


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        ("全部完成得5分，未全部完成不得分", "未全部完成", 0),
        ("全部完成得5分，未全部完成不得分", "全部完成", 1),
        ("如期完成得5分，基本如期完成得3分，未如期完成得0分", "未如期完成", 0),
        ("能按计划完成得5分，不能按计划完成不得分", "不能按计划完成", 0),
    ],
)
def test_an_attainment_denied_is_its_own_condition(rule, actual, share):
    assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio == share


def test_a_note_about_common_indicators_is_no_rule():
    text = "此三项指标为设置部门整体支出绩效评价指标时必须考虑的共性要素，可有选择的进行设置"
    assert not judge(text, "已设置", rules=settings()).is_rule


def test_all_items_ready_is_all_of_them():
    assert judge("①有实施方案1分②有工作总结1分", "资料齐全", rules=settings(), points=Decimal(2)).ratio == 1


@pytest.mark.parametrize(
    ("actual", "low", "high"), [("好", "0.9", "1"), ("较好", "0.6", "0.8"), ("一般", "0.3", "0.5")]
)
def test_points_in_a_bracket_are_what_a_degree_may_earn(actual, low, high):
    rule = "好（9-10分），较好（6-8分），一般（3-5分）"
    judged = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert (judged.ratio, judged.low, judged.high) == (None, Decimal(low), Decimal(high))


def test_of_two_tiers_of_one_way_the_words_decide():
    rule = "满意度较上年明显提高得4分，有所提高得2分，下降不得分"
    assert judge(rule, "有所提高", rules=settings(), points=Decimal(4)).ratio == Decimal("0.5")


TWO_COSTS = "预算编制细化、测算有依据得满分；预算未细化扣1分；测算无依据扣2分"


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("预算未细化，测算无依据", "0.25"),
        ("预算未细化，测算有依据", "0.75"),
        ("预算已细化，测算无依据", "0.5"),
        ("预算未细化，天气较好", None),  # the other part speaks of nothing the sentence knows
    ],
)
def test_what_costs_points_costs_them_together(actual, share):
    judgement = judge(TWO_COSTS, actual, rules=settings(), points=Decimal(4))
    assert judgement.ratio == (None if share is None else Decimal(share))


def test_costs_of_a_full_mark_that_is_not_the_row_s_are_assumed():
    judgement = judge(f"（4分）{TWO_COSTS}", "预算未细化，测算无依据", rules=settings(), points=Decimal(8))
    assert judgement.ratio == Decimal("0.25") and "规则写明的满分 4 分与分值 8 分不一致" in judgement.reason


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("1项不符合", 6), ("有一项不符合", 6), ("缺0项", 7), ("2项符合", 2), ("2项符合，5项不符合", 2), ("2项符合5项不符合", 2),
        ("缺1项，有6项", 6), ("7项均符合", 7), ("7项都不符合", 0),
        ("2项符合，1项符合", None), ("2项符合，4项不符合", None), ("8项符合", None),
    ],
)  # fmt: skip
def test_items_had_and_lacking_are_told_apart(said, items):
    ratio = judge(SEVEN, said, rules=settings(), points=Decimal(7)).ratio
    assert ratio is None if items is None else abs(ratio * 7 - items) < Decimal("1e-20")
