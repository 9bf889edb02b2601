"""What a judgement tells: the steps in words with what each takes of ten points, whether it is met, and on what it rests."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.rule import judge, understand
from tests.scoring.settings import settings

RULES = settings()
FELL = "85%及以上得满分，否则每下降5%扣该项指标对应分数10%"


def told(text, actual, rules=RULES, points=Decimal(10), **more):
    """The steps before the last one, which names the score and the rule set."""
    judgement = judge(text, actual, rules=rules, points=points, **more)
    return [(step.text, step.lost) for step in judgement.trace[:-1]]


@pytest.mark.parametrize(
    ("target", "actual", "text", "lost", "met"),
    [
        ("≥90%", "96%", "目标 ≥90%，实际 96%，达到目标 → 满分", "0", True),
        ("≥90%", "90%", "目标 ≥90%，实际 90%，达到目标 → 满分", "0", True),
        ("≥90%", "81%", "目标 ≥90%，实际 81%，未达到目标，按实际÷目标 → 得 90%", "1", False),
        ("≥90%", "-5%", "目标 ≥90%，实际 -5%，未达到目标，按实际÷目标 → 得 0%", "10", False),
        ("≤80万元", "80万元", "目标 ≤80万元，实际 80万元，达到目标 → 满分", "0", True),
        ("≤80万元", "100万元", "目标 ≤80万元，实际 100万元，未达到目标，按(1-超出部分÷目标) → 得 75%", "2.5", False),
        ("≤80万元", "160万元", "目标 ≤80万元，实际 160万元，未达到目标，按(1-超出部分÷目标) → 得 0%", "10", False),
        ("≤80万元", "200万元", "目标 ≤80万元，实际 200万元，未达到目标，按(1-超出部分÷目标) → 得 0%", "10", False),
        ("≤0起", "2起", "目标 ≤0起，实际 2起，目标为 0，未达到 → 不得分", "10", False),
        ("=0起", "0起", "目标 =0起，实际 0起，达到目标 → 满分", "0", True),
        ("=0起", "1起", "目标 =0起，实际 1起，目标为 0，未达到 → 不得分", "10", False),
        ("0起", "1起", "目标 0起，实际 1起，目标为 0，未达到 → 不得分", "10", False),
        ("≥0件", "0件", "目标 ≥0件，实际 0件，达到目标 → 满分", "0", True),
        ("＞0件", "1件", "目标 >0件，实际 1件，达到目标 → 满分", "0", True),
        ("＞0件", "0件", "目标 >0件，实际为 0，不含 0 → 不得分", "10", False),
        ("＜0件", "0件", "目标 <0件，实际为 0，不含 0 → 不得分", "10", False),
        ("5-10天", "5天", "目标 5天-10天，实际 5天，在区间内 → 满分", "0", True),
        ("5-10天", "10天", "目标 5天-10天，实际 10天，在区间内 → 满分", "0", True),
        ("≤5起", "无", "目标 ≤5起，实际“无”即 0 → 满分", "0", True),
        ("0起", "无", "目标 0起，实际“无”即 0 → 满分", "0", True),
        ("≥95%", "≥95%", "目标 ≥95%，实际 95%，达到目标 → 满分", "0", True),
        ("≥500户", "500余户", "目标 ≥500户，实际 500户，达到目标 → 满分", "0", True),
        ("6月底", "6月30日", "目标 6月底，实际 6月30日，与目标一致 → 满分", "0", True),
        ("6月底", "6月29日", "目标 6月底，实际 6月29日，按期 → 满分", "0", True),
    ],
)  # fmt: skip
def test_a_target_tells_both_numbers_the_way_and_what_it_takes(target, actual, text, lost, met):
    judgement = judge(target, actual, rules=RULES, points=Decimal(10))
    assert [(step.text, step.lost) for step in judgement.trace[:-1]] == [(text, Decimal(lost))]
    assert (judgement.ratio == 1, judgement.basis) == (met, Basis.RULE)
    assert judgement.low == judgement.high == judgement.ratio == 1 - Decimal(lost) / 10


def test_a_reverse_target_tells_the_way_the_setting_asks_for():
    ratio = settings(reverse_method="ratio")
    assert told("≤80万元", "100万元", ratio) == [
        ("目标 ≤80万元，实际 100万元，未达到目标，按目标÷实际 → 得 80%", 2)
    ]
    assert judge("≤80万元", "0万元", rules=ratio).ratio == 1
    assert judge("≤80万元", "80.01万元", rules=ratio).ratio < 1


@pytest.mark.parametrize(
    ("target", "actual", "low", "high", "reason"),
    [
        ("≥95%", "≥90%", "0.9474", "1", "写成“≥90%”，不是实测值"),
        ("≤5%", "≤8%", "0.4", "1", "写成“≤8%”，不是实测值"),
        ("≥600户", "500余户", "0.8333", "1", "写成“≥500户”，不是实测值"),
        ("≥95%", "≤90%", "0", "0.9474", "写成“≤90%”，不是实测值"),
        ("≥95%", "85%-90%", "0.8947", "0.9474", "写成“85%”，不是实测值"),
        ("5-10天", "11天", "0", "1", "区间之外"),
        ("5-10天", "4天", "0", "1", "区间之外"),
        ("80%-90%", "85%-95%", "0", "1", "区间之外"),
        ("≥400户", "约500户", "0", "1", "是约数"),
        ("≥400户", "500户左右", "0", "1", "是约数"),
        ("≥10次", "每月1次", "0", "1", "不是全年的数"),
    ],
)
def test_what_a_person_must_judge_keeps_the_interval_that_is_possible(target, actual, low, high, reason):
    judgement = judge(target, actual, rules=RULES)
    assert (judgement.ratio, judgement.basis) == (None, Basis.JUDGEMENT)
    assert (round(judgement.low, 4), round(judgement.high, 4)) == (Decimal(low), Decimal(high))
    assert judgement.trace[0].text == f"需人工认定：{judgement.reason}"
    assert reason in judgement.reason


@pytest.mark.parametrize(
    ("target", "actual", "share", "low", "high"),
    [
        ("效果明显", "效果明显", "1", "0.8", "1"),
        ("效果明显", "基本完成", "0.9", "0.8", "1"),
        ("效果明显", "部分完成", "0.7", "0.6", "0.8"),
        ("效果明显", "未完成", "0.3", "0", "0.6"),
        ("效果明显", "完成100%", "1", "0.8", "1"),
        ("无违规", "未违规", "1", "0.8", "1"),
        ("无违规", "0起", "1", "0.8", "1"),
        ("无违规", "1起", "0.3", "0", "0.6"),
        ("有", "无", "0.3", "0", "0.6"),
        ("≥100人", "已完成", "1", "0", "1"),
        ("12月底前", "100%", "1", "0", "1"),
        ("12月底前", "100.0%", "1", "0", "1"),
        ("12月底前", "已完成", "1", "0", "1"),
    ],
)
def test_words_are_judged_from_text_within_their_tier(target, actual, share, low, high):
    judgement = judge(target, actual, rules=RULES, points=Decimal(10))
    assert (judgement.ratio, judgement.low, judgement.high) == (Decimal(share), Decimal(low), Decimal(high))
    assert judgement.basis is Basis.TEXT
    assert judgement.trace[0].text == f"文本判定：{judgement.reason}"
    assert judgement.trace[0].lost == 10 - Decimal(share) * 10


@pytest.mark.parametrize(
    ("target", "actual", "worded"),
    [("≥100人", "已完成", True), ("≥100人", "无", True), ("≥100人", "100人", False), ("12月底前", "已完成", True),
     ("12月底前", "11月", False), ("≥100人", "70平方米", False)],
)  # fmt: skip
def test_words_for_a_number_or_a_date_are_told(target, actual, worded):
    assert judge(target, actual, rules=RULES).worded is worded


@pytest.mark.parametrize(
    ("target", "actual", "copied"),
    [("≥95%", "≥95%", True), ("≤5%", "≤5%", True), ("=5次", "=5次", True), ("≥95%", "95%", False), ("≥95%", "96%", False)],
)  # fmt: skip
def test_an_operator_in_the_actual_is_told_as_copied(target, actual, copied):
    assert judge(target, actual, rules=RULES).copied is copied


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [("≥100人", "120人", "1.2"), ("≥100人", "50人", "0.5"), ("≤80万元", "100万元", "1.25"), ("≥100人", "0.012万人", "1.2")],
)  # fmt: skip
def test_the_achievement_is_actual_over_target_in_its_unit(target, actual, share):
    assert judge(target, actual, rules=RULES).achievement == Decimal(share)


@pytest.mark.parametrize(
    ("target", "actual"), [("≤0起", "1起"), ("≥100人", "90-95人"), ("≥100人", "≥100人"), ("≥100人", "已完成")]
)
def test_there_is_no_achievement_without_one_value_and_a_target_above_0(target, actual):
    assert judge(target, actual, rules=RULES).achievement is None


# Sentences
@pytest.mark.parametrize(
    ("text", "actual", "steps"),
    [
        (FELL, "85%", [("实际 85%，适用“≥85%，得满分”", "0"), ("不触发", "0")]),
        (FELL, "78%", [("", "0"), ("目标 85%，实际 78%，低 7个百分点，每下降5%扣该指标分值的10%，计 1 步（不足一步不计） → 扣 10%", "1")]),
        (FELL, "80%", [("", "0"), ("低 5个百分点，每下降5%扣该指标分值的10%，计 1 步（不足一步不计） → 扣 10%", "1")]),
        (FELL, "80.1%", [("", "0"), ("低 4.9个百分点，每下降5%扣该指标分值的10%，计 0 步（不足一步不计） → 扣 0%", "0")]),
        ("每发现1例扣2分，扣完为止", "3例", [("实际 3例，每发现1例扣2分，计 3 步（不足一步不计） → 扣 60%", "6")]),
        ("每发现1例扣2分，最多扣4分", "3例", [("实际 3例，每发现1例扣2分，计 3 步（不足一步不计），以上限为止 → 扣 40%", "4")]),
        ("每延迟1天扣0.5分", "延迟3天", [("偏差 3天，每延迟1天扣0.5分，计 3 步（不足一步不计） → 扣 15%", "1.5")]),
        ("投诉率≤5%得满分，每超过1%扣1分", "8%", [("", "0"), ("目标 5%，实际 8%，超过 3个百分点，每超过1%扣1分，计 3 步（不足一步不计） → 扣 30%", "3")]),
    ],
)  # fmt: skip
def test_a_sentence_tells_the_gap_the_steps_and_what_they_take(text, actual, steps):
    found = told(text, actual)
    losing = [(said, lost) for said, lost in steps if said]
    for said, lost in losing:
        assert any(said in one and taken == Decimal(lost) for one, taken in found), found
    assert sum(taken for _, taken in found) == sum(Decimal(lost) for _, lost in steps)


def test_a_bonus_is_told_as_a_gain_up_to_its_limit():
    text = "完成率达到100%得10分，每超过1%加0.5分，最多加2分"
    judgement = judge(text, "103%", rules=RULES, points=Decimal(10))
    assert (judgement.ratio, judgement.trace[-2].lost) == (Decimal("1.15"), Decimal("-1.5"))
    assert "加 15%" in judgement.trace[-2].text
    capped = judge(text, "110%", rules=RULES, points=Decimal(10))
    assert (capped.ratio, capped.trace[-2].lost) == (Decimal("1.2"), -2)
    assert "以上限为止" in capped.trace[-2].text


def test_the_last_step_names_the_score_and_the_rule_set():
    last = judge("≥90%", "81%", rules=RULES, points=Decimal(10)).trace[-1]
    assert (last.text, last.lost) == (f"得 9/10 分（规则集：{RULES.name}）", 0)
    bare = judge("≥90%", "81%", rules=RULES).trace[-1]
    assert bare.text == f"规则集：{RULES.name}"


@pytest.mark.parametrize(
    ("text", "actual", "met"),
    [
        ("得分=达到预期值的指标个数/全部指标个数", "全部达到", True),
        ("得分=(1-超支率)*该指标分值", "超支率0%", True),
        ("得分=(1-超支率)*该指标分值", "超支率10%", False),
        (FELL, "85%", True),
        (FELL, "80%", False),
        ("90%以上得5分，60%-90%得3分，60%以下不得分", "95%", True),
        ("90%以上得5分，60%-90%得3分，60%以下不得分", "70%", False),
        ("有则得满分，否则不得分", "有", True),
        ("有则得满分，否则不得分", "无", False),
        ("按规定公开得满分，每发现1次不公开扣1分", "按规定公开", True),
        ("≥90%得5分；超支不得分", "超支", False),
        ("①有规划得5分；②有方案得5分", "符合①②", True),
        ("完成率≥95%得3分；满意度≥90%得2分", "完成率96%，满意度92%", True),
        ("完成率≥95%得3分；满意度≥90%得2分", "完成率96%，满意度80%", False),
        ("①有规划得5分；②有方案得5分", "符合①", False),
        ("①有规划得5分；②有方案得5分", "均无", False),
    ],
)
def test_a_sentence_tells_whether_its_full_mark_is_reached(text, actual, met):
    points = Decimal(10) if "①" in text else Decimal(5)
    assert (judge(text, actual, rules=RULES, points=points).ratio == 1) is met


def test_the_higher_basis_of_the_parts_is_told():
    """Two targets in a cell: both by rule, or one from text."""
    both = judge("≥100人，≥2期", "120人，3期", rules=RULES)
    assert (both.ratio, both.basis) == (1, Basis.RULE)
    half = judge("≥100人，≥2期", "120人，1期", rules=RULES)
    assert (half.ratio, half.low, half.high) == (None, Decimal("0.5"), 1)


# What a sentence rests on
@pytest.mark.parametrize(
    ("text", "actual", "share", "basis"),
    [
        ("得分=实际完成值/年度指标值*分值", "130%", "1", Basis.ASSUMED),  # beyond the full mark, no limit said
        ("得分=实际完成值/年度指标值*分值，最高不超过分值", "130%", "1", Basis.RULE),
        ("得分=完成率*分值", "130%", "1", Basis.RULE),  # a rate is of at most the whole
        ("得分=完成率*分值", "80%", "0.8", Basis.RULE),
        (FELL, "已达到", "1", Basis.TEXT),
        ("6月底前完成得满分，每延迟1天扣1分", "6月20日", "1", Basis.RULE),
        ("6月底前完成得满分，每延迟1天扣1分", "7月2日", "0.8", Basis.RULE),
        ("6月底前完成得满分，每延迟1天扣1分", "提前3天", "1", Basis.RULE),
        ("6月底前完成得满分，每延迟1天扣1分", "已完成", "1", Basis.TEXT),
        ("无投诉得满分，每发现1起扣1分", "无", "1", Basis.RULE),
        ("以100%为标准，每超过1个百分点扣1分", "95%", "1", Basis.RULE),
        ("以100%为标准，每超过1个百分点扣1分", "103%", "0.7", Basis.RULE),
        ("每降低1%扣0.5分，以98%为基准", "99%", "1", Basis.RULE),
        ("每降低1%扣0.5分，以98%为基准", "96%", "0.9", Basis.RULE),
    ],
)  # fmt: skip
def test_a_share_and_what_it_rests_on(text, actual, share, basis):
    judgement = judge(text, actual, rules=RULES, points=Decimal(10))
    assert (judgement.ratio, judgement.basis) == (Decimal(share), basis)


def test_the_nearest_of_nested_deadlines_counts_in_whatever_order_they_stand():
    text = "9月底前完成得3分，6月底前完成得5分，否则不得分"
    shares = [
        judge(text, day, rules=RULES, points=Decimal(5)).ratio for day in ("5月20日", "8月1日", "10月1日")
    ]
    assert shares == [1, Decimal("0.6"), 0]
    begun = "6月1日起开展得3分，3月1日起开展得5分"
    assert judge(begun, "7月2日", rules=RULES, points=Decimal(5)).ratio == Decimal("0.6")


THREE = "①有规划得2分；②有方案得2分；③有总结得2分"


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("符合①②", "2/3"), ("缺③", "2/3"), ("符合①-③", "1"), ("符合①至②", "2/3"), ("符合①，缺②", "1/3"), ("符合(1)(2)", "2/3"),
        ("缺①②③", "0"), ("①②符合③不符合", None), ("符合④", None), ("符合①，缺①", None),
        ("两项", "2/3"), ("缺1项", "2/3"), ("缺两项", "1/3"), ("三项", "1"), ("1项", "1/3"), ("0项", "0"), ("零项", "0"),
        ("均无", "0"), ("全部具备", "1"), ("都有", "1"),
        ("有规划、有方案、有总结", "1"), ("只有规划", "1/3"), ("有规划", None),
    ],
)  # fmt: skip
def test_items_of_a_checklist_add_up(actual, share):
    ratio = judge(THREE, actual, rules=RULES, points=Decimal(6)).ratio
    if share is None:
        assert ratio is None
    else:
        part, _, whole = share.partition("/")
        assert abs(ratio - Decimal(part) / Decimal(whole or 1)) < Decimal("1e-20")


PLACES = "排名第1-3名的依次得5分、4分、3分"


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        (PLACES, "第1名", "1"), (PLACES, "第3名", "0.6"), (PLACES, "第4名", None), (PLACES, "第0名", None),
        (PLACES, "倒数第1名", None), (PLACES, "较好", None),
    ],
)  # fmt: skip
def test_a_place_earns_its_own_points(text, actual, share):
    ratio = judge(text, actual, rules=RULES, points=Decimal(5)).ratio
    assert ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(("actual", "met"), [("0起", True), ("1起", False), ("无", True)])
def test_nothing_of_what_costs_points_meets_the_full_mark(actual, met):
    judgement = judge("无投诉得满分，每发现1起扣1分", actual, rules=RULES, points=Decimal(5))
    assert (judgement.ratio == 1) is met


@pytest.mark.parametrize(("actual", "share"), [("6月20日", "1"), ("7月2日", "0.8"), ("7月1日", "0.9")])
def test_a_rule_of_delays_is_measured_from_the_row_s_own_deadline(actual, share):
    rule = "按期完成得满分，每延迟1天扣1分"
    judgement = judge("6月30日前", actual, rules=RULES, points=Decimal(10), rule_text=rule)
    assert judgement.ratio == Decimal(share)


SEVEN = "；".join(
    f"{mark}有{thing}得1分"
    for mark, thing in zip("①②③④⑤⑥⑦", ["规划", "方案", "总结", "台账", "制度", "人员", "场地"], strict=True)
)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("一项", 1),
        ("两项", 2),
        ("二项", 2),
        ("三项", 3),
        ("四项", 4),
        ("五项", 5),
        ("六项", 6),
        ("4项", 4),
        ("缺两项", 5),
    ],
)
def test_so_many_items_of_a_checklist(said, count):
    ratio = judge(SEVEN, said, rules=RULES, points=Decimal(7)).ratio
    assert abs(ratio - Decimal(count) / 7) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        ("每发现1例扣2分，满6分为止", "5例", "0.4"),
        ("每发现1例扣2分，扣满6分为止", "5例", "0.4"),
        ("每发现1例扣2分，最多扣6分", "2例", "0.6"),
        ("每开展1次活动得2分，满分为止", "6次", "1"),
        ("每开展1次活动得2分，最高得8分", "6次", "0.8"),
    ],
)
def test_how_far_steps_go(text, actual, share):
    assert judge(text, actual, rules=RULES, points=Decimal(10)).ratio == Decimal(share)


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        ("完成率每低5%扣1分", "90%", "0.8"),  # from 100 %
        ("完成率≥95%得满分，完成率每低5%扣1分", "90%", "0.9"),
        ("按规定执行得满分，执行率每低5%扣1分", "90%", "0.8"),
        ("满意度每低5%扣1分", "90%", None),  # from where is not said
        ("有规划得5分，有方案得5分，每缺一项扣5分", "1项", "0.5"),
        ("有规划得5分，有方案得5分，每缺一项扣5分", "缺1项", "0.5"),
    ],
)
def test_where_a_step_begins(text, actual, share):
    ratio = judge(text, actual, rules=RULES, points=Decimal(10)).ratio
    assert ratio == (None if share is None else Decimal(share))


def test_a_bracket_that_never_closes_does_not_stop_the_reading():
    assert understand("制度健全情况较好(6-8分").is_rule


@pytest.mark.parametrize(
    ("text", "actual", "said", "lost"),
    [
        ("得分=(1-超支率)*该指标分值", "超支率10%", "(1-超支率)=1-0.1 → 得 90%", "1"),
        ("得分=达到预期值的指标个数/全部指标个数", "10个指标中8个达标", "达标 8 个 ÷ 全部 10 个", "2"),
        ("完成率≥95%得满分，否则按比例得分", "76%", "实际 76%，按比例（÷95%）→ 得 80%", "2"),
        ("≥100%得满分，小于60%不得分，60%-100%之间按插值法得分", "80%", "60%-100% 之间按比例 → 得 50%", "5"),
        ("排名第1-3名的依次得10分、8分、6分", "第2名", "第 2 名得 8 分", "2"),
        (SEVEN, "四项", "7 项中有 4 项，每项 14.285%", "3"),
    ],
)
def test_a_formula_tells_its_numbers(text, actual, said, lost):
    steps = told(text, actual, points=Decimal(7) if text is SEVEN else Decimal(10))
    assert any(said in one and taken == Decimal(lost) for one, taken in steps), steps


@pytest.mark.parametrize(("actual", "ratio"), [("120人", 1), ("100人", 1), ("50人", 0)])
def test_a_target_reached_meets_a_rule_that_only_names_the_worst_tier(actual, ratio):
    rule = "完成目标得满分，完成比例低于60%不得分"
    judgement = judge("≥100人", actual, rules=RULES, points=Decimal(10), rule_text=rule)
    assert judgement.ratio == ratio


@pytest.mark.parametrize(
    ("points", "low", "high"),
    [("20", "0.3", "0.6"), ("10", "0.6", "0.6"), ("8", "0.6", "0.75"), ("5", "0.6", "1")],
)
def test_a_full_mark_other_than_the_points_holds_both_readings(points, low, high):
    """6 of the 10 the sentence speaks of, or 6 of the row's own points."""
    judgement = judge("≥90%得10分，80%-90%得6分，80%以下不得分", "85%", rules=RULES, points=Decimal(points))
    assert (judgement.ratio, judgement.low, judgement.high) == (Decimal("0.6"), Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [
        ("≥2次/周", "2次", "1"), ("≥2次/周", "103次", None), ("≥2次/周", "104次", "1"), ("≥1次/月", "11次", None),
        ("≥1次/月", "12次", "1"), ("≥1次/季度", "3次", None), ("≥1次/季度", "4次", "1"),
           ("≥2次/周", "1次/周", "0.5"),
        # a rate without its sign
        ("≥10%", "1", None), ("≥9%", "0.9", "0.1"), ("≥95%", "0.95", None), ("≥95%", "1.9", "0.02"), ("≥95%", "0", "0"),
        ("≤95%", "0.95", "1"),
        ("≥100", "50%", "0.5"), ("≥101", "50%", None), ("≥1", "0.5%", "0.5"), ("≥0.9", "90%", None), ("=0", "5%", "0"),
    ],
)  # fmt: skip
def test_what_may_be_of_another_time_or_a_rate_is_left_to_a_person(target, actual, ratio):
    assert judge(target, actual, rules=RULES).ratio == (None if ratio is None else Decimal(ratio))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("≥90%得5分，60%(含)-80%得3分，低于60%得0分", "0", "1"),
        ("≥90%得5分，60%-80%得3分，60%以下得1分", "0.2", "1"),
        ("≥90%得4分，60%-80%得3分，60%以下得1分", "0.25", "1"),
    ],
)
def test_a_gap_in_a_table_leaves_what_its_tiers_give(text, low, high):
    judgement = judge(text, "85%", rules=RULES, points=Decimal(4) if "4分" in text else Decimal(5))
    assert (judgement.ratio, judgement.low, judgement.high) == (None, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "actual", "ratio", "low", "high"),
    [
        ("≥90%得5分", "80%", "0", "0", "1"),  # no otherwise: nothing, as an assumption
        ("≥90%得5分，80%-90%得3分", "70%", "0", "0", "0.6"),
        ("≥90%得5分，≥80%得3分", "70%", "0", "0", "0.6"),
        ("80%-90%得3分，90%-100%得5分", "105%", None, "0.6", "1"),
        ("达到目标得5分，否则酌情得1-3分", "未达到", None, "0.2", "0.6"),
        ("制度健全得5分，制度基本健全得3分，否则酌情得1-2分", "制度不健全", None, "0.2", "0.4"),
        ("≤5%得5分，5%-10%得3分", "20%", "0", "0", "0.6"),
        ("投诉率超过1%不得分", "0.5%", "1", "0", "1"),  # only what costs is said: the rest is full
        ("80%-90%得3分；90%-100%得5分", "90%", "1", "0.6", "1"),  # the shared end, by its lower bound
        ("达标的得5分", "未达标", "0", "0", "1"),
        ("≥90%得5分，否则得2分", "80%", "0.4", "0.4", "0.4"),
        ("达到目标得5分，否则酌情扣1-3分", "未达到", None, "0.4", "0.8"),
        ("达到目标得5分，否则酌情扣分", "未达到", None, "0", "1"),
    ],
)
def test_what_is_assumed_or_left_open_bounds_the_share(text, actual, ratio, low, high):
    judgement = judge(text, actual, rules=RULES, points=Decimal(5))
    assert judgement.ratio == (None if ratio is None else Decimal(ratio))
    assert (judgement.low, judgement.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("method", "share"), [("linear", "0.75"), ("ratio", "0.8")])
def test_in_proportion_to_a_target_that_should_not_be_exceeded_follows_the_method(method, share):
    rules = settings(reverse_method=method)
    rule = "达到目标得满分，否则按比例得分"
    for target, actual, expected in (
        ("≤80万元", "100万元", share),
        ("≤80万元", "80万元", "1"),
        ("≤80万元", "40万元", "1"),
    ):
        judgement = judge(target, actual, rules=rules, points=Decimal(10), rule_text=rule)
        assert judgement.ratio == Decimal(expected)
    up = judge("≥80万元", "60万元", rules=rules, points=Decimal(10), rule_text=rule)
    assert up.ratio == Decimal("0.75")


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("200人", "1"),
        ("191人", "1"),
        ("190人", "0.9"),
        ("181人", "0.9"),
        ("180人", "0.8"),
        ("100人", "0"),
        ("99人", "0"),
    ],
)
def test_a_percent_of_a_target_in_another_unit_is_measured_on_the_target(actual, share):
    text = "≥200人得满分，每少5%扣1分，扣完为止"
    assert judge(text, actual, rules=RULES, points=Decimal(10)).ratio == Decimal(share)


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        # so many at once, beside one by one
        ("合格得满分，发现3次未公开不得分", "发现3次未公开", "0"),
        ("每发现1次扣1分，发现3次不合格不得分", "发现3次不合格", "0"),
        ("合格得满分，出现2次不合格的不得分", "合格", "1"),
        # what the actual states as a distance
        ("每延迟1天扣0.5分", "超出3天", "0.85"),
        ("每延迟1天扣0.5分", "提前3天", "1"),
        ("每低于1%扣1分", "相差3%", "0.7"),
        ("每超过1%扣1分", "超出3%", "0.7"),
        ("每超过1%扣1分", "下降3%", "1"),
        ("每相差1%扣1分", "低3%", "0.7"),
        ("每延迟1个月扣1分", "延迟2个月", "0.8"),
        ("每延迟1个月扣1分", "延迟60天", "0.8"),
        # how many, or nothing to go by
        ("每发现1例扣2分", "有", None),  # it happened; how often is not said
        ("每发现1例扣2分", "有问题", None),
        ("每发现1例扣2分", "有序开展", "1"),
        ("有制度得满分，每发现1例违规扣1分", "有", "1"),
        ("达到目标得10分，否则得4分", "未达到", "0.4"),
        ("达到目标得10分，否则得4分", "达到目标", "1"),
        ("每发现1例扣2分", "无", "1"),
        ("每发现1例扣2分", "0例", "1"),
        ("每发现1例扣2分", "6例", "0"),
        ("每开展1次得2分，满分为止", "较多", None),
        ("每开展1次得2分，满分为止", "0次", "0"),
        ("每开展1次得2分，满分为止", "4次", "0.8"),
        # from the end of a range on the value's side
        ("完成率在90%-110%之间得满分，每偏离1%扣0.5分", "112%", "0.9"),
        ("完成率在90%-110%之间得满分，每偏离1%扣0.5分", "85%", "0.75"),
        ("完成率在90%-110%之间得满分，每偏离1%扣0.5分", "110%", "1"),
        ("完成率在90%-110%之间得满分，每偏离1%扣0.5分", "100%", "1"),
        # tiers: the one that says so holds the end, equal ones first, nested ones by the nearest bound
        ("5%-10%(含)得5分，10%以上得8分", "10%", "0.625"),
        ("≥90%得10分，≥80%得8分，≥60%得5分，否则不得分", "85%", "0.8"),
        ("≥90%得10分，≥80%得8分，≥60%得5分，否则不得分", "60%", "0.5"),
        ("≥90%得10分，≥80%得8分，≥60%得5分，否则不得分", "59%", "0"),
        ("≤5%得10分，≤10%得6分，超过10%不得分", "5%", "1"),
        ("≤5%得10分，≤10%得6分，超过10%不得分", "8%", "0.6"),
        ("≤5%得10分，≤10%得6分，超过10%不得分", "10%", "0.6"),
        ("≤5%得10分，≤10%得6分，超过10%不得分", "10.1%", "0"),
        ("=100%得10分，90%-100%得8分，90%以下不得分", "100%", "1"),
        ("=100%得10分，90%-100%得8分，90%以下不得分", "95%", "0.8"),
        ("=100%得10分，90%-100%得8分，90%以下不得分", "90%", "0.8"),
        ("≥95%得10分；每低1个百分点扣1分，低于85%不得分", "95%", "1"),
        ("≥95%得10分；每低1个百分点扣1分，低于85%不得分", "85%", "0"),
        ("≥95%得10分；每低1个百分点扣1分，低于85%不得分", "90%", "0.5"),
        # between two ends
        ("≥100%得满分，小于60%不得分，60%-100%之间按插值法得分", "60%", "0"),
        ("≥100%得满分，小于60%不得分，60%-100%之间按插值法得分", "90%", "0.75"),
        ("≥100%得满分，小于60%不得分，60%-100%之间按插值法得分", "59.9%", "0"),
        ("投诉率≤4%得满分，超过10%不得分，4%-10%之间按插值法得分", "10%", "0"),
        ("投诉率≤4%得满分，超过10%不得分，4%-10%之间按插值法得分", "5.5%", "0.75"),
        # in proportion
        ("完成率≥95%得满分，否则按比例得分", "95%", "1"),
        ("完成率≥95%得满分，否则按比例得分", "47.5%", "0.5"),
        ("完成率≥95%得满分，低于60%不得分，其余按比例得分", "76%", "0.8"),
        ("完成率≥95%得满分，低于60%不得分，其余按比例得分", "59%", "0"),
        # bonuses
        ("≥90%得8分，每超过1%加0.5分，最多加2分", "93%", "0.95"),
        ("≥90%得8分，每超过1%加0.5分，最多加2分", "99%", "1"),
        ("≥90%得8分，每超过1%加0.5分，最多加2分", "90%", "0.8"),
    ],
)
def test_worked_by_hand_of_ten_points(text, actual, share):
    ratio = judge(text, actual, rules=RULES, points=Decimal(10)).ratio
    assert ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("质量达标率100%，按时完成，资料齐全", "1"),
        ("质量达标率100%", None),
    ],
)
def test_numbers_and_words_that_only_together_make_the_full_mark_are_parts(actual, share):
    text = "质量达标率100%得4分；按时完成得3分；资料齐全得3分"
    ratio = judge(text, actual, rules=RULES, points=Decimal(10)).ratio
    assert ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("actual", "met"),
    [("有规划、有方案、有总结", True), ("只有规划", False), ("符合①-③", True), ("三项", True)],
)
def test_a_checklist_is_met_by_all_of_its_items(actual, met):
    assert (judge(THREE, actual, rules=RULES, points=Decimal(6)).ratio == 1) is met
