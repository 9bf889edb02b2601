"""C. The set of indicators: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalcore.model import Evaluation, Severity, Subject
from tests.forms import clean, clean_rows, finding, raised, row, scored, with_row

ROWS = clean_rows()


def without(*positions: int) -> Evaluation:
    return clean(indicators=tuple(each for n, each in enumerate(ROWS) if n not in positions))


def many(count: int) -> Evaluation:
    return clean(indicators=tuple(row(f"第{n}类物资数量") for n in range(count)))


def added(**changes) -> Evaluation:
    return clean(indicators=(*ROWS, replace(ROWS[0], **changes)))


CASES = [
    ("IND_NO_QUANTITY", without(0), clean()),
    ("IND_NO_QUALITY", without(1), clean()),
    ("IND_NO_TIMELINESS", without(2), clean()),
    ("IND_NO_COST", without(3), clean()),
    ("IND_NO_COST", without(3), with_row(3, level1="成本指标", level2=None)),
    ("IND_NO_BENEFIT", without(4, 5), without(4)),
    ("IND_NO_SATISFACTION", without(6), with_row(6, level1="效益指标", level2="满意度指标")),
    ("IND_NO_SATISFACTION", without(6), replace(without(6), project="办公用房租赁", indicators=(row("租赁面积", "≥90平方米", "90平方米"),))),
    ("IND_TOO_FEW", many(3), many(4)),
    ("IND_TOO_MANY", many(21), many(20)),
    ("IND_CLASS_SUSPECT", with_row(0, level3="学员出勤率", target="≥95%", actual="98%"), with_row(1, level3="学员出勤率")),
    ("IND_DUPLICATE", added(level3="指标2：培训学员 数量"), added(level3="培训教师数量")),
    ("IND_DUPLICATE", added(level3="培训学员人员数量"), added(level3="培训学员人员数量", target="≥121人")),
    ("IND_DUPLICATE", added(level3="培训学员人员数量"), added(level3="培训学员人员数量", level2="质量指标")),
    ("IND_INPUT_AS_OUTPUT", with_row(0, level3="培训经费支出"), with_row(3, level3="培训经费支出")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


def test_one_missing_kind_is_information_two_want_an_explanation() -> None:
    assert finding(without(2), "IND_NO_TIMELINESS").severity is Severity.INFO
    assert finding(without(1, 2), "IND_NO_TIMELINESS").severity is Severity.YELLOW


def test_works_without_a_cost_indicator_want_an_explanation() -> None:
    assert finding(without(3), "IND_NO_COST").severity is Severity.INFO
    assert finding(replace(without(3), project="教学楼维修工程"), "IND_NO_COST").severity is Severity.YELLOW


def test_without_level2_names_their_kinds_are_not_checked() -> None:
    form = clean(indicators=tuple(replace(each, level2=None) for each in ROWS))
    assert "IND_NO_COST" in scored(form).not_run
    assert "IND_TOO_FEW" in scored(clean(indicators=())).not_run
    assert "IND_NO_BENEFIT" in scored(clean(indicators=())).not_run


def test_leading_and_taking_part_are_two_things() -> None:
    rows = (row("主导制定国家标准项目数量", "≥2项", "2项"), row("参与制定国家标准项目数量", "≥2项", "2项"))
    assert "IND_DUPLICATE" not in raised(clean(indicators=rows))


def test_equal_percentages_periods_and_single_things_are_no_duplicates() -> None:
    for target, actual in (("≥95%", "98%"), ("≥1个", "1个"), ("≥2年", "2年")):
        rows = (row("设备验收率", target, actual), row("设备抽检率", target, actual))
        assert "IND_DUPLICATE" not in raised(clean(indicators=rows))


def test_the_same_name_under_another_kind_with_another_target_is_no_duplicate() -> None:
    rows = (row("合格数", "≥95%", "98%"), row("合格数", "≥5个", "5个", level2="质量指标"))
    assert "IND_DUPLICATE" not in raised(clean(indicators=rows))
    assert "IND_DUPLICATE" not in raised(clean(indicators=(row("无", "≥5个"), row("无", "≥5个"))))


def test_a_name_that_only_adds_to_another_is_its_duplicate_from_three_quarters_alike() -> None:
    rows = tuple(row(name, "≥50人", "52人") for name in ("学员数", "培训学员数"))  # 2 × 3 of 8 characters
    assert "IND_DUPLICATE" in raised(clean(indicators=rows))
    rows = tuple(row(name, "≥50人", "52人") for name in ("学员数", "参训学员人数"))
    assert "IND_DUPLICATE" not in raised(clean(indicators=rows))


@pytest.mark.parametrize(
    ("level2", "target", "twice"),
    [
        ("数量指标", "≥99人", True),  # one name of one kind, whatever the target
        ("质量指标", "≥120人", True),  # one name with one target, whatever the kind
        ("质量指标", "≥99人", False),
    ],
)
def test_one_name_twice_is_one_indicator_by_its_kind_or_its_target(
    level2: str, target: str, twice: bool
) -> None:
    assert ("IND_DUPLICATE" in raised(added(level3="培训学员数量", level2=level2, target=target))) is twice


def department(*level2: str) -> Evaluation:
    """部门整体支出 by 投入、过程、产出及效率: as 湘财绩 forms print it."""
    rows = tuple(replace(ROWS[0], level1="产出及效率", level2=name, level3=f"{name}情况") for name in level2)
    return clean(subject=Subject.DEPARTMENT, indicators=rows)


def test_a_department_form_without_the_four_output_kinds_is_not_checked_for_them() -> None:
    form = department("职责履行", "履职效益")
    assert "IND_NO_COST" in scored(form).not_run
    assert not {"IND_NO_COST", "IND_NO_BENEFIT"} & set(raised(form))


def test_a_department_form_with_some_output_kinds_is_checked_for_the_others() -> None:
    assert {"IND_NO_COST", "IND_NO_BENEFIT"} <= set(raised(department("数量指标", "质量指标")))
