"""Steps, proportions and bonuses: how many steps, from where, up to which limit; all shares counted by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

LATE = "每拖欠1天扣1分，最多扣5分"
FALLS = "≥90%得满分，每低5个百分点扣1分，最低得2分"
ADDS = "≥90%得6分，每高1个百分点加1分，最多加4分"
EACH = "每完成1项得2分，最高10分"
TENS = "每培训10人得1分"
BETWEEN = "达到100%得满分，60%-100%之间按比例得分，低于60%不得分"
INTERPOLATED = "达到100%得满分，60%-100%之间按插值法得分，低于60%不得分"
COSTLY = "≤5%得满分，5%-10%之间按插值法得分，高于10%不得分"
RATE = "执行率*10分"
BOUNDED = "完成率100%得满分，每降低1个百分点扣0.5分，低于80%不得分"
CASES = "发现1例扣2分，发现3例及以上不得分"


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        (LATE, "0天", "1"),
        (LATE, "拖欠2天", "0.8"),
        (LATE, "拖欠5天", "0.5"),
        (LATE, "拖欠8天", "0.5"),
        (FALLS, "95%", "1"),
        (FALLS, "90%", "1"),
        (FALLS, "85.1%", "1"),
        (FALLS, "85%", "0.9"),
        (FALLS, "80.1%", "0.9"),
        (FALLS, "50%", "0.2"),  # 8 steps
        (FALLS, "10%", "0.2"),  # 16 steps, and 2 points are left at the least
        (ADDS, "90%", "0.6"),
        (ADDS, "90.9%", "0.6"),
        (ADDS, "91%", "0.7"),
        (ADDS, "94%", "1"),
        (ADDS, "99%", "1"),
        (EACH, "0项", "0"),
        (EACH, "3项", "0.6"),
        (EACH, "5项", "1"),
        (EACH, "7项", "1"),
        (TENS, "8人", "0"),
        (TENS, "10人", "0.1"),
        (TENS, "35人", "0.3"),
        (TENS, "200人", "1"),
        (INTERPOLATED, "100%", "1"),
        (INTERPOLATED, "70%", "0.25"),
        (INTERPOLATED, "60%", "0"),
        (INTERPOLATED, "59%", "0"),
        (COSTLY, "5%", "1"),
        (COSTLY, "7%", "0.6"),
        (COSTLY, "10%", "0"),
        (COSTLY, "11%", "0"),
        (RATE, "95%", "0.95"),
        (RATE, "100%", "1"),
        (RATE, "105%", "1"),
        (RATE, "0%", "0"),
        (BOUNDED, "100%", "1"),
        (BOUNDED, "95%", "0.75"),
        (BOUNDED, "81%", "0.05"),
        (BOUNDED, "79%", "0"),
        (CASES, "0例", "1"),
        (CASES, "2例", "0.6"),
        (CASES, "3例", "0"),
    ],
)
def test_what_a_change_gives(rule, actual, share):
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert (judgement.ratio, judgement.low, judgement.high) == (Decimal(share),) * 3
    assert judgement.basis is Basis.RULE


@pytest.mark.parametrize(
    ("rule", "target", "actual", "share"),
    [
        ("按完成比例得分", "≥100人", "80人", "0.8"),
        ("按完成比例得分", "≥100人", "100人", "1"),
        ("按完成比例得分", "≥100人", "120人", "1"),
        ("按完成比例得分", "≥100人", "0人", "0"),
        ("按比例得分", "≤100万元", "90万元", "1"),
        ("按比例得分", "≤100万元", "120万元", "0.8"),
        ("按比例得分", "≤100万元", "250万元", "0"),
        ("得分=目标值/实际值*分值", "≤100万元", "125万元", "0.8"),
        ("得分=目标值/实际值*分值", "≤100万元", "80万元", "1"),
        ("目标值得满分，每偏离10%扣1分", "=100人", "110人", "0.9"),
        ("目标值得满分，每偏离10%扣1分", "=100人", "95人", "1"),
        ("目标值得满分，每偏离10%扣1分", "=100人", "80人", "0.8"),
        ("达到目标值得满分，每少10人扣1分", "≥100人", "91人", "1"),
        ("达到目标值得满分，每少10人扣1分", "≥100人", "90人", "0.9"),
        ("达到目标值得满分，每超过10万元扣1分", "≤100万元", "109万元", "1"),
        ("达到目标值得满分，每超过10万元扣1分", "≤100万元", "110万元", "0.9"),
        ("达到目标值得满分，每低于目标值5%扣1分", "≥200人", "191人", "1"),
        ("达到目标值得满分，每低于目标值5%扣1分", "≥200人", "190人", "0.9"),  # 5 % of 200
    ],
)
def test_what_a_change_beside_a_target_gives(rule, target, actual, share):
    judgement = judge(target, actual, rules=settings(), points=Decimal(10), rule_text=rule)
    assert (judgement.ratio, judgement.low, judgement.high) == (Decimal(share),) * 3


@pytest.mark.parametrize(
    ("method", "fallen", "added", "each"),
    [("floor", "0.9", "0.7", "0.3"), ("ceiling", "0.8", "0.8", "0.4"), ("linear", "0.86", "0.74", "0.34")],
)
def test_less_than_a_step_follows_the_setting_in_every_direction(method, fallen, added, each):
    rules = settings(partial_step=method)
    for text, actual, share in ((FALLS, "83%", fallen), (ADDS, "91.4%", added), (TENS, "34人", each)):
        judgement = judge(text, actual, rules=rules, points=Decimal(10))
        assert judgement.ratio == Decimal(share), text
        assert "不足一档" in judgement.ambiguity


@pytest.mark.parametrize(
    ("text", "actual", "said"),
    [
        (LATE, "拖欠8天", "计 8 步（不足一步不计），以上限为止 → 扣 50%"),
        (LATE, "拖欠2天", "计 2 步（不足一步不计） → 扣 20%"),
        (FALLS, "84%", "低 6个百分点，每下降5个百分点扣1分，计 1 步（不足一步不计） → 扣 10%"),
        (ADDS, "91%", "目标 90%，实际 91%，超过 1个百分点，每超过1个百分点加1分，计 1 步（不足一步不计） → 加 10%"),
        (RATE, "95%", "按比例（÷100%）→ 得 95%"),
        (INTERPOLATED, "70%", "60%-100% 之间按比例 → 得 25%"),
    ],
)  # fmt: skip
def test_a_trace_counts_the_steps_and_says_where_it_ended(text, actual, said):
    judgement = judge(text, actual, rules=settings(), points=Decimal(10))
    assert any(said in step.text for step in judgement.trace), [step.text for step in judgement.trace]


def test_between_two_ends_the_reading_by_the_rate_itself_is_the_other_end():
    open_ = judge(BETWEEN, "70%", rules=settings(), points=Decimal(10))
    assert (open_.ratio, open_.low, open_.high) == (None, Decimal("0.25"), Decimal("0.7"))
    lowest = judge(BETWEEN, "60%", rules=settings(), points=Decimal(10))
    assert (lowest.ratio, lowest.low, lowest.high) == (None, 0, Decimal("0.6"))


def test_a_highest_mark_that_is_the_row_s_points_is_the_full_mark():
    rule = "≥90%得6分，每高1个百分点加1分，最高得10分"
    shares = [judge(rule, f"{value}%", rules=settings(), points=Decimal(10)).ratio for value in (90, 94, 99)]
    assert shares == [Decimal("0.6"), 1, 1]


def test_a_step_relative_to_the_target_is_exact_when_linear():
    rules = settings(partial_step="linear")
    rule = "达到目标值得满分，每低于目标值5%扣1分"
    judgement = judge("≥200人", "190人", rules=rules, points=Decimal(10), rule_text=rule)
    assert judgement.ratio == Decimal("0.9")


def test_less_is_better_by_proportion_follows_the_reverse_method():
    rules = settings(reverse_method="ratio")
    judgement = judge("≤100万元", "125万元", rules=rules, points=Decimal(10), rule_text="按比例得分")
    assert judgement.ratio == Decimal("0.8")


@pytest.mark.parametrize(("actual", "share"), [("98%", "1"), ("97%", "0.95"), ("90%", "0.6")])
def test_a_standard_said_last_is_where_steps_begin(actual, share):
    rule = "每降低1个百分点扣0.5分，以98%为基准"
    assert judge(rule, actual, rules=settings(), points=Decimal(10)).ratio == Decimal(share)


@pytest.mark.parametrize(("actual", "met"), [("0例", True), ("1例", False)])
def test_a_count_of_nothing_is_met(actual, met):
    assert (judge("每发现1例扣2分", actual, rules=settings(), points=Decimal(10)).ratio == 1) is met


@pytest.mark.parametrize(("actual", "low", "high"), [("85%", "0.4", "0.5"), ("95%", "0.8", "1")])
def test_another_full_mark_than_the_points_leaves_both_readings(actual, low, high):
    judgement = judge("≥90%得8分，80%-90%得4分", actual, rules=settings(), points=Decimal(10))
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("actual", "share"), [("完成率96%，满意度92%", "1"), ("完成率96%，满意度80%", "0.5")]
)
def test_parts_of_a_rule_are_met_together(actual, share):
    rule = "完成率≥95%得5分，否则不得分；满意度≥90%得5分，否则不得分"
    judgement = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert judgement.ratio == Decimal(share)


def test_a_rate_that_is_overdrawn_is_told_in_percent():
    judgement = judge("得分=(1-超支率)*分值", "超支率10%", rules=settings(), points=Decimal(10))
    assert judgement.ratio == Decimal("0.9")
    assert any("得 90%" in step.text for step in judgement.trace)


def test_a_cap_below_the_full_mark_that_caps_no_bonus_is_told_as_unread():
    judgement = judge("≥90%得10分，最高得5分", "95%", rules=settings(), points=Decimal(10))
    assert judgement.ratio is None
    assert "最高得5分" in judgement.reason


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        ("≥90%，每下降5个百分点扣1分", "90%", "1"),
        ("≥90%，每下降5个百分点扣1分", "85%", "0.9"),
        ("≤5%，每超过1个百分点扣1分", "5%", "1"),
        ("≤5%，每超过1个百分点扣1分", "7%", "0.8"),
        ("=100%，每下降1个百分点扣1分", "98%", "0.8"),
        ("≥90%，每下降1个百分点扣1成", "88%", "0.8"),
        ("≥90分得满分，每少1分扣0.2分", "85分", "0.9"),
        ("80%以上不满100得5分，100%得10分", "90%", "0.5"),
        ("80以上不满100%得5分，100%得10分", "100%", "1"),
    ],
)
def test_a_bound_before_a_step_is_what_should_be_reached(rule, actual, share):
    assert judge(rule, actual, rules=settings(), points=Decimal(10)).ratio == Decimal(share)


def test_a_rule_that_counts_less_than_a_step_itself_leaves_nothing_open():
    rule = "≥90%得满分，每低5个百分点扣1分，不足5个百分点按5个百分点计算"
    judgement = judge(rule, "88%", rules=settings(), points=Decimal(10))
    assert judgement.ratio == Decimal("0.9")
    assert "不足一档的部分" not in judgement.ambiguity


def test_what_was_not_done_at_all_takes_nothing_from_what_was():
    rule = "国家级每项得2分，省级每项得1分，最高10分"
    judgement = judge(rule, "省级3项", rules=settings(), points=Decimal(10))
    assert judgement.ratio == Decimal("0.3")
    assert not any("扣完为止" in step.text for step in judgement.trace)


def test_a_step_against_what_the_full_mark_asks_is_left_to_a_person():
    text = "合格率≥95%得满分，每超过1%扣1分"
    assert judge(text, "93%", rules=settings(), points=Decimal(5)).ratio is None


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("超出预算6%", Decimal("0.94")),
        ("超预算120%", 0),
        ("未超预算", 1),
        ("节约3%", 1),
        ("超出预算6万元", None),
        ("6%", None),
    ],
)
def test_an_excess_costs_its_share(actual, share):
    text = "实际支出未超过预算的得满分；超出预算的，按超出比例扣减相应分值"
    assert judge(text, actual, rules=settings(), points=Decimal(10)).ratio == share


@pytest.mark.parametrize(("actual", "share"), [("115%", Decimal("0.5")), ("95%", 1), ("110%", 1)])
def test_a_range_that_opens_the_sentence_is_what_should_be_reached(actual, share):
    rule = "执行率90%-110%，每超过1%扣1分"
    assert judge(rule, actual, rules=settings(), points=Decimal(10)).ratio == share


def test_a_range_behind_a_full_mark_is_a_tier_of_its_own():
    rule = "≤90%得满分；90%-110%，每超过1%扣1分；>110%不得分"
    assert judge(rule, "95%", rules=settings(), points=Decimal(10)).ratio == Decimal("0.5")


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        ("<5%，否则不得分", "3%", 1),
        ("<5%，否则不得分", "6%", 0),
        ("<5%，未达到不得分", "6%", None),  # whether <5% is the aim or what misses it
        ("资金拨付率100%，每延迟1天扣1分", "延迟2天", Decimal("0.6")),
    ],
)
def test_a_bound_before_what_costs(rule, actual, share):
    assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio == share


@pytest.mark.parametrize(
    ("rule", "actual", "ratio", "high"),
    [
        ("90%-110%得满分，每超过1%扣1分", "115%", Decimal("0.5"), Decimal("0.5")),
        ("90%-110%得满分，每超过1%扣1分", "85%", 0, 1),  # what less costs is not said
        ("90%-110%得满分，每低于1%扣1分", "85%", Decimal("0.5"), Decimal("0.5")),
        ("90%-110%得满分，每低于1%扣1分", "115%", None, 1),
        ("90%-110%得满分，每相差1%扣1分", "115%", Decimal("0.5"), Decimal("0.5")),
        ("90%-110%得满分，每超过1%扣1分，否则得5分", "85%", Decimal("0.5"), Decimal("0.5")),
    ],
)
def test_beyond_the_end_that_no_step_speaks_of_nothing_is_certain(rule, actual, ratio, high):
    judged = judge(rule, actual, rules=settings(), points=Decimal(10))
    assert (judged.ratio, judged.high) == (ratio, high)


def test_a_cap_is_told_in_percent():
    judged = judge("得分=完成率*该指标分值，最高不超过满分", "120%", rules=settings(), points=Decimal(5))
    assert judged.ratio == 1
    capped = judge(
        "完成率达到100%得5分，每超过1%加0.5分，最高6分", "120%", rules=settings(), points=Decimal(5)
    )
    assert capped.ratio == Decimal("1.2")
    assert any("以 120% 为限" in step.text for step in capped.trace)


def test_what_a_rate_below_nothing_costs_is_told_in_percent():
    judged = judge(
        "成本节约率≥0，得满分；成本节约率<0，按超支比例扣分", "-8%", rules=settings(), points=Decimal(5)
    )
    assert judged.ratio == Decimal("0.92")
    assert judged.trace[0].text.endswith("扣 8%")


def test_a_cap_below_the_full_mark_is_the_bonus_s():
    rule = "完成10人得5分，每增加1人加0.5分，加满2分为止"
    assert judge(rule, "20人", rules=settings(), points=Decimal(5)).ratio == Decimal("1.4")
    assert judge(rule, "11人", rules=settings(), points=Decimal(5)).ratio == Decimal("1.1")


def test_a_range_of_two_units_holds_what_lies_between():
    rule = "5000元以上不满1万元得3分，1万元以上得5分"
    for actual, share in (("8000元", Decimal("0.6")), ("1.2万元", 1), ("5000元", Decimal("0.6"))):
        assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio == share
