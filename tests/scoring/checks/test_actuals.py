"""C. Actuals: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalcore.model import Evaluation
from tests.forms import clean, finding, raised, row, scored, with_row

LONG = "带动周边社区妇女参加手工培训并实现居家就业，群众反映良好"

CASES = [
    ("AC_MISSING", with_row(0, actual=None), with_row(0, actual=None, self_score=0)),
    ("AC_COPIED_TARGET", with_row(0, actual="≥120人"), with_row(0, actual="120人")),
    ("AC_COPIED_TARGET", with_row(4, target="带动周边妇女就业", actual="带动周边妇女就业"), with_row(4, target="带动就业", actual="带动就业")),
    ("AC_TEXT_FOR_NUMBER", with_row(0, actual="已完成"), with_row(4, level3="安全责任事故", target="≤0起", actual="无")),
    ("AC_IS_SCORE", with_row(1, actual="15"), with_row(1, actual="15%")),
    ("AC_IMPOSSIBLE", with_row(1, actual="120%"), with_row(1, level3="增长率", actual="120%")),
    ("AC_IMPOSSIBLE", with_row(0, actual="-5人"), with_row(0, level3="人员增减数", actual="-5人")),
    ("AC_IMPOSSIBLE", with_row(2, actual="2019年10月31日"), with_row(2, actual="2024年1月5日")),
    ("UNIT_MISMATCH", with_row(0, actual="125平方米"), with_row(0, actual="0.0125万人")),
    ("DEV_NO_REASON", with_row(5, deviation_note=None), with_row(5, deviation_note="取证考试推迟到下年")),
    ("DEV_NO_REASON", with_row(5, deviation_note="无"), with_row(5, actual="80%", deviation_note=None)),
    ("DEV_NO_REASON", with_row(0, actual="156人"), with_row(0, actual="155人")),
    ("DEV_NO_REASON", with_row(0, actual="156人"), replace(with_row(0, actual="156人"), absent=("deviation_note",))),
    ("DEV_EXTERNAL_ONLY", with_row(5, deviation_note="受疫情影响"), with_row(5, deviation_note="受疫情影响，下一步加快补考")),
    ("SAT_100_NO_BASIS", with_row(6, actual="99%", evidence=None), with_row(6, actual="99%")),
    ("SAT_100_NO_BASIS", with_row(6, actual="100%", evidence=None), with_row(6, actual="98.9%", evidence=None)),
    ("SAT_NO_SAMPLE", with_row(6, evidence=None), clean()),
    ("SAT_NO_SAMPLE", with_row(6, evidence="问卷 29 份"), with_row(6, evidence="问卷 30 份")),
    ("EVID_MISSING", clean(has_evidence_column=True), clean()),
    ("EVID_MISSING", with_row(4, target="带动效果明显", actual="效果明显"), with_row(4, target="带动效果明显", actual=LONG)),
    ("RULE_AMBIGUOUS", with_row(1, target="85%及以上得满分，否则每下降5%扣该项指标对应分数10%"), clean()),
    ("RULE_PARSE_TYPO", with_row(1, target="85%及以上得满分，否则否则不得分"), with_row(1, target="85%及以上得满分，否则不得分")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


def test_points_in_the_cell_of_the_actual_need_a_person_and_raise_nothing_else() -> None:
    form = with_row(1, actual="15")
    result = scored(form)
    assert result.scores[1].value is None
    assert not {"SC_FULL_NOT_MET", "SC_RECOMPUTE_DIFF", "DEV_NO_REASON"} & {
        each.code for each in result.findings
    }


def test_an_amount_that_looks_like_a_month_is_no_date() -> None:
    cost = with_row(3, level3="项目总成本", target="≤1945.11万元", actual="1945.11万元")
    assert "AC_IMPOSSIBLE" not in raised(cost)


def test_a_number_in_another_unit_is_a_mismatch_not_a_text() -> None:
    codes = raised(with_row(0, target="≥70个", actual="70平方米"))
    assert "UNIT_MISMATCH" in codes
    assert "AC_TEXT_FOR_NUMBER" not in codes


def test_an_impossible_rate_is_not_also_called_overdone() -> None:
    assert "TG_LOW_OVERDONE" not in raised(with_row(1, target="≥90%", actual="120%"))


def test_findings_stand_at_their_cell() -> None:
    from evalcore.model import Place

    form = with_row(0, actual="≥120人", places={"actual": Place("自评表", "F15")})
    assert finding(form, "AC_COPIED_TARGET").place == "自评表 F15"
    assert finding(form, "AC_COPIED_TARGET").indicator == 0


def test_a_satisfaction_without_a_number_runs_no_sample_check() -> None:
    assert "SAT_NO_SAMPLE" in scored(with_row(6, actual="非常满意")).not_run
    bare = with_row(6, actual="99", evidence=None)
    assert "SAT_100_NO_BASIS" in raised(bare)


def test_a_survey_told_in_the_report_is_a_basis() -> None:
    told = clean(
        indicators=with_row(6, actual="100%", evidence=None).indicators,
        narrative="发放问卷 120 份，学员满意度为 100%。",
    )
    assert not {"SAT_100_NO_BASIS", "SAT_NO_SAMPLE"} & raised(told)


def test_void_rows_are_not_asked_for_evidence() -> None:
    assert "EVID_MISSING" not in raised(with_row(4, target="无", actual="无"))


def test_dates_are_not_judged_without_a_year_to_compare() -> None:
    assert "AC_IMPOSSIBLE" not in raised(
        clean(year=None, title=None, indicators=with_row(2, actual="2019年10月").indicators)
    )
    assert "AC_IMPOSSIBLE" not in raised(clean(indicators=(row("历年存量", "≥5人", "2019年以来 6 人"),)))


def test_a_tier_judged_from_text_is_not_asked_for_a_reason() -> None:
    partly = with_row(4, target="效果明显", actual="部分完成", self_score=10)
    assert scored(partly).scores[4].value == Decimal("10.5")
    assert "DEV_NO_REASON" not in raised(partly)
