"""What a step counts, beside other numbers and other steps."""

from decimal import Decimal

import pytest

from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

PAPERS = "国家级论文每篇得2分，省级论文每篇得1分，最高得6分"


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        (PAPERS, "国家级论文2篇", "0.6667"),
        (PAPERS, "国家级论文1篇、省级论文2篇", "0.6667"),
        (PAPERS, "国家级论文1篇，另有报告，省级论文1篇", "0.5"),
        (PAPERS, "国家级论文3篇，省级论文3篇", "1"),
        (PAPERS, "无", "0"),
        (PAPERS, "论文3篇", None),
        ("每发现1处问题扣1分", "2个", "0.6667"),
        ("每发现1处问题扣1分", "2个项目、3项指标", None),
        ("每发现1处问题扣1分", "2个项目、2项指标", "0.6667"),
        ("每发现1次不合格扣1分", "检查10次，不合格3次", "0.5"),
        ("每少开展1次活动扣1分", "少2次", "0.6667"),
        ("每少开展1次活动扣1分", "3次", None),
        ("每个单位未报送扣1分", "2个", "0.6667"),
    ],
)
def test_a_step_counts_its_own_things(text, actual, share):
    ratio = judge(text, actual, rules=settings(), points=Decimal(6)).ratio
    assert ratio is None if share is None else abs(ratio - Decimal(share)) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("actual", "share"),
    [("错发1人，漏发1人", "0.6"), ("错发2人", "0.6"), ("错发1人，错发1人", None), ("错发1人，重发1人", None)],
)
def test_things_a_step_names_together_are_counted_together(actual, share):
    judged = judge("错发、漏发1人扣1分", actual, rules=settings(), points=Decimal(5))
    assert judged.ratio == (None if share is None else Decimal(share))
