"""Compiled rules give exactly what the engine gives."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.scoring.apply import main_unit
from evalcore.scoring.compiled import compiled
from evalcore.scoring.full_mark import prepared
from evalcore.scoring.rule import judge, understand
from tests.scoring.settings import settings as rule_settings

CASES = Path(__file__).parents[1] / "cases"
PERCENT_RULES = [
    "≥90%",
    "≤5%",
    "=100%",
    "=0%",
    "80%-90%",
    "85%及以上得满分，否则每下降5%扣该项指标对应分数10%",
    "≥98%得5分，每低1个百分点扣0.5分，扣完为止",
    "三公经费控制率≤100%得满分，每超出1个百分点扣0.5分，最多扣3分",
    "90%(含)-100%得5分；80%(含)-90%得4分；70%(含)-80%得3分；70%以下不得分",
    "完成率≥95%得满分，否则按比例得分",
    "执行率≥90%得5分，60%(含)-80%得3分，低于60%得0分",
    "完成率达到100%得5分，每超过1%加0.5分，最多加2分",
    "得分=完成率*该指标分值，最高不超过满分",
    "偏差率在±5%以内得满分，每超过1个百分点扣1分，扣完为止",
    "完成率在90%-110%之间得满分，每偏离1%扣0.5分",
    "执行率=100%得满分；每低于5个百分点扣1分，扣完为止（不足5个百分点按5个百分点计算）",
    "[90%,100%]得5分，[80%,90%)得3分，[0,80%)得0分",
    "≥95%得满分，低于60%不得分，60%-95%之间按比例得分",
    "项目成本节约率≥0%得满分；超支5%以内扣2分，超支5%-10%扣3分，超支10%以上不得分",
    "成本节约率≥0%，得满分；成本节约率<0%，按超支比例扣分",
]
values = st.integers(-50, 2500).map(lambda tenths: Decimal(tenths) / 10)


@pytest.mark.parametrize("text", PERCENT_RULES)
@pytest.mark.parametrize("method", ["floor", "ceiling", "linear"])
@given(value=values)
@settings(max_examples=60, deadline=None)
def test_a_compiled_rule_equals_the_engine(text, method, value):
    rules = rule_settings(partial_step=method)
    scorer = compiled(text, rules=rules, points=Decimal(5))
    assert scorer(value) == judge(text, f"{value}%", rules=rules, points=Decimal(5)).ratio


@pytest.mark.parametrize("method", ["linear", "ratio"])
@settings(deadline=None)
@given(value=st.integers(0, 4000).map(lambda tenths: Decimal(tenths) / 10))
def test_a_compiled_reverse_target_equals_the_engine(method, value):
    rules = rule_settings(reverse_method=method)
    assert compiled("≤80万元", rules=rules)(value) == judge("≤80万元", f"{value}万元", rules=rules).ratio


@settings(deadline=None)
@given(value=st.integers(0, 300))
def test_steps_of_a_count_are_measured_in_its_own_unit(value):
    rules = rule_settings()
    text = "培训人数≥200人得满分，每少10人扣1分，扣完为止"
    assert (
        compiled(text, rules=rules, points=Decimal(8))(Decimal(value))
        == judge(text, f"{value}人", rules=rules, points=Decimal(8)).ratio
    )


@settings(deadline=None)
@given(value=st.integers(0, 400))
def test_a_completion_rate_beside_an_amount_is_in_its_unit(value):
    rules = rule_settings()
    text = "带动就业人数不少于300人得满分，每少10人扣0.2分，完成率低于60%不得分"
    assert (
        compiled(text, rules=rules, points=Decimal(8))(Decimal(value))
        == judge(text, f"{value}人", rules=rules, points=Decimal(8)).ratio
    )


def test_words_are_left_to_a_person():
    assert compiled("效果明显", rules=rule_settings())(Decimal(1)) is None
    assert compiled("有则得满分，否则酌情扣分", rules=rule_settings())(Decimal(1)) is None
    quality = compiled("≥90%且质量合格得10分", rules=rule_settings(), points=Decimal(10))
    assert quality(Decimal(95)) is None
    two = compiled("完成率≥95%得5分；满意度≥90%得5分", rules=rule_settings(), points=Decimal(10))
    assert two(Decimal(95)) is None


def test_tiers_of_the_distance_from_a_target_are_the_engine_s():
    rule = "达到目标得10分，低于目标值10%以内得6分，低于目标值10%以上不得分"
    scorer = compiled("≥90%", rules=rule_settings(), points=Decimal(10), rule_text=rule)
    shares = [scorer(Decimal(value)) for value in (95, 90, 85, 80, 79)]
    assert shares == [1, 1, Decimal("0.6"), Decimal("0.6"), 0]


def test_a_target_and_the_rule_that_refers_to_it_are_compiled_together():
    scorer = compiled("≥50次", rules=rule_settings(), rule_text="完成目标值得满分，未完成的按比例得分")
    assert [scorer(Decimal(value)) for value in (60, 50, 25)] == [1, 1, Decimal("0.5")]


def test_the_same_rule_is_compiled_once():
    rules = rule_settings()
    assert compiled("≥90%", rules=rules) is compiled("≥90%", rules=rules)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("≥200人得满分，每少5%扣1分", "人"),  # 5 % of 200
        ("≥90%得满分，每低1个百分点扣0.01分", "%"),  # more steps than a table is worth
        ("≥90%得满分，每相差1个百分点扣1分", "%"),
        ("以95%为基准，达到基准得满分，每高1个百分点加0.2分，最高加1分；每低1个百分点扣0.2分", "%"),
    ],
)
def test_rare_steps_compile_to_the_engine_s_answer(text, unit):
    scorer = compiled(text, rules=rule_settings(), points=Decimal(10))
    for value in ("0", "60", "88.5", "90", "91", "97", "150", "189", "190", "200"):
        expected = judge(text, f"{value}{unit}", rules=rule_settings(), points=Decimal(10)).ratio
        assert scorer(Decimal(value)) == expected, value


def test_every_worked_rule_compiles_to_the_engine_s_answer_or_to_none():
    rules = rule_settings()
    worked = {
        (case["text"], Decimal(str(case.get("points", 10))))
        for path in sorted(CASES.glob("rules*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
        if not case.get("rule")
    }
    compared, different = 0, []
    for text, points in sorted(worked)[::4]:
        rule = understand(text)
        if rule.scoring is None:
            continue
        unit = main_unit(prepared(rule.scoring, "", rules, points, None)[0])
        scorer = compiled(text, rules=rules, points=points)
        for value in ("3", "88"):
            share = scorer(Decimal(value))
            if share is None:
                continue
            compared += 1
            told = judge(text, f"{value}{unit}", rules=rules, points=points).ratio
            different += [(text, f"{value}{unit}", share, told)] if share != told else []
    assert compared > 400
    assert different == []
