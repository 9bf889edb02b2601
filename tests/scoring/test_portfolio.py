"""E. Checks across years, projects and departments: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, Grade, Method, Severity
from evalcore.scoring.portfolio import (
    Listed,
    Scored,
    across,
    against_approved,
    against_last_year,
    against_ledger,
    against_listing,
    copied_texts,
    department,
    duplicates,
    funded_after_low,
    missing,
    never_lost,
    repeated,
)
from tests.forms import clean, clean_rows, dec, row, scored, with_row

TEXT = "本项目全年组织技能培训三期，参训学员按计划完成课程学习并参加结业考核，培训质量得到学员认可，整体进展顺利。"


def hold(form: Evaluation, key: str = "P1") -> Scored:
    return Scored(form, scored(form), key)


def year(number: int, form: Evaluation | None = None, key: str = "P1", **changes) -> Scored:
    return hold(replace(form or clean(), year=number, title=None, **changes), key)


def codes(findings) -> set[str]:
    return {finding.code for finding in findings}


def budget(**amounts) -> Evaluation:
    return clean(budget={name: dec(value) for name, value in amounts.items()})


def test_unchanged_targets_are_information_and_a_ceiling_cannot_be_raised() -> None:
    findings = [f for f in against_last_year(year(2024), year(2023)) if f.code == "TG_SAME_AS_LAST_YEAR"]
    assert {f.indicator for f in findings} == {0, 1, 3, 4, 5, 6}
    assert {f.severity for f in findings} == {Severity.INFO}
    ceiling = with_row(1, target="=100%", actual="100%")
    again = [
        f.indicator
        for f in against_last_year(year(2024, ceiling), year(2023, ceiling))
        if f.code == "TG_SAME_AS_LAST_YEAR"
    ]
    assert 1 not in again


def test_all_targets_unchanged_after_ten_percent_over_want_an_explanation() -> None:
    over = with_row(0, actual="132人")
    first = next(f for f in against_last_year(year(2024), year(2023, over)) if f.indicator == 0)
    assert first.severity is Severity.YELLOW
    changed = with_row(4, target="≥61人")
    assert all(
        f.severity is Severity.INFO
        for f in against_last_year(year(2024, changed), year(2023, over))
        if f.code == "TG_SAME_AS_LAST_YEAR"
    )


def test_a_target_below_nine_tenths_of_last_year_s_actual() -> None:
    assert "TG_BELOW_LAST_ACTUAL" in codes(
        against_last_year(year(2024), year(2023, with_row(0, actual="134人")))
    )
    assert "TG_BELOW_LAST_ACTUAL" not in codes(
        against_last_year(year(2024), year(2023, with_row(0, actual="133人")))
    )
    assert "TG_BELOW_LAST_ACTUAL" not in codes(
        against_last_year(year(2024), year(2023, with_row(0, actual=None)))
    )
    dear = with_row(3, actual="900元/人")
    assert "TG_BELOW_LAST_ACTUAL" not in codes(against_last_year(year(2024), year(2023, dear)))


def test_a_jump_of_ten_points_under_one_rule_set() -> None:
    last = year(2023, self_score=Decimal("88.66"))
    assert "X_SCORE_JUMP" in codes(against_last_year(year(2024), last))
    assert "X_SCORE_JUMP" not in codes(against_last_year(year(2024), year(2023, self_score=Decimal("88.67"))))
    other = replace(last, result=replace(last.result, rule_set="central-2021"))
    assert "X_SCORE_JUMP" not in codes(against_last_year(year(2024), other))
    assert "X_SCORE_JUMP" not in codes(against_last_year(year(2024), year(2023, self_score=None)))


def test_low_execution_and_a_budget_that_did_not_fall() -> None:
    slow = year(2023, budget(annual=50, executed="39.9"))
    assert "X_LOW_EXE_BUDGET_UP" in codes(against_last_year(year(2024), slow))
    assert "X_LOW_EXE_BUDGET_UP" not in codes(against_last_year(year(2024, budget(initial="49.9")), slow))
    assert "X_LOW_EXE_BUDGET_UP" not in codes(against_last_year(year(2024), year(2023, budget(executed=40))))
    unknown = year(2023, budget(executed=None))
    assert "X_LOW_EXE_BUDGET_UP" not in codes(against_last_year(year(2024), unknown))


@pytest.mark.parametrize(
    ("last", "this", "rectified", "raised"),
    [
        ({"self_grade": "中", "self_score": Decimal(70)}, {}, False, True),
        ({"self_grade": None, "self_score": Decimal(59)}, {}, False, True),
        ({"self_grade": None, "self_score": None}, {}, False, False),
        ({"self_grade": "良", "self_score": Decimal(85)}, {}, False, False),
        ({"self_grade": "中", "self_score": Decimal(70)}, {}, True, False),
        ({"self_grade": "中", "self_score": Decimal(70)}, {"initial": 49}, False, False),
        ({"self_grade": "中", "self_score": Decimal(70), "method": Method.SELF}, {}, False, False),
    ],
)
def test_money_after_an_external_fair_or_poor(last: dict, this: dict, rectified: bool, raised: bool) -> None:
    before = year(2023, **{"method": Method.FINANCE} | last)
    assert (
        "X_FUNDED_AFTER_LOW"
        in codes(funded_after_low(year(2024, budget(**this)), before, rectified=rectified))
    ) is raised


def test_a_budget_ten_thousand_times_last_year_s() -> None:
    assert "BUD_UNIT_SUSPECT" in codes(against_last_year(year(2024, budget(annual=500_000)), year(2023)))
    assert "BUD_UNIT_SUSPECT" in codes(against_last_year(year(2024), year(2023, budget(annual=500_000))))
    assert "BUD_UNIT_SUSPECT" not in codes(against_last_year(year(2024, budget(annual=5_000)), year(2023)))
    assert "BUD_UNIT_SUSPECT" not in codes(against_last_year(year(2024, budget(annual=None)), year(2023)))


def test_last_year_s_text_again() -> None:
    def told(number: int, text: str) -> Scored:
        return year(number, goal_actual=text, problems=None, measures=None)

    assert "TX_BOILERPLATE" in codes(
        against_last_year(told(2024, TEXT), told(2023, TEXT.replace("三期", "四期")))
    )
    assert "TX_BOILERPLATE" not in codes(against_last_year(told(2024, TEXT), told(2023, TEXT[::-1])))
    assert "TX_BOILERPLATE" not in codes(
        against_last_year(told(2024, TEXT), told(2023, "设备采购与安装调试" * 6))
    )
    assert "TX_BOILERPLATE" not in codes(against_last_year(told(2024, "完成"), told(2023, "完成")))
    # alike 2 × 45 ÷ (45 + 55) = 0.9 is on the line, 2 × 45 ÷ (45 + 56) is not; 40 characters are enough, 39 are not
    text, more = TEXT[:45], "另有其他事项若干说明"
    assert "TX_BOILERPLATE" in codes(against_last_year(told(2024, text), told(2023, text + more)))
    assert "TX_BOILERPLATE" not in codes(against_last_year(told(2024, text), told(2023, text + more + "等")))
    assert "TX_BOILERPLATE" in codes(against_last_year(told(2024, TEXT[:40]), told(2023, TEXT[:40])))
    assert "TX_BOILERPLATE" not in codes(against_last_year(told(2024, TEXT[:39]), told(2023, TEXT[:39])))


def test_the_same_text_in_another_project_of_the_year() -> None:
    same = [hold(clean(goal_actual=TEXT), "P1"), hold(clean(goal_actual=TEXT, project="另一项目"), "P2")]
    assert [placed.position for placed in copied_texts(same)] == [1]
    assert not copied_texts([same[0], replace(same[1], key="P1")])
    assert not copied_texts(
        [hold(clean(goal_actual="好", problems=None, measures=None), key) for key in "ab"]
    )


def test_findings_that_come_back_two_years_running() -> None:
    late = clean(department=None)
    years = [year(2024, late), year(2023, late), year(2022)]
    found = repeated(years)
    assert [(f.code, f.numbers["repeated"], f.numbers["years"]) for f in found] == [
        ("X_REPEAT_FINDING", "FM_DEPT_BLANK", "2")
    ]
    assert repeated([years[0], years[2]]) == ()
    assert repeated([]) == ()
    assert repeated(years[:2])[0].numbers["years"] == "2"


def test_two_forms_of_one_project_with_other_numbers() -> None:
    twin = hold(clean(self_score=Decimal(95)))
    (found,) = duplicates([hold(clean()), twin])
    assert (found.code, "95" in found.message) == ("CV_DUPLICATE_FORM", True)
    assert "未列" in duplicates([hold(clean()), hold(clean(self_score=None))])[0].message
    assert duplicates([hold(clean()), hold(clean())]) == ()
    assert duplicates([twin]) == ()


def test_targets_against_the_approved_table() -> None:
    approved = {"培训学员数量": "≥ 120 人", "学员结业合格率": "≥90%", "教材册数": "≥5册"}
    found = {finding.code: finding for finding in against_approved(hold(clean()), approved)}
    assert set(found) == {"TG_CHANGED_AFTER", "TG_DROPPED"}
    assert found["TG_CHANGED_AFTER"].indicator == 1
    assert "教材册数" in found["TG_DROPPED"].message
    assert against_approved(hold(clean()), {"培训学员数量": "≥120人"}) == ()


def test_executed_against_the_payment_ledger() -> None:
    assert codes(against_ledger(hold(clean()), Decimal("47.5"))) == {"X_SPEND_LEDGER_DIFF"}
    assert against_ledger(hold(clean()), Decimal("47.6")) == ()
    assert against_ledger(hold(budget(executed=None)), Decimal(1)) == ()


def test_the_listing_and_its_due_date() -> None:
    form = hold(clean(submitted=date(2024, 4, 3)))
    assert codes(against_listing(form, {"P2"}, date(2024, 3, 31))) == {"CV_NOT_IN_LIST", "CV_LATE"}
    assert against_listing(form, {"P1"}, date(2024, 4, 3)) == ()
    assert against_listing(form, {"P1"}) == ()
    assert "3 天" in against_listing(form, {"P1"}, date(2024, 3, 31))[0].message


def test_listed_projects_without_an_evaluation() -> None:
    listed = [
        Listed("P1", "甲", "教育局", Decimal(5)),
        Listed("P2", "乙", "教育局", Decimal("7.5")),
        Listed("P3", "丙", "民政局"),
    ]
    (placed,) = missing(listed, {"P1", "P3"})
    assert placed.department == "教育局"
    assert placed.finding.message == "教育局 应评 2 个、已报 1 个，未报 1 个（7.5 万元）"
    assert missing(listed, {"P1", "P2", "P3"}) == ()


def scores(*values, **changes) -> list[Scored]:
    return [hold(clean(self_score=dec(value), **changes), f"P{n}") for n, value in enumerate(values)]


def test_self_scores_all_alike() -> None:
    assert "D_SCORES_UNIFORM" in codes(department(scores(*["98.6"] * 9, "80")))
    assert "D_SCORES_UNIFORM" not in codes(department(scores(*["98.6"] * 9)))
    assert "D_SCORES_UNIFORM" in codes(department(scores(*["100"] * 5, 90, 91, 92, 93, 94)))
    assert "D_SCORES_UNIFORM" not in codes(department(scores(*["100"] * 4, 90, 91, 92, 93, 94, 95)))
    assert department(scores(*["100"] * 4)) == ()


def test_reviews_five_points_lower() -> None:
    assert "D_REVIEW_GAP" in codes(department(scores(*[95] * 5, review_score=Decimal(90))))
    assert "D_REVIEW_GAP" not in codes(department(scores(*[95] * 5, review_score=Decimal("90.1"))))
    assert "D_REVIEW_GAP" not in codes(
        department([*scores(*[95] * 4, review_score=Decimal(80)), hold(clean())])
    )


def test_differences_all_in_one_direction() -> None:
    def directions(*values) -> set[str]:
        return {f.numbers["direction"] for f in department(scores(*values)) if f.code == "D_GAP_DIRECTION"}

    assert directions(*[99] * 8) == {"高于"}
    assert directions(*[98] * 8) == {"低于"}
    assert directions(*[99] * 7) == set()
    assert directions(*[99] * 7, 98) == set()


def test_an_indicator_that_never_loses_a_point() -> None:
    def used(times: int, last: object = 10) -> list[Scored]:
        rows = [row("发放及时率", "=100%", "100%")] * (times - 1) + [
            row("发放及时率", "=100%", "100%", score=last)
        ]
        return [hold(clean(indicators=(each,)), str(n)) for n, each in enumerate(rows)]

    assert [(f.code, f.numbers["count"]) for f in never_lost(used(20))] == [("D_ZERO_VARIANCE_IND", "20")]
    assert never_lost(used(19)) == ()
    assert never_lost(used(20, last=9)) == ()
    assert never_lost(used(20, last=None)) == ()
    assert never_lost([]) == ()


def test_across_puts_every_finding_where_it_belongs() -> None:
    forms = [
        year(2023, clean(department=None)),
        year(2024, clean(department=None)),
        year(2024, clean(self_score=Decimal(90))),
        year(2023, key="P2", method=Method.FINANCE, self_grade="差", self_score=Decimal(50)),
        year(2024, key="P2"),
        hold(clean(year=None, title=None), "P9"),
        *(year(2024, key=f"D{n}", self_score=Decimal(100)) for n in range(10)),
    ]
    placed = across(forms)
    where = {(each.finding.code, each.position) for each in placed}
    assert {("CV_DUPLICATE_FORM", 1), ("CV_DUPLICATE_FORM", 2), ("X_FUNDED_AFTER_LOW", 4)} <= where
    assert ("TG_SAME_AS_LAST_YEAR", 1) in where
    uniform = next(each for each in placed if each.finding.code == "D_SCORES_UNIFORM")
    assert (uniform.position, uniform.year, uniform.department) == (None, 2024, clean().department)
    again = across([year(2023, clean(department=None)), year(2024, clean(department=None))])
    assert ("X_REPEAT_FINDING", 1) in {(each.finding.code, each.position) for each in again}


def test_grades_fold_the_label_before_the_total() -> None:
    from evalcore.scoring.portfolio import _grade

    assert _grade(hold(clean(self_grade="低", self_score=Decimal(95)))) is Grade.FAIR
    assert clean_rows()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"target": "≥1人", "actual": "1人"}, True),
        ({"level3": "安全责任事故", "target": "≤0起", "actual": "无"}, False),  # nothing cannot be raised
        ({"sub_row": True}, False),  # a part of another row
    ],
)
def test_an_unchanged_target_is_told_of_what_could_have_been_raised(changes, told) -> None:
    form = with_row(0, **changes)
    same = [
        f.indicator
        for f in against_last_year(year(2024, form), year(2023, form))
        if f.code == "TG_SAME_AS_LAST_YEAR"
    ]
    assert (0 in same) is told
