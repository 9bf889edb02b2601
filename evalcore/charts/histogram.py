"""How the scores spread, in one-point bins, with the grade lines."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import theme
from evalcore.charts.chart import Chart
from evalcore.charts.departments import wide_grades
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, percent

LINES = ((60, "中 60"), (80, "良 80"), (90, "优 90"))
_BELOW = 58  # where the bin "below 60" stands


def bin_label(start: int) -> str:
    """95 → 95–96分, 100 → 100分, 0 → 60分以下."""
    if start >= 100:
        return "100分"
    return "60分以下" if start < 60 else f"{start}–{start + 1}分"


def histogram(bins: pd.DataFrame, kind: str) -> Chart:
    """Counts by one-point bin and grade. bins: evalcore.queries.overview.score_bins; kind: 自评, 复核 or 复算."""
    figure = Figure()
    wide = wide_grades(bins.sort_values("bin", kind="stable"), "bin", "evaluations").astype(int)
    counts = wide.sum(axis=1)
    money_of = bins.groupby("bin")["money"].sum()
    for grade in [g for g in theme.GRADE_COLOURS if g in wide.columns]:
        some = wide[grade][wide[grade] > 0]
        starts = [int(b) for b in some.index]
        figure.add_bar(
            x=[(b if b >= 60 else _BELOW) + 0.5 for b in starts],
            y=some.to_list(),
            width=1.7 if starts == [0] else 0.92,
            name=grade,
            marker={"color": theme.GRADE_COLOURS[grade], "line": {"width": 0}},
            customdata=[[f"bin:{b}~grade:{grade}"] for b in starts],
            hovertext=[
                f"{bin_label(b)}　{grade}：{int(v)} 个（本档共 {int(counts[b])} 个，全年预算 {money(money_of[b])}）"
                for b, v in zip(starts, some, strict=True)
            ],
            hoverinfo="text",
        )
    theme.layout(figure, height=300, legend=True)
    figure.update_layout(barmode="stack", bargap=0.05)
    lowest = min((int(b) for b in counts.index), default=60)
    first = _BELOW if lowest < 60 else max(60, lowest - lowest % 5)
    for at, words in LINES:
        if at > first:
            figure.add_vline(x=at, line={"color": theme.LINE, "width": 1, "dash": "dot"})
            figure.add_annotation(
                x=at, y=1, yref="paper", text=words, showarrow=False, xanchor="left", yanchor="top",
                font={"size": 11, "color": theme.LINE},
            )  # fmt: skip
    ticks = [t for t in range(60, 100, 5) if t >= first and (t > 60 or lowest >= 60)]
    figure.update_xaxes(
        range=[first - 0.4, 101.4],
        tickvals=([_BELOW + 0.5] if lowest < 60 else []) + [float(t) for t in ticks] + [100.5],
        ticktext=(["60以下"] if lowest < 60 else []) + [str(t) for t in ticks] + ["100"],
        title={"text": f"{kind}得分（分）", "standoff": 6},
        tickangle=0,
    )
    figure.update_yaxes(title={"text": "评价个数", "standoff": 6}, **theme.whole_ticks(counts))
    total, high, full = int(counts.sum()), int(counts[counts.index >= 95].sum()), int(counts.get(100, 0))
    low = int(counts[counts.index < 60].sum())
    finding = (
        f"{integer(total)} 个有{kind}得分的评价中，95 分及以上 {integer(high)} 个（{percent(high / total)}），"
        f"其中满分 {integer(full)} 个（{percent(full / total)}）；低于 60 分 {integer(low)} 个。"
    )
    table = pd.DataFrame(
        {
            "分数段": [bin_label(int(b)) for b in counts.index],
            "评价个数": counts.to_list(),
            **{f"其中{g}": wide[g].to_list() for g in theme.GRADE_COLOURS if g in wide.columns},
            "全年预算数（万元）": [money_of[b] for b in counts.index],
        }
    )
    note = "每档 1 分，含下限不含上限；60 分以下合为一档。颜色为所定等级，虚线为通行等级线，各规则集的等级线见“口径与制度依据”。"
    terms = ("score_kind", "score", "grade", "full_share", "high_share")
    codes = tuple(f"bin:{int(b)}" for b in counts.index)
    alt = f"{kind}得分直方图。{finding}"
    return Chart("histogram", f"{kind}得分分布", figure, finding, alt, table, note, terms, codes)
