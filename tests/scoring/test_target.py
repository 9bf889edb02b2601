"""Targets: units, dates, placeholders, repairs and directions, one rule of the field each."""

from decimal import Decimal

import pytest

from evalcore.scoring.dates import find_dates, in_time
from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import converted, find_quantities, match_quantity
from evalcore.scoring.rule import judge, understand
from evalcore.scoring.target import direction, placeholder, read_target, sentence
from tests.scoring.settings import settings

RULES = settings()


def only_quantity(text):
    found = find_quantities(fold(text))
    assert len(found) == 1, found
    return found[0].quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("≥1,500万元", "1500", "万元"),
        ("３.４５万亩", "3.45", "万亩"),
        ("400元/人、天", "400", "元/人·日"),
        (">=570元/人*月", "570", "元/人·月"),
        ("98 %(百分比)", "98", "%"),
        ("-5%", "-5", "%"),
        ("三次", "3", "次"),
        ("半天", "0.5", "天"),
        ("两个", "2", "个"),
        ("6月", "6", "个月"),
        ("25TB", "25", "TB"),
        ("1/4", "0.25", ""),
        ("1/100万", "0.000001", ""),
    ],
)
def test_a_quantity_is_a_number_and_its_unit(text, value, unit):
    quantity = only_quantity(text)
    assert (quantity.value, str(quantity.unit)) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["一是", "一般", "百分比", "12345678901234567890", "十分满意", "千分比"])
def test_what_measures_nothing_is_no_quantity(text):
    assert find_quantities(fold(text)) == ()


def test_a_range_does_not_make_its_end_negative():
    assert [str(one.quantity) for one in find_quantities("90%(含)-100%")] == ["90%", "100%"]


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("1亿元", "万元", "10000"),
        ("15000000元", "万元", "1500"),
        ("1年", "个月", "12"),
        ("6个月", "年", "0.5"),
        ("2个月", "天", "60"),
        ("90分钟", "小时", "1.5"),
        ("5公里", "米", "5000"),
        ("10万人", "人", "100000"),
        ("2‰", "%", "0.2"),
        ("5个百分点", "%", "5"),
        ("20家", "个", "20"),
        ("12", "万元", "12"),
        ("200万", "万元", "200"),
        ("570元/人", "元/人·月", "570"),
        ("3次", "场", "3"),
    ],
)
def test_comparable_units_are_converted(one, other, value):
    unit = match_quantity("1" + other, 0).quantity.unit
    assert round(converted(only_quantity(one), unit), 9) == Decimal(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [("100人", "人次"), ("100%", "个"), ("15天", "工作日"), ("10亩", "米"), ("5万元", "%"), ("20人", "个"),
     ("500元/人", "元/亩"), ("10户", "家")],
)  # fmt: skip
def test_incomparable_units_are_refused(one, other):
    assert converted(only_quantity(one), match_quantity("1" + other, 0).quantity.unit) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021年底", (2021, 12, 1), (2021, 12, 31)),
        ("2020年", (2020, 1, 1), (2020, 12, 31)),
        ("12月底前", (0, 12, 21), (0, 12, 31)),
        ("6月中旬", (0, 6, 11), (0, 6, 20)),
        ("3月初", (0, 3, 1), (0, 3, 10)),
        ("2024年2月", (2024, 2, 1), (2024, 2, 29)),
        ("2022-06-30", (2022, 6, 30), (2022, 6, 30)),
        ("2022.5", (2022, 5, 1), (2022, 5, 31)),
        ("2021年2月31日", (2021, 2, 28), (2021, 2, 28)),
        ("上半年", (0, 1, 1), (0, 6, 30)),
        ("下半年", (0, 7, 1), (0, 12, 31)),
        ("第三季度", (0, 7, 1), (0, 9, 30)),
        ("2季度", (0, 4, 1), (0, 6, 30)),
        ("十二月底", (0, 12, 21), (0, 12, 31)),
        ("1-12月", (0, 12, 1), (0, 12, 31)),
    ],
)
def test_a_date_is_the_span_its_words_can_mean(text, first, last):
    (found,) = find_dates(fold(text))
    assert (found.span.first, found.span.last) == (first, last)


@pytest.mark.parametrize("text", ["3个月", "10.5", "1-5", "底部", "12天", "全年", "两年内"])
def test_durations_and_numbers_are_no_dates(text):
    assert find_dates(text) == ()


def span(text):
    return find_dates(text)[0].span


@pytest.mark.parametrize(
    ("actual", "deadline", "kept"),
    [
        ("8月", "9月前", True),
        ("9月", "9月前", None),
        ("10月", "9月前", False),
        ("2021年11月", "2021年12月31日前", True),
        ("2022年1月", "2021年底", False),
        ("12月25日", "12月底", True),
        ("12月", "12月20日", None),
    ],
)
def test_a_date_is_kept_when_earlier(actual, deadline, kept):
    assert in_time(span(actual), span(deadline)) is kept


@pytest.mark.parametrize(
    ("printed", "canonical", "why"),
    [
        ("290% 100%", "≥90%", "≥"),
        ("W10次", "≤10次", "W"),
        ("二100%", "=100%", "二"),
        ("12021年11月30日前完成资金支付", "2021年11月30日前", "编号"),
        ("指标1：≥20次", "≥20次", "编号"),
        ("100% 无", "100%", "粘连"),
    ],
)
def test_damage_is_repaired_only_with_a_word_about_it(printed, canonical, why):
    rule = understand(printed)
    assert rule.sentence == canonical
    assert why in rule.repairs[0].why
    assert rule.repairs[0].raw == fold(printed)


def test_a_percentage_above_200_is_damage_only_when_the_actual_is_a_rate():
    assert judge("295%", "97%", rules=RULES).ratio == 1
    assert judge("295%", "310%", rules=RULES).repairs == ()
    assert round(judge("295%", "118%", rules=RULES).ratio, 4) == Decimal("0.4")


@pytest.mark.parametrize(
    ("name", "announced"),
    [("满意度(≥**%)", ("≥", "%")), ("补助标准(<**元/户·年)", ("<", "元/户·年")), ("参保人数", ("", ""))],
)
def test_an_indicator_name_may_announce_operator_and_unit(name, announced):
    assert placeholder(fold(name)) == announced


def test_a_name_that_announces_an_upper_limit_turns_a_bare_number():
    judgement = judge("5300", "5830", rules=RULES, level3="扶贫临时救助标准(≤**元/户·年)")
    assert judgement.target.direction == -1
    assert judgement.ratio == 1 - Decimal(530) / 5300


@pytest.mark.parametrize(
    ("target", "level1", "level2", "level3", "sense"),
    [
        ("90%", "产出指标", "质量指标", "合格率", 1),
        ("20万元", "产出指标", "成本指标", "项目总成本", -1),
        ("100%", "成本指标", "", "补助标准达标率", 1),
        ("800元/人", "成本指标", "", "人均补助标准", 0),
        ("5天", "产出指标", "时效指标", "办结时间", -1),
        ("360天", "产出指标", "时效指标", "全年开放天数", 0),
        ("360天", "产出指标", "数量指标", "开放天数", 1),
        ("2次", "效益指标", "", "安全事故次数", -1),
        ("95%", "效益指标", "", "投诉处理率", 1),
        ("30", "产出指标", "", "响应时间", -1),
        ("=50个", "成本指标", "", "个数", 1),
        ("95%", "产出指标", "时效指标", "按时完成率", 1),
        ("95%", "效益指标", "", "设施开放率", 1),
        ("≥50个", "成本指标", "", "个数", 1),
        ("≤50个", "产出指标", "", "个数", -1),
    ],
)
def test_the_levels_give_a_bare_number_its_direction(target, level1, level2, level3, sense):
    assert direction(read_target(target).targets[0], level1, level2, level3) == sense


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("接警后30秒内出动率≥95%", ["接警后30秒内出动率≥95%"]),
        ("12月底前100%到位", ["100%", "12月底前"]),
        ("大于等于80%且小于等于90%", ["80%-90%"]),
        ("完成1部宣传片，2套方案", ["完成 1部", "宣传片 2套"]),
        ("每亩100", ["每亩100"]),
    ],
)
def test_a_cell_may_hold_conditions_ranges_and_several_targets(text, targets):
    assert understand(text).sentence == "；".join(targets)


@pytest.mark.parametrize("text", ["/", "--", "……", "无", "", " "])
def test_a_blank_target_is_no_rule(text):
    assert not understand(text).is_rule


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("≥95%", "", "为空"),
        ("≥95%", "无", "不适用"),
        ("≥95%", "0.97", "漏写单位"),
        ("≥200", "100%", "百分比"),
        ("2021年底", "2022年3月", "逾期怎样扣分没有写明"),
        ("2021年底", "未完成", "未按期"),
        ("2021年底", "若干", "没有日期"),
        ("12月20日", "12月", "不能确定"),
        ("≤-5%", "3%", "负数"),
        ("10-20天", "30天", "区间之外"),
        ("800元/人", "700元/人", "方向"),
        ("10个", "新建3个，改造4个", "多个数字"),
        ("效果明显", "开展活动", "没有说明达成程度"),
        ("完成", "部分指标已完成，未达标2项", "既有达成也有未达成"),
        ("≥95%", "≥90%", "不是实测值"),
        ("10个", "数量不多", "没有可比的数字"),
        ("10个", "基本完成", "没有数值"),
    ],
)
def test_what_is_not_said_is_left_to_a_person_with_the_reason(target, actual, reason):
    level2 = "成本指标" if "元/人" in target else None
    judgement = judge(target, actual, rules=RULES, level2=level2, level3="人均补助标准" if level2 else None)
    assert judgement.ratio is None
    assert reason in judgement.reason


def test_an_undecided_direction_still_bounds_the_score():
    judgement = judge("800元/人", "700元/人", rules=RULES, level2="成本指标", level3="人均补助标准")
    assert (judgement.low, judgement.high) == (Decimal("0.875"), 1)


def test_what_a_late_date_costs_is_left_to_a_person():
    judgement = judge("2021年底", "2022年3月", rules=RULES)
    assert (judgement.ratio, judgement.low, judgement.high) == (None, 0, 1)
    assert "晚于" in judgement.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("完成上级下达的任务12并组织验收工作", None),  # seven characters follow
        ("完成上级下达的任务12并组织好验收", 12),
        ("完成上级任务12并组织验收工作", None),  # thirteen characters around the number
        ("完成的任务12并组织验收工作", 12),
        ("完成上级下达的任务12个并组织验收工作", 12),
    ],
)
def test_a_number_without_a_unit_inside_a_long_sentence_measures_nothing(text, value):
    (target,) = read_target(text).targets
    assert (target.quantity and target.quantity.value) == value


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [("295%", "100%", 1), ("210%", "10%", 1), ("209%", "10%", None), ("290% 100%", "95%", 1)],
)
def test_a_glued_sign_is_put_right_only_between_10_and_100_percent(target, actual, ratio):
    judgement = judge(target, actual, rules=RULES)
    assert bool(judgement.repairs) is (ratio is not None)
    if ratio is not None:
        assert judgement.ratio == ratio


def test_a_second_percentage_above_100_is_no_actual():
    assert understand("290% 101%").sentence == "290%"


def test_a_unit_behind_the_operator_belongs_to_the_number():
    (target,) = read_target("200以上人").targets
    assert (target.operator, target.quantity.unit.name, target.quantity.unit.dimension) == (
        "≥",
        "人",
        "people",
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("≥20次", ["≥20次"]),
        ("20次以上", ["≥20次"]),
        ("不超过20天", ["≤20天"]),
        ("大于20次", [">20次"]),
        ("≥20", ["≥20"]),
        ("培训人数≥20人，合格率≥90%", ["培训人数≥20人", "合格率≥90%"]),
        ("≥80%且≤90%", ["80%-90%"]),
        ("≤90%且≥80%", ["80%-90%"]),
        ("≥80且≤90%", ["80%-90%"]),  # the unit is printed once
        ("≥3次，≤90%", ["≥3次", "≤90%"]),  # two things, no range
        ("80%-90%", ["80%-90%"]),
        ("80-90%", ["80%-90%"]),
        ("5天至10天", ["5天-10天"]),
        ("培训3次，参训60人", ["培训 3次", "参训 60人"]),
        ("就业率达到95%，比上年提高1个百分点", ["就业率≥95%", "1个百分点"]),
        ("接警后30秒内出动率≥95%", ["接警后30秒内出动率≥95%"]),
        ("公猪舍(≥**平方米) 22.8", ["公猪舍≥22.8平方米"]),
        ("任务完成时限(月) 10", ["任务完成时限 10个月"]),
        ("第3批", ["第3批"]),
        ("1:1", ["1:1"]),
        ("/", []),
        ("无", []),
        ("2021年底前完成3次", ["完成 3次", "2021年底前"]),
        ("2021年底前", ["2021年底前"]),
        ("≤6月", ["≤6个月"]),
        ("6月", ["6月"]),
        ("零投诉", ["0投诉"]),
        ("按照3个文件要求开展工作", ["按照 3个"]),
        ("按照2023号文件的要求开展培训工作和检查工作", ["按照2023号文件的要求开展培训工作和检查工作"]),
    ],
)
def test_a_target_cell_says(text, read):
    assert [sentence(target) for target in read_target(fold(text)).targets] == read


def test_words_have_a_direction_too():
    assert direction(read_target("效果明显").targets[0], "效益指标", "", "") == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("围绕全年工作要点3开展各项的活动", 0),  # seven characters behind, more than twelve in all
        ("围绕全年的工作要点3开展各项活动", 1),  # six behind
        ("工作要点3开展各项的活动", 1),  # a short text
    ],
)
def test_a_number_within_a_long_sentence_is_no_target(text, numbers):
    targets = read_target(text).targets
    assert sum(target.quantity is not None for target in targets) == numbers


@pytest.mark.parametrize(
    ("text", "goal"),
    [("290% 100%", 90), ("210% 100%", 10), ("209% 100%", 209), ("290% 100.0%", 90), ("290% 101%", 290)],
)
def test_a_two_for_at_least_is_repaired_only_where_the_rest_is_a_rate(text, goal):
    assert read_target(text).targets[0].quantity.value == goal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("做好基层服务3执行到位保障落", False),  # a number inside a sentence measures nothing
        ("做好层服务3执行到位保障落", True),
        ("做好基层服务项3执行到位保障", True),
    ],
)
def test_a_bare_number_inside_a_long_sentence_is_no_target(text, number):
    assert (read_target(text).targets[0].quantity is not None) is number


def test_what_stands_before_the_number_names_what_it_is_per():
    assert read_target("每亩100").targets[0].quantity.unit.per == "亩"
    assert read_target("每年100元").targets[0].quantity.unit.per in ("", "年")


def test_a_number_that_ends_a_quoted_name_is_no_target():
    (target,) = read_target("落实“厂网河湖岸5”方案3个").targets
    assert target.quantity.value == 3
    (target,) = read_target("《办法2》修订≥3次").targets
    assert target.quantity.value == 3


def test_of_a_bare_duration_less_is_better_of_its_rate_more():
    assert judge("5", "6", rules=settings(), points=Decimal(5), level3="平均办理时间").ratio == Decimal("0.8")
    assert judge("5", "6", rules=settings(), points=Decimal(5), level3="办理时间达标率").ratio == 1
