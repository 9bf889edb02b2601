"""B. Weights, scores, grade: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, Severity
from evalcore.scoring.rule_set import rule_set
from tests.forms import clean, clean_rows, dec, finding, raised, row, scored, with_row

NO_EXECUTION = {"execution_points": None, "execution_score": None}


def levels(*points: int) -> Evaluation:
    names = ("产出指标", "效益指标", "满意度指标")
    rows = tuple(
        row(f"指标{name}", points=worth, score=worth, level1=name)
        for name, worth in zip(names, points, strict=True)
    )
    return clean(indicators=rows)


def stated(weight: int) -> Evaluation:
    rows = tuple(
        replace(each, level1_points=dec(weight)) if each.level1 == "产出指标" else each
        for each in clean_rows()
    )
    return clean(indicators=rows)


def words_worth(points: int) -> Evaluation:
    each = row(
        "教学效果", "效果明显", "学员普遍反映教学效果明显，达到预期", points, points, level1="效益指标"
    )
    more = tuple(replace(each, level3=name) for name in ("教学效果", "社会反响"))
    return clean(indicators=(*clean_rows()[:4], *more))


CASES = [
    ("WT_TOTAL_NOT_100", with_row(0, points=14, self_score=14), clean()),
    ("WT_90_NO_EXECUTION", clean(budget=NO_EXECUTION), clean()),
    ("WT_LEVEL_SUM", stated(49), stated(50)),
    ("WT_NONSTANDARD_L1", levels(45, 35, 10), levels(50, 30, 10)),
    ("WT_MISSING_SPLIT", clean(indicators=tuple(replace(e, points=None) for e in clean_rows())), clean()),
    ("WT_CONCENTRATED", levels(50, 30, 10), with_row(0, points="29.99")),
    ("WT_CONCENTRATED", words_worth(25), words_worth(24)),
    ("WT_VOID_INDICATOR", with_row(4, target="无", actual="无"), with_row(4, target="≤0人", actual="无")),
    ("WT_VOID_INDICATOR", with_row(4, target="效果明显", actual="不涉及"), clean()),
    ("SC_ABOVE_WEIGHT", with_row(0, self_score="15.01"), with_row(0, self_score=15)),
    ("SC_FULL_NOT_MET", with_row(0, actual="119人"), with_row(0, actual="120人")),
    ("SC_MET_DEDUCTED", with_row(0, self_score=14), with_row(0, self_score=14, deviation_note="资料报送迟延")),
    ("SC_RECOMPUTE_DIFF", with_row(5, self_score="14.12"), with_row(5, self_score="14.11")),
    ("SC_TOTAL_MISMATCH", clean(self_score=Decimal("98.72")), clean(self_score=Decimal("98.71"))),
    ("SC_NO_DETAIL", clean(indicators=tuple(replace(e, self_score=None) for e in clean_rows())), clean()),
    ("GR_BAND_MISMATCH", clean(self_score=Decimal("84.47")), clean(self_score=Decimal("84.47"), self_grade="良")),
    ("GR_LABEL_NONSTANDARD", clean(self_grade="优秀"), clean(self_grade="优")),
    ("GR_NEAR_LINE", clean(self_score=Decimal("90.5")), clean(self_score=Decimal("90.51"))),
    ("GR_NEAR_LINE", clean(self_score=Decimal("80")), clean(self_score=Decimal("0.3"))),
    ("GR_MISSING", clean(self_grade=None), clean(self_grade=None, self_score=None)),
    (
        "QUAL_TIER_MISMATCH",
        with_row(4, target="效果明显", actual="部分达成并具有一定效果", self_score=15),
        with_row(4, target="效果明显", actual="部分达成并具有一定效果", self_score=9),
    ),
    (
        "QUAL_TIER_MISMATCH",
        with_row(4, target="效果明显", actual="达成预期指标", self_score=8),
        with_row(4, target="效果明显", actual="达成预期指标", self_score=15),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


def all_full() -> tuple:
    return tuple(
        replace(each, self_score=each.points, actual=each.actual if n != 5 else "85%")
        for n, each in enumerate(clean_rows())
    )


def test_all_full_means_a_total_of_100_and_nothing_lost() -> None:
    full = clean(
        indicators=all_full(),
        self_score=Decimal(100),
        budget={"executed": Decimal(50), "execution_score": Decimal(10)},
    )
    assert finding(full, "SC_ALL_FULL").message == "全部 7 项指标得满分"
    assert "SC_ALL_FULL" not in raised(replace(full, self_score=Decimal("99.9")))
    assert "SC_ALL_FULL" not in raised(clean(self_score=Decimal(100)))
    assert "SC_ALL_FULL" in scored(clean(self_score=None)).not_run


def test_a_recompute_difference_is_red_when_large_or_when_it_moves_the_grade() -> None:
    small = with_row(5, self_score="14.5")
    assert finding(small, "SC_RECOMPUTE_DIFF").severity is Severity.YELLOW
    assert finding(with_row(5, self_score="12.06"), "SC_RECOMPUTE_DIFF").severity is Severity.RED
    at_line = replace(small, self_score=Decimal(90))
    assert finding(at_line, "SC_RECOMPUTE_DIFF").severity is Severity.RED


def test_only_exact_recomputations_are_compared() -> None:
    codes = raised(with_row(4, target="效果明显", actual="达成预期指标", self_score=10))
    assert not {"SC_RECOMPUTE_DIFF", "SC_FULL_NOT_MET", "SC_MET_DEDUCTED"} & codes
    merged = with_row(0, actual="100人", shared_score_group=1)
    assert "SC_FULL_NOT_MET" not in raised(merged)


def test_level2_points_are_added_up_too() -> None:
    rows = tuple(
        replace(each, level2_points=dec(16)) if n == 0 else each for n, each in enumerate(clean_rows())
    )
    assert finding(clean(indicators=rows), "WT_LEVEL_SUM").message == "数量指标 标注 16 分，下级合计 15 分"


def test_a_level_with_blank_points_is_not_added_up() -> None:
    rows = tuple(
        replace(each, level1_points=dec(50), points=None) if n == 0 else each
        for n, each in enumerate(clean_rows())
    )
    assert "WT_LEVEL_SUM" in scored(clean(indicators=rows)).not_run


def test_a_form_without_points_runs_no_weight_check() -> None:
    bare = clean(
        indicators=tuple(replace(e, points=None, self_score=None) for e in clean_rows()), budget=NO_EXECUTION
    )
    result = scored(bare)
    for code in (
        "WT_TOTAL_NOT_100",
        "WT_LEVEL_SUM",
        "SC_ABOVE_WEIGHT",
        "SC_TOTAL_MISMATCH",
        "SC_INTEGER_ONLY",
    ):
        assert code in result.not_run


def test_scores_all_whole_though_completion_is_not() -> None:
    rows = tuple(
        replace(each, self_score=Decimal(15)) if n == 5 else each for n, each in enumerate(clean_rows())
    )
    assert "SC_INTEGER_ONLY" in raised(clean(indicators=rows))
    assert "SC_INTEGER_ONLY" not in raised(clean())
    exact = tuple(replace(each, actual="80%") if n == 5 else each for n, each in enumerate(rows))
    assert "SC_INTEGER_ONLY" not in raised(clean(indicators=exact))


def test_a_merged_score_counts_once_in_the_total() -> None:
    rows = (*clean_rows()[:6], row("甲", "≥90%", "96%", None, 5, level1="满意度指标", shared_score_group=1, level1_points=dec(10)),
            row("乙", "≥90%", "96%", None, 5, level1="满意度指标", shared_score_group=1, level1_points=dec(10)))  # fmt: skip
    form = clean(indicators=rows, self_score=Decimal("93.66"))
    assert "SC_TOTAL_MISMATCH" not in raised(form)
    assert "SC_TOTAL_MISMATCH" in raised(replace(form, self_score=Decimal("98.66")))


def test_a_printed_execution_score_without_points_is_not_called_missing() -> None:
    printed = clean(budget={"execution_points": None})
    assert "WT_90_NO_EXECUTION" not in raised(printed)
    assert scored(printed).execution_points == 10


def test_a_missing_part_leaves_the_total_unchecked() -> None:
    for form in (with_row(0, self_score=None), with_row(0, self_score=None, shared_score_group=1),
                 clean(budget={"execution_score": None})):  # fmt: skip
        assert "SC_TOTAL_MISMATCH" in scored(form).not_run
    idle = (*clean_rows(), row("备用", points=0, score=None), row("其中", sub_row=True, score=None))
    assert "SC_TOTAL_MISMATCH" not in scored(clean(indicators=idle)).not_run


def test_a_total_may_hold_execution_points_the_form_does_not_print() -> None:
    assert "SC_TOTAL_MISMATCH" not in raised(clean(budget=NO_EXECUTION))
    assert "SC_TOTAL_MISMATCH" in raised(clean(budget=NO_EXECUTION, self_score=Decimal("85")))


def test_a_grade_without_a_total_is_a_total_without_detail() -> None:
    bare = tuple(replace(each, self_score=None) for each in clean_rows())
    form = clean(indicators=bare, self_score=None, self_grade="优")
    assert "等级“优”" in finding(form, "SC_NO_DETAIL").message
    assert "GR_BAND_MISMATCH" in scored(form).not_run


def test_an_unknown_label_is_nonstandard_and_not_compared() -> None:
    form = clean(self_grade="甲")
    assert "优、良、中、差" in finding(form, "GR_LABEL_NONSTANDARD").message
    assert "GR_BAND_MISMATCH" in scored(form).not_run


def test_five_grades_are_judged_by_their_own_lines() -> None:
    form = clean(self_score=Decimal(65), self_grade="低")
    guangdong = rule_set(id="guangdong")
    assert not {"GR_BAND_MISMATCH", "GR_LABEL_NONSTANDARD"} & raised(form, guangdong)
    assert "GR_LABEL_NONSTANDARD" in raised(form)


def test_nonstandard_weights_name_the_execution_points() -> None:
    rows = (*levels(45, 35, 10).indicators, row("执行率", "100%", "96%", level1="预算执行率"))
    form = clean(indicators=rows, budget=NO_EXECUTION)
    assert "预算执行率 10" in finding(form, "WT_NONSTANDARD_L1").message


def test_long_prose_names_no_tier() -> None:
    prose = "通过培训，参训学员的岗位技能得到提高，部分达成年度既定目标"
    assert "QUAL_TIER_MISMATCH" not in raised(with_row(4, target="效果明显", actual=prose, self_score=15))
    assert "QUAL_TIER_MISMATCH" not in raised(
        with_row(4, target="效果明显", actual="学员反映好", self_score=1)
    )


def test_a_tier_is_looked_for_in_all_of_twenty_characters_and_in_the_first_part_of_more() -> None:
    twenty = "学员反映好，技能有提高，部分达成年度目标"
    assert len(twenty) == 20
    for said, told in ((twenty, True), (twenty + "值", False)):
        form = with_row(4, target="效果明显", actual=said, self_score=15)
        assert ("QUAL_TIER_MISMATCH" in raised(form)) is told, said


def test_six_whole_scores_are_enough_to_ask_and_five_are_not() -> None:
    rows = tuple(replace(each, self_score=each.points) for each in clean_rows()[1:])
    assert "SC_INTEGER_ONLY" in raised(clean(indicators=rows))
    assert "SC_INTEGER_ONLY" in scored(clean(indicators=rows[1:])).not_run


def printed_levels(output: object, *points: object) -> Evaluation:
    """Level-1 weights printed 50/30/10 (the first as given), and these points of rows."""
    weights = {"产出指标": output, "效益指标": 30, "满意度指标": 10}
    rows = zip(clean_rows(), points or [None] * 7, strict=True)
    return clean(
        indicators=tuple(
            replace(each, level1_points=dec(weights[each.level1]), points=dec(worth)) for each, worth in rows
        )
    )


def test_level1_weights_alone_are_added_up() -> None:
    assert "WT_TOTAL_NOT_100" not in raised(printed_levels(50))
    assert "WT_TOTAL_NOT_100" not in scored(printed_levels(50)).not_run
    assert finding(printed_levels(45), "WT_TOTAL_NOT_100").message == "权重合计 95，不等于 100"


def test_the_printed_level1_weight_counts_before_what_its_rows_carry() -> None:
    form = printed_levels(50, 15, 15, 10, 9, 15, 15, 10)
    assert "WT_TOTAL_NOT_100" not in raised(form)
    assert finding(form, "WT_LEVEL_SUM").message == "产出指标 标注 50 分，下级合计 49 分"


def test_a_sub_row_weighs_nothing() -> None:
    rows = (*clean_rows(), row("其中：男学员", points=5, score=5, sub_row=True))
    assert not {"WT_TOTAL_NOT_100", "SC_TOTAL_MISMATCH", "WT_NONSTANDARD_L1"} & raised(clean(indicators=rows))


def test_other_execution_points_are_nonstandard() -> None:
    form = clean(budget={"execution_points": Decimal(15)})
    assert "预算执行率 15" in finding(form, "WT_NONSTANDARD_L1").message
    assert "WT_NONSTANDARD_L1" not in raised(clean())


def test_one_qualitative_indicator_alone_is_not_counted_together() -> None:
    codes = [
        each.message for each in scored(with_row(4, target="效果明显", actual="效果明显", points=50)).findings
        if each.code == "WT_CONCENTRATED"
    ]  # fmt: skip
    assert codes == ["指标“带动学员就业人数”占 50 分，权重过于集中"]


def test_a_row_of_no_points_that_is_void_is_not_called_so() -> None:
    assert "WT_VOID_INDICATOR" not in raised(with_row(4, target="无", actual="无", points=0))
    assert "WT_VOID_INDICATOR" not in raised(with_row(4, target="无", actual="无", shared_score_group=1))


def test_merged_scores_of_two_levels_count_each() -> None:
    rows = tuple(
        row(name, points=None, score=30, level1=level1, level1_points=dec(45), shared_score_group=1)
        for level1 in ("产出指标", "效益指标") for name in ("甲数量", "乙数量")
    )  # fmt: skip
    form = clean(indicators=rows, self_score=Decimal("69.6"))
    assert "SC_TOTAL_MISMATCH" not in raised(form)
    assert "SC_TOTAL_MISMATCH" in raised(replace(form, self_score=Decimal("39.6")))


def test_a_note_explains_points_taken_off_a_met_target_and_nothing_else() -> None:
    note = "资料报送迟延"
    assert "SC_FULL_NOT_MET" in raised(with_row(0, actual="100人", deviation_note=note))
    assert "SC_MET_DEDUCTED" not in raised(with_row(0, self_score=14, deviation_note=note))
    assert "SC_MET_DEDUCTED" in raised(with_row(0, self_score=14, deviation_note="无"))
    assert "SC_MET_DEDUCTED" not in raised(with_row(0, actual="100人", self_score=14))


def test_whole_scores_of_broken_points_are_not_asked_about() -> None:
    rows = tuple(replace(each, self_score=each.points) for each in clean_rows())
    assert "SC_INTEGER_ONLY" in raised(clean(indicators=rows))
    broken = (replace(rows[0], points=Decimal("15.5")), *rows[1:])
    assert "SC_INTEGER_ONLY" not in raised(clean(indicators=broken))
    half = (replace(rows[0], self_score=Decimal("14.5")), *rows[1:])
    assert "SC_INTEGER_ONLY" not in raised(clean(indicators=half))
