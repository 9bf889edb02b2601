"""An actual that answers another question than the rule asks is left to a person, with the reason."""

from decimal import Decimal

import pytest

from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

RULES = settings()


@pytest.mark.parametrize(
    ("text", "actual", "said"),
    [
        ("人均补助标准不低于300元/人得满分，每低10元扣1分", "补助总额60万元", "总额"),
        ("平均响应时间不超过2小时得满分，每超过30分钟扣1分", "最长响应5小时", "最长"),
        ("覆盖率≥90%得满分，否则不得分", "满意度95%", "不是规则所问的指标"),
        ("除不可抗力外，工程未按期完工的每延误1个月扣2分", "因不可抗力延误2个月", "除外"),
        ("同比增长≥5%", "下降6%", "方向相反"),
        ("能耗下降≥3%", "增长4%", "方向相反"),
    ],
)
def test_another_question_is_left_to_a_person(text, actual, said):
    judged = judge(text, actual, rules=RULES, points=Decimal(10))
    assert judged.ratio is None
    assert said in judged.reason
    assert (judged.low, judged.high) == (0, 1)


@pytest.mark.parametrize(
    ("text", "actual"),
    [
        ("人均补助标准不低于300元/人得满分，每低10元扣1分", "320元/人"),
        ("平均响应时间不超过2小时得满分，每超过30分钟扣1分", "平均1.5小时"),
        ("覆盖率≥90%得满分，否则不得分", "完成率95%"),
        ("除不可抗力外，工程未按期完工的每延误1个月扣2分", "按期完工"),
        ("同比增长≥5%", "同比增长6%"),
        ("能耗下降≥3%", "下降4%"),
    ],
)
def test_the_near_miss_is_scored(text, actual):
    assert judge(text, actual, rules=RULES, points=Decimal(10)).ratio == 1


@pytest.mark.parametrize(
    "text",
    [
        "不低于95%以下不得分",
        "完成10个项目得5分，其中重点项目不少于3个，每少1个扣1分",
        "前三季度每季度执行率达到序时进度得1分，第四季度达到95%得2分",
        "完成值每超过目标值10%或增加2单位，在100标准分基础上增加3分",
        "得分=（实际完成数-去年完成数）/去年完成数×分值",
    ],
)
def test_a_sentence_read_only_in_part_is_never_applied(text):
    assert judge(text, "96%", rules=RULES, points=Decimal(5)).ratio is None


def test_how_many_were_looked_at_is_no_aim():
    assert judge(
        "抽查50户，每户不满意扣0.1分", "10户不满意", rules=RULES, points=Decimal(5)
    ).ratio == Decimal("0.8")
