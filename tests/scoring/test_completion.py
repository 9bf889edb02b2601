"""Percentages of a sentence beside a target that counts something: the completion rate."""

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

RULE = "完成率≥100%得满分；80%≤完成率<100%得80%；完成率<80%不得分"


def judged(target, actual, rule=RULE):
    return judge(target, actual, rules=settings(), points=Decimal(10), rule_text=rule)


@pytest.mark.parametrize(
    ("actual", "share"), [("120人", "1"), ("100人", "0.8"), ("96人", "0.8"), ("90人", "0")]
)
def test_the_actual_counts_as_a_share_of_the_target(actual, share):
    judgement = judged("≥120人", actual)
    assert (judgement.ratio, judgement.basis) == (Decimal(share), Basis.RULE)
    assert f"完成率 = 实际 {actual} ÷ 目标 120人" in judgement.trace[0].text
    assert str(judgement.actual) == actual


def test_bounds_without_words_are_read_as_a_completion_rate_and_said():
    judgement = judged("≥120人", "100人", "≥100%得满分，80%-100%得80%，80%以下不得分")
    assert (judgement.ratio, judgement.basis) == (Decimal("0.8"), Basis.ASSUMED)
    assert "完成率" in judgement.reason


@pytest.mark.parametrize(
    ("target", "actual", "rule"),
    [
        ("≤120人", "100人", RULE),  # less is better: what its completion rate is, is not said
        ("80-120人", "100人", RULE),
        ("≥120人", "≥120人", RULE),  # no measured value
        ("≥120人", "96", RULE),  # 96 people or 96 %
        ("≥120人", "100人", "合格率≥90%得满分，否则不得分"),  # another measure
    ],
)
def test_what_is_no_completion_rate_is_left_to_a_person(target, actual, rule):
    assert judged(target, actual, rule).ratio is None


def test_a_rate_stays_a_rate():
    assert judged("≥120", "85%").ratio == Decimal("0.8")
    assert judged("≥120人", "85%").ratio == Decimal("0.8")


def test_bounds_in_the_target_s_unit_need_no_rate():
    assert judged("≥120人", "100人", "≥120人得满分，100人-120人得60%，100人以下不得分").ratio == Decimal(
        "0.6"
    )


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        ("全部完成得满分，未完成的按完成项数占计划项数的比例得分", "计划10项，完成8项", "0.8"),
        ("完成率≥100%得满分，每低5%扣1分", "计划完成20项，实际完成18项", "0.8"),
        ("完成率≥100%得满分，每低5%扣1分", "应完成20项，已完成20项", "1"),
        ("完成率≥100%得满分，每低5%扣1分", "计划0项，完成0项", None),
    ],
)
def test_an_actual_that_states_plan_and_result_gives_its_own_rate(rule, actual, share):
    ratio = judge(rule, actual, rules=settings(), points=Decimal(10)).ratio
    assert ratio is None if share is None else ratio == Decimal(share)


FLOOR = "带动就业人数不少于300人得满分，每少10人扣0.5分，完成率低于60%不得分"


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("300人", 1),
        ("280人", Decimal("0.9")),
        ("180人", Decimal("0.4")),
        ("179人", 0),
        ("50%", None),
        ("较好", 1),
    ],
)
def test_a_completion_rate_beside_an_amount_is_that_share_of_it(actual, share):
    assert judge(FLOOR, actual, rules=settings(), points=Decimal(10)).ratio == share


def test_a_completion_rate_beside_an_amount_is_told_in_both():
    judged = judge(FLOOR, "150人", rules=settings(), points=Decimal(10))
    assert "完成率<60%，即<180人" in "".join(step.text for step in judged.trace)


def test_another_rate_than_the_completion_is_no_share_of_the_amount():
    text = "带动就业人数不少于300人得满分，稳岗率低于60%不得分"
    assert judge(text, "310人", rules=settings(), points=Decimal(10)).ratio == 1
    text = "带动就业人数不少于300人得满分，人均增收低于60元不得分"
    assert judge(text, "310人", rules=settings(), points=Decimal(10)).ratio == 1


def test_a_bare_hundred_beside_an_amount_may_be_a_rate():
    judged = judge(
        "300户", "100", rules=settings(), points=Decimal(5), rule_text="完成率≥95%得满分，每低1%扣1分"
    )
    assert judged.ratio is None
    assert judged.reason == "实际值 100 可能是完成率，也可能漏写单位"
    judged = judge(
        "300户", "101", rules=settings(), points=Decimal(5), rule_text="完成率≥95%得满分，完成率低于60%不得分"
    )
    assert judged.ratio == 0


def test_a_bare_percentage_behind_an_amount_is_the_completion_rate_and_said():
    text = "修建水渠12公里，完成全部任务得10分，完成80%以上得6分，80%以下不得分"
    for actual, share in (
        ("12公里", 1),
        ("11公里", Decimal("0.6")),
        ("9.6公里", Decimal("0.6")),
        ("9公里", 0),
    ):
        judged = judge(text, actual, rules=settings(), points=Decimal(10))
        assert (judged.ratio, judged.basis) == (share, Basis.ASSUMED)
        assert "完成率" in judged.reason


def test_a_target_of_one_thing_is_completed_or_not():
    judged = judge(
        "1项", "1项", rules=settings(), points=Decimal(5), rule_text="完成率≥100%得满分，低于100%不得分"
    )
    assert judged.ratio == 1


SAVING = "成本节约率=（计划成本-实际成本）/计划成本×100%。≥0得满分，＜0不得分"
DEVIATION = "偏差率≤10%得满分，每超1%扣1分"
OVERSPENT = "超支率≤0得满分，每超支1%扣0.5分"


@pytest.mark.parametrize(
    ("rule", "actual", "share", "rate"),
    [
        (SAVING, "计划成本100万元，实际成本104万元", "0", "节约率 = (计划-实际)÷计划 = -4%"),
        (SAVING, "实际成本96万元，计划成本100万元", "1", "节约率 = (计划-实际)÷计划 = 4%"),
        (DEVIATION, "计划100人，实际88人", "0.8", "偏差率 = |实际-计划|÷计划 = 12%"),
        (DEVIATION, "计划100人，实际112人", "0.8", "偏差率 = |实际-计划|÷计划 = 12%"),
        (OVERSPENT, "预算安排100万元，实际支出104万元", "0.8", "超支率 = (实际-计划)÷计划 = 4%"),
        (OVERSPENT, "预算安排100万元，实际支出96万元", "1", "超支率 = (实际-计划)÷计划 = -4%"),
        ("完成率≥100%得满分，每低1%扣1分", "计划100人，实际98人", "0.8", "完成率 = 实际÷计划 = 98%"),
    ],
)
def test_two_amounts_give_the_rate_that_the_sentence_names(rule, actual, share, rate):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert judgement.ratio == Decimal(share)
    assert judgement.trace[0].text.endswith(rate)


PASSED = "验收合格率≥98%得满分，每低1%扣1分"


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        (PASSED, "抽检100批次，合格96批次", "0.8"),
        (PASSED, "抽检100批次，合格0批次", "0"),
        (PASSED, "抽检100批次，合格196批次", None),
        (PASSED, "抽检0批次，合格0批次", None),
        (PASSED, "抽检100批次，满意96批次", None),
        ("满意度≥90%得满分，每低1%扣1分", "发放问卷100份，满意86份", "0.6"),
        ("检查≥100次得满分，每少1次扣1分", "检查100次，合格96次", None),
    ],
)
def test_a_sample_gives_the_rate_of_what_it_counts(rule, actual, share):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert judgement.ratio == (None if share is None else Decimal(share))
