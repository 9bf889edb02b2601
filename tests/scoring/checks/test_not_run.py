"""未检 and checked: a check that had its input and found nothing is not among those that were not run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, FundSource, Movement, MovementKind
from tests.forms import clean, clean_rows, scored, with_row

SOURCES = (FundSource("财政拨款", annual=Decimal(30)), FundSource("上年结转", annual=Decimal(10), executed=Decimal(9)),
           FundSource("其他资金", annual=Decimal(10)))  # fmt: skip
MOVED = (
    Movement(MovementKind.TRANSFERRED_IN, Decimal(5), "+", False, "党校"),
    Movement(MovementKind.REDUCED, Decimal(5), "-"),
)
WEIGHTS = {"产出指标": Decimal(50), "效益指标": Decimal(30), "满意度指标": Decimal(10)}
STATED = tuple(replace(each, level1_points=WEIGHTS[each.level1]) for each in clean_rows())
CHECKED = [
    ("BUD_SUM_MISMATCH", clean(budget={"sources": (SOURCES[0], replace(SOURCES[2], annual=Decimal(20)))}), clean()),
    ("CARRYOVER_LARGE", clean(budget={"sources": SOURCES}), clean()),
    ("BUD_CHAIN_MISMATCH", clean(budget={"movements": MOVED}), clean()),
    ("BUD_CHAIN_INFERRED", clean(budget={"movements": MOVED}), clean(budget={"movements": MOVED, "initial": None})),
    ("BUD_ADJ_UP_LARGE", clean(), clean(budget={"initial": None})),
    ("BUD_ADJ_DOWN_LARGE", clean(), clean(budget={"annual": None})),
    ("BUD_INITIAL_ZERO", clean(), clean(budget={"initial": None})),
    ("BUD_ZERO_WITH_SPEND", clean(), clean(budget={"executed": None})),
    ("EXE_NOT_STARTED", clean(), clean(budget={"annual": None})),
    ("BUD_ALL_ZERO", clean(), clean(self_score=None)),
    ("BUD_UNIT_SUSPECT", clean(), clean(budget={"initial": None, "annual": None})),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="年初预算50万元。"), clean()),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="年初预算50万元。"), clean(goal_actual="年初预算50万元。", budget={"initial": None})),
    ("EXE_RATE_MISPRINT", clean(), clean(budget={"printed_rate": None})),
    ("EXE_RATE_DENOMINATOR", clean(), clean(budget={"executed": None})),
    ("EXE_SCORE_MISMATCH", clean(), clean(budget={"execution_score": None})),
    ("EXE_OVER_100", clean(), clean(budget={"executed": None})),
    ("EXE_RATE_MASKED", clean(), clean(budget={"initial": None})),
    ("SCORE_EXE_GAP", clean(), with_row(0, self_score=None)),
    ("OUTPUT_MONEY_DISPROPORTION", clean(), clean(indicators=clean_rows()[4:])),
    ("WT_LEVEL_SUM", clean(indicators=STATED), clean()),
    ("WT_TOTAL_NOT_100", clean(), clean(indicators=tuple(replace(each, points=None) for each in clean_rows()))),
    ("SC_ABOVE_WEIGHT", clean(), clean(indicators=tuple(replace(each, self_score=None) for each in clean_rows()))),
    ("SC_TOTAL_MISMATCH", clean(), clean(self_score=None)),
    ("SC_ALL_FULL", clean(), clean(self_score=None)),
    ("SC_INTEGER_ONLY", clean(), clean(indicators=clean_rows()[:5])),
    ("GR_BAND_MISMATCH", clean(), clean(self_grade=None)),
    ("GR_LABEL_NONSTANDARD", clean(), clean(self_grade=None)),
    ("GR_NEAR_LINE", clean(), clean(self_score=None)),
    ("GR_MISSING", clean(), clean(self_score=None)),
    ("IND_NO_COST", clean(), clean(indicators=tuple(replace(each, level2=None) for each in clean_rows()))),
    ("IND_NO_BENEFIT", clean(), clean(indicators=())),
    ("IND_TOO_FEW", clean(), clean(indicators=())),
    ("TG_EQUALS_ACTUAL_ALL", clean(), clean(indicators=clean_rows()[:4])),
    ("TG_PARENT_UNMATCHED", clean(goal="培训学员120人"), clean()),
    ("TG_PARENT_UNMATCHED", clean(goal="培训学员120人"), clean(goal="培训学员120人", indicators=())),
    ("SAT_100_NO_BASIS", clean(), clean(indicators=clean_rows()[:6])),
    ("SAT_NO_SAMPLE", clean(), with_row(6, actual="满意")),
    ("TX_NO_PROBLEM", clean(), clean(problems=None)),
    ("TX_MEASURE_EMPTY", clean(), clean(measures="无")),
    ("TX_NUMBER_CONFLICT", clean(narrative="培训学员125人。"), clean()),
    ("TX_ATTRIBUTION", clean(narrative="带动捐赠1万元。"), clean()),
    ("TX_ATTRIBUTION", clean(narrative="带动捐赠1万元。"), clean(narrative="带动捐赠1万元。", budget={"executed": Decimal(0)})),
    ("RP_METHOD_MISSING", clean(is_report=True, narrative="采用比较法评价。"), clean()),
    ("FM_YEAR_CONFLICT", clean(), clean(title=None)),
    ("FM_YEAR_CONFLICT", clean(title=None, submitted=date(2024, 3, 1)), clean(year=None)),
    ("FM_DEPT_UNIT_SWAPPED", clean(), clean(unit=None)),
    ("FM_DEPT_UNIT_SWAPPED", clean(), clean(department=None)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "checked", "without"), CHECKED, ids=[f"{n}-{case[0]}" for n, case in enumerate(CHECKED)]
)
def test_checked_with_its_input_and_not_run_without(
    code: str, checked: Evaluation, without: Evaluation
) -> None:
    result = scored(checked)
    assert code not in result.not_run
    assert code not in {each.code for each in result.findings}
    assert code in scored(without).not_run
