"""Tiers of the distance from the target: 低于目标值10%以内得6分."""

from decimal import Decimal

import pytest

from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

BELOW = "达到目标得10分，低于目标值10%以内得6分，低于目标值10%以上不得分"
ABOVE = "达到目标得10分，超过目标值10%以内得6分，超过目标值10%以上不得分"
SHARE = "达到目标得10分，低于目标值10%以内按比例得分，低于目标值10%以上不得分"
EITHER = "达到目标得10分，低于目标值20%不得分"
OPEN = "达到目标得10分，低于目标值10%以内酌情扣1-3分，低于目标值10%以上不得分"


@pytest.mark.parametrize(
    ("target", "rule", "actual", "low", "high"),
    [
        ("≥100人", BELOW, "120人", "1", "1"),
        ("≥100人", BELOW, "100人", "1", "1"),
        ("≥100人", BELOW, "99人", "0.6", "0.6"),
        ("≥100人", BELOW, "90人", "0.6", "0.6"),
        ("≥100人", BELOW, "85人", "0", "0"),
        ("≥200人", BELOW, "185人", "0.6", "0.6"),  # 7.5 % of the target
        ("≥200人", BELOW, "175人", "0", "0"),
        ("≥90%", BELOW, "85%", "0.6", "0.6"),
        ("≥100人", BELOW, "低5%", "0.6", "0.6"),
        ("≥100人", BELOW, "低15%", "0", "0"),
        ("≥100人", BELOW, "超出5%", "1", "1"),
        ("≤100万元", ABOVE, "100万元", "1", "1"),
        ("≤100万元", ABOVE, "105万元", "0.6", "0.6"),
        ("≤100万元", ABOVE, "120万元", "0", "0"),
        ("≤100万元", ABOVE, "超出5%", "0.6", "0.6"),
        ("≥100人", OPEN, "95人", "0.7", "0.9"),  # a person takes 1 to 3 of 10
        ("≥100人", BELOW, "低3天", "0", "1"),
        ("≥100人", SHARE, "95人", "0", "0.95"),  # by which proportion within the tier is not said
        ("≥100人", EITHER, "70人", "0", "1"),  # 20 % below it, or below 20 % of it
        (None, BELOW, "95人", "0", "1"),  # from which target is not said
        (None, BELOW, "低5%", "0.6", "0.6"),
    ],
)
def test_a_tier_of_the_distance(target, rule, actual, low, high):
    judgement = judge(target or rule, actual, rules=settings(), points=Decimal(10), rule_text=rule)
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))
    assert judgement.ratio == (Decimal(low) if low == high else None)
