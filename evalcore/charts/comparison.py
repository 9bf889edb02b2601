"""Departments side by side, in budget-code order: level-1 score rates, and where each lies under other weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalcore.charts import theme
from evalcore.charts.change import level_name
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.figure import Figure
from evalcore.charts.rules import rule_set_names
from evalcore.charts.strip import LEAST
from evalcore.glossary import integer, percent, points
from evalcore.scoring.level import LEVELS

# one hue, light to dark: a low score rate is not blamed by colour
_SCALE = [[0.0, "#F2F6FA"], [0.5, "#9CC3E0"], [1.0, "#1F4E79"]]
_FLOOR = 0.6
_DARK = 0.9  # above it the colour of a cell is dark enough for white words


def level_rates(rows: pd.DataFrame, names: Mapping[str, str], kind: str) -> Chart:
    """Σ earned ÷ Σ points of each level-1, a row a department. rows: level_sums_by_department; names: code → name."""
    complete = rows[rows["complete"] == 1]
    counts: dict[str, int] = {}
    for code, evaluations in zip(complete["code"].to_list(), complete["evaluations"].to_list(), strict=True):
        counts[str(code)] = counts.get(str(code), 0) + int(evaluations)
    codes = [c for c in names if counts.get(c, 0) >= LEAST]
    at = {c: i for i, c in enumerate(codes)}  # a groupby a level took 31 ms for 1,300 departments
    place = np.array([at.get(c, -1) for c in complete["code"].to_list()], dtype=np.int64)
    own = place >= 0
    rates: dict[str, list[float | None]] = {}
    totals: dict[str, float] = {}
    n: dict[str, list[int]] = {}
    for level in LEVELS:
        full = complete[f"{level}_points"] * complete["evaluations"]
        earned = complete[f"{level}_score"].astype(float)
        if not float(full.sum()):
            continue
        here = complete["evaluations"].where(complete[f"{level}_points"] > 0, 0)
        sums = [
            np.bincount(place[own], column.to_numpy(dtype=float)[own], len(codes))
            for column in (full, earned, here)
        ]
        rates[level] = [float(e / f) if f else None for f, e in zip(*sums[:2], strict=True)]
        n[level] = sums[2].astype(int).tolist()
        totals[level] = float(earned.sum() / full.sum())
    drawn = codes[:MOST_ROWS]
    labels = [f"{theme.short(names[c], 14)}（{integer(counts[c])}）" for c in drawn]
    z = [[rates[level][i] for level in rates] for i in range(len(drawn))]
    columns = [level_name(level) for level in rates]
    figure = Figure()
    figure.add_heatmap(
        z=z, x=columns, y=labels, zmin=_FLOOR, zmax=1, colorscale=_SCALE, xgap=2, ygap=2, showscale=False,
        customdata=[
            [
                [f"dept:{c}", percent(rates[level][i]), n[level][i], theme.in_full(names[c], 14)]
                for level in rates
            ]
            for i, c in enumerate(drawn)
        ],
        hovertemplate="%{y} %{x}：得分率 %{customdata[1]}（N=%{customdata[2]}）%{customdata[3]}<extra></extra>",
    )  # fmt: skip
    for dark in (False, True):  # words on a cell: a contrast of at least 4.5 : 1 on its colour
        cells = [
            (column, label, percent(v))
            for label, row in zip(labels, z, strict=True)
            for column, v in zip(columns, row, strict=True)
            if v is not None and (v > _DARK) == dark
        ]
        figure.add_scatter(
            x=[c[0] for c in cells], y=[c[1] for c in cells], text=[c[2] for c in cells], mode="text",
            textfont={"size": 11, "color": "#FFFFFF" if dark else "#10202E"}, hoverinfo="skip",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(drawn), each=26, least=170))
    figure.update_yaxes(
        type="category", categoryarray=labels, categoryorder="array", range=[len(labels) - 0.5, -0.5],
        showgrid=False, ticks="",
    )  # fmt: skip
    figure.update_xaxes(side="top", showgrid=False, type="category", ticks="")
    lowest = min(totals, key=lambda level: totals[level]) if totals else None
    spread = {
        level: max(v) - min(v) for level in rates if len(v := [r for r in rates[level] if r is not None]) > 1
    }
    finding = f"{integer(len(codes))} 个部门"
    if lowest is None or not codes:
        finding = f"没有部门有 {LEAST} 个以上分项齐全的{kind}评价，不作统计。"
    else:
        finding += f"合计得分率最低的一级指标是{level_name(lowest)}（{percent(totals[lowest])}）"
        if spread:
            wide = max(spread, key=lambda level: spread[level])
            finding += (
                f"；部门之间相差最大的是{level_name(wide)}（相差 {points(spread[wide] * 100, 1)} 个百分点）"
            )
        finding += f"（N={integer(sum(counts[c] for c in codes))}）。"

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "主管部门": [names[c] for c in codes],
                "分项齐全（个）": [counts[c] for c in codes],
                **{f"{level_name(level)}得分率": [percent(v) for v in rates[level]] for level in rates},
            }
        )

    lacking = rows[rows["complete"] == 0]
    missing = sum(
        int(n)
        for c, n in zip(lacking["code"].to_list(), lacking["evaluations"].to_list(), strict=True)
        if c in names
    )
    few = [c for c in names if counts.get(c, 0) < LEAST]
    note = "得分率 = Σ得分 ÷ Σ分值，颜色越深得分率越高。"
    note += f"{integer(missing)} 个分项得分不全的评价未计入。" if missing else ""
    if few:
        left_out = sum(counts.get(c, 0) for c in few)
        said = "、".join(names[c] for c in few[:6]) + ("等" if len(few) > 6 else "")
        note += (
            f"{len(few)} 个部门分项齐全的评价不足 {LEAST} 个，不列（{said}，共 {integer(left_out)} 个评价）。"
        )
    title = f"{kind}一级指标得分率"
    return Chart(
        "level_rates", title, figure, finding, f"{title}。{finding}", table, note, ("level1_rate",),
        tuple(f"dept:{c}" for c in codes), rows=len(codes),
    )  # fmt: skip


def bands(
    held: Sequence[Any], names: Mapping[str, str], flips: Mapping[str, tuple[float, int]], kind: str, *,
    spread: float, rule_sets: Sequence[str],
) -> Chart:  # fmt: skip
    """Mean and 所处区间 of each department. held: insight.bands.Band in code order; flips: share of flipped grades, N."""
    every = [b for b in held if b.mean is not None]
    ranked = every[:MOST_ROWS]  # those drawn
    labels = [f"{theme.short(names.get(b.code, b.code), 14)}（{integer(b.n)}）" for b in ranked]
    figure = Figure()
    place = [f"第 {b.rank_low}–{b.rank_high} 位" for b in ranked]
    said = (
        "%{y}：现权重下平均 %{customdata[1]}，区间 %{customdata[2]}–%{customdata[3]}，%{customdata[4]}"
        f"（共 {len(every)} 个部门），等级会变的情形占 %{{customdata[5]}}（N=%{{customdata[6]}}）%{{customdata[7]}}<extra></extra>"
    )
    code = [
        [f"dept:{b.code}", points(b.mean), points(b.low), points(b.high), where,
         percent(flips.get(b.code, (None, 0))[0]), b.n, theme.in_full(names.get(b.code, b.code), 14)]
        for b, where in zip(ranked, place, strict=True)
    ]  # fmt: skip
    figure.add_bar(
        y=labels, orientation="h", base=[b.low for b in ranked], x=[b.high - b.low for b in ranked], width=0.5,
        marker={"color": theme.MAIN, "opacity": 0.45}, name="所处区间", customdata=code, hovertemplate=said,
    )  # fmt: skip
    figure.add_scatter(
        y=labels, x=[b.mean for b in ranked], mode="markers", name="现权重下的平均分",
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": theme.MAIN}}, customdata=code,
        hovertemplate=said,
    )  # fmt: skip
    figure.add_scatter(
        y=labels, x=[b.high for b in ranked], mode="text", text=[f"　{p}" for p in place],
        textposition="middle right", textfont={"size": 11}, showlegend=False, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(ranked), each=26, least=170), legend=True)
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=labels, range=[len(labels) - 0.4, -0.6]
    )
    if ranked:
        low, high = min(b.low for b in ranked), max(b.high for b in ranked)
        pad = max((high - low) * 0.05, 0.2)
        step = next(step for step in (1, 2, 5, 10, 20) if (high - low) / step <= 8)
        ticks = [tick for tick in range(0, 101, step) if low - pad <= tick]  # the labels' room is above 100
        figure.update_xaxes(
            tickvals=ticks if high - low >= 2 else None,
            range=[low - pad, high + (high - low) * 0.22 + pad],
            title={"text": "平均分（分）", "standoff": 6},
        )
    moving = [b for b in every if b.rank_low != b.rank_high]
    share = [flips[b.code] for b in every if b.code in flips]
    total = sum(n for _, n in share)
    if len(every) < 2:
        finding = f"有 {LEAST} 个以上分项齐全项目的部门不足两个，不比较位次。"
    else:
        finding = (
            f"权重上下浮动 {percent(spread, 0)}、或换用其他规则集的权重时，{integer(len(every))} 个部门中 "
            f"{integer(len(moving))} 个的位次会变；"
            + (
                f"权重浮动下项目等级会变的情形平均占 {percent(sum(s * n for s, n in share) / total)}（N={integer(total)}）。"
                if total
                else ""
            )
        )

    def table() -> pd.DataFrame:
        return _bands_table(held, names, flips)

    note = (
        "位次区间不是一个确定的位次：它说明换一种同样合理的权重，先后就可能不同；两端相同只表示所试各种权重下不变。平均分按分项合计，规则集为 "
        f"{rule_set_names(rule_sets)}（取其一级权重）。项目少的部门，区间不反映个别项目的偶然性。"
    )
    if len(every) < len(held):
        note += f"{integer(len(held) - len(every))} 个部门不足 {LEAST} 个项目，不作统计、不排位次。"
    return Chart(
        "bands", f"所处区间：{kind}平均分与位次", figure, finding, finding, table, note, ("rank_band", "flip_share"),
        tuple(f"dept:{b.code}" for b in held), rows=len(every),
    )  # fmt: skip


def _bands_table(
    held: Sequence[Any], names: Mapping[str, str], flips: Mapping[str, tuple[float, int]]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "主管部门": [names.get(b.code, b.code) for b in held],
            "分项齐全（个）": [b.n for b in held],
            "分项不全未计入（个）": [b.missing for b in held],
            "平均分": [points(b.mean) for b in held],
            "区间下限": [points(b.low) for b in held],
            "区间上限": [points(b.high) for b in held],
            "界的性质": ["—" if b.mean is None else "精确" if b.exact else "不超出此范围" for b in held],
            "所处位次区间": [
                f"第 {b.rank_low}–{b.rank_high} 位" if b.rank is not None else "项目不足，不排" for b in held
            ],
            "等级会变的情形占比": [
                percent(flips[b.code][0]) if b.code in flips and b.mean is not None else "—" for b in held
            ],
        }
    )
