"""No form, however odd, makes scoring raise; every finding is complete."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import Budget, Evaluation, FundSource, Indicator, Method, Movement, MovementKind, Severity
from evalcore.scoring.checks import codes
from evalcore.scoring.numbers import half_up
from evalcore.scoring.portfolio import Scored, across, against_approved
from evalcore.scoring.rule import judge
from evalcore.scoring.rule_set import all_rule_sets
from evalcore.scoring.total import score_evaluation
from tests.scoring.settings import settings as rule_settings

RULES = rule_settings()

NUMBERS = st.one_of(
    st.none(),
    st.sampled_from(
        [Decimal(0), Decimal("-1"), Decimal(10), Decimal(50), Decimal("1E+9"), Decimal("0.000001")]
    ),
    st.decimals(-1_000, 1_000_000, places=3, allow_nan=False, allow_infinity=False),
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "无", "/", "≥90%", "=0", "≤0起", "1.2亿元", "12月底前", "2021年13月", "0/0", "∞", "≥**个", "-", "每降1%扣1分",
         "100%", "１００％", "完成", "达成预期指标", "未完成", "周林华等9名同志", "13812345678", "10E99", "95%~98%", "{x}", "%s"]
    ),
    st.text(max_size=12),
)  # fmt: skip
LEVELS = st.sampled_from(
    ["产出指标", "效益指标", "满意度指标", "成本指标", "决策", "过程", "预算执行率", "", "其他"]
)
ROWS = st.builds(
    Indicator,
    level1=LEVELS,
    level3=TEXTS.map(lambda text: text or "指标"),
    level2=TEXTS,
    level1_points=NUMBERS,
    level2_points=NUMBERS,
    target=TEXTS,
    actual=TEXTS,
    points=NUMBERS,
    self_score=NUMBERS,
    deviation_note=TEXTS,
    rule=TEXTS,
    last_actual=TEXTS,
    evidence=TEXTS,
    shared_score_group=st.sampled_from([None, None, 1, 2]),
    sub_row=st.booleans(),
)
MOVEMENTS = st.builds(
    Movement,
    st.sampled_from(list(MovementKind)),
    st.decimals(0, 100, places=2),
    st.sampled_from("+-"),
    st.booleans(),
    TEXTS,
)
BUDGETS = st.builds(
    Budget,
    initial=NUMBERS,
    annual=NUMBERS,
    executed=NUMBERS,
    printed_rate=NUMBERS,
    execution_points=NUMBERS,
    execution_score=NUMBERS,
    sources=st.lists(
        st.builds(FundSource, st.sampled_from(["财政拨款", "上年结转"]), NUMBERS, NUMBERS, NUMBERS),
        max_size=3,
    ).map(tuple),
    movements=st.lists(MOVEMENTS, max_size=3).map(tuple),
)
FORMS = st.builds(
    Evaluation,
    project=TEXTS.map(lambda text: text or "项目"),
    year=st.sampled_from([None, 2019, 2023, 2024]),
    department=TEXTS,
    unit=TEXTS,
    method=st.sampled_from(list(Method)),
    budget=BUDGETS,
    indicators=st.lists(ROWS, max_size=6).map(tuple),
    self_score=NUMBERS,
    self_grade=TEXTS,
    submitted=st.sampled_from([None, date(2024, 3, 1)]),
    goal=TEXTS,
    goal_actual=TEXTS,
    problems=TEXTS,
    measures=TEXTS,
    narrative=TEXTS,
    title=TEXTS,
    is_report=st.booleans(),
    has_evidence_column=st.booleans(),
)


@settings(max_examples=250, deadline=None)
@given(FORMS, st.sampled_from([None, *all_rule_sets()]))
def test_scoring_never_raises_and_findings_are_complete(form: Evaluation, rules) -> None:
    result = score_evaluation(form, rules)
    assert len(result.scores) == len(result.points) == len(form.indicators)
    raised = {finding.code for finding in result.findings}
    assert raised <= set(codes())
    assert not raised & set(result.not_run)
    for finding in result.findings:
        assert finding.severity in Severity
        assert finding.message and finding.basis
        assert (finding.indicator is None) or 0 <= finding.indicator < len(form.indicators)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FORMS, st.sampled_from("ab")), max_size=4))
def test_checks_across_forms_never_raise(forms) -> None:
    scored = [Scored(form, score_evaluation(form), key) for form, key in forms]
    for placed in across(scored):
        assert placed.finding.code in codes()
    for each in scored:
        against_approved(each, {"指标": "≥90%", "": ""})


PHRASES = st.sampled_from(
    ["完成率", "满意度", "每", "下降", "超过", "低于", "1项", "5%", "90%", "100%", "2次", "3个月", "2023年6月30日前", "且", "或",
     "同时", "，", "；", "。", "得", "扣", "加", "5分", "满分", "不得分", "不得该项分", "10%", "每项", "不达标", "达到", "目标值", "否则",
     "按比例得分", "酌情扣分", "一票否决", "最多", "扣完为止", "以内", "以上", "(含)", "-", "①", "②", "均", "有一项", "排名第1",
     "延期", "缺", "发现", "介于", "与", "之间", "在8分基础上", "指标分值", "*", "/", "=", "≥", "≤", "±", "(", ")", "[", "]"]
)  # fmt: skip
SENTENCES = st.lists(PHRASES, min_size=2, max_size=14).map("".join)
ACTUALS = st.sampled_from(
    [
        "95%",
        "完成率95%，满意度80%",
        "无",
        "有",
        "3项",
        "均达标",
        "2023年7月15日",
        "延期2个月",
        "1项不达标",
        "完成",
        "未完成",
        "-5%",
        "缺②",
        "约5%",
    ]
)


@given(SENTENCES, ACTUALS)
@settings(max_examples=300, deadline=None)
def test_no_sentence_however_broken_raises_and_every_interval_holds_its_value(sentence, actual):
    judgement = judge(sentence, actual, rules=RULES, points=Decimal(5))
    assert judgement.low <= judgement.high
    assert judgement.ratio is None or judgement.low <= judgement.ratio <= judgement.high
    if judgement.ratio is not None:
        score = half_up(judgement.ratio * 5)
        assert sum(step.lost for step in judgement.trace) == 5 - score
