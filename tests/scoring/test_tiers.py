"""Tiers: which one a value falls in, at every kind of end, and what is done where none or several hold it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.clause import Bound, Condition
from evalcore.scoring.quantity import Quantity, Unit, units
from evalcore.scoring.rule import judge
from evalcore.scoring.tiers import inside
from tests.scoring.settings import settings

PERCENT, TIMES = units()["%"], units()["次"]


def bound(said: str, unit: Unit = PERCENT) -> Bound | None:
    """≥80 and so on; ~ marks a soft end (80%以上, 80%-90%)."""
    if not said:
        return None
    return Bound(said[0], Quantity(Decimal(said[1:].rstrip("~")), unit), soft=said.endswith("~"))


@pytest.mark.parametrize(
    ("low", "high", "value", "answer"),
    [
        ("≥80", "", "79.9", False),
        ("≥80", "", "80", True),
        ("≥80", "", "80.1", True),
        (">80", "", "80", False),
        (">80", "", "80.1", True),
        ("", "≤90", "89.9", True),
        ("", "≤90", "90", True),
        ("", "≤90", "90.1", False),
        ("", "<90", "90", False),
        ("", "<90", "89.9", True),
        ("≥80", "<90", "80", True),
        ("≥80", "<90", "90", False),
        ("≥80~", "", "80", True),  # 80%以上 includes 80 %
        ("≥80~", "", "79", False),
        ("", "≤90~", "90", None),  # 90%以下: 90 % may be the next tier's
        ("", "≤90~", "89", True),
        ("≥80~", "≤90~", "80", None),
        ("≥80~", "≤90~", "85", True),
        ("≥80~", "≤90~", "90", None),
        ("≥80~", "≤90~", "91", False),
        ("≥80~", "≤90~", "79", False),
        (">80~", "≤90", "80", None),  # 80%-90%(含)
        (">80~", "≤90", "90", True),
        ("≥80", "<90~", "90", None),
        ("≥80", "≤80", "80", True),
        ("", "", "80", True),
    ],
)
def test_the_end_of_a_tier(low, high, value, answer):
    assert inside(Condition("range", bound(low), bound(high)), Decimal(value), PERCENT) is answer


def test_a_bound_in_another_unit_holds_nothing():
    assert inside(Condition("range", bound("≥3", TIMES)), Decimal(95), PERCENT) is False
    assert inside(Condition("range", bound("≥3", Unit())), Decimal(95), PERCENT) is True
    assert inside(Condition("range", bound("≥3", TIMES)), Decimal(5), Unit()) is True


TABLE = "10%-20%得3分；20%以上得10分"
OVERLAP = "80%-95%得6分；90%-100%得10分"
FIRM = "5%-10%(含)得5分，10%以上不得分，5%以下得10分"
NESTED = "超支20%以内得2分，超支10%以内得5分，超支5%以内得10分"
SIGNED = "负增长得0分，零增长得5分，增长3%以上得10分"
GAP = "≥90%得10分，60%(含)-80%得6分，低于60%得2分"
QUALITY = "≥90%且质量合格得10分，<90%得5分"
QUIET = "≥90%且无投诉得10分，<90%得5分"
PERSON = "90%-100%得8-10分，60%(含)-90%(不含)得4-6分，低于60%不得分"
WORDED = "合格率90%以上得10分，80%(含)-90%得6分，未开展不得分"
COSTS = "投诉率超过1%不得分"


@pytest.mark.parametrize(
    ("rule", "actual", "low", "shown", "high", "basis"),
    [
        # 20 % stands in 20%以上, which includes it; 10%-20% leaves it open
        (TABLE, "20%", "1", "1", "1", Basis.RULE),
        (TABLE, "19.9%", "0.3", "0.3", "0.3", Basis.RULE),
        (TABLE, "10%", "0.3", "0.3", "0.3", Basis.RULE),
        (TABLE, "9.9%", "0", "0", "0.3", Basis.ASSUMED),  # nothing said below the lowest tier
        # two tiers that both hold the value
        (OVERLAP, "89%", "0.6", "0.6", "0.6", Basis.RULE),
        (OVERLAP, "92%", "0.6", None, "1", Basis.JUDGEMENT),
        (OVERLAP, "96%", "1", "1", "1", Basis.RULE),
        (OVERLAP, "101%", "0.6", None, "1", Basis.JUDGEMENT),  # beyond the best tier: no zero
        # an end that one of two says is its own is its own; where neither does, the lower bound counts
        (FIRM, "10%", "0.5", "0.5", "0.5", Basis.RULE),
        (FIRM, "10.1%", "0", "0", "0", Basis.RULE),
        (FIRM, "5%", "0.5", "0.5", "1", Basis.ASSUMED),
        (FIRM, "4.9%", "1", "1", "1", Basis.RULE),
        # tiers that nest: the nearest bound counts
        (NESTED, "3%", "1", "1", "1", Basis.RULE),
        (NESTED, "7%", "0.5", "0.5", "0.5", Basis.RULE),
        (NESTED, "15%", "0.2", "0.2", "0.2", Basis.RULE),
        (NESTED, "25%", "0", "0", "0.2", Basis.ASSUMED),
        # the sign of a growth
        (SIGNED, "-1%", "0", "0", "0", Basis.RULE),
        (SIGNED, "0%", "0.5", "0.5", "0.5", Basis.RULE),
        (SIGNED, "3%", "1", "1", "1", Basis.RULE),
        # a gap of the table
        (GAP, "90%", "1", "1", "1", Basis.RULE),
        (GAP, "85%", "0.2", None, "1", Basis.JUDGEMENT),
        (GAP, "80%", "0.6", "0.6", "0.6", Basis.RULE),
        (GAP, "60%", "0.6", "0.6", "0.6", Basis.RULE),
        (GAP, "59%", "0.2", "0.2", "0.2", Basis.RULE),
        # what a tier asks besides its number
        (QUALITY, "95%，质量合格", "1", "1", "1", Basis.RULE),
        (QUALITY, "95%", "0", None, "1", Basis.JUDGEMENT),
        (QUALITY, "95%，质量不合格", "0", None, "1", Basis.JUDGEMENT),
        (QUALITY, "80%", "0.5", "0.5", "0.5", Basis.RULE),
        (QUALITY + "，其他情况得2分", "95%，质量不合格", "0.2", "0.2", "0.2", Basis.RULE),
        ("≥90%且质量合格得10分", "95%，质量不合格", "0", None, "1", Basis.JUDGEMENT),
        (QUIET, "95%，无投诉", "1", "1", "1", Basis.RULE),
        (QUIET, "95%，投诉0次", "0", "1", "1", Basis.ASSUMED),
        (QUIET, "95%", "0", "1", "1", Basis.ASSUMED),
        (QUIET, "95%，投诉2次", "0", None, "1", Basis.JUDGEMENT),
        # a tier whose points a person decides
        (PERSON, "95%", "0.8", None, "1", Basis.JUDGEMENT),
        (PERSON, "90%", "0.8", None, "1", Basis.JUDGEMENT),
        (PERSON, "89%", "0.4", None, "0.6", Basis.JUDGEMENT),
        (PERSON, "60%", "0.4", None, "0.6", Basis.JUDGEMENT),
        (PERSON, "59%", "0", "0", "0", Basis.RULE),
        # words beside numbers
        (WORDED, "未开展", "0", "0", "1", Basis.TEXT),
        (WORDED, "90%", "1", "1", "1", Basis.RULE),
        (WORDED, "89%", "0.6", "0.6", "0.6", Basis.RULE),
        (WORDED, "79%", "0", "0", "0.6", Basis.ASSUMED),
        # a rule that names only what costs everything
        (COSTS, "1%", "0", "1", "1", Basis.ASSUMED),
        (COSTS, "1.1%", "0", "0", "0", Basis.RULE),
    ],
)  # fmt: skip
def test_what_a_table_gives(rule, actual, low, shown, high, basis):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))
    assert judgement.ratio == (None if shown is None else Decimal(shown))
    assert judgement.basis is basis


REACHED = "达到目标值得满分，完成80%以上得80%，80%以下不得分"
SHARES = "完成目标得10分，完成比例90%以上得8分，完成比例低于60%不得分"
ALL_OR_NONE = "达到目标得满分，未达到不得分"
RELATIVE = "达到目标得满分，每超过目标值5%扣1分"
ONLY_WORST = "达到目标得10分，低于目标值60%不得分"
EXCEEDED = "超过目标值得10分，达到目标值得8分，未达到不得分"


@pytest.mark.parametrize(
    ("rule", "target", "actual", "low", "shown", "high"),
    [
        (REACHED, "≥100人", "100人", "1", "1", "1"),
        (REACHED, "≥100人", "99人", "0.8", "0.8", "0.8"),
        (REACHED, "≥100人", "80人", "0.8", "0.8", "0.8"),
        (REACHED, "≥100人", "79人", "0", "0", "0"),
        (SHARES, "≥100人", "100人", "1", "1", "1"),
        (SHARES, "≥100人", "90人", "0.8", "0.8", "0.8"),
        (SHARES, "≥100人", "70人", "0", None, "0.8"),
        (SHARES, "≥100人", "59人", "0", "0", "0"),
        (ALL_OR_NONE, "0件", "0件", "1", "1", "1"),  # a target of nothing is met by nothing only
        (ALL_OR_NONE, "0件", "3件", "0", "0", "0"),
        (ALL_OR_NONE, "=0件", "3件", "0", "0", "0"),
        (ALL_OR_NONE, "3件", "4件", "1", "1", "1"),
        (ALL_OR_NONE, "80%-90%", "90%", "1", "1", "1"),
        (ALL_OR_NONE, "80%-90%", "91%", "0", "0", "0"),
        (ALL_OR_NONE, "80%-90%", "79%", "0", "0", "0"),
        (RELATIVE, "0件", "3件", "0", None, "1"),  # 5 % of nothing
        (ONLY_WORST, "≥100人", "100人", "1", "1", "1"),
        (ONLY_WORST, "≥100人", "95人", "0", None, "1"),
        (ONLY_WORST, "≥100人", "59人", "0", "0", "0"),
        (EXCEEDED, "≥100人", "110人", "0", None, "1"),  # reached or exceeded: a person says which
        (EXCEEDED, "≥100人", "90人", "0", "0", "0"),
    ],
)
def test_what_a_table_beside_a_target_gives(rule, target, actual, low, shown, high):
    judgement = judge(target, actual, rules=settings(), points=Decimal(10), rule_text=rule)
    assert judgement.ratio == (None if shown is None else Decimal(shown))
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "actual", "ratio", "low", "high"),
    [
        ("投诉率≤1%得3分", "2%", 0, 0, 1),  # 否则 is not written: nothing, as an assumption
        ("投诉率≤1%得3分", "1%", 1, 1, 1),
        ("满意度≥90%得3分", "89%", 0, 0, 1),
        ("偏差90%-110%得3分", "115%", None, 0, 1),  # beyond its only tier: all or nothing
    ],
)
def test_a_single_tier_gives_nothing_beyond_it(text, actual, ratio, low, high):
    judgement = judge(text, actual, rules=settings(), points=Decimal(3))
    assert (judgement.ratio, judgement.low, judgement.high) == (ratio, low, high)


DELAYED = "2023年6月30日前完工得10分；延期1个月以内得8分；延期1-3个月得5分；延期3个月以上不得分"


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        (DELAYED, "2023年6月25日完工", "1"),
        (DELAYED, "2023年7月10日完工", "0.8"),
        (DELAYED, "2023年8月10日完工", "0.5"),
        (DELAYED, "2023年12月1日完工", "0"),
        (DELAYED, "2023年8月完工", None),  # a month says no day
        ("6月30日前拨付得10分；延迟15日以内得6分；延迟15日以上不得分", "7月10日", "0.6"),
        ("6月30日前拨付得10分；延迟15日以内得6分；延迟15日以上不得分", "7月20日", "0"),
    ],
)
def test_a_date_beside_a_table_of_delays_is_so_late(text, actual, share):
    ratio = judge(text, actual, rules=settings(), points=Decimal(10)).ratio
    assert ratio == (None if share is None else Decimal(share))


def test_a_step_below_a_lower_tier_may_start_from_the_full_mark_or_from_that_tier():
    text = "≥90%得满分；85%(含)-90%得80%；85%以下每低1%扣10%，扣完为止"
    judgement = judge(text, "83%", rules=settings(), points=Decimal(10))
    assert (judgement.ratio, judgement.low, judgement.high) == (None, Decimal("0.6"), Decimal("0.8"))


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("节约3%", 1),
        ("3%", 1),  # of the measure the full mark names
        ("超支3%", Decimal("0.8")),
        ("-3%", Decimal("0.8")),  # below 0 of it: overspent
        ("超支7.5%", Decimal("0.5")),
        ("超支12%", 0),
        ("未超支", 1),
    ],
)
def test_of_tiers_of_both_directions_only_the_actual_s_own_are_asked(actual, share):
    rule = "项目成本节约率≥0得满分；超支5%以内扣2分，超支5%-10%扣5分，超支10%以上不得分"
    assert judge(rule, actual, rules=settings(), points=Decimal(10)).ratio == share


@pytest.mark.parametrize(
    ("target", "actual", "rule", "share"),
    [
        ("12月底前", "3天", "按时完成得满分，每延迟1天扣1分", "0.4"),
        ("12月底前", "0天", "按时完成得满分，每延迟1天扣1分", "1"),
        ("≥95%", "3次", "达到目标得满分，每发现1次问题扣1分", "0.4"),
    ],
)
def test_a_target_in_another_unit_is_not_what_a_count_is_held_against(target, actual, rule, share):
    judged = judge(target, actual, rules=settings(), points=Decimal(5), rule_text=rule)
    assert judged.ratio == Decimal(share)
