"""Scoring sentences: worked cases, traces, settings, and what holds for every text."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import Basis
from evalcore.scoring.numbers import half_up
from evalcore.scoring.rule import contextual, judge, understand
from tests.scoring.settings import settings as rule_settings

FOLDER = Path(__file__).parents[1] / "cases"
FILES = [
    tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    for name in ("rules.toml", "rules_unseen.toml", "rules_field.toml")
]
CASES = {part: [case for file in FILES for case in file.get(part, [])] for part in ("cases", "texts")}
RULES = rule_settings()
STEPS = "85%及以上得满分，否则每下降5%扣该项指标对应分数10%"
EXAMPLES = [(case, actual, share) for case in CASES["cases"] for actual, share in case["actuals"].items()]
TEXTS = [case[key] for case in CASES["cases"] for key in ("text", "rule") if key in case]


BATCH = 40  # examples a test: thousands of tests of a millisecond each cost more than what they check


def batches(values):
    """Lists of BATCH values; a test names the first of its own."""
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]


def faults(check, examples):
    """What does not hold, of every example: its words, and the assertion."""
    found = []
    for example in examples:
        try:
            check(*example)
        except AssertionError as fault:
            found.append(f"{example}: {fault}")
    return found


def judged(case, actual, rules=RULES):
    return judge(
        case["text"],
        actual,
        rules=rules,
        points=Decimal(str(case["points"])) if "points" in case else None,
        level1=case.get("level1"),
        level2=case.get("level2"),
        level3=case.get("level3"),
        rule_text=case.get("rule"),
    )


@pytest.mark.parametrize("batch", batches(EXAMPLES), ids=lambda batch: batch[0][0]["text"][:40])
def test_worked_cases(batch):
    assert not faults(worked_case, batch)


def worked_case(case, actual, share):
    judgement = judged(case, actual)
    whole = case["text"] + case.get("rule", "")
    if share == "人":
        assert judgement.ratio is None
        assert judgement.basis is Basis.JUDGEMENT
        assert judgement.reason
        assert 0 <= judgement.low <= judgement.high <= 1 or "加" in whole
        assert not any(step.lost for step in judgement.trace)  # nothing is taken while a person decides
        return
    low, high = share if isinstance(share, list) else (share, share)
    assert judgement.ratio is not None, judgement.reason
    assert low - 0.0001 <= float(judgement.ratio) <= high + 0.0001
    assert float(judgement.low) <= high + 0.0001
    assert float(judgement.high) >= low - 0.0001
    assert judgement.basis == case.get("basis", judgement.basis)
    assert judgement.low <= judgement.ratio <= judgement.high
    assert judgement.high <= max(1, judgement.ratio) or "加" in whole
    if judgement.basis is Basis.RULE:  # what the rule says leaves nothing open
        assert (judgement.low, judgement.high, judgement.reason) == (judgement.ratio, judgement.ratio, "")
    else:
        assert judgement.reason
    weight = Decimal(str(case.get("points", 1)))
    lost = sum(step.lost for step in judgement.trace)
    assert lost == weight - (half_up(judgement.ratio * weight) if "points" in case else judgement.ratio)


def test_a_proportion_between_two_ends_is_left_to_a_person_unless_its_reading_is_named():
    """Half-way between the ends is 0.5, the rate itself 0.8."""
    text = "预算执行率≥100%得满分，小于60%不得分，60%-100%之间{}得分"
    open_ = judge(text.format("按比例"), "80%", rules=RULES, points=Decimal(10))
    assert (open_.ratio, open_.low, open_.high) == (None, Decimal("0.5"), Decimal("0.8"))
    assert "插值" in open_.reason
    rate = judge(text.format("按实际执行率乘以该项分值"), "80%", rules=RULES, points=Decimal(10))
    assert (rate.ratio, rate.low, rate.high) == (Decimal("0.8"), Decimal("0.8"), Decimal("0.8"))
    named = judge(text.format("按插值法"), "80%", rules=RULES, points=Decimal(10))
    assert (named.low, named.high, named.basis) == (Decimal("0.5"), Decimal("0.5"), Basis.RULE)
    falling = "投诉率≤4%得满分，超过10%不得分，4%-10%之间按比例得分"
    other = judge(falling, "7%", rules=RULES, points=Decimal(10))
    assert (other.ratio, other.low, other.high) == (Decimal("0.5"), Decimal("0.5"), Decimal("0.5"))


def test_a_proportional_deduction_says_what_it_takes_off():
    text = "以100%为标准，达到标准值得满分，达不到的按完成比例扣分"
    judgement = judge(text, "90%", rules=RULES, points=Decimal(10))
    assert any("按未完成的比例扣分" in step.text for step in judgement.trace)


def test_there_are_enough_worked_cases_to_stand_without_the_corpus():
    assert len(EXAMPLES) >= 250


def test_what_only_explains_is_no_rule():
    wrong = [
        case["text"] for case in CASES["texts"] if understand(case["text"]).is_rule is not case["is_rule"]
    ]
    assert not wrong


@pytest.mark.parametrize("batch", batches(TEXTS), ids=lambda batch: batch[0][:40])
def test_canonical_sentences_read_back_to_the_same_rule(batch):
    assert not faults(reads_back, [(text,) for text in batch])


def reads_back(text):
    rule = understand(text)
    again = understand(rule.sentence)
    assert (again.targets, again.scoring, again.sentence) == (rule.targets, rule.scoring, rule.sentence)


# The seed report (2022, 白云区工商联)
def test_seed_report_attendance_of_all_is_full_by_rule():
    printed = "85%及以上得满分，否则否则每下降5%扣该项指标对应分数10%"
    judgement = judge(printed, "100%", rules=RULES)
    assert (judgement.ratio, judgement.low, judgement.high) == (1, 1, 1)
    assert judgement.basis is Basis.RULE
    assert [(repair.raw, repair.fixed) for repair in judgement.repairs] == [(printed, STEPS)]


def test_seed_report_presence_is_judged_from_text_and_strictly_open():
    text = (
        "企业党员是否有助学、扶贫等积对社会产生积极行为；是否获得优秀共产党员、优秀党务工作者或先进党组织等荣誉称号。"
        "有则得满分，否则酌情减分。"
    )
    actual = "白云电器园等10个党组织荣获市级“双强六好”党组织；周林华等9名同志荣获市级党员先锋示范岗。"
    judgement = judge(text, actual, rules=RULES, points=Decimal(15))
    assert (judgement.ratio, judgement.low, judgement.high) == (1, 0, 1)
    assert judgement.basis is Basis.TEXT
    assert "没有写明幅度" in judgement.ambiguity
    assert "且" in judgement.ambiguity


@pytest.mark.parametrize(("target", "actual"), [("1次", "1次"), ("10 个", "12 个")])
def test_seed_report_counts_are_met_by_rule(target, actual):
    judgement = judge(target, actual, rules=RULES)
    assert (judgement.ratio, judgement.basis) == (1, Basis.RULE)


# Settings
@pytest.mark.parametrize(("method", "share"), [("floor", "1"), ("ceiling", "0.9"), ("linear", "0.96")])
def test_a_partial_step_follows_the_setting(method, share):
    judgement = judge(STEPS, "83%", rules=rule_settings(partial_step=method))
    assert judgement.ratio == Decimal(share)
    assert (judgement.low, judgement.high) == (judgement.ratio, judgement.ratio)
    assert "不足一档" in judgement.ambiguity


@pytest.mark.parametrize(("method", "share"), [("linear", "0.75"), ("ratio", "0.8")])
def test_a_reverse_indicator_at_125_percent_of_its_target_follows_the_setting(method, share):
    assert judge("≤80万元", "100万元", rules=rule_settings(reverse_method=method)).ratio == Decimal(share)


# Traces
def test_a_trace_names_target_actual_gap_steps_and_points():
    judgement = judge(STEPS, "78%", rules=RULES, points=Decimal("12.5"))
    assert half_up(judgement.ratio * Decimal("12.5")) == Decimal("11.25")
    told = "；".join(step.text for step in judgement.trace)
    assert RULES.name in told
    parts = ("目标 85%", "实际 78%", "低 7个百分点", "每下降5%扣该指标分值的10%", "计 1 步", "→ 扣 10%")
    assert [part for part in (*parts, "得 11.25/12.5 分") if part not in told] == []
    assert sum(step.lost for step in judgement.trace) == Decimal("1.25")


def test_what_a_deduction_takes_beyond_zero_is_given_back_in_the_trace():
    judgement = judge("每发现1例扣2分，扣完为止", "8例", rules=RULES, points=Decimal(10))
    assert judgement.ratio == 0
    assert sum(step.lost for step in judgement.trace) == 10


# Facts for the checks
def test_a_copied_target_is_told():
    assert judge("≥266米", "≥266米", rules=RULES).copied


def test_incomparable_units_are_refused_with_the_reason():
    judgement = judge("≥100人次", "100人", rules=RULES)
    assert judgement.ratio is None
    assert "不可比" in judgement.mismatch


def test_a_text_actual_for_a_number_is_told():
    judgement = judge("≥95%", "完成", rules=RULES)
    assert judgement.worded
    assert (judgement.low, judgement.high, judgement.basis) == (0, 1, Basis.TEXT)


def test_achievement_is_actual_over_target():
    assert judge("≥21个", "85个", rules=RULES).achievement == Decimal(85) / 21


def test_a_gap_in_a_table_is_an_ambiguity():
    table = "执行率≥90%得5分，60%(含)-80%得3分，低于60%得0分"
    judgement = judge(table, "85%", rules=RULES, points=Decimal(5))
    assert "空档" in judgement.ambiguity
    assert judgement.ratio is None


def test_overlapping_tiers_are_an_ambiguity():
    judgement = judge("80%-95%得3分；90%-100%得5分", "92%", rules=RULES, points=Decimal(5))
    assert judgement.ratio is None
    assert (judgement.low, judgement.high) == (Decimal("0.6"), 1)
    assert "两档" in judgement.ambiguity


def test_points_without_a_weight_need_a_person():
    assert judge("每发现1例扣2分", "1例", rules=RULES).ratio is None


def test_a_full_mark_that_differs_from_the_points_is_an_assumption():
    judgement = judge("≥90%得10分，否则不得分", "95%", rules=RULES, points=Decimal(5))
    assert (judgement.ratio, judgement.basis) == (1, Basis.ASSUMED)


# What holds for every text
LETTERS = "≥≤%分扣得每0123456789.，；-(含)以上下每项"
percent = st.integers(0, 2000).map(lambda tenths: Decimal(tenths) / 10)
RISING = [
    STEPS,
    "≥90%",
    "完成率≥95%得满分，否则按比例得分",
    "90%(含)-100%得5分；80%(含)-90%得4分；70%(含)-80%得3分；70%以下不得分",
    "满意度≥98%得5分，每低1个百分点扣0.5分，扣完为止",
    "得分=完成率*该指标分值，最高不超过满分",
]
FALLING = [
    "≤5%",
    "结转结余率≤5%得3分；5%<结转结余率≤10%得2分；10%<结转结余率≤20%得1分；>20%不得分",
    "三公经费控制率≤100%得满分，每超出1个百分点扣0.5分，最多扣3分",
]


@pytest.mark.parametrize("method", ["floor", "ceiling", "linear"])
@pytest.mark.parametrize("text", RISING + FALLING)
@given(one=percent, other=percent)
@settings(max_examples=40, deadline=None)
def test_one_directional_rules_are_monotone(text, method, one, other):
    rules = rule_settings(partial_step=method)
    low, high = sorted((one, other))
    scores = [judge(text, f"{value}%", rules=rules, points=Decimal(5)).ratio for value in (low, high)]
    if None not in scores:
        assert scores[0] <= scores[1] if text in RISING else scores[0] >= scores[1]


@given(
    st.one_of(st.text(max_size=60), st.sampled_from(TEXTS), st.text(alphabet=LETTERS, max_size=40)),
    st.one_of(st.text(max_size=20), st.sampled_from([actual for _, actual, _ in EXAMPLES])),
    st.sampled_from([None, Decimal(10), Decimal("12.5"), Decimal("0.5"), Decimal(0)]),
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_judged_within_its_interval_and_its_trace_sums(text, actual, points):
    judgement = judge(text, actual, rules=RULES, points=points)
    assert 0 <= judgement.low <= judgement.high
    if judgement.ratio is None:
        assert judgement.reason
        return
    assert judgement.low <= judgement.ratio <= judgement.high
    lost = sum(step.lost for step in judgement.trace)
    if points is None:
        assert abs(lost - (1 - judgement.ratio)) < Decimal("1e-20")
    else:
        assert lost == points - half_up(judgement.ratio * points)


@pytest.mark.parametrize("batch", batches(EXAMPLES), ids=lambda batch: batch[0][0]["text"][:40])
def test_shares_stay_within_the_weight_and_the_stated_bonus(batch):
    assert not faults(stays_within, batch)


def stays_within(case, actual, share):
    judgement = judged(case, actual)
    said = case.get("rule") or case["text"]
    stated = re.search(r"(?:最[多高]加|加满)(\d+)分", said)
    bonus = Decimal(stated[1]) / case["points"] if stated else int(bool(re.search(r"加\d", said)))
    assert judgement.ratio is None or 0 <= judgement.ratio <= 1 + bonus


def test_a_step_of_one_thing_keeps_the_whole_name_of_the_thing():
    assert understand("每个项目未公开扣1分").sentence.startswith("每发现1个项目未公开扣1分")


def test_a_placeholder_in_the_name_gives_an_operator_only_to_a_bare_number():
    bare = understand("5头").targets[0]
    assert contextual(bare, "", "", "种公猪(≥**头)").operator == "≥"
    assert contextual(bare, "", "", "死亡数(≤**头)").direction == -1
    at_most = understand("≤5头").targets[0]
    assert contextual(at_most, "", "", "种公猪(≥**头)").operator == "≤"
    words = understand("效果明显").targets[0]
    assert contextual(words, "", "", "种公猪(≥**头)") == words


def test_a_lone_number_of_points_above_twenty_is_a_target():
    assert understand("综合评定20分").kind == "rule"
    assert understand("综合评定21分").kind == "target"


def test_a_full_stop_ends_what_a_condition_says():
    clause = understand("考核各项制度。执行有效得5分，否则不得分").scoring.clauses[0]
    assert clause.condition.words == "执行有效"


@pytest.mark.parametrize("text", ["合格率不低于95%以下得满分", "超支率不超过10%以上得满分"])
def test_a_bound_that_contradicts_itself_is_left_unread(text):
    assert understand(text).scoring.unread


def test_a_range_that_holds_no_number_is_left_to_a_person():
    assert judge("95%≤合格率≤90%得满分", "93%", rules=RULES).ratio is None


def test_letters_the_scanner_mistook_are_read_as_what_they_are():
    assert judge("已完成得满分，末完成不得分", "未完成", rules=RULES, points=Decimal(5)).ratio == 0


@pytest.mark.parametrize(("actual", "share"), [("12天", "0.8"), ("10天", "1"), ("5天", "1"), ("7天", "1")])
def test_a_step_is_measured_from_the_end_of_the_target_s_range(actual, share):
    rule = "每超过1天扣1分"
    assert judge("5-10天", actual, rules=RULES, points=Decimal(10), rule_text=rule).ratio == Decimal(share)


def test_a_rule_in_the_target_column_is_not_replaced_by_the_rule_column():
    said = {"rules": RULES, "points": Decimal(5)}
    judged = judge("≥90%得满分，否则不得分", "85%", rule_text="≥80%得满分，否则不得分", **said)
    assert judged.ratio == 0
    assert judge("≥90%", "85%", rule_text="≥80%得满分，否则不得分", **said).ratio == 1
