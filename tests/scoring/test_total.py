"""Totals: certainty carried through, coverage, caps, grades, the seed report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import Basis, Budget, Evaluation, Grade
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import printed_score, rules_for, score_evaluation
from tests.forms import BUDGET, clean, clean_rows, dec, row, scored, with_row
from tests.seed import SEED

CAPS = rule_set(id="caps-by-execution")


def test_the_seed_report_comes_out_as_the_field_says() -> None:
    result = scored(SEED)
    assert SEED.budget.execution_rate == 1
    assert round(SEED.budget.initial_execution_rate * 100, 2) == Decimal("7.33")
    assert round(SEED.budget.adjustment_rate * 100, 2) == Decimal("-92.67")
    assert result.points == (Decimal("12.5"),) * 4 + (15, 15, 10)
    assert result.execution_points == 10
    assert result.total.value == 100
    assert (result.total.low, result.total.high) == (85, 100)
    assert result.judged_points == 15
    assert result.coverage == Decimal("0.85")
    assert result.grade is Grade.EXCELLENT
    assert result.grade_strict is None
    assert result.grade_text == "优（待认定 15 分）"
    assert any("12.5、12.5、12.5、12.5" in text for text in result.assumptions)
    assert any("补列 10 分" in text for text in result.assumptions)


def test_a_clean_form_is_all_by_rule() -> None:
    result = scored(clean())
    assert result.total.value == Decimal("98.66")
    assert (result.coverage, result.judged_points, result.grade_text) == (1, 0, "优")
    assert result.total.basis is Basis.RULE
    assert sum(step.lost for step in result.total.trace) == 100 - result.total.value
    assert result.rule_set == "national-2020"


def test_a_printed_total_of_59_995_is_fair() -> None:
    codes = {
        finding.code for finding in scored(clean(self_score=Decimal("59.995"), self_grade="中")).findings
    }
    assert "GR_BAND_MISMATCH" not in codes


def test_points_a_person_must_judge_are_adopted_from_the_form_and_said_so() -> None:
    form = with_row(4, actual=None, self_score=12)
    result = scored(form)
    assert result.scores[4].value is None
    assert result.total.value == Decimal("95.66")
    assert result.total.low <= Decimal("83.66")
    assert result.total.basis is Basis.ASSUMED
    assert result.judged_points == 15
    assert "暂按填报得分" in result.assumptions[-1]
    assert sum(step.lost for step in result.total.trace) == 100 - result.total.value


def test_an_adopted_score_never_leaves_the_points() -> None:
    result = scored(with_row(4, actual=None, self_score=40))
    assert result.total.value == Decimal("98.66")


def test_without_a_printed_score_there_is_no_total_to_show() -> None:
    result = scored(with_row(4, actual=None, self_score=None))
    assert result.total.value is None
    assert result.grade is None
    assert "没有填报得分" in result.total.reason
    assert result.grade_text == "待认定（15 分需认定）"
    assert (result.total.low <= Decimal("83.66"), result.total.high) == (True, Decimal("98.66"))


def test_no_grade_where_more_than_the_limit_needs_a_person() -> None:
    rows = [
        replace(each, actual=None) if index in (0, 1, 4) else each for index, each in enumerate(clean_rows())
    ]
    result = scored(clean(indicators=tuple(rows)))
    assert result.total.value is None
    assert "超过 30 分" in result.total.reason
    assert (result.grade, result.grade_text) == (None, "待认定（45 分需认定）")
    assert result.total.high - result.total.low == 45


def test_points_no_row_carries_count_against_a_grade() -> None:
    result = scored(clean(indicators=clean_rows()[:3]))
    assert result.total.value == Decimal("49.60")
    assert result.grade is None


def test_a_form_without_indicators_is_not_recomputed() -> None:
    result = scored(clean(indicators=(), budget=Budget()))
    assert result.total.value is None
    assert (result.total.low, result.total.high) == (0, 100)
    assert (result.coverage, result.grade, result.grade_strict) == (0, None, None)


def test_a_zero_budget_is_no_error_and_leaves_its_points_open() -> None:
    zero = {"initial": Decimal(0), "annual": Decimal(0), "executed": Decimal(0), "printed_rate": None}
    result = scored(clean(budget=zero))
    assert result.execution.value is None
    assert result.total.value == Decimal("98.66")  # the printed 9.6 adopted
    assert result.total.low == Decimal("89.06")
    assert result.grade_text == "优（待认定 10 分）"


def test_a_form_of_110_points_is_scored_on_its_own_points() -> None:
    rows = (*clean_rows(), row("教材编写册数", "≥2册", "2册"))
    result = scored(clean(indicators=rows))
    assert result.total.value == Decimal("108.66")
    assert "WT_TOTAL_NOT_100" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    ("executed", "total"),
    [("50", "99.06"), ("45", "98.06"), ("44", "89"), ("39", "79"), ("34", "69"), ("29", "59")],
)
def test_caps_hold_the_total_down_by_execution_rate(executed: str, total: str) -> None:
    result = scored(clean(budget={"executed": Decimal(executed)}), CAPS)
    assert result.total.value == Decimal(total)
    assert result.total.high == Decimal(total)
    assert sum(step.lost for step in result.total.trace) == 100 - result.total.value


def test_caps_need_a_rate_and_leave_lower_totals_alone() -> None:
    assert scored(clean(budget={"annual": Decimal(0)}), CAPS).total.high > 89
    low = [
        replace(each, actual="1人") if index in (0, 4) else each for index, each in enumerate(clean_rows())
    ]
    result = scored(clean(indicators=tuple(low), budget={"executed": Decimal(44)}), CAPS)
    assert result.total.value < 89


def test_a_printed_score_of_a_merged_cell_is_shared_by_its_rows() -> None:
    rows = tuple(row(points=None, score="9", shared_score_group=1, level1_points=dec(90)) for _ in range(3))
    form = clean(indicators=rows)
    assert printed_score(form, 0) == 3
    assert printed_score(form, None) == Decimal("9.6")
    blank = clean(indicators=(row(score=None, shared_score_group=1),))
    assert printed_score(blank, 0) is None


def test_an_external_framework_is_scored_under_its_own_rule_set() -> None:
    rows = tuple(
        row(level1=name, level2=None, points=None, score=None) for name in ("决策", "过程", "产出", "效益")
    )
    form = Evaluation(project="外部评价", year=2022, indicators=rows)
    result = score_evaluation(form)
    assert result.rule_set == "external-2020"
    assert result.points == (20, 20, 30, 30)
    assert result.execution_points is None
    assert rules_for(replace(form, indicators=(row(level1="投入"), row(level1="过程")))).id == "external-2013"


def test_a_lone_process_level_is_no_external_framework() -> None:
    assert rules_for(clean(indicators=(row(level1="过程管理"), row()))).id == "national-2020"
    assert rules_for(clean(indicators=(row(level1="决策"), row()))).id == "national-2020"


def test_an_execution_row_of_twenty_is_scored_by_the_set_that_gives_it_twenty() -> None:
    twenty = {"execution_points": Decimal(20), "execution_score": Decimal("19.2")}
    assert rules_for(clean(budget=twenty)).id == "execution-20"
    earned = {"execution_points": None, "execution_score": Decimal("19.2")}
    assert rules_for(clean(budget=earned)).id == "execution-20"
    assert rules_for(clean()).id == "national-2020"
    assert rules_for(clean(budget={"execution_points": Decimal(30)})).id == "national-2020"
    assert rules_for(clean(budget=twenty, region="广东省广州市")).id == "guangdong"


def test_points_in_thousandths_are_rounded_once_at_the_total() -> None:
    result = scored(with_row(0, points="15.005"))
    assert result.total.value == Decimal("98.67")
    assert result.total.trace[-1].lost == Decimal("-0.005")


def test_a_year_before_the_rule_set_is_said() -> None:
    result = scored(clean(year=2018, title=None))
    assert any("2018 年早于规则集" in text for text in result.assumptions)


def test_assumed_scores_are_named_among_the_assumptions() -> None:
    form = with_row(1, target="达标的，得10分", actual="未达标")
    result = scored(form)
    for index, score in enumerate(result.scores):
        if score.basis is Basis.ASSUMED and score.reason:
            assert any(form.indicators[index].level3 in text for text in result.assumptions)


def test_what_reading_found_stays_and_is_not_raised_twice() -> None:
    first = scored(clean(department=None)).findings
    blank = next(finding for finding in first if finding.code == "FM_DEPT_BLANK")
    again = scored(clean(department=None, read_findings=(blank,))).findings
    assert [finding.code for finding in again].count("FM_DEPT_BLANK") == 1


ACTUALS = st.sampled_from(
    ["121人", "60人", "0人", None, "完成", "无", "≥120人", "效果明显", "98%", "3.5万元", "见附件"]
)
TARGETS = st.sampled_from(
    [
        "≥120人",
        "120人",
        "≤120人",
        "=120人",
        "≥90%",
        "效果明显",
        None,
        "12月底前",
        "90%及以上得满分，否则酌情扣分",
    ]
)
POINTS = st.one_of(st.none(), st.integers(1, 3_000).map(lambda cents: Decimal(cents) / 100))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(TARGETS, ACTUALS, POINTS, st.sampled_from(["产出指标", "效益指标", "满意度指标"])),
        max_size=8,
    )
)
def test_any_form_keeps_its_sums_and_its_interval(rows) -> None:
    form = clean(
        indicators=tuple(row(target=t, actual=a, points=p, score=p, level1=level) for t, a, p, level in rows),
        budget=BUDGET,
    )
    result = scored(form)
    total = result.total
    assert 0 <= total.low <= total.high
    assert 0 <= result.coverage <= 1
    if total.value is not None:
        used = sum((points for points in result.points if points is not None), result.execution_points)
        assert sum((step.lost for step in total.trace), Decimal(0)) == used - total.value
        assert total.low <= total.value <= total.high


# On the line
def two_for_a_person(points: str) -> Evaluation:
    """15 points and so many more without an actual, both with a printed score of 10."""
    rows = list(clean_rows())
    rows[0] = replace(rows[0], actual=None, self_score=Decimal(10))
    rows[4] = replace(rows[4], actual=None, self_score=Decimal(10), points=Decimal(points))
    return clean(indicators=tuple(rows))


def test_thirty_points_for_a_person_leave_a_total_and_a_hundredth_more_none() -> None:
    on = scored(two_for_a_person("15"))
    assert on.total.value == Decimal("88.66")
    assert on.grade is Grade.GOOD
    assert scored(two_for_a_person("15.01")).total.value is None


def test_thirty_points_no_row_carries_leave_a_grade_and_a_hundredth_more_none() -> None:
    rows = (row(points=60, actual="125人"),)
    assert scored(clean(indicators=rows)).grade is Grade.FAIR  # 60 + 9.6 of 70
    less = (row(points="59.99", actual="125人"),)
    result = scored(clean(indicators=less))
    assert (result.grade, result.grade_text) == (None, "待认定（30.01 分需认定）")


def test_a_form_of_more_than_100_points_needs_no_person_for_it() -> None:
    rows = (*clean_rows(), row("教材编写册数", "≥2册", "2册", points=40))
    assert scored(clean(indicators=rows)).grade is Grade.EXCELLENT


@pytest.mark.parametrize(("year", "said"), [(2020, False), (2019, True), (None, False)])
def test_a_year_before_the_first_year_of_the_set_is_said(year: int | None, said: bool) -> None:
    result = scored(clean(year=year, title=None))
    assert any("早于规则集" in text for text in result.assumptions) is said


def test_an_adopted_score_is_held_within_the_strict_interval() -> None:
    """人均补助标准 700 of 800 under 成本: 0.875 of the points, or all of them."""

    def total(printed: int) -> Decimal | None:
        form = with_row(3, level3="人均补助标准", target="800元/人", actual="700元/人", self_score=printed)
        return scored(form).total.value

    assert [total(printed) for printed in (0, 8, 9, 10, 12)] == [
        Decimal(value) for value in ("97.41", "97.41", "97.66", "98.66", "98.66")
    ]


def test_a_merged_score_is_shared_only_within_its_level1() -> None:
    one = row(points=None, score="9", shared_score_group=1)
    form = clean(indicators=(one, one, replace(one, level1="效益指标"), replace(one, shared_score_group=2)))
    assert [printed_score(form, index) for index in range(4)] == [Decimal("4.5"), Decimal("4.5"), 9, 9]


@pytest.mark.parametrize(
    ("points", "score", "chosen"),
    [
        ("10", None, "national-2020"),
        ("10.01", None, "execution-20"),
        ("20", None, "execution-20"),
        ("20.01", None, "national-2020"),
        (None, "10", "national-2020"),
        (None, "10.01", "execution-20"),
        ("10", "10.01", "execution-20"),
    ],
)
def test_more_than_ten_and_up_to_twenty_execution_points_choose_the_set_of_twenty(
    points: str | None, score: str | None, chosen: str
) -> None:
    form = clean(budget={"execution_points": dec(points), "execution_score": dec(score)})
    assert rules_for(form).id == chosen


def test_coverage_is_the_share_of_points_decided_by_rule() -> None:
    result = scored(with_row(4, target="效果明显", actual="效果明显"))
    assert (result.coverage, result.judged_points) == (Decimal("0.85"), 15)
    assert (result.total.low, result.total.value) == (Decimal("95.66"), Decimal("98.66"))
    half = scored(clean(indicators=(row(points=50), row(points=50, target="效果明显", actual="效果明显"))))
    assert half.coverage == Decimal(60) / Decimal(110)  # with the 10 of the execution row


def test_a_total_is_told_by_what_was_lost_and_adopted() -> None:
    steps = {step.text: step.lost for step in scored(with_row(4, actual=None, self_score=12)).total.trace}
    assert steps == {
        "“带动学员就业人数”待人工认定，暂按填报得分 12/15": 3,
        "“学员持证上岗率”得 14.06/15": Decimal("0.94"),
        "“预算执行率”得 9.6/10": Decimal("0.4"),
    }


def test_a_form_without_points_covers_nothing():
    empty = clean(
        indicators=(),
        budget={"execution_points": None, "execution_score": None, "annual": None, "executed": None},
    )
    result = score_evaluation(empty)
    assert (result.total.value, result.coverage) == (None, 0)
