"""Figures of /execution and /project say what their data say."""

from __future__ import annotations

from decimal import Decimal as D

import pandas as pd
import pytest

from evalcore.charts import execution, money_flow, passport, score_map, waterfall
from evalcore.model import Budget, Movement, MovementKind
from evalcore.queries.project import Loss

HOSTILE = "<b>甲</b> $x$ %{y}"


def test_the_rate_finding_counts_both_denominators() -> None:
    bins = pd.DataFrame(
        {
            "kind": ["annual", "annual", "annual", "initial"], "bin": [3, 7, 8, 1],
            "evaluations": [2, 7, 1, 4],
            "money": [20.0, 70.0, 10.0, 40.0],
        }
    )  # fmt: skip
    chart = execution.rates(bins, 12)
    assert "10 个有执行率的评价中，正好 100% 的 7 个（70.0%），低于 80% 的 2 个（20.0%）" in chart.finding
    assert "2 个没有执行率的评价" in chart.note
    assert chart.table["按全年预算（个）"].sum() == 10


def steps(*lines: tuple[str, str, float, int, float]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["step", "direction", "money", "evaluations", "inferred"]).assign(
        place=0
    )


def test_the_flow_hangs_every_step_on_the_one_before() -> None:
    frame = steps(
        ("initial", "+", 100.0, 3, 0), ("追加", "+", 20.0, 1, 0), ("划出", "-", 30.0, 1, 30.0),
        ("annual", "+", 90.0, 3, 0), ("executed", "-", 80.0, 3, 0), ("left", "+", 10.0, 2, 0),
    )  # fmt: skip
    chart = money_flow.flow(frame, 4)
    bar = chart.figure.data[0]
    assert list(bar.base) == [0, 100, 90, 0, 10, 0]
    assert list(bar.y) == [100, 20, 30, 90, 80, 10]
    assert "年中调增 20.00万元、调减 30.00万元" in chart.finding
    assert "（较年初 −10.0%）" in chart.finding
    assert list(bar.marker.pattern.shape) == ["", "", "/", "", "", ""]  # the inferred one is hatched
    assert "1 个三项金额不全的评价未计入" in chart.note


def test_departments_below_eighty_percent_keep_the_code_order() -> None:
    rows = pd.DataFrame(
        {
            "department_code": ["101", "201", "301"], "department": ["甲", "乙", "丙"],
            "evaluations": [1, 2, 3],
            "with_both": [1, 2, 3], "annual": [10.0, 100.0, 50.0], "executed": [7.0, 100.0, 10.0],
            "initial": [10.0, 100.0, 50.0], "executed_initial": [7.0, 100.0, 10.0], "low": [1, 0, 2],
            "low_left": [3.0, 0.0, 40.0],
        }
    )  # fmt: skip
    chart = execution.low_departments(rows, 0.8)
    assert chart is not None
    assert chart.table["主管部门"].to_list() == ["甲", "丙"]
    assert "2 个部门的执行率低于 80%，共结余 43.00万元，占全部结余的 100.0%" in chart.finding
    assert execution.low_departments(rows.assign(executed=rows["annual"]), 0.8) is None


def test_the_score_map_counts_both_sides_of_the_line() -> None:
    cells = pd.DataFrame(
        {"x": [20, 10], "y": [50, 49], "wide": [0, 1], "evaluations": [6, 2], "money": [60.0, 20.0]}
    )
    chart = score_map.score_map(cells, 9, "自评", 0.05)
    assert "8 个可比的评价中，2 个（25.0%，涉及全年预算 20.00万元）" in chart.finding
    assert "1 个没有执行率" in chart.note


def test_losses_end_at_the_score_and_show_names_as_text() -> None:
    chart = passport.losses(
        [Loss("0", HOSTILE, D("4.50"), "原因"), Loss("", "总分与分项合计之差", D("-0.50"))],
        D("96.00"),
        "自评",
    )
    bar = chart.figure.data[0]
    assert list(bar.base) == [0, 95.5, 95.5, 0]
    assert list(chart.table["余分"]) == ["100.00", "95.50", "96.00", "96.00"]
    assert "<b>" not in str(bar.hovertext) and "<b>" not in str(chart.figure.layout.yaxis.ticktext)
    assert [code[0] for code in bar.customdata] == ["", "0", "", ""]


@pytest.mark.parametrize("executed", ["0.11", "0.2"])
def test_money_of_the_seed_closes_gross_and_marks_the_inferred(executed: str) -> None:
    """domain.md §4: 1.5 + 0.84 − 2.23 = 0.11, the direction of the last inferred."""
    budget = Budget(
        D("1.5"), D("0.11"), D(executed),
        movements=(
            Movement(MovementKind.ADDED, D("0.84"), "+"),
            Movement(MovementKind.TRANSFERRED_OUT, D("2.23"), "-", inferred=True),
        ),
    )  # fmt: skip
    chart = passport.flow(budget)
    assert chart is not None
    assert "（较年初 −92.67%）" in chart.finding
    assert chart.table["步骤"].to_list()[:4] == ["年初预算", "追加", "划出（推算）", "全年预算"]
    assert "其他调减" not in set(chart.table["步骤"])
    assert chart.table["步骤"].to_list()[-1] == ("结余" if executed == "0.11" else "超预算执行")


def test_untyped_change_is_not_given_a_kind() -> None:
    chart = passport.flow(Budget(D(100), D(60), D(60)))
    assert chart is not None
    assert chart.table["步骤"].to_list() == ["年初预算", "其他调减", "全年预算", "执行", "结余"]


def test_no_annual_budget_draws_no_money() -> None:
    assert passport.flow(Budget(D(100), None, D(60))) is None


def test_bars_without_rows_do_not_fail() -> None:
    assert waterfall.bars([], across=True).data[0].type == "bar"


def test_bars_keep_to_what_plotly_can_restyle_on_a_click() -> None:
    """plotly.js 3 fails on a click where unselected has a textfont and selected has none: no drill, no message."""
    chart = passport.losses([Loss("0", "甲", D("4"), "")], D("96"), "自评")
    assert chart.figure.data[0].unselected.textfont.color is None


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.8, "80.0%"), (0.79961, "79.96%"), (0.799996, "79.9996%"), (0.7996, "79.96%"), (0.7, "70.0%"), (0.85, "85.0%"), (None, "—")],
)  # fmt: skip
def test_a_rate_never_reads_as_the_line_it_lies_below(value: float | None, said: str) -> None:
    assert execution.rate(value, 0.8) == said
