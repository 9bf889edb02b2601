"""C. Targets: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalcore.model import Evaluation, Place, Severity
from tests.forms import clean, clean_rows, finding, raised, row, scored, with_row

ROWS = clean_rows()


def equal(count: int) -> Evaluation:
    """A form with that many numeric rows, every actual the target."""
    return clean(
        indicators=tuple(row(f"第{n}类物资数量", f"≥{n + 20}人", f"{n + 20}人") for n in range(count))
    )


CASES = [
    ("TG_NOT_MEASURABLE", with_row(4, target="有效提升"), with_row(4, target="就业人数有效提升")),
    ("TG_NOT_MEASURABLE", with_row(4, target="持续改善。"), with_row(4, target="持续改善", rule="未改善扣 5 分")),
    ("TG_MISSING", with_row(0, target=None), with_row(0, target=None, points=0)),
    ("TG_LOW_OVERDONE", with_row(0, actual="144人"), with_row(0, actual="143人")),
    ("TG_LOW_OVERDONE", with_row(0, actual="144人"), with_row(3, actual="100元/人")),
    ("TG_EQ_EXCEEDED", with_row(0, target="=120人", actual="121人"), with_row(0, target="=120人", actual="120人")),
    ("TG_TRIVIAL", with_row(0, target="≥1次", actual="1次"), with_row(0, target="≥2次", actual="2次")),
    ("TG_TRIVIAL", with_row(0, target="≥1次", actual="1次", points=10), with_row(0, target="≥1次", actual="1次", points=9)),
    ("TG_TRIVIAL", with_row(1, target="≥0%", actual="5%"), with_row(1, target="≤0%", actual="0%")),
    ("TG_EQUALS_ACTUAL_ALL", equal(5), equal(4)),
    ("TG_EQUALS_ACTUAL_ALL", equal(6), replace(equal(6), indicators=(*equal(6).indicators, ROWS[0]))),
    ("TG_EQUALS_ACTUAL_ALL", replace(equal(5), indicators=(*equal(5).indicators, row("安全事故", "≤0起", "0起"))),
     replace(equal(5), indicators=(*equal(5).indicators, row("安全事故", "≤0起", "1起")))),
    ("TG_PARENT_UNMATCHED", clean(goal="培训学员 120 人，编写教材 15 册。"), clean(goal="2023 年培训学员 120 人，投入 48 万元。")),
    ("OP_SUSPECT", with_row(0, target="≤120人", actual="110人"), with_row(0, level3="安全事故人数", target="≤0人", actual="0人")),
    ("OP_SUSPECT", with_row(4, level3="有效投诉数", target="≥3件", actual="4件"), with_row(4, level3="投诉处理率", target="≥95%", actual="96%")),
    ("OP_SUSPECT", with_row(3, target="≥500元/人", actual="510元/人"), with_row(3, level3="人均补助标准", target="≥500元/人", actual="510元/人")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


@pytest.mark.parametrize(
    ("actual", "severity"), [("144人", Severity.INFO), ("156人", Severity.YELLOW), ("240人", Severity.RED)]
)
def test_overdone_targets_are_graded_120_130_200(actual: str, severity: Severity) -> None:
    assert finding(with_row(0, actual=actual), "TG_LOW_OVERDONE").severity is severity


def test_a_target_below_last_year_s_actual_is_seen_in_the_form_itself() -> None:
    assert "TG_BELOW_LAST_ACTUAL" in raised(with_row(0, last_actual="134人"))
    assert "TG_BELOW_LAST_ACTUAL" not in raised(with_row(0, last_actual="133人"))
    assert "TG_BELOW_LAST_ACTUAL" not in raised(with_row(0, last_actual="较好"))
    assert "TG_BELOW_LAST_ACTUAL" not in raised(with_row(3, last_actual="900元/人"))
    assert "TG_BELOW_LAST_ACTUAL" in scored(clean()).not_run


def test_a_target_of_punctuation_is_not_called_vague() -> None:
    assert "TG_NOT_MEASURABLE" not in raised(with_row(4, target="——", actual="——"))


def test_each_quantity_of_the_goal_is_named_once() -> None:
    assert finding(clean(goal="编写教材 15 册"), "TG_PARENT_UNMATCHED").numbers["quantity"] == "15 册"
    assert "TG_PARENT_UNMATCHED" in scored(clean(goal=None)).not_run


def test_a_score_sheet_without_targets_and_actuals_leaves_their_checks_unrun() -> None:
    bare = tuple(replace(item, target=None, actual=None, places={}) for item in ROWS)
    result = scored(clean(indicators=bare))
    assert {"TG_MISSING", "AC_MISSING"} <= set(result.not_run)
    assert not {"TG_MISSING", "AC_MISSING"} & {found.code for found in result.findings}
    blank = tuple(
        replace(item, places={"target": Place("表", "D5"), "actual": Place("表", "E5")}) for item in bare
    )
    assert {"TG_MISSING", "AC_MISSING"} <= raised(clean(indicators=blank))
