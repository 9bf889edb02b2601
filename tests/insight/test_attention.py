"""需关注事项: a worked example by hand, and that nothing but the data decides the order."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.insight import attention

CODES = ("EXE_LOW", "SC_ALL_FULL", "BUD_ADJ_UP_LARGE", "GR_MISSING", "TG_MISSING", "AC_MISSING")
NO_LIST = pd.DataFrame(
    columns=["department_code", "listed", "listed_money", "not_submitted", "not_submitted_money"]
)


def cells(*rows: tuple[str, int, str, int, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "weight", "project_type", "size", "evaluations", "money"])


def kinds(*rows: tuple[str, int, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["project_type", "size", "evaluations", "money"])


def departments(**counts: int) -> pd.DataFrame:
    return pd.DataFrame({"code": list(counts), "departments": list(counts.values())})


def test_a_rare_finding_goes_before_one_that_every_such_project_has() -> None:
    # 100 工程 of 1000 万元 and more. EXE_LOW (red) on 10 with 1000 万元: rate (10 + 10 × 0.1) ÷ 110 = 0.1, 3.32 bits,
    # 3 × 1000 × 3.32 = 9966. SC_ALL_FULL (yellow) on all with 5000: rate 1, 0 bits, raised to 0.25: 1250.
    made = attention.items(
        cells(("SC_ALL_FULL", 1, "工程", 4, 100, 5000), ("EXE_LOW", 2, "工程", 4, 10, 1000)),
        kinds(("工程", 4, 100, 5000)), departments(EXE_LOW=4, SC_ALL_FULL=9), NO_LIST,
    )  # fmt: skip
    assert [item.code for item in made] == ["EXE_LOW", "SC_ALL_FULL"]
    assert made[0].value == pytest.approx(3 * 1000 * math.log2(10))
    assert made[1].value == pytest.approx(5000 * 0.25)
    assert made[0].sentence == (
        "预算执行率偏低：10 个评价、4 个部门，涉及全年预算 1,000.00万元（占 20.0%）；每百个评价中有 10.0 个有此疑点"
    )


def test_a_few_such_projects_lean_on_the_whole() -> None:
    # one of one: (1 + 10 × 0.02) ÷ 11 = 0.109, not 1
    assert attention.surprise(1, 1, 0.02) == pytest.approx(-math.log2(1.2 / 11))
    assert attention.surprise(0, 1000, 0.0) == 6


def test_one_evaluation_of_one_department_comes_after_general_items() -> None:
    made = attention.items(
        cells(("TG_MISSING", 2, "", 4, 1, 90_000), ("GR_MISSING", 1, "", 0, 5, 10)),
        kinds(("", 4, 1, 90_000), ("", 0, 50, 500)), departments(TG_MISSING=1, GR_MISSING=3), NO_LIST,
    )  # fmt: skip
    assert [item.code for item in made] == ["GR_MISSING", "TG_MISSING"]


def test_unreported_projects_count_with_the_money_of_the_list() -> None:
    listed = pd.DataFrame(
        {
            "department_code": ["101", "201"], "listed": [10, 90], "listed_money": [100.0, 900.0],
            "not_submitted": [0, 2], "not_submitted_money": [None, 250.0],
        }
    )  # fmt: skip
    (item,) = attention.items(cells(), kinds(), departments(), listed)
    assert (item.code, item.evaluations, item.departments, item.money) == ("CV_MISSING_SELF", 2, 1, 250.0)
    assert item.value == pytest.approx(3 * 250 * -math.log2(0.02))
    assert "占应评项目的 2.0%" in item.sentence


ROW = st.tuples(
    st.sampled_from(CODES), st.sampled_from([1, 2]), st.sampled_from(["工程", "补助", ""]), st.integers(0, 4),
    st.integers(1, 40), st.decimals(0, 10**6, places=6).map(float),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=40, unique_by=lambda r: r[:4]), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[tuple], random: object) -> None:
    base = kinds(*[(t, s, 100, 10.0**6) for t in ("工程", "补助", "") for s in range(5)])
    by = departments(**dict.fromkeys(CODES, 3))
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own Random
    one = attention.items(cells(*rows), base, by, NO_LIST)
    assert one == attention.items(cells(*mixed), base.iloc[::-1], by.iloc[::-1], NO_LIST)
    general = [item.value for item in one if item.evaluations > 1]
    assert general == sorted(general, reverse=True)
    assert all(0.25 - 1e-9 <= item.surprise <= 6 + 1e-9 for item in one)
