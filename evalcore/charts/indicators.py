"""How actuals stand to targets: the distribution, departments, years."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evalcore.charts import plain, theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, number, percent

OVER_BIN = 13  # tenths: from 130 %


def bin_words(start: int) -> str:
    """9 → 90%–100%, 20 → 200%及以上."""
    return "200%及以上" if start >= 20 else f"{start * 10}%–{start * 10 + 10}%"


def achievement(bins: pd.DataFrame, about: str) -> Chart:
    """Counts by ten per cent of actual ÷ target. bins: queries.indicators.indicator_achievement."""
    every = int(bins["indicators"].sum())
    numbered = bins[bins["bin"].notna()]
    counted = int(numbered["indicators"].sum())
    starts = [int(value) for value in numbered["bin"]]
    counts = [int(value) for value in numbered["indicators"]]
    over = sum(n for start, n in zip(starts, counts, strict=True) if start >= OVER_BIN)
    below = sum(n for start, n in zip(starts, counts, strict=True) if start < 10)
    figure = Figure()
    figure.add_bar(
        x=[start * 10 + 5 for start in starts],
        y=counts,
        width=9,
        marker={"color": theme.MAIN},
        customdata=[[f"done:{start}"] for start in starts],
        hovertext=[
            f"{bin_words(start)}：{integer(n)} 个指标" for start, n in zip(starts, counts, strict=True)
        ],
        hoverinfo="text",
    )
    theme.layout(figure, height=280)
    figure.add_vline(x=130, line={"color": theme.LINE, "width": 1, "dash": "dot"})
    ticks = [0, 50, 100, 130, 150, 200]
    figure.update_xaxes(
        range=[min([0, *starts]) * 10, max([15, *starts]) * 10 + 12],
        tickvals=ticks,
        ticktext=[f"{t}%" for t in ticks],
        title={"text": "完成值 ÷ 目标值", "standoff": 6},
    )
    figure.update_yaxes(title={"text": "指标个数", "standoff": 6}, **theme.whole_ticks(counts))
    finding = (
        f"{about}共 {integer(every)} 个指标，{integer(counted)} 个的目标值和完成值都是数：低于目标值 {integer(below)} 个"
        f"（{percent(below / counted if counted else None)}），达到目标值 130% 及以上 {integer(over)} 个"
        f"（{percent(over / counted if counted else None)}）。"
    )
    table = pd.DataFrame({"完成值÷目标值": [bin_words(start) for start in starts], "指标个数": counts})
    return Chart(
        "achievement", "完成程度分布", figure, finding, finding, table,
        note=f"其余 {integer(every - counted)} 个为定性指标或完成值不是数，不在图中。",
        terms=("achievement", "target", "actual"), codes=tuple(f"done:{start}" for start in starts),
    )  # fmt: skip


def by_department(rows: pd.DataFrame, names: Mapping[str, str], about: str, targets: pd.DataFrame) -> Chart:
    """Share of numeric indicators at 130 % and more of their target, in budget-code order. N beside each.

    targets: queries.indicators.target_findings, for the table; no rows where one indicator is looked at.
    """
    every = rows[rows["with_numbers"] > 0]
    some = every.head(MOST_ROWS)  # those drawn
    labels = [names.get(code, code) for code in some["code"]]
    share = [over / n for over, n in zip(some["over_target"], some["with_numbers"], strict=True)]
    figure = Figure()
    figure.add_bar(
        y=[theme.short(label) for label in labels],
        x=share,
        orientation="h",
        marker={"color": theme.MAIN},
        text=[
            f"{percent(over / n)}（{integer(over)}/{integer(n)}）"
            for over, n in zip(some["over_target"], some["with_numbers"], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[[f"dept:{code}"] for code in some["code"]],
        hovertext=[
            f"{plain.chart(label)}：{integer(over)}/{integer(n)}（{percent(over / n)}）"
            for label, over, n in zip(labels, some["over_target"], some["with_numbers"], strict=True)
        ],
        hoverinfo="text",
    )
    theme.layout(figure, height=theme.rows_height(len(some)))
    figure.update_xaxes(
        tickformat=".0%", range=[0, max([0.1, *share]) * 1.15], title={"text": "目标设定偏差（≥130%）占比"}
    )
    figure.update_yaxes(autorange="reversed")
    over, counted = int(every["over_target"].sum()), int(every["with_numbers"].sum())
    copied = int(rows["copied"].sum())
    finding = (
        f"{about}有数的 {integer(counted)} 个指标中，{integer(over)} 个完成值达到目标值 130% 及以上"
        f"（{percent(over / counted if counted else None)}）；完成值照抄目标值的 {integer(copied)} 个。"
    )
    beside: dict[str, list[int]] = {}
    note = "按部门预算编码排列。偏差大可能是目标值偏低，也可能是工作超额，需看说明。"
    if len(targets):
        of = targets.set_index("code").reindex(rows["code"]).fillna(0).astype(int)
        for heading, column in (
            ("目标低于上年完成", "lowered"), ("目标与上年相同", "unchanged"), ("数值全部照填目标的评价", "all_equal"),
        ):  # fmt: skip
            beside[heading] = of[column].to_list()
        lowered, lowering = int(of["lowered"].sum()), int((of["lowered"] > 0).sum())
        finding += f"目标值低于上年完成值九成的 {integer(lowered)} 个，涉及 {integer(lowering)} 个部门。"
        note += "目标低于上年完成、与上年相同、全部照填为疑点条数，各部门见数据表。"

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "主管部门": [names.get(code, code) for code in rows["code"]],
                "指标个数": rows["indicators"].astype(int),
                "其中有数": rows["with_numbers"].astype(int),
                "≥130%": rows["over_target"].astype(int),
                "完成程度中位数": [percent(number(value)) for value in rows["median"]],
                "照抄目标值": rows["copied"].astype(int),
                "自评满分": rows["full_marks"].astype(int),
                "自评有分": rows["scored"].astype(int),
                **beside,
            }
        )

    return Chart(
        "target_departments", "目标设定偏差（分部门）", figure, finding, finding, table,
        note=note, terms=("achievement", "target", "actual"), codes=tuple(f"dept:{code}" for code in rows["code"]),
        rows=len(every),
    )  # fmt: skip


def by_year(rows: pd.DataFrame, about: str) -> Chart:
    """Median and quartiles of actual ÷ target by year; the table tells targets kept and lowered."""
    some = rows[rows["with_numbers"] > 0]
    years = [str(int(year)) for year in some["year"]]
    median = some["median"].astype(float)
    figure = Figure()
    figure.add_scatter(
        x=years, y=median.to_list(), mode="lines+markers", line={"color": theme.MAIN, "width": 2},
        marker={"size": 9}, error_y={
            "type": "data", "symmetric": False, "array": (some["upper_quarter"] - median).to_list(),
            "arrayminus": (median - some["lower_quarter"]).to_list(),
        },
        customdata=[[f"year:{year}"] for year in years],
        hovertext=[f"{year}年：中位数 {percent(value)}" for year, value in zip(years, median, strict=True)],
        hoverinfo="text",
    )  # fmt: skip
    theme.layout(figure, height=260)
    figure.update_xaxes(type="category", tickvals=years, ticktext=[f"{year}年" for year in years])
    low, high = some["lower_quarter"].min(), some["upper_quarter"].max()
    figure.update_yaxes(  # years that all stand at 100 % are not blown up into noise
        tickformat=".0%", range=[min(0.8, low - 0.05), max(1.3, high + 0.05)] if len(some) else None,
        title={"text": "完成值 ÷ 目标值"},
    )  # fmt: skip
    last = rows.iloc[-1]
    finding = (
        f"{int(last['year'])}年{about}完成程度中位数 {percent(number(last['median']))}"
        f"（N={integer(last['with_numbers'])}）；全部指标中目标值低于上年完成值九成的 {integer(last['lowered'])} 个，"
        f"与上年相同的 {integer(last['unchanged'])} 个。"
    )
    table = pd.DataFrame(
        {
            "年度": rows["year"].astype(int),
            "指标个数": rows["indicators"].astype(int),
            "其中有数": rows["with_numbers"].astype(int),
            "完成程度中位数": [percent(number(value)) for value in rows["median"]],
            "≥130%": rows["over_target"].astype(int),
            "目标低于上年完成": rows["lowered"].astype(int),
            "目标与上年相同": rows["unchanged"].astype(int),
        }
    )
    return Chart(
        "target_years", "目标与完成的年度变化", figure, finding, finding, table,
        note="竖线为下四分位至上四分位。目标低于上年完成、与上年相同为疑点条数，不随所选指标变化。",
        terms=("achievement", "target", "actual"), codes=tuple(f"year:{int(year)}" for year in rows["year"]),
    )  # fmt: skip
