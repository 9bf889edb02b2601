"""测算: before beside after, always marked as a trial that changes no result."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from evalcore.charts import theme
from evalcore.charts.change import level_name
from evalcore.charts.chart import Chart
from evalcore.charts.figure import Figure
from evalcore.charts.histogram import bin_label
from evalcore.glossary import integer, money, percent

WATERMARK = "测算，不改变评价结果"


def marked(figure: go.Figure) -> go.Figure:
    """The watermark, in the figure itself so that a PNG carries it."""
    figure.add_annotation(
        text=WATERMARK, xref="paper", yref="paper", x=0.5, y=0.5, showarrow=False, textangle=-12,
        font={"size": 30, "color": theme.LINE}, opacity=0.28,
    )  # fmt: skip
    return figure


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    """The watermark in every row, so that a CSV carries it wherever its rows go."""
    return table.assign(说明=WATERMARK)


def flows(rows: pd.DataFrame, kind: str) -> Chart:
    """Which grades go where, by count and money. rows: insight.what_if.flows."""
    records: list[dict[Any, Any]] = rows.to_dict("records")
    of = {(str(r["grade_before"]), str(r["grade_now"])): r for r in records}
    index = [g for g in theme.GRADES if any(a == g for a, _ in of)]
    totals = {g: sum(int(r["evaluations"]) for (a, _), r in of.items() if a == g) for g in index}
    labels = [f"现为{g}（{integer(totals[g])}）" for g in index]
    figure = Figure()
    for now in theme.GRADES:
        cells = [of.get((g, now)) for g in index]
        if not any(cells):
            continue
        counts = [int(c["evaluations"]) if c else 0 for c in cells]
        figure.add_bar(
            y=labels, x=[n / totals[g] for n, g in zip(counts, index, strict=True)], orientation="h", name=f"测算为{now}",
            marker={"color": theme.GRADE_COLOURS[now], "line": {"width": 0}},
            text=[integer(n) if n / totals[g] > 0.03 else "" for n, g in zip(counts, index, strict=True)],
            textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": theme.GRADE_INK[now]},
            customdata=[[f"from:{g}~to:{now}"] for g in index], hoverinfo="text",
            hovertext=[
                f"{g} → {now}：{integer(n)} 个、{money(float(c['money'])) if c else money(0)}"
                for g, n, c in zip(index, counts, cells, strict=True)
            ],
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(index), each=36, least=180), legend=True)
    figure.update_layout(barmode="stack")
    theme.whole_axis(figure)
    figure.update_yaxes(autorange="reversed", type="category")
    rank = {g: i for i, g in enumerate(theme.GRADES)}
    up = [r for (a, b), r in of.items() if rank[b] < rank[a]]
    down = [r for (a, b), r in of.items() if rank[b] > rank[a]]
    said = [
        f"{word} {integer(sum(int(r['evaluations']) for r in own))} 个、{money(sum(float(r['money']) for r in own))}"
        for word, own in (("上升", up), ("下降", down))
        if own
    ]
    n = sum(totals.values())
    changed = sum(int(r["evaluations"]) for r in (*up, *down))
    finding = f"测算下 {integer(n)} 个有等级的{kind}评价中，等级会变的 {integer(changed)} 个{'：' if said else ''}{'；'.join(said)}。"
    table = pd.DataFrame(
        [
            (
                r["grade_before"],
                r["grade_now"],
                int(r["evaluations"]),
                float(r["money"]),
                int(r["without_money"]),
            )
            for r in records
        ],
        columns=["现等级", "测算等级", "评价个数", "全年预算数（万元）", "未填全年预算数（个）"],
    )
    codes = tuple(f"from:{r['grade_before']}~to:{r['grade_now']}" for r in records)
    note = f"{WATERMARK}。现等级按总分对照所用规则集的等级线，不用填报的等级表述。"
    return Chart(
        "trial_flows", "测算：等级从哪到哪", marked(figure), finding, finding, _marked(table), note,
        ("what_if", "grade"), codes,
    )  # fmt: skip


def distribution(rows: pd.DataFrame, kind: str) -> Chart:
    """Scores before and after in one-point bins. rows: insight.what_if.histograms."""
    figure = Figure()
    x = [int(b) + 0.5 for b in rows["bin"]]
    labels = [bin_label(int(b)) if b >= 60 else "60分以下" for b in rows["bin"]]
    for column, name, colour in (("before", f"现{kind}得分", theme.QUIET), ("after", "测算得分", theme.MAIN)):
        figure.add_bar(
            x=x, y=rows[column].to_list(), name=name, marker={"color": colour, "line": {"width": 0}},
            hovertext=[f"{label}：{name} {integer(n)} 个" for label, n in zip(labels, rows[column], strict=True)],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=300, legend=True)
    figure.update_layout(barmode="group", bargap=0.1)
    figure.update_xaxes(
        tickvals=[59.5, 70, 80, 90, 100],
        ticktext=["60以下", "70", "80", "90", "100"],
        title={"text": "得分（分）"},
    )
    figure.update_yaxes(title={"text": "评价个数", "standoff": 6}, tickformat=",")
    n = int(rows["before"].sum())

    def top(column: str) -> int:
        return int(rows.loc[rows["bin"] >= 95, column].sum())

    finding = (
        f"{integer(n)} 个{kind}评价中，95 分及以上的"
        + ("由 " if top("before") != top("after") else "仍为 ")
        + f"{integer(top('before'))} 个（{percent(top('before') / n if n else None)}）"
        + (
            f"变为 {integer(top('after'))} 个（{percent(top('after') / n if n else None)}）。"
            if top("before") != top("after")
            else "。"
        )
    )
    table = _marked(
        pd.DataFrame({"分数段": labels, "现有（个）": rows["before"], "测算（个）": rows["after"]})
    )
    return Chart(
        "trial_scores",
        "测算：得分分布前后对照",
        marked(figure),
        finding,
        finding,
        table,
        f"{WATERMARK}。",
        ("what_if",),
    )


def reasons(rows: pd.DataFrame) -> Chart:
    """Why grades flip: the part that moved most. rows: insight.what_if.reasons."""
    said = {"lines": "等级线（总分未变）", "other": "总分封顶等"}
    names = [said.get(str(r)) or level_name(str(r)) for r in rows["reason"]]
    figure = Figure()
    figure.add_bar(
        y=names, x=rows["evaluations"].to_list(), orientation="h", marker={"color": theme.MAIN}, width=0.55,
        text=[integer(n) for n in rows["evaluations"]], textposition="outside", cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(rows), each=28, least=150))
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_xaxes(
        title={"text": "等级会变的评价个数", "standoff": 6}, rangemode="tozero", tickformat=","
    )
    total = int(rows["evaluations"].sum())
    main = int(rows["evaluations"].to_numpy().argmax())
    finding = f"{integer(total)} 个等级会变的评价，主要原因最多的是{names[main]}（{integer(int(rows['evaluations'].iloc[main]))} 个）。"
    table = _marked(pd.DataFrame({"主要原因": names, "评价个数": rows["evaluations"]}))
    note = f"{WATERMARK}。按失分计：每个评价只计总分变动方向上失分变化最大的一项，权重在各项之间移动本身不算原因。"
    return Chart(
        "trial_reasons", "测算：等级为什么变", marked(figure), finding, finding, table, note, ("what_if",)
    )
