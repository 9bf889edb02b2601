"""Sentences and marks of the figures, from frames small enough to count by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from evalcore.charts import comparison, grades, strip, theme
from evalcore.charts.chart import MOST_ROWS
from evalcore.charts.coverage import coverage
from evalcore.charts.histogram import bin_label, histogram
from evalcore.insight.bands import bands
from evalcore.scoring.level import LEVELS


def bins(*rows: tuple[int, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["bin", "grade", "evaluations", "money"])


def test_the_histogram_says_how_many_stand_at_the_top() -> None:
    drawn = histogram(
        bins((100, "优", 2, 10.0), (95, "优", 3, 20.0), (84, "良", 4, 30.0), (0, "差", 1, 5.0)), "自评"
    )
    assert drawn.finding == (
        "10 个有自评得分的评价中，95 分及以上 5 个（50.0%），其中满分 2 个（20.0%）；低于 60 分 1 个。"
    )
    assert sum(sum(trace.y) for trace in drawn.figure.data) == 10
    assert list(drawn.table["评价个数"]) == [1, 4, 3, 2]


def test_marks_of_the_histogram_carry_their_bin() -> None:
    drawn = histogram(bins((95, "优", 3, 20.0)), "自评")
    assert [list(c) for c in drawn.figure.data[0].customdata] == [["bin:95~grade:优"]]


def test_bins_are_named_by_their_bounds() -> None:
    assert [bin_label(b) for b in (0, 60, 99, 100)] == ["60分以下", "60–61分", "99–100分", "100分"]


def test_full_coverage_is_said() -> None:
    rows = pd.DataFrame(
        [[2024, "101", "甲", 3, 30.0, 3, 30.0, 0, None, 0]],
        columns=["year", "department_code", "department", "listed", "listed_money", "evaluated", "evaluated_money",
                 "not_submitted", "not_submitted_money", "no_amount"],
    )  # fmt: skip
    assert "应评尽评" in coverage(rows).finding


def test_departments_keep_the_order_of_their_codes() -> None:
    rows = pd.DataFrame(
        [["101", "丙", "差", 1, 1, 5.0], ["102", "甲", "优", 9, 9, 50.0], ["201", "乙", "良", 2, 2, 7.0]],
        columns=["department_code", "department", "grade", "evaluations", "with_annual", "money"],
    )
    drawn = grades.by_group(rows, "department", "自评")
    assert list(drawn.table["主管部门"]) == ["丙", "甲", "乙"]
    assert drawn.figure.layout.yaxis.autorange == "reversed"


def test_shares_are_by_count_and_by_money() -> None:
    rows = pd.DataFrame(
        [
            [2023, "优", 9, 9, 10.0],
            [2023, "差", 1, 1, 90.0],
            [2024, "优", 5, 5, 50.0],
            [2024, "差", 5, 5, 50.0],
        ],
        columns=["year", "grade", "evaluations", "with_annual", "money"],
    )
    said = grades.by_group(rows, "year", "自评").finding
    assert said == "自评优良率按个数由 2023年 90.0% 到 2024年 50.0%，按资金由 10.0% 到 50.0%（N=20）。"


def test_flows_count_up_down_entered_and_left() -> None:
    rows = pd.DataFrame(
        [
            ["优", "优", 5, 1.0],
            ["优", "良", 2, 1.0],
            ["中", "优", 1, 1.0],
            ["新进入", "优", 4, 1.0],
            ["良", "本年无", 3, 1.0],
        ],
        columns=["grade_before", "grade_now", "evaluations", "money"],
    )
    drawn = grades.flows(rows, 2024, 2023, "自评")
    assert "的 8 个项目中，等级未变 5 个、上升 1 个、下降 2 个；新进入 4 个，本年无 3 个" in drawn.finding


def quantiles(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    made = [
        {"code": c, "name": n, "scored": k, "lowest": m - 6, "p10": m - 4, "p25": m - 2, "p50": m, "p75": m + 1,
         "p90": m + 2, "highest": m + 2, "full_marks": 0, "high_marks": k}
        for c, n, k, m in rows
    ]  # fmt: skip
    return pd.DataFrame(made)


def test_fewer_than_five_make_no_statistic() -> None:
    drawn = strip.by_group(quantiles(("101", "甲", 4, 96.0), ("102", "乙", 20, 95.0)), "department", "自评")
    assert list(drawn.table["中位数"]) == ["—", "95.00"]
    assert drawn.finding.startswith("1 个主管部门的自评得分中位数在 95.00–95.00 分之间（N=20）")


def test_names_from_files_are_escaped_in_figures() -> None:
    drawn = strip.by_group(quantiles(("101", "<b>甲</b>", 9, 96.0)), "department", "自评")
    assert "<b>" not in str(drawn.figure.to_dict()["data"])


def test_the_first_departments_are_compared_in_the_figure_and_all_in_its_table() -> None:
    """65 departments of 6 projects that earn 45 of 50 in output and the rest in full: 95.00 each, all at one place."""
    points = {level: 50.0 if level == "output" else 10.0 for level in LEVELS[:6]}
    rows = pd.DataFrame(
        [
            {"code": f"{n}", "complete": 1, "evaluations": 6}
            | {f"{level}_points": points.get(level, 0.0) for level in LEVELS}
            | {
                f"{level}_score": 6 * (45.0 if level == "output" else points.get(level, 0.0))
                for level in LEVELS
            }
            for n in range(101, 166)
        ]
    )
    names = {code: f"部门{code}" for code in rows["code"]}
    rates = comparison.level_rates(rows, names, "自评")
    assert len(rates.figure.to_dict()["data"][0]["y"]) == MOST_ROWS < len(rates.table) == 65
    assert set(rates.table["产出得分率"]) == {"90.0%"}
    held = comparison.bands(bands(rows), names, {}, "自评", spread=0.2, rule_sets=[])
    assert len(held.figure.to_dict()["data"][0]["y"]) == MOST_ROWS < len(held.table) == 65
    assert set(held.table["平均分"]) == {"95.00"}
    assert f"其余 {65 - MOST_ROWS} 行见数据表" in held.note and "65 个部门中 0 个的位次会变" in held.finding


@pytest.mark.parametrize(("counts", "step"), [([1], 1), ([5, 2], 1), ([6], None), ([], 1), ([1_200], None)])
def test_an_axis_of_counts_has_no_tick_between_two_whole_numbers(counts: list[int], step: int | None) -> None:
    assert theme.whole_ticks(counts).get("dtick") == step
